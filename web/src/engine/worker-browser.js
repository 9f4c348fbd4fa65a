import createModule from "askew-core";
import { loadCore } from "./core.js";
import { HELD_BYTES, HeldBlob } from "./held-files.js";
import { questions } from "./questions.js";
import { tasks } from "./tasks.js";
import { serve } from "./worker.js";

/** @import { Host } from "./worker.js" */

/** @type {ReturnType<typeof questions>} to the worker that holds files */
let ask;

/** @type {Host} */
const host = {
  post: (message, transfer) => self.postMessage(message, { transfer }),
  load: (wasm) => loadCore(createModule, wasm),
  revive: (blob, file) => (blob.size > HELD_BYTES ? blob : new HeldBlob(blob, (begin, end) => ask("bytes", { file, blob, begin, end }))),
};
const receive = serve(host, tasks);

self.onmessage = ({ data }) => {
  if (data.files) ask = questions(data.files);
  else receive(data);
};
