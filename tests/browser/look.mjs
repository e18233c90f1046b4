// Pictures of every screen: light, dark, on a phone and on paper.
//
//     node look.mjs PROGRAM PILE FOLDER [docs]
//
// With `docs`, only the few that the guides show.
import { openBrowser, serve } from "./stage.mjs";
import { mkdirSync } from "node:fs";

const [program, pile, folder, only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = await serve(program, [pile]);
const browser = await openBrowser();
const sizes = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
};

async function screens(page) {
  await page.goto(server.address);
  const story = await page.locator("a.open").first().getAttribute("href");
  await page.goto(server.address + story.slice(1));
  const article = await page.locator(".articles a.open").first().getAttribute("href");
  const entity = await page.locator(".who a.open").first().getAttribute("href");
  return {
    stories: "/", story, article, entity,
    claim: story + "/claims", entities: "/entities", publishers: "/publishers",
    search: "/search?q=water", review: "/review", help: "/help",
  };
}

for (const [name, options] of Object.entries(sizes)) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const all = await screens(page);
  for (const [screen, path] of Object.entries(all)) {
    if (only && !["story", "article", "search"].includes(screen)) continue;
    if (only && name === "dark" && screen !== "story") continue;
    if (only && name === "phone" && screen !== "article") continue;
    await page.goto(server.address + path.slice(1));
    if (screen === "story") await page.locator(".claims summary").first().click();
    const file = `${folder}/${screen}-${name}.png`;
    await page.screenshot({ path: file, fullPage: !only && name === "light" });
    if (screen === "story" && name === "light") {
      await page.emulateMedia({ media: "print" });
      if (!only) await page.screenshot({ path: `${folder}/story-print.png`, fullPage: true });
      await page.emulateMedia({ media: null });
    }
  }
  await context.close();
}
await browser.close();
server.stop();
