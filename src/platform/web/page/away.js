// Whether anybody is at the other end of the line, said wherever somebody may be writing.

const WORDS = {
  up: "",
  away: "Studyhall does not answer. What you write is kept, and what you send goes out when it is back.",
  blocked: "Something in this browser, such as an extension, holds back what Studyhall sends, so nothing new appears. Allow it for this address, then reload.",
};

let state = "up";

/** Says what the line's state is: `up`, `away` or `blocked`. */
export function tellState(now) {
  state = now;
  for (const place of document.querySelectorAll(".line-state")) place.textContent = WORDS[now];
}

/** Whether nobody answers right now. */
export const isAway = () => state === "away";
