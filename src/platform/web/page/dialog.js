// The two dialogs: who you are, and the forms of the bot.

import { byId, el, paintAvatar, say } from "./dom.js";

// What was written into forms that were closed unsent.
const unsent = new Map();
const nameOf = (form) => JSON.stringify([form.action, form.title, form.fields.map((one) => [one.name, one.value])]);

/** Forgets what was written into forms that were closed unsent. */
export const forgetForms = () => unsent.clear();

// A press of Enter while the first one is on its way must not send twice.
async function whileBusy(dialog, work) {
  if (dialog.getAttribute("aria-busy") === "true") return;
  dialog.setAttribute("aria-busy", "true");
  const buttons = dialog.querySelectorAll("button[type=submit]");
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } finally {
    dialog.removeAttribute("aria-busy");
    for (const button of buttons) button.disabled = false;
  }
}

/** Asks who the person is. `enter(name)` comes in or throws a refusal; `after()` runs when it is closed; `notice` says why. */
export function askWho(known, mayCancel, enter, after, notice) {
  const dialog = byId("who");
  const name = byId("who-name");
  say(byId("who-error"), null);
  say(byId("who-notice"), notice);
  // What has been typed while people were looked for stays.
  if (!dialog.open) name.value = "";
  byId("who-cancel").hidden = !mayCancel;
  const come = (chosen) =>
    whileBusy(dialog, async () => {
      try {
        await enter(chosen);
        dialog.close();
      } catch (error) {
        say(byId("who-error"), error.message);
        name.focus();
      }
    });
  byId("who-known").replaceChildren(
    ...known.map((person) =>
      el("button", { type: "button", class: "plain", onclick: () => come(person.name) }, paintAvatar(el("span", { class: "avatar small", "aria-hidden": "true" }), person), el("bdi", {}, person.name)),
    ),
  );
  byId("who-form").onsubmit = (event) => {
    event.preventDefault();
    come(name.value);
  };
  byId("who-cancel").onclick = () => dialog.close();
  dialog.oncancel = (event) => {
    if (!mayCancel) event.preventDefault();
  };
  // Chromium closes a dialog on a second Esc whatever `cancel` says.
  dialog.onclose = () => {
    if (!mayCancel && !sessionStorage.getItem("person")) dialog.showModal();
    else after();
  };
  if (dialog.open) return;
  dialog.showModal();
  name.focus();
}

// What a field takes decides what it looks like; without a kind it takes text.
function box(one, id) {
  const common = { id, name: one.name, "aria-describedby": `${id}-under`, "aria-invalid": one.error ? "true" : null };
  const kind = one.input?.kind ?? "text";
  if (kind === "choice") {
    const usual = one.is_optional ? [el("option", { value: "" }, "as usual")] : [];
    return el("select", common, ...usual, ...one.input.words.map((word) => el("option", { value: word }, word)));
  }
  if (kind === "time" || kind === "date") return el("input", { ...common, type: kind });
  if (kind === "check") return el("input", { ...common, type: "checkbox", checked: one.value === "yes" });
  if (kind === "file") return el("input", { ...common, type: "file", accept: one.input.endings.join(",") });
  if (kind === "number") return el("input", { ...common, inputmode: "numeric", placeholder: `${one.input.min} to ${one.input.max}` });
  return el(one.multiline ? "textarea" : "input", {
    ...common,
    placeholder: one.placeholder,
    maxlength: one.max_length,
    rows: one.multiline ? "4" : null,
    dir: "auto",
    autocapitalize: "off",
  });
}

// Puts what is known of a field into it: a file that was chosen before, or what stands there at first.
function fill(input, one, given) {
  if (input.type === "checkbox") return;
  if (input.type !== "file") {
    const value = one.value ?? "";
    input.value = value;
    // What is no time or date yet stays to be mended, which a field for those throws away.
    if (["time", "date"].includes(input.type) && input.value !== value) {
      input.type = "text";
      input.value = value;
    }
    return;
  }
  if (!given) return;
  const chosen = new DataTransfer();
  chosen.items.add(given.file);
  input.files = chosen.files;
}

function field(one, place, alone, given) {
  const id = `form-field-${place}`;
  const input = box(one, id);
  fill(input, one, given);
  // A word that is not in the list.
  if (input.selectedIndex === -1) input.selectedIndex = 0;
  const length = el("span", { class: "length" });
  const under = el("p", { class: "under", id: `${id}-under` });
  if (one.error) under.append(el("span", { class: "wrong" }, one.error));
  if (one.multiline) under.append(el("span", { class: "wide-only" }, "Shift+Enter starts a new line"));
  // Other kinds than text have no place inside for what they are about.
  if (one.input) under.append(el("span", {}, one.placeholder));
  if (input.type === "file" && one.value && !given) under.append(el("span", {}, `Choose ${one.value} once more.`));
  // A count at each of several fields would be in the way.
  if (alone && !one.input) under.append(length);
  const count = () => {
    length.textContent = `${[...input.value].length} of ${one.max_length.toLocaleString("en-US")} characters`;
  };
  input.addEventListener("input", count);
  count();
  // A box says no where it is left as it is, so there is nothing optional about it.
  const check = input.type === "checkbox";
  const label = el("label", { for: id }, one.label, one.is_optional && !check ? el("span", { class: "optional" }, " optional") : null);
  return el("div", { class: check ? "field check" : "field" }, ...(check ? [input, label] : [label, input]), under);
}

const valueOf = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "no") : input.value);

// Puts what was written before into a field.
function putBack(input, value) {
  if (input.type === "checkbox") input.checked = value === "yes";
  else input.value = value;
  input.dispatchEvent(new Event("input"));
}

// Says at a field that nothing stands in it.
function sayEmpty(input) {
  const under = byId(input.getAttribute("aria-describedby"));
  under.querySelector(".wrong")?.remove();
  const wrong = el("span", { class: "wrong", role: "alert" }, "Nothing is written here yet.");
  under.prepend(wrong);
  input.setAttribute("aria-invalid", "true");
  input.addEventListener("input", () => {
    wrong.remove();
    input.removeAttribute("aria-invalid");
  }, { once: true });
  input.focus();
}

/** Opens a form of the bot. `given` are files by their fields' names. `send(form, fields, files)` sends it, throws a refusal, and
 *  gives the form that answers it, if one does; `after()` runs when it is closed. */
export function openForm(form, given, send, after) {
  const dialog = byId("form");
  byId("form-title").textContent = form.title;
  byId("form-intro").textContent = form.intro;
  byId("form-intro").hidden = !form.intro;
  byId("form-submit").textContent = form.submit;
  const before = unsent.get(nameOf(form));
  const held = { ...given, ...before?.files };
  byId("form-fields").replaceChildren(...form.fields.map((one, place) => field(one, place, form.fields.length === 1, held[one.name])));
  say(byId("form-error"), form.error ?? null);
  const inputs = () => [...byId("form-fields").querySelectorAll("input, textarea, select")];
  const body = byId("form-body");
  // The files that stand in fields, each with the most bytes that its field takes.
  const chosen = () => {
    const most = (name) => form.fields.find((one) => one.name === name).input.most;
    const full = inputs().filter((input) => input.type === "file" && input.files.length);
    return Object.fromEntries(full.map((input) => [input.name, { file: input.files[0], most: most(input.name) }]));
  };
  const written = () => inputs().filter((input) => input.type !== "file");
  const name = nameOf(form);
  let isSent = false;
  // An empty answer would be refused, and the form be gone.
  const empty = () => form.fields.map((one, place) => [one, inputs()[place]])
    .find(([one, input]) => !["file", "check"].includes(one.input?.kind) && !one.is_optional && !input.value.trim())?.[1];
  const submit = () =>
    whileBusy(dialog, async () => {
      const missing = empty();
      if (missing) return sayEmpty(missing);
      try {
        const files = chosen();
        const next = await send(form, Object.fromEntries(written().map((input) => [input.name, valueOf(input)])), files);
        unsent.delete(name);
        isSent = true;
        if (next) openForm(next, files, send, after);
        else dialog.close();
      } catch (error) {
        say(byId("form-error"), error.message);
      }
    });
  body.onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  body.onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    submit();
  };
  byId("form-cancel").onclick = () => dialog.close();
  dialog.onclose = () => {
    if (!isSent) unsent.set(name, { fields: written().map(valueOf), files: chosen() });
    after();
  };
  for (const [place, value] of (before?.fields ?? []).entries()) putBack(written()[place], value);
  if (!dialog.open) dialog.showModal();
  const wrong = inputs().find((input) => input.getAttribute("aria-invalid") === "true");
  (wrong ?? inputs().find((input) => input.value === "") ?? inputs()[0])?.focus();
}
