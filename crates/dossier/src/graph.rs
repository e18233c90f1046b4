//! Where reports come from, as a graph: GraphML, PROV-O in Turtle, and a picture.
//!
//! Nodes are origins and documents. A document hangs on the origin it comes from as a whole, by
//! weaker lines on those of single passages, and on documents it was made from; where which of two
//! came first is unknown, the line between them has no direction.

mod line;

pub use line::timeline_svg;

use crate::page::harmless;
use crate::{DocumentRecord, Dossier, OriginRecord};
use std::fmt::Write;

/// A line of the graph.
struct Edge<'d> {
    from: &'d str,
    to: &'d str,
    kind: &'d str,
    directed: bool,
}

fn edges(dossier: &Dossier) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for origin in &dossier.origins {
        let edge = |from, kind| Edge { from, to: &origin.id, kind, directed: true };
        edges.extend(origin.documents.iter().map(|d| edge(d, "origin")));
        edges.extend(origin.also.iter().map(|d| edge(d, "passages")));
    }
    edges.extend(dossier.derivations.iter().map(|d| Edge {
        from: &d.document,
        to: &d.from,
        kind: &d.kind,
        directed: d.direction == "known",
    }));
    edges
}

fn title(document: &DocumentRecord) -> String {
    let title = harmless(&document.headline());
    match &document.publisher {
        Some(publisher) => format!("{}: {title}", harmless(publisher)),
        None => title,
    }
}

fn name(origin: &OriginRecord) -> String {
    let name = harmless(origin.publisher.as_deref().unwrap_or("no publisher named"));
    if origin.lineage == "known" { name } else { format!("{name} (lineage unknown)") }
}

/// Text for XML; what controls is replaced.
pub fn xml(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// The graph as GraphML. Whether the direction of an edge is known is an attribute: not every
/// reader takes edges with and without direction in one graph.
pub fn graphml(dossier: &Dossier) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         <key id=\"what\" for=\"node\" attr.name=\"what\" attr.type=\"string\"/>\n\
         <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n\
         <key id=\"published\" for=\"node\" attr.name=\"published\" attr.type=\"string\"/>\n\
         <key id=\"kind\" for=\"edge\" attr.name=\"kind\" attr.type=\"string\"/>\n\
         <key id=\"direction\" for=\"edge\" attr.name=\"direction\" attr.type=\"string\"/>\n\
         <graph id=\"origins\" edgedefault=\"directed\">\n",
    );
    let mut node = |id: &str, what: &str, label: &str, published: Option<&str>| {
        let _ = write!(
            out,
            "<node id=\"{}\"><data key=\"what\">{what}</data><data key=\"label\">{}</data>",
            xml(id),
            xml(label)
        );
        if let Some(published) = published {
            let _ = write!(out, "<data key=\"published\">{}</data>", xml(published));
        }
        out.push_str("</node>\n");
    };
    for origin in &dossier.origins {
        node(&origin.id, "origin", &name(origin), None);
    }
    for document in &dossier.documents {
        node(&document.id, "document", &title(document), document.published.as_deref());
    }
    for edge in edges(dossier) {
        let _ = writeln!(
            out,
            "<edge source=\"{}\" target=\"{}\"><data key=\"kind\">{}</data>\
             <data key=\"direction\">{}</data></edge>",
            xml(edge.from),
            xml(edge.to),
            xml(edge.kind),
            if edge.directed { "known" } else { "unknown" }
        );
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}

/// The graph in the W3C's PROV-O, as Turtle: an origin is a primary source, a copy is quoted from
/// what it copies, anything else is derived; two of which neither is known to be first are
/// alternates.
pub fn prov(dossier: &Dossier) -> String {
    let mut out = String::from(
        "@prefix prov: <http://www.w3.org/ns/prov#> .\n\
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n",
    );
    for origin in &dossier.origins {
        let id = iri(&origin.id);
        let _ = writeln!(out, "{id} a prov:Entity ; rdfs:label {} .", literal(&name(origin)));
    }
    for document in &dossier.documents {
        let id = iri(&document.id);
        let _ = writeln!(out, "{id} a prov:Entity ; rdfs:label {} .", literal(&title(document)));
        if let Some(published) = &document.published {
            let _ = writeln!(out, "{id} prov:generatedAtTime {} .", moment(published));
        }
    }
    for edge in edges(dossier) {
        let relation = match (edge.kind, edge.directed) {
            ("origin", _) => "prov:hadPrimarySource",
            (_, false) => "prov:alternateOf",
            ("copied", _) => "prov:wasQuotedFrom",
            _ => "prov:wasDerivedFrom",
        };
        let _ = writeln!(out, "{} {relation} {} .", iri(edge.from), iri(edge.to));
    }
    out
}

/// An id as an address relative to the file; what may not stand there is percent-encoded.
fn iri(id: &str) -> String {
    let mut out = String::from("<#");
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => {
                out.push(byte as char);
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out.push('>');
    out
}

fn literal(words: &str) -> String {
    let escaped = harmless(words).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// An ISO 8601 time as a literal of the type of XML Schema that is as precise, in its form: with
/// seconds, and a colon in the offset.
fn moment(time: &str) -> String {
    let Some((day, clock)) = time.split_once(['T', ' ']) else {
        let is_day = time.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let kind = match time.len() {
            _ if !is_day => return literal(time),
            4 => "gYear",
            7 => "gYearMonth",
            10 => "date",
            _ => return literal(time),
        };
        return format!("{}^^xsd:{kind}", literal(time));
    };
    let (clock, offset) = clock.split_at(clock.find(['Z', '+', '-']).unwrap_or(clock.len()));
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let offset = match offset.replace(':', "") {
        hours if hours.len() == 3 => format!("{hours}:00"),
        both if both.len() == 5 && both.is_ascii() => format!("{}:{}", &both[..3], &both[3..]),
        zone => zone,
    };
    format!("{}^^xsd:dateTime", literal(&format!("{day}T{clock}{seconds}{offset}")))
}

/// Pixels of a row of the picture.
const ROW: usize = 34;
/// Pixels of its margins.
const MARGIN: usize = 24;
/// Left edges of origins and documents, and the width of the whole.
const COLUMNS: [usize; 3] = [24, 360, 1000];
/// Characters of a label.
const LABEL_CHARS: usize = 76;
/// Colours of the origins, told apart by those who see few colours (Okabe and Ito 2008).
const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b6b6b"];

/// The graph as a picture: origins on the left, their documents on the right; a thick line to what
/// comes from it as a whole, a broken one to what has passages from it.
pub fn svg(dossier: &Dossier) -> String {
    let order: Vec<&String> = dossier.origins.iter().flat_map(|o| &o.documents).collect();
    let height = 2 * MARGIN + ROW * order.len().max(dossier.origins.len());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        COLUMNS[2],
        xml(&crate::page::numbers_line(dossier)),
    );
    let row = |id: &str| order.iter().position(|d| *d == id);
    let middle = |row: usize| MARGIN + row * ROW + ROW / 2;
    let mut next = 0;
    let mut at = Vec::new();
    for origin in &dossier.origins {
        let rows: Vec<usize> = origin.documents.iter().filter_map(|d| row(d)).collect();
        let wanted = rows.first().copied().unwrap_or(next).max(next);
        at.push(middle(wanted));
        next = wanted + 1;
    }
    for (n, (origin, y)) in dossier.origins.iter().zip(&at).enumerate() {
        let colour = COLOURS[n % COLOURS.len()];
        let mut line = |id: &str, style: &str| {
            let Some(to) = row(id).map(middle) else { return };
            let (from, end) = (COLUMNS[0] + 250, COLUMNS[1] - 8);
            let _ = writeln!(
                out,
                "<path d=\"M{from} {y} C{} {y} {} {to} {end} {to}\" fill=\"none\" \
                 stroke=\"{colour}\" {style}/>",
                from + 40,
                end - 40
            );
        };
        origin.also.iter().for_each(|d| line(d, "stroke-width=\"1\" stroke-dasharray=\"4 4\""));
        origin.documents.iter().for_each(|d| line(d, "stroke-width=\"3\""));
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"250\" height=\"26\" rx=\"4\" fill=\"{colour}\"/>\n\
             <text x=\"{}\" y=\"{}\" fill=\"#ffffff\">{}</text>",
            COLUMNS[0],
            y - 13,
            COLUMNS[0] + 8,
            y + 5,
            xml(&cut(&name(origin), 34))
        );
    }
    for document in &dossier.documents {
        if let Some(y) = row(&document.id).map(middle) {
            let label = xml(&cut(&title(document), LABEL_CHARS));
            let _ = writeln!(out, "<text x=\"{}\" y=\"{}\">{label}</text>", COLUMNS[1], y + 5);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn cut(words: &str, characters: usize) -> String {
    match words.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DerivationRecord;

    fn dossier() -> Dossier {
        let document = |id: &str, title: &str| DocumentRecord {
            id: id.to_string(),
            title: Some(title.to_string()),
            ..DocumentRecord::default()
        };
        Dossier {
            documents: vec![document("a b", "One <b>\"x\"</b>"), document("c", "Two")],
            origins: vec![OriginRecord {
                id: "origin:1".into(),
                publisher: Some("Fen & Press".into()),
                documents: vec!["a b".into(), "c".into()],
                also: Vec::new(),
                lineage: "known".into(),
                basis: Vec::new(),
            }],
            derivations: vec![DerivationRecord {
                document: "c".into(),
                from: "a b".into(),
                kind: "copied".into(),
                direction: "unknown".into(),
                passages: Vec::new(),
            }],
            ..Dossier::default()
        }
    }

    #[test]
    fn every_line_of_the_graph_is_exported_and_hostile_titles_are_harmless() {
        let (graphml, svg) = (graphml(&dossier()), svg(&dossier()));
        assert_eq!(graphml.matches("<edge ").count(), 3);
        assert!(graphml.contains("<data key=\"direction\">unknown</data>"));
        assert_eq!(svg.matches("stroke-width=\"3\"").count(), 2);
        for text in [graphml, svg] {
            assert!(!text.contains("<b>") && text.contains("Fen &amp; Press"), "{text}");
        }
    }

    #[test]
    fn a_time_in_prov_has_the_type_that_is_as_precise() {
        for (time, expected) in [
            ("2031-03-05T04:00:00Z", "\"2031-03-05T04:00:00Z\"^^xsd:dateTime"),
            ("2031-03-05 04:00", "\"2031-03-05T04:00:00\"^^xsd:dateTime"),
            ("2031-03-05T04:00:00.5+0300", "\"2031-03-05T04:00:00.5+03:00\"^^xsd:dateTime"),
            ("2031-03-05T04:00-04", "\"2031-03-05T04:00:00-04:00\"^^xsd:dateTime"),
            ("2031-03-05", "\"2031-03-05\"^^xsd:date"),
            ("2031-03", "\"2031-03\"^^xsd:gYearMonth"),
            ("2031", "\"2031\"^^xsd:gYear"),
            ("soon", "\"soon\""),
        ] {
            assert_eq!(moment(time), expected);
        }
        let mut dossier = dossier();
        dossier.documents[0].published = Some("2031-03-05T04:00Z".into());
        let timed = "prov:generatedAtTime \"2031-03-05T04:00:00Z\"^^xsd:dateTime .";
        assert!(prov(&dossier).contains(timed));
    }

    #[test]
    fn what_came_first_is_not_made_up_in_prov() {
        let prov = prov(&dossier());
        assert!(prov.contains("<#c> prov:alternateOf <#a%20b> ."), "{prov}");
        assert_eq!(prov.matches("prov:hadPrimarySource").count(), 2);
        assert!(!prov.contains("wasQuotedFrom"));
    }
}
