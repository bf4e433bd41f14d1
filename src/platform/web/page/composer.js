// The box where people write: completion of commands, the private reply, sending.

import { byId, el, say } from "./dom.js";
import { complete, quoted } from "./complete.js";

const text = byId("text");
const box = byId("suggestions");
const list = byId("suggestions-list");
const title = byId("suggestions-title");
const MOST = 50;

/** The composer. `hooks.send(line, files, question, talk)` sends; `hooks.bar` knows the question; `hooks.start()` gives the tables. */
export class Composer {
  #hooks;
  #items = [];
  #marked = -1;
  #strict = false;
  #sent = [];
  #back = 0;
  // The files that were chosen, by the names under which a line knows them.
  #files = new Map();

  constructor(hooks) {
    this.#hooks = hooks;
    text.addEventListener("input", () => this.#changed());
    text.addEventListener("keydown", (event) => this.#key(event));
    text.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    text.addEventListener("focus", () => this.suggest());
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  /** Puts the cursor into the box. */
  focus() {
    text.focus();
  }

  /** What the box is for, in pale letters. */
  invite(placeholder) {
    text.placeholder = placeholder;
    byId("text-label").textContent = placeholder;
  }

  /** What stands in the box. */
  line() {
    return text.value;
  }

  /** Puts a line into the box in place of what stands there. */
  take(line) {
    if (text.value === line) return;
    text.value = line;
    this.#changed();
  }

  /** Gives a text back that could not be sent. */
  restore(line) {
    if (text.value) return;
    text.value = line;
    this.#changed();
    // Whoever types on writes something else.
    text.select();
  }

  #changed() {
    this.#hooks.bar.typed(text.value);
    say(byId("refusal"), null);
    this.#back = 0;
    this.#fit();
    this.suggest();
  }

  #fit() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 200)}px`;
  }

  suggest() {
    if (document.activeElement !== text) return this.#close();
    const { title: name, items, strict } = complete(text.value, this.#hooks.start(text.value));
    this.#strict = strict;
    this.#items = items.slice(0, MOST);
    this.#marked = -1;
    if (this.#items.length === 0) return this.#close();
    title.textContent = name;
    list.replaceChildren(...this.#items.map((item, place) => this.#option(item, place)));
    box.hidden = false;
    // No role combobox: a box of several lines may not have it.
    text.setAttribute("aria-haspopup", "listbox");
    text.setAttribute("aria-controls", list.id);
    text.removeAttribute("aria-activedescendant");
    byId("count").textContent = `${this.#items.length} suggestion${this.#items.length === 1 ? "" : "s"}. Up and down to choose, Tab to take one.`;
    list.scrollTop = 0;
  }

  #option(item, place) {
    const option = el(
      "li",
      { id: `suggestion-${place}`, role: "option", "aria-selected": "false" },
      el("span", { class: "suggestion" }, item.label),
      el("span", { class: "about" }, item.about ?? ""),
    );
    // mousedown, since a click would first take the focus out of the box.
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#take(place);
    });
    return option;
  }

  #close() {
    box.hidden = true;
    this.#items = [];
    this.#marked = -1;
    for (const name of ["aria-haspopup", "aria-controls", "aria-activedescendant"]) text.removeAttribute(name);
    byId("count").textContent = "";
  }

  #mark(step) {
    const count = this.#items.length;
    this.#marked = this.#marked < 0 ? (step > 0 ? 0 : count - 1) : (this.#marked + step + count) % count;
    for (const [place, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(place === this.#marked));
    list.children[this.#marked].scrollIntoView({ block: "nearest" });
    text.setAttribute("aria-activedescendant", `suggestion-${this.#marked}`);
  }

  #take(place) {
    const item = this.#items[place];
    if (item.takes) return this.#pick(item);
    this.#insert(item.from, item.insert);
  }

  #insert(from, value) {
    text.value = text.value.slice(0, from) + value;
    text.setSelectionRange(text.value.length, text.value.length);
    this.#changed();
  }

  // The line only names a file; what it holds goes beside the line.
  #pick({ from, option, takes }) {
    const input = el("input", { type: "file", accept: takes.endings.join(",") });
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (!file) return;
      const name = file.name.replaceAll(/["“”„]/g, "");
      this.#files.set(name, { option, file, most: takes.most });
      text.focus();
      this.#insert(from, `${quoted(name)} `);
    });
    input.click();
  }

  #key(event) {
    if (event.isComposing) return;
    const open = !box.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#mark(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.#take(Math.max(0, this.#marked));
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (open && this.#marked >= 0) this.#take(this.#marked);
      else if (open && this.#strict && this.#items.length > 0) this.#take(0);
      else this.#send();
    } else if (event.key === "ArrowUp" && (text.value === "" || this.#back > 0)) {
      this.#recall(event);
    }
  }

  // The last lines that were sent, newest first.
  #recall(event) {
    const line = this.#sent.at(-1 - this.#back);
    if (line === undefined) return;
    event.preventDefault();
    const back = this.#back + 1;
    text.value = line;
    this.#hooks.bar.typed(line);
    text.setSelectionRange(line.length, line.length);
    this.#fit();
    this.#close();
    this.#back = back;
  }

  #send() {
    const line = text.value.trim();
    if (!line) return;
    this.#sent.push(line);
    // Before the box is empty: the line answers what stood in the bar when it was begun.
    const [question, talk] = [this.#hooks.bar.question(), this.#hooks.bar.isTalk()];
    text.value = "";
    this.#changed();
    this.#close();
    const named = [...this.#files].filter(([name, { option }]) => line.includes(`${option}:${quoted(name)}`));
    const files = Object.fromEntries(named.map(([, { option, file, most }]) => [option, { file, most }]));
    this.#hooks.send(line, files, question, talk);
  }
}
