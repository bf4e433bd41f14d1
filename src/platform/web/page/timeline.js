// The conversation on screen, with a scroll position that does not jump.

import { byId, el } from "./dom.js";
import { article, dayName, moment, renew } from "./render.js";
import { twin } from "./rounds.js";

const NEAR_END = 120;
const SAME_BREATH_MS = 5 * 60 * 1000;
const TOLD_MS = 3000;
// How long the list is built in one go: no key waits for a long one.
const SLICE_MS = 4;
// So many of the newest are laid out wherever one has scrolled to.
const NEAR = 40;

const log = byId("log");
const scroller = byId("scroller");
const newer = byId("newer");

const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;

// What has just been told, such as a verdict: the list does not scroll past it when the next question comes.
let told = null;

function tell(element) {
  told = element;
  setTimeout(() => {
    if (told === element) told = null;
  }, TOLD_MS);
}

const topOf = (element) => element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;

/** Goes to the newest message. */
export function toEnd() {
  told = null;
  scroller.scrollTop = scroller.scrollHeight;
  newer.hidden = true;
}

// Goes towards the end, but not past what has just been told.
function onwards() {
  const limit = told?.isConnected ? topOf(told) - 12 : Infinity;
  scroller.scrollTop = Math.min(scroller.scrollHeight, limit);
  if (atEnd()) newer.hidden = true;
  else below("More below");
}

// The button over the composer that leads to what is out of sight.
function below(label) {
  newer.textContent = label;
  newer.hidden = false;
}

newer.addEventListener("click", toEnd);
scroller.addEventListener("scroll", () => {
  if (atEnd()) newer.hidden = true;
});
// The list keeps its end in view when the composer grows or the window changes.
let stuck = true;
scroller.addEventListener("scroll", () => { stuck = atEnd(); });
new ResizeObserver(() => stuck && onwards()).observe(scroller);

function articleBefore(one) {
  let before = one.previousElementSibling;
  while (before && !before.matches("article")) before = before.previousElementSibling;
  return before;
}

function articleAfter(one) {
  let after = one?.nextElementSibling;
  while (after && !after.matches("article")) after = after.nextElementSibling;
  return after;
}

/** The list of messages of the open place. */
export class Timeline {
  #messages = new Map();
  #articles = new Map();
  #people;
  #me;
  #on;
  #quiet = false;
  // Those that are not on screen yet, the newest last.
  #unplaced = [];
  #timer = null;

  constructor(people, me, on) {
    this.#people = people;
    this.#me = me;
    this.#on = on;
  }

  /** Shows these messages instead of what was there, the newest at once; no screen reader reads them all. */
  fill(messages) {
    this.#quiet = true;
    log.setAttribute("aria-busy", "true");
    log.replaceChildren();
    this.#articles.clear();
    const sorted = [...messages].sort((a, b) => a.id - b.id);
    this.#messages = new Map(sorted.map((message) => [message.id, message]));
    this.#unplaced = sorted;
    this.#placeMore();
    toEnd();
  }

  // Puts older messages over those that stand there.
  #placeMore() {
    clearTimeout(this.#timer);
    const until = performance.now() + SLICE_MS;
    const all = [...this.#messages.values()];
    const end = atEnd();
    const placed = [];
    while (this.#unplaced.length && performance.now() < until) {
      // As it is by now.
      const isFar = this.#articles.size >= NEAR;
      placed.unshift(this.#make(this.#messages.get(this.#unplaced.pop().id), all));
      placed[0].classList.toggle("far", isFar);
    }
    const below = log.querySelector("article");
    log.prepend(...placed);
    for (const one of [...placed, below]) this.#tidy(one);
    if (end) toEnd();
    if (this.#unplaced.length) this.#timer = setTimeout(() => this.#placeMore());
    else this.#enliven();
  }

  // Two frames, so that the list has been laid out before it becomes a live one.
  #enliven() {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (this.#unplaced.length) return;
      log.removeAttribute("aria-busy");
      this.#quiet = false;
    }));
  }

  /** Adds a message, or brings it to its newer state. */
  show(message) {
    const end = atEnd() || told !== null;
    const held = this.#held();
    const known = this.#articles.has(message.id);
    const changed = this.#place(message);
    const other = twin(message, [...this.#messages.values()]);
    if (other) this.#place(other);
    this.#tidy(this.article(message.id));
    this.#tidy(articleAfter(this.article(message.id)));
    if (held) this.#refocus(held);
    const mine = message.author === this.#me || message.private || message.place === "direct";
    const fresh = known ? changed : this.article(message.id);
    if (mine && fresh && (known || fresh.offsetHeight > scroller.clientHeight)) tell(fresh);
    if (this.#quiet) toEnd();
    else if (end || (mine && !known)) onwards();
    else if (!known) below("New messages below");
  }

  /** Brings an article into sight, with the focus, so that it is read from its beginning. */
  lead(id) {
    const article = this.article(id);
    article?.scrollIntoView({ block: "nearest" });
    article?.focus({ preventScroll: true });
  }

  /** The article of a message. */
  article(id) {
    return this.#articles.get(id);
  }

  // Puts a message where it belongs. Of one that is on screen already: the first new part.
  #place(message) {
    this.#messages.set(message.id, message);
    const all = [...this.#messages.values()];
    const old = this.#articles.get(message.id);
    if (old) return renew(old, article(message, all, this.#people, this.#me, this.#on));
    // Its turn comes.
    if (this.#unplaced.some((one) => one.id === message.id)) return null;
    const fresh = this.#make(message, all);
    let before = null;
    for (let last = log.lastElementChild; last; last = last.previousElementSibling) {
      if (last.dataset.id === undefined || Number(last.dataset.id) > message.id) before = last;
      else break;
    }
    log.insertBefore(fresh, before);
    log.children[log.children.length - NEAR]?.classList.add("far");
    return null;
  }

  #make(message, all) {
    const fresh = article(message, all, this.#people, this.#me, this.#on);
    this.#articles.set(message.id, fresh);
    return fresh;
  }

  // The article with the focus, and the button in it.
  #held() {
    const focused = document.activeElement;
    const holder = log.contains(focused) ? focused.closest("article") : null;
    return holder && { holder, action: focused.dataset.action };
  }

  // Gives the focus back that went with a button.
  #refocus({ holder, action }) {
    if (holder.contains(document.activeElement)) return;
    const same = action && [...holder.querySelectorAll("button")].find((button) => button.dataset.action === action);
    (same ?? holder).focus({ preventScroll: true });
  }

  // A day over its first message, and one head for what a person says in one breath. A line that is right stays unread.
  #tidy(one) {
    if (!one) return;
    const message = this.#messages.get(Number(one.dataset.id));
    const above = articleBefore(one);
    const before = above && this.#messages.get(Number(above.dataset.id));
    const newDay = !before || moment(before).toDateString() !== moment(message).toDateString();
    const line = one.previousElementSibling?.matches(".day") ? one.previousElementSibling : null;
    if (line && !newDay) line.remove();
    if (!line && newDay) one.before(el("p", { class: "day" }, el("span", {}, dayName(message))));
    const again = !newDay && before.author === message.author && before.private === message.private
      && moment(message) - moment(before) < SAME_BREATH_MS;
    one.classList.toggle("again", again);
  }
}
