// A message as an article: who, when, for whom, what, and what can be done with it.

import { el, paintAvatar } from "./dom.js";
import { block } from "./blocks.js";
import { offered, twin, waits } from "./rounds.js";

// Dates are in English as the page is; whether the day has 12 or 24 hours is the viewer's.
const ENGLISH = navigator.languages.find((language) => language.startsWith("en")) ?? "en-US";
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
const CLOCK = new Intl.DateTimeFormat(ENGLISH, { hour: "numeric", minute: "2-digit", hourCycle });
const FULL = new Intl.DateTimeFormat(ENGLISH, { weekday: "long", year: "numeric", month: "long", day: "numeric", hour: "numeric", minute: "2-digit", hourCycle });
const DAY = new Intl.DateTimeFormat(ENGLISH, { weekday: "long", month: "long", day: "numeric" });

/** The moment of a message, from the server's seconds. */
export const moment = (message) => new Date(message.at * 1000);

/** The name of a message's day. */
export function dayName(message) {
  const day = moment(message);
  return day.toDateString() === new Date().toDateString() ? "Today" : DAY.format(day);
}

const LOOKS = { primary: "primary", plain: "plain", danger: "danger", choice: "plain choice" };

function avatar(author) {
  const circle = el("span", { class: "avatar", "aria-hidden": "true" });
  if (!author) {
    circle.classList.add("bot");
    circle.append(el("img", { src: "/icon.svg", alt: "", width: "36", height: "36" }));
    return circle;
  }
  return paintAvatar(circle, author);
}

// Opens a page beside this one, which learns nothing of it.
const link = ({ opens, label }) =>
  el("a", { class: "button", href: opens, target: "_blank", rel: "noopener noreferrer" }, el("bdi", {}, label), el("span", { class: "hidden-text" }, " (opens in a new tab)"));

function row(message, buttons, look, label, click) {
  const made = buttons.map((button) =>
    button.opens ? link(button) : el(
      "button",
      { type: "button", class: LOOKS[button.style], "data-action": button.action, onclick: (event) => click(event.currentTarget, message, button) },
      el("bdi", {}, button.label),
    ),
  );
  return el("div", { class: look, role: "group", "aria-label": label }, ...made);
}

// A choice is sent by the button beside the list: arrow keys alone move through a closed list.
function menu(message, { prompt, choices }, click) {
  const list = el("select", { "aria-label": prompt }, el("option", { value: "" }, prompt), ...choices.map((choice) => el("option", { value: choice.action }, choice.label)));
  const choose = el("button", { type: "button", class: "plain", onclick: (event) => click(event.currentTarget, message, { action: list.value }) }, "Choose");
  choose.disabled = true;
  list.addEventListener("change", () => {
    choose.disabled = list.value === "";
  });
  return el("div", { class: "buttons menu" }, list, choose);
}

// Choices stand apart from what else can be done, each as wide as the others.
function actions(message, all, on) {
  const choices = offered(message, all).filter((button) => button.style === "choice");
  const others = offered(message, all).filter((button) => button.style !== "choice");
  const rows = [row(message, choices, "buttons choices", "Choices", on.click), row(message, others, "buttons", "What you can do", on.click)];
  if (!message.private && message.place !== "direct" && waits(message, all)) {
    rows[1].append(el("button", { type: "button", class: "quiet", onclick: () => on.reply(message) }, "Reply privately"));
  }
  if (message.body.menu) rows.push(menu(message, message.body.menu, on.click));
  return el("div", { class: "actions" }, ...rows.filter((one) => one.hasChildNodes()));
}

// A long text scrolls within its message, by keyboard as well.
function said(text) {
  const long = text.length > 600 || text.split("\n").length > 10;
  return el("p", { class: "said", dir: "auto", ...(long && { tabindex: "0", role: "group", "aria-label": "Long message" }) }, text);
}

// One's own message about everyone's question recalls the question rather than showing it twice.
function content(message, all) {
  if (message.body.spoils) return [el("p", { class: "note" }, "(a right answer, shown when the question closes)")];
  if (message.body.kind === "said") return [said(message.body.text)];
  const everyones = message.private ? twin(message, all) : null;
  const elements = message.body.blocks.map((part) => {
    const element = block(part);
    if (everyones && part.kind === "question") element.classList.add("recalled");
    return element;
  });
  if (everyones && message.question && !everyones.question) elements.push(el("p", { class: "note" }, "This question is over."));
  return elements;
}

/** The article of a message. `all` are the messages of its place; `on.click` is told which button was pressed, `on.reply` that a
 *  question is to be answered from the composer. */
export function article(message, all, people, me, on) {
  const author = message.author ? (people.get(message.author) ?? { name: "Somebody" }) : null;
  const name = author ? author.name : "Studyhall";
  const when = moment(message);
  return el(
    "article",
    {
      class: `message ${author ? "person" : "bot"}${message.private ? " private" : ""}`,
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
        message.private ? el("span", { class: "only-you" }, "Only you", el("span", { class: "wide-only" }, " can see this")) : null,
      ),
      el("div", { class: "blocks" }, ...content(message, all)),
      actions(message, all, on),
    ),
  );
}

// Puts the parts of `fresh` where those of `old` differ; the first of them.
function renewParts(old, fresh) {
  let first = null;
  for (const [place, part] of [...fresh.children].entries()) {
    const known = old.children[place];
    if (known?.isEqualNode(part)) continue;
    if (known) known.replaceWith(part);
    else old.append(part);
    first ??= part;
  }
  return first;
}

/** Brings an article on screen to a newer state: what stays keeps the focus and is not read again. The first part that changed. */
export function renew(old, fresh) {
  const isFar = old.classList.contains("far");
  old.className = fresh.className;
  old.classList.toggle("far", isFar);
  let first = null;
  for (const name of ["header", ".blocks", ".actions"]) {
    const [was, now] = [old.querySelector(name), fresh.querySelector(name)];
    const kept = now.children.length;
    const changed = renewParts(was, now);
    while (was.children.length > kept) was.lastElementChild.remove();
    first ??= changed;
  }
  return first;
}
