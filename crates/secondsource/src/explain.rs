//! `secondsource explain`: why something is on the page, or what a notice or rule means.
//!
//! Each kind of thing has a file of its own that lays out what it rests on: its passages with
//! their places, and why the story takes them for it.

mod cited;
mod claim;
mod commitment;
mod conflict;
mod entity;
mod happening;
mod meeting;
mod origin;
mod quotation;
mod speech;
mod told;
mod track;
mod whole;

use crate::{
    brief,
    cli::{Languages, Options, Period},
    fitted::fitted,
    output,
};
use analysis::name::fold_name;
use anyhow::{Result, bail};
use document::NoticeCode;
use dossier::{Dossier, page::harmless};
use lexicon::{FILES, Table};
use std::{collections::BTreeSet, fmt::Write};
use story::Story;

/// Ids that are listed where an abbreviation stands for several.
const LISTED: usize = 10;

/// Explains an id, or shows the words of citations, of the page about some paths.
pub fn run(
    id: &str,
    paths: &[String],
    (period, languages): (&Period, &Languages),
    options: &Options,
) -> Result<()> {
    let text = if let Some(code) = NoticeCode::parse(id) {
        format!("{code}\n  {}\n", code.explanation())
    } else if let Some(rule) = rule(id) {
        rule
    } else if paths.is_empty() {
        bail!("`{id}` is no notice code and no rule; for what stands on a page, give its pile too");
    } else {
        let (stories, _) = brief::weave(paths, period, languages, options)?;
        let record = dossier::present(&stories, &[], &brief::provenance());
        match cited::places(id) {
            Some(places) => fitted(cited::shown(&record, &places)?, options),
            None => explained(&stories, &record, id)?,
        }
    };
    output::write(options, text.as_bytes())
}

/// A row of the lexicon by its id.
fn rule(id: &str) -> Option<String> {
    FILES.iter().find_map(|(name, content)| {
        let (table, _) = Table::parse(name, content);
        let row = table.rows().find(|row| !id.is_empty() && row.get("id") == id)?;
        let mut text = format!("{id}   lexicon/{name}\n");
        for column in table.columns().iter().filter(|c| **c != "id") {
            let _ = writeln!(text, "  {column}: {}", row.get(column));
        }
        Some(text)
    })
}

/// What a record shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Quotation,
    Entity,
    Claim,
    Conflict,
    Commitment,
    Intention,
    Meeting,
    Track,
    Happening,
    Origin,
    Speech,
    Story,
}

/// A thing of a record, by its place in the record's list of its kind.
struct Found<'s> {
    stories: &'s [Story],
    record: &'s Dossier,
    nth: usize,
}

impl<'s> Found<'s> {
    /// The same in its story: the record has the lists of the stories one after another.
    fn of_story<T>(&self, list: impl Fn(&'s Story) -> &'s [T]) -> Option<(&'s Story, &'s T)> {
        let mut before = 0;
        for story in self.stories {
            let things = list(story);
            if let Some(thing) = things.get(self.nth - before) {
                return Some((story, thing));
            }
            before += things.len();
        }
        None
    }

    fn explained(&self, kind: Kind, id: &str) -> Option<String> {
        match kind {
            Kind::Quotation => {
                self.stories.iter().find_map(|story| quotation::explained(story, id))
            }
            Kind::Entity => Some(entity::explained(self.record, self.nth)),
            Kind::Claim => claim::explained(self),
            Kind::Conflict => conflict::explained(self),
            Kind::Commitment => commitment::explained(self),
            Kind::Intention => commitment::intention(self),
            Kind::Meeting => meeting::explained(self),
            Kind::Track => track::explained(self),
            Kind::Happening => happening::explained(self),
            Kind::Origin => origin::explained(self),
            Kind::Speech => speech::explained(self),
            Kind::Story => Some(whole::explained(self.record, self.nth)),
        }
    }
}

/// Everything in a record that has an id, with its place among those of its kind.
fn ids(record: &Dossier) -> Vec<(&str, Kind, usize)> {
    fn of<'r, T: 'r>(
        kind: Kind,
        list: impl IntoIterator<Item = &'r T>,
        id: impl Fn(&'r T) -> &'r String,
    ) -> Vec<(&'r str, Kind, usize)> {
        let numbered = list.into_iter().enumerate();
        numbered.map(|(nth, thing)| (id(thing).as_str(), kind, nth)).collect()
    }
    let stories = || record.stories.iter();
    [
        of(Kind::Quotation, &record.quotations, |q| &q.id),
        of(Kind::Entity, &record.entities, |e| &e.id),
        of(Kind::Claim, &record.claims, |c| &c.id),
        of(Kind::Conflict, &record.conflicts, |c| &c.id),
        of(Kind::Commitment, &record.commitments, |c| &c.id),
        of(Kind::Intention, &record.intentions, |c| &c.id),
        of(Kind::Meeting, stories().flat_map(|s| &s.meetings), |m| &m.id),
        of(Kind::Track, stories().flat_map(|s| &s.tracks), |t| &t.id),
        of(Kind::Happening, &record.timeline, |h| &h.id),
        of(Kind::Origin, &record.origins, |o| &o.id),
        of(Kind::Speech, &record.quotation_variants, |s| &s.id),
        of(Kind::Story, &record.stories, |s| &s.id),
    ]
    .concat()
}

/// What an id stands for, each thing that has it; an id may be cut short, and its kind left out,
/// as long as it stands for one. An entity goes by its names too, as they are spelled or, if no
/// name is spelled so, whatever their capitals and accents.
fn explained(stories: &[Story], record: &Dossier, wanted: &str) -> Result<String> {
    let all = ids(record);
    let hash = |id: &str| id.split_once(':').map_or("", |(_, hash)| hash).to_string();
    let mut found: Vec<_> = all.iter().filter(|(id, ..)| *id == wanted).collect();
    let mut by_name = false;
    let same: [fn(&str, &str) -> bool; 2] =
        [|a, b| a == b, |a, b| !fold_name(b).is_empty() && fold_name(a) == fold_name(b)];
    for same in same {
        if found.is_empty() {
            let is_named = |nth: usize| {
                let entity = &record.entities[nth];
                same(&entity.name, wanted) || entity.variants.iter().any(|v| same(&v.text, wanted))
            };
            let named =
                |(_, kind, nth): &&(&str, Kind, usize)| *kind == Kind::Entity && is_named(*nth);
            found = all.iter().filter(named).collect();
            by_name = !found.is_empty();
        }
    }
    if found.is_empty() && !wanted.is_empty() {
        let begins = |id: &str| id.starts_with(wanted) || hash(id).starts_with(wanted);
        found = all.iter().filter(|(id, ..)| begins(id)).collect();
    }
    let distinct: BTreeSet<&str> = found.iter().map(|(id, ..)| *id).collect();
    if distinct.len() > 1 && !by_name {
        let listed: Vec<&str> = distinct.iter().copied().take(LISTED).collect();
        let more = if distinct.len() > LISTED { " …" } else { "" };
        bail!("`{wanted}` may be any of {}: {}{more}", distinct.len(), listed.join(" "));
    }
    let mut texts: Vec<String> = Vec::new();
    for (id, kind, nth) in found {
        let text = Found { stories, record, nth: *nth }.explained(*kind, id);
        texts.extend(text.filter(|text| !texts.contains(text)));
    }
    if texts.is_empty() {
        let wanted = harmless(wanted);
        bail!("nothing in this pile has the id `{wanted}`; {LOOKS}");
    }
    Ok(texts.join("\n"))
}

/// What ids look like.
const LOOKS: &str = "ids are those of the page and the record, such as quotation:1a2b3c4d, and of \
    the same form entity:, claim:, conflict:, commitment:, meeting:, track:, happening: (of the \
    timeline), origin:, speech: and story:; a person or body goes by name too, a rule by its id \
    (en/cue/say), a notice by its code (I004)";
