//! Pages that open from disk: all in one file, or a folder of files.

use crate::{
    Links,
    links::slug,
    room::{Part, Room},
    screen::{
        article, entity,
        frame::{self, Page, Place},
        stories, story,
        turn::Turn,
    },
};
use dossier::NewsRecord;
use maud::html;
use std::collections::BTreeSet;

/// All stories with their articles in one file, which needs nothing else.
pub fn file(room: &Room) -> String {
    let (links, whole) = (Links::Single, article::Wanted::default());
    let body = html! {
        @if room.shown.len() > 1 { (stories::page(room, links, &Turn::default()).body) }
        @for part in &room.shown { (story::body(part, links, room.news(part))) }
        @for part in &room.shown {
            @for document in &part.told.documents { (article::body(part, document, links, &whole)) }
        }
    };
    let title = match room.shown.as_slice() {
        [only] => only.title(),
        _ => "Stories",
    };
    Page::new(title, Place::Elsewhere, body).whole(links)
}

/// One story with its articles in one file.
pub fn story_file(part: &Part, news: Option<&NewsRecord>) -> String {
    let (links, whole) = (Links::Single, article::Wanted::default());
    let body = html! {
        (story::body(part, links, news))
        @for document in &part.told.documents { (article::body(part, document, links, &whole)) }
    };
    Page::new(part.title(), Place::Elsewhere, body).whole(links)
}

/// The files of a folder, each with its name.
pub fn folder(room: &Room) -> Vec<(String, String)> {
    let links = Links::Folder;
    let mut files = vec![
        ("index.html".to_string(), stories::page(room, links, &Turn::default()).whole(links)),
        ("style.css".to_string(), frame::STYLE.to_string()),
        ("script.js".to_string(), frame::SCRIPT.to_string()),
        ("icon.svg".to_string(), frame::ICON.to_string()),
    ];
    let mut entities = BTreeSet::new();
    for part in &room.shown {
        files
            .push((links.story(part.id()), story::page(part, links, room.news(part)).whole(links)));
        for document in &part.told.documents {
            let page = article::page(part, document, links, &article::Wanted::default());
            files.push((format!("article-{}.html", slug(&document.id)), page.whole(links)));
        }
        entities.extend(part.told.entities.iter().map(|e| e.id.as_str()));
    }
    for id in entities {
        if let Some(page) = entity::page(&room.stories_with(id), id, links) {
            files.push((links.entity("", id), page.whole(links)));
        }
    }
    files
}
