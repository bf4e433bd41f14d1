// The parts of a message, as elements.

import { el } from "./dom.js";
import { picture } from "./picture.js";
import "./time-left.js";

const TONES = {
  correct: { sign: "✓", word: "Correct" },
  close: { sign: "≈", word: "Close" },
  incorrect: { sign: "✗", word: "Not quite" },
  notice: { sign: "i", word: "Note" },
  refused: { sign: "!", word: "Not done" },
};

/** Spans of text as nodes. */
function spans(text) {
  return text.map((span) => {
    if ("strong" in span) return el("strong", { dir: "auto" }, span.strong);
    if ("instant" in span) return el("time-left", { datetime: new Date(span.instant * 1000).toISOString(), role: "timer" });
    if ("code" in span) return el("code", { dir: "auto" }, span.code);
    // bdi keeps a right-to-left name or answer from turning round the sentence about it.
    return el("bdi", {}, span.plain);
  });
}

const plainly = (text) => text.map((span) => span.plain ?? span.strong ?? span.code ?? "").join("");

function callout({ tone, text }) {
  const { sign, word } = TONES[tone];
  // Most verdicts begin with the word themselves; the others get it, for those who see neither sign nor color.
  const named = plainly(text).toLowerCase().startsWith(word.toLowerCase());
  return el(
    "div",
    { class: `callout ${tone}` },
    el("span", { class: "tone", "aria-hidden": "true" }, sign),
    el("p", {}, named ? null : el("span", { class: "hidden-text" }, `${word}: `), ...spans(text)),
  );
}

function table({ head, rows, marked }) {
  const row = (cells, place) => {
    const mine = place === marked;
    const named = mine ? Math.max(0, cells.findIndex((cell) => !/^[\d\s.,#+−-]*$/.test(plainly(cell)))) : -1;
    return el(
      "tr",
      mine ? { class: "mine" } : {},
      ...cells.map((cell, column) => {
        const number = /^[\d.,+−-]+$/.test(plainly(cell));
        const you = column === named && !/\byou\b/i.test(plainly(cell)) ? el("span", { class: "badge" }, "you") : null;
        return el("td", number ? { class: "number" } : {}, ...spans(cell), you);
      }),
    );
  };
  return el(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": head.join(", ") },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...head.map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, ...rows.map(row)),
    ),
  );
}

const KINDS = {
  heading: ({ text }) => el("h3", {}, ...spans(text)),
  paragraph: ({ text }) => el("p", {}, ...spans(text)),
  question: ({ text }) => el("p", { class: "question" }, ...spans(text)),
  callout,
  list: ({ numbered, items }) =>
    el(numbered ? "ol" : "ul", {}, ...items.map((item) => el("li", {}, ...spans(item)))),
  table,
  picture,
  // The same each time it is built, so that a message that stays as it was is not built anew.
  file: ({ name, media_type, base64 }) => el("a", { class: "file", download: name, href: `data:${media_type};base64,${base64}` }, name),
  note: ({ text }) => el("p", { class: "note" }, ...spans(text)),
};

/** One block of a message as an element. */
export const block = (part) => KINDS[part.kind](part);
