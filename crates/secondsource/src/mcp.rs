//! `secondsource mcp`: the same questions for language models, over standard input and output.

use crate::{
    cli::{News, Options, Period, Selection},
    serve::Shop,
};
use anyhow::Result;
use std::io::{BufRead, Read, Write};

/// Longest line that is read, in bytes. A longer one is answered as what it is: no JSON.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// Answers line by line until the input ends.
pub fn run(selection: &Selection, period: &Period, options: &Options) -> Result<()> {
    let shop = Shop::open((selection, period, &News::default()), options)?;
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut input).take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        if let Some(reply) = Some(text.trim()).filter(|t| !t.is_empty()).and_then(|t| shop.reply(t))
        {
            writeln!(out, "{reply}")?;
            out.flush()?;
        }
    }
}
