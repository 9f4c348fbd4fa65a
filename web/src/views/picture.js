import { download } from "./download.js";

/** What a mark looks like outside this page's style sheet. */
const PRESENTATION = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "paint-order",
];

/** The chart as a file that looks the same anywhere, in the colours of paper. @param {SVGSVGElement} svg @returns {string} */
export function standalone(svg) {
  document.documentElement.dataset.picture = "";
  try {
    return styled(svg);
  } finally {
    delete document.documentElement.dataset.picture;
  }
}

/** @param {SVGSVGElement} svg */
function styled(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const property of PRESENTATION) {
      const value = style.getPropertyValue(property);
      if (value) copies[i].setAttribute(property, value);
    }
    copies[i].removeAttribute("class");
  });
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = svg.getAttribute("aria-label") ?? "";
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const pad = 16;
  const width = Number(svg.getAttribute("width")) + 2 * pad;
  const height = Number(svg.getAttribute("height")) + 2 * pad;
  for (const [name, value] of Object.entries({ x: -pad, y: -pad, width, height, fill: background(svg) }))
    paper.setAttribute(name, String(value));
  copy.prepend(title, paper);
  copy.setAttribute("viewBox", `${-pad} ${-pad} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

/** The colour that lies behind an element. @param {Element} element */
function background(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour && colour !== "transparent" && !/,\s*0\)$/.test(colour)) return colour;
  }
  return "white";
}

/** @param {SVGSVGElement} svg @param {string} name without its ending */
export function saveSvg(svg, name) {
  download(new Blob([standalone(svg)], { type: "image/svg+xml" }), `${name}.svg`);
}

/** At three times the size on the screen, enough for print. @param {SVGSVGElement} svg @param {string} name without its ending */
export async function savePng(svg, name) {
  const text = standalone(svg);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = 3;
  const surface = document.createElement("canvas");
  surface.width = image.naturalWidth * scale;
  surface.height = image.naturalHeight * scale;
  surface.getContext("2d")?.drawImage(image, 0, 0, surface.width, surface.height);
  const blob = await new Promise((resolve) => surface.toBlob(resolve, "image/png"));
  if (blob) download(blob, `${name}.png`);
}
