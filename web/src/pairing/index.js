/** Pairing: what the files hold becomes one input of an audit. Pure: nothing is read here, and nobody is asked. */
export { checkMap, mapByOrder } from "./map.js";
export { pair } from "./pairs.js";
export { propose } from "./proposal.js";
export { evidence, refInWords } from "./roles.js";
export { withoutRows } from "./subset.js";
