//! Speech that nobody has uttered: what somebody should, would not or is yet to say.

use super::{Found, Made, standing::Told};
use crate::attribution::Tie;
use document::{BlockKind, Span};
use language::labels::{dep, pos, tag};
use lexicon::rows::Frame;

/// The stance of cues in `lexicon/en/cues.tsv` for what somebody wants.
const INTENT: &str = "intent";

/// The kind of verbs in `lexicon/en/suppositions.tsv` of those who suppose something.
const BELIEF: &str = "belief";

/// The kind of adverbs in `lexicon/en/suppositions.tsv` for what is supposed in error.
const MISTAKEN: &str = "mistaken";

/// Most clauses looked up through for one that is supposed in error. Chosen 2026-11-23.
const CLAUSES_MAX: usize = 4;

/// The stances of `lexicon/en/cues.tsv` of those who ask or doubt: "whether" is what they say.
const ASKING: [&str; 2] = ["question", "doubt"];

/// Most words between a noun and the cue of a relative clause that lacks it. Chosen 2026-11-23.
const GAP_TOKENS_MAX: usize = 24;

impl Found<'_> {
    /// Whether a clause is told with an infinitive that hangs on what is not told with it ("they
    /// expect Vale to say that she will go", "her refusal to say where she stood"), is what
    /// somebody may or can say, or is left open by a verb that would close it ("until Vale
    /// announces whether she will go").
    pub(super) fn is_unsaid(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let head = told.head;
        if !matches!(parse.tokens[head].pos, pos::VERB | pos::AUX) {
            return parse.tokens[head].dep == dep::ACOMP && self.is_awaited(parse.head(head));
        }
        let alone = self.verbs_from(head) == self.beside_from(head);
        let purpose = parse.tokens[head].dep == dep::ADVCL;
        let infinitive = self.syntax.is_infinitive(head) && alone && !purpose;
        let first = self.first_of(told.made);
        let opens = self.lexicon.wondering.contains(self.syntax.lower(first).as_str());
        let denied = parse.children(head).any(|c| parse.tokens[c].dep == dep::NEG);
        let asks = ASKING.contains(&told.cue.stance);
        let open = opens && !denied && !asks && alone && !told.made.passive;
        // "The mayor may announce it", "buyers can expect a call"; but who "can confirm" it does.
        let says = told.cue.has(&Frame::Quote);
        let kinds = if says { &["possible"][..] } else { &["possible", "ability", "duty"][..] };
        let modal = |c: usize| {
            let kind = self.lexicon.modals.get(parse.lemma(c));
            parse.tokens[c].tag == tag::MD && kind.is_some_and(|kind| kinds.contains(kind))
        };
        let may = !denied && parse.children(head).any(modal);
        // "Money for candidates who reject gifts": whoever does so.
        let whoever = parse.tokens[head].dep == dep::RELCL
            && parse.tokens[head].tag == tag::VBP
            && told.tie == Tie::Object
            && !self.syntax.has_child(parse.head(head), dep::DET);
        infinitive
            || may
            || whoever
            || self.is_expected_to(head)
            || self.is_supposed_in_error(head)
            || self.is_awaited(head)
            || open && told.tie == Tie::Clause
    }

    /// Whether words within others' words in marks are no report of what was said: “the group that
    /// says, ‘We sail’”, “they should tell us that …”, “join them in saying that …”.
    pub(super) fn is_imagined(&self, made: &Made) -> bool {
        let Some(cue) = made.head.filter(|&cue| self.quote_of(cue).is_some()) else {
            return false;
        };
        let parse = &self.syntax.parse;
        let tense = |i: usize| parse.tokens[i].tag;
        let aux = |c: usize| parse.tokens[c].dep == dep::AUX && tense(c) != tag::TO;
        let modal = parse.children(cue).any(|c| tense(c) == tag::MD);
        let has = parse.children(cue).any(aux);
        let told = tense(cue) == tag::VBD || tense(cue) == tag::VBN && has;
        let nested = made.cue.is_none() && made.tie.is_none();
        let open = matches!(tense(cue), tag::VBG | tag::VB) && !has;
        modal || open || nested && !told
    }

    /// Whether what a verb tells is still to come: "before many women are aware that".
    fn is_awaited(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let present = matches!(parse.tokens[head].tag, tag::VBZ | tag::VBP);
        let helped = parse.children(head).any(|c| parse.tokens[c].dep == dep::AUX);
        let words = [dep::MARK, dep::ADVMOD];
        present && !helped && self.syntax.awaits(head, &words, self.lexicon)
    }

    /// Whether a verb of speech stands in what somebody wrongly supposes: "mistakenly believed that
    /// Vale had called him a thief".
    fn is_supposed_in_error(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let wrongly = |verb: usize| {
            parse.children(verb).any(|c| {
                let word = self.syntax.lower(c);
                self.lexicon.suppositions.get(word.as_str()) == Some(&MISTAKEN)
            })
        };
        let mut at = head;
        for _ in 0..CLAUSES_MAX {
            let (label, above) = (parse.tokens[at].dep, parse.head(at));
            if !matches!(label, dep::CONJ | dep::CCOMP) || above == at {
                return false;
            }
            if label == dep::CCOMP && wrongly(above) {
                return true;
            }
            at = above;
        }
        false
    }

    /// Whether a verb is only expected of its subject: "is expected by many to announce".
    fn is_expected_to(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let above = parse.head(head);
        let believed = self.lexicon.suppositions.get(parse.lemma(above)) == Some(&BELIEF);
        let hangs = parse.tokens[head].dep == dep::XCOMP && self.syntax.is_infinitive(head);
        // "Is believed to have said" is another matter.
        let open = parse.tokens[head].tag == tag::VB;
        hangs && believed && open && self.syntax.has_child(above, dep::AUXPASS)
    }

    /// Whether nothing is told of what was said: "offered no details", "requested anonymity", "did
    /// not explain how".
    pub(super) fn is_nothing(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let tokens = told.made.tokens.clone();
        let Some(anchor) = told.made.anchor.filter(|a| tokens.contains(a)) else { return false };
        let noun = parse.tokens[anchor].pos == pos::NOUN;
        let negates = |i: usize| self.lexicon.negation.contains(self.syntax.lower(i).as_str());
        let goes_on = |c: usize| c > anchor && parse.tokens[c].dep != dep::PUNCT;
        let more = |i: usize| matches!(parse.tokens[i].tag, tag::JJR | tag::RBR);
        let bare = tokens.len() == 2 || tokens.len() == 3 && more(tokens.start + 1);
        let none = bare && negates(tokens.start);
        let alone = tokens.len() == 1 && parse.tokens[anchor].tag == tag::NN;
        let object = noun && told.tie == Tie::Object && !parse.children(anchor).any(goes_on);
        let asks = matches!(parse.tokens[tokens.start].tag, tag::WRB | tag::WP | tag::WDT);
        let denied = parse.children(told.head).any(|c| parse.tokens[c].dep == dep::NEG);
        object && (none || alone) || asks && denied
    }

    /// Whether words stand in a headline, which says in short what the text says.
    pub(super) fn is_title(&self, made: &Made) -> bool {
        let block = self.syntax.blocks[self.syntax.block_of(made.tokens.start)].0;
        let kind = self.document.blocks[block].kind;
        matches!(kind, BlockKind::Headline | BlockKind::Subheading)
    }

    /// Whether the text ends in the middle of what was said, as where a site cuts it: "said that
    /// the ferry will...".
    pub(super) fn is_cut_off(&self, made: &Made) -> bool {
        let rest = self.document.text.as_str()[made.quotation.content.end()..].trim();
        let told = self.document.text.words(made.quotation.content).trim_end();
        let dots = |text: &str| text.ends_with("...") || text.ends_with('…');
        let bare = |text: &str| text.chars().all(|c| matches!(c, '.' | '…'));
        // A sentence that was cut at the point of a title: "said that Mr."
        let last = made.tokens.end - 1;
        let title = self.lexicon.titles.get(self.syntax.word(last)) == Some(&"honorific");
        rest.is_empty() && dots(told) || bare(rest) && dots(rest) || title
    }

    /// Whether somebody had wanted what is not told to be wanted any more.
    pub(super) fn is_lapsed(&self, told: &Told<'_>) -> bool {
        told.cue.stance == INTENT && !told.clause && self.syntax.is_past_perfect(told.head)
    }

    /// Whether a participle tells who made something, and its maker stands in what would be said:
    /// "songs written by Vale were played".
    pub(super) fn holds_its_speaker(&self, told: &Told<'_>) -> bool {
        let speaker = told.made.quotation.speaker.as_ref().map(|s| s.span);
        let content = told.made.quotation.content;
        told.made.passive && speaker.is_some_and(|speaker| content.contains(speaker))
    }

    /// Where the words begin of which a relative clause says what somebody said, without whom it
    /// would lack its object: "a mistake he said he made", "met them in what he called a gift".
    pub(super) fn gap_from(&self, head: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let asks = |i: usize| matches!(parse.tokens[i].tag, tag::WP | tag::WDT);
        let subject = self.syntax.child(head, &[dep::NSUBJ, dep::NSUBJPASS])?;
        let above = parse.head(head);
        // "A speech in which Vale said that the dam was safe" lacks nothing either.
        if parse.tokens[parse.subtree(head).start].pos == pos::ADP {
            return None;
        }
        let start = match parse.tokens[head].dep {
            // "Vale, who said that the dam was safe" lacks nothing.
            dep::RELCL if !asks(subject) => self.syntax.noun_phrase(above).start,
            dep::PCOMP if self.syntax.child(head, &[dep::DOBJ]).is_some_and(asks) => {
                let verb = parse.head(above);
                let verbal = matches!(parse.tokens[verb].pos, pos::VERB | pos::AUX);
                Some(self.beside_from(verb)).filter(|_| verbal && verb < above)?
            }
            _ => return None,
        };
        Some(start).filter(|&start| start < head && head - start <= GAP_TOKENS_MAX)
    }

    /// The end of the clause of which what stands in marks is but the subject: "stressed that “one
    /// call” is not enough".
    pub(super) fn clause_to(&self, made: &Made, head: usize) -> Option<Span> {
        let parse = &self.syntax.parse;
        let last = made.tokens.end;
        let said = |&c: &usize| {
            let inside = |s: usize| made.tokens.contains(&s) && parse.subtree(s).end <= last + 1;
            let subject = self.syntax.child(c, &[dep::NSUBJ, dep::NSUBJPASS]);
            parse.tokens[c].dep == dep::CCOMP && c >= last && subject.is_some_and(inside)
        };
        let clause = parse.children(head).find(said)?;
        let clause = parse.subtree(clause);
        let mut end = clause.end;
        while end > last && self.syntax.is_punctuation(end - 1) {
            end -= 1;
        }
        self.syntax.span(last..end).filter(|_| clause.start <= last)
    }
}
