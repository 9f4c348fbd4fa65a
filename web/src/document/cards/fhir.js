/**
 * An audit's model card as HL7 FHIR R4 has it: a DocumentReference of the profile AI-ModelCard (AI Transparency on FHIR, hl7.fhir.uv.aitransparency 1.0.0, ballot), with the
 * card in CHAI's form and the report in Markdown inside.
 */
import { auditReport } from "../audit-report.js";
import { markdownReport } from "../markdown.js";
import { chaiCard } from "./chai.js";

/** @import { Audit, Filing } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */

const GUIDE = "http://hl7.org/fhir/uv/aitransparency";

/** @param {string} code @param {string} display */
const concept = (code, display) => ({ coding: [{ system: `${GUIDE}/CodeSystem/AIinputsCS`, code, display }] });

/** UTF-8, then base64. @param {string} text */
function base64(text) {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}

/** @param {string} contentType @param {string} title @param {string} text */
const content = (contentType, title, text) => ({ attachment: { contentType, data: base64(text), title } });

/** @param {Audit} audit as it is filed @param {TextWord} word @param {Filing} filing @returns {string} JSON */
export function fhirCard(audit, word, filing) {
  const report = auditReport(audit, word);
  const card = {
    resourceType: "DocumentReference",
    meta: { profile: [`${GUIDE}/StructureDefinition/AI-ModelCard`] },
    status: "current",
    docStatus: "preliminary",
    type: concept("AIModelCard", "AI Model-Card"),
    category: [concept("AImodelCardCHAIformat", "CHAI Format"), concept("AIModelCardMarkdownFormat", "Markdown Format")],
    description: [report.verdict, ...(report.search ?? [])].join(" "),
    content: [
      content("application/xml", "What an audit fills of the CHAI Applied Model Card 0.2", chaiCard(audit, word, filing)),
      content("text/markdown", report.kind, markdownReport(report, filing)),
    ],
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}
