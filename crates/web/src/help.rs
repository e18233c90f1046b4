//! Keys and signs, explained.

use crate::screen::frame::{Page, Place};
use maud::html;

/// Keys and what they do.
const KEYS: &[(&str, &str)] = &[
    ("j k", "next, previous line"),
    ("o Enter", "open the line's words, or close them"),
    ("h l", "previous, next part of the story"),
    ("gg G", "first, last line"),
    ("x", "select a story or a name, or no longer"),
    (
        "Shift-G",
        "say that what is selected is one: names are one person or body, stories one story",
    ),
    ("u", "to the review page, and there undo what was said last"),
    ("v", "open the original of an article"),
    ("m", "mark as read, or not"),
    ("s", "star, or not"),
    ("/ Ctrl-K", "search"),
    ("Esc", "back; out of a field"),
    ("?", "this page"),
];

/// The page of keys and signs.
pub fn page() -> Page {
    let body = html! {
        header.title { h1 { "Keys and signs" } }
        section {
            h2 { "Keys" }
            dl.hints {
                @for (keys, what) in KEYS {
                    dt { @for key in keys.split(' ') { kbd { (key) } " " } }
                    dd { (what) }
                }
            }
        }
        section {
            h2 { "Signs" }
            dl.hints {
                dt { span.bar { i.own {} i.own {} i.copy {} } }
                dd { "a filled mark for each independent origin, a hollow one for each article "
                    "that repeats one" }
                dt { span.bar { i.own.unknown {} } } dd { "nothing says where it comes from" }
                dt { span.origin.o0 { "1" } } dd { "the number and colour of an origin, on its "
                    "story's page" }
                dt { "○ ◐ ● ✕ !" } dd { "a commitment: open, followed up, reported done, reported "
                    "not done, overdue" }
                dt { "≠" } dd { "reports differ" }
            }
        }
    };
    Page::new("Keys and signs", Place::Elsewhere, body)
}
