// All tabs of a browser share one line: it allows six connections to one host.

import { Line } from "./line.js";

const line = new Line();

addEventListener("connect", ({ ports: [port] }) => {
  let known = false;
  port.onmessage = ({ data: { name, who } }) => {
    line.join(name, who, (event) => port.postMessage(event));
    if (known) return;
    known = true;
    // A tab holds the lock of its name while it lives, however it ends.
    navigator.locks.request(name, () => line.leave(name));
  };
});
