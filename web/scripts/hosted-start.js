// Where workers are not allowed (a plain http address, a private window) the page works as well, but not offline.
const go = () => location.replace("askew.html" + location.hash);

/** @param {ServiceWorker} worker */
const settled = (worker) =>
  new Promise((end) => {
    const look = () => ["activated", "redundant"].includes(worker.state) && end(undefined);
    worker.addEventListener("statechange", look);
    look();
  });

// A newer page than the one that is kept is waited for; without a network the kept one opens.
async function ready() {
  const kept = await navigator.serviceWorker.register("sw.js", { scope: "./" });
  await kept.update().catch(() => undefined);
  const coming = kept.installing ?? kept.waiting;
  if (coming) await settled(coming);
}
Promise.race([navigator.serviceWorker ? ready() : undefined, new Promise((end) => setTimeout(end, 8000))]).then(go, go);
