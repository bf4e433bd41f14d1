// Which question a typed line answers: the one that stands in the bar over the box, and no other.

import { byId } from "./dom.js";
import { isCard, quizOf, waits } from "./rounds.js";

const CHOSEN = "chosen";

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
  // The quiz or card whose questions one has chosen to answer in private; it holds for the whole quiz, so that nobody tells
  // everyone the next answer by habit, and over a reload.
  #chosen = null;
  // One's own question that one does not want to answer now.
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
    this.#declined = null;
    this.#begun.clear();
    const [known, chosen] = JSON.parse(sessionStorage.getItem(CHOSEN) ?? "[]");
    this.#chosen = known === who ? chosen : null;
  }

  /** Answers this message's questions from now on, also with what stands in the box. */
  choose(message) {
    this.#choose(quizOf(message));
    this.#begun.delete(this.#place());
  }

  /** Answers nothing, until another question comes. */
  close() {
    this.#declined = this.#own()?.id ?? null;
    this.#choose(null);
    this.#begun.delete(this.#place());
  }

  /** Notes what stands in the box: a line answers what stood in the bar when it was begun, whatever comes meanwhile. */
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
    return this.question() === null && this.#declined !== null && this.#own()?.id === this.#declined;
  }

  /** Shows what a line sent now would answer; says whether it would answer anything. Of a question that is over while one
   *  types nothing is shown, and the line is refused. */
  show() {
    const question = this.question();
    const message = newest(this.#waiting().filter((one) => one.question === question));
    byId("reply").hidden = !message;
    if (message) {
      byId("reply-name").textContent = `Answering ${nameOf(message)}${this.#place() === "direct" ? "" : ", privately"}`;
      byId("reply-words").textContent = asked(message).words;
    }
    return question !== null;
  }

  #choose(quiz) {
    this.#chosen = quiz;
    if (quiz === null) sessionStorage.removeItem(CHOSEN);
    else sessionStorage.setItem(CHOSEN, JSON.stringify([this.#who, quiz]));
  }

  #waiting() {
    const all = this.#all();
    return all.filter((message) => message.place === this.#place() && waits(message, all));
  }

  #current() {
    const chosen = newest(this.#waiting().filter((message) => this.#chosen !== null && quizOf(message) === this.#chosen));
    if (chosen) return chosen;
    const own = this.#own();
    return own?.id === this.#declined ? null : own;
  }

  // The open question of one's own quiz, or of a channel's that one has begun to answer. A card of the day stays open for a
  // day, so it is answered only by whoever chose it.
  #own() {
    return newest(this.#waiting().filter((message) => (message.private || message.place === "direct") && !isCard(message)));
  }
}
