//! [`EventMention`]s: who did what to whom, when and where, as one predicate says it.
//!
//! Every verb that is no auxiliary is one. Its time is the calendar time whose governing verb it
//! is, or that of the verb it is coordinated with; where a clause names none, the time in view is
//! kept apart as implied.

mod realis;
mod when;

use crate::{
    Claim, EntityKind, Mention, Quotation, TimeExpr, plover, quotation::Placed, syntax::Syntax,
    time::Day,
};
use document::{Fact, RuleId, Span};
use language::labels::{dep, pos};
use lexicon::{Lexicon, rows::NounKind};

/// Whether what a predicate says is told as having happened (TAC KBP realis).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Realis {
    /// Told as a fact.
    Actual,
    /// To come.
    Planned,
    /// Said not to have happened, or not to happen.
    Denied,
    /// Possible, wished or under a condition.
    Hypothetical,
    /// Told of no particular time.
    Generic,
}

impl Realis {
    /// The name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Realis::Actual => "actual",
            Realis::Planned => "planned",
            Realis::Denied => "denied",
            Realis::Hypothetical => "hypothetical",
            Realis::Generic => "generic",
        }
    }
}

/// One predicate with what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventMention {
    /// The clause, or the predicate with its parts.
    pub span: Span,
    /// The predicate's token.
    pub head: usize,
    /// Head token of who acts.
    pub actor: Option<usize>,
    /// Head token of whom or what it is done to, or with whom.
    pub target: Option<usize>,
    /// Index in [`crate::Analysis::times`] of the time the clause names.
    pub time: Option<usize>,
    /// The same of the time in view where the clause names none.
    pub implied: Option<usize>,
    /// Index in [`crate::Analysis::mentions`] of the place the clause names.
    pub place: Option<usize>,
    /// The PLOVER root code, where actor and target are persons, bodies, places or groups.
    pub plover: Option<&'static str>,
    /// How it was done, by PLOVER's modes (`lexicon/en/modes.tsv`).
    pub mode: Option<&'static str>,
    /// What it was about, by PLOVER's contexts (`lexicon/en/contexts.tsv`).
    pub contexts: Vec<&'static str>,
    /// Whether it is told as having happened.
    pub realis: Realis,
    /// Index in [`crate::Analysis::claims`] of the clause, if it is one.
    pub claim: Option<usize>,
    /// Index in [`crate::Analysis::quotations`] of the innermost quotation it stands in.
    pub quotation: Option<usize>,
}

/// What events are found in.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// The parse.
    pub syntax: &'a Syntax,
    /// Who and what the text speaks of.
    pub mentions: &'a [Mention],
    /// When things are said to be.
    pub times: &'a [Fact<TimeExpr>],
    /// Who said what.
    pub quotations: &'a [Fact<Quotation>],
    /// What is stated.
    pub claims: &'a [Fact<Claim>],
    /// The day the document was published, if known.
    pub published: Option<Day>,
    /// The words of the language.
    pub lexicon: &'static Lexicon,
}

/// Most events of a document; the rest of a longer one is read without them.
pub const EVENTS_MAX: usize = 10_000;

/// The events of a document, in text order. Cost: linear in the tokens for trees of bounded depth.
pub fn find(found: &Found<'_>) -> Vec<Fact<EventMention>> {
    let (times, placed) = (found.times_by_verb(), Placed::of(found.quotations));
    let mut claims: Vec<(usize, usize)> =
        found.claims.iter().enumerate().map(|(i, c)| (c.value.head, i)).collect();
    claims.sort_unstable();
    let heads = (0..found.syntax.len()).filter(|&token| found.is_predicate(token));
    let mut events = Vec::new();
    let mut view = View::default();
    for head in heads.take(EVENTS_MAX) {
        let claim = claims.binary_search_by_key(&head, |c| c.0).ok().map(|at| claims[at].1);
        let Some(mut mention) = found.mention(head, claim, &times) else { continue };
        let at = found.syntax.parse.tokens[head].start as usize;
        let within = claim.and_then(|c| found.claims[c].value.quotation);
        mention.quotation = within.or_else(|| placed.around(at));
        view.turn_to(found, head);
        if mention.time.is_none() {
            mention.implied = view.time.filter(|_| mention.realis == Realis::Actual);
        }
        view.see(found, mention.time, head);
        let span = mention.span;
        events.push(Fact::new(mention, span, RuleId::new("event/predicate")));
    }
    events
}

/// The time in view, while predicates are read in order.
#[derive(Default)]
struct View {
    block: usize,
    time: Option<usize>,
}

/// The code for talks.
const TALKS: &str = "CONSULT";

impl View {
    /// A new paragraph has no time in view.
    fn turn_to(&mut self, found: &Found<'_>, head: usize) {
        let block = found.syntax.block_of(head);
        if block != self.block {
            *self = View { block, time: None };
        }
    }

    /// A day named outside relative clauses comes into view.
    fn see(&mut self, found: &Found<'_>, time: Option<usize>, head: usize) {
        let relative = found.syntax.parse.tokens[head].dep == dep::RELCL;
        let day = time.filter(|&t| found.times[t].value.is_day());
        if !relative && day.is_some() {
            self.time = day;
        }
    }
}

impl Found<'_> {
    /// Whether a token is a verb that says something of its own.
    fn is_predicate(&self, token: usize) -> bool {
        let t = &self.syntax.parse.tokens[token];
        match t.pos {
            _ if self.syntax.is_in_dateline(token) || self.is_part_of_a_word(token) => false,
            pos::VERB => !matches!(t.dep, dep::AMOD | dep::COMPOUND | dep::AUX | dep::AUXPASS),
            pos::AUX => !matches!(t.dep, dep::AUX | dep::AUXPASS),
            _ => false,
        }
    }

    /// "Would-be buyers", "more than-expected": whether a hyphen ties a token to its neighbour.
    fn is_part_of_a_word(&self, token: usize) -> bool {
        let tokens = &self.syntax.parse.tokens;
        let hyphen = |i: usize| matches!(self.syntax.word(i), "-" | "‐" | "‑");
        let touch = |i: usize| i + 1 < tokens.len() && tokens[i].end == tokens[i + 1].start;
        let before = token > 0 && hyphen(token - 1) && touch(token - 1);
        before || touch(token) && hyphen(token + 1)
    }

    fn mention(
        &self,
        head: usize,
        claim: Option<usize>,
        times: &[(usize, usize)],
    ) -> Option<EventMention> {
        let own = claim.map(|c| self.claims[c].value.span);
        let span = own.or_else(|| self.span(head))?;
        let (actor, target) = self.participants(head);
        let plover = self.plover(head, actor, target);
        let (syntax, tokens) = (self.syntax, || self.syntax.tokens_of(span));
        let mode = plover.and_then(|code| plover::mode(syntax, self.lexicon, tokens(), code));
        let contexts = plover.map(|_| plover::contexts(syntax, self.lexicon, tokens()));
        let realis = self.realis(head, claim);
        let before = |&t: &usize| {
            realis == Realis::Planned && self.is_of_what_went_before(&self.times[t].value)
        };
        Some(EventMention {
            span,
            head,
            actor,
            target,
            time: self.time_of(head, times).filter(|t| !before(t)),
            implied: None,
            place: self.place(head),
            plover,
            mode,
            contexts: contexts.unwrap_or_default(),
            realis,
            claim,
            quotation: None,
        })
    }

    /// From the first to the last word of a predicate without the clauses that hang on it.
    fn span(&self, head: usize) -> Option<Span> {
        let parse = &self.syntax.parse;
        let mut tokens = head..head + 1;
        let clausal = |d| {
            matches!(d, dep::CCOMP | dep::ADVCL | dep::RELCL | dep::PARATAXIS | dep::PUNCT)
                || matches!(d, dep::CONJ | dep::CC | dep::MARK)
        };
        for child in parse.children(head).filter(|&c| !clausal(parse.tokens[c].dep)) {
            let subtree = parse.subtree(child);
            tokens = tokens.start.min(subtree.start)..tokens.end.max(subtree.end);
        }
        self.syntax.span(tokens)
    }

    /// Who acts and on whom: a passive clause turned round, "with" and the like where there is no
    /// object.
    fn participants(&self, head: usize) -> (Option<usize>, Option<usize>) {
        let syntax = self.syntax;
        let object = |of| syntax.child(of, &[dep::POBJ]);
        let prepositional = || {
            let prepositions = syntax
                .parse
                .children(head)
                .filter(|&c| matches!(syntax.parse.tokens[c].dep, dep::PREP | dep::DATIVE));
            prepositions.filter_map(object).find(|&o| self.mention_at(o).is_some())
        };
        if let Some(patient) = syntax.child(head, &[dep::NSUBJPASS]) {
            return (syntax.child(head, &[dep::AGENT]).and_then(object), Some(patient));
        }
        let t = &syntax.parse.tokens[head];
        let subject = syntax.child(head, &[dep::NSUBJ]).or_else(|| match t.dep {
            dep::XCOMP | dep::CONJ => syntax.child(t.head as usize, &[dep::NSUBJ]),
            _ => None,
        });
        let target = syntax
            .child(head, &[dep::DOBJ, dep::ATTR, dep::DATIVE])
            .filter(|&o| syntax.parse.tokens[o].pos != pos::ADP)
            .or_else(prepositional);
        (subject, target)
    }

    /// The smallest mention a token stands in.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        let first = self.mentions.partition_point(|m| m.tokens.end <= token);
        let near = self.mentions[first..].iter().take_while(|m| m.tokens.start <= token);
        let holds = near.enumerate().filter(|(_, m)| m.tokens.contains(&token));
        holds.min_by_key(|(_, m)| (m.head != token, m.tokens.len())).map(|(i, _)| first + i)
    }

    /// The code of a predicate: the learned one between somebody who acts and what is acted on, if
    /// the lexicon knows it for the predicate or a word beside it (the learned weights alone would
    /// code every sentence); else that of a verb that always names the act.
    fn plover(
        &self,
        head: usize,
        actor: Option<usize>,
        target: Option<usize>,
    ) -> Option<&'static str> {
        let actor = actor.filter(|&actor| self.acts(actor));
        let between = actor.zip(target).filter(|(actor, target)| actor != target);
        let code = between.and_then(|pair| self.plover_between(head, pair));
        code.or_else(|| self.plover_alone(head, actor.is_some(), target))
    }

    fn plover_between(&self, head: usize, pair: (usize, usize)) -> Option<&'static str> {
        let (actor, target) = pair;
        let phrase = |head| self.syntax.noun_phrase(head);
        let beside = self.syntax.parse.children(head).filter(|&c| c != actor && c != target);
        let known: Vec<usize> = [head].into_iter().chain(beside).collect();
        let roots = || known.iter().flat_map(|&token| self.roots(token));
        roots().next()?;
        let code = plover::code(self.syntax, self.lexicon, &phrase(actor), &phrase(target))?;
        let is_known = roots().any(|root| root == code);
        (is_known && (self.is_word(code) || self.can_suffer(target))).then_some(code)
    }

    /// Whether a code is for words, which may be about anything; deeds and talks are with somebody.
    fn is_word(&self, code: &str) -> bool {
        let quad = self.lexicon.plover.iter().find(|p| p.code == code).map(|p| p.quad);
        matches!(quad, Some(1 | 3)) && code != TALKS
    }

    fn plover_alone(
        &self,
        head: usize,
        has_actor: bool,
        target: Option<usize>,
    ) -> Option<&'static str> {
        let parse = &self.syntax.parse;
        let lemma = parse.lemma(head).to_lowercase();
        let without_actor = *self.lexicon.acts.get(lemma.as_str())?;
        let is_passive = self.syntax.has_child(head, dep::NSUBJPASS);
        let suffers = || target.is_some_and(|target| self.can_suffer(target));
        let is_done = has_actor || without_actor && is_passive && suffers();
        let mut roots = self.roots(head);
        let code = roots.next().filter(|_| roots.next().is_none());
        code.filter(|_| is_done && parse.tokens[head].pos == pos::VERB)
    }

    /// The codes that the lexicon has for a word.
    fn roots(&self, token: usize) -> impl Iterator<Item = &'static str> + '_ {
        let pos = match self.syntax.parse.tokens[token].pos {
            pos::VERB => "verb",
            _ => "noun",
        };
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let roots = self.lexicon.predicates.get(lemma.as_str()).into_iter().flatten();
        roots.filter(move |(of, _)| *of == pos).map(|(_, root)| *root)
    }

    /// Whether a noun stands for somebody who can act, or for a place where they live.
    fn can_suffer(&self, token: usize) -> bool {
        self.acts(token) || self.is_one_of(token, &[NounKind::Place, NounKind::Vessel])
    }

    fn is_one_of(&self, noun: usize, kinds: &[NounKind]) -> bool {
        let lemma = self.syntax.parse.lemma(noun).to_lowercase();
        self.lexicon.kinds.get(lemma.as_str()).is_some_and(|kind| kinds.contains(kind))
    }

    /// Whether a noun stands for somebody who can act: a person, a body, a country.
    fn acts(&self, token: usize) -> bool {
        let lemma = self.syntax.parse.lemma(token).to_lowercase();
        let bodies = [NounKind::Body, NounKind::Institution, NounKind::State, NounKind::Publisher];
        let is_body = self.is_one_of(token, &bodies);
        let mention = self.mention_at(token).map(|m| &self.mentions[m]);
        mention.is_some_and(|m| m.kind != EntityKind::Other)
            || is_body
            || self.lexicon.is_person(&lemma)
    }

    fn place(&self, head: usize) -> Option<usize> {
        let syntax = self.syntax;
        let prepositions = syntax.parse.children(head).filter(|&c| {
            let locative = self.lexicon.locative.contains(syntax.lower(c).as_str());
            syntax.parse.tokens[c].dep == dep::PREP && locative
        });
        let objects = prepositions.filter_map(|p| syntax.child(p, &[dep::POBJ]));
        let mut places = objects.filter_map(|o| self.mention_at(o));
        places.find(|&m| self.mentions[m].kind == EntityKind::Place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::analysed;

    fn told(text: &str) -> Vec<(String, Option<String>, Realis)> {
        let (_, analysis) = analysed(text);
        let lemma = |t: usize| analysis.syntax.parse.lemma(t).to_string();
        let value = |t: usize| analysis.times[t].value.value.clone();
        let events = analysis.events.iter().map(|e| &e.value);
        events.map(|e| (lemma(e.head), e.time.map(value), e.realis)).collect()
    }

    #[test]
    fn acts_are_coded_where_their_words_name_them() {
        let coded = |text: &str| {
            let (_, analysis) = analysed(text);
            let codes = analysis.events.iter().filter_map(|e| e.value.plover);
            codes.collect::<Vec<_>>()
        };
        assert_eq!(coded("Rebels attacked the town of Tarn on Monday."), ["ASSAULT"]);
        assert_eq!(coded("Ada Okoro was arrested on Monday."), ["COERCE"]);
        assert_eq!(coded("The two countries have agreed to restore embassy staffing."), ["AGREE"]);
        assert_eq!(coded("A lawmaker was stabbed by a man in Tarn."), ["ASSAULT"]);
        for nothing in [
            "Ada Okoro hit a home run.",
            "He told Farwire after the news conference that it rained.",
            "Dora Vale released a statement.",
        ] {
            assert_eq!(coded(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn a_predicate_has_its_own_time_and_says_whether_it_happened() {
        let told = told(
            "12 March 2031\n\nThe minister said on Monday that the ferry sank on Saturday. \
             The owner will pay on Friday. Nobody did not leave. The crew did not answer.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").clone();
        assert_eq!(of("say").1.as_deref(), Some("2031-03-10"));
        assert_eq!(of("sink"), ("sink".into(), Some("2031-03-08".into()), Realis::Actual));
        assert_eq!(of("pay"), ("pay".into(), Some("2031-03-14".into()), Realis::Planned));
        assert_eq!(of("answer").2, Realis::Denied);
    }

    #[test]
    fn a_year_behind_a_verb_is_not_that_of_the_next_nor_of_what_came_after_it() {
        let told = told(
            "Berg served as envoy to Peru from 2014 to 2021 and has held several other posts.              On Tuesday he met Vale and signed a treaty.              The minister spoke of efforts to restore relations with Peru after their 2022 conflict.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").1.clone();
        assert_eq!(of("serve").as_deref(), Some("2014"));
        assert_eq!((of("hold"), of("restore")), (None, None));
        assert_eq!(of("sign"), of("meet"));
    }

    #[test]
    fn a_time_since_which_something_is_the_first_is_not_its_own() {
        let found =
            told("12 March 2031\n\nVale met Berg on Monday, marking the first talks since 2019.");
        let of = |lemma: &str| found.iter().find(|t| t.0 == lemma).expect("told").1.clone();
        assert_eq!(of("mark"), None);
        assert_eq!(of("meet").as_deref(), Some("2031-03-10"));
        let compared =
            told("12 March 2031\n\nIt was the first meeting since a session two days ago.");
        assert_eq!(compared[0].1, None);
    }

    #[test]
    fn a_passive_clause_names_actor_and_target_the_other_way_round() {
        let (_, analysis) =
            analysed("The ship was inspected by Halima Duru in Paris on 3 May 2031.");
        let mention = &analysis.events[0].value;
        let word = |t: Option<usize>| t.map(|t| analysis.syntax.word(t)).unwrap_or_default();
        assert_eq!((word(mention.actor), word(mention.target)), ("Duru", "ship"));
        let place = mention.place.map(|m| analysis.mentions[m].head);
        assert_eq!(word(place), "Paris");
    }

    #[test]
    fn what_is_denied_or_put_off_is_not_planned() {
        let told = told(
            "12 March 2031\n\nBerg denied that a repair would be needed before Friday. \
             The minister flew home, delaying plans to visit Peru on Friday. \
             Vale expected a bill to be introduced this week.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").2;
        assert_eq!((of("need"), of("visit")), (Realis::Denied, Realis::Denied));
        assert_eq!(of("introduce"), Realis::Planned);
    }

    #[test]
    fn a_day_beside_or_in_vain_is_that_of_the_verb_above() {
        let told = told(
            "12 March 2031\n\nBerg was stabbed while meeting voters on Friday. \
             Vale failed to explain the law on Sunday.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").1.clone();
        assert_eq!((of("stab").as_deref(), of("meet")), (Some("2031-03-07"), None));
        assert_eq!((of("fail").as_deref(), of("explain")), (Some("2031-03-09"), None));
    }

    #[test]
    fn what_the_sentence_calls_off_or_leaves_open_is_not_planned() {
        let told = told(
            "12 March 2031\n\nBerg, who was scheduled to visit Peru on Friday, abruptly cut his \
             trip short. The debate was set to open on Monday but was postponed. \
             The trend would leave few people attempting the crossing in summer.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").2;
        assert_eq!((of("visit"), of("open")), (Realis::Denied, Realis::Denied));
        assert_eq!(of("attempt"), Realis::Hypothetical);
    }

    #[test]
    fn what_came_about_and_what_nobody_plans_is_not_planned() {
        let told = told(
            "12 March 2031\n\nBerg became the latest member to resign on Sunday. Vale lost the \
             seat in 2029 only to win it back two years later. The council has no plans to vote \
             on Friday. He warned would-be buyers on Monday.",
        );
        let planned = told.iter().filter(|t| t.2 == Realis::Planned).collect::<Vec<_>>();
        assert!(planned.is_empty(), "{planned:?}");
        assert!(!told.iter().any(|t| t.0 == "be"), "{told:?}");
    }

    #[test]
    fn a_year_before_a_noun_is_not_that_of_the_verb() {
        let told = told(
            "12 March 2031\n\nBerg attacked his 2029 opponent. Vale wrote in a 2030 letter to him. \
             Costa marched in the Farmers' March.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").1.clone();
        assert_eq!((of("attack"), of("march")), (None, None));
        assert_eq!(of("write").as_deref(), Some("2030"));
    }

    #[test]
    fn what_was_done_to_some_end_was_done_on_the_day_that_is_over() {
        let told = told(
            "12 March 2031\n\nThe senate voted to approve a bill on Monday. \
             Berg attempted to explain it on Sunday. The union agreed to meet on Friday.",
        );
        let of = |lemma: &str| told.iter().find(|t| t.0 == lemma).expect("told").clone();
        assert_eq!(of("vote"), ("vote".into(), Some("2031-03-10".into()), Realis::Actual));
        assert_eq!(of("attempt").1.as_deref(), Some("2031-03-09"));
        assert_eq!(of("meet"), ("meet".into(), Some("2031-03-14".into()), Realis::Planned));
    }
}
