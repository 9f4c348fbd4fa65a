/** A report as one HTML file to be filed: nothing in it is run, nothing is fetched. */

import { escaped } from "../charts/drawing.js";

/** A page that runs nothing and fetches nothing. @param {string} title @param {string} style src/style/saved-report.css as one text @param {readonly unknown[]} parts markup */
export const savedPage = (title, style, parts) => `<!doctype html>
<html lang="en" data-picture>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>Askew: ${escaped(title)}</title>
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body class="document">
${parts.join("\n")}
</body>
</html>
`;
