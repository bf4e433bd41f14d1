// Which question a typed line answers: the one that stands in the bar over the box, and no other.

import { byId } from "./dom.js";
import { isCard, quizOf, waits } from "./rounds.js";

// Where all tabs of a person find what stands in the bar.
const keptOf = (who) => `bar:${who}`;

const newest = (list) => list.sort((a, b) => a.id - b.id).at(-1) ?? null;

const plain = (part) => (part?.text ?? []).map((span) => span.plain ?? span.strong ?? span.code ?? "").join("");

/** What a message asks: the question's words and where one is in its quiz. */
export function asked(message) {
  const { blocks } = message.body;
  return { words: plain(blocks.find((part) => part.kind === "question")), where: plain(blocks.find((part) => part.kind === "heading")) };
}

// "question 2", "the card of the day".
function nameOf(message) {
  const number = /question (\d+)/i.exec(asked(message).where);
  if (number) return `question ${number[1]}`;
  return isCard(message) ? "the card of the day" : "the question";
}

// A line that was begun with nothing in the bar.
const NOTHING = "";

/** The bar. `all()` gives the messages of every place, `place()` the name of the open one. */
export class Bar {
  #all;
  #place;
  // The quiz or card whose questions one has chosen to answer in private; it holds for the whole quiz and over a reload.
  #chosen = null;
  // The question that one does not want to answer now.
  #declined = null;
  // The question that stood here when the line in the box was begun, by place.
  #begun = new Map();
  #who = null;

  constructor(all, place) {
    this.#all = all;
    this.#place = place;
  }

  /** Begins anew for this person. */
  become(who) {
    this.#who = who;
    this.#begun.clear();
    this.#read();
  }

  /** Forgets what was kept of this person. */
  forget(who) {
    localStorage.removeItem(keptOf(who));
  }

  /** Takes over what another tab of the same person has changed; says whether one has. */
  isChangedBy({ key }) {
    if (key !== keptOf(this.#who)) return false;
    this.#read();
    return true;
  }

  /** Answers this message's questions from now on, also with what stands in the box. */
  choose(message) {
    this.#declined = null;
    this.#keep(quizOf(message));
    this.#begun.delete(this.#place());
  }

  /** Answers nothing, until another question comes. */
  close() {
    this.#declined = this.#usual()?.id ?? null;
    this.#keep(null);
    this.#begun.delete(this.#place());
  }

  /** Notes what stands in the box: a line answers what stood in the bar when it was begun. */
  typed(line) {
    const place = this.#place();
    if (line === "") this.#begun.delete(place);
    else if (!this.#begun.has(place)) this.#begun.set(place, this.#current()?.question ?? NOTHING);
  }

  /** The question that a line sent now answers, as the line names it; null if it answers none. */
  question() {
    const begun = this.#begun.get(this.#place());
    return (begun ?? this.#current()?.question) || null;
  }

  /** Whether a line is talk although a question is open: one has taken it out of the bar. */
  isTalk() {
    return this.question() === null && this.#declined !== null && this.#usual()?.id === this.#declined;
  }

  /** Shows what a line sent now would answer; says whether it would. Of a question that is over by now nothing is shown. */
  show() {
    const question = this.question();
    const message = newest(this.#waiting().filter((one) => one.question === question));
    byId("reply").hidden = !message;
    if (message) {
      const alone = this.#place() === "direct";
      byId("reply-name").textContent = `Answering ${nameOf(message)}${alone ? "" : ", privately"}`;
      byId("reply-off-label").textContent = alone ? "Not now" : "To everyone";
      byId("reply-words").textContent = asked(message).words;
    }
    return question !== null;
  }

  #keep(chosen) {
    this.#chosen = chosen;
    localStorage.setItem(keptOf(this.#who), JSON.stringify({ chosen, declined: this.#declined }));
  }

  #read() {
    const { chosen, declined } = JSON.parse(localStorage.getItem(keptOf(this.#who)) ?? "{}");
    this.#chosen = chosen ?? null;
    this.#declined = declined ?? null;
  }

  #waiting() {
    const all = this.#all();
    return all.filter((message) => message.place === this.#place() && waits(message, all));
  }

  #current() {
    const chosen = newest(this.#waiting().filter((message) => this.#chosen !== null && quizOf(message) === this.#chosen));
    if (chosen) return chosen;
    const usual = this.#usual();
    return usual?.id === this.#declined ? null : usual;
  }

  // The newest open question of one's own quiz or of the channel's, so that nobody tells everyone an answer by habit. A card
  // of the day stays open for a day, so it has to be chosen.
  #usual() {
    return newest(this.#waiting().filter((message) => !isCard(message)));
  }
}
