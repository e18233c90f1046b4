//! HTML pages: main text and metadata, by a readability-style extractor.

use crate::{is_iso8601, layout::is_prose};
use document::Metadata;
use dom_smoothie::{Config, Readability, TextMode};

/// Most elements of a page that are looked at. The largest of 432 news pages measured has 21,000
/// (2026-11).
const ELEMENTS_MAX: usize = 200_000;

/// Deepest nesting of tags that is parsed: the extractor walks the tree by recursion. The
/// deepest of 432 news pages measured is 49 (2026-11).
const DEPTH_MAX: usize = 512;

/// Whether a text is an HTML page: by the ending of its name or by how it begins.
pub(crate) fn looks_like(path: &str, text: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let head: String = text.trim_start().chars().take(512).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with("<?xml") && head.contains("<html"))
        || ([".html", ".htm", ".xhtml"].iter().any(|e| path.ends_with(e)) && head.contains('<'))
}

/// The main text of a page, paragraphs separated by blank lines, and what the page says of
/// itself. `None` if no main text is found.
pub(crate) fn extract(page: &str) -> Option<(String, Metadata)> {
    if nests_deeper_than(page, DEPTH_MAX) {
        return None;
    }
    let config = Config {
        max_elements_to_parse: ELEMENTS_MAX,
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let article = Readability::new(page, None, Some(config)).ok()?.parse().ok()?;
    let text = article.text_content.trim().to_string();
    if !text.lines().any(is_prose) {
        return None;
    }
    let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    let time = |field: Option<String>| filled(field).filter(|value| is_iso8601(value));
    let metadata = Metadata {
        url: filled(article.url),
        title: filled(Some(article.title)),
        authors: filled(article.byline).into_iter().collect(),
        publisher: filled(article.site_name),
        published: time(article.published_time),
        updated: time(article.modified_time),
        language: filled(article.lang),
        unknown: None,
    };
    Some((text, metadata))
}

/// Counts open tags without building a tree: an over-estimate where tags are left unclosed, so
/// void elements and tags that close themselves are not counted.
fn nests_deeper_than(page: &str, limit: usize) -> bool {
    // tidy: no words of a language
    const UNCLOSED: [&str; 22] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "source",
    ];
    let mut depth = 0_usize;
    for tag in page.split('<').skip(1) {
        if let Some(closing) = tag.strip_prefix('/') {
            depth = depth.saturating_sub(usize::from(!is_named(closing, &UNCLOSED)));
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_named(tag, &UNCLOSED) {
            depth += 1;
            if depth > limit {
                return true;
            }
        }
    }
    false
}

fn is_named(tag: &str, names: &[&str]) -> bool {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    tag[end..].starts_with("/>") || names.iter().any(|n| n.eq_ignore_ascii_case(&tag[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Rail line to reopen - The Echo</title>
<meta property="og:site_name" content="The Echo"><meta property="article:published_time" content="2031-04-09T05:05:00Z"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>Rail line to reopen</h1>
<p>The border railway will reopen in May, the two governments said on Tuesday after a day of talks in the valley town of Orsk.</p>
<p>“We have waited nine years for this train,” the mayor, Ilva Renn, told a crowd of several hundred people at the station.</p>
<p>Engineers still have to test two bridges before passengers can be carried, and the ministry named no date for that work.</p>
</article><footer>All rights reserved</footer></body></html>"#;

    #[test]
    fn a_page_gives_its_text_and_what_it_says_of_itself() {
        let (text, metadata) = extract(PAGE).expect("main text");
        assert!(text.contains("“We have waited nine years for this train,” the mayor"));
        assert!(!text.contains("All rights reserved") && !text.contains("Home"));
        assert_eq!(metadata.publisher.as_deref(), Some("The Echo"));
        assert_eq!(metadata.published.as_deref(), Some("2031-04-09T05:05:00Z"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn a_page_that_nests_without_end_is_refused() {
        assert!(extract(&"<div>".repeat(100_000)).is_none());
        assert!(!nests_deeper_than(PAGE, 5));
    }
}
