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
  const numbers = page.locator(".strip a");
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
  await toStory(page);
  const sides = page.locator(".conflicts > li").first().locator(".side");
  const [a, b] = [await sides.nth(0).boundingBox(), await sides.nth(1).boundingBox()];
  assert.ok(a.x + a.width <= b.x && Math.abs(a.y - b.y) < 4);
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
    "/entities", "/publishers", "/search", "/search?q=water", "/review", "/help", "/nowhere",
  ];
}

await browser.close();
server.stop();
console.log(failures.length ? `${failures.length} failed` : "all is well");
process.exit(failures.length ? 1 : 0);
