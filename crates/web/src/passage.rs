//! The words of a citation as they stand in their paragraph.

use crate::{Links, room::Part};
use dossier::Cite;
use maud::{Markup, html};

/// Characters shown before and after the words that are cited.
const AROUND_CHARS: usize = 180;

/// Characters shown of the words themselves.
const WORDS_CHARS: usize = 1_200;

/// Passages shown for one thing; the rest are counted.
const PASSAGES_SHOWN: usize = 24;

/// The words of a citation in their paragraph, with who published them and when.
pub fn passage(part: &Part, links: Links, cite: &Cite) -> Markup {
    let (nth, first, last) = part.paragraph(cite).unwrap_or((0, cite.start, cite.end));
    let from = cite.start.saturating_sub(AROUND_CHARS).max(first.min(cite.start));
    let to = (cite.end + AROUND_CHARS).min(last.max(cite.end));
    let id = &cite.document;
    let document = part.document(id);
    let before = from_word(part.words(id, from, cite.start), from > first);
    let after = to_word(part.words(id, cite.end, to), to < last);
    let published = document.and_then(|d| d.published.as_deref());
    html! {
        figure.passage {
            figcaption {
                @if let Some((number, _)) = part.origin(id) { (origin_mark(number)) " " }
                a.where href=(links.words(part.id(), id, cite.start, cite.end)) {
                    bdi { (part.label(id)) }
                    @if let Some(time) = published { " · " (when(time)) }
                    @if nth > 0 { " · ¶" (nth) }
                }
            }
            blockquote dir="auto" {
                (before) mark { (shortened(&cite.exact, WORDS_CHARS)) } (after)
            }
        }
    }
}

/// The passages of some citations, side by side, by origin and time.
pub fn passages(part: &Part, links: Links, cites: &[Cite]) -> Markup {
    let mut cites: Vec<&Cite> = cites.iter().collect();
    cites.sort_by_key(|cite| {
        let origin = part.origin(&cite.document).map_or(usize::MAX, |(number, _)| number);
        (origin, part.document(&cite.document).and_then(|d| d.published.as_deref()))
    });
    let more = cites.len().saturating_sub(PASSAGES_SHOWN);
    html! {
        div.passages {
            @for cite in cites.iter().take(PASSAGES_SHOWN) { (passage(part, links, cite)) }
        }
        @if more > 0 { p.more { "and " (more) " more passages, in the record" } }
    }
}

/// Links to the words of citations, in few characters: the publisher and the paragraph.
pub fn cites(part: &Part, links: Links, cites: &[Cite]) -> Markup {
    html! {
        span.cites {
            @for cite in cites.iter().take(PASSAGES_SHOWN) {
                a.cite href=(links.words(part.id(), &cite.document, cite.start, cite.end)) {
                    bdi { (part.label(&cite.document)) }
                    @if let Some((nth, _, _)) = part.paragraph(cite) { " ¶" (nth) }
                } " "
            }
        }
    }
}

/// The same where it is said beside them who published the words: the paragraph alone.
pub fn places(part: &Part, links: Links, cites: &[Cite]) -> Markup {
    html! {
        span.cites {
            @for cite in cites.iter().take(PASSAGES_SHOWN) {
                a.cite href=(links.words(part.id(), &cite.document, cite.start, cite.end))
                    title=(part.label(&cite.document)) {
                    "¶" (part.paragraph(cite).map_or(1, |(nth, _, _)| nth))
                } " "
            }
        }
    }
}

/// The number of an origin in its colour.
pub fn origin_mark(number: usize) -> Markup {
    html! {
        span class={ "origin o" ((number - 1) % ORIGIN_COLOURS) } title={ "origin " (number) } {
            (number)
        }
    }
}

/// Colours of origins in the style sheet; beyond them they come again.
pub const ORIGIN_COLOURS: usize = 8;

/// A time, for people: the day, and the minute with its zone where they are known.
pub fn when(iso: &str) -> Markup {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let minute: String = time.chars().take(5).collect();
    html! {
        time datetime=(iso) { (day) @if !minute.is_empty() { " " (minute) (zone(time)) } }
    }
}

/// The zone of a time of day, as the time has it.
fn zone(time: &str) -> &str {
    time.find(['Z', '+', '-']).map_or("", |at| &time[at..])
}

/// The first characters of some words.
pub fn shortened(words: &str, characters: usize) -> String {
    match words.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_string(),
    }
}

/// The words from the first whole one, if their beginning was cut.
fn from_word(words: &str, is_cut: bool) -> String {
    if !is_cut {
        return words.to_string();
    }
    let at = words.find(char::is_whitespace).unwrap_or(0);
    format!("… {}", words[at..].trim_start())
}

/// The words up to the last whole one, if their end was cut.
fn to_word(words: &str, is_cut: bool) -> String {
    if !is_cut {
        return words.to_string();
    }
    let at = words.rfind(char::is_whitespace).unwrap_or(words.len());
    format!("{} …", words[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_ends_at_a_whole_word() {
        assert_eq!(from_word("bridge was closed, ", true), "… was closed, ");
        assert_eq!(to_word(" since the fl", true), " since the …");
        assert_eq!(to_word(" since", false), " since");
        assert_eq!(shortened("Šárka said", 5), "Šárka…");
    }

    #[test]
    fn a_time_of_day_keeps_its_zone() {
        let shown = |iso| {
            let shown = when(iso).into_string();
            shown.split(['<', '>']).nth(2).unwrap_or_default().to_string()
        };
        assert_eq!(shown("2031-03-16T09:30:00+03:00"), "2031-03-16 09:30+03:00");
        assert_eq!(shown("2031-03-05T04:00:00.5Z"), "2031-03-05 04:00Z");
        assert_eq!(shown("2031-03-16T09:30:00-05:00"), "2031-03-16 09:30-05:00");
        assert_eq!(shown("2031-03-16T09:30"), "2031-03-16 09:30");
        assert_eq!(shown("2031-03-16"), "2031-03-16");
    }
}
