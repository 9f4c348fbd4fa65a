import createModule from "askew-core";
import { loadCore } from "./core.js";
import { CACHE_BYTES, CachedBlob } from "./file-cache.js";
import { caller } from "./rpc.js";
import { tasks } from "./tasks.js";
import { serve } from "./worker.js";
import { release } from "./yielding.js";

/** @import { Call, Host } from "./types.d.ts" */
/** @import { FileFunctions } from "./worker-files.js" */

/** To the worker that holds files. @type {Call<FileFunctions>} */
let files;

/** @type {Host} */
const host = {
  post: (message, transfer) => self.postMessage(message, { transfer }),
  load: (wasm) => loadCore(createModule, wasm),
  revive: (blob, file) =>
    blob.size > CACHE_BYTES ? blob : new CachedBlob(blob, (begin, end) => files("bytes", { file, blob, begin, end })),
  release,
};
const receive = serve(host, tasks);

self.onmessage = ({ data }) => {
  if (data.files) files = caller(data.files);
  else receive(data);
};
