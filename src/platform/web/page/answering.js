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

/** The bar. `here()` gives the messages of the open place, `isDirect()` says whether that is a conversation of two. */
export class Bar {
  #here;
  #isDirect;
  // The quiz or card whose questions one has chosen to answer in private; it holds for the whole quiz, so that nobody tells
  // everyone the next answer by habit, and over a reload.
  #chosen = null;
  // One's own question that one does not want to answer now.
  #declined = null;
  // The question that stood here when the line was begun.
  #begun = null;
  #who = null;

  constructor(here, isDirect) {
    this.#here = here;
    this.#isDirect = isDirect;
  }

  /** Begins anew for this person. */
  become(who) {
    this.#who = who;
    this.#declined = null;
    this.#begun = null;
    const [known, chosen] = JSON.parse(sessionStorage.getItem(CHOSEN) ?? "[]");
    this.#chosen = known === who ? chosen : null;
  }

  /** Answers this message's questions from now on. */
  choose(message) {
    this.#choose(quizOf(message));
    this.#begun = null;
  }

  /** Answers nothing, until another question comes. */
  close() {
    this.#declined = this.#own()?.id ?? null;
    this.#choose(null);
    this.#begun = null;
  }

  /** Notes what stands in the box: a line answers what stood in the bar when it was begun. */
  typed(line) {
    if (line === "") this.#begun = null;
    else this.#begun ??= this.#message()?.question ?? null;
  }

  /** The question that a line sent now answers, as the line names it; null if it answers none. */
  question() {
    return this.#begun ?? this.#message()?.question ?? null;
  }

  /** Shows what a line would answer; says whether it would answer anything. */
  show() {
    const message = this.#message();
    byId("reply").hidden = !message;
    if (message) {
      byId("reply-name").textContent = `Answering ${nameOf(message)}${this.#isDirect() ? "" : ", privately"}`;
      byId("reply-words").textContent = asked(message).words;
    }
    return message !== null;
  }

  #choose(quiz) {
    this.#chosen = quiz;
    if (quiz === null) sessionStorage.removeItem(CHOSEN);
    else sessionStorage.setItem(CHOSEN, JSON.stringify([this.#who, quiz]));
  }

  #message() {
    const here = this.#here();
    const chosen = newest(here.filter((message) => this.#chosen !== null && quizOf(message) === this.#chosen && waits(message, here)));
    if (chosen) return chosen;
    const own = this.#own();
    return own?.id === this.#declined ? null : own;
  }

  // The open question of one's own quiz, or of a channel's that one has begun to answer. A card of the day stays open for a
  // day, so it is answered only by whoever chose it.
  #own() {
    const here = this.#here();
    return newest(here.filter((message) => (message.private || this.#isDirect()) && !isCard(message) && waits(message, here)));
  }
}
