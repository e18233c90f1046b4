//! When it happened, and when it was told: one column for each day, month or year.
//!
//! Above the line a mark for each happening, filled if it happened and hollow if it is planned;
//! below it a square for each article published then, in the colour of its origin.

use super::xml;
use crate::{
    Links,
    passage::{ORIGIN_COLOURS, shortened},
    room::Part,
};
use dossier::{DocumentRecord, TimelineRecord};
use std::{collections::BTreeMap, fmt::Write};

/// Width of the picture, height of a mark with the space above it.
const WIDTH: usize = 900;
const STEP: usize = 15;
/// Most marks over one another; of more, a number.
const STACK_MAX: usize = 9;
/// Most columns; where there would be more, days become months, and months years.
const COLUMNS_MAX: usize = 22;
/// Widest column.
const COLUMN_MAX: usize = 80;
/// Pixels for the two lines of labels.
const LABELS: usize = 34;
/// Characters of a happening that a mark says when pointed at.
const WORDS_CHARS: usize = 160;

/// What stands in a column.
#[derive(Default)]
struct Column<'p> {
    happened: Vec<&'p TimelineRecord>,
    told: Vec<&'p DocumentRecord>,
}

/// The picture; none if nothing has a time.
pub fn timeline(part: &Part, links: Links) -> Option<String> {
    let lengths = [10, 7, 4];
    let mut columns = lengths.into_iter().map(|length| columns(part, length));
    let columns = columns.find(|c| c.len() <= COLUMNS_MAX)?;
    if columns.values().all(|c| c.happened.is_empty()) {
        return None;
    }
    let width = (WIDTH / columns.len()).min(COLUMN_MAX);
    let stack = |n: usize| n.min(STACK_MAX) + usize::from(n > STACK_MAX);
    let above = columns.values().map(|c| stack(c.happened.len())).max().unwrap_or(0);
    let below = columns.values().map(|c| stack(c.told.len())).max().unwrap_or(0);
    let line = 12 + above * STEP;
    let height = line + LABELS + below * STEP + 8;
    let mut out = format!(
        "<svg class=\"graph line\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\">\
         <title>What happened when, and when articles were published</title>\n\
         <path class=\"axis\" d=\"M0 {line} H{}\"/>\n",
        width * columns.len()
    );
    let mut year = "";
    for (nth, (time, column)) in columns.iter().enumerate() {
        let x = nth * width + width / 2;
        let (own, rest) = time.split_at(4.min(time.len()));
        let label = if rest.is_empty() { own } else { rest.trim_start_matches('-') };
        let _ =
            write!(out, "<text class=\"tick\" x=\"{x}\" y=\"{}\">{}</text>", line + 14, xml(label));
        if own != year && !rest.is_empty() {
            let _ = write!(
                out,
                "<text class=\"tick\" x=\"{x}\" y=\"{}\">{}</text>",
                line + 27,
                xml(own)
            );
        }
        year = own;
        marks(&mut out, part, links, column, (x, line));
    }
    out.push_str("</svg>");
    Some(out)
}

/// By time, cut to a number of characters: what happened and what was published.
fn columns(part: &Part, length: usize) -> BTreeMap<&str, Column<'_>> {
    let mut columns: BTreeMap<&str, Column<'_>> = BTreeMap::new();
    for happening in &part.told.timeline {
        let is_told = matches!(happening.realis.as_str(), "actual" | "planned");
        if let Some(time) = time(happening, length).filter(|_| is_told && !happening.implied) {
            columns.entry(time).or_default().happened.push(happening);
        }
    }
    for document in &part.told.documents {
        if let Some(time) = document.published.as_deref() {
            let time = time.get(..length).unwrap_or(time);
            columns.entry(time).or_default().told.push(document);
        }
    }
    columns
}

/// The time of a happening, if it is a year, month or day.
fn time(happening: &TimelineRecord, length: usize) -> Option<&str> {
    let value = happening.when.value.as_str();
    let value = value.get(..length.min(10)).unwrap_or(value);
    let is_plain = value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (is_plain && matches!(value.len(), 4 | 7 | 10) && happening.when.earliest.is_some())
        .then_some(value)
}

fn marks(
    out: &mut String,
    part: &Part,
    links: Links,
    column: &Column<'_>,
    (x, line): (usize, usize),
) {
    for (nth, happening) in column.happened.iter().take(STACK_MAX).enumerate() {
        let class = if happening.realis == "planned" { "planned" } else { "done" };
        let _ = writeln!(
            out,
            "<a href=\"{}\"><circle class=\"{class}\" cx=\"{x}\" cy=\"{}\" r=\"5\"/>\
             <title>{}: {}</title></a>",
            xml(&links.item(part.id(), "timeline", &happening.id)),
            line - 10 - nth * STEP,
            xml(&happening.when.told()),
            xml(&shortened(&happening.what, WORDS_CHARS)),
        );
    }
    for (nth, document) in column.told.iter().take(STACK_MAX).enumerate() {
        let number = part.origin(&document.id).map_or(1, |(number, _)| number);
        let _ = writeln!(
            out,
            "<a href=\"{}\"><rect class=\"o{}\" x=\"{}\" y=\"{}\" width=\"10\" height=\"10\"/>\
             <title>{}: {}</title></a>",
            xml(&links.article(part.id(), &document.id)),
            (number - 1) % ORIGIN_COLOURS,
            x - 5,
            line + LABELS + nth * STEP,
            xml(&part.label(&document.id)),
            xml(&shortened(&document.headline(), WORDS_CHARS)),
        );
    }
    let mut rest = |n: usize, y: usize| {
        if n > STACK_MAX {
            let more = n - STACK_MAX;
            let _ = writeln!(out, "<text class=\"tick\" x=\"{x}\" y=\"{y}\">+{more}</text>");
        }
    };
    rest(column.happened.len(), line - 4 - STACK_MAX * STEP);
    rest(column.told.len(), line + LABELS + 9 + STACK_MAX * STEP);
}

#[cfg(test)]
mod tests {
    use super::*;
    use dossier::{Dossier, WhenRecord};

    fn happening(id: usize, day: &str, realis: &str) -> TimelineRecord {
        TimelineRecord {
            id: format!("happening:{id}"),
            when: WhenRecord {
                value: day.into(),
                words: String::new(),
                earliest: Some(day.into()),
                latest: Some(day.into()),
                estimated: false,
            },
            what: "It <sank>".into(),
            realis: realis.into(),
            implied: false,
            open: false,
            origins: 1,
            documents: Vec::new(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn many_days_become_months_and_every_mark_is_a_link() {
        let days = (0..60).map(|n| format!("2031-{:02}-{:02}", 3 + n / 28, 1 + n % 28));
        let mut timeline: Vec<_> =
            days.enumerate().map(|(n, day)| happening(n, &day, "actual")).collect();
        timeline.push(happening(99, "2032-01-01", "planned"));
        timeline.push(happening(100, "XXXX-01-01", "actual"));
        let part = Part::of(Dossier { timeline, ..Dossier::default() });
        let svg = super::timeline(&part, Links::Served).expect("it has times");
        assert_eq!(svg.matches("class=\"planned\"").count(), 1);
        assert_eq!(svg.matches("<circle").count(), svg.matches("<a href").count());
        assert!(svg.contains(">+19<") && svg.contains(">2032<") && !svg.contains("<sank>"));
        assert!(super::timeline(&Part::of(Dossier::default()), Links::Served).is_none());
    }
}
