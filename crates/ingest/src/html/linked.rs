//! [`Linked`]: what a page's JSON-LD (schema.org) says of its article.

use super::cut::Cuts;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Most bytes of one JSON script that are read.
const JSON_BYTES_MAX: usize = 8 << 20;

/// Most objects looked at in all scripts of a page.
const OBJECTS_MAX: usize = 10_000;

/// Deepest nesting of objects that is looked into.
const DEPTH_MAX: usize = 24;

/// The objects of a page's JSON-LD that matter here.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// Objects that describe an article, the best first.
    pub articles: Vec<Map<String, Value>>,
    /// Whether an object is an organization that publishes news.
    has_house_of_news: bool,
    by_id: HashMap<String, Map<String, Value>>,
    n_objects: usize,
    /// Objects that were not looked at.
    n_left: usize,
}

impl Linked {
    /// Reads the scripts; those that are no JSON even after mending are passed over.
    pub(crate) fn of(scripts: &[String], cuts: &mut Cuts) -> Linked {
        let mut linked = Linked::default();
        for script in scripts {
            if script.len() > JSON_BYTES_MAX {
                cuts.add("scripts of JSON-LD longer than 8 MiB", 1);
            } else if let Some(value) = parse(script) {
                linked.collect(value, 0);
            }
        }
        cuts.add("objects of JSON-LD deeper than 24, or beyond the first 10,000", linked.n_left);
        linked.articles.sort_by_key(|article| std::cmp::Reverse(rank(article)));
        linked
    }

    fn collect(&mut self, value: Value, depth: usize) {
        self.n_objects += 1;
        if depth > DEPTH_MAX || self.n_objects > OBJECTS_MAX {
            self.n_left += 1;
            return;
        }
        match value {
            Value::Array(values) => values.into_iter().for_each(|v| self.collect(v, depth + 1)),
            Value::Object(mut object) => {
                let house = object.get("publisher").and_then(Value::as_object);
                self.has_house_of_news |= house
                    .into_iter()
                    .chain([&object])
                    .any(|object| has_type(object, |kind| kind == "NewsMediaOrganization"));
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    let is_inner =
                        matches!(object.get(key), Some(Value::Object(_) | Value::Array(_)));
                    if let Some(inner) = object.remove(key).filter(|_| is_inner) {
                        self.collect(inner, depth + 1);
                    }
                }
                if let Some(Value::String(id)) = object.get("@id") {
                    let known = self.by_id.entry(id.clone()).or_default();
                    if known.len() < object.len() {
                        *known = object.clone();
                    }
                }
                if rank(&object) > 0 {
                    self.articles.push(object);
                }
            }
            _ => {}
        }
    }

    /// Whether the page calls itself a news article, or its publisher one of news.
    pub(crate) fn is_news(&self) -> bool {
        self.articles.first().is_some_and(|article| {
            has_type(article, |kind| kind.contains("News") || kind == "LiveBlogPosting")
        }) || self.has_house_of_news
    }

    /// The first text of a field over the article objects.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.texts(key).next()
    }

    /// The texts of a field of the article objects, the best object's first.
    pub(crate) fn texts(&self, key: &str) -> impl Iterator<Item = String> {
        self.articles.iter().filter_map(move |article| text_of(article.get(key)?))
    }

    /// The first text of a field as it is written.
    pub(crate) fn raw(&self, key: &str) -> Option<&str> {
        self.articles.iter().find_map(|article| article.get(key)?.as_str())
    }

    /// The names in a field: of persons, organizations, or plain text; objects given by their id
    /// are looked up.
    pub(crate) fn names(&self, key: &str) -> Vec<Name> {
        let mut names = Vec::new();
        for article in &self.articles {
            if let Some(value) = article.get(key) {
                self.add_names(value, &mut names, 0);
            }
            if !names.is_empty() {
                break;
            }
        }
        names
    }

    fn add_names(&self, value: &Value, names: &mut Vec<Name>, depth: usize) {
        if depth > DEPTH_MAX || names.len() > OBJECTS_MAX {
            return;
        }
        match value {
            Value::Array(values) => {
                values.iter().for_each(|v| self.add_names(v, names, depth + 1));
            }
            Value::String(name) => {
                names.push(Name { text: unescape(name), is_body: false, is_typed: false });
            }
            Value::Object(object) => {
                let known = object.get("@id").and_then(Value::as_str);
                let whole = known.filter(|_| !object.contains_key("name"));
                let object = whole.and_then(|id| self.by_id.get(id)).unwrap_or(object);
                let is_body = has_type(object, |kind| {
                    kind.ends_with("Organization") || kind == "Corporation"
                });
                let is_typed = object.contains_key("@type");
                match object.get("name") {
                    Some(Value::String(name)) => {
                        names.push(Name { text: unescape(name), is_body, is_typed });
                    }
                    Some(inner) if !inner.is_null() => self.add_names(inner, names, depth + 1),
                    _ => {
                        let parts =
                            ["givenName", "familyName"].map(|key| object.get(key)?.as_str());
                        if let [Some(given), Some(family)] = parts {
                            let text = format!("{given} {family}");
                            names.push(Name { text, is_body, is_typed });
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// A name in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub text: String,
    /// Whether it is said to be an organization's.
    pub is_body: bool,
    /// Whether it is said whose kind of name it is.
    pub is_typed: bool,
}

/// A text value, or the first of several.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(unescape(text)),
        Value::Array(values) => values.iter().find_map(text_of),
        Value::Object(object) => object.get("@value").and_then(text_of),
        _ => None,
    }
}

fn has_type(object: &Map<String, Value>, wanted: impl Fn(&str) -> bool) -> bool {
    match object.get("@type") {
        Some(Value::String(kind)) => wanted(kind.rsplit('/').next().unwrap_or(kind)),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(wanted),
        _ => false,
    }
}

/// How well an object describes an article; 0 for not at all.
fn rank(object: &Map<String, Value>) -> usize {
    let is_article = has_type(object, |kind| {
        kind.ends_with("Article") || kind.ends_with("Posting") || kind.ends_with("Report")
    });
    let is_work = has_type(object, |kind| {
        matches!(kind, "WebPage" | "Review" | "Recipe" | "VideoObject" | "CreativeWork")
            || kind == "ItemPage"
    });
    let said = ["headline", "datePublished", "author", "articleBody"]
        .iter()
        .filter(|key| object.get(**key).is_some_and(|value| !value.is_null()))
        .count();
    match (is_article, is_work) {
        (true, _) => 10 + said,
        (_, true) if said > 0 => said,
        _ => 0,
    }
}

/// JSON as pages write it: with comments around it, line breaks inside strings, commas too many.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let script = script.trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    serde_json::from_str(&mend(script)).ok()
}

/// The script with control characters in strings as spaces, without commas before a closing
/// bracket and without what follows the outermost value.
fn mend(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let (mut in_string, mut escaped, mut depth) = (false, false, 0_usize);
    for c in script.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => {
                depth = depth.saturating_sub(1);
                let kept = mended.trim_end().trim_end_matches(',').len();
                mended.truncate(kept);
            }
            _ => {}
        }
        mended.push(if in_string && c.is_control() { ' ' } else { c });
        if depth == 0 && matches!(c, '}' | ']') && !in_string {
            break;
        }
    }
    mended
}

/// Text that was escaped for HTML once more than needed.
pub(crate) fn unescape(text: &str) -> String {
    let text = match text.contains('&') {
        true => html_escape::decode_html_entities(text),
        false => text.into(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(scripts: &[String]) -> Linked {
        Linked::of(scripts, &mut Cuts::default())
    }

    #[test]
    fn broken_scripts_are_mended_and_persons_looked_up_by_id() {
        let linked = linked(&[r##"<!-- {"@graph": [
            {"@type": "NewsArticle", "headline": "Rail line
 to re&amp;open", "author": [{"@id": "#renn"}, "Ade Okoro"], "publisher": {"name": "The Echo", "@type": "NewsMediaOrganization"},},
            {"@type": "Person", "@id": "#renn", "name": "Ilva Renn"}, ] } -->"##
            .to_string()]);
        assert_eq!(linked.text("headline").as_deref(), Some("Rail line to re&open"));
        let names: Vec<_> = linked.names("author").into_iter().map(|n| n.text).collect();
        assert_eq!(names, ["Ilva Renn", "Ade Okoro"]);
        assert!(linked.names("publisher")[0].is_body);
    }

    #[test]
    fn an_article_is_preferred_to_the_page_around_it() {
        let linked = linked(&[
            r#"{"@type":"WebPage","headline":"Site","datePublished":"2031"}"#.into(),
            r#"{"@type":["Article"],"headline":"Story"}"#.into(),
            "not json".into(),
            "[".repeat(100_000),
        ]);
        assert_eq!(linked.text("headline").as_deref(), Some("Story"));
        assert_eq!(linked.text("datePublished").as_deref(), Some("2031"));
    }
}
