// The one line to the server for all tabs, and whether anybody is at its other end.

import { backoff } from "./patience.js";

// The server says something every second, so nobody is silent for so long who is there.
const SILENCE_MS = 2_300;
const LOOK_MS = 200;
const LONGEST_MS = 1_000;
// So many tries in a row that bring nothing, while the server answers other requests, are no chance.
const FRUITLESS = 3;

/** The line. It is `up`, `away` where nobody answers, or `blocked` where only the stream does not come through. */
export class Line {
  #tabs = new Map();
  #source = null;
  #timer = null;
  #heard = performance.now();
  #tried = performance.now();
  #tries = 0;
  #fruitless = 0;
  #state = "up";

  constructor() {
    this.#later(0);
    setInterval(() => this.#look(), LOOK_MS);
  }

  /** Brings a tab what is for this person, or only the line's state for null, as `tell({ kind, who, data, revision })`. */
  join(name, who, tell) {
    this.#tabs.set(name, { who, since: 0, tell });
    tell({ kind: "state", data: this.#state });
    this.#later(0);
  }

  /** Tells a tab nothing any more. */
  leave(name) {
    if (this.#tabs.delete(name)) this.#later(0);
  }

  // Opens the line anew: several tabs that come at once are one reason.
  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), ms);
  }

  #open() {
    this.#source?.close();
    this.#tried = performance.now();
    const tabs = [...this.#tabs.entries()].filter(([, tab]) => tab.who !== null);
    // From where on each has seen it: what went the old line unread comes again by the new one.
    const query = tabs.map(([, { who, since }]) => `who=${encodeURIComponent(who)}&since=${since}`).join("&");
    const source = new EventSource(`/api/stream?${query}`);
    this.#source = source;
    source.addEventListener("open", () => this.#alive());
    source.addEventListener("beat", () => this.#alive());
    for (const kind of ["message", "people", "ready", "stranger"]) {
      source.addEventListener(kind, (event) => {
        this.#alive();
        const data = JSON.parse(event.data);
        this.#pass(...tabs[data.to], { kind, data, revision: Number(event.lastEventId) || 0 });
      });
    }
    source.addEventListener("error", () => this.#failed());
  }

  #pass(name, tab, event) {
    if (event.kind === "message" || event.kind === "ready") tab.since = Math.max(tab.since, event.revision);
    if (event.kind === "stranger" && this.#tabs.get(name) === tab) this.#tabs.delete(name);
    tab.tell({ ...event, who: tab.who });
  }

  #alive() {
    this.#heard = performance.now();
    this.#tries = 0;
    this.#fruitless = 0;
    this.#say("up");
  }

  // The browser would try again by itself, at the same pace for hours.
  #failed() {
    this.#source?.close();
    this.#source = null;
    this.#probe();
    this.#later(backoff(this.#tries, LONGEST_MS));
    this.#tries += 1;
  }

  async #probe() {
    try {
      const answer = await fetch("/icon.svg", { cache: "no-store", signal: AbortSignal.timeout(SILENCE_MS) });
      this.#fruitless = answer.ok ? this.#fruitless + 1 : 0;
    } catch {
      this.#fruitless = 0;
    }
  }

  #look() {
    const now = performance.now();
    if (now - this.#heard <= SILENCE_MS) return;
    this.#say(this.#fruitless >= FRUITLESS ? "blocked" : "away");
    if (this.#source && now - this.#tried > SILENCE_MS) this.#failed();
  }

  #say(state) {
    if (this.#state === state) return;
    this.#state = state;
    for (const tab of this.#tabs.values()) tab.tell({ kind: "state", data: state });
  }
}
