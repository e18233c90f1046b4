//! Tables of what happens over time: a row is one commitment, one side of a conflict, one meeting,
//! one entry of the timeline. The first passage has columns of its own; the others are listed in
//! one cell.

use super::{Cell, Table, table};
use dossier::{Cite, CommitmentRecord, DelegationRecord, Dossier, WhenRecord};

/// The columns of what a row rests on.
const PASSAGES: [&str; 8] =
    ["#origins", "documents", "document", "#start", "#end", "exact", "#passages", "others"];

/// The commitments.
pub fn commitments(dossier: &Dossier) -> Table {
    // tidy: no words of a language
    let columns = [
        "id",
        "story",
        "class",
        "status",
        "who",
        "entity",
        "what",
        "to_whom",
        "by_when",
        "condition",
        "speakers",
        "follow_up",
    ];
    let row = |c: &CommitmentRecord| {
        let sure = c.follow_up.iter().filter(|f| f.sure);
        let follow_up: Vec<String> = sure.map(|f| format!("{}: {}", f.kind, f.text)).collect();
        let own = vec![
            (&c.id).into(),
            story(dossier, &c.documents),
            (&c.class).into(),
            (&c.status).into(),
            known(&c.who),
            (&c.entity).into(),
            known(&c.what),
            (&c.to_whom).into(),
            (&c.by_when).into(),
            (&c.condition).into(),
            listed(&c.speakers),
            listed(&follow_up),
        ];
        [own, passages(c.origins, &c.documents, &c.evidence)].concat()
    };
    let rows = dossier.commitments.iter().map(row).collect();
    table("commitments", &[&columns[..], &PASSAGES].concat(), rows)
}

/// The sides of the conflicts, numbered from 1.
pub fn conflicts(dossier: &Dossier) -> Table {
    let columns = ["id", "story", "kind", "#side", "text", "speakers", "publishers"];
    let mut rows = Vec::new();
    for conflict in &dossier.conflicts {
        for (n, side) in conflict.sides.iter().enumerate() {
            let own = vec![
                (&conflict.id).into(),
                story(dossier, &side.documents),
                (&conflict.kind).into(),
                (n + 1).into(),
                known(&side.text),
                listed(&side.speakers),
                listed(&side.publishers),
            ];
            rows.push([own, passages(side.origins, &side.documents, &side.evidence)].concat());
        }
    }
    table("conflicts", &[&columns[..], &PASSAGES].concat(), rows)
}

/// The meetings.
pub fn meetings(dossier: &Dossier) -> Table {
    // tidy: no words of a language
    let columns = [
        "id",
        "story",
        "kind",
        "realis",
        "participants",
        "delegations",
        "places",
        "when",
        "earliest",
        "latest",
        "estimated",
        "length",
        "agenda",
        "outcome",
    ];
    let came = |d: &DelegationRecord| format!("{}: {}", d.party, d.members.join(", "));
    let mut rows = Vec::new();
    for story in &dossier.stories {
        for m in &story.meetings {
            let delegations: Vec<String> = m.delegations.iter().map(came).collect();
            let agenda: Vec<String> = m.agenda.iter().map(|cite| cite.exact.clone()).collect();
            let mut own = vec![
                (&m.id).into(),
                (&story.id).into(),
                (&m.kind).into(),
                (&m.realis).into(),
                listed(&m.participants),
                listed(&delegations),
                listed(&m.places),
            ];
            own.extend(time(m.when.as_ref()));
            own.push(m.length.as_ref().map_or(Cell::Empty, |length| (&length.value).into()));
            own.extend([listed(&agenda), listed(&m.outcome)]);
            rows.push([own, passages(m.origins, &m.documents, &m.evidence)].concat());
        }
    }
    table("meetings", &[&columns[..], &PASSAGES].concat(), rows)
}

/// What happened when, and what is to come.
pub fn timeline(dossier: &Dossier) -> Table {
    // tidy: no words of a language
    let columns =
        ["id", "story", "when", "earliest", "latest", "estimated", "realis", "implied", "what"];
    let row = |h: &dossier::TimelineRecord| {
        let mut own = vec![(&h.id).into(), story(dossier, &h.documents)];
        own.extend(time(Some(&h.when)));
        own.extend([(&h.realis).into(), (&h.implied.to_string()).into(), known(&h.what)]);
        [own, passages(h.origins, &h.documents, &h.evidence)].concat()
    };
    let rows = dossier.timeline.iter().map(row).collect();
    table("timeline", &[&columns[..], &PASSAGES].concat(), rows)
}

/// Value, first and last day, whether estimated.
fn time(when: Option<&WhenRecord>) -> [Cell; 4] {
    let Some(when) = when else { return [const { Cell::Empty }; 4] };
    let estimated = when.estimated.to_string();
    [known(&when.value), (&when.earliest).into(), (&when.latest).into(), (&estimated).into()]
}

/// The cells of [`PASSAGES`].
fn passages(origins: usize, documents: &[String], evidence: &[Cite]) -> Vec<Cell> {
    let first = evidence.first();
    let of = |cell: &dyn Fn(&Cite) -> Cell| first.map_or(Cell::Empty, cell);
    let place = |cite: &Cite| format!("{}:{}-{}", cite.document, cite.start, cite.end);
    let others: Vec<String> = evidence.iter().skip(1).map(place).collect();
    vec![
        origins.into(),
        listed(documents),
        of(&|cite| (&cite.document).into()),
        of(&|cite| cite.start.into()),
        of(&|cite| cite.end.into()),
        of(&|cite| (&cite.exact).into()),
        evidence.len().into(),
        listed(&others),
    ]
}

/// The story of documents.
fn story(dossier: &Dossier, documents: &[String]) -> Cell {
    let of = |document: &String| dossier.stories.iter().find(|s| s.documents.contains(document));
    documents.iter().find_map(of).map_or(Cell::Empty, |story| (&story.id).into())
}

fn known(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { words.into() }
}

fn listed(values: &[String]) -> Cell {
    known(&values.join("; "))
}
