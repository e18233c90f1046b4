//! Simulates stories with a known truth and measures origins against it: `simulator SEED STORIES`;
//! with `errors` after that, prints each report that is given a wrong origin; with `conflicts`
//! one report of each story gets a number, time, day or place wrong, and the conflicts that are
//! found are measured against what the paragraphs tell.
//!
//! The world stands in `eval/simulator/world.tsv`. In each story two or three houses report what
//! happened, each in wordings and with witnesses of its own; others copy, cut, rewrite with or
//! without a credit, sum up two reports, misspell names and get numbers wrong. From one seed come
//! always the same stories. Prints the share of stories whose number of origins is right, the
//! pairs of one origin, and how many of the directed derivations are right.

use document::Span;
use language::{Annotator, Model};
use lexicon::Lexicon;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use story::{Report, Story, weave};

const WORLD: &str = include_str!("../../../eval/simulator/world.tsv");

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let seed: u64 = args.next().ok_or("which seed?")?.parse()?;
    let stories: u64 = args.next().ok_or("how many stories?")?.parse()?;
    let mode = args.next().unwrap_or_default();
    let (shows_errors, errs) = (mode == "errors", mode == "conflicts");
    let (mut annotator, mut sum) = (Annotator::new(Model::english()), Figures::default());
    let mut conflicts = Conflicts::default();
    for n in 0..stories {
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(n);
        let mut truth = Simulator::new(seed).story();
        if errs {
            Simulator::new(!seed).err(n as usize, &mut truth);
            conflicts.add(&truth, &read(&truth, &mut annotator));
            continue;
        }
        let story = read(&truth, &mut annotator);
        sum.add(&truth, &story);
        if shows_errors {
            print_errors(n, &truth, &story);
        }
    }
    if errs {
        conflicts.print()
    } else {
        sum.print()
    }
    Ok(())
}

/// A report with what is true of it.
struct Article {
    publisher: String,
    minutes: u64,
    paragraphs: Vec<String>,
    /// The first-hand report it goes back to, by number; for a summary that of most of it.
    origin: usize,
    /// The reports it was made from.
    from: Vec<usize>,
    /// How it was made.
    made: &'static str,
    /// What it tells, for those who rewrite it.
    facts: Vec<usize>,
    /// Its witnesses' words, with the sentences around them.
    quotes: Vec<(String, String)>,
}

struct Simulator {
    state: u64,
    pools: BTreeMap<&'static str, Vec<&'static str>>,
    /// What can be told: by fact its wordings.
    facts: Vec<Vec<&'static str>>,
    slots: BTreeMap<&'static str, String>,
}

impl Simulator {
    fn new(seed: u64) -> Simulator {
        let mut simulator = Simulator {
            state: seed,
            pools: BTreeMap::new(),
            facts: Vec::new(),
            slots: BTreeMap::new(),
        };
        let mut last = "";
        for row in WORLD.lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [kind, key, words] = fields[..] else { continue };
            if kind != "fact" {
                simulator.pools.entry(kind).or_default().push(words);
                continue;
            }
            if key != last {
                simulator.facts.push(Vec::new());
            }
            last = key;
            simulator.facts.last_mut().expect("just pushed").push(words);
        }
        simulator
    }

    /// The next of a row of numbers that look random (SplitMix64, Steele et al. 2014), below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    /// One of a pool, which it leaves.
    fn draw(&mut self, pool: &'static str) -> String {
        let n = self.below(self.pools[pool].len());
        self.pools.get_mut(pool).expect("a pool of the world").swap_remove(n).to_string()
    }

    fn story(mut self) -> Vec<Article> {
        for slot in ["town", "plant", "company"] {
            let words = self.draw(slot);
            self.slots.insert(slot, words);
        }
        for slot in ["chief", "minister", "union"] {
            let words = self.draw("person");
            self.slots.insert(slot, words);
        }
        let numbers = [
            ("hour", 8),
            ("dead", 11),
            ("hurt", 30),
            ("year", 1980),
            ("jobs", 700),
            ("pay", 40_000),
            ("last", 2020),
            ("crews", 14),
        ];
        for (slot, from) in numbers {
            let n = from + self.below(from.min(20) + 3);
            self.slots.insert(slot, n.to_string());
        }
        self.slots.insert("day", "Thursday".to_string());
        let mut articles = Vec::new();
        for n in 0..2 + self.below(2) {
            let article = self.first_hand(n);
            articles.push(article);
        }
        for _ in 0..3 + self.below(3) {
            let article = self.second_hand(&articles);
            articles.push(article);
        }
        articles
    }

    fn told(&mut self, fact: usize) -> String {
        let wording = self.below(self.facts[fact].len());
        let mut words = self.facts[fact][wording].to_string();
        for (slot, value) in &self.slots {
            words = words.replace(&format!("{{{slot}}}"), value);
        }
        let mut letters = words.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    }

    fn some_facts(&mut self, of: &[usize], n: usize) -> Vec<usize> {
        let mut facts = of.to_vec();
        while facts.len() > n {
            let at = 1 + self.below(facts.len() - 1);
            facts.remove(at);
        }
        facts
    }

    /// A house that was there.
    fn first_hand(&mut self, n: usize) -> Article {
        let is_agency = n == 0;
        let publisher = self.draw(if is_agency { "agency" } else { "paper" });
        let all: Vec<usize> = (0..self.facts.len()).collect();
        let facts = self.some_facts(&all, 8);
        let mut paragraphs: Vec<String> = facts.iter().map(|f| self.told(*f)).collect();
        let town = self.slots["town"].clone();
        let short = publisher.rsplit(['(', ' ']).next().unwrap_or_default().trim_end_matches(')');
        if is_agency {
            paragraphs[0] = format!("{}, May 9 ({short}) - {}", town.to_uppercase(), paragraphs[0]);
        } else {
            let reporter = self.draw("person");
            paragraphs.insert(0, format!("By {reporter} in {town}"));
        }
        let mut quotes = Vec::new();
        for _ in 0..2 + self.below(2) {
            let (words, witness) = (self.draw("quote"), self.draw("person"));
            let said = format!("“{words},” {witness} told the {short}.");
            let said = if is_agency { said.replace("told the ", "told ") } else { said };
            let at = paragraphs.len() - self.below(paragraphs.len() / 2);
            paragraphs.insert(at, said);
            quotes.push((words, witness));
        }
        let minutes = 600 + self.below(300) as u64;
        let (origin, from) = (n, Vec::new());
        Article { publisher, minutes, paragraphs, origin, from, made: "first hand", facts, quotes }
    }

    /// A house that was not.
    fn second_hand(&mut self, articles: &[Article]) -> Article {
        let parent = self.below(articles.len());
        let pool = if self.below(2) == 0 { "site" } else { "paper" };
        let publisher = self.draw(pool);
        let of = &articles[parent];
        let minutes = of.minutes + 30 + self.below(400) as u64;
        let name = of.publisher.split(" (").next().unwrap_or_default().to_string();
        let (origin, facts, quotes) = (of.origin, of.facts.clone(), of.quotes.clone());
        let mut from = vec![parent];
        let (made, paragraphs) = match self.below(5) {
            0 => ("copy", of.paragraphs.clone()),
            1 => {
                let kept = (of.paragraphs.len() * 2).div_ceil(3);
                ("cut copy", of.paragraphs[..kept].to_vec())
            }
            2 => ("rewrite with credit", self.rewritten(&facts, &quotes, Some(&name))),
            3 => (
                "rewrite without credit",
                self.rewritten(&facts, &quotes[..quotes.len().min(1)], None),
            ),
            _ => {
                let mut paragraphs = self.rewritten(&facts, &quotes, Some(&name));
                let second = self.below(articles.len());
                if articles[second].origin != origin {
                    from.push(second);
                    let other = articles[second].publisher.split(" (").next().unwrap_or_default();
                    for (words, witness) in articles[second].quotes.iter().take(1) {
                        paragraphs.push(format!("“{words},” {witness} told {other}."));
                    }
                }
                ("summary", paragraphs)
            }
        };
        let paragraphs = if made.contains("copy") { paragraphs } else { self.marred(paragraphs) };
        Article { publisher, minutes, paragraphs, origin, from, made, facts, quotes }
    }

    fn rewritten(
        &mut self,
        facts: &[usize],
        quotes: &[(String, String)],
        credit: Option<&str>,
    ) -> Vec<String> {
        let facts = self.some_facts(facts, 6);
        let mut paragraphs: Vec<String> = facts.iter().map(|f| self.told(*f)).collect();
        if let Some(name) = credit {
            for paragraph in paragraphs.iter_mut().step_by(2) {
                *paragraph = format!("{}, {name} reported.", paragraph.trim_end_matches('.'));
            }
        }
        for (words, witness) in quotes {
            let to = credit.map(|name| format!("{witness} told {name}"));
            let who = to.unwrap_or_else(|| format!("{witness} said"));
            paragraphs.push(format!("“{words},” {who}."));
        }
        paragraphs
    }

    /// Now and then a name is misspelt or a number wrong.
    fn marred(&mut self, mut paragraphs: Vec<String>) -> Vec<String> {
        let errs = [("chief", 3), ("union", 3), ("hurt", 8)];
        for (slot, one_in) in errs {
            if self.below(one_in) > 0 {
                continue;
            }
            let right = self.slots[slot].clone();
            let wrong = match right.parse::<u32>() {
                Ok(n) => (n + 10).to_string(),
                Err(_) => right.replace('k', "c").replace("ie", "y").replace('s', "z"),
            };
            paragraphs.iter_mut().for_each(|p| *p = p.replace(&right, &wrong));
        }
        paragraphs
    }
}

/// Slots that reports get wrong, with the kind of conflict that makes.
const WRONG: [(&str, &str); 7] = [
    ("dead", "number"),
    ("hour", "time"),
    ("hurt", "number"),
    ("day", "time"),
    ("jobs", "number"),
    ("town", "place"),
    ("year", "time"),
];

impl Simulator {
    /// Gives one report a wrong value of the `nth` of [`WRONG`], if a paragraph tells it.
    fn err(&mut self, nth: usize, articles: &mut [Article]) {
        let (slot, _) = WRONG[nth % WRONG.len()];
        let told: Vec<(usize, usize, String)> = articles
            .iter()
            .enumerate()
            .flat_map(|(a, article)| article.paragraphs.iter().enumerate().map(move |p| (a, p)))
            .filter_map(|(a, (p, words))| Some((a, p, self.fact_of(words)?.1.remove(slot)?)))
            .collect();
        if told.is_empty() {
            return;
        }
        let (a, p, right) = &told[self.below(told.len())];
        let wrong = match (right.parse::<u32>(), slot) {
            (Ok(n), "hour") => (n % 11 + 2).to_string(),
            (Ok(n), _) => (n + 3).to_string(),
            (Err(_), "day") => "Friday".to_string(),
            (Err(_), _) => self.draw(slot),
        };
        let words = &mut articles[*a].paragraphs[*p];
        *words = words.replace(right.as_str(), &wrong);
    }

    /// The fact that a paragraph tells, and what it puts into each slot of its wording.
    fn fact_of(&self, paragraph: &str) -> Option<(usize, BTreeMap<&'static str, String>)> {
        let wordings = self.facts.iter().enumerate();
        let mut wordings = wordings.flat_map(|(f, all)| all.iter().map(move |w| (f, *w)));
        wordings.find_map(|(fact, wording)| Some((fact, filled(wording, paragraph)?)))
    }
}

/// What a paragraph in this wording puts into its slots; `None` if it is in another.
fn filled(wording: &'static str, paragraph: &str) -> Option<BTreeMap<&'static str, String>> {
    let mut parts = wording.trim_end_matches('.').split(['{', '}']);
    let first = parts.next()?;
    let start = paragraph.find(first.get(1..).unwrap_or_default())?;
    let mut rest = &paragraph[start + first.len().saturating_sub(1)..];
    let mut slots = BTreeMap::new();
    while let (Some(slot), Some(after)) = (parts.next(), parts.next()) {
        let open = || rest.find([',', '.']).unwrap_or(rest.len());
        let end = if after.is_empty() { open() } else { rest.find(after)? };
        slots.insert(slot, rest[..end].to_string());
        rest = &rest[end + after.len()..];
    }
    Some(slots)
}

/// How many true conflicts are found, and how many of those found are true.
#[derive(Default)]
struct Conflicts {
    /// By kind: true ones, and those of them that are found.
    truth: BTreeMap<&'static str, (usize, usize)>,
    found: usize,
    right: usize,
}

impl Conflicts {
    fn add(&mut self, truth: &[Article], story: &Story) {
        let world = Simulator::new(0);
        let mut told: BTreeMap<(usize, &str), BTreeSet<String>> = BTreeMap::new();
        for words in truth.iter().flat_map(|a| &a.paragraphs) {
            let Some((fact, slots)) = world.fact_of(words) else { continue };
            for (slot, value) in slots {
                told.entry((fact, slot)).or_default().insert(value);
            }
        }
        let mut seen = BTreeSet::new();
        for conflict in &story.conflicts {
            let sides = conflict.sides.iter().map(|s| s.evidence.spans().iter());
            let sides: Vec<Vec<_>> = sides
                .map(|spans| spans.filter_map(|s| world.fact_of(paragraph(story, *s))).collect())
                .collect();
            let differ = differing(&sides);
            self.found += 1;
            self.right += usize::from(!differ.is_empty());
            seen.extend(differ);
        }
        for ((fact, slot), values) in told {
            let Some((_, kind)) = WRONG.iter().find(|(s, _)| *s == slot) else { continue };
            if values.len() > 1 {
                let count = self.truth.entry(kind).or_default();
                count.0 += 1;
                count.1 += usize::from(seen.contains(&(fact, slot)));
            }
        }
    }

    fn print(&self) {
        for (kind, (all, found)) in &self.truth {
            println!("{kind}: {found} of {all} conflicts found");
        }
        let (all, found) = self.truth.values().fold((0, 0), |s, t| (s.0 + t.0, s.1 + t.1));
        println!("recall {:.3} of {all}", found as f64 / all.max(1) as f64);
        println!("precision {:.3} of {}", self.right as f64 / self.found.max(1) as f64, self.found);
    }
}

type Told = (usize, BTreeMap<&'static str, String>);

/// The slots of facts that two sides tell otherwise.
fn differing(sides: &[Vec<Told>]) -> Vec<(usize, &'static str)> {
    let [a, b] = sides else { return Vec::new() };
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y))).filter(|(x, y)| x.0 == y.0);
    let slots = pairs.flat_map(|(x, y)| {
        let wrong = |slot: &str| WRONG.iter().any(|(s, _)| *s == slot);
        let differs = |slot: &&&'static str| {
            wrong(slot) && y.1.get(**slot).is_some_and(|v| *v != x.1[**slot])
        };
        x.1.keys().filter(differs).map(|slot| (x.0, *slot)).collect::<Vec<_>>()
    });
    slots.collect()
}

/// The paragraph in which a span stands.
fn paragraph(story: &Story, span: Span) -> &str {
    let Some(report) = story.report_of(span.doc()) else { return "" };
    let text = story.reports[report].document.text.as_str();
    let start = text[..span.start()].rfind("\n\n").map_or(0, |at| at + 2);
    let end = text[span.start()..].find("\n\n").map_or(text.len(), |at| span.start() + at);
    &text[start..end]
}

fn read(articles: &[Article], annotator: &mut Annotator<'_>) -> Story {
    let lexicon = Lexicon::english();
    let line = |(i, a): (usize, &Article)| {
        let (day, hour, minute) = (9 + a.minutes / 1440, a.minutes / 60 % 24, a.minutes % 60);
        let published = format!("2031-05-{day:02}T{hour:02}:{minute:02}Z");
        let text = a.paragraphs.join("\n\n");
        let id = format!("{i:02}");
        let line =
            json!({"id": id, "publisher": a.publisher, "published": published, "text": text});
        format!("{line}\n")
    };
    let jsonl: String = articles.iter().enumerate().map(line).collect();
    let documents = ingest::read("story.jsonl", jsonl.as_bytes(), lexicon).documents;
    let reports = documents.into_iter().map(|document| {
        let analysis = analysis::analyse(&document, annotator, lexicon);
        Report { document, analysis }
    });
    weave(reports.collect(), lexicon).0
}

/// Prints the reports of a story whose origin is not that of the first-hand report they go back to.
fn print_errors(number: u64, truth: &[Article], story: &Story) {
    let found = |i: usize| story.origins.list.iter().position(|o| o.reports.contains(&i));
    for (i, article) in truth.iter().enumerate() {
        let joined = (0..i).find(|&j| truth[j].origin != article.origin && found(j) == found(i));
        if found(i) == found(article.origin) && joined.is_none() {
            continue;
        }
        let Some(origin) = found(i).map(|o| &story.origins.list[o]) else { continue };
        let basis: Vec<String> = origin
            .basis
            .iter()
            .filter(|b| b.report == i)
            .map(|b| {
                let words: Vec<&str> = b.spans.iter().map(|s| story.words(*s)).collect();
                format!("{} {words:?}", b.kind.as_str())
            })
            .collect();
        println!(
            "story {number} [{i}] {} by {}, from {:?}, origin {}: taken for {:?} by {}; \
             with {joined:?}",
            article.made,
            article.publisher,
            article.from,
            article.origin,
            origin.publisher,
            basis.join(" "),
        );
        println!("    {}", article.paragraphs.join("\n    "));
    }
}

#[derive(Default)]
struct Figures {
    stories: usize,
    exact: usize,
    both: usize,
    ours: usize,
    theirs: usize,
    directed: usize,
    right: usize,
    /// By how an article was made: how many there are, and how many have the right origin.
    made: BTreeMap<&'static str, (usize, usize)>,
    /// By what shows a report's origin: the same.
    shown: BTreeMap<&'static str, (usize, usize)>,
}

impl Figures {
    fn add(&mut self, truth: &[Article], story: &Story) {
        let found = |i: usize| story.origins.list.iter().position(|o| o.reports.contains(&i));
        let first_hand = truth.iter().filter(|a| a.from.is_empty()).count();
        let origins = story.origins.list.iter().filter(|o| !o.reports.is_empty()).count();
        self.stories += 1;
        self.exact += usize::from(origins == first_hand);
        for (b, article) in truth.iter().enumerate() {
            let made = self.made.entry(article.made).or_default();
            made.0 += 1;
            let is_right = found(b) == found(article.origin);
            made.1 += usize::from(is_right);
            let basis = found(b).into_iter().flat_map(|o| &story.origins.list[o].basis);
            let mut kind = basis.filter(|basis| basis.report == b).map(|basis| basis.kind.as_str());
            let shown = self.shown.entry(kind.next_back().unwrap_or("nothing")).or_default();
            shown.0 += 1;
            shown.1 += usize::from(is_right);
            for (a, other) in truth.iter().enumerate().take(b) {
                let (same, together) = (other.origin == article.origin, found(a) == found(b));
                self.both += usize::from(same && together);
                self.ours += usize::from(together);
                self.theirs += usize::from(same);
            }
        }
        for derivation in story.origins.derivations.iter().filter(|d| d.is_directed) {
            self.directed += 1;
            self.right += usize::from(is_from(truth, derivation.report, derivation.from));
        }
    }

    fn print(&self) {
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        println!("{} stories", self.stories);
        println!("number of origins right: {:.3}", share(self.exact, self.stories));
        println!(
            "pairs of one origin: precision {:.3}, recall {:.3}",
            share(self.both, self.ours),
            share(self.both, self.theirs)
        );
        println!(
            "directed derivations right: {:.3} of {}",
            share(self.right, self.directed),
            self.directed
        );
        for (made, (all, right)) in &self.made {
            println!("  {made}: {right} of {all} have the right origin");
        }
        for (shown, (all, right)) in &self.shown {
            println!("  shown by {shown}: {right} of {all} right, {:.3}", share(*right, *all));
        }
    }
}

/// Whether a report was made from another, at first hand or through others.
fn is_from(truth: &[Article], report: usize, from: usize) -> bool {
    truth[report].from.iter().any(|p| *p == from || is_from(truth, *p, from))
}
