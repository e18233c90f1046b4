//! XML that news comes in: RSS, RDF and Atom feeds, NewsML-G2; sitemaps and OPML, which only list.
//!
//! Each entry of a feed becomes a document with the text the feed gives. `<source url>`, which
//! names the publisher an entry was first published by, is kept as the entry's publisher.

use crate::html::tree::{Content, NONE, NodeId, ROOT, Tree};
use crate::{Body, Ingested, Origin, documents, hex_sha256, html};
use document::{Metadata, Notice, NoticeCode, Saying};
use lexicon::Lexicon;
use serde_json::json;

/// Most entries of one file that are read.
const ENTRIES_MAX: usize = 100_000;

/// Bytes in which the root element is looked for.
const HEAD_BYTES: usize = 4096;

/// What an XML file is, by its root element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// RSS, RDF or Atom.
    Feed,
    /// NewsML-G2.
    NewsMl,
    /// A sitemap, or an outline of feeds: addresses and no text.
    List,
}

/// The kind of a text that is XML of one of these.
pub(crate) fn kind(text: &str) -> Option<Kind> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let root = head.split('<').skip(1).find(|tag| tag.starts_with(char::is_alphabetic))?;
    let name = root.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    match name.rsplit(':').next()? {
        "rss" | "RDF" | "feed" => Some(Kind::Feed),
        "newsItem" | "newsMessage" | "packageItem" => Some(Kind::NewsMl),
        "urlset" | "sitemapindex" | "opml" => Some(Kind::List),
        _ => None,
    }
}

/// Reads a file of a kind.
pub(crate) fn read(path: &str, text: &str, kind: Kind, lexicon: &Lexicon, out: &mut Ingested) {
    let tree = Tree::parse_xml(text);
    if let Some(limit) = tree.limit {
        let message = format!("{limit}: the rest of the file was not read");
        out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
    }
    // tidy: no words of a language
    let names: &[&str] = match kind {
        Kind::Feed => &["item", "entry"],
        Kind::NewsMl => &["newsItem"],
        Kind::List => &["url", "sitemap", "outline"],
    };
    let found = elements(&tree, names);
    if kind == Kind::List || found.is_empty() {
        let addresses = if found.len() == 1 { "address" } else { "addresses" };
        let message = format!("lists {} {addresses} and holds no article", found.len());
        out.notices.push(Notice::new(NoticeCode::Empty, path, message));
        return;
    }
    if found.len() > ENTRIES_MAX {
        let message = format!("{} entries, of which {ENTRIES_MAX} are read", found.len());
        out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
    }
    let channel = elements(&tree, &["channel", "feed"]).first().copied();
    let feed = channel.and_then(|at| child_text(&tree, at, "title"));
    for (i, at) in found.into_iter().take(ENTRIES_MAX).enumerate() {
        let (text, metadata) = match kind {
            Kind::NewsMl => news_item(&tree, at, lexicon),
            _ => entry(&tree, at, feed.as_deref(), lexicon),
        };
        let place = format!("{path}#{}", i + 1);
        let name = metadata.url.clone().unwrap_or_else(|| place.clone());
        let from = Origin { name: &name, path: &place, sha256: hex_sha256(text.as_bytes()) };
        out.documents.extend(documents(
            from,
            Body::plain(text),
            metadata,
            lexicon,
            &mut out.notices,
        ));
    }
}

/// The elements of these local names, none inside another.
fn elements(tree: &Tree, names: &[&str]) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut at = ROOT;
    while at != NONE {
        let is_one = names.contains(&tree.name(at));
        if is_one {
            found.push(at);
        }
        let deep = !is_one || tree.name(at) == "outline" || tree.name(at) == "feed";
        at = tree.following(at, ROOT, deep);
    }
    found
}

/// The text of the first child of a local name.
fn child_text(tree: &Tree, at: NodeId, name: &str) -> Option<String> {
    let texts = tree.children(at, name).map(|child| tree.raw_text(child).trim().to_string());
    texts.into_iter().find(|text| !text.is_empty())
}

/// A time in one of these children.
fn child_time(tree: &Tree, at: NodeId, names: &[&str], lexicon: &Lexicon) -> Option<String> {
    names.iter().find_map(|name| html::time_of(&child_text(tree, at, name)?, lexicon))
}

/// An entry of a feed: the longest text it gives, and what it says of itself.
fn entry(tree: &Tree, at: NodeId, feed: Option<&str>, lexicon: &Lexicon) -> (String, Metadata) {
    // tidy: no words of a language
    let texts = ["encoded", "content", "description", "summary"].iter();
    let texts = texts.filter_map(|name| {
        let child = tree.children(at, name).next()?;
        Some(html::text_of(&markup(tree, child), lexicon))
    });
    let text = texts.max_by_key(String::len).unwrap_or_default();
    let original = tree.children(at, "source").next();
    let original_name = original.and_then(|node| {
        let name = child_text(tree, node, "title").unwrap_or_else(|| tree.text(node));
        (!name.is_empty()).then_some(name)
    });
    let original_url = original.and_then(|node| tree.attribute(node, "url"));
    let said = |field, by: &str, value: Option<&str>, is_taken| {
        value.map(|v| Saying {
            field,
            by: by.into(),
            value: v.into(),
            is_taken,
            ..Saying::default()
        })
    };
    let named = original_name.as_deref();
    let sayings = said("publisher", "entry", named, true).into_iter();
    let sayings = sayings.chain(said("publisher", "feed", feed, named.is_none())).collect();
    let metadata = Metadata {
        url: link(tree, at),
        title: child_text(tree, at, "title").map(|title| html::text_of(&title, lexicon)),
        authors: writers(tree, at),
        publisher: original_name.or_else(|| feed.map(str::to_string)),
        published: child_time(tree, at, &["pubDate", "published", "date", "issued"], lexicon),
        updated: child_time(tree, at, &["updated", "modified"], lexicon),
        language: child_text(tree, at, "language"),
        section: child_text(tree, at, "category"),
        sayings,
        unknown: original_url.map(|url| json!({"source_url": url, "feed": feed}).to_string()),
    };
    let text = if text.is_empty() { metadata.title.clone().unwrap_or_default() } else { text };
    (text, metadata)
}

/// The HTML in an element: escaped in its text, or as elements of its own.
fn markup(tree: &Tree, at: NodeId) -> String {
    let has_elements = {
        let first = Some(tree.node(at).first);
        let mut all = std::iter::successors(first, |n| (*n != NONE).then(|| tree.node(*n).next));
        all.any(|n| n != NONE && !tree.name(n).is_empty())
    };
    if !has_elements {
        return tree.raw_text(at);
    }
    let mut html = String::new();
    let mut node = at;
    while node != NONE {
        match &tree.node(node).content {
            Content::Text(words) => html.push_str(&words.replace('<', "&lt;")),
            Content::Element(name, _) => html.push_str(&format!("<{}>", name.local)),
            _ => {}
        }
        node = tree.following(node, at, true);
    }
    html
}

/// The address of an entry: the text of its link, or the link to the alternate.
fn link(tree: &Tree, at: NodeId) -> Option<String> {
    let links: Vec<NodeId> = tree.children(at, "link").collect();
    let rel = |node: &&NodeId| matches!(tree.attribute(**node, "rel"), None | Some("alternate"));
    let node = links.iter().find(rel).or(links.first())?;
    let said = tree.attribute(*node, "href").map(str::to_string);
    let url = said.unwrap_or_else(|| tree.raw_text(*node).trim().to_string());
    let guid = || child_text(tree, at, "guid").filter(|guid| guid.starts_with("http"));
    if url.is_empty() { guid() } else { Some(url) }
}

fn writers(tree: &Tree, at: NodeId) -> Vec<String> {
    let named = ["creator", "author"].iter().flat_map(|name| {
        tree.children(at, name).map(|node| {
            child_text(tree, node, "name").unwrap_or_else(|| tree.raw_text(node).trim().to_string())
        })
    });
    // "desk@x.org (Ilva Renn)" is how RSS names a writer.
    let inner = named.map(|name| match name.split_once(" (") {
        Some((address, inner)) if address.contains('@') => inner.trim_end_matches(')').into(),
        _ => name,
    });
    inner.filter(|name| !name.is_empty() && !name.contains('@')).collect()
}

/// A NewsML-G2 item: its inline text, headline, writers, times, and whether it was withdrawn.
fn news_item(tree: &Tree, at: NodeId, lexicon: &Lexicon) -> (String, Metadata) {
    let below = |names: &[&str]| -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut node = at;
        while node != NONE {
            if names.contains(&tree.name(node)) {
                found.push(node);
            }
            node = tree.following(node, at, true);
        }
        found
    };
    let first_text = |names: &[&str]| {
        below(names).into_iter().map(|n| tree.text(n)).find(|text| !text.is_empty())
    };
    let content = below(&["inlineXML", "inlineData"]).first().copied();
    let text = content.map(|node| {
        let body = elements_below(tree, node, "body").unwrap_or(node);
        html::text_of(&markup(tree, body), lexicon)
    });
    let status = below(&["pubStatus"]).first().and_then(|n| tree.attribute(*n, "qcode"));
    let status = status.and_then(|code| code.rsplit(':').next()).map(str::to_string);
    let time = |names: &[&str]| {
        names.iter().find_map(|name| html::time_of(&first_text(&[*name])?, lexicon))
    };
    let title = first_text(&["headline", "hl1", "slugline"]);
    let name_of = |node: NodeId| child_text(tree, node, "name").unwrap_or_else(|| tree.text(node));
    let creators = below(&["creator"]).into_iter().map(name_of).filter(|name| !name.is_empty());
    let creators: Vec<String> = creators.collect();
    let byline = first_text(&["by"]).filter(|_| creators.is_empty()).unwrap_or_default();
    let language = content.and_then(|node| tree.attribute(node, "lang"));
    let told = below(&["language"]).into_iter().find_map(|node| tree.attribute(node, "tag"));
    let metadata = Metadata {
        url: tree.attribute(at, "guid").map(str::to_string),
        title: title.clone(),
        authors: creators.into_iter().chain(html::names_of(&byline, lexicon)).collect(),
        publisher: below(&["provider"]).into_iter().map(name_of).find(|n| !n.is_empty()),
        published: time(&["firstCreated", "contentCreated", "versionCreated"]),
        updated: time(&["versionCreated", "contentModified"]),
        language: language.or(told).map(str::to_string),
        unknown: status.map(|status| json!({"pubstatus": status}).to_string()),
        ..Metadata::default()
    };
    (text.filter(|text| !text.is_empty()).or(title).unwrap_or_default(), metadata)
}

fn elements_below(tree: &Tree, top: NodeId, name: &str) -> Option<NodeId> {
    let mut at = top;
    while at != NONE && tree.name(at) != name {
        at = tree.following(at, top, true);
    }
    (at != NONE).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_file(text: &str) -> Ingested {
        crate::read("feed.xml", text.as_bytes(), Lexicon::english())
    }

    #[test]
    fn entries_of_a_feed_are_documents_and_keep_their_first_publisher() {
        let ingested = read_file(
            r#"<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Reader</title>
            <item><title>Rail line to reopen</title><link>https://echo.example/rail</link>
            <pubDate>Wed, 09 Apr 2031 05:05:00 GMT</pubDate><dc:creator>Ilva Renn</dc:creator>
            <source url="https://echo.example/rss">The Echo</source>
            <description>Short.</description>
            <content:encoded><![CDATA[<p>The railway will reopen &amp; soon.</p><p>In May.</p>]]></content:encoded>
            </item><item><title>Second</title><description>&lt;b&gt;Only&lt;/b&gt; this.</description></item>
            </channel></rss>"#,
        );
        assert_eq!(ingested.documents.len(), 2, "{:?}", ingested.notices);
        let first = &ingested.documents[0];
        assert_eq!(first.text.as_str(), "The railway will reopen & soon.\n\nIn May.");
        assert_eq!(first.metadata.publisher.as_deref(), Some("The Echo"));
        assert_eq!(first.metadata.authors, ["Ilva Renn"]);
        assert_eq!(first.metadata.published.as_deref(), Some("2031-04-09T05:05:00Z"));
        assert!(first.metadata.unknown.as_deref().is_some_and(|u| u.contains("echo.example/rss")));
        assert_eq!(ingested.documents[1].text.as_str(), "Only this.");
        assert_eq!(ingested.documents[1].metadata.publisher.as_deref(), Some("Reader"));
    }

    #[test]
    fn atom_gives_links_names_and_elements() {
        let ingested = read_file(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Echo</title><entry>
            <title>Rail</title><link rel="self" href="https://x/self"/><link href="https://x/rail"/>
            <author><name>Ade Okoro</name></author><published>2031-04-09T05:05:00Z</published>
            <updated>2031-04-10T05:05:00Z</updated>
            <content type="xhtml"><div><p>One.</p><p>Two.</p></div></content></entry></feed>"#,
        );
        let metadata = &ingested.documents[0].metadata;
        assert_eq!(ingested.documents[0].text.as_str(), "One.\n\nTwo.");
        assert_eq!(metadata.url.as_deref(), Some("https://x/rail"));
        assert_eq!(metadata.authors, ["Ade Okoro"]);
        assert_eq!(metadata.updated.as_deref(), Some("2031-04-10T05:05:00Z"));
    }

    #[test]
    fn a_cancelled_item_of_newsml_says_so() {
        let ingested = read_file(
            r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:echo:1">
            <itemMeta><versionCreated>2031-04-09T06:00:00Z</versionCreated>
            <provider><name>Echo Agency</name></provider><pubStatus qcode="stat:canceled"/></itemMeta>
            <contentMeta><contentCreated>2031-04-09T05:05:00Z</contentCreated>
            <creator><name>Ilva Renn</name></creator><headline>Rail line to reopen</headline></contentMeta>
            <contentSet><inlineXML xml:lang="en"><html><head><title>x</title></head>
            <body><p>The railway will reopen.</p></body></html></inlineXML></contentSet></newsItem>"#,
        );
        let document = &ingested.documents[0];
        assert_eq!(document.text.as_str(), "The railway will reopen.");
        assert_eq!(document.metadata.unknown.as_deref(), Some(r#"{"pubstatus":"canceled"}"#));
        assert_eq!(document.metadata.publisher.as_deref(), Some("Echo Agency"));
        assert_eq!(document.metadata.published.as_deref(), Some("2031-04-09T05:05:00Z"));
    }

    #[test]
    fn a_byline_names_the_writers_of_an_item_without_creators() {
        let item = |meta: &str| {
            let item = format!(
                "<newsItem guid='urn:1'><contentMeta><headline>Rail</headline><language tag='en-GB'/>\
                 {meta}<by>By Ade Okoro and Ilva Renn</by></contentMeta><contentSet><inlineXML>\
                 <p>The railway will reopen.</p></inlineXML></contentSet></newsItem>"
            );
            read_file(&item).documents.remove(0).metadata
        };
        assert_eq!(item("").authors, ["Ade Okoro", "Ilva Renn"]);
        assert_eq!(item("").language.as_deref(), Some("en-GB"));
        assert_eq!(item("<creator><name>Rui Vale</name></creator>").authors, ["Rui Vale"]);
    }

    #[test]
    fn lists_of_addresses_and_broken_or_endless_feeds_are_notices() {
        let list = read_file("<urlset><url><loc>https://x/1</loc></url></urlset>");
        assert!(list.documents.is_empty() && list.notices[0].message.contains("1 address and"));
        let open = read_file("<rss><channel><item><title>Open &nosuch; end");
        assert_eq!(open.documents.len() + open.notices.len(), 1);
        let deep = read_file(&("<rss>".to_string() + &"<channel>".repeat(1 << 18)));
        assert_eq!(deep.notices[0].code, NoticeCode::TooLong);
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel>\
                    <item><description>&b;&b;</description></item></channel></rss>";
        assert!(read_file(bomb).documents.iter().all(|d| d.text.as_str().len() < 100));
    }
}
