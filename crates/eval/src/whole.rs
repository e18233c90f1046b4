//! Stories told by several outlets, with the truth about everything on the page.
//!
//! The truth lists the main things alone, so what is found beside it is not counted as wrong: of
//! quotations, claims and commitments recall is measured, and how many look-alikes were taken.

mod specimen;

pub use specimen::{articles, specimen};

use crate::{
    Analyse, Measure, Outcome, Suite, list,
    matching::{Stretch, iou, overlaps, share},
    tally::{Tally, ratio},
    word,
};
use dossier::{Cite, Dossier, Provenance};
use lexicon::Lexicon;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use story::Corrections;

const BASELINE: &str = "each outlet an origin of its own, each claim counted by its outlets";

/// Likeness from which words are those that are marked.
const LIKENESS: f64 = 0.5;
/// Share of a passage from which a citation is of it.
const SHARE: f64 = 0.5;
/// The same for sides of conflicts, commitments and what became of them.
const PASSAGE_SHARE: f64 = 0.3;
/// The same for furniture, which has to be labelled whole.
const FURNITURE_SHARE: f64 = 0.8;

/// Bytes of a day as ISO 8601 writes it.
const DAY_BYTES: usize = 10;

/// Words of an article.
type Place = (String, Stretch);

pub fn measure(marked: &str, analyse: Analyse<'_>) -> Result<Outcome, String> {
    let truth: Value = serde_json::from_str(marked).map_err(|error| error.to_string())?;
    let page = Page::of(&truth, analyse);
    let mut misses = Vec::new();
    let mut measures = Vec::new();
    let mut add = |name, ours, baseline| measures.push(Measure { name, ours, baseline });
    let said = page.quotations(&mut misses);
    add("quotations found", said.found, None);
    add("with the right speaker", said.spoken, None);
    add("chains found", said.through, None);
    add("spellings of a name together", page.variants(&mut misses), None);
    let origins = page.origins();
    add("pairs of one origin, precision", origins.precision(), None);
    add("pairs of one origin, recall", origins.recall(), Some(0.0));
    let claims = page.claims(&mut misses);
    add("claims found", claims.found, None);
    add("with the right number of origins", claims.counted, Some(claims.outlets));
    let (recall, trapped) = page.conflicts(&mut misses);
    add("conflicts found", recall, None);
    add("shown conflicts that are none", trapped, None);
    let (recall, trapped) = page.commitments(&mut misses);
    add("commitments found", recall, None);
    add("shown commitments that are none", trapped, None);
    add("followed-up commitments answered", page.follow_ups(&mut misses), None);
    add("timeline entries found", page.timeline(&mut misses), None);
    add("furniture labelled", page.furniture(), None);
    Ok(Outcome {
        suite: Suite::Whole,
        set: String::new(),
        items: list(&truth, "articles").len(),
        measures,
        baseline: BASELINE,
        misses,
    })
}

/// A dossier beside the truth.
struct Page<'a> {
    truth: &'a Value,
    texts: BTreeMap<&'a str, &'a str>,
    dossier: Dossier,
    /// By document id: the article.
    article: BTreeMap<String, String>,
}

struct SaidShares {
    found: f64,
    spoken: f64,
    through: f64,
}

struct ClaimShares {
    found: f64,
    counted: f64,
    outlets: f64,
}

impl<'a> Page<'a> {
    fn of(truth: &'a Value, analyse: Analyse<'_>) -> Page<'a> {
        let lexicon = Lexicon::english();
        let articles = list(truth, "articles");
        let fields = ["id", "publisher", "published", "url", "title", "authors", "text"];
        let line = |a: &Value| {
            let kept = fields.iter().filter_map(|f| Some((f.to_string(), a.get(*f)?.clone())));
            Value::Object(kept.collect()).to_string()
        };
        let lines: Vec<String> = articles.iter().map(line).collect();
        let read = ingest::read("story.jsonl", lines.join("\n").as_bytes(), lexicon);
        let reports = analyse(read.documents);
        let (stories, notices) = story::stories(reports, lexicon, &Corrections::default());
        let made_by = Provenance {
            version: String::new(),
            model: String::new(),
            model_hash: String::new(),
            lexicon_hash: String::new(),
        };
        let dossier = dossier::present(&stories, &notices, &made_by);
        let texts: BTreeMap<&str, &str> =
            articles.iter().map(|a| (word(a, "id"), word(a, "text"))).collect();
        let id_of = |d: &dossier::DocumentRecord| {
            let same = texts.iter().find(|(_, text)| **text == d.text)?;
            Some((d.id.clone(), same.0.to_string()))
        };
        let article = dossier.documents.iter().filter_map(id_of).collect();
        Page { truth, texts, dossier, article }
    }

    /// Where marked words stand.
    fn place(&self, passage: &Value) -> Option<Place> {
        let (id, words) = (word(passage, "article"), word(passage, "words"));
        let text = self.texts.get(id)?;
        let start = text[..text.find(words)?].chars().count();
        Some((id.to_string(), (start, start + words.chars().count())))
    }

    fn places(&self, value: &Value, key: &str) -> Vec<Place> {
        list(value, key).iter().filter_map(|p| self.place(p)).collect()
    }

    fn cited(&self, cite: &Cite) -> Option<Place> {
        Some((self.article.get(&cite.document)?.clone(), (cite.start, cite.end)))
    }

    fn all_cited(&self, cites: &[Cite]) -> Vec<Place> {
        cites.iter().filter_map(|c| self.cited(c)).collect()
    }

    fn quotations(&self, misses: &mut Vec<String>) -> SaidShares {
        let marked = list(self.truth, "quotations");
        let (mut found, mut spoken, mut chains, mut through) = (0, 0, 0, 0);
        for mark in marked {
            let Some(place) = self.place(mark) else { continue };
            let like = |cite: &Cite| self.cited(cite).is_some_and(|c| is_like(&c, &place));
            let is_of =
                |q: &&dossier::QuotationRecord| like(&q.content) || q.verbatim.iter().any(like);
            let matched: Vec<_> = self.dossier.quotations.iter().filter(is_of).collect();
            if matched.is_empty() {
                misses.push(format!("quotation not found: “{}”", word(mark, "words")));
                continue;
            }
            found += 1;
            let speaker = word(mark, "speaker");
            let right = matched.iter().any(|q| self.speaks(q, speaker));
            spoken += usize::from(right);
            if !right {
                let words = word(mark, "words");
                misses.push(format!("not said by {speaker}: “{words}”"));
            }
            let via: Vec<String> = list(mark, "via").iter().map(folded_value).collect();
            if !via.is_empty() {
                chains += 1;
                let names = |step: &dossier::ViaRecord| {
                    let name = folded(&step.text);
                    via.iter().any(|v| name.contains(v.as_str()) || v.contains(&name))
                };
                through += usize::from(matched.iter().any(|q| q.via.iter().any(names)));
            }
        }
        SaidShares {
            found: ratio(found, marked.len()),
            spoken: ratio(spoken, marked.len()),
            through: ratio(through, chains),
        }
    }

    /// Whether a quotation's speaker has a word of a name, or is an entity under it.
    fn speaks(&self, quotation: &dossier::QuotationRecord, name: &str) -> bool {
        let Some(speaker) = &quotation.speaker else { return false };
        let lexicon = Lexicon::english();
        let words = |text: &str| -> BTreeSet<String> {
            let all = folded(text);
            let all = all.split(' ').filter(|w| !w.is_empty() && !lexicon.definite.contains(w));
            all.map(str::to_string).collect()
        };
        let entity = speaker.entity.as_ref();
        let of_id = |e: &&dossier::EntityRecord| entity == Some(&e.id);
        let entity = self.dossier.entities.iter().find(of_id);
        let called = |e: &dossier::EntityRecord| {
            e.variants.iter().any(|v| folded(&v.text).contains(&folded(name)))
        };
        !words(name).is_disjoint(&words(&speaker.text)) || entity.is_some_and(called)
    }

    /// The mean share of a name's marked spellings that one entity has.
    fn variants(&self, misses: &mut Vec<String>) -> f64 {
        let spellings = |e: &dossier::EntityRecord| -> BTreeSet<String> {
            let all = e.variants.iter().map(|v| folded(&v.text));
            all.chain([folded(&e.name)]).collect()
        };
        let known: Vec<BTreeSet<String>> = self.dossier.entities.iter().map(spellings).collect();
        let marked = list(self.truth, "entities");
        let mut shares = 0.0;
        for entity in marked {
            let all: BTreeSet<String> = list(entity, "variants").iter().map(folded_value).collect();
            let best = known.iter().map(|k| k.intersection(&all).count()).max().unwrap_or(0);
            shares += ratio(best, all.len().max(1));
            if best < all.len() {
                let name = word(entity, "name");
                misses.push(format!("spellings apart: {name}, {best} of {}", all.len()));
            }
        }
        shares / marked.len().max(1) as f64
    }

    fn origins(&self) -> Tally {
        let articles = list(self.truth, "articles");
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, origin) in self.dossier.origins.iter().enumerate() {
            for document in &origin.documents {
                if let Some(id) = self.article.get(document) {
                    found.entry(id).or_insert(i);
                }
            }
        }
        let mut tally = Tally::default();
        for (i, a) in articles.iter().enumerate() {
            for b in &articles[i + 1..] {
                let same = word(a, "origin") == word(b, "origin");
                let of = |v: &Value| found.get(word(v, "id")).copied();
                let joined = of(a).is_some() && of(a) == of(b);
                tally.add(Tally {
                    marked: usize::from(same),
                    found: usize::from(joined),
                    right: usize::from(same && joined),
                });
            }
        }
        tally
    }

    fn claims(&self, misses: &mut Vec<String>) -> ClaimShares {
        let marked = list(self.truth, "claims");
        let (mut found, mut counted, mut outlets) = (0, 0, 0);
        for claim in marked {
            let places = self.places(claim, "passages");
            let needed = (places.len() / 2).max(1);
            let of = |c: &&dossier::ClaimRecord| {
                let cited = self.all_cited(&c.evidence);
                places.iter().filter(|p| cited.iter().any(|c| covers(p, c, SHARE))).count()
                    >= needed
            };
            let matched: Vec<_> = self.dossier.claims.iter().filter(of).collect();
            let origins = claim.get("origins").and_then(Value::as_u64);
            let is_right = |n: usize| u64::try_from(n).ok() == origins;
            found += usize::from(!matched.is_empty());
            counted += usize::from(matched.iter().any(|c| is_right(c.origins)));
            let articles: BTreeSet<&String> = places.iter().map(|p| &p.0).collect();
            outlets += usize::from(is_right(articles.len()));
            if matched.is_empty() {
                misses.push(format!("claim not found: {}", word(claim, "text")));
            }
        }
        let n = marked.len();
        ClaimShares {
            found: ratio(found, n),
            counted: ratio(counted, n),
            outlets: ratio(outlets, n),
        }
    }

    /// Recall, and the share of shown ones that are listed as none.
    fn conflicts(&self, misses: &mut Vec<String>) -> (f64, f64) {
        let marked = list(self.truth, "conflicts");
        let shown: Vec<Vec<Vec<Place>>> = self
            .dossier
            .conflicts
            .iter()
            .map(|c| c.sides.iter().map(|s| self.all_cited(&s.evidence)).collect())
            .collect();
        let meets = |sides: &[Vec<Place>], places: &[Place]| {
            let on = |p: &&Place| sides.iter().flatten().any(|c| covers(p, c, PASSAGE_SHARE));
            places.iter().filter(on).count() >= 2
        };
        let mut found = 0;
        for conflict in marked {
            let sides = list(conflict, "sides").iter().filter_map(|s| s.get("passage"));
            let places: Vec<Place> = sides.filter_map(|p| self.place(p)).collect();
            let hit = shown.iter().any(|sides| meets(sides, &places));
            found += usize::from(hit);
            if !hit {
                let values: Vec<&str> =
                    list(conflict, "sides").iter().map(|s| word(s, "value")).collect();
                let kind = word(conflict, "kind");
                misses.push(format!("conflict not found: {kind}: {}", values.join(" against ")));
            }
        }
        let traps: Vec<Vec<Place>> =
            list(self.truth, "not_conflicts").iter().map(|t| self.places(t, "passages")).collect();
        let trapped = |sides: &&Vec<Vec<Place>>| traps.iter().any(|places| meets(sides, places));
        let trapped = shown.iter().filter(trapped).count();
        (ratio(found, marked.len()), ratio(trapped, shown.len()))
    }

    fn commitments(&self, misses: &mut Vec<String>) -> (f64, f64) {
        let marked = list(self.truth, "commitments");
        let shown: Vec<Vec<Place>> =
            self.dossier.commitments.iter().map(|c| self.all_cited(&c.evidence)).collect();
        let mut found = 0;
        for commitment in marked {
            let stated = commitment.get("passage").and_then(|p| self.place(p));
            let hit = stated.is_some_and(|p| is_shown(&shown, &p));
            found += usize::from(hit);
            if !hit {
                misses.push(format!("commitment not found: {}", word(commitment, "what")));
            }
        }
        let none = list(self.truth, "not_commitments").iter().filter_map(|t| t.get("passage"));
        let none: Vec<Place> = none.filter_map(|p| self.place(p)).collect();
        let trapped =
            |cited: &&Vec<Place>| none.iter().any(|p| cited.iter().any(|c| covers(p, c, SHARE)));
        let trapped = shown.iter().filter(trapped).count();
        (ratio(found, marked.len()), ratio(trapped, shown.len()))
    }

    fn follow_ups(&self, misses: &mut Vec<String>) -> f64 {
        let (mut marked, mut found) = (0, 0);
        for commitment in list(self.truth, "commitments") {
            let answers = self.places(commitment, "follow_up");
            if answers.is_empty() {
                continue;
            }
            marked += 1;
            let Some(stated) = commitment.get("passage").and_then(|p| self.place(p)) else {
                continue;
            };
            let is_of = |c: &&dossier::CommitmentRecord| {
                self.all_cited(&c.evidence).iter().any(|c| covers(&stated, c, PASSAGE_SHARE))
            };
            let records = self.dossier.commitments.iter().filter(is_of);
            let cites = records.flat_map(|c| &c.follow_up).flat_map(|f| &f.evidence);
            let cited: Vec<Place> = cites.filter_map(|c| self.cited(c)).collect();
            let hit = answers.iter().any(|p| cited.iter().any(|c| covers(p, c, PASSAGE_SHARE)));
            found += usize::from(hit);
            if !hit {
                misses.push(format!("no follow-up: {}", word(commitment, "what")));
            }
        }
        ratio(found, marked)
    }

    fn timeline(&self, misses: &mut Vec<String>) -> f64 {
        let marked = list(self.truth, "timeline");
        let mut found = 0;
        for entry in marked {
            let Some(place) = entry.get("passage").and_then(|p| self.place(p)) else { continue };
            let when = word(entry, "when");
            let day = when.get(..DAY_BYTES).unwrap_or(when);
            let is_of = |t: &&dossier::TimelineRecord| {
                let cited = self.all_cited(&t.evidence);
                let on = |c: &Place| c.0 == place.0 && overlaps(c.1, place.1);
                t.when.value.starts_with(day) && cited.iter().any(on)
            };
            let hit = self.dossier.timeline.iter().any(|t| is_of(&t));
            found += usize::from(hit);
            if !hit {
                misses.push(format!("timeline entry not found: {day} {}", word(entry, "what")));
            }
        }
        ratio(found, marked.len())
    }

    fn furniture(&self) -> f64 {
        let mut labelled: Vec<Place> = Vec::new();
        for document in &self.dossier.documents {
            let Some(id) = self.article.get(&document.id) else { continue };
            let blocks = document.blocks.iter().filter(|b| b.reason.is_some());
            labelled.extend(blocks.map(|b| (id.clone(), (b.start, b.end))));
        }
        let (mut marked, mut found) = (0, 0);
        for article in list(self.truth, "articles") {
            for words in list(article, "furniture") {
                let passage = json!({"article": word(article, "id"), "words": words});
                let Some(place) = self.place(&passage) else { continue };
                marked += 1;
                let whole = |b: &Place| covers(&place, b, FURNITURE_SHARE);
                found += usize::from(labelled.iter().any(whole));
            }
        }
        ratio(found, marked)
    }
}

fn is_like(a: &Place, b: &Place) -> bool {
    a.0 == b.0 && overlaps(a.1, b.1) && iou(a.1, b.1) >= LIKENESS
}

fn covers(passage: &Place, cited: &Place, least: f64) -> bool {
    passage.0 == cited.0 && share(passage.1, cited.1) > least
}

fn is_shown(shown: &[Vec<Place>], place: &Place) -> bool {
    shown.iter().flatten().any(|c| covers(place, c, PASSAGE_SHARE))
}

/// Lower case, hyphens and line ends as spaces, other marks left out.
fn folded(words: &str) -> String {
    let spaced = words.to_lowercase().replace('-', " ");
    let kept: String =
        spaced.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded_value(value: &Value) -> String {
    folded(value.as_str().unwrap_or_default())
}
