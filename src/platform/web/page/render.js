// A message as an article: who, when, for whom, what, and what can be done with it.

import { el, paintAvatar } from "./dom.js";
import { block } from "./blocks.js";

const CLOCK = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });
const FULL = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "short" });

/** The moment of a message, from the server's seconds. */
export const moment = (message) => new Date(message.at * 1000);

const LOOKS = { primary: "primary", plain: "plain", danger: "danger" };

function avatar(author) {
  const circle = el("span", { class: "avatar", "aria-hidden": "true" });
  if (!author) {
    circle.classList.add("bot");
    circle.append(el("img", { src: "/icon.svg", alt: "", width: "36", height: "36" }));
    return circle;
  }
  return paintAvatar(circle, author);
}

function buttons(message, click) {
  if (!message.body.buttons?.length) return null;
  const row = el("div", { class: "buttons", role: "group", "aria-label": "What you can do" });
  for (const button of message.body.buttons) {
    row.append(
      el(
        "button",
        { type: "button", class: LOOKS[button.style], "data-action": button.action, onclick: (event) => click(event.currentTarget, message, button) },
        el("bdi", {}, button.label),
      ),
    );
  }
  return row;
}

function content(message) {
  if (message.body.kind === "said") return [el("p", { class: "said", dir: "auto" }, message.body.text)];
  return message.body.blocks.map(block);
}

/** The article of a message. `people` finds its author; `on.click` is told which button was pressed, `on.reply` that an
 *  open question is to be answered from the composer. */
export function article(message, people, me, on) {
  const author = message.author ? (people.get(message.author) ?? { name: "Somebody" }) : null;
  const name = author ? author.name : "Studyhall";
  const when = moment(message);
  const asking = message.body.blocks?.some((part) => part.kind === "question") ?? false;
  return el(
    "article",
    {
      class: `message ${author ? "person" : "bot"}${message.private ? " private" : ""}${asking ? " asking" : ""}`,
      tabindex: "-1",
      "data-id": message.id,
      "aria-label": `${name}, ${CLOCK.format(when)}${message.private ? ", only you can see this" : ""}`,
    },
    avatar(author),
    el(
      "div",
      { class: "content" },
      el(
        "header",
        {},
        el("bdi", { class: "author" }, name),
        author && message.author === me ? el("span", { class: "badge" }, "you") : null,
        author ? null : el("span", { class: "badge" }, "bot"),
        el("time", { datetime: when.toISOString(), title: FULL.format(when) }, CLOCK.format(when)),
        message.private ? el("span", { class: "only-you" }, "Only you can see this") : null,
        !message.private && message.place !== "direct" && message.waits
          ? el("button", { type: "button", class: "quiet reply-to", onclick: () => on.reply(message) }, "Reply privately")
          : null,
      ),
      el("div", { class: "blocks" }, ...content(message)),
      buttons(message, on.click),
    ),
  );
}
