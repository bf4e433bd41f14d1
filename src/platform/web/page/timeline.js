// The conversation on screen: articles in order, days between them, and a scroll position that does not jump.

import { byId, el } from "./dom.js";
import { article, moment } from "./render.js";

const DAY = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric" });
const NEAR_END = 120;
const SAME_BREATH_MS = 5 * 60 * 1000;

const log = byId("log");
const scroller = byId("scroller");
const newer = byId("newer");

const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;

/** Goes to the newest message. */
export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  newer.hidden = true;
}

newer.addEventListener("click", toEnd);
scroller.addEventListener("scroll", () => {
  if (atEnd()) newer.hidden = true;
});
// The list keeps its end in view when the composer grows or the window changes.
let stuck = true;
scroller.addEventListener("scroll", () => { stuck = atEnd(); });
new ResizeObserver(() => stuck && toEnd()).observe(scroller);

/** The list of messages of the open place. */
export class Timeline {
  #messages = new Map();
  #articles = new Map();
  #people;
  #me;
  #on;
  #quiet = false;

  constructor(people, me, on) {
    this.#people = people;
    this.#me = me;
    this.#on = on;
  }

  /** Shows these messages instead of what was there, without a screen reader reading them all. */
  fill(messages) {
    this.#quiet = true;
    log.setAttribute("aria-busy", "true");
    log.replaceChildren();
    this.#messages.clear();
    this.#articles.clear();
    for (const message of [...messages].sort((a, b) => a.id - b.id)) this.#place(message);
    this.#tidy();
    toEnd();
    // Two frames, so that the list has been laid out before it becomes a live one.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      log.removeAttribute("aria-busy");
      this.#quiet = false;
      toEnd();
    }));
  }

  /** Adds a message, or puts it in the place of its earlier state. */
  show(message) {
    const end = atEnd();
    const old = this.#articles.get(message.id);
    const focused = old?.contains(document.activeElement) ? document.activeElement.dataset?.action : undefined;
    const held = old?.contains(document.activeElement);
    this.#place(message);
    this.#tidy();
    if (held) this.#refocus(message, focused);
    const mine = message.author === this.#me || message.private;
    if (end || (mine && !old) || this.#quiet) toEnd();
    else if (!old) newer.hidden = false;
  }

  /** The newest article, for the focus after a click whose button is gone. */
  newest() {
    return log.querySelector("article:last-of-type");
  }

  /** The article of a message. */
  article(id) {
    return this.#articles.get(id);
  }

  #place(message) {
    const fresh = article(message, this.#people, this.#me, this.#on);
    const old = this.#articles.get(message.id);
    this.#messages.set(message.id, message);
    this.#articles.set(message.id, fresh);
    if (old) {
      old.replaceWith(fresh);
      return;
    }
    let before = null;
    for (let last = log.lastElementChild; last; last = last.previousElementSibling) {
      if (last.dataset.id === undefined || Number(last.dataset.id) > message.id) before = last;
      else break;
    }
    log.insertBefore(fresh, before);
  }

  #refocus(message, action) {
    const fresh = this.#articles.get(message.id);
    const same = action && [...fresh.querySelectorAll("button")].find((button) => button.dataset.action === action);
    (same ?? fresh).focus({ preventScroll: true });
  }

  // Days between messages, and one head for several messages of one person in one breath.
  #tidy() {
    for (const line of log.querySelectorAll(".day")) line.remove();
    let before = null;
    for (const one of log.querySelectorAll("article")) {
      const message = this.#messages.get(Number(one.dataset.id));
      const day = moment(message).toDateString();
      const newDay = !before || moment(before).toDateString() !== day;
      if (newDay) {
        const today = day === new Date().toDateString();
        one.before(el("p", { class: "day" }, el("span", {}, today ? "Today" : DAY.format(moment(message)))));
      }
      const again = !newDay && before.author && before.author === message.author
        && !before.private && !message.private && moment(message) - moment(before) < SAME_BREATH_MS;
      one.classList.toggle("again", Boolean(again));
      before = message;
    }
  }
}
