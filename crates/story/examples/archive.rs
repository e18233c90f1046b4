//! Measures the cost of clustering and of reuse as the archive grows: `archive STREAM.jsonl N …`.
//!
//! The stream is read once and then repeated, each time with other words, names, numbers and days,
//! until N documents have come; stories and reuse run on a thread each. Prints the processor time a
//! document took between any two of the N, and the memory in use.

use document::Document;
use lexicon::Lexicon;
use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;
use story::cluster::{self, Clusters};
use story::join::Join;
use story::reuse::{Archive, built_in};
use story::term::Words;

/// Days by which a repetition of the stream comes later.
const DAYS: f32 = 240.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("which stream?")?;
    let steps: Vec<usize> = args.map(|n| n.parse()).collect::<Result<_, _>>()?;
    let bytes = std::fs::read(&path)?;
    let mut documents = ingest::read(&path, &bytes, Lexicon::english()).documents;
    documents.sort_by(cluster::order);
    let clock = Instant::now();
    let words: Vec<Words> = documents.iter().map(Words::of).collect();
    let each = clock.elapsed().as_secs_f64() * 1e6 / words.len().max(1) as f64;
    println!("{} documents, {each:.0} µs each to read their words", words.len());
    let stream = Stream::new(words);
    std::thread::scope(|scope| {
        scope.spawn(|| stories(&documents, &stream, &steps));
        scope.spawn(|| reuse(&stream, &steps));
    });
    Ok(())
}

/// A stream without end.
struct Stream {
    words: Vec<Words>,
    /// Stems, the commonest first.
    stems: Vec<u32>,
    /// Where each stands among them.
    ranks: HashMap<u32, usize>,
}

impl Stream {
    fn new(words: Vec<Words>) -> Stream {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for stem in words.iter().flat_map(Words::stems) {
            *counts.entry(stem).or_default() += 1;
        }
        let mut stems: Vec<u32> = counts.keys().copied().collect();
        stems.sort_unstable_by_key(|stem| (std::cmp::Reverse(counts[stem]), *stem));
        let ranks = stems.iter().enumerate().map(|(rank, stem)| (*stem, rank)).collect();
        Stream { words, stems, ranks }
    }

    /// The words of the nth document: in each round every word stands for another that is about as
    /// common, and names and numbers are new, so that no round tells what another told.
    fn nth(&self, n: usize) -> Words {
        let mut copy = self.words[n % self.words.len()].clone();
        let round = n / self.words.len();
        for word in copy.list.iter_mut().filter(|_| round > 0) {
            if word.is_name || word.is_number {
                word.stem ^= (round as u32).wrapping_mul(0x9e37_79b1);
            } else {
                word.stem = self.stems[other(self.ranks[&word.stem], round, self.stems.len())];
            }
            word.spelling = word.spelling.wrapping_mul(2 * round as u32 + 1) ^ word.stem;
        }
        copy
    }
}

/// Another rank near one: ranks are turned within blocks that are as long as the ranks before them.
fn other(rank: usize, round: usize, ranks: usize) -> usize {
    let start = (rank + 1).next_power_of_two() / 2;
    let start = if (rank + 1).is_power_of_two() { rank + 1 } else { start };
    let len = start.min(ranks + 1 - start);
    start + (rank + 1 - start + round * (len / 3 + 1)) % len - 1
}

fn stories(documents: &[Document], stream: &Stream, steps: &[usize]) {
    let mut clusters = Clusters::new(Join::built_in().clone());
    timed("stories", stream, steps, |n, words| {
        let day = cluster::published(&documents[n % documents.len()]);
        clusters.learn(&words);
        clusters.add(&words, day.map(|d| d + DAYS * (n / documents.len()) as f32));
    });
}

fn reuse(stream: &Stream, steps: &[usize]) {
    let mut archive = Archive::new(built_in());
    timed("reuse", stream, steps, |_, words| {
        archive.learn(&words);
        archive.add(words);
    });
}

fn timed(what: &str, stream: &Stream, steps: &[usize], mut add: impl FnMut(usize, Words)) {
    let (mut n, mut spent) = (0, 0.0);
    for step in steps {
        let (before, from) = (n, spent);
        while n < *step {
            let words = stream.nth(n);
            let before = busy();
            add(n, words);
            spent += busy() - before;
            n += 1;
        }
        let each = (spent - from) * 1e6 / (n - before).max(1) as f64;
        println!("{what}: {n} documents, {each:.0} µs each since {before}, {} MB", megabytes());
    }
}

/// Seconds that this thread has had a processor, where the system says so.
fn busy() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

/// Memory in use by the whole process, where the system says so.
fn megabytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}
