// <time-left datetime="…">: how far it is from now, "in 45 seconds". It counts down by itself.

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How far an instant is from now, in words, both in milliseconds. */
export function left(at, now) {
  const seconds = Math.round((at - now) / 1000);
  if (seconds <= 0) return "now";
  // Two of a unit at least, so that "1 hour" never stands for 89 minutes.
  const [unit, length] = UNITS.find(([, size]) => seconds >= 2 * size) ?? ["second", 1];
  return WORDS.format(Math.round(seconds / length), unit);
}

class TimeLeft extends HTMLElement {
  // In a shadow, so that a message whose clock has gone on is still the same message.
  #words = this.attachShadow({ mode: "open" });
  #timer = null;

  connectedCallback() {
    // A timer's changes are not read aloud.
    this.setAttribute("role", "timer");
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const [at, now] = [Date.parse(this.getAttribute("datetime")), Date.now()];
    this.#words.textContent = left(at, now);
    if (at > now) this.#timer = setTimeout(() => this.#tick(), at - now < 150_000 ? 1_000 : 30_000);
  }
}

customElements.define("time-left", TimeLeft);
