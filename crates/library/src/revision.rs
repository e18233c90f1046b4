//! [`Revision`]: the versions of an article, and what changed from one to the next.

use crate::{Error, Library, store};
use serde::Serialize;

/// Paragraphs compared at most: the table of the comparison grows with their square.
const PARAGRAPHS_MAX: usize = 2_000;

/// A version of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Its number in the library.
    pub number: i64,
    /// From 1.
    pub revision: i64,
    /// current, superseded or killed.
    pub state: String,
    /// When it was stored, ISO 8601.
    pub stored: String,
    /// What changed since the version before, in text order; the headline first.
    pub changes: Vec<Change>,
}

/// A paragraph that one of two versions lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Only the earlier version has it.
    Removed(String),
    /// Only the later version has it.
    Added(String),
}

impl Library {
    /// The versions of an article, the oldest first; empty if there is no such article.
    pub fn revisions(&self, article: &str) -> Result<Vec<Revision>, Error> {
        let mut revisions = Vec::new();
        let mut before: Option<Vec<String>> = None;
        for number in store::revisions(&self.db, article)? {
            let sql = "SELECT revision, state, stored FROM document WHERE id = ?";
            let (revision, state, stored) =
                self.db.query_row(sql, [number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            let paragraphs = paragraphs(&store::read_document(&self.db, number)?);
            let changes = before.map_or(Vec::new(), |before| changes(&before, &paragraphs));
            revisions.push(Revision { number, revision, state, stored, changes });
            before = Some(paragraphs);
        }
        Ok(revisions)
    }
}

fn paragraphs(document: &document::Document) -> Vec<String> {
    let (title, text) = store::prose_of(document);
    let parts = std::iter::once(title.as_str()).chain(text.split("\n\n"));
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_string).take(PARAGRAPHS_MAX).collect()
}

/// The longest common subsequence stays (Wagner and Fischer 1974); the rest changed.
fn changes(before: &[String], after: &[String]) -> Vec<Change> {
    let (n, m) = (before.len(), after.len());
    let mut shared = vec![vec![0u16; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            shared[i][j] = match before[i] == after[j] {
                true => shared[i + 1][j + 1] + 1,
                false => shared[i + 1][j].max(shared[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    while i < n || j < m {
        if i < n && j < m && before[i] == after[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == m || i < n && shared[i + 1][j] >= shared[i][j + 1] {
            changes.push(Change::Removed(before[i].clone()));
            i += 1;
        } else {
            changes.push(Change::Added(after[j].clone()));
            j += 1;
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_by_paragraph() {
        let list = |text: &str| text.split(' ').map(str::to_string).collect::<Vec<_>>();
        let found = changes(&list("a b c d"), &list("a x c d e"));
        let expected =
            [Change::Removed("b".into()), Change::Added("x".into()), Change::Added("e".into())];
        assert_eq!(found, expected);
        assert_eq!(changes(&list("a b"), &list("a b")), []);
    }
}
