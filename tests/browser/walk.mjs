// The page in a real browser: the main paths, by keyboard alone, without JavaScript, and axe.
//
//     node walk.mjs PROGRAM PILE
//
// Exits 0 if all is well, 1 with what is not, 77 if there is no browser.
import { openBrowser, browserPath, serve } from "./stage.mjs";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { tmpdir } from "node:os";
import assert from "node:assert/strict";

if (!browserPath()) {
  console.log("no browser here: nothing was tested");
  process.exit(77);
}
const [program, pile] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "secondsource-"));
const names = join(folder, "names.tsv");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");
const server = await serve(program, [pile, "--corrections", names]);
const at = (path) => server.address + path.slice(1);
const browser = await openBrowser();
const failures = [];

/** A test in a fresh context; what the page complains of fails it too. */
async function test(name, options, act) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  // The browser notes answers that are refusals, which some tests want.
  const isRefusal = (text) => /the server responded with a status of 40[34]/.test(text);
  page.on("console", (message) => {
    if (message.type() === "error" && !isRefusal(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => { complaints.push("a dialog opened"); dialog.dismiss(); });
  page.setDefaultTimeout(10_000);
  try {
    await act(page);
    assert.deepEqual(complaints, []);
    console.log(`ok ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAILED ${name}\n${error.stack}`);
  }
  await context.close();
}

async function toStory(page) {
  await page.goto(at("/"));
  await page.locator("a.open").first().click();
  await page.waitForSelector("article.story");
}

await test("a story is reached from the list and every number leads to what it counts", {}, async (page) => {
  await toStory(page);
  const numbers = page.locator(".strip a[href]");
  for (let i = 0; i < await numbers.count(); i++) {
    const n = Number(await numbers.nth(i).locator("b").innerText());
    const target = await numbers.nth(i).getAttribute("href");
    if (n > 0) assert.equal(await page.locator(`section${target}`).count(), 1, target);
  }
});

await test("a claim opens its words and the words their article", {}, async (page) => {
  await toStory(page);
  const claim = page.locator(".claims > li").first();
  await claim.locator("summary").click();
  const words = await claim.locator("mark").first().innerText();
  await claim.locator("a.where").first().click();
  const asked = await page.locator(".asked").allInnerTexts();
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  assert.equal(plain(asked.join("")), plain(words));
  assert.ok(await page.locator("#at").isVisible());
});

await test("the sides of a conflict stand beside one another", { viewport: { width: 1280, height: 800 } }, async (page) => {
  // An invented story whose reports differ.
  const story = new URL("../../eval/accounts/peace-summit.json", import.meta.url);
  const two = join(folder, "two.jsonl");
  const { articles } = JSON.parse(readFileSync(story, "utf8"));
  writeFileSync(two, articles.map((article) => JSON.stringify(article)).join("\n"));
  const other = await serve(program, [two]);
  try {
    await page.goto(other.address);
    await page.locator("a.open").first().click();
    const sides = page.locator(".conflicts > li").first().locator(".side");
    const [a, b] = [await sides.nth(0).boundingBox(), await sides.nth(1).boundingBox()];
    assert.ok(a.x + a.width <= b.x && Math.abs(a.y - b.y) < 4);
    assert.ok(await page.locator(".conflicts mark").count() > 1);
  } finally {
    other.stop();
  }
});

await test("by keyboard alone: from the list to the words of a claim and back", {}, async (page) => {
  await page.goto(at("/"));
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.waitForSelector("article.story");
  await page.keyboard.press("l");
  await page.keyboard.press("l");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  assert.ok(await page.locator(".item.at details[open], .item.at").count() > 0);
  await page.locator("#claims").scrollIntoViewIfNeeded();
  await page.locator("#claims summary").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#claims details[open]").count(), 1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".reader");
  await page.keyboard.press("Escape");
  await page.waitForSelector("article.story");
  await page.keyboard.press("/");
  await page.keyboard.type("water");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".hits mark");
  await page.locator("body").press("?");
});

await test("in brief, what is open, who met, what is new: each opens its words", {}, async (page) => {
  const dated = await serve(program, [pile, "--new-since", "2031-03-10"]);
  try {
    await page.goto(dated.address);
    await page.locator("a.open").first().click();
    for (const part of ["#news", "#open", "#meetings"]) {
      const line = page.locator(`${part} details`).first();
      await line.locator("summary").click();
      assert.ok(await line.locator("mark").first().isVisible(), part);
    }
    await page.locator("#digest a.cite").first().click();
    assert.ok(await page.locator("#at").isVisible());
  } finally {
    dated.stop();
  }
});

await test("the timeline is drawn, and a mark leads to what it stands for", {}, async (page) => {
  await toStory(page);
  const mark = page.locator("#timeline svg a").first();
  await mark.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/timeline.*#/);
  assert.equal(await page.locator(":target").count(), 1);
});

await test("every key that is explained does something", {}, async (page) => {
  await page.goto(at("/help"));
  const named = await page.locator("dl.hints").first().locator("kbd").allInnerTexts();
  const source = readFileSync(new URL("../../crates/web/assets/script.js", import.meta.url), "utf8");
  const known = new Set(source.match(/const keys = \{[^]*?\n\};/)[0].match(/^  ("[^"]+"|\w+):/gm)
    .map((line) => line.trim().replace(/[":]/g, "")));
  const other = { gg: "before === \"g\"", Esc: "Escape:", "Shift-G": "G: () => group()", "Ctrl-K": "event.ctrlKey" };
  for (const key of named) {
    assert.ok(known.has(key) || source.includes(other[key] ?? "\u0000"), `${key} is explained, but does nothing`);
  }
  for (const key of ["j", "k", "h", "l", "o", "gg", "G", "x", "Shift-G", "u", "v", "m", "s", "/", "?", "Esc"]) {
    assert.ok(named.includes(key), `${key} is not explained`);
  }
});

await test("two names are selected by keyboard and said to be one", {}, async (page) => {
  await page.goto(at("/entities"));
  const both = await page.locator("#person a.open").allInnerTexts();
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  assert.equal(await page.locator(".item.selected").count(), 2);
  await page.keyboard.press("G");
  await page.waitForURL(/review/);
  assert.equal(await page.inputValue('#by-hand input[name="name"]'), both[0]);
  assert.equal(await page.inputValue('#by-hand input[name="other"]'), both[1]);
  assert.equal(await page.inputValue("#by-hand select"), "merge");
  await page.goto(at("/entities"));
  await page.keyboard.press("u");
  await page.waitForURL(/review/);
});

await test("what is read and starred stays so", {}, async (page) => {
  await page.goto(at("/"));
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.keyboard.press("m");
  await page.reload();
  assert.equal(await page.locator(".item.starred.read").count(), 1);
});

await test("without JavaScript everything can be read and said", { javaScriptEnabled: false }, async (page) => {
  await toStory(page);
  await page.locator(".claims summary").first().click();
  assert.ok(await page.locator(".claims mark").first().isVisible());
  await page.goto(at("/search?q=water"));
  assert.ok(await page.locator(".hits mark").count() > 0);
});

await test("two names are made one, and parted again", {}, async (page) => {
  await page.goto(at("/entities"));
  const both = await page.locator("#person a.open").allInnerTexts();
  await page.goto(at("/review"));
  await page.fill('#by-hand input[name="name"]', both[0]);
  await page.fill('#by-hand input[name="other"]', both[1]);
  await page.locator("#by-hand button").click();
  await page.waitForSelector("#said");
  assert.match(readFileSync(names, "utf8"), /^merge\t/);
  await page.goto(at("/entities"));
  assert.equal(await page.locator("#person a.open").count(), both.length - 1);
  await page.goto(at("/review"));
  await page.locator("button.undo").click();
  await page.waitForURL(/review/);
  await page.goto(at("/entities"));
  assert.deepEqual(await page.locator("#person a.open").allInnerTexts(), both);
});

await test("a form of a stranger is refused", {}, async (page) => {
  await page.goto(at("/review"));
  const status = await page.evaluate(async () => {
    const body = new URLSearchParams({ kind: "merge", name: "A", other: "B", token: "guessed" });
    return (await fetch("/review", { method: "POST", body })).status;
  });
  assert.equal(status, 403);
});

await test("on a phone nothing sticks out", { viewport: { width: 360, height: 740 } }, async (page) => {
  for (const path of await paths(page)) {
    await page.goto(at(path));
    const [inner, whole] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    assert.ok(whole <= inner, `${path} is ${whole} wide`);
  }
});

for (const colorScheme of ["light", "dark"]) {
  await test(`axe finds nothing, ${colorScheme}`, { colorScheme, bypassCSP: true }, async (page) => {
    const found = [];
    for (const path of await paths(page)) {
      await page.goto(at(path));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const { id, nodes } of violations) {
        found.push(`${path} ${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
      }
    }
    assert.deepEqual(found, []);
  });
}

await test("one file opens from disk, and its citations lead to their words", {}, async (page) => {
  const file = join(folder, "page.html");
  execFileSync(program, ["brief", pile, "--format", "html", "-q", "-o", file]);
  await page.goto(`file://${file}`);
  await page.locator(".claims summary").first().click();
  await page.locator(".claims a.where").first().click();
  assert.equal(await page.locator(":target").count(), 1);
  const dead = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(decodeURIComponent(id))));
  assert.deepEqual([...new Set(dead)].slice(0, 5), []);
});

await test("a library: its stories, found, opened, looked at, starred", {}, async (page) => {
  const file = join(folder, "library.db");
  execFileSync(program, ["ingest", "-q", "--library", file, pile]);
  const kept = await serve(program, ["--library", file]);
  try {
    await page.goto(kept.address);
    await page.locator(".card a.open").first().click();
    await page.waitForSelector("article.story");
    const story = new URL(page.url()).pathname;
    await page.locator(".claims summary").first().click();
    await page.locator(".claims a.where").first().click();
    assert.ok(await page.locator("#at").isVisible());
    await page.goto(kept.address.slice(0, -1) + story);
    await page.locator("button.star").click();
    await page.waitForSelector("button.star:has-text('★')");
    await page.keyboard.press("m");
    await page.waitForSelector(".looked time");
    await page.goto(kept.address);
    assert.equal(await page.locator(".item.starred").count(), 1);
    await page.goto(kept.address + "search?q=water&claims=1");
    assert.ok(await page.locator("#claims a.open").count() > 0);
    await page.locator(".hits a.open").first().click();
    await page.waitForSelector(".reader");
    for (const path of ["entities", "publishers", "review"]) {
      await page.goto(kept.address + path);
      assert.ok(await page.locator(".item, #by-hand").count() > 0, path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
    }
  } finally {
    kept.stop();
  }
});

await test("a hostile article is shown harmlessly", {}, async (page) => {
  const hostile = join(folder, "hostile.jsonl");
  writeFileSync(hostile, hostileLine() + "\n");
  const other = await serve(program, [hostile]);
  try {
    for (const path of ["", "entities", "publishers", "review", "search?q=%3Cscript%3E"]) {
      await page.goto(other.address + path);
      assert.equal(await page.evaluate(() => globalThis.owned), undefined);
      assert.equal(await page.locator("main script, main iframe, main img, main [onerror]").count(), 0);
    }
    await page.goto(other.address);
    await page.locator("a.open").first().click();
    await page.locator(".articles a.open").first().click();
    assert.equal(await page.evaluate(() => globalThis.owned), undefined);
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    const text = await page.locator("main").innerText();
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069]/);
    assert.match(text, /<script>/);
  } finally {
    other.stop();
  }
});

/** An article with a script in every field. */
function hostileLine() {
  const evil = `"'><script>globalThis.owned=1</script><img src=x onerror="globalThis.owned=1">\u202e`;
  return JSON.stringify({
    id: evil, title: evil, publisher: evil, authors: [evil], url: "javascript:globalThis.owned=1",
    published: "2031-03-05", language: evil,
    text: `Mr ${evil} Vale said on Monday that "${evil}".\n\n` +
      `“The bridge <script>globalThis.owned=1</script> is closed,” said Ada <b onclick=x> Vale.`,
  });
}

async function paths(page) {
  await page.goto(at("/"));
  const story = await page.locator("a.open").first().getAttribute("href");
  await page.goto(at(story));
  const first = async (where) => page.locator(where).first().getAttribute("href");
  return [
    "/", story, await first(".articles a.open"), await first(".who a.open"), story + "/claims",
    story + "/conflicts", story + "/quotations", story + "/timeline", story + "/commitments",
    story + "/matrix", story + "/meetings", story + "/entities",
    "/entities", "/publishers", "/search", "/search?q=water", "/review", "/help", "/nowhere",
  ];
}

await browser.close();
server.stop();
console.log(failures.length ? `${failures.length} failed` : "all is well");
process.exit(failures.length ? 1 : 0);
