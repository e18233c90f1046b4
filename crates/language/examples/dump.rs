//! Writes what the English pipeline finds in texts, for the comparison in `tests/parity.py`.
//!
//! usage: dump [FOLDER] < TEXTS > PARSES
//! TEXTS has one JSON string per line. PARSES has one JSON object per line: `tokens` as
//! `[start, end, tag, pos, head, dep, lemma]`, `sentences` as first tokens, `entities` as
//! `[start, end, label]`; token offsets are code points. FOLDER is another spaCy pipeline.

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use language::{Annotator, Model};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let loaded;
    let model = match std::env::args().nth(1) {
        Some(folder) => {
            loaded = Model::from_folder(folder.as_ref())?;
            &loaded
        }
        None => Model::english(),
    };
    let mut annotator = Annotator::new(model);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let parse = annotator.annotate(&text);
        let mut points = vec![0; text.len() + 1];
        for (point, (byte, c)) in text.char_indices().enumerate() {
            points[byte] = point;
            points[byte + c.len_utf8()] = point + 1;
        }
        let token = |i: usize| {
            let token = parse.tokens[i];
            let (start, end) = (points[token.start as usize], points[token.end as usize]);
            let (tag, pos, dep) = (token.tag.as_str(), token.pos.as_str(), token.dep.as_str());
            json!([start, end, tag, pos, token.head, dep, parse.lemma(i)])
        };
        let tokens: Vec<_> = (0..parse.tokens.len()).map(token).collect();
        let sentences: Vec<_> = parse.sentences.iter().map(|range| range.start).collect();
        let entities: Vec<_> =
            parse.entities.iter().map(|e| json!([e.start, e.end, e.label.as_str()])).collect();
        let parse = json!({"tokens": tokens, "sentences": sentences, "entities": entities});
        writeln!(out, "{parse}")?;
    }
    Ok(())
}
