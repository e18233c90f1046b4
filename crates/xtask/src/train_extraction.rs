//! `train-extraction`: learns which blocks of a page are text of the article.
//!
//! A line of the gold file has `id`, `set`, `url`, `text` and `page`, the path of the page beside
//! it. A block is the article's if most of it is in the gold text. Judged by five-fold
//! cross-validation in which all pages of one host are in one fold, by the mean of the pages'
//! word F1, and by the F1 of the means of their precisions and recalls of runs of four words; the
//! weights printed are learned from all pages.

use crate::boost::{Binned, Growth, fit};
use crate::extraction_words::Counts;
use ingest::html::{self, Described, Forest, LEAF, Sites, Sketch, TreeNode, Vocabulary};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::{error::Error, fs, path::Path};

/// Parts of the cross-validation.
const FOLDS: u64 = 5;

/// Likelihood from which a block is kept. On the cross-validated development pages (2026-11) .30
/// to .60 were tried.
const CUTS: [f32; 7] = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

/// Most that the blocks of one page count beside its article, which counts 1.
const PAGE_WEIGHT_MAX: f64 = 3.0;

/// Draws of the trees' shares, of which the mean is taken.
const DRAWS: usize = 2;

/// Parts of one that an answer of a tree is a number of.
const ANSWER_PARTS: f32 = 1e4;

/// Words of a run.
const RUN_WORDS: usize = 4;

/// What the files of weights begin with.
const HEAD: &str = "# Which blocks of a page are the article's: see models/README.md.\n";

/// How the trees are grown.
const GROWTH: Growth =
    Growth { trees: 200, leaves: 16, rate: 0.08, ridge: 1.0, least: 0.5, rows: 60, columns: 30 };

/// A page and its truth.
struct Page {
    id: String,
    set: String,
    fold: u64,
    truth: String,
    gold: Vec<String>,
    blocks: Described,
    answers: Vec<bool>,
    weights: Vec<f64>,
    start: usize,
}

/// Trains, prints figures, writes into a folder the weights of the first look, of the second and
/// of words.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(gold: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::english();
    let mut pages = read(gold, lexicon)?;
    let mut examples = Examples::default();
    for page in &mut pages {
        page.start = examples.rows.len();
        examples.rows.append(&mut page.blocks.values);
        examples.texts.append(&mut page.blocks.texts.clone());
        examples.answers.extend(&page.answers);
        examples.weights.extend(&page.weights);
        examples.folds.extend(page.answers.iter().map(|_| page.fold));
        examples.words.add(page.fold, &page.blocks, &page.answers);
    }
    let width = examples.rows[0].len();
    println!("{} pages, {} blocks, {width} features", pages.len(), examples.rows.len());
    report_ceiling(&pages);
    let (forests, [once, mut judged]) = learn(&pages, &examples);
    println!("the first look:");
    report(&pages, &once);
    println!("the second look:");
    report(&pages, &judged);
    for page in &pages {
        let own = page.start..page.start + page.answers.len();
        page.blocks.around.leave_copies(&mut judged[own]);
    }
    println!("without copies:");
    report(&pages, &judged);
    report_sites(&pages, &judged);
    report_worst(&pages, &judged);
    let [first, again] = [html::names(lexicon), html::names_again(lexicon)];
    let words = examples.words.vocabulary(&[]);
    for (name, weights) in [
        ("extraction.tsv", forests[0].print(&first)),
        ("extraction_again.tsv", forests[1].print(&again)),
        ("extraction_words.tsv", words.print()),
    ] {
        fs::write(out.join(name), HEAD.to_string() + &weights)?;
    }
    Ok(())
}

/// The blocks of all pages.
#[derive(Default)]
struct Examples {
    rows: Vec<Vec<f32>>,
    texts: Vec<String>,
    answers: Vec<bool>,
    weights: Vec<f64>,
    folds: Vec<u64>,
    words: Counts,
}

impl Examples {
    /// Learns from all rows but those of two folds; the number of folds stands for none.
    fn fit(&self, rows: &[Vec<f32>], left_out: [u64; 2]) -> Forest {
        let train: Vec<u32> = (0..self.folds.len() as u32)
            .filter(|i| !left_out.contains(&self.folds[*i as usize]))
            .collect();
        let data = Binned::of(rows);
        let draw = |draw| fit(&data, &self.answers, &self.weights, &train, (GROWTH, draw));
        mean((0..DRAWS).map(draw).collect())
    }

    /// The rows with what words say that are learned from pages of other folds than the row's and
    /// two.
    fn said(&self, left_out: [u64; 2]) -> Vec<Vec<f32>> {
        let without = |fold| self.words.vocabulary(&[left_out[0], left_out[1], fold]);
        let vocabularies: Vec<Vocabulary> = (0..FOLDS).map(without).collect();
        let mut rows = self.rows.clone();
        for ((row, text), fold) in rows.iter_mut().zip(&self.texts).zip(&self.folds) {
            let said = vocabularies[*fold as usize].values(text);
            let at = row.len() - said.len();
            row[at..].copy_from_slice(&said);
        }
        rows
    }
}

/// The forest whose judgement is the mean of those of others, in log odds, each answer
/// rounded to [`ANSWER_PARTS`], so that the file is small.
fn mean(forests: Vec<Forest>) -> Forest {
    let mut all = Forest::default();
    let n = forests.len() as f32;
    let rounded = |value: f32| (value * ANSWER_PARTS).round() / ANSWER_PARTS;
    for forest in forests {
        let from = all.nodes.len() as u32;
        all.roots.extend(forest.roots.iter().map(|root| root + from));
        all.nodes.extend(forest.nodes.into_iter().map(|node| match node.feature {
            LEAF => TreeNode { value: rounded(node.value / n), ..node },
            _ => TreeNode { low: node.low + from, ..node },
        }));
    }
    all
}

/// Learns the forests of both looks from all rows, and judges each row at both looks by forests
/// that have not seen its fold. What the second look learns from are judgements of forests that
/// have seen neither the row's fold nor the one left out.
fn learn(pages: &[Page], examples: &Examples) -> ([Forest; 2], [Vec<f32>; 2]) {
    let pairs = (0..FOLDS).flat_map(|a| (a..FOLDS).map(move |b| [a, b]));
    let pairs: Vec<[u64; 2]> = pairs.chain([[FOLDS, FOLDS]]).collect();
    let first = side_by_side(&pairs, |pair| examples.fit(&examples.said(*pair), *pair));
    let first: BTreeMap<[u64; 2], Forest> = pairs.into_iter().zip(first).collect();
    let judge = |rows: &[Vec<f32>], left_out: u64| -> Vec<f32> {
        let rows = rows.iter().zip(&examples.folds);
        let pair = |fold: u64| match left_out == FOLDS {
            true => [fold, fold],
            false => [fold.min(left_out), fold.max(left_out)],
        };
        rows.map(|(row, fold)| first[&pair(*fold)].judge(row)).collect()
    };
    let all: Vec<u64> = (0..=FOLDS).collect();
    let mut again = side_by_side(&all, |left_out| {
        let rows = examples.said([*left_out; 2]);
        let rows = rows_again(pages, &rows, &judge(&rows, *left_out));
        let forest = examples.fit(&rows, [*left_out; 2]);
        let own = |(row, fold): (&Vec<f32>, &u64)| (fold == left_out).then(|| forest.judge(row));
        let judged: Vec<Option<f32>> = rows.iter().zip(&examples.folds).map(own).collect();
        (forest, judged)
    });
    let last = again.pop().expect("one that leaves none out");
    let of_fold = |(i, fold): (usize, &u64)| again[*fold as usize].1[i].expect("its own fold");
    let judged = examples.folds.iter().enumerate().map(of_fold).collect();
    let once = judge(&examples.said([FOLDS; 2]), FOLDS);
    ([first[&[FOLDS, FOLDS]].clone(), last.0], [once, judged])
}

/// Does jobs in two halves at the same time.
fn side_by_side<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    let work = &work;
    std::thread::scope(|scope| {
        let halves: Vec<_> = jobs
            .chunks(jobs.len().div_ceil(2).max(1))
            .map(|half| scope.spawn(move || half.iter().map(work).collect::<Vec<R>>()))
            .collect();
        halves.into_iter().flat_map(|half| half.join().expect("no panic")).collect()
    })
}

/// The rows with what lies around them as first judged.
fn rows_again(pages: &[Page], rows: &[Vec<f32>], likely: &[f32]) -> Vec<Vec<f32>> {
    let mut again = Vec::with_capacity(rows.len());
    for page in pages.iter().filter(|page| !page.answers.is_empty()) {
        let range = page.start..page.start + page.answers.len();
        let (values, width) = (rows[range.clone()].concat(), rows[0].len());
        let wide = page.blocks.around.rows(&values, width, &likely[range.clone()]);
        again.extend(wide.chunks_exact(wide.len() / range.len()).map(<[f32]>::to_vec));
    }
    again
}

fn read(gold: &Path, lexicon: &Lexicon) -> Result<Vec<Page>, Box<dyn Error>> {
    let folder = gold.parent().unwrap_or(Path::new("."));
    let mut pages = Vec::new();
    for line in fs::read_to_string(gold)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_string();
        let bytes = fs::read(folder.join(field("page")))?;
        let page = String::from_utf8_lossy(&bytes);
        let mut blocks = html::describe(&page, lexicon);
        let truth = field("text");
        let mut answers = answers(&blocks, &truth);
        if !answers.contains(&true)
            && let Some(page) = html::rendered(&page, lexicon)
        {
            blocks = html::describe(&page, lexicon);
            answers = self::answers(&blocks, &truth);
        }
        let gold = words(&truth);
        let weights = weights(&blocks, &answers, gold.len());
        let fold = fold(&field("url"));
        let (id, set) = (field("id"), field("set"));
        pages.push(Page { id, set, fold, truth, gold, blocks, answers, weights, start: 0 });
    }
    Ok(pages)
}

/// Pages of one host are in one part; so are those of its subdomains.
fn fold(url: &str) -> u64 {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    let parts: Vec<&str> = host.trim_start_matches("www.").split('.').collect();
    let site = parts[parts.len().saturating_sub(2)..].join(".");
    let sum = site.bytes().fold(17_u64, |sum, b| sum.wrapping_mul(131).wrapping_add(u64::from(b)));
    sum % FOLDS
}

/// The words of a text, lower case.
fn words(text: &str) -> Vec<String> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !inside(c)).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Whether each block is in the truth: most of its runs of three words, or, if it is short, a
/// line of it or words beside a neighbour's.
fn answers(blocks: &Described, truth: &str) -> Vec<bool> {
    let runs: HashMap<Vec<String>, ()> =
        words(truth).windows(3).map(|run| (run.to_vec(), ())).collect();
    let flat = format!(" {} ", words(truth).join(" "));
    let lines: Vec<String> = truth.lines().map(|line| words(line).join(" ")).collect();
    let own: Vec<Vec<String>> = blocks.texts.iter().map(|text| words(text)).collect();
    let mut answers: Vec<bool> = own
        .iter()
        .enumerate()
        .map(|(i, own_words)| {
            let n = own_words.len().saturating_sub(2);
            if n >= 2 {
                let found = own_words.windows(3).filter(|run| runs.contains_key(*run)).count();
                return found * 2 > n;
            }
            let joined = own_words.join(" ");
            let beside = |other: &[String], before: bool| {
                let long = other.len() >= 2;
                let end = &other[other.len().saturating_sub(3)..];
                let start = &other[..other.len().min(3)];
                let both = match before {
                    true => format!(" {} {joined} ", end.join(" ")),
                    false => format!(" {joined} {} ", start.join(" ")),
                };
                long && flat.contains(&both)
            };
            let before = i > 0 && beside(&own[i - 1], true);
            let after = i + 1 < own.len() && beside(&own[i + 1], false);
            !own_words.is_empty() && (before || after || lines.contains(&joined))
        })
        .collect();
    leave_repeats(&own, &flat, &mut answers);
    answers
}

/// Of blocks with the same words only as many stay as the truth has, those among others first.
fn leave_repeats(own: &[Vec<String>], flat: &str, answers: &mut [bool]) {
    let mut same: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for i in (0..own.len()).filter(|i| answers[*i]) {
        same.entry(&own[i]).or_default().push(i);
    }
    for (block, mut places) in same.into_iter().filter(|(_, places)| places.len() > 1) {
        let n = flat.matches(&format!(" {} ", block.join(" "))).count().max(1);
        let among = |i: &usize| {
            let around = i.saturating_sub(3)..(i + 4).min(answers.len());
            answers[around].iter().filter(|yes| **yes).count()
        };
        places.sort_by_key(|i| std::cmp::Reverse(among(i)));
        places.iter().skip(n).for_each(|i| answers[*i] = false);
    }
}

/// A block counts by its share of words in the article.
fn weights(blocks: &Described, answers: &[bool], gold: usize) -> Vec<f64> {
    let lengths: Vec<f64> = blocks
        .texts
        .iter()
        .map(|t| (words(t).len() as f64).max(1.0) / gold.max(20) as f64)
        .collect();
    let furniture: f64 =
        lengths.iter().zip(answers).filter(|(_, yes)| !**yes).map(|(l, _)| l).sum();
    let scale = (PAGE_WEIGHT_MAX / furniture.max(1e-9)).min(1.0);
    let weigh = |(length, yes): (&f64, &bool)| 100.0 * length * if *yes { 1.0 } else { scale };
    lengths.iter().zip(answers).map(weigh).collect()
}

/// Word F1 of the blocks that `keeps` names.
fn f1(page: &Page, keeps: impl Fn(usize) -> bool) -> f64 {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    page.gold.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let (mut n, mut same) = (0, 0);
    for (i, text) in page.blocks.texts.iter().enumerate().filter(|(i, _)| keeps(*i)) {
        let _ = i;
        for word in words(text) {
            n += 1;
            if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
                *left -= 1;
                same += 1;
            }
        }
    }
    2.0 * f64::from(same) / f64::max((n + page.gold.len() as i32).into(), 1.0)
}

fn report_ceiling(pages: &[Page]) {
    for (set, pages) in by_set(pages) {
        let sum: f64 = pages.iter().map(|page| f1(page, |i| page.answers[i])).sum();
        println!("{set}: word F1 of the right blocks {:.4}", sum / pages.len() as f64);
    }
}

fn by_set(pages: &[Page]) -> BTreeMap<&str, Vec<&Page>> {
    let mut sets: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    pages.iter().for_each(|page| sets.entry(&page.set).or_default().push(page));
    sets
}

fn report(pages: &[Page], judged: &[f32]) {
    for (set, pages) in by_set(pages) {
        let mut line = format!("{set}, cross-validated:");
        for cut in CUTS {
            let scores: Vec<f64> =
                pages.iter().map(|page| f1(page, |i| judged[page.start + i] >= cut)).collect();
            let mean = scores.iter().sum::<f64>() / scores.len() as f64;
            let low = scores.iter().filter(|score| **score < 0.5).count();
            line += &format!("  {cut}: {mean:.4} ({low})");
        }
        println!("{line}");
        for cut in CUTS {
            let runs = |page: &&Page| shared_runs(page, |i| judged[page.start + i] >= cut);
            let shares: Vec<[f64; 2]> = pages.iter().map(runs).collect();
            let mean = |n: usize| shares.iter().map(|s| s[n]).sum::<f64>() / shares.len() as f64;
            let (precision, recall) = (mean(0), mean(1));
            let both = 2.0 * precision * recall / (precision + recall).max(1e-9);
            println!("  {cut}: runs {precision:.4} {recall:.4} {both:.4}");
        }
    }
}

/// The pages that other pages of their site tell of, without and with what these tell, judged by
/// weights that have not seen the site.
fn report_sites(pages: &[Page], judged: &[f32]) {
    let own = |page: &Page| judged[page.start..page.start + page.answers.len()].to_vec();
    let sketch = |page: &Page| Sketch::of(&page.blocks.host, &page.blocks.places, &own(page));
    let sketches: Vec<Sketch> = pages.iter().map(sketch).collect();
    let sites = Sites::learn(&sketches);
    let (mut n, mut n_better, mut n_worse, mut sums) = (0, 0, 0, [[0.0; 3]; 2]);
    for (page, sketch) in pages.iter().zip(&sketches) {
        let alone = own(page);
        let mut together = alone.clone();
        sites.weigh(sketch, &page.blocks.places, &mut together);
        if alone == together {
            continue;
        }
        n += 1;
        for (sums, likely) in sums.iter_mut().zip([&alone, &together]) {
            let [precision, recall] = shared_runs(page, |i| likely[i] >= 0.5);
            let found = [f1(page, |i| likely[i] >= 0.5), precision, recall];
            sums.iter_mut().zip(found).for_each(|(sum, value)| *sum += value);
        }
        let [before, after] = [&alone, &together].map(|likely| f1(page, |i| likely[i] >= 0.5));
        if before != after {
            println!("{}: word F1 {before:.4} alone, {after:.4} by its site", page.id);
        }
        n_better += usize::from(after > before);
        n_worse += usize::from(after < before);
    }
    let [alone, together] = sums.map(|sums| sums.map(|sum| sum / f64::from(n.max(1))));
    println!("{n} pages of sites: word F1, runs alone {alone:.4?}, together {together:.4?}");
    println!("  {n_better} better, {n_worse} worse");
}

/// Shares of the runs of [`RUN_WORDS`] words of the blocks that `keeps` names, and of those of the
/// truth, that the other has too.
fn shared_runs(page: &Page, keeps: impl Fn(usize) -> bool) -> [f64; 2] {
    let kept = page.blocks.texts.iter().enumerate().filter(|(i, _)| keeps(*i));
    let text = kept.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    let [(kept, n_kept), (truth, n_truth)] = [runs(&text), runs(&page.truth)];
    let shared = kept.iter().map(|(run, n)| *n.min(truth.get(run).unwrap_or(&0)));
    let shared = shared.sum::<usize>() as f64;
    [n_kept, n_truth].map(|n| shared / n.max(1) as f64)
}

/// The runs of a text, each with how often it is there, and their number.
fn runs(text: &str) -> (HashMap<Vec<&str>, usize>, usize) {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c| !inside(c)).filter(|w| !w.is_empty()).collect();
    let mut runs: HashMap<Vec<&str>, usize> = HashMap::new();
    let windows = words.windows(RUN_WORDS.min(words.len()).max(1));
    let n = windows.len();
    windows.for_each(|run| *runs.entry(run.to_vec()).or_default() += 1);
    (runs, n)
}

/// The pages that lose most, with what the right blocks would give.
fn report_worst(pages: &[Page], judged: &[f32]) {
    let mut scores: Vec<(f64, &Page)> =
        pages.iter().map(|page| (f1(page, |i| judged[page.start + i] >= 0.5), page)).collect();
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (score, page) in scores.iter().take(60) {
        let best = f1(page, |i| page.answers[i]);
        println!("{score:.3} of {best:.3} {}", page.id);
    }
}
