// Starts the program and the browser, for tests and pictures.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

/** Where a browser may be; $CHROMIUM names another. */
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What a browser is told: nothing of it may use the network, and it may be run as root. */
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export function browserPath() {
  return process.env.CHROMIUM || BROWSERS.find((path) => existsSync(path));
}

export function openBrowser() {
  // Playwright gives each browser a user data folder of its own and removes it.
  return chromium.launch({ executablePath: browserPath(), args: FLAGS, headless: true });
}

/** Starts `serve` on a free port; gives its address once it answers. */
export async function serve(program, args) {
  const child = spawn(program, ["serve", ...args, "--listen", "127.0.0.1:0", "-q"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((_, no) => {
    child.once("exit", (code) => no(new Error(`the server ended with ${code}`)));
    child.once("error", no);
  });
  ended.catch(() => {});
  const lines = createInterface({ input: child.stdout });
  const first = new Promise((yes) => lines.once("line", yes));
  const address = await Promise.race([first, ended]);
  return { address, stop: () => child.kill() };
}
