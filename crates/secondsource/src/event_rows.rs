//! `secondsource brief --format csv-events`: one row for each coded event, for counting.
//!
//! A row has the PLOVER code with quad class, actor and target with entity, kind and country, time,
//! place, who reports it, and the number of origins behind the passage.

use analysis::{EntityKind, EventMention};
use document::{Document, Span};
use lexicon::Lexicon;
use library::export::{Cell, Column, Table, csv};
use story::{Report, Story};

// Names of columns (tidy: no words of a language).
const COLUMNS: [&str; 27] = [
    "id",
    "story",
    "document",
    "publisher",
    "url",
    "published",
    "code",
    "mode",
    "context",
    "quad",
    "realis",
    "when",
    "earliest",
    "latest",
    "implied",
    "actor",
    "actor_entity",
    "actor_kind",
    "actor_country",
    "target",
    "target_entity",
    "target_kind",
    "target_country",
    "place",
    "reporter",
    "origins",
    "words",
];

/// The rows of stories, as CSV for spreadsheets.
pub fn csv(stories: &[Story]) -> String {
    let column = |name: &&'static str| Column { name, is_number: false };
    let cell = |field: &String| if field.is_empty() { Cell::Empty } else { field.into() };
    let mut rows = Vec::new();
    let ids = Document::ids(stories.iter().flat_map(|s| &s.reports).map(|r| &r.document));
    for (nth, story) in stories.iter().enumerate() {
        for (r, report) in story.reports.iter().enumerate() {
            for fact in &report.analysis.events {
                let Some(code) = fact.value.plover else { continue };
                let id = format!("event:{}", fact.id("event"));
                let row = Row { story, report, r, mention: &fact.value };
                let document = &ids[&report.document.id];
                let fields = row.fields([&id, document], nth + 1, code);
                rows.push(fields.iter().map(cell).collect());
            }
        }
    }
    let columns = COLUMNS.iter().map(column).collect();
    csv::for_spreadsheet(&Table { name: "events", columns, rows })
}

struct Row<'s> {
    story: &'s Story,
    report: &'s Report,
    r: usize,
    mention: &'s EventMention,
}

impl Row<'_> {
    fn fields(&self, [id, name]: [&String; 2], story: usize, code: &str) -> Vec<String> {
        let (document, analysis) = (&self.report.document, &self.report.analysis);
        let meta = &document.metadata;
        let quad = Lexicon::english().plover.iter().find(|p| p.code == code).map_or(0, |p| p.quad);
        let time = self.mention.time.or(self.mention.implied).map(|t| &analysis.times[t].value);
        let days = time.and_then(|t| t.interval);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut fields = vec![
            id.clone(),
            story.to_string(),
            name.clone(),
            text(&meta.publisher),
            text(&meta.url),
            text(&meta.published),
            code.to_string(),
            self.mention.mode.unwrap_or_default().to_string(),
            self.mention.contexts.join(" "),
            quad.to_string(),
            self.mention.realis.as_str().to_string(),
            time.map(|t| t.value.clone()).unwrap_or_default(),
            days.map(|d| d.earliest.to_string()).unwrap_or_default(),
            days.map(|d| d.latest.to_string()).unwrap_or_default(),
            self.mention.time.is_none().to_string(),
        ];
        fields.extend(self.party(self.mention.actor));
        fields.extend(self.party(self.mention.target));
        let place = self.mention.place.map(|m| analysis.mentions[m].span);
        let speaker = self.mention.quotation.and_then(|q| {
            analysis.quotations[q].value.speaker.as_ref().map(|speaker| speaker.span)
        });
        fields.extend([place, speaker].map(|span| span.map_or(String::new(), |s| self.words(s))));
        fields.push(self.story.origins.count(&[self.mention.span]).origins.len().to_string());
        fields.push(self.words(self.mention.span));
        fields
    }

    /// Words, entity, kind and country of an actor or target.
    fn party(&self, head: Option<usize>) -> [String; 4] {
        let analysis = &self.report.analysis;
        let syntax = &analysis.syntax;
        let Some(head) = head else { return Default::default() };
        let phrase = syntax.noun_phrase(head);
        let mention = analysis
            .mentions
            .iter()
            .filter(|m| m.tokens.contains(&head))
            .min_by_key(|m| (m.head != head, m.tokens.len()));
        let entity = mention.and_then(|m| self.story.entity(self.r, m.chain));
        let words = syntax.span(phrase).map_or(String::new(), |span| self.words(span));
        let entity = entity.map(|e| &self.story.entities[e]);
        let name = entity.map(|e| e.name.clone()).unwrap_or_default();
        let kind = mention.map_or("", |m| EntityKind::as_str(m.kind)).to_string();
        let country = country(&words).or_else(|| country(&name)).unwrap_or_default();
        [words, name, kind, country.to_string()]
    }

    fn words(&self, span: Span) -> String {
        let words = self.report.document.text.words(span);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// ISO 3166 alpha-3 of the first country that words name, or whose people or seat of power.
fn country(words: &str) -> Option<&'static str> {
    let found = |name: &&str| {
        words.match_indices(*name).any(|(at, _)| {
            let cut = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            cut(words[..at].chars().next_back()) && cut(words[at + name.len()..].chars().next())
        })
    };
    let countries = Lexicon::english().countries.iter().filter(|c| !c.iso3.is_empty());
    let mut named = countries.filter_map(|c| {
        let names = [c.name].into_iter().chain(c.alternatives.iter().copied());
        let all = names.chain(c.demonyms.iter().copied()).chain(c.seats.iter().copied());
        let longest = all.filter(|name| !name.is_empty()).filter(found).max_by_key(|n| n.len())?;
        Some((words.find(longest)?, std::cmp::Reverse(longest.len()), c.iso3))
    });
    let first = named.next()?;
    Some(named.fold(first, |a, b| a.min(b)).2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_name_people_and_whole_words() {
        assert_eq!(country("the French foreign minister"), Some("FRA"));
        assert_eq!(country("Russia and Ukraine"), Some("RUS"));
        assert_eq!(country("Perusal of the ledger"), None);
    }
}
