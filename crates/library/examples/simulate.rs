//! A simulated archive, to measure searching in it: `simulate FILE N` adds articles, made from a
//! seed, to a library until it has N; `simulate FILE meanings` codes their passages; `simulate
//! FILE` times a thousand searches of several kinds.
//!
//! Words follow Zipf's law over 400,000 invented ones; an article has 40 to 400 of them, six names
//! of 60,000, one of 200 publishers and a day in ten years; one in ten is a copy with a new ending.

use document::{Block, BlockKind, Document, Metadata, Text};
use library::{Facts, Incoming, Library, NamedFact, Search, query::Key};
use std::{path::Path, time::Instant};

const WORDS: usize = 400_000;
const NAMES: usize = 60_000;
const AT_ONCE: usize = 2_000;
const SEARCHES: usize = 1_000;

/// Numbers that look random: SplitMix64 (Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank below `n` by Zipf's law: the inverse of a logarithm.
    fn rank(&mut self, n: usize) -> usize {
        let n = n as f64;
        (((n + 1.7).ln() - 1.7_f64.ln()) * self.unit() + 1.7_f64.ln()).exp() as usize - 1
    }
}

/// An invented word of two letters a syllable.
fn word(rank: usize) -> String {
    let (consonants, vowels) = (b"bdfgklmnprstvzhj", b"aeiou");
    let (mut left, mut word) = (rank + 1, String::new());
    while left > 0 {
        word.push(consonants[left % 16] as char);
        word.push(vowels[left / 16 % 5] as char);
        left /= 80;
    }
    word + ["n", "r", "sk", "t"][rank % 4]
}

/// An invented name: two words that are none of the others.
fn name(rank: usize) -> String {
    let part = |n: usize| {
        let word = word(WORDS + n * 7);
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}ov", part(rank % 900), part(1_000 + rank))
}

struct Made {
    document: Document,
    facts: Facts,
}

fn article(i: usize, numbers: &mut Numbers, before: &[Made]) -> Made {
    let (mut text, mut names) = (String::new(), Vec::new());
    if !before.is_empty() && numbers.below(10) == 0 {
        let copied = &before[numbers.below(before.len())];
        text = format!("{} Copied by hand.", copied.document.text.as_str());
        names.clone_from(&copied.facts.names);
    } else {
        let length = 40 + (360.0 * numbers.unit() * numbers.unit()) as usize;
        let title_ends = 8;
        for at in 0..length {
            text.push_str(&word(numbers.rank(WORDS)));
            if at % 25 == 12 && names.len() < 6 {
                let name = name(numbers.rank(NAMES));
                text.push_str(&format!(" {name}"));
                let quoted = numbers.below(2);
                let kind = "person".to_string();
                names.push(NamedFact { kind, name, mentions: 1, quoted, start: 0, end: 1 });
            }
            text.push_str(match at {
                at if at == title_ends => "\n\n",
                at if at % 60 == 59 => ".\n\n",
                at if at % 15 == 14 => ". ",
                _ => " ",
            });
        }
    }
    // As articles come: in the order of their days, some of them late.
    let day = (i * 3_650 / 1_000_000 + numbers.below(5)).min(3_649);
    let metadata = Metadata {
        publisher: Some(format!("Publisher {}", numbers.rank(200))),
        published: Some(format!(
            "{}-{:02}-{:02}",
            2020 + day / 365,
            1 + day % 365 / 31,
            1 + day % 28
        )),
        language: Some("en".into()),
        ..Metadata::default()
    };
    let document = document(&i.to_string(), text.trim().to_string(), metadata);
    Made { document, facts: Facts { names, ..Facts::default() } }
}

fn document(name: &str, text: String, metadata: Metadata) -> Document {
    let id = Document::id_of(name, &text);
    let text = Text::freeze(id, text);
    let (mut blocks, mut at) = (Vec::new(), 0);
    for part in text.as_str().split("\n\n") {
        let kind = if at == 0 { BlockKind::Headline } else { BlockKind::Paragraph };
        if let Some(span) = text.trimmed_span(at..at + part.len()) {
            blocks.push(Block { kind, span });
        }
        at += part.len() + 2;
    }
    Document {
        id,
        name: name.into(),
        path: "simulated.jsonl".into(),
        sha256: String::new(),
        text,
        blocks,
        items: Vec::new(),
        credits: Vec::new(),
        links: Vec::new(),
        metadata,
    }
}

fn build(path: &Path, n: usize) {
    let mut library = Library::open(path, "simulate").expect("opened");
    let there = library.len().expect("counted");
    let (started, mut before) = (Instant::now(), Vec::new());
    for first in (there..n).step_by(AT_ONCE) {
        let mut numbers = Numbers(first as u64);
        let made: Vec<Made> =
            (first..n.min(first + AT_ONCE)).map(|i| article(i, &mut numbers, &before)).collect();
        let incoming: Vec<Incoming<'_>> = made
            .iter()
            .map(|m| Incoming {
                document: &m.document,
                original: None,
                facts: &m.facts,
                story: None,
            })
            .collect();
        library.add(&incoming, "simulate", "2031-01-01T00:00:00Z").expect("stored");
        before = made;
    }
    let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds());
    println!("{there} to {n} articles: {wall:.0} s, of which {cpu:.0} s of processor time");
}

fn learn_meanings(path: &Path) {
    let mut library = Library::open(path, "simulate").expect("opened");
    let started = Instant::now();
    let mut n = 0;
    while let more @ 1.. = library.learn_meanings().expect("coded") {
        n += more;
    }
    let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds());
    println!("{n} articles: {wall:.0} s, of which {cpu:.0} s of processor time");
}

/// A search of the kind, from the words and names of the archive.
fn search(kind: &str, numbers: &mut Numbers) -> Search {
    let mut search = Search { limit: 10, details: true, ..Search::default() };
    let mut any = |n: usize| word(numbers.rank(n));
    match kind {
        "a word" => search.text = any(WORDS),
        "a frequent word" => search.text = any(50),
        "two words" => search.text = format!("{} {}", any(20_000), any(20_000)),
        "two frequent words" => search.text = format!("{} {}", any(300), any(300)),
        "words or words" => {
            search.text = format!("({} OR {}) -{}", any(5_000), any(5_000), any(50))
        }
        "a phrase" => search.text = format!("\"{} {}\"", any(300), any(300)),
        "a beginning" => search.text = format!("{}*", &any(5_000)[..3]),
        "a mistyped word" => {
            let word = any(20_000);
            search.text = format!("{}x{}", &word[..2], &word[3..]);
        }
        "a name" => search.text = name(numbers.rank(NAMES)),
        "a name spelled otherwise" => {
            search.text = name(numbers.rank(NAMES)).replace("ov", "off").replace('k', "q");
        }
        "a sentence" => search.text = (0..15).map(|_| any(WORDS) + " ").collect(),
        "words and filters" => {
            search.text = any(2_000);
            let publisher = format!("Publisher {}", numbers.rank(200));
            search.filters = vec![
                (Key::Publisher, publisher),
                (Key::Since, "2022-05-17".into()),
                (Key::Until, "2024-02-03".into()),
            ];
            search.duplicates = library::Duplicates::Skip;
        }
        _ => search.filters = vec![(Key::Speaker, name(numbers.rank(NAMES)))],
    }
    search
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else { panic!("usage: simulate FILE [N]") };
    let path = Path::new(&path);
    match arguments.next() {
        Some(word) if word == "meanings" => return learn_meanings(path),
        Some(n) => return build(path, n.parse().expect("a number")),
        None => {}
    }
    let bytes = std::fs::metadata(path).expect("there").len();
    let library = Library::open_existing(path, "simulate").expect("opened");
    println!("{} articles, {:.2} GB", library.len().expect("counted"), bytes as f64 / 1e9);
    // tidy: no words of a language
    let kinds = [
        "a word",
        "a frequent word",
        "two words",
        "two frequent words",
        "words or words",
        "a phrase",
        "a beginning",
        "a mistyped word",
        "a name",
        "a name spelled otherwise",
        "words and filters",
        "a speaker",
        "a sentence",
    ];
    let (mut all, mut all_cpu) = (Vec::new(), Vec::new());
    for kind in kinds {
        let mut numbers = Numbers(9);
        let (mut times, mut cpu_times) = (Vec::new(), Vec::new());
        let mut found = 0;
        for _ in 0..SEARCHES / kinds.len() {
            let search = search(kind, &mut numbers);
            let (started, cpu) = (Instant::now(), cpu_seconds());
            let hits = match kind {
                "a sentence" => {
                    library.nearest(&search.text, &Search { text: String::new(), ..search })
                }
                _ => library.search(&search),
            };
            found += usize::from(!hits.expect("searched").hits.is_empty());
            times.push(started.elapsed().as_secs_f64() * 1e3);
            cpu_times.push((cpu_seconds() - cpu) * 1e3);
        }
        report(kind, &mut times, &mut cpu_times, found);
        all.extend(times);
        all_cpu.extend(cpu_times);
    }
    let n = all.len();
    report("all", &mut all, &mut all_cpu, n);
}

/// Seconds this thread has run, where the system says so: on a busy machine a search waits.
fn cpu_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = times.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanos.unwrap_or_default() / 1e9
}

fn report(kind: &str, times: &mut [f64], cpu_times: &mut [f64], found: usize) {
    let n = times.len();
    print!("{kind:<26}");
    for (what, times) in [("processor", cpu_times), ("wall", times)] {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((n - 1) as f64 * share) as usize];
        let [p50, p95, p99, last] = [0.5, 0.95, 0.99, 1.0].map(at);
        print!(" {what} p50 {p50:5.1} p95 {p95:5.1} p99 {p99:5.1} max {last:5.1} ms,");
    }
    println!(" {found}/{n} found");
}
