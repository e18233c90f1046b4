//! `train-headline`: learns which of the titles a page gives itself is its headline.
//!
//! A line of the gold file has `id`, `set`, `url`, `title` and `page`, the path of the page beside
//! it. Conditional logit (McFadden 1974): the weights under which the right titles are likeliest
//! among those of their page, pulled towards zero. Judged by five-fold cross-validation in which
//! all pages of one site are in one fold, drawn several times.

use crate::logistic::solve;
use ingest::html::{self, TITLE_SIGNS};
use lexicon::Lexicon;
use serde_json::Value;
use std::collections::BTreeMap;
use std::{error::Error, fs, path::Path};

/// Parts of the cross-validation, and how often they are drawn.
const FOLDS: u64 = 5;
const DRAWS: u64 = 8;

/// Pull towards zero. On 432 development pages (2026-11-22), cross-validated, .2 to 6 were tried.
const RIDGE: f64 = 1.0;

/// Steps of Newton's method.
const STEPS: usize = 30;

type Signs = [f32; TITLE_SIGNS];

/// A page's titles, and which is right.
struct Page {
    set: String,
    site: String,
    titles: Vec<Signs>,
    right: Option<usize>,
}

/// Trains, prints figures, writes the weights.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(gold: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let pages = read(gold)?;
    println!("{} pages with a title, {TITLE_SIGNS} signs", pages.len());
    let mut sums: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for draw in 0..DRAWS {
        let folds: Vec<u64> = pages.iter().map(|page| fold(&page.site, draw)).collect();
        let weights: Vec<Signs> = (0..FOLDS)
            .map(|left_out| {
                let train = pages.iter().zip(&folds).filter(|(_, fold)| **fold != left_out);
                fit(&train.map(|(page, _)| page).collect::<Vec<_>>())
            })
            .collect();
        let judged = pages.iter().zip(&folds);
        for (set, share) in share(judged.map(|(page, fold)| (page, &weights[*fold as usize]))) {
            sums.entry(set).or_default().push(share);
        }
    }
    for (set, shares) in sums {
        println!("{set}: right, cross-validated: {:.4}  {shares:.3?}", mean(&shares));
    }
    let weights = fit(&pages.iter().collect::<Vec<_>>());
    for (set, share) in share(pages.iter().map(|page| (page, &weights))) {
        println!("{set}: right, in sample: {share:.4}");
    }
    let rows = html::title_signs().into_iter().zip(weights);
    let table: String = rows.map(|(name, weight)| format!("{name}\t{weight:.4}\n")).collect();
    fs::write(out, "# sign\tweight\n".to_string() + &table)?;
    Ok(())
}

fn read(gold: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let folder = gold.parent().unwrap_or(Path::new("."));
    let mut pages = Vec::new();
    for line in fs::read_to_string(gold)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_string();
        let truth = field("title");
        if truth.is_empty() {
            continue;
        }
        let bytes = fs::read(folder.join(field("page")))?;
        let titles = html::titles(&String::from_utf8_lossy(&bytes), Lexicon::english());
        let right = titles.iter().position(|(title, _)| html::is_same_title(title, &truth));
        let signs = titles.into_iter().map(|(_, values)| values.try_into().expect("all signs"));
        let (set, site) = (field("set"), site(&field("url")));
        pages.push(Page { set, site, titles: signs.collect(), right });
    }
    Ok(pages)
}

/// The last two parts of the host.
fn site(url: &str) -> String {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    parts[parts.len().saturating_sub(2)..].join(".")
}

fn fold(site: &str, draw: u64) -> u64 {
    let start = 17 + draw.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let sum =
        site.bytes().fold(start, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
    (sum ^ (sum >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15) % FOLDS
}

/// The share of right titles of each set.
fn share<'p, 'w>(judged: impl Iterator<Item = (&'p Page, &'w Signs)>) -> BTreeMap<&'p str, f64> {
    let mut right: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (page, weights) in judged {
        let sums: Vec<f64> = page.titles.iter().map(|signs| sum(signs, weights)).collect();
        let best = (0..sums.len()).reduce(|best, i| if sums[i] > sums[best] { i } else { best });
        let is_right = best.is_some() && best == page.right;
        right.entry(&page.set).or_default().push(f64::from(u8::from(is_right)));
    }
    right.into_iter().map(|(set, right)| (set, mean(&right))).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn sum(signs: &Signs, weights: &Signs) -> f64 {
    signs.iter().zip(weights).map(|(x, w)| f64::from(x * w)).sum()
}

/// The weights that make the right titles likeliest, by Newton's method.
fn fit(pages: &[&Page]) -> Signs {
    let mut weights = [0.0_f64; TITLE_SIGNS];
    for _ in 0..STEPS {
        let mut gradient = weights.map(|weight| -RIDGE * weight);
        let mut hessian = vec![[0.0_f64; TITLE_SIGNS]; TITLE_SIGNS];
        (0..TITLE_SIGNS).for_each(|i| hessian[i][i] = RIDGE);
        let rounded = weights.map(|weight| weight as f32);
        for page in pages {
            if let Some(right) = page.right {
                add(page, right, &rounded, &mut gradient, &mut hessian);
            }
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    weights.map(|weight| weight as f32)
}

/// Adds what a page says of the gradient and of the lower half of the hessian.
fn add(
    page: &Page,
    right: usize,
    weights: &Signs,
    gradient: &mut [f64; TITLE_SIGNS],
    hessian: &mut [[f64; TITLE_SIGNS]],
) {
    let sums: Vec<f64> = page.titles.iter().map(|signs| sum(signs, weights)).collect();
    let top = sums.iter().copied().fold(f64::MIN, f64::max);
    let odds: Vec<f64> = sums.iter().map(|sum| (sum - top).exp()).collect();
    let all: f64 = odds.iter().sum();
    let mut mean = [0.0_f64; TITLE_SIGNS];
    for (signs, odds) in page.titles.iter().zip(&odds) {
        mean.iter_mut().zip(signs).for_each(|(mean, x)| *mean += odds / all * f64::from(*x));
    }
    for (i, gradient) in gradient.iter_mut().enumerate() {
        *gradient += f64::from(page.titles[right][i]) - mean[i];
    }
    for (signs, odds) in page.titles.iter().zip(&odds) {
        for i in 0..TITLE_SIGNS {
            let from_mean = odds / all * (f64::from(signs[i]) - mean[i]);
            for j in 0..=i {
                hessian[i][j] += from_mean * (f64::from(signs[j]) - mean[j]);
            }
        }
    }
}
