/** The page over HTTP, and a list of every request that came. */
import { createServer } from "node:http";

/** @typedef {{ method: string, path: string }} Request */

/** A page without any policy: what an attempt does where nothing forbids it. */
export const UNPROTECTED = "<!doctype html><title>unprotected</title><link rel=icon href=data:,><body></body>";

/** @param {string | Buffer} page served at "/"; anything else answers too, so that a request that is let through succeeds */
export async function startServer(page) {
  /** @type {Request[]} */
  const requests = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push({ method: request.method ?? "", path });
    response.setHeader("access-control-allow-origin", "*");
    if (path === "/") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(page);
      return;
    }
    response.setHeader("content-type", path.includes(".js") ? "text/javascript" : "text/plain");
    response.end("");
  });
  server.on("upgrade", (request, socket) => {
    requests.push({ method: "UPGRADE", path: request.url ?? "" });
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
