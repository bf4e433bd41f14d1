// The page: who is here, which place is open, and what happens on a click, a line or a form.

import { byId, el, say } from "./dom.js";
import * as wire from "./wire.js";
import { Stream } from "./stream.js";
import { Timeline, toEnd } from "./timeline.js";
import { Composer } from "./composer.js";
import { askWho, openForm } from "./dialog.js";
import { waits } from "./rounds.js";
import { Bar, asked } from "./answering.js";
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
const people = new Map();
const messages = new Map();
const unread = new Map();
const drafts = new Map();

const bar = new Bar(() => [...messages.values()], () => place);
const composer = new Composer({
  send: sendLine,
  bar,
  start: () => ({ ...start, people: [...people.values()], questions: openQuestions() }),
});

// ---- who ----

function become(person) {
  me = person;
  sessionStorage.setItem("person", JSON.stringify(person));
  stream?.close();
  messages.clear();
  unread.clear();
  ready = false;
  bar.become(person.id);
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
  drafts.set(place, composer.line());
  place = name;
  sessionStorage.setItem("place", name);
  unread.delete(name);
  byId("place-name").textContent = PLACES[name].name;
  byId("place-about").textContent = PLACES[name].about;
  mark();
  if (ready) refill();
  // What was begun at one place is not said at the other.
  composer.take(drafts.get(name) ?? "");
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

function reply(message) {
  bar.choose(message);
  updateReply();
  composer.focus();
}

function updateReply() {
  composer.invite(bar.show() ? "Type your answer" : PLACES[place].invite);
}

// The questions of this place that wait for an answer, newest first.
function openQuestions() {
  const all = [...messages.values()];
  const open = inPlace().filter((message) => waits(message, all)).sort((a, b) => b.id - a.id);
  return open.map((message) => ({ label: asked(message).words, about: asked(message).where, value: message.question }));
}

// ---- what goes ----

async function perform(action, files = {}) {
  const here = place;
  const thinking = setTimeout(() => {
    byId("thinking").textContent = away ? "Studyhall does not answer right now. This goes out as soon as it is back." : "Studyhall is thinking…";
    toEnd();
  }, THINKING_MS);
  try {
    const reply = await wire.act(me.id, here, action, files);
    if (reply.farewell) {
      leave(reply.farewell);
      return reply;
    }
    await stream.whenSeen(reply.revision);
    if (reply.form) form(reply.form, here, action.kind === "line" ? action.text : null, files);
    return reply;
  } finally {
    clearTimeout(thinking);
    byId("thinking").textContent = "";
  }
}

async function sendLine(line, files = {}, question = null, talk = false) {
  say(byId("refusal"), null);
  const said = { kind: "said", text: line, addressed: place === "direct" || question !== null, question, talk };
  const action = line.startsWith("/") ? { kind: "line", text: line } : said;
  toEnd();
  try {
    await perform(action, files);
  } catch (error) {
    // In this order: a change of the box takes an old refusal away.
    composer.restore(line);
    say(byId("refusal"), error.message);
  }
}

// The line that led to it comes back where it is closed unsent.
function form(content, here, line, files) {
  const back = document.activeElement;
  let sent = false;
  openForm(
    content,
    files,
    async (form, fields, files) => {
      const reply = await wire.act(me.id, here, { kind: "submit", action: form.action, fields }, files);
      await stream.whenSeen(reply.revision);
      sent = !reply.form;
      return reply.form;
    },
    () => {
      if (!sent && line) composer.restore(line);
      else if (sent || !back?.isConnected) composer.focus();
      else back.focus();
    },
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
  bar.close();
  updateReply();
  composer.focus();
});

byId("switch").addEventListener("click", () => {
  closeDrawer();
  who([...people.values()].filter((person) => person.id !== me?.id), true);
});

places(open);

// In the conversation of two, where nobody else is; once there, it takes its own place.
byId("home").addEventListener("click", async () => {
  closeDrawer();
  if (!me) return;
  if (place !== "direct") open("direct");
  say(byId("refusal"), null);
  try {
    await perform({ kind: "home" });
    const shown = inPlace().find((message) => message.home);
    if (shown) timeline.lead(shown.id);
  } catch (error) {
    say(byId("refusal"), error.message);
  }
});

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
