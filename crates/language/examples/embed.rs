//! Writes the sentence vector of each text as little-endian 32-bit floats.
//!
//! usage: embed < TEXTS > VECTORS
//! TEXTS has one JSON string per line.

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use language::Vectors;

fn main() -> Result<(), Box<dyn Error>> {
    let vectors = Vectors::english();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        for number in vectors.embed(&text) {
            out.write_all(&number.to_le_bytes())?;
        }
    }
    Ok(())
}
