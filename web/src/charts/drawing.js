/** As much of a document as the charts draw on, for a file that is saved: it becomes text, with or without a browser. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} text */
export const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

class DrawnElement {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.namespaceURI = SVG;
    this.ownerDocument = DOCUMENT;
    /** @type {Map<string, string>} */
    this.attributes = new Map();
    /** @type {DrawnElement[]} */
    this.children = [];
    this.textContent = "";
  }

  /** @param {DrawnElement} child */
  appendChild(child) {
    this.children.push(child);
    return child;
  }

  /** @param {string} name @param {unknown} value */
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  /** What is drawn for a file answers nobody. */
  addEventListener() {}

  /** @returns {string} */
  toString() {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
    return `<${this.name}${attributes}>${escaped(this.textContent)}${this.children.join("")}</${this.name}>`;
  }
}

const DOCUMENT = {
  documentElement: { namespaceURI: SVG },
  /** @param {string} _ @param {string} name */
  createElementNS: (_, name) => new DrawnElement(name),
};

/** The markup of what is drawn. @param {(host: Element) => void} draw */
export function drawn(draw) {
  const host = new DrawnElement("g");
  draw(/** @type {Element} */ (/** @type {unknown} */ (host)));
  return host.children.join("");
}
