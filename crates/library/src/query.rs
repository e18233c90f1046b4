//! The language of searches: words, "phrases", `beginnings*`, `field:value`, `AND`, `OR`, `NOT`
//! (also `-`), parentheses. Words side by side must all occur.
//!
//! [`parse`] gives an [`Expression`] or says where and why it cannot.

use crate::Error;

/// Deepest nesting of parentheses and negations, and most words and filters of a search. The
/// parser of the index holds 100 symbols, and a level takes up to four of them.
const DEPTH_MAX: usize = 16;
const ATOMS_MAX: usize = 64;

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A word, in headline or text.
    Word(Words),
    /// Words in a row.
    Phrase(Words),
    /// Words that begin so.
    Beginning(Words),
    /// Documents that have a property.
    Filter(Key, String),
    /// All of them.
    All(Vec<Expression>),
    /// Any of them.
    Any(Vec<Expression>),
    /// Not this.
    Not(Box<Expression>),
}

/// Words to look for, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As typed.
    pub text: String,
    /// In the headline only, in the text only, or in both.
    pub part: Option<Part>,
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The headline.
    Title,
    /// The running text.
    Text,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Who published it.
    Publisher,
    /// The language it is in.
    Language,
    /// Whom or what it names.
    Entity,
    /// Whom it quotes.
    Speaker,
    /// The story it is in, by number.
    Story,
    /// What is done in it, by the code of an event (PLOVER).
    Code,
    /// Published at that time or later.
    Since,
    /// Published at that time or earlier.
    Until,
}

/// The fields, as they are typed.
// tidy: no words of a language
const FIELDS: [(&str, Field); 11] = [
    ("title", Field::Part(Part::Title)),
    ("text", Field::Part(Part::Text)),
    ("publisher", Field::Key(Key::Publisher)),
    ("language", Field::Key(Key::Language)),
    ("lang", Field::Key(Key::Language)),
    ("entity", Field::Key(Key::Entity)),
    ("speaker", Field::Key(Key::Speaker)),
    ("story", Field::Key(Key::Story)),
    ("code", Field::Key(Key::Code)),
    ("since", Field::Key(Key::Since)),
    ("until", Field::Key(Key::Until)),
];

#[derive(Clone, Copy, Debug)]
enum Field {
    Part(Part),
    Key(Key),
}

/// Reads a search. `None` if it is empty.
///
/// # Errors
/// [`Error::Query`] with the character at which the search goes wrong and what is wrong.
pub fn parse(text: &str) -> Result<Option<Expression>, Error> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(None);
    }
    let mut parser = Parser { tokens, next: 0, n_atoms: 0, length: text.chars().count() };
    let expression = parser.any(0)?;
    match parser.peek() {
        None => Ok(Some(expression)),
        Some(token) => Err(wrong(token.at, "this `)` closes nothing; leave it out")),
    }
}

fn wrong(at: usize, message: impl Into<String>) -> Error {
    Error::Query { at, message: message.into() }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Quoted(String),
    Word(String),
    Field(String),
}

#[derive(Clone, Debug)]
struct Token {
    /// Character of the search, from 0.
    at: usize,
    kind: Kind,
}

fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    let chars: Vec<char> = text.chars().collect();
    let (mut tokens, mut i) = (Vec::new(), 0);
    while let Some(&c) = chars.get(i) {
        let at = i;
        i += 1;
        let kind = match c {
            c if c.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            '-' if chars.get(i).is_some_and(|next| !next.is_whitespace()) => Kind::Not,
            '"' | '“' | '”' | '„' => {
                let end = (i..chars.len()).find(|&j| matches!(chars[j], '"' | '“' | '”'));
                let end = end.ok_or_else(|| wrong(at, "this quotation mark has no partner"))?;
                let quoted = chars[i..end].iter().collect();
                i = end + 1;
                Kind::Quoted(quoted)
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || "()\"“”„".contains(c);
                let end = (i..chars.len()).find(|&j| ends(chars[j])).unwrap_or(chars.len());
                let word: String = chars[at..end].iter().collect();
                match word.split_once(':') {
                    Some((field, _)) if is_field(field) => {
                        i = at + field.chars().count() + 1;
                        Kind::Field(field.to_string())
                    }
                    _ => {
                        i = end;
                        operator(&word).unwrap_or(Kind::Word(word))
                    }
                }
            }
        };
        tokens.push(Token { at, kind });
    }
    Ok(tokens)
}

fn is_field(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic())
}

fn operator(word: &str) -> Option<Kind> {
    match word {
        "AND" | "&&" => Some(Kind::And),
        "OR" | "||" => Some(Kind::Or),
        "NOT" | "!" => Some(Kind::Not),
        _ => None,
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    n_atoms: usize,
    length: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn takes(&mut self, kind: &Kind) -> bool {
        let takes = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(takes);
        takes
    }

    fn any(&mut self, depth: usize) -> Result<Expression, Error> {
        let mut parts = vec![self.all(depth)?];
        while self.takes(&Kind::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Expression, Error> {
        let mut parts = vec![self.one(depth)?];
        loop {
            let joined = self.takes(&Kind::And);
            match self.peek().map(|token| &token.kind) {
                None | Some(Kind::Close | Kind::Or) if !joined => break,
                _ => parts.push(self.one(depth)?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self, depth: usize) -> Result<Expression, Error> {
        let end = self.length;
        let Some(token) = self.take() else {
            return Err(wrong(end, "something to look for is missing at the end"));
        };
        if depth == DEPTH_MAX {
            return Err(wrong(token.at, format!("nested deeper than {DEPTH_MAX}")));
        }
        match token.kind {
            Kind::Not => Ok(match self.one(depth + 1)? {
                Expression::Not(wanted) => *wanted,
                unwanted => Expression::Not(Box::new(unwanted)),
            }),
            Kind::Open => {
                let inner = self.any(depth + 1)?;
                if self.takes(&Kind::Close) {
                    return Ok(inner);
                }
                Err(wrong(token.at, "this `(` is never closed"))
            }
            Kind::Close => Err(wrong(token.at, "something to look for is missing before this `)`")),
            Kind::And | Kind::Or => {
                Err(wrong(token.at, "an AND or OR stands between two things to look for"))
            }
            Kind::Field(name) => self.field(&name, token.at),
            Kind::Word(_) | Kind::Quoted(_) => self.atom(token, None),
        }
    }

    fn field(&mut self, name: &str, at: usize) -> Result<Expression, Error> {
        let lower = name.to_ascii_lowercase();
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == lower) else {
            let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
            let message = format!(
                "there is no field `{name}`; the fields are {}. To look for the words, put them \
                 in quotation marks",
                known.join(", ")
            );
            return Err(wrong(at, message));
        };
        let value = self.take().filter(|t| matches!(t.kind, Kind::Word(_) | Kind::Quoted(_)));
        let Some(value) = value else {
            return Err(wrong(
                at,
                format!("`{name}:` needs a word or a \"phrase\" right after it"),
            ));
        };
        match field {
            Field::Part(part) => self.atom(value, Some(*part)),
            Field::Key(key) => {
                let at = value.at;
                let (Kind::Word(text) | Kind::Quoted(text)) = value.kind else {
                    return Err(wrong(at, "a value is missing"));
                };
                self.count(at)?;
                if matches!(key, Key::Since | Key::Until) && !ingest::is_iso8601(&text) {
                    let message = format!("`{text}` is not an ISO 8601 time such as 2031-04-09");
                    return Err(wrong(at, message));
                }
                if *key == Key::Story && text.parse::<i64>().is_err() {
                    return Err(wrong(at, format!("`{text}` is not the number of a story")));
                }
                Ok(Expression::Filter(*key, text))
            }
        }
    }

    fn atom(&mut self, token: Token, part: Option<Part>) -> Result<Expression, Error> {
        self.count(token.at)?;
        let (Kind::Word(text) | Kind::Quoted(text)) = &token.kind else {
            return Err(wrong(token.at, "a word is missing"));
        };
        if !text.chars().any(char::is_alphanumeric) {
            return Err(wrong(token.at, format!("`{text}` has no letters and no digits")));
        }
        let words = Words { text: text.clone(), part };
        Ok(match token.kind {
            Kind::Quoted(_) => Expression::Phrase(words),
            _ => match text.strip_suffix('*') {
                Some(start) => Expression::Beginning(Words { text: start.to_string(), part }),
                None => Expression::Word(words),
            },
        })
    }

    fn count(&mut self, at: usize) -> Result<(), Error> {
        self.n_atoms += 1;
        if self.n_atoms > ATOMS_MAX {
            return Err(wrong(at, format!("more than {ATOMS_MAX} words and filters")));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Expression {
        Expression::Word(Words { text: text.into(), part: None })
    }

    fn read(text: &str) -> Expression {
        parse(text).expect("a search").expect("not empty")
    }

    fn complaint(text: &str) -> (usize, String) {
        match parse(text) {
            Err(Error::Query { at, message }) => (at, message),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn words_side_by_side_must_all_occur_and_or_binds_less() {
        use Expression::{All, Any, Not};
        assert_eq!(read("a1 b1"), All(vec![word("a1"), word("b1")]));
        assert_eq!(read("a1 AND b1"), read("a1 b1"));
        assert_eq!(read("a1 b1 OR c1"), Any(vec![read("a1 b1"), word("c1")]));
        assert_eq!(read("a1 (b1 OR c1)"), All(vec![word("a1"), read("b1 OR c1")]));
        assert_eq!(read("a1 -b1"), All(vec![word("a1"), Not(Box::new(word("b1")))]));
        assert_eq!(read("a1 NOT b1"), read("a1 -b1"));
        assert_eq!(read("a1 NOT -b1"), read("a1 b1"));
        assert_eq!(parse("  ").expect("empty"), None);
    }

    #[test]
    fn phrases_beginnings_and_fields_are_read() {
        let words = |text: &str, part| Words { text: text.into(), part };
        assert_eq!(read("“so it is”"), Expression::Phrase(words("so it is", None)));
        assert_eq!(read("sanct*"), Expression::Beginning(words("sanct", None)));
        assert_eq!(read("title:ferry"), Expression::Word(words("ferry", Some(Part::Title))));
        let filter = Expression::Filter(Key::Entity, "Ilva Renn".into());
        assert_eq!(read("entity:\"Ilva Renn\""), filter);
        assert_eq!(read("lang:en"), Expression::Filter(Key::Language, "en".into()));
        assert_eq!(read("10:30"), word("10:30"), "a time is no field");
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (text, at, part) in [
            ("ferry \"to the", 6, "no partner"),
            ("(ferry", 0, "never closed"),
            ("ferry)", 5, "closes nothing"),
            ("ferry AND", 9, "missing at the end"),
            ("OR ferry", 0, "stands between"),
            ("ferry colour:red", 6, "no field `colour`"),
            ("since:yesterday", 6, "ISO 8601"),
            ("story:ferry", 6, "number of a story"),
            ("title: (a1)", 0, "right after it"),
            ("ferry ...", 6, "no letters"),
            ("()", 1, "missing before"),
        ] {
            let (found, message) = complaint(text);
            assert!(found == at && message.contains(part), "{text}: {found} {message}");
        }
        complaint(&"(".repeat(1000));
        complaint(&"a1 ".repeat(1000));
    }
}
