//! When a page was published and last changed, of what it says itself and of its visible text.

use super::facts::{Facts, Said};
use super::lines::Lines;
use super::metadata::Candidate;
use super::when::{self, Order};
use super::writer;
use lexicon::{BylineWord, Lexicon};

/// Keys of `meta` elements for the time of publication, with what each counts.
// tidy: no words of a language
const PUBLISHED_KEYS: [(&str, f32); 24] = [
    ("article:published_time", 9.0),
    ("og:article:published_time", 9.0),
    ("article:published", 9.0),
    ("og:published_time", 8.0),
    ("parsely-pub-date", 8.0),
    ("cxenseparse:recs:publishtime", 8.0),
    ("cxenseparse:publishtime", 8.0),
    ("datepublished", 8.0),
    ("pubdate", 8.0),
    ("publishdate", 7.0),
    ("publish-date", 7.0),
    ("publish_date", 7.0),
    ("publication_date", 7.0),
    ("sailthru.date", 7.0),
    ("dc.date.issued", 7.0),
    ("dcterms.created", 7.0),
    ("dcterms.date", 6.0),
    ("dc.date", 6.0),
    ("dc.date.created", 6.0),
    ("citation_publication_date", 6.0),
    ("article_date_original", 6.0),
    ("published", 6.0),
    ("date", 6.0),
    ("created", 4.0),
];

/// Keys of `meta` elements for the time of the last change.
// tidy: no words of a language
const UPDATED_KEYS: [(&str, f32); 10] = [
    ("article:modified_time", 9.0),
    ("og:article:modified_time", 9.0),
    ("article:modified", 9.0),
    ("og:updated_time", 8.0),
    ("datemodified", 8.0),
    ("dcterms.modified", 7.0),
    ("dc.date.modified", 7.0),
    ("lastmod", 6.0),
    ("last-modified", 5.0),
    ("revised", 5.0),
];

/// What a key of `meta` elements counts that is none of these but holds the words of one.
const LIKE_PUBLISHED: f32 = 5.0;

/// Elements for times that are looked at.
const TIMES_MAX: usize = 3;

/// Most words of a line that gives a day rather than tells of one.
const LINE_WORDS_MAX: usize = 9;

/// Most words of a day that a line begins with.
const DAY_WORDS: usize = 3;

/// What such a line below the headline counts on a page without marks; and what one counts that
/// gives an earlier day than the marks: files are made again after publication, never before.
const SHOWN: f32 = 4.0;
const SHOWN_EARLIER: f32 = 30.0;

/// What any other line counts.
const TOLD: f32 = 1.5;

/// What an element counts that is one of time by its class alone.
pub(super) const FAINT: f32 = 1.0;

/// Most words before those for a change of the page itself: "Page updated", not "Privacy policy
/// updated".
const LABEL_FROM: usize = 1;

/// Most words before a day that can say that it is one of change.
const LABEL_WORDS: usize = 6;

/// When the page may have been published.
pub(super) fn published(
    facts: &Facts,
    url: Option<&str>,
    lines: &Lines<'_>,
    order: Order,
    lexicon: &Lexicon,
) -> Vec<Candidate> {
    let mut candidates = marked(facts, order, lexicon);
    let earliest = candidates.iter().map(|c| day_of(&c.value)).min().map(str::to_string);
    let times = facts.times.iter().filter(|said| said.by == "itemprop" && !said.is_update);
    for said in times.take(TIMES_MAX) {
        candidates.extend(candidate(&said.value, "itemprop", 8.0, order, lexicon));
    }
    let times = facts.times.iter().filter(|said| said.by != "itemprop");
    for said in times.filter(|said| !says_changed(said, lexicon)).take(TIMES_MAX) {
        let weight = if said.by == "time" { 2.0 } else { FAINT };
        candidates.extend(candidate(&said.value, said.by, weight, order, lexicon));
    }
    if let Some(day) = url.and_then(when::in_address) {
        candidates.push(Candidate { value: day, by: "address".into(), weight: 4.0 });
    }
    for (blocks, is_lead) in [(&lines.above, false), (&lines.lead, true), (&lines.far, true)] {
        let is_near = !std::ptr::eq(blocks, &lines.far);
        for (line, label) in labelled(blocks, lexicon) {
            let is_changed = label.is_some();
            let Some(found) = candidate(line, "text", TOLD, order, lexicon) else { continue };
            let is_short = match label {
                Some(at) => is_near && at <= LABEL_FROM,
                None => gives_day(line, &found.value, order, lexicon),
            };
            let weight = match &earliest {
                Some(day) if is_short && day_of(&found.value) < day.as_str() => SHOWN_EARLIER,
                _ if is_changed => continue,
                None if is_short && is_lead => SHOWN,
                _ => TOLD,
            };
            candidates.push(Candidate { weight, ..found });
        }
    }
    candidates
}

/// Whether a line gives a day rather than tells of one: it is short, or begins with it.
fn gives_day(line: &str, day: &str, order: Order, lexicon: &Lexicon) -> bool {
    let begin: Vec<&str> = line.split_whitespace().take(DAY_WORDS).collect();
    let first = when::parse(&begin.join(" "), order, lexicon);
    line.split_whitespace().count() <= LINE_WORDS_MAX
        || first.is_some_and(|first| day_of(&first) == day_of(day))
}

/// What machines are told of the time of publication, not beside the words that readers see.
fn marked(facts: &Facts, order: Order, lexicon: &Lexicon) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (key, weight) in [("datePublished", 10.0), ("dateCreated", 4.0), ("uploadDate", 3.0)] {
        let by = format!("JSON-LD {key}");
        for value in facts.linked.texts(key).take(TIMES_MAX) {
            candidates.extend(candidate(&value, &by, weight, order, lexicon));
        }
    }
    for (key, weight) in PUBLISHED_KEYS {
        let value = facts.meta_value(&[key]).unwrap_or_default();
        candidates.extend(candidate(value, key, weight, order, lexicon));
    }
    let is_known = |key: &str| PUBLISHED_KEYS.iter().any(|(known, _)| *known == key);
    for (key, value) in facts.metas.iter().filter(|(key, _)| !is_known(key)) {
        let is_like = key.contains("publi") && (key.contains("date") || key.contains("time"));
        if is_like && !key.contains("modif") && !key.contains("updat") {
            candidates.extend(candidate(value, key, LIKE_PUBLISHED, order, lexicon));
        }
    }
    candidates
}

fn candidate(
    value: &str,
    by: &str,
    weight: f32,
    order: Order,
    lexicon: &Lexicon,
) -> Option<Candidate> {
    let value = when::parse(value, order, lexicon)?;
    Some(Candidate { value, by: by.to_string(), weight })
}

/// The day of a time.
fn day_of(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// The lines of blocks, each with the place of the words that make it the time of a change: before
/// its first figure, or in a line without one above it.
fn labelled<'a>(
    blocks: &'a [&'a str],
    lexicon: &'a Lexicon,
) -> impl Iterator<Item = (&'a str, Option<usize>)> {
    let mut above = None;
    blocks.iter().flat_map(|block| block.lines()).map(move |line| {
        let label = change_label(line, lexicon);
        let has_figure = line.contains(|c: char| c.is_ascii_digit());
        let before = std::mem::replace(&mut above, label.filter(|_| !has_figure));
        (line, label.or(before.filter(|_| has_figure)))
    })
}

/// The place of the first word, of those before the first figure, that says that it is the time of
/// a change.
fn change_label(line: &str, lexicon: &Lexicon) -> Option<usize> {
    let words =
        line.split_whitespace().take_while(|word| !word.contains(|c: char| c.is_ascii_digit()));
    let words: Vec<&str> = words.take(LABEL_WORDS).collect();
    (0..words.len()).find(|&from| {
        (from + 1..=words.len().min(from + 3))
            .any(|to| writer::is(lexicon, &words[from..to].join(" "), BylineWord::Changed))
    })
}

/// Whether an element gives the time of a change: by its class, or the words before it.
fn says_changed(said: &Said, lexicon: &Lexicon) -> bool {
    let is_labelled = |words: &str| change_label(words, lexicon).is_some();
    said.is_update || is_labelled(&said.value) || is_labelled(&said.before)
}

/// When the page may have been changed last.
pub(super) fn updated(
    facts: &Facts,
    lines: &Lines<'_>,
    order: Order,
    lexicon: &Lexicon,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let linked = facts.linked.text("dateModified").unwrap_or_default();
    candidates.extend(candidate(&linked, "JSON-LD dateModified", 10.0, order, lexicon));
    for (key, weight) in UPDATED_KEYS {
        let value = facts.meta_value(&[key]).unwrap_or_default();
        candidates.extend(candidate(value, key, weight, order, lexicon));
    }
    for said in facts.times.iter().filter(|said| says_changed(said, lexicon)).take(TIMES_MAX) {
        let weight = if said.by == "itemprop" { 8.0 } else { 3.0 };
        candidates.extend(candidate(&said.value, said.by, weight, order, lexicon));
    }
    for (line, _) in [&lines.above, &lines.lead, &lines.far]
        .into_iter()
        .flat_map(|lines| labelled(lines, lexicon))
        .filter(|(_, label)| label.is_some())
    {
        candidates.extend(candidate(line, "text", 3.5, order, lexicon));
    }
    candidates
}

/// When the page may have been published, and changed last, by the lines at the article's end,
/// where nothing else tells: a day right below its byline, and one that a line calls of change.
/// A line of change below a byline is that of another article.
pub(super) fn at_end(
    lines: &Lines<'_>,
    order: Order,
    lexicon: &Lexicon,
) -> (Vec<Candidate>, Vec<Candidate>) {
    let (mut published, mut updated) = (Vec::new(), Vec::new());
    let mut is_below_byline = false;
    for (line, label) in labelled(&lines.below, lexicon) {
        let is_changed = label.is_some();
        let found = candidate(line, "text", TOLD, order, lexicon);
        match found.filter(|found| is_changed || gives_day(line, &found.value, order, lexicon)) {
            Some(found) if is_below_byline && !is_changed => published.push(found),
            Some(found) if !is_below_byline && is_changed => updated.push(found),
            _ => {}
        }
        is_below_byline = !writer::in_lines(line, lexicon).is_empty();
    }
    (published, updated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(head: &str, lead: &str) -> (Option<String>, Option<String>) {
        days_with(head, lead, "")
    }

    fn days_with(head: &str, lead: &str, end: &str) -> (Option<String>, Option<String>) {
        let page = format!(
            "<html lang=en><head><title>Rail line to reopen</title>{head}</head><body><article>\
             <h1>Rail line to reopen</h1>{lead}<p>The border railway will reopen in May, the two \
             governments said on Tuesday after a day of talks in the valley town of Orsk.</p>\
             <p>Engineers still have to test two bridges before passengers can be carried, and \
             the ministry named no day for that work, which its own people are to do.</p>{end}\
             </article></body></html>"
        );
        let read = super::super::read(&page, Lexicon::english(), None).metadata;
        let day = |time: Option<String>| time.map(|time| day_of(&time).to_string());
        (day(read.published), day(read.updated))
    }

    fn some(published: &str, updated: &str) -> (Option<String>, Option<String>) {
        let day = |day: &str| Some(day.to_string()).filter(|day| !day.is_empty());
        (day(published), day(updated))
    }

    #[test]
    fn a_day_of_change_stands_for_that_of_publication_only_where_a_page_gives_no_other() {
        for label in
            ["<p>Updated on</p><p>April 9, 2031</p>", "<p>By A. Renn, updated 9 April 2031"]
        {
            assert_eq!(days("", label), some("2031-04-09", "2031-04-09"), "{label}");
        }
        let label = "<span>Last updated:</span> <time>April 9, 2031</time>";
        assert_eq!(days("", label), some("2031-04-09", "2031-04-09"));
        let both = "<p>Published 8 April 2031</p><p>Updated</p><p>9 April 2031</p>";
        assert_eq!(days("", both), some("2031-04-08", "2031-04-09"));
        let head = "<meta property='article:published_time' content='2031-04-01T10:00:00Z'>";
        assert_eq!(days(head, label), some("2031-04-01", "2031-04-09"));
    }

    #[test]
    fn a_page_that_was_changed_before_the_day_of_its_file_was_published_by_then() {
        let head = "<meta property='article:published_time' content='2031-06-02T10:00:00Z'>";
        let label = "<p>Page updated: 9 April 2031</p>";
        assert_eq!(days(head, label), some("2031-04-09", "2031-04-09"));
        let other = "<footer><p>Privacy policy updated 1 April 2030</p></footer>";
        assert_eq!(days_with(head, "", other).0, some("2031-06-02", "").0);
        let terms = "<p>Terms of use: last updated 1 April 2030</p>";
        assert_eq!(days(head, terms).0, some("2031-06-02", "").0);
    }

    #[test]
    fn the_end_of_an_article_gives_its_day_where_nothing_else_does() {
        let byline = "<div>Written by Ilva Renn</div><div>April 9, 2031</div>";
        assert_eq!(days_with("", "", byline), some("2031-04-09", ""));
        let change = "<p>Last updated: April 9, 2031</p>";
        assert_eq!(days_with("", "", change), some("2031-04-09", "2031-04-09"));
        let card = "<div><div>by Ilva Renn</div><div>Updated April 9, 2031</div></div>";
        assert_eq!(days_with("", "", card), some("", ""));
    }

    #[test]
    fn an_earlier_day_that_readers_see_stands_against_that_of_the_file() {
        let head = "<meta property='article:published_time' content='2031-06-02T10:00:00Z'>";
        assert_eq!(days(head, "<p>April 9, 2031</p>"), some("2031-04-09", ""));
        assert_eq!(days(head, "<p>June 30, 2031</p>"), some("2031-06-02", ""));
        let picture = "<figure><figcaption>Orsk, 9 April 2031</figcaption></figure>";
        assert_eq!(days(head, picture), some("2031-06-02", ""));
    }

    #[test]
    fn a_day_below_the_standfirst_or_before_a_long_byline_is_seen() {
        let standfirst = "<p>After nine years without a train, the valley will have one again, if \
                          the two bridges hold, which engineers are to test before the summer.</p>";
        let aside = "<div class='meta'><div>Share</div><div>Save</div><div>Posted on</div>\
                     <div>April 9, 2031</div></div>";
        assert_eq!(days("", &format!("{standfirst}{aside}")), some("2031-04-09", ""));
        let post = format!("{standfirst}<div class='tweet embed'>{aside}</div>");
        assert_eq!(days("", &post), some("", ""));
        let byline = "<p>April 9, 2031 by Ilva Renn, who has written of the railway and of the \
                      valley since the last train left</p>";
        let other = format!("<p>{} <time>May 2, 2031</time></p>", "read also ".repeat(15));
        assert_eq!(days("", &format!("{byline}{other}")), some("2031-04-09", ""));
    }

    #[test]
    fn a_key_like_those_that_are_known_is_read() {
        let head = "<meta name='x-publish-date' content='2031-04-09'>";
        assert_eq!(days(head, ""), some("2031-04-09", ""));
    }
}
