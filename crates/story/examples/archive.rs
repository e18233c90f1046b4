//! Measures the cost of clustering and of reuse as the archive grows: `archive STREAM.jsonl N …`.
//!
//! The stream is read once and then repeated, each time with other names, numbers and days, until
//! N documents have come; stories and reuse run on a thread each. Prints the time a document took
//! between any two of the N, and the memory in use.

use document::Document;
use lexicon::Lexicon;
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
    std::thread::scope(|scope| {
        scope.spawn(|| stories(&documents, &words, &steps));
        scope.spawn(|| reuse(&words, &steps));
    });
    Ok(())
}

/// The words of the nth document of the endless stream.
fn nth(words: &[Words], n: usize) -> Words {
    let mut copy = words[n % words.len()].clone();
    let round = (n / words.len()) as u32;
    for word in copy.list.iter_mut().filter(|w| round > 0 && (w.is_name || w.is_number)) {
        word.stem ^= round.wrapping_mul(0x9e37_79b1);
        word.spelling ^= round.wrapping_mul(0x9e37_79b1);
    }
    copy
}

fn stories(documents: &[Document], words: &[Words], steps: &[usize]) {
    let mut clusters = Clusters::new(Join::built_in().clone());
    timed("stories", words, steps, |n, words| {
        let day = cluster::published(&documents[n % documents.len()]);
        clusters.learn(&words);
        clusters.add(&words, day.map(|d| d + DAYS * (n / documents.len()) as f32));
    });
}

fn reuse(words: &[Words], steps: &[usize]) {
    let mut archive = Archive::new(built_in());
    timed("reuse", words, steps, |_, words| {
        archive.learn(&words);
        archive.add(words);
    });
}

fn timed(what: &str, words: &[Words], steps: &[usize], mut add: impl FnMut(usize, Words)) {
    let (mut n, mut spent) = (0, 0.0);
    for step in steps {
        let (before, from) = (n, spent);
        while n < *step {
            let words = nth(words, n);
            let clock = Instant::now();
            add(n, words);
            spent += clock.elapsed().as_secs_f64();
            n += 1;
        }
        let each = (spent - from) * 1e6 / (n - before).max(1) as f64;
        println!("{what}: {n} documents, {each:.0} µs each since {before}, {} MB", megabytes());
    }
}

/// Memory in use by the whole process, where the system says so.
fn megabytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}
