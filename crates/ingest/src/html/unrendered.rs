//! Pages whose elements hold no article: [`rendered`] finds it in what their scripts carry, and
//! gives the page as a browser would have shown it.
//!
//! Two places are looked at: the `articleBody` of JSON-LD, and strings of scripts that are HTML,
//! as sites put them there that build their pages in the browser. The tree has no texts of scripts,
//! so the page itself is searched, and a copy in which strings in strings are opened.

use super::cut::Cuts;
use super::facts::Facts;
use super::linked::unescape;
use super::page::Page;
use super::tree::Tree;
use lexicon::Markup;

/// Most bytes of a page that are searched.
const SEARCHED_BYTES_MAX: usize = 16 << 20;

/// Most strings that are looked at, the longest first.
const STRINGS_MAX: usize = 20;

/// Fewest bytes of such a string, and fewest words of a body.
const STRING_BYTES_MIN: usize = 200;
const WORDS_MIN: usize = 40;

/// Longest headline, in bytes.
const HEADING_BYTES_MAX: usize = 1000;

/// How a string of HTML begins in a script.
const OPENINGS: [&str; 2] = ["\"<", "\"\\u003c"];

/// What the headline stands under.
const HEADING_KEYS: [&str; 2] = ["\"title\"", "\"headline\""];

/// The page with the article that its scripts carry; `None` if they carry none. Cost: linear in
/// the page and in parsing the strings looked at.
pub(super) fn rendered(page: &str, markup: &Markup, cuts: &mut Cuts) -> Option<String> {
    let tree = Tree::parse(page);
    let facts = Facts::of(&tree, markup);
    let searched = &page[..page.floor_char_boundary(SEARCHED_BYTES_MAX)];
    let unsearched = page.len() - searched.len();
    cuts.add("bytes of scripts beyond the first 16 MiB of the page", unsearched);
    let opened = opened(searched);
    let layers = [searched, &opened];
    let mut strings: Vec<String> = layers.into_iter().flat_map(strings).collect();
    strings.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    strings.dedup();
    let n_left = strings.len().saturating_sub(STRINGS_MAX);
    cuts.add("strings of HTML in scripts beyond the twenty longest", n_left);
    strings.truncate(STRINGS_MAX);
    let told = facts.linked.raw("articleBody");
    let told = told.map(|told| told.lines().map(|line| format!("<p>{line}</p>")).collect());
    let bodies = strings.into_iter().chain(told);
    let counted = bodies.map(|body| (words(&body, markup), body));
    // Of equal ones the first: strings of HTML have their paragraphs.
    let (n, body) = counted.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let heading = heading(layers, &facts).unwrap_or_default();
    let heading = heading.replace('&', "&amp;").replace('<', "&lt;");
    // A page that was cut off may end inside a script.
    let article = format!("</script><article><h1>{heading}</h1>{body}</article>");
    (n >= WORDS_MIN && tree.limit.is_none()).then(|| format!("{page}{article}"))
}

/// A text with one layer of backslashes taken from its quotation marks and backslashes.
fn opened(text: &str) -> String {
    let mut opened = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && matches!(next, '"' | '\\'));
        opened.push(escaped.unwrap_or(c));
    }
    opened
}

/// The strings of a script that are HTML and long enough for an article.
fn strings(script: &str) -> Vec<String> {
    let mut strings = Vec::new();
    for opening in OPENINGS {
        let mut from = 0;
        while let Some(found) = script[from..].find(opening) {
            let start = from + found;
            let Some(end) = string_end(script, start) else { break };
            if end - start >= STRING_BYTES_MIN {
                strings.extend(serde_json::from_str::<String>(&script[start..end]));
            }
            from = end;
        }
    }
    strings
}

/// The end of a string that begins with a quotation mark, after the mark that closes it.
fn string_end(script: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    for (n, byte) in script.as_bytes().get(start + 1..)?.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(start + 1 + n + 1),
            _ => {}
        }
    }
    None
}

fn words(body: &str, markup: &Markup) -> usize {
    let page = Page::of(&Tree::parse(body), markup);
    page.text.split_whitespace().count()
}

/// The longest text under a key for headlines that is in a title the page gives itself.
fn heading(layers: [&str; 2], facts: &Facts) -> Option<String> {
    let titles: Vec<&str> =
        facts.meta_value(&["og:title"]).into_iter().chain(facts.title.as_deref()).collect();
    let mut best: Option<String> = None;
    for (layer, key) in layers.into_iter().flat_map(|layer| HEADING_KEYS.map(|key| (layer, key))) {
        for (at, _) in layer.match_indices(key) {
            let start = at + key.len();
            let near = &layer[start..layer.floor_char_boundary(start + HEADING_BYTES_MAX)];
            let Some(value) = near.trim_start().strip_prefix(':').map(str::trim_start) else {
                continue;
            };
            let Some(end) = string_end(value, 0).filter(|_| value.starts_with('"')) else {
                continue;
            };
            let Ok(text) = serde_json::from_str::<String>(&value[..end]) else { continue };
            let text = unescape(&text);
            let is_longer = best.as_ref().is_none_or(|best| text.len() > best.len());
            if is_longer && titles.iter().any(|title| title.contains(&text)) {
                best = Some(text);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use lexicon::Lexicon;

    const BODY: &str = "<p>The border railway will reopen in May, the two governments said on \
        Tuesday after a day of talks in the valley town of Orsk.</p><p>“We have waited nine years \
        for this train,” the mayor, Ilva Renn, told a crowd of several hundred people at the \
        station, and thanked the engineers.</p>";

    fn read(script: &str) -> super::super::Read {
        let page = format!(
            "<html><head><title>Rail line - a history-Politics | Echo</title></head><body>\
             <div id=app></div>{script}<a href=/>Home</a></body></html>"
        );
        super::super::read(&page, Lexicon::english(), None)
    }

    fn json(value: &serde_json::Value) -> String {
        value.to_string().replace('<', "\\u003c")
    }

    #[test]
    fn an_article_that_only_scripts_carry_is_read() {
        let state = serde_json::json!({"title": "Rail line - a history", "html": BODY, "n": [1]});
        let twice = serde_json::json!([1, format!("5:{}", json(&state))]);
        for script in [
            format!("<script>window.state = {};</script>", json(&state)),
            format!("<script>window.state = {state};</script>"),
            format!("<script>self.push({})</script>", json(&twice)),
        ] {
            let read = read(&script);
            assert!(read.text.contains("“We have waited nine years for this train,” the mayor"));
            assert_eq!(read.text.matches("\n\n").count(), 1, "{script}");
            assert_eq!(read.metadata.title.as_deref(), Some("Rail line - a history"), "{script}");
        }
    }

    #[test]
    fn an_article_that_only_the_data_carry_is_read_and_what_is_short_is_none() {
        let plain = BODY.replace("<p>", "").replace("</p>", "\n");
        let article = serde_json::json!({"@type": "NewsArticle", "articleBody": plain});
        let script = format!("<script type='application/ld+json'>{article}</script>");
        assert_eq!(read(&script).text.matches("\n\n").count(), 1);
        assert_eq!(read("<script>var a = \"<p>Please wait for the page.</p>\"</script>").text, "");
        assert_eq!(read("<script>var a = \"<p>").text, "");
    }

    #[test]
    fn a_page_cut_off_after_a_key_is_read() {
        let body = serde_json::json!({ "html": BODY });
        for end in ["\"title\":", "\"title\":   ", "\"title\"", "\"title\":\"Rail"] {
            let page = format!("<title>Rail</title><script>var a = {body}, {end}");
            let read = super::super::read(&page, Lexicon::english(), None);
            assert!(read.text.contains("The border railway"), "{end}");
        }
    }

    #[test]
    fn a_headline_in_a_script_is_no_markup() {
        let state = serde_json::json!({"title": "Line <a & b", "html": BODY});
        let page = format!("<title>Line &lt;a &amp; b</title><script>var a = {state}</script>");
        let read = super::super::read(&page, Lexicon::english(), None);
        assert!(read.text.contains("The border railway"));
    }
}
