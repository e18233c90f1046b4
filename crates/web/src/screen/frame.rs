//! What is around every page: head, navigation, foot.

use crate::Links;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet of every page.
pub const STYLE: &str = include_str!("../../assets/style.css");

/// The script of every page; pages can be read without it.
pub const SCRIPT: &str = include_str!("../../assets/script.js");

/// The picture in a browser's tab.
pub const ICON: &str = include_str!("../../assets/icon.svg");

/// Where in the navigation a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list of stories, or one of them.
    Stories,
    /// Persons, bodies and places.
    Who,
    /// Publishers.
    Publishers,
    /// Searching.
    Search,
    /// Names to be joined or parted.
    Review,
    /// None of them.
    Elsewhere,
}

/// A page without what is around it.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Where it is in the navigation.
    pub place: Place,
    /// What was searched for, to stand in the field.
    pub query: String,
    /// Addresses of its feeds, with their types and titles.
    pub feeds: Vec<(String, &'static str, &'static str)>,
    /// The word that what is read and starred is kept with, if the server keeps it.
    pub keeps: Option<String>,
    /// What it shows.
    pub body: Markup,
}

impl Page {
    /// A page without feeds.
    pub fn new(title: &str, place: Place, body: Markup) -> Page {
        Page {
            title: title.into(),
            place,
            query: String::new(),
            feeds: Vec::new(),
            keeps: None,
            body,
        }
    }

    /// The whole page.
    pub fn whole(&self, links: Links) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="same-origin";
                    title { (self.title) " · Secondsource" }
                    (self.assets(links))
                    @for (address, kind, title) in &self.feeds {
                        link rel="alternate" type=(kind) title=(title) href=(address);
                    }
                }
                body #top data-keeps=[self.keeps.as_deref()] {
                    a.skip href="#main" { "To the text" }
                    (self.head(links))
                    main #main tabindex="-1" { (self.body) }
                    (foot(links))
                }
            }
        };
        page.into_string()
    }

    fn assets(&self, links: Links) -> Markup {
        match links {
            Links::Served => html! {
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                script src="/script.js" defer {}
            },
            Links::Folder => html! {
                link rel="icon" href="icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="style.css";
                script src="script.js" defer {}
            },
            Links::Single => html! {
                style { (PreEscaped(STYLE)) }
                script type="module" { (PreEscaped(SCRIPT)) }
            },
        }
    }

    fn head(&self, links: Links) -> Markup {
        let item = |place: Place, address: &str, name: &str| {
            let here = (self.place == place).then_some("page");
            html! { li { a href=(address) aria-current=[here] { (name) } } }
        };
        html! {
            header.top {
                a.brand href=(links.stories()) { "Second" span { "source" } }
                @if links == Links::Served {
                    nav aria-label="Main" {
                        ul {
                            (item(Place::Stories, "/", "Stories"))
                            (item(Place::Who, "/entities", "Who is who"))
                            (item(Place::Publishers, "/publishers", "Publishers"))
                            (item(Place::Review, "/review", "Review"))
                        }
                    }
                    form.find role="search" action="/search" {
                        input type="search" name="q" value=(self.query) placeholder="Search"
                            aria-label="Search articles, claims and names" accesskey="s";
                        button { "Search" }
                    }
                }
            }
        }
    }
}

/// The head of a table: what its columns hold.
pub(super) fn headings(columns: &[&str]) -> Markup {
    html! {
        thead {
            tr { @for column in columns { th scope="col" { (column) } } }
        }
    }
}

fn foot(links: Links) -> Markup {
    html! {
        footer.foot {
            p {
                "Every line opens the words it rests on. The page says who says what and through "
                "whom; what is so is for you to judge."
            }
            @if links == Links::Served {
                p {
                    a href="/api/openapi.json" { "API" } " · "
                    a href="/help" { "Keys and signs" }
                }
            }
        }
    }
}
