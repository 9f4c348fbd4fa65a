import { h } from "../views/element.js";

const PLACES = [
  { place: "lessons", text: "Lessons" },
  { place: "playground", text: "Playground" },
  { place: "glossary", text: "Glossary" },
];

/** @param {string} current */
export function learnNav(current) {
  return h(
    "nav",
    { class: "learn-nav", "aria-label": "Lessons and playground" },
    PLACES.map(({ place, text }) => h("a", { href: `#${place}`, "aria-current": place === current ? "page" : undefined }, text)),
    h("a", { href: "#", class: "leave" }, "Back to the audit"),
  );
}
