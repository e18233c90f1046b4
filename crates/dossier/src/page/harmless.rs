//! Words of documents made harmless: nothing hidden, and no Markdown.

/// Words on one line, with control and direction-changing characters made visible.
pub fn harmless(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }));
    }
    line
}

/// Whether a character cannot be seen, or turns the order of others.
pub fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}');
    c.is_control() || turns || matches!(c, '\u{2066}'..='\u{2069}')
}

/// Markdown and HTML of the words made plain.
pub(super) fn escaped(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_words_are_shown_harmlessly() {
        assert_eq!(harmless("a\u{1b}[31m\u{202e}b\r\nc"), "a\u{FFFD}[31m\u{FFFD}b c");
        assert_eq!(escaped("<b>*x*</b>"), "\\<b\\>\\*x\\*\\</b\\>");
    }
}
