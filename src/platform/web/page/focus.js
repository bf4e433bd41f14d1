// Where the next key goes: to what waits for it, without the mouse.

import { byId } from "./dom.js";

const text = byId("text");
const WRITES = "input, textarea, select";

const isAsked = () => document.querySelector("dialog[open]") !== null;

/** After something was done: to the choices that came of it, else into the box, unless one writes somewhere by now. A dialog
 *  that has just closed may still hold the focus. */
export function focusNext() {
  const at = document.activeElement;
  if (isAsked() || (at?.matches(WRITES) && !at.closest("dialog"))) return;
  const choice = byId("log").querySelector("article:last-of-type .choices button");
  (choice ?? text).focus();
}

// What is typed where nothing takes it is meant for the box.
document.addEventListener("keydown", (event) => {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isAsked() || event.target.closest(WRITES)) return;
  // A space presses what has the focus, or scrolls.
  if (event.key === " " && event.target !== document.body) return;
  text.focus();
});

// A key that is held down presses one button, not the next one that takes its place, too.
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target.closest("button")) event.preventDefault();
});
