// Keys and conveniences. Every page can be read, and every form sent, without this.
"use strict";

const items = () => [...document.querySelectorAll("main .item")].filter((item) => item.offsetParent);
/** The word that a library's server keeps marks with; none where this browser keeps them. */
const word = document.body.dataset.keeps;
const marks = { read: new Set(), starred: new Set() };
let at = null;
let before = "";

/** The address that names an item, for what is read and starred. */
const nameOf = (item) => {
  const link = item.querySelector("a.open");
  return item.id || (link ? link.getAttribute("href") : "");
};

/** Goes to an item. */
function goTo(item) {
  if (!item) return;
  if (at) at.classList.remove("at");
  at = item;
  at.classList.add("at");
  const focus = at.querySelector("summary, a.open, a.words, a, button") || at;
  focus.focus({ preventScroll: true });
  at.scrollIntoView({ block: "nearest" });
}

function step(n) {
  const all = items();
  const here = all.indexOf(at);
  goTo(all[here < 0 ? (n > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + n, 0), all.length - 1)]);
}

/** Goes to the next or previous part of the page. */
function part(n) {
  const all = [...document.querySelectorAll("main section[id]")];
  const top = document.documentElement.scrollTop;
  const tops = all.map((section) => section.getBoundingClientRect().top + top - 80);
  const next = n > 0 ? tops.findIndex((y) => y > top + 4) : tops.findLastIndex((y) => y < top - 4);
  if (next < 0) return;
  all[next].scrollIntoView();
  goTo(all[next].querySelector(".item"));
}

function open() {
  if (!at) return;
  const details = at.querySelector("details");
  const link = at.querySelector("a.open, a.words");
  if (details) details.open = !details.open;
  else if (link) link.click();
}

/** Selects an item that has a name others may be made one with, or no longer. */
function select() {
  if (at && at.dataset.name) at.classList.toggle("selected");
}

/** Says that what is selected is one, on the page where that is said and undone; true if anything is. */
function group() {
  const all = items().filter((item) => item.classList.contains("selected"));
  if (all.length < 2) return false;
  const said = new URLSearchParams({ kind: all[0].dataset.kind, name: all[0].dataset.name });
  for (const item of all.slice(1)) said.append("other", item.dataset.name);
  location.assign(`/review?${said}#by-hand`);
  return true;
}

/** Puts an item among those that are read or starred, or takes it out. */
function toggle(name) {
  if (!at || !nameOf(at)) return;
  const is = marks[name].delete(nameOf(at));
  if (!is) marks[name].add(nameOf(at));
  at.classList.toggle(name, !is);
  if (!word) localStorage.setItem(name, JSON.stringify([...marks[name]]));
  else tell("/marks", { kind: name, address: nameOf(at), set: !is });
}

/** Tells the server something, as a form would. */
function tell(address, fields) {
  const body = new URLSearchParams({ ...fields, token: word });
  return fetch(address, { method: "POST", body, redirect: "manual" });
}

/** Marks as read; a story of a library is then as it was when it was looked at. */
function read() {
  const look = document.querySelector("button.look");
  if (at?.dataset.look) tell(at.dataset.look, {});
  if (at) toggle("read");
  else if (look) look.click();
}

/** Shows what is read and starred. */
async function showMarks() {
  const kept = word ? await (await fetch("/marks")).json() : {};
  for (const name of ["read", "starred"]) {
    marks[name] = new Set(word ? kept[name] : JSON.parse(localStorage.getItem(name) || "[]"));
    for (const item of items()) item.classList.toggle(name, marks[name].has(nameOf(item)));
  }
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  h: () => part(-1),
  l: () => part(1),
  o: open,
  Enter: open,
  G: () => group() || goTo(items().at(-1)),
  x: select,
  m: read,
  s: () => toggle("starred"),
  v: () => {
    const original = document.querySelector("a.original");
    const listed = at && at.querySelector("[data-original]");
    if (listed) window.open(listed.dataset.original, "_blank", "noopener");
    else if (original) window.open(original.href, "_blank", "noopener");
  },
  u: () => {
    const undo = [...document.querySelectorAll("button.undo")].at(-1);
    if (undo) undo.click();
    else document.querySelector('nav a[href="/review"]')?.click();
  },
  "/": () => document.querySelector('input[type="search"]')?.focus(),
  "?": () => document.querySelector('a[href="/help"]')?.click(),
  Escape: () => history.length > 1 && history.back(),
};

document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, select, textarea");
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    keys["/"]();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (inField) {
    if (event.key === "Escape") inField.blur();
    return;
  }
  // On a link, a button or a line that opens, Enter does what it always does.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (event.key === "g" && before === "g") {
    before = "";
    goTo(items()[0]);
    return;
  }
  before = event.key;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

/** Opens what an address points into, and goes there. */
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  const own = target.querySelector(":scope > details");
  if (own) own.open = true;
  target.scrollIntoView({ block: target.id === "at" ? "center" : "start" });
  const item = target.closest(".item");
  if (item) goTo(item);
}

showMarks();

// Stories in which there are more origins or conflicts than at the last look come first.
const looks = JSON.parse(localStorage.getItem("looks") || "{}");
const counted = ["origins", "conflicts"];
const numbersOf = (element) => counted.map((name) => Number(element.dataset[name]));
const cards = [...document.querySelectorAll(".card[data-story]")];
for (const card of cards) {
  const before = looks[card.dataset.story];
  const more = before ? numbersOf(card).map((n, i) => Math.max(0, n - before[i])) : [0, 0];
  card.news = more[0] + more[1];
  if (!card.news) continue;
  const badge = document.createElement("span");
  badge.className = "badge new";
  badge.textContent = counted.filter((_, i) => more[i]).map((name) => `+${more[counted.indexOf(name)]} ${name}`).join(", ");
  card.querySelector(".badges").prepend(badge);
}
if (cards.some((card) => card.news)) {
  const list = cards[0].closest("ol");
  for (const card of cards.toSorted((a, b) => b.news - a.news)) list.append(card.closest("li"));
}
const story = document.querySelector("article.story[data-story]");
if (story) {
  looks[story.dataset.story] = numbersOf(story);
  localStorage.setItem("looks", JSON.stringify(looks));
}

const links = new Map();
for (const link of document.querySelectorAll("nav.sections a[href^='#']")) {
  links.set(link.getAttribute("href").slice(1), link);
}
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const link of links.values()) link.classList.remove("here");
    links.get(entry.target.id)?.classList.add("here");
  }
}, { rootMargin: "-10% 0px -75% 0px" });
for (const section of document.querySelectorAll("main section[id]")) seen.observe(section);

document.addEventListener("focusin", (event) => {
  const item = event.target.closest("main .item");
  if (item && item !== at) {
    if (at) at.classList.remove("at");
    at = item;
    at.classList.add("at");
  }
});
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".conflicts details")) details.open = true;
});
window.addEventListener("hashchange", reveal);
reveal();
