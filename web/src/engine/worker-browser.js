import createModule from "askew-core";
import { serve } from "./worker.js";

const receive = serve({
  post: (message, transfer) => self.postMessage(message, { transfer }),
  createModule: async () => createModule,
  revive: (blob) => blob,
});
self.onmessage = (event) => receive(event.data);
