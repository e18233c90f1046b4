//! [`Notice`]: what went wrong with an input, where, and what was done about it.

use crate::Span;
use std::fmt;

/// The kind of a notice. `secondsource explain CODE` prints its explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeCode {
    /// A path could not be read.
    Unreadable,
    /// The input holds no text.
    Empty,
    /// The input is not text in any encoding or format known.
    Binary,
    /// The text was cut at a limit.
    TooLong,
    /// Bytes were not valid in the encoding found and were replaced.
    Encoding,
    /// A line of a JSONL file is not an article.
    NotAnArticle,
    /// A line is longer than the limit and was passed over.
    LineTooLong,
    /// Folders nest too deep, or hold too many files.
    FolderLimit,
    /// A page held no main text.
    NoMainText,
    /// Quotation marks did not pair and were repaired.
    QuotationMarks,
    /// A document is in a language that is not analysed.
    Language,
    /// A field has an unusable value and was left out.
    Field,
    /// Two inputs are the same document; one was kept.
    Repeated,
    /// A row of a lexicon file is malformed and was left out.
    Lexicon,
    /// A stage reached a limit and left something out.
    Limit,
    /// The text is, or may be, only part of the article.
    Partial,
    /// The input bundles reports on matters of their own.
    Bundle,
    /// A page gives no day of publication but that of its last change.
    LastChange,
    /// A reader's correction was carried out.
    Corrected,
    /// A reader's correction changed nothing.
    NotCorrected,
    /// A language model was asked to phrase the digest, and gave nothing of use.
    NotPhrased,
    /// A story is so large that some of it was not compared with all the rest.
    LargeStory,
}

impl NoticeCode {
    /// Every code, in the order of their numbers.
    pub const ALL: [NoticeCode; 22] = [
        NoticeCode::Unreadable,
        NoticeCode::Empty,
        NoticeCode::Binary,
        NoticeCode::TooLong,
        NoticeCode::Encoding,
        NoticeCode::NotAnArticle,
        NoticeCode::LineTooLong,
        NoticeCode::FolderLimit,
        NoticeCode::NoMainText,
        NoticeCode::QuotationMarks,
        NoticeCode::Language,
        NoticeCode::Field,
        NoticeCode::Repeated,
        NoticeCode::Lexicon,
        NoticeCode::Limit,
        NoticeCode::Partial,
        NoticeCode::Bundle,
        NoticeCode::LastChange,
        NoticeCode::Corrected,
        NoticeCode::NotCorrected,
        NoticeCode::NotPhrased,
        NoticeCode::LargeStory,
    ];

    /// The code as printed: `I` for ingest, `A` for analysis, `L` for lexicon,
    /// `S` for story, and a number.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeCode::Unreadable => "I001",
            NoticeCode::Empty => "I002",
            NoticeCode::Binary => "I003",
            NoticeCode::TooLong => "I004",
            NoticeCode::Encoding => "I005",
            NoticeCode::NotAnArticle => "I006",
            NoticeCode::LineTooLong => "I007",
            NoticeCode::FolderLimit => "I008",
            NoticeCode::NoMainText => "I009",
            NoticeCode::Field => "I010",
            NoticeCode::Repeated => "I011",
            NoticeCode::QuotationMarks => "A001",
            NoticeCode::Language => "A002",
            NoticeCode::Partial => "I012",
            NoticeCode::Bundle => "I013",
            NoticeCode::LastChange => "I014",
            NoticeCode::Limit => "A003",
            NoticeCode::Lexicon => "L001",
            NoticeCode::Corrected => "S001",
            NoticeCode::NotCorrected => "S002",
            NoticeCode::NotPhrased => "S003",
            NoticeCode::LargeStory => "S004",
        }
    }

    /// The code of this name, upper or lower case.
    pub fn parse(name: &str) -> Option<NoticeCode> {
        NoticeCode::ALL.into_iter().find(|code| code.as_str().eq_ignore_ascii_case(name))
    }

    /// What the notice means and what can be done, in full sentences.
    pub fn explanation(self) -> &'static str {
        match self {
            NoticeCode::Unreadable => {
                "The file or folder could not be read: it does not exist, or its permissions \
                 forbid it. Everything else in the pile was read."
            }
            NoticeCode::Empty => "The input holds no text, only nothing or white space.",
            NoticeCode::Binary => {
                "The input is not text: it holds bytes that no known text encoding uses, and it \
                 is in no format known here. It was passed over."
            }
            NoticeCode::TooLong => {
                "The text of a document, or a part of the input that the notice names, is longer \
                 than its limit, or there are more such parts. The beginning was kept, of a text \
                 up to the end of a line; the rest was left out."
            }
            NoticeCode::Encoding => {
                "Some bytes are not valid in the encoding that the text seems to have. Each was \
                 replaced by U+FFFD; everything else is as it was."
            }
            NoticeCode::NotAnArticle => {
                "A line of a JSONL file is not an article: it is not a JSON object, or it has no \
                 `id` or no `text`. The lines around it were read."
            }
            NoticeCode::LineTooLong => {
                "A line of a JSONL file is longer than the limit and was passed over. The lines \
                 around it were read."
            }
            NoticeCode::FolderLimit => {
                "A folder nests deeper, or holds more files, than the limit. What lies beyond it \
                 was not read."
            }
            NoticeCode::NoMainText => {
                "The page holds markup but no main text could be told from its furniture."
            }
            NoticeCode::Field => {
                "A field of an article has a value of the wrong kind, or a time that is no ISO \
                 8601 date. The field was left out; the article was kept."
            }
            NoticeCode::Repeated => {
                "Two inputs have the same name and the same text. One of them was kept."
            }
            NoticeCode::QuotationMarks => {
                "A quotation mark has no partner in its paragraph. The quotation was taken to \
                 end with the paragraph, or the mark was ignored, as its place suggests."
            }
            NoticeCode::Language => {
                "The document seems to be in a language for which there is no lexicon. It is \
                 kept and shown, but names, quotations and claims were not looked for."
            }
            NoticeCode::Limit => {
                "A stage reached one of its limits on this document and left the rest out."
            }
            NoticeCode::Corrected => {
                "A line of the file given with --corrections was carried out: entities, stories \
                 or copies are as it says."
            }
            NoticeCode::Partial => {
                "The text is, or may be, only part of the article: the page says that it is not \
                 free to read, or the text breaks off. What is there was read."
            }
            NoticeCode::Bundle => {
                "The input is a digest of reports that have nothing to do with one another. Each \
                 was read as an article of its own, with its number after the name; words that \
                 belong to none of them were left out."
            }
            NoticeCode::LastChange => {
                "The page says when it was last changed and not when it was published. That day \
                 stands for both: the article was published then or before, and its words are \
                 as of that day."
            }
            NoticeCode::NotCorrected => {
                "A line of the file given with --corrections changed nothing: no entity or \
                 document has its names, all is as it says already, or the line is not `merge`, \
                 `split`, `rename`, `join`, `copy` or `not-a-copy` with two names parted by tabs."
            }
            NoticeCode::NotPhrased => {
                "The language model named with --phrase was not asked about every story, or gave \
                 no answer that can be used: it could not be reached, failed, took too long, \
                 wrote too much, or wrote something else than was asked for. The page is printed \
                 without it."
            }
            NoticeCode::LargeStory => {
                "A story has so many reports that a stage reached one of its limits: what the \
                 notice names was taken together, or left out. All reports are in the record, \
                 and the numbers of origins are not touched."
            }
            NoticeCode::Lexicon => {
                "A row of a lexicon file is malformed and was left out. The other rows are used."
            }
        }
    }
}

impl fmt::Display for NoticeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something a reader should know about an input. Never an error: the work went on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// What kind of thing happened.
    pub code: NoticeCode,
    /// The file, or file and line, or document name it happened in.
    pub place: String,
    /// What happened, in words.
    pub message: String,
    /// Where in the document's text, if it has one.
    pub span: Option<Span>,
}

impl Notice {
    /// A notice about `place`.
    pub fn new(code: NoticeCode, place: impl Into<String>, message: impl Into<String>) -> Notice {
        Notice { code, place: place.into(), message: message.into(), span: None }
    }

    /// The same notice, pointing at words.
    pub fn at(self, span: Span) -> Notice {
        Notice { span: Some(span), ..self }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code, self.place, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_number_and_an_explanation() {
        let mut names: Vec<_> = NoticeCode::ALL.iter().map(|c| c.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NoticeCode::ALL.len());
        for code in NoticeCode::ALL {
            assert_eq!(NoticeCode::parse(&code.as_str().to_lowercase()), Some(code));
            assert!(code.explanation().ends_with('.'));
        }
    }
}
