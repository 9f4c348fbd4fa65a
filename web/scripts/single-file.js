import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { contentSecurityPolicy } from "./content-security-policy.js";
import { apacheExample, headers, nginxExample, serviceWorker, startPage } from "./hosting.js";

/**
 * Text that an inline script can hold: the parser would end the element at "</script" and change its state at "<!--".
 * "\x3C" is the same character in every string, template and regular expression.
 * @param {string} code
 */
export function inlineScript(code) {
  return code.replaceAll("\r\n", "\n").replace(/<(?=\/script|!--)/gi, "\\x3C");
}

/** @param {string} css */
export function inlineStyle(css) {
  if (/<\/style/i.test(css)) throw new Error("The style sheet holds </style, which would end its element.");
  return css
    .replaceAll("\r\n", "\n")
    .replaceAll(/\/\*\$vite\$:\d+\*\//g, "")
    .trim();
}

const SEAL = readFileSync(new URL("./seal.js", import.meta.url), "utf8");

/**
 * One HTML text from the page and its script and style.
 * The script goes to the end of the body: the page is painted before the script is parsed.
 * @param {string} html as built, with links to script and style
 * @param {string} code
 * @param {string} css
 */
export function selfContainedPage(html, code, css) {
  const script = inlineScript(code);
  const style = inlineStyle(css);
  const bare = html
    .replace(/[ \t]*<script\b[^>]*\bsrc=[^>]*><\/script>\n?/g, "")
    .replace(/[ \t]*<link\b[^>]*\brel="(stylesheet|modulepreload)"[^>]*>\n?/g, "");
  if (/<script\b|<style\b|\sstyle=|\son\w+=/i.test(bare))
    throw new Error("index.html has an inline script, style or event handler: the policy would refuse it.");
  if (/\s(src|href)="(?!#|https:\/\/|data:)/i.test(bare))
    throw new Error("index.html links to a file that one self-contained page does not have.");
  const seal = inlineScript(SEAL);
  const policy = contentSecurityPolicy({ scripts: [seal, script], styles: style ? [style] : [] });
  const charset = /<meta charset="utf-8"\s*\/?>/i;
  if (!charset.test(bare)) throw new Error('index.html lacks <meta charset="utf-8">.');
  // Functions as replacements: "$" in the code stays "$".
  return bare
    .replace(
      charset,
      (tag) => `${tag}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <script>${seal}</script>`,
    )
    .replace("</head>", () => `${style ? `  <style>${style}</style>\n  ` : ""}</head>`)
    .replace("</body>", () => `  <script type="module">${script}</script>\n  </body>`);
}

/**
 * Turns the built page into askew.html (self-contained), its SHA-256, and the same bytes as hosted/askew.html with what a web server needs.
 * @param {string} version
 * @returns {import("vite").Plugin}
 */
export function singleFile(version) {
  return {
    name: "askew-single-file",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      let html = "";
      let code = "";
      let css = "";
      for (const [name, item] of Object.entries(bundle)) {
        if (item.type === "chunk") {
          if (code) this.error(`${name} is a second script; one page holds one.`);
          code = item.code;
        } else if (name.endsWith(".html")) html = String(item.source);
        else if (name.endsWith(".css")) css += String(item.source);
        else this.error(`${name} would stay outside the page.`);
        delete bundle[name];
      }
      const page = selfContainedPage(html, code, css);
      const sha256 = createHash("sha256").update(page, "utf8").digest("hex");
      this.emitFile({ type: "asset", fileName: "askew.html", source: page });
      this.emitFile({ type: "asset", fileName: "askew.html.sha256", source: `${sha256}  askew.html\n` });
      const policy = page.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
      const written = {
        "hosted/askew.html": page,
        "hosted/index.html": startPage(version),
        "hosted/sw.js": serviceWorker(sha256, version),
        "headers/nginx.conf": nginxExample(headers(policy)),
        "headers/apache.conf": apacheExample(headers(policy)),
      };
      for (const [fileName, source] of Object.entries(written)) this.emitFile({ type: "asset", fileName, source });
    },
  };
}
