//! Speakers whom the tree or the chains mistake: the one spoken of or to, and the one who stands
//! nearest.

use super::{Draft, Found, MEDIA, Made, QuotationKind, Speaker};
use crate::{
    attribution::{self, Tie},
    mention::{EntityKind, MentionForm},
    near::Near,
    pronoun::agree,
};
use language::labels::{dep, pos, tag};
use lexicon::rows::Frame;

/// The kind of adverbs in `lexicon/en/connectives.tsv` that add something.
const ASIDE: &str = "aside";

/// Most steps from a noun up to the verb whose subject made or sent it.
const STEPS_MAX: usize = 4;

impl Found<'_> {
    /// The head that speaks where the tree's own answer is a thing, or where a participle stands
    /// beside whom or what somebody spoke to or on: "sent a letter to members saying", "wrote on
    /// his site calling for".
    pub(super) fn not_beside(&self, draft: &Draft, own: Option<usize>) -> Option<usize> {
        let parse = &self.syntax.parse;
        let speaker = draft.candidate.speaker;
        let cue = draft.candidate.head;
        let mute = |s: usize| {
            let lemma = parse.lemma(s).to_lowercase();
            let subject = parse.tokens[s].dep == dep::NSUBJ && parse.head(s) == cue;
            subject && parse.tokens[s].pos == pos::NOUN && self.lexicon.mutes.contains(&*lemma)
        };
        let indirect = draft.kind == QuotationKind::Indirect;
        // "A clash with Vale had shown that": not Vale.
        let within = |s: usize| {
            let phrase = parse.subtree(s);
            let subject = parse.tokens[s].dep == dep::NSUBJ && parse.tokens[s].pos == pos::NOUN;
            let object = |o: usize| o > s && parse.tokens[o].dep == dep::POBJ;
            subject && speaker.is_some_and(|o| phrase.contains(&o) && object(o))
        };
        if let Some(thing) = own.filter(|&s| indirect && (mute(s) || within(s))) {
            return Some(thing);
        }
        let beside = speaker.filter(|&s| {
            let token = &parse.tokens[cue];
            token.tag == tag::VBG
                && token.dep == dep::ACL
                && parse.head(cue) == s
                && !self.syntax.has_child(cue, dep::AUX)
        });
        beside.and_then(|s| self.maker(s)).or(speaker)
    }

    /// Who sent something to a noun, or wrote on what is his.
    fn maker(&self, noun: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let preposition = parse.head(noun);
        let word = self.syntax.lower(preposition);
        let object = parse.tokens[noun].dep == dep::POBJ;
        let to = parse.tokens[preposition].dep == dep::DATIVE || self.lexicon.leads_to(&word);
        let owner = self.syntax.child(noun, &[dep::POSS]);
        let his = owner.is_some_and(|owner| parse.tokens[owner].pos == pos::PRON);
        if !object || self.lexicon.authors.contains(word.as_str()) || !(to || his) {
            return None;
        }
        let mut at = preposition;
        for _ in 0..STEPS_MAX {
            at = parse.head(at);
            if matches!(parse.tokens[at].pos, pos::VERB | pos::AUX) {
                return attribution::subject(self.syntax, self.lexicon, at);
            }
        }
        None
    }

    /// Corrects speakers by what is said and by who spoke before.
    pub(super) fn correct(&self, made: &mut [Made]) {
        let contents = Near::of(made.iter().map(|m| m.tokens.clone()));
        for i in 0..made.len() {
            if let Some(outer) = self.spoken_on(made, &contents, i) {
                made[i].quotation.speaker = made[outer].quotation.speaker.clone();
            }
            if let Some(within) = self.said_within(&made[i]) {
                made[i].quotation.speaker = Some(within);
            }
        }
        let mut corrected: Option<(usize, usize, Option<usize>)> = None;
        for i in 0..made.len() {
            if let Some(chain) = self.goes_on_about(&made[i]) {
                made[i].quotation.speaker.iter_mut().for_each(|s| s.chain = Some(chain));
                continue;
            }
            let Some((block, chain, pronoun)) = self.pronoun(&made[i]) else { continue };
            let known = corrected.filter(|known| known.0 + 1 >= block && known.1 == chain);
            let named = made[i].tokens.clone().any(|t| self.names(t, chain));
            let direct = made[i].quotation.kind == QuotationKind::Direct;
            let new = match known {
                Some((.., new)) if direct && new.is_some() => new,
                _ if named && !direct => self.spoke_before(&made[..i], block, chain, pronoun),
                _ => continue,
            };
            corrected = Some((block, chain, new));
            made[i].quotation.speaker.iter_mut().for_each(|s| s.chain = new);
        }
    }

    /// Whom "he also" goes on telling of: him whom the sentence before is about, where the chains
    /// take another whom a clause of it names.
    fn goes_on_about(&self, made: &Made) -> Option<usize> {
        let (block, chain, pronoun) = self.pronoun(made)?;
        let (syntax, parse) = (self.syntax, &self.syntax.parse);
        let verb = parse.head(pronoun);
        let opens = syntax.sentence(pronoun).start == pronoun && parse.head(verb) == verb;
        let also = |c: usize| {
            self.lexicon.connectives.get(syntax.lower(c).as_str()) == Some(&ASIDE) && c < verb
        };
        if !opens || made.head != Some(verb) || !parse.children(verb).any(also) {
            return None;
        }
        let before = syntax.sentence(pronoun.checked_sub(1)?);
        let about = self.subject_of(&before).filter(|_| syntax.block_of(before.start) == block)?;
        let (one, two) = (&self.chains[about], &self.chains[chain]);
        let person = one.kind == EntityKind::Person && one.name.is_some();
        let named = made.tokens.clone().any(|t| self.names(t, about));
        let other = about != chain && person && agree(one.gender, two.gender);
        (other && !named).then_some(about)
    }

    /// The paragraph, chain and token of a personal pronoun that speaks.
    fn pronoun(&self, made: &Made) -> Option<(usize, usize, usize)> {
        let speaker = made.quotation.speaker.as_ref()?;
        let token = self.syntax.tokens_of(speaker.span).start;
        let word = self.lexicon.pronouns.get(self.words(speaker.span).to_lowercase().as_str())?;
        let open = word.person == 3 && word.gender.is_some() && self.quote_of(token).is_none();
        let chain = speaker.chain.filter(|_| open && word.kind == "personal")?;
        (self.chains[chain].kind == EntityKind::Person).then_some((
            self.syntax.block_of(token),
            chain,
            token,
        ))
    }

    /// Whether a token is the head of a name of a chain: nobody calls himself by his name.
    pub(super) fn names(&self, token: usize, chain: usize) -> bool {
        let named = self.mention_of(token).filter(|m| m.head == token);
        named.is_some_and(|m| m.form == MentionForm::Name && m.chain == chain)
    }

    /// The chain of another person of the same gender who spoke last in a paragraph.
    fn spoke_before(
        &self,
        before: &[Made],
        block: usize,
        chain: usize,
        pronoun: usize,
    ) -> Option<usize> {
        let fits = |m: &Made| {
            let speaker = m.quotation.speaker.as_ref()?;
            let at = self.syntax.tokens_of(speaker.span).start;
            let other = speaker.chain.filter(|&other| other != chain && at < pronoun)?;
            let (one, two) = (&self.chains[other], &self.chains[chain]);
            let person = one.kind == EntityKind::Person && agree(one.gender, two.gender);
            (person && self.syntax.block_of(at) == block).then_some((at, other))
        };
        before.iter().filter_map(fits).max().map(|(_, chain)| chain)
    }

    /// The quotation around one whose verb goes on beside what somebody else is said to have done:
    /// "Vale noted that the teams had met but mentioned that …".
    fn spoken_on(&self, made: &[Made], contents: &Near, i: usize) -> Option<usize> {
        let parse = &self.syntax.parse;
        let cue = made[i].head?;
        let above = parse.head(cue);
        let token = &parse.tokens[cue];
        let joined = token.dep == dep::CONJ && token.tag == parse.tokens[above].tag
            || token.dep == dep::ADVCL && token.tag == tag::VBG;
        let speaker = made[i].quotation.speaker.as_ref().filter(|s| s.chain.is_none())?;
        let head = self.syntax.child(above, &[dep::NSUBJ])?;
        let many = parse.tokens[head].tag == tag::NNS
            && self.lexicon.groups.contains(parse.lemma(head).to_lowercase().as_str());
        let theirs = self.syntax.tokens_of(speaker.span).contains(&head);
        let said = made[i].tie == Some(Tie::Clause) && self.is_speech(cue);
        if !joined || !many || !theirs || !said || self.is_speech(above) {
            return None;
        }
        let around = contents.at(cue).into_iter().filter(|&j| {
            j != i
                && made[j].anchor == Some(above)
                && made[j].tie == Some(Tie::Clause)
                && made[j].quotation.speaker.as_ref().is_some_and(|s| s.chain.is_some())
        });
        around.min_by_key(|&j| (made[j].tokens.len(), j))
    }

    /// Who speaks by a verb of speech whose subject follows the comma and the mark that close the
    /// words, where other marks in them hid these: “Called a “fine boat,” it sails,” Vale said.
    fn said_within(&self, made: &Made) -> Option<Speaker> {
        if made.quotation.speaker.is_some() || made.quotation.kind != QuotationKind::Direct {
            return None;
        }
        let tokens = &self.syntax.parse.tokens;
        let closes = |at: usize| {
            let comma = at > made.tokens.start + 1 && tokens[at - 2].tag == tag::COMMA;
            comma && self.syntax.is_punctuation(at - 1)
        };
        made.tokens.clone().rev().filter(|&i| self.is_speech(i)).find_map(|verb| {
            let subject = self.syntax.child(verb, &[dep::NSUBJ])?;
            let begins = closes(self.syntax.noun_phrase(subject).start);
            self.speaker(subject).filter(|s| begins && s.chain.is_some())
        })
    }

    /// Whether a quotation says of a publisher what another says of whom it reports on: "Vale said
    /// that she will go, the Post reported".
    pub(super) fn is_turned_round(&self, made: &Made, other: &Made) -> bool {
        let (Some(a), Some(b)) = (&made.quotation.speaker, &other.quotation.speaker) else {
            return false;
        };
        let through = |q: &Made, s: &Speaker| q.quotation.via.iter().any(|v| self.is_same(v, s));
        let press = made.cue.is_some_and(|cue| cue.has(&Frame::Press))
            || a.unnamed == Some(MEDIA)
            || self.is_publisher(self.syntax.tokens_of(a.span).end - 1);
        let overlap = made.quotation.content.overlaps(other.quotation.content);
        press && overlap && through(made, b) && through(other, a)
    }
}
