/**
 * What an audit fills of a CHAI Applied Model Card, version 0.2 (schema: https://mc.chai.org/v0.2/schema.xsd, examples: github.com/coalition-for-health-ai/mc-schema).
 * What is about the model, and not about the embeddings that were audited, says that it is not stated: the model's developer fills it in.
 */
import { escaped } from "../../charts/drawing.js";
import { listed, quantityAt, scoresOf } from "../../metrics.js";
import { citation, methods, paperBibtex, toolBibtex } from "../../report/citing.js";
import { count, fixed, signed } from "../../report/numbers.js";
import { isRange, scoreIntervals } from "../../report/range-words.js";
import { singular } from "../../report/sentences.js";
import { groupInterval, groupsInWords, groupValue } from "../../report/subgroups.js";
import { auditReport } from "../audit-report.js";
import { filedFacts } from "../filing.js";

/** @import { Audit, Filing, IntervalOf, Subgroups } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */
/** An element: its name, and its text or its elements. @typedef {[name: string, content: string | Element[]]} Element */

const NAMESPACE = "https://mc.chai.org/v0.2/schema.xsd";

/** What the audit does not know. */
const NOT_STATED = "Not stated: an audit of embeddings does not know it. To be filled in by the developer of the model.";
const NOT_MEASURED = "Not measured by this audit.";

/** @param {Element} element @param {string} indent @returns {string} */
function written([name, content], indent) {
  if (typeof content === "string") return `${indent}<${name}>${escaped(content)}</${name}>`;
  return [`${indent}<${name}>`, ...content.map((one) => written(one, `${indent}\t`)), `${indent}</${name}>`].join("\n");
}

/** Text in Markdown, which the card's fields hold. @param {readonly string[]} sentences */
const list = (sentences) => sentences.map((text) => `- ${text}`).join("\n");

/** One result. @param {string} label @param {unknown} value @returns {Element} */
const result = (label, value) => [
  "MetricResult",
  [
    ["Label", label],
    ["ValueJson", JSON.stringify(value)],
  ],
];

/** Digits of a share in percent. @param {number} value */
const percents = (value) => Number((100 * value).toFixed(2));

/** A share in percent, with its 95 % interval if there is one. @param {string} label @param {number} value @param {IntervalOf | undefined} interval */
function share(label, value, interval) {
  if (!interval) return result(label, { kind: "single", value: percents(value), unit: "%" });
  const [lower, upper] = [interval.low, interval.high].map(percents);
  return result(label, { kind: "estimate_ci", estimate: percents(value), lower, upper, level: 95, unit: "%" });
}

/** A score; a range for the population is no 95 % interval, and stands in the label. @param {string} label @param {number} value @param {IntervalOf | undefined} interval @param {(value: number) => string} [words] */
function score(label, value, interval, words = fixed) {
  const rounded = Number(value.toFixed(4));
  if (!interval) return result(label, { kind: "single", value: rounded });
  const [low, high] = [interval.low, interval.high];
  if (isRange(interval))
    return result(`${label} (range for the population: ${words(low)} to ${words(high)})`, { kind: "single", value: rounded });
  return result(label, {
    kind: "estimate_ci",
    estimate: rounded,
    lower: Number(low.toFixed(4)),
    upper: Number(high.toFixed(4)),
    level: 95,
  });
}

/** What models are compared by first: recall and the scores. @param {Audit} audit @param {TextWord} word @returns {Element[]} */
function results(audit, word) {
  const intervals = /** @type {Record<string, any>} */ (scoreIntervals(audit));
  const all = scoresOf(listed(({ compared }) => compared === "first")).flatMap(({ key, at, name, depth, better, range }) => {
    const value = quantityAt(audit, at);
    if (typeof value !== "number") return [];
    const label = word === "texts" ? name : name.replace(/\btext\b/, singular(word));
    if (depth) {
      const interval = intervals[key.replace(/\d+$/, "")]?.[depth];
      return [share(`${label}: the right partner ${depth === 1 ? "comes first" : `is among the ${depth} nearest`}`, value, interval)];
    }
    return [score(range ? `${label}, ${range[0]} to ${range[1]}` : label, value, intervals[key], better === 0 ? signed : fixed)];
  });
  return all.length > 0 ? all : [result("Not available", null)];
}

/** @param {Subgroups} subgroups @returns {Element[]} */
function groupResults({ column, groups }) {
  const scored = groups.flatMap((group) => {
    const recall = groupValue(group, "recallImageToText1");
    const imbalance = groupValue(group, "sasImbalance");
    const name = `${column} ${group.value} (${count(group.n)} pairs)`;
    return [
      ...(typeof recall === "number" ? [share(`R@1 image → text, ${name}`, recall, groupInterval(group, "recallImageToText1"))] : []),
      ...(typeof imbalance === "number" ? [score(`Imbalance, ${name}`, imbalance, groupInterval(group, "sasImbalance"), signed)] : []),
    ];
  });
  return scored.length > 0 ? scored : [result("No group could be scored", null)];
}

/** @param {Element[]} found @param {Record<"goal" | "interpretation" | "test" | "data" | "process", string>} words @returns {Element[]} */
const metric = (found, { goal, interpretation, test, data, process }) => [
  ["MetricGoal", goal],
  ["Results", found],
  ["Interpretation", interpretation],
  ["TestType", test],
  ["TestingDataDescription", data],
  ["ValidationProcessAndJustification", process],
];

const none = metric([result("Not measured", null)], {
  ...{ goal: NOT_MEASURED, interpretation: NOT_MEASURED, test: NOT_MEASURED },
  ...{ data: NOT_MEASURED, process: NOT_MEASURED },
});

/** @param {Audit} audit as it is filed @param {TextWord} word @param {Filing} filing @returns {string} XML */
export function chaiCard(audit, word, filing) {
  const report = auditReport(audit, word);
  const { inputs, subgroups, tool } = audit;
  const data = report.facts.map(([title, text]) => `${title}: ${text}`);
  const measured = {
    test: "Computation on embeddings of existing images and texts. No reader, no patient outcome, no prospective use.",
    data: list([...data, ...filedFacts(filing).map(([title, text]) => `${title}: ${text}`)]),
    process: `${methods(audit)} ${report.repeat}`,
  };
  const width =
    inputs.images.cols === inputs.texts.cols
      ? `${count(inputs.images.cols)}`
      : `${count(inputs.images.cols)} (images) and ${count(inputs.texts.cols)} (${word})`;
  /** @type {Element[]} */
  const card = [
    ["BasicInfo", ["ModelName", "ModelDeveloper", "DeveloperContact"].map((name) => [name, NOT_STATED])],
    ["ReleaseInfo", ["ReleaseStage", "ReleaseDate", "ReleaseVersion", "GlobalAvailability"].map((name) => [name, NOT_STATED])],
    [
      "ModelSummary",
      [
        ["Summary", `${NOT_STATED} What an audit of its embeddings found: ${[report.verdict, ...(report.search ?? [])].join(" ")}`],
        ["Keywords", ["vision-language model", "embeddings", "alignment audit"].map((word) => ["Keyword", word])],
      ],
    ],
    [
      "UsesAndDirections",
      ["IntendedUseAndWorkflow", "PrimaryIntendedUsers", "HowToUse", "TargetedPatientPopulation", "CautionedOutOfScopeSettings"].map(
        (name) => [name, NOT_STATED],
      ),
    ],
    [
      "Warnings",
      [
        ["KnownRisksAndLimitations", `Of the audit, not of the model in use:\n\n${list([...(report.warnings ?? []), ...report.limits])}`],
        ["KnownBiasesOrEthicalConsiderations", subgroups ? groupsInWords(subgroups)[0] : NOT_STATED],
        ["ClinicalRiskLevel", NOT_STATED],
      ],
    ],
    [
      "TrustIngredients",
      [
        [
          "AISystemFacts",
          [
            ["OutcomesAndOutputs", NOT_STATED],
            ["ModelType", `A model that makes embeddings of ${width} dimensions of images and ${word}. Else: ${NOT_STATED}`],
            ["InputDataSource", NOT_STATED],
            ["OutputAndInputDataTypes", `Audited: embeddings of ${count(inputs.pairs)} image–text pairs. Else: ${NOT_STATED}`],
            ["DevelopmentDataCharacterization", NOT_STATED],
            ["BiasMitigationApproaches", NOT_STATED],
            ["OngoingMaintenance", NOT_STATED],
            ["Transparency", `Audited with Askew ${tool.version}. ${report.repeat}`],
          ],
        ],
        [
          "TransparencyInformation",
          [
            ["FundingSource", NOT_STATED],
            ["StakeholdersConsulted", NOT_STATED],
          ],
        ],
      ],
    ],
    [
      "KeyMetrics",
      [
        [
          "UsefulnessUsabilityEfficacy",
          metric(results(audit, word), {
            ...measured,
            goal: `Do images and ${word} of one item find each other, and which of the two is out of step?`,
            interpretation: [report.verdict, ...(report.search ?? [])].join(" "),
          }),
        ],
        [
          "FairnessEquity",
          subgroups
            ? metric(groupResults(subgroups), {
                ...measured,
                goal: `Do groups of ${subgroups.column} differ?`,
                interpretation: groupsInWords(subgroups).join(" "),
              })
            : none,
        ],
        ["SafetyReliability", none],
      ],
    ],
    [
      "Resources",
      [
        ["EvaluationReferences", citation(tool)],
        ["PeerReviewedPublications", NOT_STATED],
        ["PatientConsentOrDisclosure", NOT_STATED],
      ],
    ],
    ["Bibliography", `${paperBibtex()}\n${toolBibtex(tool)}`],
  ];
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Filled in by Askew ${tool.version} from a saved audit. What it does not know says so. -->\n`;
  return `${head}<AppliedModelCard xmlns="${NAMESPACE}">\n${card.map((one) => written(one, "\t")).join("\n")}\n</AppliedModelCard>\n`;
}
