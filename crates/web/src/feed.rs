//! Feeds of a story and of a search: Atom, RSS and JSON Feed, from one list of entries.
//!
//! No clock is asked: an entry is as new as the last article behind it. Where no article states a
//! time it is the first second of 1970, for the formats demand one.

use crate::{links::encoded, passage::shortened, picture::xml, room::Part};
use dossier::page;
use library::Found;
use serde_json::json;
use std::fmt::Write;

/// Most entries of a feed; the newest.
const ENTRIES_MAX: usize = 100;

/// Characters of an entry's title.
const TITLE_CHARS: usize = 160;

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl Form {
    /// The form that a file name such as `feed.atom` ends in.
    pub fn of(name: &str, stem: &str) -> Option<Form> {
        match name.strip_prefix(stem)? {
            ".atom" => Some(Form::Atom),
            ".rss" => Some(Form::Rss),
            ".json" => Some(Form::Json),
            _ => None,
        }
    }

    /// Its media type.
    pub fn kind(self) -> &'static str {
        match self {
            Form::Atom => "application/atom+xml; charset=utf-8",
            Form::Rss => "application/rss+xml; charset=utf-8",
            Form::Json => "application/feed+json; charset=utf-8",
        }
    }
}

/// Something in a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The path of its page.
    path: String,
    title: String,
    words: String,
    /// RFC 3339.
    updated: String,
}

/// A feed without its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    title: String,
    /// The path of its page.
    path: String,
    entries: Vec<Entry>,
}

impl Feed {
    /// What reports of a story differ in, what several claim, and what became of commitments.
    pub fn of_story(part: &Part) -> Feed {
        let story = format!("/stories/{}", encoded(part.id()));
        let mut entries = Vec::new();
        for conflict in &part.told.conflicts {
            let sides: Vec<&str> = conflict.sides.iter().map(|s| s.text.as_str()).collect();
            let documents = conflict.sides.iter().flat_map(|side| &side.documents);
            entries.push(Entry {
                path: format!("{story}/conflicts#{}", crate::links::slug(&conflict.id)),
                title: format!("≠ {}: {}", conflict.kind, sides.join(" / ")),
                words: sides.join("\n"),
                updated: updated(part, documents),
            });
        }
        for claim in part.told.claims.iter().filter(|c| c.origins > 1) {
            entries.push(Entry {
                path: format!("{story}/claims/{}", encoded(&claim.id)),
                title: format!("{} origins: {}", claim.origins, claim.text),
                words: claim.evidence.iter().map(|c| format!("{}\n", c.exact)).collect(),
                updated: updated(part, claim.documents.iter()),
            });
        }
        for one in part.told.commitments.iter().filter(|c| c.status != "open") {
            let became = one.follow_up.iter().flat_map(|f| &f.evidence).map(|c| &c.document);
            entries.push(Entry {
                path: format!("{story}/commitments#{}", crate::links::slug(&one.id)),
                title: format!("{}: {}", one.status, one.what),
                words: one.follow_up.iter().map(|f| format!("{}\n", f.text)).collect(),
                updated: updated(part, one.documents.iter().chain(became)),
            });
        }
        Feed::new(part.title(), story, entries)
    }

    /// The articles that a search finds.
    pub fn of_search(query: &str, found: &Found) -> Feed {
        let entry = |hit: &library::Hit| Entry {
            path: format!("/articles/{}", encoded(&hit.id)),
            title: hit.title.clone().unwrap_or_else(|| hit.id.clone()),
            words: hit.passages.iter().map(|p| format!("{}\n", p.exact)).collect(),
            updated: moment(hit.published.as_deref().unwrap_or_default()),
        };
        let entries = found.hits.iter().map(entry).collect();
        Feed::new(query, format!("/search?q={}", encoded(query)), entries)
    }

    fn new(title: &str, path: String, mut entries: Vec<Entry>) -> Feed {
        entries.sort_by(|a, b| (&b.updated, &a.path).cmp(&(&a.updated, &b.path)));
        entries.truncate(ENTRIES_MAX);
        for entry in &mut entries {
            entry.title = shortened(&page::harmless(&entry.title), TITLE_CHARS);
            entry.words = page::harmless(&entry.words);
        }
        Feed { title: page::harmless(title), path, entries }
    }

    /// The feed as bytes; `base` is how the server is addressed, `own` the address of the feed.
    pub fn print(&self, form: Form, base: &str, own: &str) -> String {
        match form {
            Form::Atom => self.atom(base, own),
            Form::Rss => self.rss(base),
            Form::Json => self.json(base, own),
        }
    }

    fn atom(&self, base: &str, own: &str) -> String {
        let newest = self.entries.first().map_or(EPOCH, |e| &e.updated);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{}</title>\n<id>{}</id>\n\
             <updated>{newest}</updated>\n<author><name>Secondsource</name></author>\n\
             <link rel=\"alternate\" href=\"{}\"/>\n<link rel=\"self\" href=\"{}\"/>\n",
            xml(&self.title),
            xml(&format!("{base}{}", self.path)),
            xml(&format!("{base}{}", self.path)),
            xml(&format!("{base}{own}")),
        );
        for entry in &self.entries {
            let address = xml(&format!("{base}{}", entry.path));
            let _ = write!(
                out,
                "<entry>\n<title>{}</title>\n<id>{address}</id>\n<updated>{}</updated>\n\
                 <link href=\"{address}\"/>\n<summary>{}</summary>\n</entry>\n",
                xml(&entry.title),
                entry.updated,
                xml(&entry.words),
            );
        }
        out.push_str("</feed>\n");
        out
    }

    fn rss(&self, base: &str) -> String {
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>\n\
             <title>{title}</title>\n<link>{}</link>\n<description>{title}</description>\n",
            xml(&format!("{base}{}", self.path)),
            title = xml(&self.title),
        );
        for entry in &self.entries {
            let address = xml(&format!("{base}{}", entry.path));
            let _ = write!(
                out,
                "<item>\n<title>{}</title>\n<link>{address}</link>\n\
                 <guid isPermaLink=\"true\">{address}</guid>\n<pubDate>{}</pubDate>\n\
                 <description>{}</description>\n</item>\n",
                xml(&entry.title),
                mail_time(&entry.updated),
                xml(&entry.words),
            );
        }
        out.push_str("</channel></rss>\n");
        out
    }

    fn json(&self, base: &str, own: &str) -> String {
        let item = |entry: &Entry| {
            let address = format!("{base}{}", entry.path);
            json!({
                "id": address, "url": address, "title": entry.title,
                "content_text": entry.words, "date_modified": entry.updated,
            })
        };
        let items: Vec<_> = self.entries.iter().map(item).collect();
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": format!("{base}{}", self.path),
            "feed_url": format!("{base}{own}"),
            "items": items,
        });
        feed.to_string()
    }
}

/// The time of what has none.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// When the last of some documents was published.
fn updated<'d>(part: &Part, documents: impl Iterator<Item = &'d String>) -> String {
    let times = documents.filter_map(|id| part.document(id)?.published.as_deref());
    moment(times.max().unwrap_or_default())
}

/// A time as precise as known, as RFC 3339 wants it: what is missing is the earliest it can be.
fn moment(time: &str) -> String {
    let (day, rest) = time.split_once('T').unwrap_or((time, ""));
    let is_zone = |c: char| matches!(c, 'Z' | '+' | '-');
    let (clock, zone) = rest.split_at(rest.find(is_zone).unwrap_or(rest.len()));
    let part = |words: &str, mark: char, nth: usize, length: usize, without: &str| {
        let part = words.split(mark).nth(nth).unwrap_or_default();
        let part: String = part.chars().take_while(char::is_ascii_digit).collect();
        if part.len() == length { part } else { without.to_string() }
    };
    let (year, month) = (part(day, '-', 0, 4, "1970"), part(day, '-', 1, 2, "01"));
    let (hour, minute) = (part(clock, ':', 0, 2, "00"), part(clock, ':', 1, 2, "00"));
    let (day, second) = (part(day, '-', 2, 2, "01"), part(clock, ':', 2, 2, "00"));
    let is_whole = zone.len() == 6 && zone.is_char_boundary(3) && &zone[3..4] == ":";
    let zone = if is_whole { zone } else { "Z" };
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
}

/// A moment as RFC 822 writes it, without the day of the week.
fn mail_time(moment: &str) -> String {
    // tidy: no words of a language
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = moment[5..7].parse::<usize>().unwrap_or(1).clamp(1, 12);
    let zone = match &moment[19..] {
        "Z" => "+0000".to_string(),
        other => other.replace(':', ""),
    };
    let (year, day, clock) = (&moment[..4], &moment[8..10], &moment[11..19]);
    format!("{day} {} {year} {clock} {zone}", MONTHS[month - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_made_whole_without_making_it_later() {
        assert_eq!(moment("2031-03"), "2031-03-01T00:00:00Z");
        assert_eq!(moment("2031-03-05T06:45"), "2031-03-05T06:45:00Z");
        assert_eq!(moment("2031-03-05T06:45:10.5+02:00"), "2031-03-05T06:45:10+02:00");
        assert_eq!(moment(""), EPOCH);
        assert_eq!(mail_time("2031-03-05T06:45:00+02:00"), "05 Mar 2031 06:45:00 +0200");
    }
}
