//! What happened when, on the page.

use super::{Page, count};
use crate::{TimelineRecord, WITHOUT_DATE};
use std::{collections::BTreeMap, fmt::Write};

/// Most happenings shown in each part; all are in the JSON.
const HAPPENINGS_SHOWN: usize = 24;

/// Passages shown for one happening.
const PASSAGES_SHOWN: usize = 3;

impl Page<'_> {
    /// What happened, and apart from it what is to come: of each what most origins tell, by time.
    pub(super) fn timeline(&mut self) {
        let told = |realis: &str| -> Vec<&TimelineRecord> {
            let line = self.dossier.timeline.iter();
            let shown = line.filter(|h| h.realis == realis && !h.implied && !h.open);
            each_once(shown.collect())
        };
        let parts = [(told("actual"), "Timeline"), (told("planned"), "Planned")];
        for (happenings, title) in parts {
            if happenings.is_empty() {
                continue;
            }
            self.heading(2, title);
            let chosen = TimelineRecord::most_told(&happenings, HAPPENINGS_SHOWN);
            for happening in &chosen {
                self.happening(happening);
            }
            if chosen.iter().any(|h| !h.when.is_dated()) {
                let note = self.italic(WITHOUT_DATE);
                self.bullet(&note);
            }
            let more = happenings.len() - chosen.len();
            if more > 0 {
                self.bullet(&format!("and {more} more, in the JSON record"));
            }
            self.out.push('\n');
        }
    }

    fn happening(&mut self, happening: &TimelineRecord) {
        let when = self.bold(&self.shown(&happening.when.told()));
        let mut line = format!("{when} · {}", self.shown(&happening.what));
        if happening.origins > 1 {
            let _ = write!(line, " · {}", count(happening.origins, "origin", "origins"));
        }
        let mut cites: Vec<String> = Vec::new();
        for passage in &happening.evidence {
            let cite = self.cite(passage);
            if !cites.contains(&cite) {
                cites.push(cite);
            }
            if cites.len() == PASSAGES_SHOWN {
                break;
            }
        }
        let _ = write!(line, " {} {}", cites.join(" "), self.dim(&happening.id));
        self.bullet(&line);
    }
}

/// Characters of a day: "2031-05-09".
const DAY_CHARS: usize = 10;

/// Without those of which another of the same time says all in more words, or another in the same
/// words is of a time as exact or more so.
fn each_once(happenings: Vec<&TimelineRecord>) -> Vec<&TimelineRecord> {
    let core = |h: &TimelineRecord| {
        let words = h.what.rsplit(" … ").next().unwrap_or_default();
        words.trim_end_matches(|c: char| !c.is_alphanumeric()).to_string()
    };
    let mut of_time: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for h in &happenings {
        of_time.entry(&h.when.value).or_default().push(&h.what);
    }
    let held = |h: &&&TimelineRecord| {
        let core = core(h);
        let mut beside = of_time[h.when.value.as_str()].iter();
        beside.any(|other| other.len() > h.what.len() && other.contains(&core))
    };
    let exact = |i: usize| {
        let when = &happenings[i].when;
        (when.earliest.is_none(), std::cmp::Reverse(when.value.len()), i)
    };
    let again = |i: usize| {
        let day = |j: usize| Some(&happenings[j].when.value).filter(|v| v.len() >= DAY_CHARS);
        let same = |j: &usize| {
            let apart =
                day(*j).zip(day(i)).is_some_and(|(x, y)| x.get(..DAY_CHARS) != y.get(..DAY_CHARS));
            happenings[*j].what == happenings[i].what && !apart
        };
        (0..happenings.len()).filter(same).any(|j| exact(j) < exact(i))
    };
    let kept = (0..happenings.len()).filter(|&i| !again(i) && !held(&&happenings[i]));
    kept.map(|i| happenings[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WhenRecord;

    fn told(value: &str, what: &str) -> TimelineRecord {
        TimelineRecord {
            id: String::new(),
            when: WhenRecord {
                value: value.to_string(),
                words: String::new(),
                earliest: Some(value.to_string()),
                latest: None,
                estimated: false,
            },
            what: what.to_string(),
            realis: "actual".to_string(),
            implied: false,
            open: false,
            origins: 1,
            documents: Vec::new(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn the_same_words_stand_once_at_their_most_exact_time() {
        let words = "The ban was announced this week and defended on Friday";
        let all = [told("2031-W19", words), told("2031-05-09", words), told("2031", "It sank")];
        let kept = each_once(all.iter().collect());
        let values: Vec<&str> = kept.iter().map(|h| h.when.value.as_str()).collect();
        assert_eq!(values, ["2031-05-09", "2031"]);
        let weekly = [told("2031-03-10", words), told("2031-03-17", words)];
        assert_eq!(each_once(weekly.iter().collect()).len(), 2);
    }
}
