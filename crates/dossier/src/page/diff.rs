//! What two records differ in, as a page.

use super::{Format, Page};
use crate::{ChangedRecord, DiffRecord, DifferenceRecord, Dossier};
use std::{cell::RefCell, collections::BTreeMap};

/// Most lines shown of what was gained, lost or changed of a kind; all are in the JSON.
const LINES_SHOWN: usize = 40;

/// Most passages pointed at for one of them.
const PASSAGES_SHOWN: usize = 4;

/// The page about what `diff` found in two records.
pub fn print_diff(diff: &DiffRecord, before: &Dossier, after: &Dossier, format: Format) -> String {
    let (old_numbers, old_cited) = (numbers(before), RefCell::default());
    let (numbers, cited) = (numbers(after), RefCell::default());
    let page =
        |dossier, numbers, cited| Page { dossier, numbers, cited, format, out: String::new() };
    let old = page(before, &old_numbers, &old_cited);
    let mut page = page(after, &numbers, &cited);
    for (name, dossier) in [("earlier", before), ("later", after)] {
        let line = format!("{} · {}", page.bold(name), super::numbers_line(dossier));
        page.bullet(&line);
    }
    if before.made_by != after.made_by {
        let note = "made by other versions of program, model or lexicon: what differs may be \
                    their doing";
        page.bullet(&page.italic(note));
    }
    page.out.push('\n');
    if diff.parts().iter().all(|(_, part)| part.is_empty()) {
        page.paragraph("Nothing was gained, lost or changed.");
    }
    for (name, part) in diff.parts().into_iter().filter(|(_, part)| !part.is_empty()) {
        let (gained, lost, changed) = (part.gained.len(), part.lost.len(), part.changed.len());
        page.heading(2, &format!("{name}: {gained} gained, {lost} lost, {changed} changed"));
        for (label, list) in [("gained", &part.gained), ("changed", &part.changed)] {
            for thing in list.iter().take(LINES_SHOWN) {
                let line = format!("{} · {}", page.bold(label), page.difference(thing));
                page.bullet(&line);
                thing.changes.iter().for_each(|change| page.change(change));
            }
            page.more(label, list.len());
        }
        for thing in part.lost.iter().take(LINES_SHOWN) {
            let line = format!("{} · in the earlier {}", page.bold("lost"), old.difference(thing));
            page.bullet(&line);
        }
        page.more("lost", part.lost.len());
        page.out.push('\n');
    }
    for (title, of) in
        [("Articles of the later", &page.pointed()), ("Articles of the earlier", &old.pointed())]
    {
        if !of.is_empty() {
            page.heading(2, title);
            of.iter().for_each(|line| page.bullet(line));
            page.out.push('\n');
        }
    }
    page.out
}

fn numbers(dossier: &Dossier) -> BTreeMap<&str, usize> {
    dossier.documents.iter().map(|d| d.id.as_str()).zip(1..).collect()
}

impl Page<'_> {
    fn difference(&self, thing: &DifferenceRecord) -> String {
        let mut line = self.shown(&thing.text);
        if thing.was.len() > 1 {
            line.push_str(&format!(
                " · {} in the earlier: {}",
                thing.was.len(),
                self.shown(&thing.was.join(" "))
            ));
        }
        if self.numbers.contains_key(thing.id.as_str()) {
            return format!("[{}] {line}", self.number(&thing.id));
        }
        let cites = &thing.evidence[..thing.evidence.len().min(PASSAGES_SHOWN)];
        let more = match thing.evidence.len() - cites.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{line} {}{more} {}", self.cites(cites), self.dim(&self.shown(&thing.id)))
    }

    fn change(&mut self, change: &ChangedRecord) {
        let what = change.what.replace('_', " ");
        let line = match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                format!("{what}: {} → {}", self.shown(before), self.shown(after))
            }
            (None, Some(after)) => format!("{what} gained: {}", self.shown(after)),
            (Some(before), None) => format!("{what} lost: {}", self.shown(before)),
            (None, None) => what,
        };
        self.sub_bullet(&line);
    }

    /// Says how many lines are not shown.
    fn more(&mut self, label: &str, all: usize) {
        if all > LINES_SHOWN {
            self.bullet(&format!("{label} · and {} more, with --json", all - LINES_SHOWN));
        }
    }

    /// The articles that were pointed at.
    fn pointed(&self) -> Vec<String> {
        // A line may point at further articles itself.
        let numbers = self.cited.borrow().clone();
        let line = |n: &usize| Some(self.document_line(n - 1, self.dossier.documents.get(n - 1)?));
        numbers.iter().filter_map(line).collect()
    }
}
