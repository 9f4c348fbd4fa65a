/** The contents of a result: a list that follows the reading where there is room for one, else a choice to jump by. */
import { capital } from "../report/sentences.js";
import { fill, h } from "./element.js";

/** Of the window's height: what is read stands between here, from the top, and there, from the bottom. */
const READ = Object.freeze({ top: "-15%", bottom: "-55%" });

/** The mark that a card has been come to. */
const HERE = "aria-current";

/** @type {WeakMap<Element, { key: string, observer?: IntersectionObserver }>} */
const drawn = new WeakMap();

/** A place for the contents, before the cards. */
export const empty = () => h("nav.contents", { "aria-label": "Contents" });

/** A card's title with the link to it. @param {string} id @param {string} title */
export const cardTitle = (id, title) =>
  h(
    "div.card-title",
    h("h2", { id: `title-${id}` }, title),
    h("a.link-mark", { href: `#card-${id}`, "aria-label": `Link to this card: ${title}` }),
  );

/** @param {HTMLElement} card */
const nameOf = ({ id, dataset }) => dataset.name ?? capital(id.replace("card-", "").replaceAll("-", " "));

/** Lists the cards that stand in the container now. @param {Element} container */
export function render(container) {
  const nav = container.querySelector("nav.contents");
  if (!nav) return;
  const cards = /** @type {HTMLElement[]} */ ([...container.querySelectorAll(".cards > .card")]);
  const key = cards.map(({ id }) => id).join();
  const before = drawn.get(nav);
  const sections = sectionsOf(cards);
  if (nav.isConnected) skipTo(sections.map(({ section, from }) => ({ section, href: `#${cards[from]?.id}` })));
  if (before?.key === key) return;
  before?.observer?.disconnect();
  const choice = h("select#jump", { change: () => links[choice.selectedIndex].click() });
  const links = cards.map((card) => h("a", { href: `#${card.id}` }, nameOf(card)));
  const lists = sections.map(({ section, from, to }) => {
    const options = cards.slice(from, to).map((card) => h("option", nameOf(card)));
    choice.append(...(section ? [h("optgroup", { label: section }, options)] : options));
    const items = links.slice(from, to).map((link) => h("li", link));
    return section ? [h("li", h("span.contents-section", section), h("ol", items))] : items;
  });
  const top = () => h("a.to-top", { href: "#main" }, "Back to top");
  nav.replaceChildren(
    h("div.contents-list", h("ol", lists.flat()), top()),
    h("div.jump", h("label", { for: "jump" }, "Jump to"), choice, top()),
  );
  const say = (/** @type {number} */ index) => {
    for (const [i, link] of links.entries()) {
      if (i === index) link.setAttribute(HERE, "true");
      else link.removeAttribute(HERE);
    }
    choice.selectedIndex = index;
  };
  say(0);
  drawn.set(nav, { key, observer: follow(cards, say) });
}

/**
 * Leads who comes by keyboard past the bar at the top: to each section but the first, which is where the content begins.
 * @param {{ section?: string, href: string }[]} sections
 */
function skipTo(sections) {
  const skip = document.getElementById("skip");
  const links = sections.slice(1).map(({ section, href }) => h("a.to-section", { href }, section ?? ""));
  const before = [...(skip?.querySelectorAll(".to-section") ?? [])];
  // A report is rendered many times while it is made: a link that has the focus keeps it.
  const isSame = before.length === links.length && before.every((link, k) => link.isEqualNode(links[k]));
  if (skip && !isSame) fill(skip, /** @type {Element} */ (skip.firstElementChild), links);
}

/** Runs of cards of one section. @param {HTMLElement[]} cards */
function sectionsOf(cards) {
  /** @type {{ section?: string, from: number, to: number }[]} */
  const sections = [];
  for (const [i, { dataset }] of cards.entries()) {
    const last = sections.at(-1);
    if (last && last.section === dataset.section) last.to = i + 1;
    else sections.push({ section: dataset.section, from: i, to: i + 1 });
  }
  return sections;
}

/** Says which card is read. @param {HTMLElement[]} cards @param {(index: number) => void} say */
function follow(cards, say) {
  if (typeof IntersectionObserver !== "function") return undefined;
  /** @type {Set<Element>} */
  const seen = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      const first = cards.find((card) => seen.has(card)) ?? (cards[0].getBoundingClientRect().top > 0 ? cards[0] : undefined);
      if (!first) return;
      // Of two side by side, the one that was asked for.
      const asked = cards.find((card) => seen.has(card) && `#${card.id}` === location.hash && card.offsetTop === first.offsetTop);
      say(cards.indexOf(asked ?? first));
    },
    { rootMargin: `${READ.top} 0px ${READ.bottom}` },
  );
  for (const card of cards) observer.observe(card);
  return observer;
}
