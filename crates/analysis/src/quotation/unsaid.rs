//! Speech that nobody has uttered: what somebody should, would not or is yet to say.

use super::{Found, Made, standing::Told};
use crate::attribution::Tie;
use language::labels::{dep, pos, tag};
use lexicon::rows::Frame;

/// The stance of cues in `lexicon/en/cues.tsv` for what somebody wants.
const INTENT: &str = "intent";

/// The stances of `lexicon/en/cues.tsv` of those who ask or doubt: "whether" is what they say.
const ASKING: [&str; 2] = ["question", "doubt"];

impl Found<'_> {
    /// Whether a clause is told with an infinitive that hangs on what is not told with it ("they
    /// expect Vale to say that she will go", "her refusal to say where she stood"), is what
    /// somebody may or can say, or is left open by a verb that would close it ("until Vale
    /// announces whether she will go").
    pub(super) fn is_unsaid(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let head = told.head;
        if !matches!(parse.tokens[head].pos, pos::VERB | pos::AUX) {
            return false;
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
        infinitive || may || open && told.tie == Tie::Clause
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
}
