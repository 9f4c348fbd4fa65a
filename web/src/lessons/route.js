/** What the part of the address after "#" asks for; everything else there belongs to the audit. */

/** @typedef {{ place: "lessons" } | { place: "playground", query: string } | { place: "lesson", id: string, step: number } | { place: "glossary", term: string }} Route */

/** @param {string} hash "#playground?pairs=500" @returns {Route | null} null for the audit */
export function routeOf(hash) {
  const [place, query = ""] = hash.replace(/^#/, "").split("?");
  if (place === "lessons") return { place };
  if (place === "playground") return { place, query };
  const parameters = new URLSearchParams(query);
  if (place === "lesson")
    return { place, id: parameters.get("id") ?? "", step: Math.max(1, Math.floor(Number(parameters.get("step"))) || 1) };
  if (place === "glossary") return { place, term: parameters.get("term") ?? "" };
  return null;
}

/** @param {Route} route */
export function hashOf(route) {
  if (route.place === "playground") return `#playground${route.query ? `?${route.query}` : ""}`;
  if (route.place === "lesson") return `#lesson?id=${route.id}&step=${route.step}`;
  if (route.place === "glossary") return `#glossary${route.term ? `?term=${route.term}` : ""}`;
  return "#lessons";
}
