//! Measures what a story of many articles costs, stage by stage: `large N FILE.jsonl …`.
//!
//! Makes N articles, each of two paragraphs of one file and two of another, so that all speak of
//! the same things and none is the same, analyses them and weaves them as one story. Prints the
//! seconds of each stage, and of the record and the page: those that passed and, where the system
//! tells, those that processors worked, on all threads together.

use analysis::analyse;
use document::BlockKind;
use dossier::{Provenance, page, present};
use language::{Annotator, Model};
use lexicon::Lexicon;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread;
use std::time::Instant;
use story::{Corrections, Report};

const THREADS: usize = 2;
/// Parts of the page longer than this are named.
const LONG_BYTES: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let n: usize = args.next().ok_or("how many?")?.parse()?;
    let lexicon = Lexicon::english();
    let mut files: Vec<Vec<String>> = Vec::new();
    for path in args {
        let documents = ingest::read(&path, &std::fs::read(&path)?, lexicon).documents;
        let paragraphs = documents.iter().flat_map(|d| {
            let prose = d.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph);
            prose.map(|b| d.text.words(b.span).split_whitespace().collect::<Vec<_>>().join(" "))
        });
        files.push(paragraphs.filter(|p| p.len() > 40).collect());
    }
    files.retain(|f| !f.is_empty());
    let mut number = 1_u64;
    let mut pick = |list: &[String]| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        list[(number >> 33) as usize % list.len()].clone()
    };
    let lines: Vec<String> = (0..n)
        .map(|i| {
            let (a, b) = (&files[i % files.len()], &files[(i + 1) % files.len()]);
            let text = [pick(a), pick(a), pick(b), pick(b)].join("\n\n");
            let day = format!("2031-04-{:02}", 1 + i % 28);
            let publisher = format!("Paper {}", i % 50);
            serde_json::json!({"id": format!("{i:05}"), "text": text, "published": day,
                "publisher": publisher})
            .to_string()
        })
        .collect();
    let mut clock = (Instant::now(), worked());
    let mut ended = |name: &str| {
        let (passed, worked) = (clock.0.elapsed().as_secs_f64(), worked());
        println!("{passed:9.3} s  {:9.3} s  {name}", worked - clock.1);
        clock = (Instant::now(), worked);
    };
    let reports = analysed(&lines);
    ended("analyses");
    let (story, notices) =
        story::weave_by_stages(reports, lexicon, &Corrections::default(), &mut ended);
    ended("rest of the story");
    let made = |s: &str| s.to_string();
    let made_by = Provenance {
        version: made("1"),
        model: made("m"),
        model_hash: made("h"),
        lexicon_hash: made("h"),
    };
    let dossier = present(&[story], &notices, &made_by);
    ended("record");
    let page = page::print(&dossier, page::Format::Markdown);
    ended("page");
    println!(
        "{} claims, {} conflicts, {} commitments, {} intentions, {} entities, {} origins",
        dossier.claims.len(),
        dossier.conflicts.len(),
        dossier.commitments.len(),
        dossier.intentions.len(),
        dossier.entities.len(),
        dossier.origins.len(),
    );
    println!("{} bytes of page, {} notices", page.len(), dossier.notices.len());
    let mut hasher = DefaultHasher::new();
    (serde_json::to_string(&dossier)?, &page).hash(&mut hasher);
    println!("{:016x} is the hash of record and page", hasher.finish());
    for part in page.split("\n## ").filter(|part| part.len() > LONG_BYTES) {
        println!("{:9} bytes  {}", part.len(), part.lines().next().unwrap_or_default());
    }
    Ok(())
}

/// Seconds that processors worked on all threads; 0 where nothing tells.
fn worked() -> f64 {
    /// Ticks of a second, as all systems that tell count them.
    const TICKS: f64 = 100.0;
    /// The first of two fields after the name of the program: ticks in it and in the system.
    const FIELD: usize = 11;
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
    fields.skip(FIELD).take(2).filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / TICKS
}

fn analysed(lines: &[String]) -> Vec<Report> {
    let lexicon = Lexicon::english();
    let part = lines.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = lines.chunks(part).collect();
        let running: Vec<_> = parts
            .into_iter()
            .map(|lines| {
                scope.spawn(move || {
                    let mut annotator = Annotator::new(Model::english());
                    let read = ingest::read("pile.jsonl", lines.join("\n").as_bytes(), lexicon);
                    let reports = read.documents.into_iter().map(|document| {
                        let analysis = analyse(&document, &mut annotator, lexicon);
                        Report { document, analysis }
                    });
                    reports.collect::<Vec<Report>>()
                })
            })
            .collect();
        running.into_iter().flat_map(|t| t.join().expect("analysed")).collect()
    })
}
