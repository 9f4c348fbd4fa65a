/** The page for a web server: a first page that keeps it for offline use, the service worker, and the headers for nginx and Apache. */
import { readFileSync } from "node:fs";
import { hashSource } from "./content-security-policy.js";

const START_SCRIPT = readFileSync(new URL("./hosted-start.js", import.meta.url), "utf8");
const WORKER = readFileSync(new URL("./hosted-worker.js", import.meta.url), "utf8");

/** Features that a page may ask a browser for; this one asks for none. */
const FEATURES =
  "accelerometer autoplay bluetooth camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial sync-xhr usb web-share xr-spatial-tracking".split(
    " ",
  );

/**
 * Registers the service worker and goes to the page, which stays the same sealed bytes as the file: only this first page may
 * have a worker from an address.
 * @param {string} version
 */
export function startPage(version) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Askew ${version}</title>
<link rel="icon" href="data:,">
</head>
<body>
<p><a href="askew.html">Askew ${version}</a></p>
<script>${START_SCRIPT}</script>
</body>
</html>
`;
}

/** @param {string} pageSha256 hexadecimal @param {string} version */
export const serviceWorker = (pageSha256, version) => WORKER.replace("PAGE_SHA256", pageSha256).replace("VERSION", version);

/**
 * Headers by file. The page's own policy comes twice, in the page and in the header; only a header can forbid frames around it.
 * @param {string} pagePolicy @returns {Record<"askew.html" | "index.html" | "sw.js", [string, string][]>}
 */
export function headers(pagePolicy) {
  const common = /** @type {[string, string][]} */ ([
    ["Cross-Origin-Opener-Policy", "same-origin"],
    ["Cross-Origin-Embedder-Policy", "require-corp"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["Permissions-Policy", FEATURES.map((name) => `${name}=()`).join(", ")],
    ["Referrer-Policy", "no-referrer"],
    ["X-Content-Type-Options", "nosniff"],
    ["Cache-Control", "no-cache"],
  ]);
  const withPolicy = (/** @type {string} */ policy) => /** @type {[string, string][]} */ ([["Content-Security-Policy", policy], ...common]);
  return {
    "askew.html": withPolicy(`${pagePolicy}; frame-ancestors 'none'`),
    "index.html": withPolicy(
      `default-src 'none'; script-src ${hashSource(START_SCRIPT)}; img-src data:; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    ),
    "sw.js": withPolicy("default-src 'none'; connect-src 'self'"),
  };
}

const ABOUT = "Askew on a web server. Written by the build: the policies hold the hashes of this very page, so take this file with it.";

/** @param {ReturnType<typeof headers>} files */
export function nginxExample(files) {
  const lines = (/** @type {[string, string][]} */ list) =>
    list.map(([name, value]) => `    add_header ${name} "${value}" always;`).join("\n");
  const one = (/** @type {keyof typeof files} */ file) => `location = /askew/${file} {
    alias /srv/askew/${file};
    ${file.endsWith(".js") ? "default_type text/javascript" : 'default_type "text/html; charset=utf-8"'};
    types { }
${lines(files[file])}
}`;
  return `# ${ABOUT}
# Copy hosted/ to /srv/askew and include this file in a server block. Elsewhere: replace /srv/askew, and /askew/ by another path.
${one("index.html")}
${one("askew.html")}
${one("sw.js")}
location = /askew/ {
    rewrite ^ /askew/index.html last;
}
location = /askew {
    return 301 /askew/;
}
`;
}

/** @param {ReturnType<typeof headers>} files */
export function apacheExample(files) {
  const lines = (/** @type {[string, string][]} */ list) =>
    list.map(([name, value]) => `        Header always set ${name} "${value}"`).join("\n");
  const type = (/** @type {string} */ file) => (file.endsWith(".js") ? "text/javascript" : '"text/html; charset=utf-8"');
  const blocks = Object.entries(files).map(
    ([file, list]) => `    <Files "${file}">\n        ForceType ${type(file)}\n${lines(list)}\n    </Files>`,
  );
  return `# ${ABOUT}
# Copy hosted/ to /srv/askew, enable mod_headers (a2enmod headers), and include this file in a virtual host. Elsewhere: replace /srv/askew, and "/askew" by another path.
Alias "/askew" "/srv/askew"
<Directory "/srv/askew">
    Require all granted
    Options None
    AllowOverride None
    DirectoryIndex index.html
${blocks.join("\n")}
</Directory>
`;
}
