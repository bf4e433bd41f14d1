// What comes from the server: messages, people, and whether the line is up.

import { backoff } from "./patience.js";

const LONGEST_MS = 15_000;
// A browser allows six connections to one host, and each tab's stream is one. Hidden tabs give theirs back.
const HIDDEN_MS = 20_000;

/** The live line of one person. `on` has `message`, `people`, `ready`, `connected(bool)` and `stranger`. */
export class Stream {
  #who;
  #on;
  #source = null;
  #seen = 0;
  #waiting = [];
  #timer = null;
  #tries = 0;
  #closed = false;

  constructor(who, on) {
    this.#who = who;
    this.#on = on;
    this.whenSeen = this.whenSeen.bind(this);
    this.visibility = () => this.#visibility();
    document.addEventListener("visibilitychange", this.visibility);
    this.#open();
  }

  /** Ends the line for good. */
  close() {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.visibility);
    this.#drop();
  }

  /** Resolves when everything up to this revision has been shown, or after two seconds. */
  whenSeen(revision) {
    if (!revision || this.#seen >= revision) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.push({ revision, done });
      setTimeout(done, 2000);
    });
  }

  #open() {
    this.#drop();
    if (this.#closed) return;
    const source = new EventSource(`/api/stream?who=${encodeURIComponent(this.#who)}&since=${this.#seen}`);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#tries = 0;
      this.#on.connected(true);
    });
    source.addEventListener("message", (event) => {
      this.#on.message(JSON.parse(event.data));
      this.#reached(Number(event.lastEventId));
    });
    source.addEventListener("people", (event) => this.#on.people(JSON.parse(event.data)));
    source.addEventListener("ready", (event) => {
      this.#reached(Number(event.lastEventId));
      this.#on.ready();
    });
    source.addEventListener("stranger", () => {
      this.close();
      this.#on.stranger();
    });
    source.addEventListener("error", () => {
      this.#on.connected(false);
      // The browser would try again by itself, at the same pace for hours.
      this.#drop();
      this.#timer = setTimeout(() => this.#open(), backoff(this.#tries, LONGEST_MS));
      this.#tries += 1;
    });
  }

  #drop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #reached(revision) {
    this.#seen = Math.max(this.#seen, revision || 0);
    this.#waiting = this.#waiting.filter((one) => {
      if (one.revision > this.#seen) return true;
      one.done();
      return false;
    });
  }

  #visibility() {
    if (document.hidden) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#drop(), HIDDEN_MS);
    } else if (this.#source) {
      clearTimeout(this.#timer);
    } else {
      this.#tries = 0;
      this.#open();
    }
  }
}
