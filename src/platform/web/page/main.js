// The page: who is here, which place is open, and what happens on a click, a line or a form.

import { byId, say } from "./dom.js";
import * as wire from "./wire.js";
import { Stream } from "./stream.js";
import { Timeline, toEnd } from "./timeline.js";
import { Composer } from "./composer.js";
import { askWho, forgetForms, openForm } from "./dialog.js";
import { isCard, waits } from "./rounds.js";
import { Bar, asked } from "./answering.js";
import { Offers, showWelcome } from "./beginning.js";
import { isAway, tellState } from "./away.js";
import { focusNext } from "./focus.js";
import { backoff, pause } from "./patience.js";
import { closeDrawer, listPeople, markPlaces, places, showMe } from "./sidebar.js";

const THINKING_MS = 400;

const CHANNEL = "study-group";

const PLACES = {
  "study-group": { name: "# study-group", title: "# study-group", about: "Everyone here sees this channel", invite: "Write to everyone" },
  direct: { name: "Studyhall", title: "Direct conversation", about: "You and Studyhall alone", invite: "Write to Studyhall" },
};

let start = { commands: [], decks: [], people: [] };
let me = null;
let place = sessionStorage.getItem("place") in PLACES ? sessionStorage.getItem("place") : CHANNEL;
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
  start: (line) => {
    if (/^\/team join /i.test(line)) lookForTeams();
    return { ...start, people: [...people.values()], questions: openQuestions() };
  },
});
const offers = new Offers({ card: cardOfTheDay, answer: () => answer(cardOfTheDay()), send: offered });
const stream = new Stream({ message: arrived, people: ({ people }) => setPeople(people), ready: caughtUp, state: tellState, stranger });

// Teams come and go; they are looked for while somebody is about to name one.
let teamsAt = 0;
async function lookForTeams() {
  if (Date.now() - teamsAt < 2_000) return;
  teamsAt = Date.now();
  const { teams } = await wire.start().catch(() => start);
  if (String(teams) === String(start.teams)) return;
  start.teams = teams;
  composer.suggest();
}

// ---- who ----

function become(person) {
  me = person;
  sessionStorage.setItem("person", JSON.stringify(person));
  messages.clear();
  unread.clear();
  forgetForms();
  ready = false;
  bar.become(person.id);
  showMe(person);
  timeline?.fill([]);
  timeline = new Timeline(people, person.id, { click: clicked, reply: answer });
  stream.follow(person.id);
  open(place);
}

async function enter(name) {
  become(await wire.enter(name));
}

const who = (known, mayCancel, notice = null) => askWho(known, mayCancel, enter, () => composer.focus(), notice);

// The person has been forgotten, perhaps in another tab, or the database is a new one.
function stranger() {
  leave(null);
}

function leave(farewell) {
  sessionStorage.removeItem("person");
  stream.follow(null);
  messages.clear();
  unread.clear();
  forgetForms();
  bar.forget(me.id);
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
  showWelcome(place === "direct", start.decks[0]?.title ?? "your deck", offered);
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

// ---- the private reply ----

function answer(message) {
  bar.choose(message);
  updateReply();
  composer.focus();
}

function updateReply() {
  composer.invite(bar.show() ? "Type your answer" : PLACES[place].invite);
  offers.show();
}

// The channel's card of the day that waits for one's answer.
function cardOfTheDay() {
  const all = [...messages.values()];
  const waiting = all.filter((message) => message.place === CHANNEL && isCard(message) && waits(message, all));
  return place === CHANNEL ? (waiting.sort((a, b) => a.id - b.id).at(-1) ?? null) : null;
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
    byId("thinking").textContent = isAway() ? "This goes out as soon as Studyhall is back." : "Studyhall is thinking…";
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

// A line that somebody pressed rather than typed.
async function offered(line) {
  await sendLine(line);
  focusNext();
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
      else if (sent || !back?.isConnected) focusNext();
      else back.focus();
    },
  );
}

async function clicked(button, message, content) {
  const row = button.parentElement;
  row.setAttribute("aria-busy", "true");
  button.classList.add("pending");
  // aria-disabled rather than disabled: the focus stays where it is until the answer is here.
  for (const one of row.children) one.setAttribute("aria-disabled", "true");
  say(byId("refusal"), null);
  try {
    await perform({ kind: "click", action: content.action });
    focusNext();
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

// Somebody goes to a place; the way back leads from there.
function go(name) {
  if (name !== place) history.pushState({ place: name }, "");
  open(name);
}

places(go);

addEventListener("popstate", ({ state }) => {
  if (me && state?.place in PLACES) open(state.place);
});

addEventListener("storage", (event) => {
  if (me && bar.isChangedBy(event)) updateReply();
});

// In the conversation of two, where nobody else is; once there, it takes its own place.
byId("home").addEventListener("click", async () => {
  closeDrawer();
  if (!me) return;
  go("direct");
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
  const known = JSON.parse(sessionStorage.getItem("person") ?? "null");
  // Before anything is looked for: whoever types at once types their name.
  if (!known && !me) who([], false);
  try {
    start = await wire.start();
  } catch {
    await pause(backoff(attempt, 1_000));
    return begin(attempt + 1);
  }
  setPeople(start.people);
  if (me) return;
  if (known) become(known);
  else who(start.people, false);
}

// On a reload the place stays, and what was before it is the way back.
history.replaceState({ place }, "");
begin();
