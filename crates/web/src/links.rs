//! [`Links`]: where things are found, in a page that is served, in a folder, or in a single file.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in a part of an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How the parts of the page point at one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// Addresses of the server.
    Served,
    /// Files beside one another.
    Folder,
    /// Places in one file.
    Single,
}

/// Text for a part of an address.
pub fn encoded(words: &str) -> String {
    utf8_percent_encode(words, KEPT).to_string()
}

/// A name for a file or a place in a page; two ids never have the same.
pub fn slug(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => out.push(byte as char),
            _ => out.push_str(&format!("_{byte:02x}")),
        }
    }
    out
}

impl Links {
    /// How much of a list a page shows: what is served leads on to the rest, a file has it all.
    pub fn most(self, shown: usize) -> usize {
        if self == Links::Served { shown } else { usize::MAX }
    }

    /// The list of stories.
    pub fn stories(self) -> String {
        match self {
            Links::Served => "/".into(),
            Links::Folder => "index.html".into(),
            Links::Single => "#top".into(),
        }
    }

    /// A story.
    pub fn story(self, id: &str) -> String {
        match self {
            Links::Served => format!("/stories/{}", encoded(id)),
            Links::Folder => format!("{}.html", slug(id)),
            Links::Single => format!("#{}", slug(id)),
        }
    }

    /// A claim.
    pub fn claim(self, story: &str, id: &str) -> String {
        match self {
            Links::Served => format!("{}/claims/{}", self.story(story), encoded(id)),
            _ => self.item(story, "claims", id),
        }
    }

    /// Something in one of the lists of a story: conflicts, quotations and the like.
    pub fn item(self, story: &str, list: &str, id: &str) -> String {
        match self {
            Links::Served => format!("{}/{list}?id={id}#{id}", self.story(story), id = slug(id)),
            Links::Folder => format!("{}#{}", self.story(story), slug(id)),
            Links::Single => format!("#{}", slug(id)),
        }
    }

    /// A document of a story.
    pub fn article(self, story: &str, id: &str) -> String {
        match self {
            Links::Served => format!("{}/articles/{}", self.story(story), encoded(id)),
            Links::Folder => format!("article-{}.html", slug(id)),
            Links::Single => format!("#article-{}", slug(id)),
        }
    }

    /// Words of a document, by their first and last code points.
    pub fn words(self, story: &str, id: &str, start: usize, end: usize) -> String {
        match self {
            Links::Served => format!("{}?at={start}-{end}#at", self.article(story, id)),
            Links::Folder => format!("article-{}.html#{}", slug(id), place(id, start)),
            Links::Single => format!("#{}", place(id, start)),
        }
    }

    /// A person, body or place of a story.
    pub fn entity(self, story: &str, id: &str) -> String {
        match self {
            Links::Served => format!("{}/entities/{}", self.story(story), encoded(id)),
            Links::Folder => format!("{}.html", slug(id)),
            Links::Single => format!("#{}", slug(id)),
        }
    }
}

/// The name of a place in a document, by its code point.
pub fn place(id: &str, start: usize) -> String {
    format!("at-{}-{start}", slug(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_breaks_out_of_an_address_and_no_two_share_a_name() {
        assert_eq!(encoded("../a b?c#d\"<é"), "..%2Fa%20b%3Fc%23d%22%3C%C3%A9");
        assert_eq!(slug("../a_b"), "_2e_2e_2fa_5fb");
        assert_ne!(slug("a b"), slug("a_20b"));
    }
}
