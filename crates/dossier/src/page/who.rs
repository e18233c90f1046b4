//! Who is who, on the page: names, roles, spellings, what was said and done.

use super::{Page, count};
use crate::{Cite, DeedRecord, EntityRecord, RoleRecord};
use std::{collections::BTreeSet, fmt::Write};

/// Most entities shown; all are in the JSON.
const ENTITIES_SHOWN: usize = 40;

/// Letters of the longest word that tells nothing of a role.
const SMALL_WORD_MAX: usize = 3;

/// Most spellings, roles and deeds shown of each; all are in the JSON.
const VARIANTS_SHOWN: usize = 12;
const ROLES_SHOWN: usize = 4;
const DEEDS_SHOWN: usize = 3;

impl Page<'_> {
    pub(super) fn entities(&mut self) {
        let actors: Vec<&EntityRecord> = self
            .dossier
            .entities
            .iter()
            .filter(|e| matches!(e.kind.as_str(), "person" | "organization"))
            .filter(|e| !self.is_only_credited(e))
            .collect();
        if actors.is_empty() {
            return;
        }
        self.heading(2, "Who is who");
        for entity in actors.iter().take(ENTITIES_SHOWN) {
            self.entity(entity);
            for deed in entity.deeds.iter().filter(|d| is_told_of(d)).take(DEEDS_SHOWN) {
                self.deed(deed);
            }
        }
        if actors.len() > ENTITIES_SHOWN {
            self.bullet(&format!("and {} more, in the JSON record", actors.len() - ENTITIES_SHOWN));
        }
        self.out.push('\n');
    }

    /// Whether somebody is named nowhere but in lines of credit: who wrote of it is not in it.
    fn is_only_credited(&self, entity: &EntityRecord) -> bool {
        let is_credit = |cite: &Cite| {
            let number = self.numbers.get(cite.document.as_str());
            let document = number.and_then(|n| self.dossier.documents.get(n - 1));
            let blocks = document.map_or(&[][..], |d| d.blocks.as_slice());
            let block = blocks.get(blocks.partition_point(|b| b.end <= cite.start));
            block.is_some_and(|b| matches!(b.kind.as_str(), "byline" | "creditline"))
        };
        !entity.evidence.is_empty()
            && entity.names <= entity.evidence.len()
            && entity.evidence.iter().all(is_credit)
    }

    fn entity(&mut self, entity: &EntityRecord) {
        let name = self.shown(&entity.name);
        let mut line = self.bold(&name);
        let mut roles: Vec<&RoleRecord> = told_once(&entity.roles).collect();
        // What somebody is comes before what he was.
        roles.sort_by_key(|role| role.to.is_some());
        let roles: Vec<String> =
            roles.into_iter().take(ROLES_SHOWN).map(|r| self.role(r)).collect();
        if !roles.is_empty() {
            let _ = write!(line, ", {}", roles.join("; "));
        }
        let others = || entity.variants.iter().filter(|v| v.text != entity.name);
        let shown: Vec<String> = others()
            .take(VARIANTS_SHOWN)
            .map(|v| format!("{} {}", self.shown(&v.text), self.listed(&v.documents)))
            .collect();
        if !shown.is_empty() {
            let _ = write!(line, " · also {}", shown.join(", "));
        }
        let more = others().count().saturating_sub(VARIANTS_SHOWN);
        if more > 0 {
            let _ = write!(line, " and {more} more");
        }
        let _ = write!(line, " · {}", count(entity.names, "mention", "mentions"));
        if !entity.quotations.is_empty() {
            let said = count(entity.quotations.len(), "statement", "statements");
            let _ = write!(line, " · {said}");
        }
        let cites = self.cites(&entity.evidence);
        let _ = write!(line, " {}", cites);
        self.bullet(&line);
    }

    /// A role with its times: "ambassador (2014 to 2021)".
    fn role(&self, role: &RoleRecord) -> String {
        let title = self.shown(&role.title);
        match (&role.from, &role.to) {
            (None, None) => title,
            (Some(from), None) => format!("{title} (from {from})"),
            (None, Some(to)) if to == story::PAST => format!("{title} (former)"),
            (None, Some(to)) => format!("{title} (to {to})"),
            (Some(from), Some(to)) => format!("{title} ({from} to {to})"),
        }
    }

    fn deed(&mut self, deed: &DeedRecord) {
        let cites = self.cites(&deed.evidence);
        let told = match deed.realis.as_str() {
            "actual" => String::new(),
            other => format!(" · {other}"),
        };
        let line = format!("{}{told} {}", self.shown(&deed.what), cites);
        self.sub_bullet(&line);
    }
}

/// The roles without those that another of the same times says with more or in another order:
/// "President" beside "US President", "envoy of the union" beside "union's envoy".
fn told_once(roles: &[RoleRecord]) -> impl Iterator<Item = &RoleRecord> {
    let plain = |role: &RoleRecord| -> Vec<String> {
        let words = role.title.split_whitespace();
        words.map(|word| word.replace('.', "").to_lowercase()).collect()
    };
    let telling = |role: &RoleRecord| -> BTreeSet<String> {
        let words = role.title.split(|c: char| !c.is_alphanumeric());
        words.filter(|w| w.chars().count() > SMALL_WORD_MAX).map(str::to_lowercase).collect()
    };
    roles.iter().enumerate().filter_map(move |(i, role)| {
        let own = plain(role);
        let says_more = |(j, other): (usize, &RoleRecord)| {
            let theirs = plain(other);
            let more = theirs.len() > own.len() || theirs.len() == own.len() && j < i;
            let (less, all) = (telling(role), telling(other));
            let ends = theirs.ends_with(&own) || own.ends_with(&theirs);
            let reordered = !ends && less == all && less.len() > 1 && j < i;
            let held = more && theirs.ends_with(&own)
                || reordered
                || story::is_shortened_title(&role.title, &other.title);
            held && (&role.from, &role.to) == (&other.from, &other.to)
        };
        (!roles.iter().enumerate().any(says_more)).then_some(role)
    })
}

/// Whether the words tell that it happened or will happen.
fn is_told_of(deed: &DeedRecord) -> bool {
    matches!(deed.realis.as_str(), "actual" | "planned")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_another_says_with_more_is_told_once() {
        let role = |title: &str, to: Option<&str>| RoleRecord {
            title: title.to_string(),
            from: None,
            to: to.map(str::to_string),
            evidence: Vec::new(),
        };
        let roles = [
            role("President", None),
            role("US President", None),
            role("U.S. President", None),
            role("President", Some("2014")),
        ];
        let told: Vec<(&str, Option<&str>)> =
            told_once(&roles).map(|r| (r.title.as_str(), r.to.as_deref())).collect();
        assert_eq!(told, [("US President", None), ("President", Some("2014"))]);
        let titles = |titles: [&str; 2]| {
            let roles = titles.map(|title| role(title, None));
            told_once(&roles).map(|r| r.title.clone()).collect::<Vec<String>>()
        };
        assert_eq!(titles(["mining minister", "US mining minister"]), ["US mining minister"]);
        assert_eq!(titles(["Rep.", "Representative"]), ["Representative"]);
        assert_eq!(titles(["envoy of the union", "union's envoy"]), ["envoy of the union"]);
        assert_eq!(titles(["Foreign Minister", "minister of foreign trade"]).len(), 2);
    }
}
