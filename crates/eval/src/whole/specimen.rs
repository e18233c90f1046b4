//! An article of a story, its marked passages beside those that the page cites.

use super::{LIKENESS, PASSAGE_SHARE, Page, Place, SHARE, covers};
use crate::{
    Analyse, list,
    matching::iou,
    specimen::{Counted, Specimen, mark, words},
    word,
};
use document::{DocId, Text, markup::Mark};
use serde_json::Value;

/// Passages of one kind: who is marked and cited with it, and when one is the other.
struct Kind {
    name: &'static str,
    gold: Vec<(Place, String)>,
    ours: Vec<(Place, String)>,
    is_found: fn(&Place, &Place) -> bool,
}

/// How many articles a story has.
pub fn articles(marked: &str) -> usize {
    let truth: Option<Value> = serde_json::from_str(marked).ok();
    truth.map_or(0, |truth| list(&truth, "articles").len())
}

/// The article at a place, from 0. A passage is right if one of its kind is cited there; what is
/// cited beside the marked ones is not counted, since only the main things are marked.
pub fn specimen(marked: &str, nth: usize, analyse: Analyse<'_>) -> Option<Specimen> {
    let truth: Value = serde_json::from_str(marked).ok()?;
    let article = list(&truth, "articles").get(nth)?;
    let id = word(article, "id").to_string();
    let page = Page::of(&truth, analyse);
    let text = Text::freeze(DocId(0), word(article, "text"));
    let (mut gold, mut ours, mut counted) = (Vec::new(), Vec::new(), Vec::new());
    for kind in kinds(&page) {
        let here = |all: &[(Place, String)]| -> Vec<(Place, String)> {
            all.iter().filter(|(place, _)| place.0 == id).cloned().collect()
        };
        let labelled = |all: &[(Place, String)]| -> Vec<Mark> {
            let label = |note: &str| [kind.name, note].join(" ").trim_end().to_string();
            all.iter().filter_map(|(place, note)| mark(&text, place.1, label(note))).collect()
        };
        let (marked, cited) = (here(&kind.gold), here(&kind.ours));
        gold.extend(labelled(&marked));
        ours.extend(labelled(&cited));
        counted.extend(marked.iter().map(|(place, note)| {
            let what = format!("{} “{}” {note}", kind.name, words(&text, place.1));
            let is_right = cited.iter().any(|(other, _)| (kind.is_found)(place, other));
            Counted { is_right, what: what.trim_end().to_string() }
        }));
    }
    gold.dedup();
    ours.dedup();
    Some(Specimen { id, text: text.as_str().to_string(), gold, ours, counted })
}

fn kinds(page: &Page<'_>) -> [Kind; 5] {
    let truth = page.truth;
    let passages = |list: Vec<&Value>| -> Vec<(Place, String)> {
        list.into_iter().filter_map(|p| Some((page.place(p)?, String::new()))).collect()
    };
    let cited = |cites: Vec<&dossier::Cite>| -> Vec<(Place, String)> {
        cites.into_iter().filter_map(|c| Some((page.cited(c)?, String::new()))).collect()
    };
    let said = list(truth, "quotations").iter();
    let gold = said.filter_map(|q| Some((page.place(q)?, word(q, "speaker").to_string())));
    let d = &page.dossier;
    let ours = d.quotations.iter().flat_map(|q| {
        let speaker = q.speaker.as_ref().map_or(String::new(), |s| s.text.clone());
        let content = page.cited(&q.content).map(|place| (place, speaker));
        let verbatim = q.verbatim.iter().filter_map(|cite| page.cited(cite));
        content.into_iter().chain(verbatim.map(|place| (place, "verbatim".to_string())))
    });
    let of = |key: &str, passages: &str| -> Vec<&Value> {
        list(truth, key).iter().flat_map(|thing| list(thing, passages)).collect()
    };
    let passage = |thing: &'static str| -> Vec<&Value> {
        list(truth, thing).iter().filter_map(|thing| thing.get("passage")).collect()
    };
    let sides = of("conflicts", "sides").into_iter().filter_map(|side| side.get("passage"));
    let is_passage = |a: &Place, b: &Place| covers(a, b, PASSAGE_SHARE);
    let kind = |name, gold, ours, is_found| Kind { name, gold, ours, is_found };
    [
        kind("quotation", gold.collect(), ours.collect(), |a, b| iou(a.1, b.1) >= LIKENESS),
        kind(
            "claim",
            passages(of("claims", "passages")),
            cited(d.claims.iter().flat_map(|c| &c.evidence).collect()),
            |a, b| covers(a, b, SHARE),
        ),
        kind(
            "conflict",
            passages(sides.collect()),
            cited(d.conflicts.iter().flat_map(|c| &c.sides).flat_map(|s| &s.evidence).collect()),
            is_passage,
        ),
        kind(
            "commitment",
            passages(passage("commitments")),
            cited(d.commitments.iter().flat_map(|c| &c.evidence).collect()),
            is_passage,
        ),
        kind(
            "follow-up",
            passages(of("commitments", "follow_up")),
            cited(
                d.commitments.iter().flat_map(|c| &c.follow_up).flat_map(|f| &f.evidence).collect(),
            ),
            is_passage,
        ),
    ]
}
