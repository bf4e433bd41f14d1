// What goes to the server. A lost connection is retried with the same event id, which the server handles once.

import { backoff, pause } from "./patience.js";

/** A refusal of the server, with a sentence that a person may read. */
export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

const LOST = "Studyhall does not answer. Is the program still running? Nothing was lost; try again when it is back.";

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.error ?? "Something went wrong on our side. Please try again in a moment.", response.status);
  return body;
}

async function post(path, body) {
  return read(await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));
}

// What was done, then each file that is small enough to be taken. The header tells the server that no other page sends this.
async function postParts(path, body, files) {
  const parts = new FormData();
  parts.append("act", new Blob([JSON.stringify(body)], { type: "application/json" }));
  for (const [option, { file, most }] of files) {
    if (file.size <= most) parts.append(option, file);
  }
  return read(await fetch(path, { method: "POST", headers: { "X-Studyhall": "page" }, body: parts }));
}

/** Commands, decks, people: what the page needs before anything else. A server that hangs is asked again. */
export async function start() {
  return read(await fetch("/api/start", { signal: AbortSignal.timeout(3_000) }));
}

/** Comes in under a name; the answer is the person. */
export function enter(name) {
  return post("/api/enter", { name, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? null });
}

function eventId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Does something; goes on trying for half a minute while the server is away. `files` are by the options that take them. */
export async function act(who, place, action, files = {}) {
  const chosen = Object.entries(files);
  const told = ({ file }) => ({ name: file.name, media_type: file.type || null, bytes: file.size });
  const body = { event: eventId(), who, place, action, files: Object.fromEntries(chosen.map(([option, one]) => [option, told(one)])) };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await (chosen.length ? postParts("/api/act", body, chosen) : post("/api/act", body));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (attempt >= 20) throw new Refusal(LOST, 0);
      await pause(backoff(attempt, 2000));
    }
  }
}
