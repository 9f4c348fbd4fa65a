// No directive of a Content-Security-Policy reaches WebRTC in today's browsers, so the page gives it up before its own script runs.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"])
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
