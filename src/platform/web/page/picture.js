// Pictures: in the look that suits the page, and at full size in a dialog.

import { el } from "./dom.js";

const source = (png) => `data:image/png;base64,${png}`;

// The browser itself takes the dark one by night.
function looks({ alt, png, dark }) {
  const by_night = dark ? el("source", { media: "(prefers-color-scheme: dark)", srcset: source(dark) }) : null;
  return el("picture", {}, by_night, el("img", { alt, src: source(png) }));
}

// <dialog> answers Esc, and gives the focus back to what opened it.
function openLarge(part) {
  const close = el("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Close");
  const large = el("div", { class: "large", tabindex: "0", role: "group", "aria-label": "The picture at full size" }, looks(part));
  const dialog = el("dialog", { class: "viewer", "aria-label": "Picture", onclose: () => dialog.remove() }, close, large);
  // A click beside the picture closes it too.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** A picture of a message. By mouse a click on it opens it at full size, by keyboard the button under it. */
export function picture(part) {
  const shown = looks(part);
  shown.addEventListener("click", () => openLarge(part));
  return el("div", { class: "picture" }, shown, el("button", { type: "button", class: "quiet", onclick: () => openLarge(part) }, "Open at full size"));
}
