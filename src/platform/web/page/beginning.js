// What somebody sees who comes in: a welcome over the first messages, and the same in short where they land.

import { byId, el } from "./dom.js";
import { asked } from "./answering.js";

const button = (label, look, onclick) => el("button", { type: "button", class: look, onclick }, label);

/** Shows the welcome of a place. `deck` is the title of the usual one, `send` sends a line. */
export function showWelcome(isDirect, deck, send) {
  const line = (label, text, look) => button(label, look, () => send(text));
  byId("welcome").replaceChildren(
    el("img", { src: "/icon.svg", alt: "", width: "52", height: "52" }),
    el("h2", { id: "welcome-title" }, isDirect ? "You and Studyhall" : "Welcome to # study-group"),
    el("p", {}, "Type ", el("code", {}, "/quiz"), ` to play five cards of ${deck}. `, isDirect ? "Nobody else sees what you write here." : "Alone, your answers stay between you and Studyhall; with the channel, everyone plays."),
    el("div", { class: "buttons" }, line("Start a quiz", "/quiz", "primary"), isDirect ? null : line("With the channel", "/quiz with:channel", "plain"), line("Help", "/help", "plain")),
  );
}

/** The short way in over the box, while nothing is being answered and the welcome is out of sight. `hooks.card()` is the card
 *  of the day that waits, `hooks.answer()` answers it, `hooks.send(line)` sends. */
export class Offers {
  #hooks;
  #isWelcomed = true;

  constructor(hooks) {
    this.#hooks = hooks;
    const seen = new IntersectionObserver((entries) => {
      this.#isWelcomed = entries.at(-1).isIntersecting;
      this.show();
    }, { root: byId("scroller") });
    seen.observe(byId("welcome"));
  }

  /** Shows what is offered now. */
  show() {
    const offers = byId("offers");
    const isWanted = byId("reply").hidden && !this.#isWelcomed;
    const card = this.#hooks.card();
    const words = card && asked(card).words;
    // A button that stays keeps the focus.
    if (offers.dataset.card !== String(card?.id ?? "")) {
      offers.dataset.card = card?.id ?? "";
      offers.replaceChildren(
        ...(card ? [button(`Today's card: ${words}`, "card", () => this.#hooks.answer())] : []),
        button("Start a quiz", "", () => this.#hooks.send("/quiz")),
        button("Help", "", () => this.#hooks.send("/help")),
      );
    }
    offers.hidden = !isWanted;
  }
}
