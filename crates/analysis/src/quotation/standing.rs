//! How a quotation stands: the words that tell it, and whether it is hardly something said.
//!
//! The weights take for attribution all that sets are marked with: beliefs, plans, what a figure
//! shows. A reader who asks who said what wants the words of persons, bodies and documents. What
//! an abstract thing shows, what was done rather than said, and what is cut off is therefore
//! marked, with why.

use super::{Found, MEDIA, Made, QuotationKind, Speaker, draft::SPEECH_WORDS_MIN};
use crate::{
    attribution::Tie,
    mention::{EntityKind, MentionForm},
    near::Near,
};
use document::Span;
use language::labels::{dep, pos, tag};
use lexicon::rows::{Cue, CuePos, Frame};

/// Why something is hardly a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// Nobody is found who says it, or only a pronoun for nobody known.
    Nobody,
    /// Nothing but learned weights takes it for speech.
    Unsure,
    /// What would say it is a thing or a happening.
    Thing,
    /// It is done, meant or supposed rather than said.
    Act,
    /// What would be said is cut off, or no more than a noun.
    Bare,
    /// It is part of what the same speaker is told to have said.
    Part,
    /// Its subject only points at what was told before.
    Pointing,
}

impl Doubt {
    /// The doubt's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::Nobody => "nobody",
            Doubt::Unsure => "unsure",
            Doubt::Thing => "thing",
            Doubt::Act => "act",
            Doubt::Bare => "bare",
            Doubt::Part => "part",
            Doubt::Pointing => "pointing",
        }
    }
}

/// Most tokens between a cue and what was said that are told with them: "told (reporters in the
/// hall on Friday) that …". Chosen 2026-11-23 by reading, not swept.
const BETWEEN_TOKENS_MAX: usize = 12;

/// The kinds of pronouns in `lexicon/en/pronouns.tsv` that stand for somebody named elsewhere.
const PERSONAL: [&str; 4] = ["personal", "possessive", "relative", "demonstrative"];

/// Fewest tenths in marks of what nobody is found to say. Chosen 2026-11-23, not swept.
const MARKED_MIN: u64 = 7;

/// Most verbs above a cue that are told with it: "refused (to) say that …".
const STEPS_MAX: usize = 3;

/// The stances of `lexicon/en/cues.tsv` whose words are speech even as an aim.
const JUDGING: [&str; 2] = ["criticise", "praise"];

/// The stance of `lexicon/en/cues.tsv` of what is asked.
const ASKED: &str = "question";

/// What is asked of a quotation's cue and content.
pub(super) struct Told<'a> {
    pub(super) cue: &'static Cue,
    pub(super) head: usize,
    pub(super) tie: Tie,
    pub(super) made: &'a Made,
    /// Whether what was said has a finite verb of its own.
    pub(super) clause: bool,
}

impl Found<'_> {
    /// Fills in the words that tell each quotation, and the doubts.
    pub(super) fn judge(&self, made: &mut [Made]) {
        for m in made.iter_mut() {
            m.quotation.telling = self.telling(m);
            m.quotation.doubt = self.doubt(m);
        }
        self.leave_out_next(made);
        self.leave_out_parts(made);
    }

    /// Marks what stands within what the same speaker is told to have said: "Vale said that he
    /// believed the dam was safe" says nothing else than its belief.
    fn leave_out_parts(&self, made: &mut [Made]) {
        let told = |m: &Made| m.quotation.telling.unwrap_or(m.quotation.content);
        let places = Near::of(made.iter().map(|m| told(m).range()));
        for i in 0..made.len() {
            let (own, speaker) = (told(&made[i]), made[i].quotation.speaker.clone());
            let Some(speaker) = speaker.filter(|_| made[i].quotation.doubt.is_none()) else {
                continue;
            };
            let whole = places.overlapping(own.range()).into_iter().any(|j| {
                let other = told(&made[j]);
                let larger = other.contains(own) && (other != own || j < i);
                let theirs = made[j].quotation.speaker.as_ref();
                let same = theirs.is_some_and(|s| self.is_same(s, &speaker));
                let same = same || self.is_for_nobody(&speaker);
                let whole = larger && same || self.is_turned_round(&made[i], &made[j]);
                j != i && whole && made[j].quotation.doubt.is_none()
            });
            if whole {
                made[i].quotation.doubt = Some(Doubt::Part);
            }
        }
    }

    /// From the verb that says how, with what denies or qualifies it, to the last of what was said:
    /// "did not expect a quick end".
    fn telling(&self, made: &Made) -> Option<Span> {
        let head = made.head?;
        let parse = &self.syntax.parse;
        let verbal = matches!(parse.tokens[head].pos, pos::VERB | pos::AUX);
        let nominal = matches!(parse.tokens[head].pos, pos::NOUN | pos::ADJ);
        let first = self.first_of(made);
        let cue = self.syntax.tokens_of(made.quotation.cue?);
        // What begins within marks began before them.
        let within = self.quote_of(first).is_some() && made.marks.is_empty();
        let near = cue.start < first && (first - cue.start <= BETWEEN_TOKENS_MAX || within);
        let here = near && self.syntax.sentence(head).contains(&first);
        let direct = made.quotation.kind == QuotationKind::Direct;
        if direct && !self.is_fragment(made) {
            return None;
        }
        if !here {
            let before = self.sentence_before(made).filter(|_| direct);
            return before.or_else(|| self.all_before(made));
        }
        if !(verbal || nominal) {
            return None;
        }
        let verb = if verbal { Some(head) } else { self.verb_of(head) };
        let start = verb.map_or_else(|| self.noun_from(head), |verb| self.verbs_from(verb));
        let start = if verbal { start } else { start.min(cue.start) };
        let start = self.gap_from(head).map_or(start, |gap| gap.min(start));
        let between = self.syntax.span(cue.end.min(first)..first);
        let speaker = made.quotation.speaker.as_ref().map(|s| s.span);
        let speaks = |s: Span| between.is_some_and(|between| between.overlaps(s));
        let whole = self.syntax.span(start..start + 1)?.cover(made.quotation.content)?;
        let whole = self.clause_to(made, head).and_then(|end| whole.cover(end)).unwrap_or(whole);
        let whole = self.whole_end(made, head, whole);
        (!speaker.is_some_and(speaks)).then_some(whole)
    }

    /// Whether words in marks do not begin as a sentence does.
    fn is_fragment(&self, made: &Made) -> bool {
        let first = made.quotation.verbatim.first();
        first.is_some_and(|&words| self.words(words).starts_with(char::is_lowercase))
    }

    /// The sentence that words in marks are the end of, before a cue: "The rate is at its “lowest
    /// point,” the agency said."
    fn sentence_before(&self, made: &Made) -> Option<Span> {
        let first = self.first_of(made);
        let sentence = self.syntax.sentence(first);
        let before = sentence.start..first;
        let ended = made.head.is_some_and(|head| head >= made.tokens.end);
        let plain = before.clone().all(|i| self.quote_of(i).is_none());
        let here = ended && plain && before.start < before.end;
        self.syntax.span(before).filter(|_| here)?.cover(made.quotation.content)
    }

    /// The first token of what was said.
    pub(super) fn first_of(&self, made: &Made) -> usize {
        self.syntax.tokens_of(made.quotation.content).start
    }

    /// Where a verb begins with its auxiliaries, what stands beside them, and the verbs on which it
    /// hangs as an infinitive or by a preposition and whose subject is its own: "went on to call",
    /// "stopped short of calling".
    pub(super) fn verbs_from(&self, head: usize) -> usize {
        let parse = &self.syntax.parse;
        let mut verb = head;
        for _ in 0..STEPS_MAX {
            let label = parse.tokens[verb].dep;
            let mut above = parse.head(verb);
            let aimed = label == dep::ADVCL && self.syntax.is_infinitive(verb);
            if label == dep::PCOMP && above + 1 == verb {
                let steps = [dep::PREP, dep::ADVMOD, dep::ACOMP];
                let touching =
                    |at: usize| steps.contains(&parse.tokens[at].dep) && parse.head(at) + 2 > at;
                while touching(above) && parse.head(above) < above {
                    above = parse.head(above);
                }
            }
            let complement = [dep::XCOMP, dep::ACOMP, dep::ATTR, dep::OPRD, dep::PCOMP];
            let open = complement.contains(&label) || aimed;
            let verbal = matches!(parse.tokens[above].pos, pos::VERB | pos::AUX | pos::ADJ);
            let near = above < verb && verb - above <= BETWEEN_TOKENS_MAX;
            let object = || {
                let object = self.syntax.child(above, &[dep::DOBJ]);
                object.is_some_and(|o| o < verb) || self.syntax.has_child(verb, dep::NSUBJ)
            };
            if !open || !verbal || !near || (!aimed && label == dep::XCOMP && object()) {
                break;
            }
            verb = above;
        }
        self.beside_from(verb)
    }

    /// Where what stands right before a verb and belongs to it begins: "on Monday has never said".
    pub(super) fn beside_from(&self, verb: usize) -> usize {
        let parse = &self.syntax.parse;
        let beside = [dep::AUX, dep::AUXPASS, dep::NEG, dep::ADVMOD, dep::NPADVMOD, dep::PREP];
        let belongs = |c: &usize| {
            let token = &parse.tokens[*c];
            *c < verb && beside.contains(&token.dep) && token.tag != tag::TO
        };
        let mut phrases: Vec<usize> = parse.children(verb).filter(belongs).collect();
        let denied = phrases.iter().any(|&c| parse.tokens[c].dep == dep::NEG);
        let mut start = verb;
        while let Some(last) = phrases.pop() {
            let phrase = parse.subtree(last);
            // "did not, however, say"
            let between =
                |i: usize| parse.tokens[i].pos == pos::SPACE || denied && self.syntax.is_comma(i);
            let touches = (phrase.end..start).all(between);
            if !touches || phrase.end > start {
                break;
            }
            start = phrase.start;
        }
        start
    }

    /// The verb that a noun without whose it is or an adjective is the complement of: "made the
    /// claim", "is sure".
    fn verb_of(&self, head: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        if self.syntax.has_child(head, dep::POSS) {
            return None;
        }
        let mut at = head;
        for _ in 0..STEPS_MAX {
            let complement = [dep::DOBJ, dep::POBJ, dep::PREP, dep::ATTR, dep::ACOMP, dep::OPRD];
            let above = parse.head(at);
            if !complement.contains(&parse.tokens[at].dep) || above >= at {
                return None;
            }
            at = above;
            if matches!(parse.tokens[at].pos, pos::VERB | pos::AUX) {
                return Some(at);
            }
        }
        None
    }

    /// Where a noun begins with its adjectives, without whose it is.
    fn noun_from(&self, head: usize) -> usize {
        let parse = &self.syntax.parse;
        let belongs = |i: &usize| {
            parse.head(*i) == head && matches!(parse.tokens[*i].dep, dep::AMOD | dep::COMPOUND)
        };
        (0..head).rev().take_while(belongs).last().unwrap_or(head)
    }

    fn doubt(&self, made: &Made) -> Option<Doubt> {
        let q = &made.quotation;
        if self.is_imagined(made) {
            return Some(Doubt::Act);
        }
        let Some(cue) = made.cue else {
            let short = q.kind == QuotationKind::Indirect || self.is_short(made);
            let learned = made.tie.is_some() && short;
            return learned.then_some(Doubt::Unsure);
        };
        let (Some(head), Some(tie)) = (made.head, made.tie) else { return None };
        let told = Told { cue, head, tie, made, clause: self.is_clause(made, cue, tie) };
        let indirect = q.kind == QuotationKind::Indirect;
        match &q.speaker {
            None if indirect || self.marked_share(q.content, &made.marks) < MARKED_MIN => {
                return Some(Doubt::Nobody);
            }
            None => {}
            Some(speaker) => {
                if self.is_thing(speaker, &told) {
                    return Some(Doubt::Thing);
                }
                let quoted = self.quote_of(self.syntax.tokens_of(speaker.span).start).is_some();
                let word = self.words(speaker.span).to_lowercase();
                let here = self.lexicon.pronouns.get(word.as_str()).is_some_and(|p| p.person < 3);
                let unknown = (indirect || quoted || here) && self.is_for_nobody(speaker)
                    || indirect && self.is_none_or_torn(speaker);
                if unknown || indirect && self.is_of_others(speaker, &told) {
                    return Some(Doubt::Nobody);
                }
            }
        }
        if q.kind == QuotationKind::Direct {
            let done = self.is_fragment(made) && self.is_unsaid(&told);
            return done.then_some(Doubt::Act);
        }
        if indirect && (self.is_nothing(&told) || self.is_cut_off(made) || self.is_title(made)) {
            return Some(Doubt::Bare);
        }
        if self.is_done(&told) || self.is_unsaid(&told) || indirect && cue.has(&Frame::State) {
            return Some(Doubt::Act);
        }
        let bare = indirect && self.is_bare(&told);
        if bare || self.is_torn(&told) || self.holds_its_speaker(&told) {
            return Some(Doubt::Bare);
        }
        (indirect && self.points_back(&told)).then_some(Doubt::Pointing)
    }

    /// Whether a noun that tells of speech hangs by a preposition on what somebody else did:
    /// "widened their search after claims that the dam leaked".
    fn is_of_others(&self, speaker: &Speaker, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let hangs = parse.tokens[told.head].dep == dep::POBJ;
        let phrase = self.syntax.noun_phrase(told.head);
        let start = self.syntax.tokens_of(speaker.span).start;
        told.cue.pos == CuePos::Noun && hangs && !phrase.contains(&start) && start < told.head
    }

    /// Whether too few words stand in marks to be speech of their own.
    fn is_short(&self, made: &Made) -> bool {
        let words = |span: &Span| self.words(*span).split_whitespace().count();
        made.quotation.verbatim.iter().map(words).sum::<usize>() < SPEECH_WORDS_MIN
    }

    /// Whether the tree tore apart what was said: a relative clause around its cue ("tools that
    /// Vale believes are worn"), a clause that lacks its verb, or a speaker after the verb taken
    /// for its beginning ("the record, says Ada Vale, is thin").
    fn is_torn(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let first = self.first_of(told.made);
        let token = &parse.tokens[first];
        let around = told.made.tokens.contains(&told.head);
        let relative = matches!(token.tag, tag::WDT | tag::WP) && around;
        let finite = [tag::VBD, tag::VBZ, tag::VBP, tag::MD, tag::VB];
        let verbs = told.made.tokens.clone().any(|i| finite.contains(&parse.tokens[i].tag));
        let cut = told.tie == Tie::Clause && token.dep == dep::MARK && !verbs;
        let comma = told.head.checked_sub(1).is_some_and(|i| parse.tokens[i].tag == tag::COMMA);
        let named = told.made.quotation.speaker.as_ref().is_some_and(|s| s.chain.is_some());
        let inverted = comma && !named && first == told.head + 1 && token.pos == pos::PROPN;
        relative || cut || inverted
    }

    /// Whether what was said has a finite verb of its own.
    fn is_clause(&self, made: &Made, cue: &Cue, tie: Tie) -> bool {
        let parse = &self.syntax.parse;
        let finite =
            |i: usize| matches!(parse.tokens[i].tag, tag::VBD | tag::VBZ | tag::VBP | tag::MD);
        let helped = |i: usize| {
            let aux = |c: &usize| matches!(parse.tokens[*c].dep, dep::AUX | dep::AUXPASS);
            finite(i) || parse.children(i).filter(aux).any(finite)
        };
        let whole = matches!(
            tie,
            Tie::Host | Tie::Before | Tie::After | Tie::Colon | Tie::Span | Tie::Quote
        );
        let says = cue.pos == CuePos::Verb && cue.has(&Frame::Quote) && cue.has(&Frame::Clause);
        let phrase = matches!(tie, Tie::Phrase | Tie::Prepositional);
        made.anchor.is_some_and(helped)
            || (whole || says && phrase) && made.tokens.clone().any(finite)
    }

    /// Whether a speaker is a pronoun that nobody is found for.
    fn is_for_nobody(&self, speaker: &Speaker) -> bool {
        let mut tokens = self.syntax.tokens_of(speaker.span);
        let unknown = |i: usize| {
            let pronoun = self.lexicon.pronouns.get(self.syntax.lower(i).as_str());
            let personal = pronoun.is_some_and(|p| PERSONAL.contains(&p.kind));
            personal || self.syntax.parse.tokens[i].pos == pos::CCONJ
        };
        speaker.chain.is_none() && speaker.meant.is_none() && tokens.all(unknown)
    }

    /// Whether a speaker is "no team", or "several of whom" without those of whom it is said.
    fn is_none_or_torn(&self, speaker: &Speaker) -> bool {
        let tokens = self.syntax.tokens_of(speaker.span);
        let parse = &self.syntax.parse;
        // "No team", but "No 10" and "no fewer than ten officials".
        let first = tokens.start;
        let of = parse.head(first);
        let counts = parse.tokens[of].pos == pos::NUM || self.syntax.has_child(of, dep::NUMMOD);
        let none = self.lexicon.negation.contains(self.syntax.lower(first).as_str())
            && parse.tokens[first].dep == dep::DET
            && !counts;
        let relative = |i: usize| {
            parse.tokens[i].dep == dep::POBJ && matches!(parse.tokens[i].tag, tag::WP | tag::WDT)
        };
        // "Neither the mayor nor the guild"
        let joins = |i: usize| matches!(parse.tokens[i].dep, dep::CC | dep::PRECONJ);
        let nor = |i: usize| joins(i) && self.lexicon.negation.contains(&*self.syntax.lower(i));
        let nobody = tokens.clone().any(nor);
        speaker.chain.is_none() && (none || nobody || tokens.clone().any(relative))
    }

    /// Whether what would speak is an abstract thing or a happening.
    fn is_thing(&self, speaker: &Speaker, told: &Told<'_>) -> bool {
        let tokens = self.syntax.tokens_of(speaker.span);
        let parse = &self.syntax.parse;
        let Some(head) = self.syntax.head_of(&tokens) else { return false };
        let says = told.cue.has(&Frame::Quote) && told.cue.has(&Frame::Clause);
        let according = told.cue.has(&Frame::According);
        let said = told.clause || told.tie != Tie::Open;
        let only_said = according || says && said && !told.cue.has(&Frame::Thing);
        let marked = told.made.quotation.kind == QuotationKind::Direct;
        if speaker.chain.is_some() {
            let named = self.mention_of(head).filter(|m| m.form == MentionForm::Name);
            let other = named.is_some_and(|m| m.kind == EntityKind::Other);
            return other && !only_said && !marked && !self.is_of_people(head);
        }
        let counted = matches!(parse.tokens[head].pos, pos::NUM | pos::DET | pos::ADJ | pos::PRON);
        let of = self.syntax.child(head, &[dep::PREP]).filter(|&of| {
            counted && self.lexicon.genitive.contains(self.syntax.lower(of).as_str())
        });
        let counted_of = of.and_then(|of| self.syntax.child(of, &[dep::POBJ]));
        let head = counted_of.unwrap_or(head);
        let lower = self.syntax.lower(head);
        let when = self.lexicon.weekdays.contains_key(lower.as_str())
            || self.lexicon.months.contains_key(lower.as_str());
        let common = matches!(parse.tokens[head].pos, pos::NOUN | pos::VERB);
        let aside = !matches!(parse.tokens[head].dep, dep::NSUBJ | dep::NSUBJPASS);
        let lemma = parse.lemma(head).to_lowercase();
        let near = self.syntax.points_near(head, self.lexicon);
        let mute = common && self.lexicon.mutes.contains(lemma.as_str());
        let one = parse.tokens[head].tag == tag::NN;
        if mute || one && near && told.cue.has(&Frame::Thing) {
            return true;
        }
        let measure = common && aside && self.syntax.has_child(head, dep::NUMMOD);
        if measure && !self.is_of_people(head) {
            return true;
        }
        if speaker.unnamed == Some(MEDIA) && told.cue.has(&Frame::Act) {
            return !told.cue.has(&Frame::Thing);
        }
        when || common && !self.is_of_people(head) && !(only_said || marked)
    }

    /// Whether a noun is one of persons, bodies of them and documents.
    fn is_of_people(&self, head: usize) -> bool {
        let lexicon = self.lexicon;
        let lemma = self.syntax.parse.lemma(head).to_lowercase();
        let lower = self.syntax.lower(head);
        let known = |word: &str| {
            lexicon.unnamed.get(word).is_some()
                || lexicon.titles.get(word).is_some()
                || lexicon.gendered.contains_key(word)
                || lexicon.kinds.contains_key(word)
                || lexicon.onlookers.contains(word)
                || lexicon.spokespersons.contains(word)
        };
        let phrase = self.syntax.noun_phrase(head).start..head + 1;
        known(&lemma) || known(&lower) || self.unnamed(phrase).is_some()
    }

    /// Whether what is told is an act, an aim or a supposition: "signed the treaty", "met to
    /// discuss the ferry", "if Vale promises that the dam will hold".
    fn is_done(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let verb = told.cue.pos == CuePos::Verb;
        let aimed =
            verb && !told.clause && self.syntax.is_infinitive(told.head) && !self.is_spoken(told);
        let role = |c: usize| self.lexicon.role_preposition.contains(self.syntax.lower(c).as_str());
        let as_what = |c: usize| told.cue.has(&Frame::As) && c > told.head && role(c);
        let held = told.clause || parse.children(told.head).any(as_what);
        let named = told.cue.has(&Frame::As) && told.made.quotation.kind == QuotationKind::Mixed;
        let act = told.cue.has(&Frame::Act) && !held && !named;
        let asked = verb && !told.made.passive && self.is_reduced(told.head);
        act || aimed
            || asked
            || self.is_lapsed(told)
            || self.syntax.is_supposed(told.head, self.lexicon)
    }

    /// Whether a participle has no auxiliary: "presumed lost", "asked how it began". Its subject is
    /// spoken of, or to.
    fn is_reduced(&self, head: usize) -> bool {
        let parse = &self.syntax.parse;
        let token = &parse.tokens[head];
        let helped =
            parse.children(head).any(|c| matches!(parse.tokens[c].dep, dep::AUX | dep::AUXPASS));
        let loose = matches!(token.dep, dep::ACL | dep::ADVCL | dep::AMOD | dep::OPRD);
        // "Asked why he left, Vale shrugged", where the tagger takes the participle for the past.
        let opens = || token.tag == tag::VBD && token.dep == dep::ADVCL && self.opens_alone(head);
        (token.tag == tag::VBN && loose || opens()) && !helped
    }

    /// Whether a verb opens its sentence and has no subject.
    fn opens_alone(&self, head: usize) -> bool {
        let begins = self.syntax.sentence(head).start == head;
        begins && !self.syntax.has_child(head, dep::NSUBJ)
    }

    /// Whether an infinitive tells what was said: it judges somebody, or hangs on a verb of speech
    /// or of going on: "took to the stage to praise", "went on to propose".
    fn is_spoken(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let above = parse.head(told.head);
        let lemma = parse.lemma(above).to_lowercase();
        let rows = self.lexicon.cues.get(lemma.as_str());
        let speaks = |c: &Cue| c.has(&Frame::Quote) && c.pos == CuePos::Verb;
        let says = rows.is_some_and(|rows| rows.iter().any(speaks));
        let complement = parse.tokens[told.head].dep == dep::XCOMP;
        JUDGING.contains(&told.cue.stance) || complement && says && !told.cue.has(&Frame::Act)
    }

    /// Whether what would be said is cut off, points at what was told before, or is a noun without
    /// the verb that would say how.
    fn is_bare(&self, told: &Told<'_>) -> bool {
        let made = told.made;
        let passive = made.passive || self.is_reduced(told.head);
        let clausal = matches!(told.tie, Tie::Clause | Tie::Host | Tie::Before | Tie::Colon);
        if told.clause {
            return self.is_left_open(told);
        }
        if clausal && told.cue.pos != CuePos::Verb {
            return true;
        }
        let noun = told.cue.pos == CuePos::Noun && !self.has_verb_of_speech(told.head);
        let alone = made.quotation.telling.is_none();
        let loose = match told.tie {
            Tie::Adverbial | Tie::Phrase | Tie::Prepositional => !self.takes_preposition(told),
            _ => false,
        };
        let verbal = |i: usize| {
            let token = &self.syntax.parse.tokens[i];
            matches!(token.pos, pos::VERB | pos::AUX) || token.pos == pos::ADP
        };
        let first = self.first_of(made);
        let near = self.lexicon.near.contains(self.syntax.lower(first).as_str());
        // What is only said is a clause.
        let wordless = told.cue.pos == CuePos::Verb
            && told.cue.has(&Frame::Clause)
            && !told.cue.has(&Frame::Object)
            && !told.made.tokens.clone().any(verbal);
        noun || passive
            || alone
            || loose
            || wordless
            || self.is_wordless(told)
            || (near && made.tokens.len() <= NEAR_TOKENS_MAX)
    }

    /// Whether questions are what a verb that tells no speech has for its object: "left open many
    /// questions about what it would cost".
    fn is_left_open(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let above = parse.head(told.head);
        let asks = told.cue.stance == ASKED && told.cue.pos == CuePos::Noun;
        let object = parse.tokens[told.head].dep == dep::DOBJ;
        asks && object && !self.lexicon.cues.contains_key(parse.lemma(above))
    }

    /// Whether no more is told than whom or what somebody spoke of: beside something else
    /// ("defending the plan, he left"), or with a verb that wants to be told as what ("described
    /// the plan").
    fn is_wordless(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let token = &parse.tokens[told.head];
        let helped = parse.children(told.head).any(|c| parse.tokens[c].dep == dep::AUX);
        let beside = matches!(token.dep, dep::ADVCL | dep::ACL | dep::PCOMP | dep::CONJ);
        let aside = token.tag == tag::VBG && beside && !helped;
        let noun = matches!(told.tie, Tie::Object | Tie::Phrase | Tie::Prepositional);
        let demands = told.cue.stance == super::DIRECTIVE || JUDGING.contains(&told.cue.stance);
        let as_what = told.cue.has(&Frame::As) && told.cue.has(&Frame::Clause);
        noun && !demands && (aside || as_what && told.tie == Tie::Object)
    }

    /// Whether what was said hangs on the cue by a preposition that the cue takes.
    fn takes_preposition(&self, told: &Told<'_>) -> bool {
        let parse = &self.syntax.parse;
        let takes = |word: &str| {
            let frame = |f: &Frame| matches!(f, Frame::Preposition(p) if *p == word);
            told.cue.frames.iter().any(frame) || told.cue.lemma.split(' ').any(|w| w == word)
        };
        let first = self.first_of(told.made);
        let before = (0..first).rev().find(|i| parse.tokens[*i].pos != pos::SPACE);
        let mut near = [Some(first), before].into_iter().flatten();
        let small = |i: usize| matches!(parse.tokens[i].pos, pos::ADP | pos::SCONJ | pos::PART);
        told.cue.has(&Frame::As) || near.any(|i| small(i) && takes(&self.syntax.lower(i)))
    }

    /// Whether a noun is the object of a verb of the lexicon: "voiced the hope".
    fn has_verb_of_speech(&self, noun: usize) -> bool {
        let Some(verb) = self.verb_of(noun) else { return false };
        let rows = self.lexicon.cues.get(self.syntax.parse.lemma(verb));
        let says = |c: &Cue| c.pos == CuePos::Verb && c.has(&Frame::Object) && !c.has(&Frame::Act);
        rows.is_some_and(|rows| rows.iter().any(says))
    }
}

/// Most tokens of what only points at something told before: "this idea".
const NEAR_TOKENS_MAX: usize = 3;
