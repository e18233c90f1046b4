// Asks a server of this machine, at a steady rate, and says how long answers took.
//
//     node load.mjs ADDRESS [PER_SECOND] [SECONDS]
//
// Exits 1 if an answer was no 200. Nothing but 127.0.0.1 is asked.
import http from "node:http";

const [address, perSecond = "200", seconds = "60"] = process.argv.slice(2);
const base = new URL(address);
if (base.hostname !== "127.0.0.1") throw new Error("only this machine is asked");
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function ask(path) {
  const from = performance.now();
  return new Promise((done) => {
    const asked = http.get({ host: base.hostname, port: base.port, path, agent }, (answer) => {
      answer.resume();
      answer.on("end", () => done({ status: answer.statusCode, ms: performance.now() - from }));
    });
    asked.on("error", (error) => done({ status: String(error), ms: performance.now() - from }));
  });
}

async function json(path) {
  return (await fetch(new URL(path, base))).json();
}

const story = (await json("/api/v1/stories")).items[0].id;
const article = (await json("/api/v1/articles")).items[0].id;
const paths = [
  "/", `/stories/${story}`, `/articles/${encodeURIComponent(article)}`, "/entities", "/search?q=water",
  "/publishers", `/api/v1/stories/${story}/claims?limit=50`, "/api/v1/search?q=water",
  "/api/v1/claims/check?text=the%20water%20will%20flow", `/stories/${story}/feed.atom`, "/style.css",
];
const results = [];
const from = performance.now();
const total = Number(perSecond) * Number(seconds);
for (let n = 0; n < total; n++) {
  const wait = from + (n * 1000) / Number(perSecond) - performance.now();
  if (wait > 1) await new Promise((done) => setTimeout(done, wait));
  results.push(ask(paths[n % paths.length]));
}
const all = await Promise.all(results);
const took = (performance.now() - from) / 1000;
const times = all.map((r) => r.ms).sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
const bad = all.filter((r) => r.status !== 200);
console.log(`${all.length} answers in ${took.toFixed(1)} s, ${(all.length / took).toFixed(0)} a second; ` +
  `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; ${bad.length} not well`);
if (bad.length) console.log(bad.slice(0, 5));
process.exit(bad.length ? 1 : 0);
