// The page: who is here, which place is open, and what happens on a click, a line or a form.

import { byId, el, say } from "./dom.js";
import * as wire from "./wire.js";
import { Stream } from "./stream.js";
import { Timeline, toEnd } from "./timeline.js";
import { Composer } from "./composer.js";
import { askWho, openForm } from "./dialog.js";
import { quizOf, waits } from "./rounds.js";
import { backoff, pause } from "./patience.js";
import { closeDrawer, listPeople, markPlaces, places, showMe } from "./sidebar.js";

const THINKING_MS = 400;
const AWAY_MS = 1200;

const PLACES = {
  "study-group": { name: "# study-group", title: "# study-group", about: "Everyone here sees this channel", invite: "Write to everyone" },
  direct: { name: "Studyhall", title: "Direct conversation", about: "You and Studyhall alone", invite: "Write to Studyhall" },
};

let start = { commands: [], decks: [], people: [] };
let me = null;
let place = sessionStorage.getItem("place") in PLACES ? sessionStorage.getItem("place") : "study-group";
let stream = null;
let timeline = null;
let ready = false;
let declined = null;
let chosen = null;
const people = new Map();
const messages = new Map();
const unread = new Map();

const composer = new Composer({ send: sendLine, start: () => ({ ...start, people: [...people.values()] }) });

// ---- who ----

function become(person) {
  me = person;
  sessionStorage.setItem("person", JSON.stringify(person));
  stream?.close();
  messages.clear();
  unread.clear();
  ready = false;
  declined = null;
  chosen = null;
  showMe(person);
  timeline = new Timeline(people, person.id, { click: clicked, reply });
  stream = new Stream(person.id, { message: arrived, people: setPeople, ready: caughtUp, connected, stranger });
  open(place);
}

async function enter(name) {
  become(await wire.enter(name));
}

const who = (known, mayCancel, notice = null) => askWho(known, mayCancel, enter, () => composer.focus(), notice);

// Nobody is known by that id any more: the person has been forgotten, perhaps in another tab, or the database is a new one.
function stranger() {
  leave(null);
}

function leave(farewell) {
  sessionStorage.removeItem("person");
  stream?.close();
  messages.clear();
  unread.clear();
  timeline?.fill([]);
  people.delete(me.id);
  listPeople(people, null);
  showMe({ id: "", name: "" });
  mark();
  who([...people.values()], false, farewell);
}

function setPeople(list) {
  const nameless = inPlace().some((message) => message.author && !people.has(message.author));
  people.clear();
  for (const person of list) people.set(person.id, person);
  listPeople(people, me?.id);
  if (ready && nameless) refill();
}

// ---- what comes ----

function inPlace() {
  return [...messages.values()].filter((message) => message.place === place);
}

function refill() {
  showWelcome();
  updateReply();
  timeline.fill(inPlace());
}

function arrived(message) {
  const known = messages.has(message.id);
  messages.set(message.id, message);
  if (!ready) return;
  if (message.place !== place) {
    if (!known && message.author !== me.id) unread.set(message.place, (unread.get(message.place) ?? 0) + 1);
    mark();
    return;
  }
  // First the composer, whose height decides where the end of the list is.
  updateReply();
  timeline.show(message);
}

function caughtUp() {
  if (ready) return;
  ready = true;
  refill();
}

let away = null;
function connected(up) {
  if (up) {
    clearTimeout(away);
    away = null;
    byId("connection").textContent = "";
  } else {
    // A break that mends at once is nobody's business.
    away ??= setTimeout(() => { byId("connection").textContent = "Reconnecting…"; }, AWAY_MS);
  }
}

// ---- places ----

function open(name) {
  place = name;
  sessionStorage.setItem("place", name);
  unread.delete(name);
  byId("place-name").textContent = PLACES[name].name;
  byId("place-about").textContent = PLACES[name].about;
  mark();
  if (ready) refill();
  updateReply();
  composer.focus();
}

// What is open and what waits elsewhere, in the side bar and in the window's title.
function mark() {
  markPlaces(place, unread);
  const waiting = [...unread.values()].reduce((sum, count) => sum + count, 0);
  document.title = `${waiting ? `(${waiting}) ` : ""}${PLACES[place].title} · Studyhall`;
}

function showWelcome() {
  const direct = place === "direct";
  const deck = start.decks[0]?.title ?? "your deck";
  const line = (label, text, look) => el("button", { type: "button", class: look, onclick: () => sendLine(text) }, label);
  byId("welcome").replaceChildren(
    el("img", { src: "/icon.svg", alt: "", width: "52", height: "52" }),
    el("h2", { id: "welcome-title" }, direct ? "You and Studyhall" : "Welcome to # study-group"),
    el("p", {}, "Type ", el("code", {}, "/quiz"), ` to play five cards of ${deck}. `, direct ? "Nobody else sees what you write here." : "Alone, your answers stay between you and Studyhall; with the channel, everyone plays."),
    el("div", { class: "buttons" }, line("Start a quiz", "/quiz", "primary"), direct ? null : line("With the channel", "/quiz with:channel", "plain"), line("Help", "/help", "plain")),
  );
}

// ---- the private reply ----

function openQuestion() {
  const here = inPlace();
  return newest(here.filter((message) => (message.private || place === "direct") && waits(message, here)));
}

const newest = (list) => list.sort((a, b) => a.id - b.id).at(-1) ?? null;

// What a typed line answers: one's own quiz first, then the open question of the channel's quiz that one chose to answer in
// private. The choice holds for the whole quiz, so that nobody tells everyone the next answer by habit.
function answering() {
  const own = openQuestion();
  if (own) return own.id === declined ? null : own;
  const here = inPlace();
  return newest(here.filter((message) => chosen && quizOf(message) === chosen && waits(message, here)));
}

function questionName(message) {
  const words = message.body.blocks.flatMap((part) => part.text ?? []).map((span) => span.plain ?? span.strong ?? span.code).join(" ");
  const number = /question (\d+)/i.exec(words);
  return number ? `question ${number[1]}` : "the question";
}

function reply(message) {
  if (openQuestion()) {
    // Typed answers go to one's own quiz first; the button's form says which question it answers.
    say(byId("refusal"), "Your own quiz has an open question, which gets what you type. Press Answer under the other one instead.");
    return;
  }
  chosen = quizOf(message);
  updateReply();
  composer.focus();
}

function updateReply() {
  const question = answering();
  byId("reply").hidden = !question || place === "direct";
  if (question) byId("reply-text").textContent = `Answering ${questionName(question)}, privately`;
  composer.invite(question ? "Type your answer" : PLACES[place].invite);
}

// ---- what goes ----

async function perform(action) {
  const here = place;
  const thinking = setTimeout(() => {
    byId("thinking").textContent = away ? "Studyhall does not answer right now. This goes out as soon as it is back." : "Studyhall is thinking…";
    toEnd();
  }, THINKING_MS);
  try {
    const reply = await wire.act(me.id, here, action);
    if (reply.farewell) {
      leave(reply.farewell);
      return reply;
    }
    await stream.whenSeen(reply.revision);
    if (reply.form) form(reply.form, here);
    return reply;
  } finally {
    clearTimeout(thinking);
    byId("thinking").textContent = "";
  }
}

async function sendLine(line, files = {}) {
  say(byId("refusal"), null);
  const addressed = place === "direct" || answering() !== null;
  const action = line.startsWith("/") ? { kind: "line", text: line, files } : { kind: "said", text: line, addressed };
  toEnd();
  try {
    await perform(action);
  } catch (error) {
    // In this order: a change of the box takes an old refusal away.
    composer.restore(line);
    say(byId("refusal"), error.message);
  }
}

function form(content, here) {
  const back = document.activeElement;
  let sent = false;
  openForm(
    content,
    async (fields) => {
      const reply = await wire.act(me.id, here, { kind: "submit", action: content.action, fields });
      await stream.whenSeen(reply.revision);
      sent = true;
    },
    () => (sent || !back?.isConnected ? composer.focus() : back.focus()),
  );
}

async function clicked(button, message, content) {
  const row = button.parentElement;
  const held = document.activeElement === button;
  row.setAttribute("aria-busy", "true");
  button.classList.add("pending");
  // aria-disabled rather than disabled: the focus stays where it is until the answer is here.
  for (const one of row.children) one.setAttribute("aria-disabled", "true");
  say(byId("refusal"), null);
  try {
    await perform({ kind: "click", action: content.action });
    const now = timeline.article(message.id);
    if (held && now && now === document.activeElement) timeline.newest()?.focus({ preventScroll: true });
  } catch (error) {
    say(byId("refusal"), error.message);
  } finally {
    row.removeAttribute("aria-busy");
    button.classList.remove("pending");
    for (const one of row.children) one.removeAttribute("aria-disabled");
  }
}

// A button whose row waits for its answer does nothing.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) event.stopImmediatePropagation();
}, true);

// ---- beginning ----

byId("reply-off").addEventListener("click", () => {
  declined = openQuestion()?.id ?? null;
  chosen = null;
  updateReply();
  composer.focus();
});

byId("switch").addEventListener("click", () => {
  closeDrawer();
  who([...people.values()].filter((person) => person.id !== me?.id), true);
});

places(open);

async function begin(attempt = 0) {
  try {
    start = await wire.start();
  } catch {
    connected(false);
    await pause(backoff(attempt, 15_000));
    return begin(attempt + 1);
  }
  connected(true);
  setPeople(start.people);
  const known = JSON.parse(sessionStorage.getItem("person") ?? "null");
  if (known) become(known);
  else who(start.people, false);
}

begin();
