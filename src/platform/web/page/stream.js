// What comes from the server for this tab: messages, people, and whether anybody is there.

import { Line } from "./line.js";

const NAME = `tab-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;

/** This tab's end of the line. `on` has `message`, `people`, `ready`, `stranger`, and `state`, which is told from the start. */
export class Stream {
  #on;
  #who = null;
  #seen = 0;
  #waiting = [];
  #join;

  constructor(on) {
    this.#on = on;
    if ("SharedWorker" in window && navigator.locks) this.#share();
    else this.#goAlone();
  }

  /** Brings from now on what this person may see, from the beginning; null for nobody. */
  follow(who) {
    this.#who = who;
    this.#seen = 0;
    this.#join(who);
  }

  /** Resolves when everything up to this revision has been shown, or after two seconds. */
  whenSeen(revision) {
    if (!revision || this.#seen >= revision) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.push({ revision, done });
      setTimeout(done, 2000);
    });
  }

  #share() {
    const worker = new SharedWorker("/shared.js", { type: "module", name: "studyhall" });
    worker.addEventListener("error", () => this.#goAlone());
    worker.port.onmessage = ({ data }) => this.#told(data);
    // Held for good: whoever gets it next knows that this tab has gone.
    const held = new Promise((done) => {
      navigator.locks.request(NAME, () => {
        done();
        return new Promise(() => {});
      });
    });
    this.#join = (who) => held.then(() => worker.port.postMessage({ name: NAME, who }));
    this.#join(null);
  }

  // Where tabs cannot share a line, each has its own.
  #goAlone() {
    const line = new Line();
    this.#join = (who) => line.join(NAME, who, (event) => this.#told(event));
    this.#join(this.#who);
  }

  #told({ kind, data, who, revision }) {
    if (kind === "state") return this.#on.state(data);
    // Of somebody who sat here before.
    if (who !== this.#who) return;
    this.#on[kind](data);
    if (kind === "message" || kind === "ready") this.#reached(revision);
  }

  #reached(revision) {
    this.#seen = Math.max(this.#seen, revision);
    this.#waiting = this.#waiting.filter((one) => {
      if (one.revision > this.#seen) return true;
      one.done();
      return false;
    });
  }
}
