/** Pairing: what the files hold becomes one input of an audit. Nobody is asked here, and only the first rows are read, for repeats. */

export { commandLine, optionsLine } from "./command-line.js";
export { warning } from "./findings.js";
export { checkMap, mapByOrder } from "./map.js";
export { metadataByTable } from "./metadata.js";
export { pair } from "./pairs.js";
export { joinParts, partNote } from "./parts.js";
export { previewOf } from "./preview.js";
export { consider, propose } from "./proposal.js";
export { checkedByVectors, lookForRepeats } from "./repeats.js";
export { evidence, refInWords } from "./roles.js";
export { linkByRounds, refsOf } from "./shapes.js";
export { candidatesOf } from "./sides.js";
export { withoutRows } from "./subset.js";
export { linkByTable, linksByTable } from "./table.js";
export { clusterColumns, columnsOfPairs, labelColumns, likelyCluster, stratumColumns } from "./together.js";
