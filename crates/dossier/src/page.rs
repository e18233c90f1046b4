//! Prints a dossier for readers: as Markdown, or for a terminal.
//!
//! One description of the page, two ways to write it ([`Format`]). Text of documents is shown
//! harmlessly: control and direction-changing characters are made visible, Markdown is escaped.

mod claim;
mod commitment;
mod conflict;
mod diff;
mod harmless;
mod matrix;
mod news;
mod phrased;
mod speech;
mod timeline;
mod track;
mod who;

pub use diff::print_diff;
pub use harmless::{harmless, is_hidden};

use crate::{
    AntecedentRecord, Cite, DerivationRecord, DocumentRecord, Dossier, EntityRecord, OriginRecord,
    QuotationRecord, SpeakerRecord, Voice,
};
use harmless::escaped;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CommonMark.
    Markdown,
    /// Plain text, with ANSI colours if wanted.
    Terminal {
        /// Whether to use colours and bold type.
        color: bool,
        /// How a reader opens the citation of paragraph 12 of article 3, if there is a way.
        way: Option<&'static str>,
    },
}

/// Most quotations shown for one speaker on the page; all are in the JSON.
const QUOTATIONS_SHOWN: usize = 40;

/// Most speakers shown, those most quoted first; all are in the JSON.
const VOICES_SHOWN: usize = 80;

/// Most passages pointed at for one fact, and documents in one row; all are in the JSON.
const CITES_SHOWN: usize = 24;

/// Most origins shown, and signs of one.
const ORIGINS_SHOWN: usize = 60;
const SIGNS_SHOWN: usize = 12;

/// Most reports made from others that are shown.
const DERIVATIONS_SHOWN: usize = 60;

/// Documents of which all are listed; of more, those that the page points at.
const DOCUMENTS_SHOWN: usize = 200;

/// Most notices shown.
const NOTICES_SHOWN: usize = 100;

/// Passages shown for one sign of an origin.
const BASIS_SHOWN: usize = 2;

/// Passages shown side by side of one report made from another.
const PASSAGES_SHOWN: usize = 3;

/// Characters shown of a passage that only shows where it is from.
const PASSAGE_CHARS: usize = 90;
/// Characters shown of what stands before words that point back to it.
const BEFORE_CHARS: usize = 240;
/// Characters of those who say something with another.
const OTHERS_CHARS: usize = 80;

/// The page of a dossier.
pub fn print(dossier: &Dossier, format: Format) -> String {
    let ids = dossier.documents.iter().map(|d| d.id.as_str());
    let numbers: BTreeMap<&str, usize> = ids.zip(1..).collect();
    let cited = &RefCell::default();
    let mut page = Page { dossier, numbers: &numbers, cited, format, out: String::new() };
    if dossier.stories.len() > 1 {
        page.paragraph_of_numbers(dossier);
        for nth in 0..dossier.stories.len() {
            // All documents, so that each has one number on the whole page.
            let part = Dossier { documents: dossier.documents.clone(), ..dossier.of_story(nth) };
            let mut of_story =
                Page { dossier: &part, numbers: &numbers, cited, format, out: String::new() };
            of_story.story();
            page.out.push_str(&of_story.out);
        }
    } else {
        page.story();
    }
    page.news();
    page.documents();
    page.notices();
    page.out
}

/// The numbers line.
pub fn numbers_line(dossier: &Dossier) -> String {
    let n = &dossier.numbers;
    let origins = if n.unknown_lineage == 0 {
        count(n.origins, "origin", "origins")
    } else {
        format!(
            "{} ({} of unknown lineage)",
            count(n.origins, "origin", "origins"),
            n.unknown_lineage
        )
    };
    let stories = match n.stories {
        0 | 1 => String::new(),
        many => format!(" in {many} stories"),
    };
    format!(
        "{}{stories} → {origins} · {} ({} corroborated) · {} · {} ({} followed up) · \
         {} ({} by a named speaker) · {}",
        count(n.documents, "article", "articles"),
        count(n.claims, "claim", "claims"),
        n.corroborated,
        count(n.conflicts, "conflict", "conflicts"),
        count(n.commitments, "commitment", "commitments"),
        n.followed_up,
        count(n.quotations, "quotation", "quotations"),
        n.named_speaker,
        count(n.actors, "person or body", "persons and bodies"),
    )
}

/// A number with what it counts.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

struct Page<'d> {
    dossier: &'d Dossier,
    /// By document: its number on the page, from 1.
    numbers: &'d BTreeMap<&'d str, usize>,
    /// The numbers of the documents that the page points at.
    cited: &'d RefCell<BTreeSet<usize>>,
    format: Format,
    out: String,
}

impl Page<'_> {
    /// All that is told of one story.
    fn story(&mut self) {
        self.head();
        self.claims();
        self.conflicts();
        self.matrix();
        self.questions();
        self.cards();
        self.tracks();
        self.commitments();
        self.timeline();
        self.quotations();
        self.speeches();
        self.entities();
        self.origins();
    }

    fn paragraph_of_numbers(&mut self, dossier: &Dossier) {
        let line = self.bold(&numbers_line(dossier));
        self.paragraph(&line);
    }

    fn head(&mut self) {
        match self.dossier.title() {
            Some(title) if title.is_headline => self.heading(1, &title.text),
            Some(title) => self.heading_as_is(1, &title.text),
            None => self.heading(1, "Nothing to report"),
        }
        self.paragraph_of_numbers(self.dossier);
        self.digest();
        self.phrased();
    }

    /// What matters most, in sentences of the reports.
    fn digest(&mut self) {
        let lines: Vec<_> = self.dossier.stories.iter().flat_map(|s| &s.digest).collect();
        for line in &lines {
            let line = self.told(line);
            self.bullet(&line);
        }
        if !lines.is_empty() {
            self.out.push('\n');
        }
    }

    fn quotations(&mut self) {
        if self.dossier.quotations.is_empty() {
            return;
        }
        self.heading(2, "Who said what");
        let voices = self.dossier.voices();
        for (voice, quotations) in voices.iter().take(VOICES_SHOWN) {
            let speaker = match voice {
                Voice::Named(_) => {
                    let mut speakers = quotations.iter().filter_map(|q| q.speaker.as_ref());
                    let speaker = speakers.find(|speaker| speaker.entity.is_some());
                    speaker.map_or_else(String::new, |s| speaker_heading(self.dossier, s))
                }
                Voice::Unnamed(words) => words.to_string(),
                Voice::NotFound => "Speaker not found".to_string(),
            };
            self.heading(3, &speaker);
            for quotation in quotations.iter().take(QUOTATIONS_SHOWN) {
                self.quotation(quotation);
            }
            let more = quotations.len().saturating_sub(QUOTATIONS_SHOWN);
            if more > 0 {
                self.bullet(&format!("and {more} more, in the JSON record"));
            }
            self.out.push('\n');
        }
        let doubtful = self.dossier.quotations.iter().filter(|q| q.is_doubtful()).count();
        if doubtful > 0 {
            let more = count(doubtful, "passage", "passages");
            self.bullet(&format!("{more} that may tell what somebody said, in the JSON record"));
            self.out.push('\n');
        }
        if voices.len() > VOICES_SHOWN {
            let more = count(voices.len() - VOICES_SHOWN, "speaker", "speakers");
            self.bullet(&format!("and {more} more, in the JSON record"));
            self.out.push('\n');
        }
    }

    fn quotation(&mut self, q: &QuotationRecord) {
        let words = self.shown(q.told());
        let mut line = match q.kind.as_str() {
            "indirect" => self.italic(&words),
            _ => words,
        };
        let others = q.speaker.as_ref().map_or("", |s| &s.others);
        if !others.is_empty() {
            let _ = write!(line, " ({})", self.shown(&shortened_to(others, OTHERS_CHARS)));
        }
        if let Some(when) = &q.when {
            let _ = write!(line, " · {when}");
        }
        if !q.via.is_empty() {
            let via: Vec<String> = q.via.iter().map(|v| self.shown(&v.text)).collect();
            let _ = write!(line, " (via {})", via.join(", via "));
        }
        let cite = self.cite(&q.content);
        let id = self.dim(&q.id);
        let _ = write!(line, " {cite} {id}");
        self.bullet(&line);
        self.context(&q.named, q.before.as_ref());
    }

    /// Whom the pronouns of a line stand for, and what stands before it, if it points back.
    fn context(&mut self, named: &[AntecedentRecord], before: Option<&Cite>) {
        let name = |n: &AntecedentRecord| {
            format!("{}: {}", self.shown(&n.pronoun.exact), self.bold(&self.shown(&n.text)))
        };
        let mut context: Vec<String> = named.iter().map(name).collect();
        if let Some(before) = before {
            let words = self.shown(&shortened_to(&before.exact, BEFORE_CHARS));
            context.push(format!("before it: “{words}” {}", self.cite(before)));
        }
        if !context.is_empty() {
            self.sub_bullet(&context.join(" · "));
        }
    }

    fn origins(&mut self) {
        if self.dossier.origins.is_empty() {
            return;
        }
        self.heading(2, "Where it comes from");
        for (n, origin) in self.dossier.origins.iter().enumerate().take(ORIGINS_SHOWN) {
            self.origin(n + 1, origin);
        }
        self.rest(self.dossier.origins.len(), ORIGINS_SHOWN);
        for derivation in self.dossier.derivations.iter().take(DERIVATIONS_SHOWN) {
            self.derivation(derivation);
        }
        if !self.dossier.derivations.is_empty() {
            self.rest(self.dossier.derivations.len(), DERIVATIONS_SHOWN);
        }
        self.statements();
    }

    fn origin(&mut self, number: usize, origin: &OriginRecord) {
        let known = origin.lineage == "known";
        let name = match (&origin.publisher, known) {
            (Some(publisher), true) => self.shown(publisher),
            (Some(publisher), false) => format!("{}, lineage unknown", self.shown(publisher)),
            (None, true) => "no publisher named".to_string(),
            (None, false) => "lineage unknown".to_string(),
        };
        let documents = match origin.documents.is_empty() {
            true => "in passages only".to_string(),
            false => self.document_list(&origin.documents),
        };
        let mut line = format!("{}: {documents}", self.bold(&format!("{number}. {name}")));
        if !origin.also.is_empty() {
            let _ = write!(line, " · also in {}", self.document_list(&origin.also));
        }
        self.bullet(&line);
        for basis in origin.basis.iter().take(SIGNS_SHOWN) {
            let what = match basis.kind.as_str() {
                "credit" => "credits it",
                "copied" => "has another report's words",
                "rewritten" => "says, sentence by sentence, what another report says",
                "told" => "says through whom its news came",
                "own-reporting" => "own reporting",
                "new-quotations" => "quotes what no earlier report here has",
                "reader" => "made from another report, as a reader says (corrections)",
                _ => "has the names and numbers of another report, and hardly any others",
            };
            let cites = basis.evidence.iter().take(BASIS_SHOWN);
            let cites: Vec<String> = cites
                .map(|c| format!("“{}” {}", self.shown(&shortened(&c.exact)), self.cite(c)))
                .collect();
            let number = self.number(&basis.document);
            let line = format!("[{number}] {what}: {}", cites.join(", "));
            self.sub_bullet(line.trim_end_matches([':', ' ']));
        }
        let more = origin.basis.len().saturating_sub(SIGNS_SHOWN);
        if more > 0 {
            self.sub_bullet(&format!("and {more} more, in the JSON record"));
        }
    }

    fn derivation(&mut self, derivation: &DerivationRecord) {
        let (to, from) = (self.number(&derivation.document), self.number(&derivation.from));
        let how = match derivation.kind.as_str() {
            "copied" => "shares passages with",
            "rewritten" => "says in other words what stands in",
            "reader" => "was made, as a reader says, from",
            _ => "has the names and numbers of",
        };
        let (order, arrow) = match derivation.direction.as_str() {
            "known" => ("which came first", "←"),
            _ => ("which came first is unknown", "↔"),
        };
        self.bullet(&format!("[{to}] {how} [{from}], {order}"));
        for passage in derivation.passages.iter().take(PASSAGES_SHOWN) {
            let line = format!(
                "“{}” {} {arrow} “{}” {}",
                self.shown(&shortened(&passage.here.exact)),
                self.cite(&passage.here),
                self.shown(&shortened(&passage.there.exact)),
                self.cite(&passage.there),
            );
            self.sub_bullet(&line);
        }
        let more = derivation.passages.len().saturating_sub(PASSAGES_SHOWN);
        if more > 0 {
            self.sub_bullet(&format!("and {more} more, in the JSON record"));
        }
    }

    fn documents(&mut self) {
        self.heading(2, "Articles");
        if let Format::Terminal { way: Some(way), .. } = self.format {
            let way = self.dim(&format!("[3 ¶12] is article 3, paragraph 12: {way}"));
            self.paragraph(&way);
        }
        let all = self.dossier.documents.len();
        let mut shown: BTreeSet<usize> = (0..all).collect();
        if all > DOCUMENTS_SHOWN {
            shown.retain(|i| self.cited.borrow().contains(&(i + 1)));
        }
        for &i in &shown {
            let line = self.document_line(i, &self.dossier.documents[i]);
            self.bullet(&line);
        }
        if shown.len() < all {
            let more = all - shown.len();
            self.bullet(&format!(
                "and {more} more that the page does not cite, in the JSON record"
            ));
        }
        self.out.push('\n');
    }

    fn document_line(&self, i: usize, document: &DocumentRecord) -> String {
        let mut line = format!("[{}] {}", i + 1, self.shown(&document.path));
        if let Some(title) = &document.title {
            let _ = write!(line, " · {}", self.bold(&self.shown(title)));
        }
        let published = document.published.as_deref().unwrap_or("no publication time");
        let publisher = document.publisher.as_deref().unwrap_or("publisher not stated");
        let _ = write!(line, " · {} · {}", self.shown(publisher), self.shown(published));
        if let Some(window) = &document.window {
            let _ = write!(line, " · {}", self.window(window));
        }
        for credit in &document.credits {
            for cite in &credit.evidence {
                let _ = write!(line, " · {}: “{}”", credit.form, self.shown(&cite.exact));
            }
        }
        if !document.items.is_empty() {
            let _ = write!(line, " · {}", count(document.items.len(), "item", "items"));
        }
        let furniture = document.blocks.iter().filter(|b| b.kind == "furniture").count();
        if furniture > 0 {
            let _ = write!(line, " · {}", count(furniture, "furniture line", "furniture lines"));
        }
        line
    }

    fn notices(&mut self) {
        if self.dossier.notices.is_empty() {
            return;
        }
        self.heading(2, "Notices");
        for notice in self.dossier.notices.iter().take(NOTICES_SHOWN) {
            let line = format!(
                "{} {}: {}",
                notice.code,
                self.shown(&notice.place),
                self.shown(&notice.message)
            );
            self.bullet(&line);
        }
        self.rest(self.dossier.notices.len(), NOTICES_SHOWN);
    }

    fn document_list(&self, documents: &[String]) -> String {
        let numbers = documents.iter().take(CITES_SHOWN).map(|d| format!("[{}]", self.number(d)));
        let numbers = numbers.collect::<Vec<_>>().join(" ");
        match documents.len().saturating_sub(CITES_SHOWN) {
            0 => numbers,
            more => format!("{numbers} and {more} more"),
        }
    }

    /// The numbers of documents in one pair of brackets: "[1, 3]".
    fn listed(&self, documents: &[String]) -> String {
        let numbers = documents.iter().take(CITES_SHOWN);
        let numbers: Vec<String> = numbers.map(|d| self.number(d).to_string()).collect();
        let more = if documents.len() > CITES_SHOWN { ", …" } else { "" };
        format!("[{}{more}]", numbers.join(", "))
    }

    /// The number of a document on the page, from 1; the page points at it from now on.
    fn number(&self, document: &str) -> usize {
        let number = self.numbers.get(document).copied().unwrap_or(1);
        self.cited.borrow_mut().insert(number);
        number
    }

    /// Where some words stand.
    fn cites(&self, cites: &[Cite]) -> String {
        let mut places: Vec<String> = Vec::new();
        for place in cites.iter().map(|c| self.cite(c)) {
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        let shown = places[..places.len().min(CITES_SHOWN)].join(" ");
        match places.len().saturating_sub(CITES_SHOWN) {
            0 => shown,
            more => format!("{shown} and {more} more"),
        }
    }

    /// The article's number and the paragraph: `[3 ¶12]`.
    fn cite(&self, cite: &Cite) -> String {
        let number = self.number(&cite.document);
        let document = self.dossier.documents.get(number - 1);
        let blocks = document.map_or(&[][..], |document| &document.blocks);
        let paragraph = blocks.partition_point(|b| b.start <= cite.start);
        self.dim(&format!("[{number} ¶{paragraph}]"))
    }

    fn heading(&mut self, level: usize, words: &str) {
        let capitals = level < 3 && self.format != Format::Markdown;
        let words = if capitals { words.to_uppercase() } else { words.to_string() };
        self.heading_as_is(level, &words);
    }

    /// A heading whose words keep their small letters.
    fn heading_as_is(&mut self, level: usize, words: &str) {
        let words = self.shown(words);
        match self.format {
            Format::Markdown => {
                let _ = writeln!(self.out, "{} {words}\n", "#".repeat(level));
            }
            Format::Terminal { .. } => {
                let _ = writeln!(self.out, "{}", self.bold(&words));
                if level < 3 {
                    self.out.push('\n');
                }
            }
        }
    }

    fn paragraph(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}\n");
    }

    fn bullet(&mut self, line: &str) {
        let mark = if self.format == Format::Markdown { "-" } else { "  •" };
        let _ = writeln!(self.out, "{mark} {line}");
    }

    fn sub_bullet(&mut self, line: &str) {
        let mark = if self.format == Format::Markdown { "  -" } else { "      –" };
        let _ = writeln!(self.out, "{mark} {line}");
    }

    fn bold(&self, words: &str) -> String {
        self.styled(words, "**", "1")
    }

    fn italic(&self, words: &str) -> String {
        self.styled(words, "*", "3")
    }

    fn dim(&self, words: &str) -> String {
        self.styled(words, "", "2")
    }

    fn styled(&self, words: &str, markdown: &str, ansi: &str) -> String {
        match self.format {
            Format::Markdown => format!("{markdown}{words}{markdown}"),
            Format::Terminal { color: true, .. } => format!("\x1b[{ansi}m{words}\x1b[0m"),
            Format::Terminal { color: false, .. } => words.to_string(),
        }
    }

    fn shown(&self, words: &str) -> String {
        let line = harmless(words);
        if self.format == Format::Markdown { escaped(&line) } else { line }
    }
}

/// The beginning of a long passage.
fn shortened(words: &str) -> String {
    shortened_to(words, PASSAGE_CHARS)
}

/// The beginning of a passage, so many characters at most.
fn shortened_to(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_string(),
    }
}

fn speaker_heading(dossier: &Dossier, speaker: &SpeakerRecord) -> String {
    let entity = dossier.entities.iter().find(|e| Some(&e.id) == speaker.entity.as_ref());
    match entity.and_then(EntityRecord::role_now) {
        Some(role) => format!("{}, {}", speaker.text, role.title),
        None => speaker.text.clone(),
    }
}
