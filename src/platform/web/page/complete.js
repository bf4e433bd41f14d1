// What can be typed next: a pure function from a line and the tables of the start to suggestions.

export const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);
const fold = (text) => text.toLowerCase();

// Those that begin with the typed text come before those that only contain it.
function matching(items, typed, text = (item) => item.label) {
  const wanted = fold(typed);
  const begins = items.filter((item) => fold(text(item)).startsWith(wanted));
  const contains = items.filter((item) => !fold(text(item)).startsWith(wanted) && fold(`${text(item)} ${item.about ?? ""}`).includes(wanted));
  return [...begins, ...contains];
}

function commandSuggestions(line, commands) {
  const typed = line.slice(1);
  const begins = commands.filter((command) => command.name.startsWith(fold(typed)));
  const found = begins.length ? begins : commands.filter((command) => fold(typed) && command.name.includes(fold(typed)));
  return found.map((command) => ({
    label: `/${command.name}`,
    about: command.about,
    from: 0,
    insert: `/${command.name}${command.options.length ? " " : ""}`,
    whole: command.options.every((option) => !option.required),
  }));
}

const TIMES = ["07:00", "08:00", "09:00", "12:00", "18:00", "20:00"];
const DAYS = [["daily", "every day"], ["mon-fri", "workdays"], ["mon,wed,fri", ""], ["sat,sun", "weekends"]];

function values(option, given, start) {
  const takes = option.takes;
  if (takes.kind === "one_of") {
    return takes.words.map((word, place) => ({ label: word, about: takes.has_default && place === 0 ? "as usual" : "" }));
  }
  if (takes.kind === "number") {
    const steps = [takes.default, takes.min, 10, 15, 20, takes.max].filter((n) => n >= takes.min && n <= takes.max);
    return [...new Set(steps)].map((n) => ({ label: String(n), about: n === takes.default ? "as usual" : n === takes.max ? "the most" : "" }));
  }
  if (takes.kind === "deck") return start.decks.map((deck) => ({ label: deck.id, about: deck.title }));
  if (takes.kind === "topic") {
    const wanted = fold(given.deck ?? "");
    const deck = start.decks.find((one) => fold(one.id) === wanted || fold(one.title) === wanted) ?? start.decks[0];
    return (deck?.topics ?? []).map((topic) => ({ label: topic.name, about: topic.count === 1 ? "1 card" : `${topic.count} cards` }));
  }
  if (takes.kind === "check") return [{ label: "yes", about: "" }, { label: "no", about: "" }];
  if (takes.kind === "question") return start.questions;
  if (takes.kind === "time") return TIMES.map((time) => ({ label: time, about: "" }));
  if (takes.kind === "time_or_off") return ["off", ...TIMES].map((time) => ({ label: time, about: "" }));
  if (takes.kind === "days") return DAYS.map(([days, about]) => ({ label: days, about }));
  if (takes.kind === "zone") {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // What `Etc/GMT+1` is called is the opposite of what it means.
    const others = Intl.supportedValuesOf("timeZone").filter((zone) => zone !== own && !zone.startsWith("Etc/"));
    return [own, ...others].map((zone) => ({ label: zone, about: zone === own ? "this computer's" : "" }));
  }
  if (takes.kind === "channel") return [{ label: "study-group", about: "the only one here" }];
  if (takes.kind === "file") return [{ label: "Choose a file…", about: "from this computer", option: option.name, takes }];
  if (takes.kind === "team") return (start.teams ?? []).map((team) => ({ label: team, about: "" }));
  if (takes.kind === "member") return start.people.map((person) => ({ label: person.name, about: "" }));
  return [];
}

// The options already given in a line, with the places of their values.
function givenIn(rest, options) {
  const found = [];
  for (const match of rest.matchAll(/(?:^|\s)([a-z]+):/g)) {
    if (!options.some((option) => option.name === match[1])) continue;
    found.push({ name: match[1], at: match.index + match[0].length });
  }
  return found.map((one, place) => {
    const end = found[place + 1] ? found[place + 1].at - found[place + 1].name.length - 1 : rest.length;
    return { ...one, value: rest.slice(one.at, end) };
  });
}

function optionSuggestions(command, rest, from, given) {
  const word = /(\S*)$/.exec(rest)[1];
  const open = command.options.filter((option) => !given.some((one) => one.name === option.name));
  const items = open.map((option) => ({
    label: `${option.name}:`,
    about: option.about,
    from: from + rest.length - word.length,
    insert: `${option.name}:`,
  }));
  return matching(items, word);
}

// Values without the names of their options: of a command's only option all, of several those that begin as was typed.
function bareValues(command, rest, from, start) {
  const typed = rest.trimStart();
  if (!typed && command.options.length > 1) return [];
  return command.options.flatMap((option) => matching(values(option, {}, start), typed)
    .filter((item) => fold(item.label).startsWith(fold(typed)))
    .slice(0, 5)
    .map((item) => ({ label: item.label, about: item.about || option.name, from, insert: `${option.name}:${quoted(item.value ?? item.label)} ` })));
}

/**
 * Suggestions for a line with the caret at its end: each item has `label`, `about`, and `insert` in place of everything after
 * `from`, or `takes` for a file. `strict` says that the line is no whole command yet.
 */
export function complete(line, start) {
  const none = { title: "", items: [], strict: false };
  if (!line.startsWith("/") || line.includes("\n")) return none;
  const command = start.commands
    .filter((one) => fold(line).startsWith(`/${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!command) {
    const whole = start.commands.some((one) => `/${one.name}` === fold(line.trim()));
    return { title: "Commands", items: commandSuggestions(line, start.commands), strict: !whole };
  }
  const from = command.name.length + 2;
  const rest = line.slice(from);
  const given = givenIn(rest, command.options);
  const last = given.at(-1);
  const others = { title: `/${command.name}: options`, items: optionSuggestions(command, rest, from, given), strict: false };
  if (!last) return { ...others, items: [...others.items, ...bareValues(command, rest, from, start)] };
  const option = command.options.find((one) => one.name === last.name);
  const typed = last.value.replace(/^"/, "");
  // A finished value, closed by a quote or a space, is followed by the next option.
  const known = values(option, Object.fromEntries(given.map((one) => [one.name, one.value.trim().replaceAll('"', "")])), start);
  const finished = /^"[^"]*"\s/.test(last.value) || known.some((item) => fold(last.value).startsWith(`${fold(item.value ?? item.label)} `));
  if (finished && /\s\S*$/.test(rest)) return others;
  const items = matching(known, typed.trimEnd()).map((item) => ({ ...item, from: from + last.at, insert: `${quoted(item.value ?? item.label)} ` }));
  const title = `${option.name}: ${option.about}`;
  if (items.length === 0 && /\s$/.test(rest)) return others;
  return { title, items, strict: false };
}
