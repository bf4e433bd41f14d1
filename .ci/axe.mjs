// Looks at the local page as a newcomer goes through it, in each of its states: axe-core counts what is against accessibility
// rules, and a picture of each state is kept. Not a part of the tests, since it takes packages of npm:
//
//   npm install --no-save axe-core puppeteer-core
//   cargo run -- --web-addr 127.0.0.1:8090 &
//   node .ci/axe.mjs http://127.0.0.1:8090 pictures/
//
// Ends with exit code 1 if anything was found.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [address = "http://127.0.0.1:8080", folder = "pictures"] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  { name: "light-1280", width: 1280, height: 800, scheme: "light" },
  { name: "dark-1280", width: 1280, height: 800, scheme: "dark" },
  { name: "light-375", width: 375, height: 740, scheme: "light" },
  { name: "dark-375", width: 375, height: 740, scheme: "dark" },
];

await mkdir(folder, { recursive: true });
const browser = await puppeteer.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let found = 0;
for (const look of LOOKS) found += await walk(look);
await browser.close();
console.log(`${found} violations in all`);
process.exitCode = found > 0 ? 1 : 0;

/** Goes through all states in one look; how many violations there were. */
async function walk({ name, width, height, scheme }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address);
  let violations = 0;
  const look = async (state) => {
    await new Promise((done) => setTimeout(done, 500));
    await page.screenshot({ path: join(folder, `${state}-${name}.png`) });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run());
    for (const violation of result.violations) {
      const where = violation.nodes.map((node) => node.target.join(" ")).join(", ");
      console.log(`${state}, ${name}: ${violation.id} (${violation.impact}): ${violation.help}: ${where}`);
    }
    violations += result.violations.length;
  };
  const type = async (line) => {
    await page.focus("#text");
    // What a form was opened by comes back into the box when it is closed.
    await page.evaluate(() => document.getElementById("text").select());
    await page.keyboard.type(line);
  };
  const send = async (line) => {
    await type(line);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await new Promise((done) => setTimeout(done, 300));
  };
  await page.waitForSelector("#who-name");
  await look("name");
  await page.type("#who-name", `Ada ${name}`);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("#who-name")?.offsetParent);
  await look("channel");
  await type("/");
  await look("commands");
  await page.keyboard.press("Escape");
  await page.evaluate(() => { document.getElementById("text").value = ""; });
  await send("/quiz style:typed questions:2");
  await look("question");
  await send("a pink elephant");
  await look("verdict");
  await send("skip");
  await send("skip");
  await look("result");
  for (const [state, line] of [
    ["help", "/help"],
    ["board", "/leaderboard"],
    ["streaks", "/leaderboard board:streaks"],
    ["stats", "/stats"],
    ["streak", "/streak why"],
  ]) {
    await send(line);
    await look(state);
  }
  for (const [state, line] of [
    ["settings", "/settings"],
    ["setup", "/setup"],
    ["form", "/reminder set days:mon-fri"],
  ]) {
    await send(line);
    await page.waitForFunction(() => document.getElementById("form").open);
    await look(state);
    await page.keyboard.press("Escape");
  }
  await send("/quiz with:channel questions:1 style:choices");
  await look("race");
  await send("/leaderboard");
  await look("board-at-the-end");
  await context.close();
  return violations;
}
