//! The language of a document: what the page says, and what its letters and words say.
//!
//! [`complete`] fills in the language where none was given, mends one that the text contradicts,
//! and says when a document is in a language that is not analysed.

use crate::is_unspaced;
use document::{Block, Metadata, Notice, NoticeCode, Span, Text};

/// Bytes of running text that are looked at. On the 432 development pages (2026-11-22) 2048 and
/// 4096 tell the same.
const SAMPLE_BYTES: usize = 2048;

/// Fewest letters from which a language is told. Shorter texts keep what they say of themselves.
const LETTERS_MIN: usize = 120;

/// Fewest letters of words without capitals among them: a list of names is in no language. Set
/// by hand 2026-11-22, not swept; of 4,631 English texts of the development halves none is lost.
const SMALL_LETTERS_MIN: usize = 60;

/// Letters that one of a script without spaces counts for: it stands for a syllable or a word, and
/// shows by itself which script it is. By choice, not tuned.
const UNSPACED_LETTERS: usize = 6;

/// Likelihood from which the text is believed, where nothing is said, and against what is said.
/// `whatlang` calls .9 reliable; on the 432 development pages (2026-11-22) .8 to .95 tell the same.
const SURE: f64 = 0.9;

/// Codes of ISO 639-3 with those of ISO 639-1.
const CODES: &str = "eng:en rus:ru cmn:zh spa:es por:pt ita:it ben:bn fra:fr deu:de ukr:uk kat:ka \
    ara:ar hin:hi jpn:ja heb:he yid:yi pol:pl amh:am jav:jv kor:ko nob:nb dan:da swe:sv fin:fi \
    tur:tr nld:nl hun:hu ces:cs ell:el bul:bg bel:be mar:mr kan:kn ron:ro slv:sl hrv:hr srp:sr \
    mkd:mk lit:lt lav:lv est:et tam:ta vie:vi urd:ur tha:th guj:gu uzb:uz pan:pa aze:az ind:id \
    tel:te pes:fa mal:ml ori:or mya:my nep:ne sin:si khm:km tuk:tk aka:ak zul:zu sna:sn afr:af \
    lat:la slk:sk cat:ca tgl:tl hye:hy cym:cy";

/// Fills in `metadata.language`; adds a notice if the language is not analysed.
pub(crate) fn complete(
    text: &Text,
    blocks: &[Block],
    path: &str,
    metadata: &mut Metadata,
    notices: &mut Vec<Notice>,
) {
    let prose = || blocks.iter().filter(|b| b.kind.is_prose()).map(|b| b.span);
    let found = detect(text, prose());
    if let Some(found) = found
        && metadata.primary_language().as_deref() != Some(found)
    {
        metadata.language = Some(found.to_string());
    }
    let Some(language) = metadata.primary_language() else { return };
    if !metadata.is_analysed() {
        let message = format!("in the language `{language}`: kept and searchable, not analysed");
        notices.push(Notice::new(NoticeCode::Language, path, message));
    }
}

/// The language of some spans, as ISO 639-1, if it can be told.
fn detect(text: &Text, spans: impl Iterator<Item = Span>) -> Option<&'static str> {
    let (mut sample, mut letters, mut small) = (String::new(), 0, 0);
    let weight = |c: char| if is_unspaced(c) { UNSPACED_LETTERS } else { 1 };
    let count =
        |words: &str| -> usize { words.chars().filter(|c| c.is_alphabetic()).map(weight).sum() };
    for span in spans {
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
        let words = text.words(span);
        let words = &words[..words.floor_char_boundary(SAMPLE_BYTES)];
        letters += count(words);
        // Names are spelled alike in many languages.
        let first = |w: &str| w.chars().find(|c| c.is_alphabetic());
        let is_small = |w: &&str| !first(w).is_some_and(char::is_uppercase);
        for word in words.split_whitespace().filter(is_small) {
            small += count(word);
            sample.extend([word, " "]);
        }
    }
    if letters < LETTERS_MIN || small < SMALL_LETTERS_MIN {
        return None;
    }
    let info = whatlang::detect(&sample).filter(|info| info.confidence() >= SURE)?;
    let code = info.lang().code();
    CODES.split_whitespace().find_map(|pair| pair.strip_prefix(code)?.strip_prefix(':'))
}

#[cfg(test)]
mod tests {
    use lexicon::Lexicon;

    fn read(text: &str) -> (Option<String>, Vec<&'static str>) {
        let ingested = crate::read("x.txt", text.as_bytes(), Lexicon::english());
        let codes = ingested.notices.iter().map(|n| n.code.as_str()).collect();
        (ingested.documents[0].metadata.language.clone(), codes)
    }

    #[test]
    fn a_document_in_another_language_is_kept_and_said() {
        let english = "The border railway will reopen in May, the two governments said on Tuesday \
            after a day of talks. Engineers still have to test two bridges before that, they said.";
        let german = "Die Bahnstrecke über die Grenze wird im Mai wieder eröffnet, teilten die \
            beiden Regierungen am Dienstag nach Gesprächen mit. Zwei Brücken werden noch geprüft.";
        assert_eq!(read(english), (Some("en".into()), vec![]));
        assert_eq!(read(german), (Some("de".into()), vec!["A002"]));
        assert_eq!(read("Rail line to reopen").0, None);
    }

    #[test]
    fn a_short_text_in_a_script_without_spaces_is_in_its_language() {
        for (text, language) in [
            ("外交部长星期一宣布,会谈将于下周恢复。双方已就新的议程达成一致。", "zh"),
            ("外務大臣は月曜日、会談が来週再開されると述べた。双方が合意したと語った。", "ja"),
            ("외무장관은 월요일 회담이 다음 주에 재개될 것이라고 밝혔다. 양측이 합의했다.", "ko"),
            ("รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าการเจรจาจะเริ่มขึ้นอีกครั้งในสัปดาห์หน้า", "th"),
        ] {
            assert_eq!(read(text), (Some(language.into()), vec!["A002"]), "{text}");
        }
        assert_eq!(read("The ferry 海の星 is late.").0, None);
    }

    #[test]
    fn a_list_of_names_is_in_no_language() {
        let names = "Unknown, 1 June 2025 to 14 July 2025; Major General Otto C. Scheidt Jr., 15 \
            July 2025; Brigadier General Philipp M. Dreyer, 12 August 2026; Brigadier General \
            Johann A. Korder, 3 August 2027; Brigadier General Gerald A. Daniel, 22 April 2028.";
        assert_eq!(read(names), (None, vec![]));
    }
}
