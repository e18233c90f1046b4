//! Quotation marks paired into [`Quoted`] stretches, with unbalanced marks repaired.
//!
//! Works on characters, paragraph by paragraph. A quotation that runs over several paragraphs
//! opens again in each and closes in the last (the rule of English typography).

use document::{Document, Notice, NoticeCode, Span};

/// A stretch of text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// With its marks.
    pub outer: Span,
    /// The words between the marks.
    pub inner: Span,
    /// Index of the block it stands in.
    pub block: usize,
    /// Whether the next quoted stretch continues this one in the next paragraph.
    pub continues: bool,
}

/// A kind of quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Guillemet,
    Angle,
}

/// A mark on the page and what it can be.
#[derive(Clone, Copy, Debug)]
struct Sign {
    mark: Mark,
    at: usize,
    len: usize,
    opens: bool,
    closes: bool,
}

/// Longest stretch taken for a quotation whose closing mark is missing in its paragraph.
const UNCLOSED_BYTES_MAX: usize = 2000;

/// Marks that open and those that close what they opened; alike where one does both.
const PAIRS: [(&str, &str); 5] = [("(", ")"), ("“", "”"), ("«", "»"), ("``", "''"), ("\"", "\"")];

/// Whether a mark or bracket closes one that is opened in a piece of text before it.
pub fn closes(mark: &str, text: &str) -> bool {
    PAIRS.iter().any(|pair| pair.1 == mark && unpaired_in(text, *pair) > 0)
}

/// A piece of text without marks at its ends that have no partner in it.
pub fn without_unpaired(text: &str) -> &str {
    let mut text = text.trim();
    for pair @ (open, close) in PAIRS {
        let odd = unpaired_in(text, pair);
        if let Some(rest) = text.strip_prefix(open).filter(|_| odd > 0) {
            text = rest;
        } else if let Some(rest) = text.strip_suffix(close).filter(|_| odd != 0) {
            text = rest;
        }
    }
    text.trim()
}

/// How many more of a pair are opened than closed.
fn unpaired_in(text: &str, (open, close): (&str, &str)) -> isize {
    let count = |mark: &str| text.matches(mark).count() as isize;
    if open == close { count(open) % 2 } else { count(open) - count(close) }
}

/// The quoted stretches of the article's text, in order, outermost only.
pub fn find(document: &Document, notices: &mut Vec<Notice>) -> Vec<Quoted> {
    let mut quoted = Vec::new();
    let text = document.text.as_str();
    let prose: Vec<usize> =
        (0..document.blocks.len()).filter(|&i| is_quotable(document, i)).collect();
    for (nth, &block) in prose.iter().enumerate() {
        let range = document.blocks[block].span.range();
        let reopened = prose.get(nth + 1).is_some_and(|&next| {
            let next = document.blocks[next].span;
            document.text.words(next).starts_with(['“', '"'])
        });
        let signs = signs(&text[range.clone()], range.start);
        pair(document, block, &signs, reopened, &mut quoted, notices);
    }
    quoted
}

/// The quoted stretches inside those found by [`find`], one level deep: of each the index of the
/// outer one, the marks included, and the words between them.
pub fn nested(document: &Document, quoted: &[Quoted]) -> Vec<(usize, Span, Span)> {
    let mut found = Vec::new();
    let text = document.text.as_str();
    for (i, outer) in quoted.iter().enumerate() {
        let range = outer.inner.range();
        let own = text[outer.outer.range()].chars().next();
        let mut signs = signs(&text[range.clone()], range.start);
        signs.retain(|s| text[s.at..].chars().next() != own);
        let mut next = 0;
        while let Some(open) = signs[next..].iter().position(|s| s.opens).map(|i| next + i) {
            next = open + 1;
            let Some(close) = closing(&signs, open) else { continue };
            next = close + 1;
            let (sign, end) = (signs[open], signs[close]);
            let inner = document.text.trimmed_span(sign.at + sign.len..end.at);
            let outer = document.text.trimmed_span(sign.at..end.at + end.len);
            found.extend(outer.zip(inner).map(|(outer, inner)| (i, outer, inner)));
        }
    }
    found
}

fn is_quotable(document: &Document, block: usize) -> bool {
    use document::BlockKind::{Headline, Paragraph, Subheading};
    matches!(document.blocks[block].kind, Headline | Paragraph | Subheading)
}

/// Pairs the marks of one paragraph. `reopened`: the next paragraph begins with a mark.
fn pair(
    document: &Document,
    block: usize,
    signs: &[Sign],
    reopened: bool,
    quoted: &mut Vec<Quoted>,
    notices: &mut Vec<Notice>,
) {
    let range = document.blocks[block].span.range();
    let mut next = 0;
    while let Some(open) = signs[next..].iter().position(|s| s.opens).map(|i| next + i) {
        let sign = signs[open];
        let close = closing(signs, open);
        let (end, resume) = match close {
            Some(close) => (signs[close].at, close + 1),
            None => {
                // A straight mark may as well be nested.
                let straight = |s: &Sign| document.text.as_str()[s.at..].starts_with('"');
                let reopens = signs[open + 1..].iter();
                let near = |s: &&Sign| s.at < sign.at + UNCLOSED_BYTES_MAX;
                let reopens = reopens.take_while(near).find(|s| {
                    let opens = s.opens && !s.closes && !straight(s);
                    opens && matches!(s.mark, Mark::Double | Mark::Guillemet)
                });
                let end = unclosed_end(document, &sign, range.end, reopens.map(|s| s.at));
                let resume = signs.partition_point(|s| s.at < end).max(open + 1);
                if matches!(sign.mark, Mark::Single | Mark::Angle) {
                    next = open + 1;
                    continue;
                }
                if !reopened || end < range.end {
                    notices.push(unpaired(document, &sign));
                }
                (end, resume)
            }
        };
        let mark_end = close.map_or(end, |close| signs[close].at + signs[close].len);
        let inner = document.text.trimmed_span(sign.at + sign.len..end);
        let outer = document.text.trimmed_span(sign.at..mark_end);
        if let (Some(inner), Some(outer)) = (inner, outer) {
            let continues = close.is_none() && reopened && end == range.end;
            quoted.push(Quoted { outer, inner, block, continues });
        }
        next = resume;
    }
    let stray = signs.iter().find(|s| {
        s.mark == Mark::Double && s.closes && !s.opens && !quoted.iter().any(|q| covers(q, s.at))
    });
    notices.extend(stray.map(|sign| unpaired(document, sign)));
}

fn covers(quoted: &Quoted, at: usize) -> bool {
    quoted.outer.range().contains(&at)
}

fn unpaired(document: &Document, sign: &Sign) -> Notice {
    let notice = Notice::new(
        NoticeCode::QuotationMarks,
        document.path.clone(),
        "a quotation mark has no partner in its paragraph",
    );
    match document.text.span(sign.at..sign.at + sign.len) {
        Some(span) => notice.at(span),
        None => notice,
    }
}

/// The sign that closes the one at `open`: the first of its kind that can close, marks nested in
/// between left out.
fn closing(signs: &[Sign], open: usize) -> Option<usize> {
    let kind = signs[open].mark;
    let mut depth = 0;
    for (i, sign) in signs.iter().enumerate().skip(open + 1) {
        if sign.mark != kind {
            continue;
        }
        if sign.closes && depth == 0 {
            return Some(i);
        }
        if sign.closes {
            depth -= 1;
        } else if sign.opens && kind == Mark::Guillemet {
            depth += 1;
        } else if sign.opens && kind == Mark::Double {
            // A new quotation opens: the closing mark of this one is missing.
            return None;
        }
    }
    None
}

/// Where a quotation ends whose closing mark is missing: at the next opening mark's sentence, or
/// with its paragraph.
fn unclosed_end(
    document: &Document,
    sign: &Sign,
    paragraph_end: usize,
    reopens: Option<usize>,
) -> usize {
    let text = document.text.as_str();
    let limit = text.floor_char_boundary(paragraph_end.min(sign.at + UNCLOSED_BYTES_MAX));
    let rest = &text[sign.at + sign.len..limit];
    let begins = sign.at + sign.len;
    match reopens.filter(|at| (begins..limit).contains(at)).map(|at| at - begins) {
        Some(at) => {
            let before = &rest[..at];
            let end = before.rfind(['.', '!', '?']).map_or(0, |end| end + 1);
            sign.at + sign.len + end
        }
        None => limit,
    }
}

/// The marks of a paragraph that starts at byte `offset`.
fn signs(paragraph: &str, offset: usize) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut chars = paragraph.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        // Wire copy writes quotation marks as pairs of grave accents and apostrophes.
        let doubled = matches!(c, '`' | '\'') && chars.peek().is_some_and(|(_, d)| *d == c);
        if doubled {
            chars.next();
        }
        let len = if doubled { 2 } else { c.len_utf8() };
        let after = chars.peek().map(|(_, c)| *c);
        let starts = after.is_some_and(|c| !c.is_whitespace() && !".,;:!?)".contains(c));
        let opens_here = starts && before.is_none_or(is_before_opening);
        let closes_here = before.is_some_and(|c: char| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric());
        let sign = |mark, opens, closes| Sign { mark, at: offset + at, len, opens, closes };
        let found = match c {
            '`' if doubled => Some(sign(Mark::Double, true, false)),
            '\'' if doubled => Some(sign(Mark::Double, false, true)),
            '„' => Some(sign(Mark::Double, true, false)),
            '“' => {
                Some(sign(Mark::Double, opens_here || !closes_here, !opens_here && closes_here))
            }
            '”' => {
                Some(sign(Mark::Double, opens_here && !closes_here, !opens_here || closes_here))
            }
            '"' | '＂' => Some(sign(Mark::Double, opens_here, !opens_here || closes_here)),
            // They point outwards in French, inwards in German and its neighbours.
            '«' => {
                Some(sign(Mark::Guillemet, opens_here || !closes_here, !opens_here && closes_here))
            }
            '»' => {
                Some(sign(Mark::Guillemet, opens_here && !closes_here, !opens_here || closes_here))
            }
            '‹' => {
                Some(sign(Mark::Angle, opens_here || !closes_here, !opens_here && closes_here))
            }
            '›' => {
                Some(sign(Mark::Angle, opens_here && !closes_here, !opens_here || closes_here))
            }
            '‘' => Some(sign(Mark::Single, opens_here, false)),
            '’' => Some(sign(Mark::Single, false, closes_here)),
            '\'' => Some(sign(Mark::Single, opens_here, closes_here)),
            _ => None,
        };
        signs.extend(found.filter(|s| s.opens || s.closes));
        before = Some(c);
    }
    signs
}

fn is_before_opening(c: char) -> bool {
    c.is_whitespace() || "([{—–-“‘\"'/:…".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_without_a_partner_are_found_and_left_out_at_the_ends() {
        for (text, bare) in [
            ("we pay.”", "we pay."),
            ("“we pay", "we pay"),
            ("he \"paid\" (late", "he \"paid\" (late"),
            ("pay at once\"", "pay at once"),
            ("the ``old'' pit", "the ``old'' pit"),
            ("it's (so)", "it's (so)"),
        ] {
            assert_eq!(without_unpaired(text), bare);
        }
        let open = "he \"paid (late";
        assert_eq!([")", "\"", "”"].map(|mark| closes(mark, open)), [true, true, false]);
    }
    use lexicon::Lexicon;

    fn quoted(text: &str) -> (Vec<String>, usize) {
        let ingested = ingest::read("x.txt", text.as_bytes(), Lexicon::english());
        let document = &ingested.documents[0];
        let mut notices = Vec::new();
        let found = find(document, &mut notices);
        let words = |q: &Quoted| document.text.words(q.inner).to_string();
        (found.iter().map(words).collect(), notices.len())
    }

    #[test]
    fn a_mark_that_is_not_closed_ends_before_the_next_that_opens() {
        let text = "It ``nearly sank. ``We left the hold,'' she wrote. Berg had gone.";
        assert_eq!(quoted(text), (vec!["nearly sank.".into(), "We left the hold,".into()], 1));
    }

    #[test]
    fn curly_straight_wire_and_foreign_marks_pair() {
        let cases = [
            ("He said “no” and \"never,\" twice.", vec!["no", "never,"]),
            ("``We left,'' she said. ``All of us.''", vec!["We left,", "All of us."]),
            ("They call it «the valley» or „the ditch“ here.", vec!["the valley", "the ditch"]),
            ("It’s the mayors’ view, she said, ‘not mine’.", vec!["not mine"]),
            ("“He told me ‘go’ and I went,” she said.", vec!["He told me ‘go’ and I went,"]),
        ];
        for (text, expected) in &cases {
            assert_eq!(quoted(text).0, *expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_over_several_paragraphs_opens_again_in_each() {
        let (words, notices) = quoted(
            "“We waited long,” he said. “Then it rained.\n\n“And we went home.”\n\nThat was all of it, he said.",
        );
        assert_eq!(words, ["We waited long,", "Then it rained.", "And we went home."]);
        assert_eq!(notices, 0);
    }

    #[test]
    fn an_unclosed_mark_ends_with_its_paragraph_and_is_said() {
        let (words, notices) =
            quoted("She said: “We will not go.\n\nThe crowd left the square at noon on Tuesday.");
        assert_eq!(words, ["We will not go."]);
        assert_eq!(notices, 1);
        let (words, _) = quoted("“We will go. He left. “They stayed,” she said, at last.");
        assert_eq!(words, ["We will go. He left.", "They stayed,"]);
    }
}
