//! [`Masked`]: Rust code without its strings and comments, so that words can be looked for in it.

/// Two views of a file of the same length in lines: what is code, and what is comment.
pub struct Masked {
    /// The code; characters of strings, characters and comments are spaces.
    pub code: Vec<String>,
    /// The words of comments that are no documentation; everything else is left out.
    pub comments: Vec<String>,
    /// The code with its strings, without comments.
    pub with_strings: String,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    Line { documents: bool },
    Block { depth: usize },
    Text { hashes: Option<usize> },
}

/// Splits a file. Its tests (`#[cfg(test)] mod … { … }`) are left out of all views.
pub fn mask(text: &str) -> Masked {
    let text = without_tests(text);
    let chars: Vec<char> = text.chars().collect();
    let mut views = Views::default();
    let (mut state, mut i) = (State::Code, 0);
    while i < chars.len() {
        let (next, taken) = step(&chars, i, state);
        // Only the literal of a character is taken whole while all around it is code.
        let is_literal = state == State::Code && next == State::Code && taken > 1;
        for &c in &chars[i..i + taken] {
            views.push(if is_literal { '\'' } else { c }, state, next);
        }
        (state, i) = (next, i + taken);
    }
    Masked {
        code: views.code.lines().map(str::to_string).collect(),
        comments: views.comments.lines().map(str::to_string).collect(),
        with_strings: views.with_strings,
    }
}

#[derive(Default)]
struct Views {
    code: String,
    comments: String,
    with_strings: String,
}

impl Views {
    fn push(&mut self, c: char, before: State, after: State) {
        let is_code = before == State::Code && after == State::Code;
        let is_text = matches!(before, State::Text { .. }) || matches!(after, State::Text { .. });
        let comment = [before, after].into_iter().any(|s| s == State::Line { documents: false });
        let shown = |yes: bool| if yes || c == '\n' { c } else { ' ' };
        self.code.push(shown(is_code));
        self.comments.push(shown(comment));
        // A quotation mark inside a string would look like its end.
        let is_inner = matches!((before, after), (State::Text { .. }, State::Text { .. }));
        self.with_strings.push(if is_inner && c == '"' { ' ' } else { shown(is_code || is_text) });
    }
}

/// The state after the character at `i`, and how many characters it takes.
fn step(chars: &[char], i: usize, state: State) -> (State, usize) {
    let at = |n: usize| chars.get(i + n).copied().unwrap_or('\0');
    match state {
        State::Line { .. } if at(0) == '\n' => (State::Code, 1),
        State::Line { .. } => (state, 1),
        State::Block { depth } => match (at(0), at(1)) {
            ('*', '/') if depth == 1 => (State::Code, 2),
            ('*', '/') => (State::Block { depth: depth - 1 }, 2),
            ('/', '*') => (State::Block { depth: depth + 1 }, 2),
            _ => (state, 1),
        },
        State::Text { hashes: None } => match at(0) {
            '\\' => (state, 2.min(chars.len() - i)),
            '"' => (State::Code, 1),
            _ => (state, 1),
        },
        State::Text { hashes: Some(n) } => {
            let closes = at(0) == '"' && (1..=n).all(|k| at(k) == '#');
            if closes { (State::Code, 1 + n) } else { (state, 1) }
        }
        State::Code => code_step(chars, i, at),
    }
}

fn code_step(chars: &[char], i: usize, at: impl Fn(usize) -> char) -> (State, usize) {
    let after_word = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
    match at(0) {
        '/' if at(1) == '/' => (State::Line { documents: matches!(at(2), '/' | '!') }, 1),
        '/' if at(1) == '*' => (State::Block { depth: 1 }, 2),
        '"' => (State::Text { hashes: None }, 1),
        'r' if !after_word || chars[i - 1] == 'b' => {
            let hashes = (1..).take_while(|&n| at(n) == '#').count();
            let opens = at(1 + hashes) == '"';
            if opens {
                (State::Text { hashes: Some(hashes) }, 2 + hashes)
            } else {
                (State::Code, 1)
            }
        }
        // A character, not a lifetime: it closes after one character or an escape.
        '\'' if at(1) == '\\' => {
            let close = (3..16).find(|&n| at(n) == '\'').unwrap_or(1);
            (State::Code, close + 1)
        }
        '\'' if at(2) == '\'' => (State::Code, 3),
        _ => (State::Code, 1),
    }
}

/// The text with the lines of `#[cfg(test)]` items blank.
pub fn without_tests(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        inside |= line.starts_with("#[cfg(test)]");
        kept.push_str(if inside { "\n" } else { line });
        let words = line.trim_end();
        let one_line = words.ends_with(';') && !line.starts_with([' ', '#']);
        inside &= !(words == "}" && !line.starts_with(' ') || one_line);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_comments_and_tests_are_no_code() {
        let masked = mask(concat!(
            "let a = \"date\"; // why it is so\n",
            "/// date\nlet r = r#\"a \"date\" b\"#; let c = '\"'; x.f();\n",
            "/* date /* date */ date */ fn f<'a>(b: &'a str) {}\n",
            "#[cfg(test)]\nmod tests {\n    let date = 1;\n}\nfn g() {}\n",
        ));
        assert!(!masked.code.join("\n").contains("date"), "{:?}", masked.code);
        assert!(masked.code[2].contains("x.f();"));
        assert!(masked.code[3].contains("fn f<'a>(b: &'a str) {}"));
        assert_eq!(masked.code[8], "fn g() {}");
        assert_eq!(masked.comments[0].trim(), "// why it is so");
        assert_eq!(masked.comments[1].trim(), "");
        assert!(masked.with_strings.starts_with("let a = \"date\";"));
    }
}
