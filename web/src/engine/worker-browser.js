import createModule from "askew-core";
import { HELD_BYTES, HeldBlob } from "./held-files.js";
import { questions } from "./questions.js";
import { serve } from "./worker.js";

/** @type {ReturnType<typeof questions>} to the worker that holds files */
let ask;

const receive = serve({
  post: (message, transfer) => self.postMessage(message, { transfer }),
  createModule: async () => createModule,
  revive: (blob, file) => (blob.size > HELD_BYTES ? blob : new HeldBlob(blob, (begin, end) => ask("bytes", { file, blob, begin, end }))),
});

self.onmessage = ({ data }) => {
  if (data.files) ask = questions(data.files);
  else receive(data);
};
