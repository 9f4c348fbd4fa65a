// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { cardTitle, empty, render } from "../../../web/src/views/contents.js";
import { h } from "../../../web/src/views/element.js";
import { createCut, createPick } from "../../../web/src/views/followed.js";
import { render as showReport } from "../../../web/src/views/report.js";
import { sampleAudit } from "./sample-audit.js";

/** @type {HTMLElement} */
let page;
beforeEach(() => {
  page = document.createElement("main");
  document.body.replaceChildren(page);
});

/** @param {string} selector */
const texts = (selector) => [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);

function showAudit(audit = sampleAudit()) {
  showReport(page, audit, { word: "texts", cut: createCut(0.1), pick: createPick(), name: "sample" });
}

it("lists every card of a report once, in its order, by short names that differ", () => {
  showAudit();
  const cards = [...page.querySelectorAll(".card")].map(({ id }) => `#${id}`);
  expect([...page.querySelectorAll(".contents-list li a")].map((link) => link.getAttribute("href"))).toEqual(cards);
  const names = texts(".contents-list li a");
  expect(new Set(names).size).toBe(cards.length);
  for (const name of names) expect(name?.length).toBeLessThan(20);
  expect(texts("#jump option")).toEqual(names);
});

it("divides them into sections, each named once", () => {
  showAudit();
  const sections = texts(".contents-section");
  expect(sections).toEqual(["Answer", "Directions", "Search", "Other metrics", "Data", "Details"]);
  expect([...page.querySelectorAll("#jump optgroup")].map((group) => group.getAttribute("label"))).toEqual(sections);
});

it("who comes by keyboard can skip to the first card of each section but the first, as it is now", () => {
  const skip = h("nav#skip", h("a", { href: "#main" }, "Skip to content"));
  document.body.prepend(skip);
  const ways = () => [...skip.querySelectorAll("a")].map((link) => [link.textContent, link.getAttribute("href")]);
  showAudit();
  const all = [
    ["Skip to content", "#main"],
    ["Directions", "#card-spectra"],
    ["Search", "#card-retrieval"],
    ["Other metrics", "#card-metrics"],
    ["Data", "#card-findings"],
    ["Details", "#card-details"],
  ];
  expect(ways()).toEqual(all);
  const other = h("div", empty(), h("div.cards", h("section#card-ranking.card", cardTitle("ranking", "Which?"))));
  render(other);
  // What is nowhere on the page leads nowhere.
  expect(ways()).toEqual(all);
  page.replaceWith(other);
  render(other);
  expect(ways()).toEqual(all.slice(0, 1));
  other.replaceWith(page);
  // The same cards as before in their list, and again in the links.
  showAudit();
  expect(ways()).toEqual(all);
  const link = /** @type {HTMLElement} */ (skip.querySelector('[href="#card-retrieval"]'));
  link.focus();
  showAudit();
  expect(document.activeElement).toBe(link);
});

it("the choice follows its link", async () => {
  showAudit();
  const choice = /** @type {HTMLSelectElement} */ (page.querySelector("#jump"));
  choice.selectedIndex = 5;
  choice.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(location.hash).toBe("#card-retrieval"));
});

it("every card has a link to itself, and its name stays its title", () => {
  showAudit();
  for (const card of page.querySelectorAll(".card")) {
    expect(card.querySelector("a.link-mark")?.getAttribute("href")).toBe(`#${card.id}`);
    const title = document.getElementById(card.getAttribute("aria-labelledby") ?? "");
    expect(title?.childElementCount).toBe(0);
  }
});

it("without a score there is no card that compares it with chance, and none in the list", () => {
  const audit = sampleAudit();
  audit.inputs.texts.cols = 768;
  showAudit(audit);
  expect(page.querySelector("#card-above-chance, [href='#card-above-chance']")).toBeNull();
});

it("cards without a name are listed by their id", () => {
  page.append(empty(), h("div.cards", h("section#card-alignment-profile.card", cardTitle("alignment-profile", "How well?"))));
  render(page);
  expect(texts(".contents-list li a")).toEqual(["Alignment profile"]);
  expect(page.querySelector("optgroup, .contents-section")).toBeNull();
});
