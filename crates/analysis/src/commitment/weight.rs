//! [`Features`] of a candidate and the learned weights that judge it.

use super::{Candidate, Found, candidate::Form};
use crate::{EntityKind, MentionForm, QuotationKind, logistic::Logistic};
use language::labels::{dep, ner, pos, tag};
use lexicon::rows::CommitmentCue;
use std::sync::LazyLock;

/// What speaks for and against a candidate; each 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    values: [f32; Features::N],
}

macro_rules! features {
    ($($name:ident),* $(,)?) => {
        /// The features' names.
        #[allow(non_camel_case_types, missing_docs, reason = "each variant is its name")]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Feature { $($name),* }

        impl Features {
            /// Their names, in the order of the values.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
            /// Number of features.
            pub const N: usize = Features::NAMES.len();
        }
    };
}

features![
    form_future,
    form_governed,
    form_object,
    form_is_to,
    cue_none,
    cue_promise,
    cue_agree,
    cue_offer,
    cue_threat,
    cue_order,
    cue_plan,
    cue_hope,
    cue_expect,
    cue_demand,
    cue_refuse,
    cue_noun,
    cue_past_perfect,
    modal_will,
    modal_would,
    subject_none,
    subject_first,
    subject_second,
    subject_speaker,
    subject_other_named,
    subject_body,
    subject_person,
    subject_place,
    subject_common,
    subject_acts,
    subject_pronoun,
    subject_expletive,
    passive,
    negated,
    stative,
    change,
    perception,
    has_object,
    has_time,
    past_time,
    due_time,
    vague_time,
    perfect,
    has_condition,
    in_condition,
    quoted_direct,
    quoted_mixed,
    quoted_indirect,
    quoted_none,
    hedged,
    relative,
    expect_cue_above,
    headline,
];

/// The TIMEX3 value of a time to come that nobody names.
const FUTURE: &str = "FUTURE_REF";

impl Features {
    /// The values, in the order of [`Features::NAMES`].
    pub fn values(&self) -> &[f32; Features::N] {
        &self.values
    }

    /// Those of a candidate. Cost: a few steps in the tree.
    pub fn of(found: &Found<'_>, candidate: &Candidate) -> Features {
        let mut features = Features { values: [0.0; Features::N] };
        features.form(candidate);
        features.cue(found, candidate);
        features.subject(found, candidate);
        features.action(found, candidate);
        features.setting(found, candidate);
        features
    }

    fn set(&mut self, feature: Feature, is: bool) {
        self.values[feature as usize] = f32::from(u8::from(is));
    }

    fn form(&mut self, candidate: &Candidate) {
        self.set(Feature::form_future, candidate.form == Form::Future);
        self.set(Feature::form_governed, candidate.form == Form::Governed);
        self.set(Feature::form_object, candidate.form == Form::Object);
        self.set(Feature::form_is_to, candidate.form == Form::IsTo);
    }

    fn cue(&mut self, found: &Found<'_>, candidate: &Candidate) {
        let parse = &found.syntax.parse;
        let feature = match candidate.cue.map(|(_, kind)| kind) {
            None => Feature::cue_none,
            Some(CommitmentCue::Promise) => Feature::cue_promise,
            Some(CommitmentCue::Agree) => Feature::cue_agree,
            Some(CommitmentCue::Offer) => Feature::cue_offer,
            Some(CommitmentCue::Threat) => Feature::cue_threat,
            Some(CommitmentCue::Order) => Feature::cue_order,
            Some(CommitmentCue::Plan | CommitmentCue::Arrange) => Feature::cue_plan,
            Some(CommitmentCue::Hope | CommitmentCue::Weigh | CommitmentCue::Try) => {
                Feature::cue_hope
            }
            Some(CommitmentCue::Expect) => Feature::cue_expect,
            Some(CommitmentCue::Demand) => Feature::cue_demand,
            Some(CommitmentCue::Refuse) => Feature::cue_refuse,
        };
        self.set(feature, true);
        if let Some((token, _)) = candidate.cue {
            self.set(Feature::cue_noun, parse.tokens[token].pos == pos::NOUN);
            let perfect = parse
                .children(token)
                .any(|c| parse.tokens[c].dep == dep::AUX && parse.tokens[c].tag == tag::VBD);
            self.set(Feature::cue_past_perfect, perfect);
        }
        let modal = parse.children(candidate.head).find(|&c| parse.tokens[c].tag == tag::MD);
        let kind = modal.and_then(|m| found.lexicon.modals.get(parse.lemma(m)));
        self.set(Feature::modal_will, kind == Some(&"future"));
        self.set(Feature::modal_would, kind == Some(&"conditional"));
    }

    fn subject(&mut self, found: &Found<'_>, candidate: &Candidate) {
        let Some(subject) = candidate.subject else {
            return self.set(Feature::subject_none, true);
        };
        let parse = &found.syntax.parse;
        self.set(Feature::subject_first, found.is_person(subject, 1));
        self.set(Feature::subject_second, found.is_person(subject, 2));
        let expletive = parse.tokens[subject].dep == dep::EXPL
            || parse.tokens[subject].tag == tag::DT
            || parse.tokens[subject].tag == tag::EX;
        self.set(Feature::subject_expletive, expletive);
        let speaker = candidate.quotation.and_then(|q| found.quotations[q].value.speaker.as_ref());
        let mention = found.mention_at(subject);
        let same = |chain: usize| speaker.is_some_and(|s| s.chain == Some(chain));
        let is_speaker = mention.is_some_and(|m| same(m.chain));
        self.set(Feature::subject_speaker, is_speaker);
        let named = mention.is_some_and(|m| m.form == MentionForm::Name);
        self.set(Feature::subject_other_named, named && speaker.is_some() && !is_speaker);
        match mention.map(|m| m.kind) {
            Some(EntityKind::Organization) => self.set(Feature::subject_body, true),
            Some(EntityKind::Person) => self.set(Feature::subject_person, true),
            Some(EntityKind::Place) => self.set(Feature::subject_place, true),
            _ => {}
        }
        let t = &parse.tokens[subject];
        self.set(Feature::subject_common, t.pos == pos::NOUN && mention.is_none());
        self.set(Feature::subject_acts, found.can_act(found.antecedent(subject)));
        self.set(Feature::subject_pronoun, t.pos == pos::PRON);
        let head = candidate.cue.map_or(candidate.head, |(token, _)| token);
        let passive = |token: usize| found.syntax.has_child(token, dep::AUXPASS);
        self.set(Feature::passive, passive(candidate.head) || passive(head));
    }

    fn action(&mut self, found: &Found<'_>, candidate: &Candidate) {
        let parse = &found.syntax.parse;
        let negates = |i: usize| found.lexicon.negation.contains(found.syntax.lower(i).as_str());
        let near = parse.children(candidate.head).any(negates);
        let subject =
            candidate.subject.is_some_and(|s| negates(s) || parse.children(s).any(negates));
        self.set(Feature::negated, near != subject);
        let lemma = parse.lemma(candidate.head).to_lowercase();
        match found.lexicon.statives.get(lemma.as_str()) {
            Some(&"state") => self.set(Feature::stative, true),
            Some(&"change") => self.set(Feature::change, true),
            Some(&"perception") => self.set(Feature::perception, true),
            _ => {}
        }
        self.set(Feature::has_object, found.syntax.has_child(candidate.head, dep::DOBJ));
        let span = found.syntax.tokens_of(candidate.span);
        let timed = parse.entities.iter().any(|e| {
            matches!(e.label, ner::DATE | ner::TIME) && span.contains(&(e.start as usize))
        });
        self.set(Feature::has_time, timed);
        let times = || found.times_in(candidate.span).map(|(_, t)| &t.value);
        let days = times().filter(|t| t.is_calendar()).filter_map(|t| t.interval);
        let (mut past, mut due) = (false, false);
        for interval in days {
            if let Some(today) = found.published {
                past |= interval.latest < today;
                due |= interval.latest >= today;
            }
        }
        self.set(Feature::vague_time, times().any(|t| t.value == FUTURE));
        self.set(Feature::past_time, past && !due);
        self.set(Feature::due_time, due);
        let have = |c: usize| parse.tokens[c].dep == dep::AUX && parse.tokens[c].tag == tag::VB;
        let perfect = parse.children(candidate.head).any(have);
        self.set(Feature::perfect, perfect);
        let hedged = parse.children(candidate.head).any(|c| {
            let word = found.syntax.lower(c);
            parse.tokens[c].dep == dep::ADVMOD && found.lexicon.hedges.contains(word.as_str())
        });
        self.set(Feature::hedged, hedged);
    }

    fn setting(&mut self, found: &Found<'_>, candidate: &Candidate) {
        let parse = &found.syntax.parse;
        self.set(Feature::has_condition, candidate.condition.is_some());
        let t = &parse.tokens[candidate.head];
        let conditional = t.dep == dep::ADVCL
            && parse.children(candidate.head).any(|c| {
                let word = found.syntax.lower(c);
                parse.tokens[c].dep == dep::MARK && found.lexicon.conditions.contains(word.as_str())
            });
        self.set(Feature::in_condition, conditional);
        self.set(Feature::relative, t.dep == dep::RELCL);
        let kind = candidate.quotation.map(|q| found.quotations[q].value.kind);
        let quoted = match kind {
            Some(QuotationKind::Direct) => Feature::quoted_direct,
            Some(QuotationKind::Mixed) => Feature::quoted_mixed,
            Some(QuotationKind::Indirect) => Feature::quoted_indirect,
            None => Feature::quoted_none,
        };
        self.set(quoted, true);
        let stance = candidate.quotation.map(|q| found.quotations[q].value.stance);
        self.set(Feature::expect_cue_above, stance == Some("predict"));
        let sentence = found.syntax.sentence(candidate.head);
        let ends = sentence.end.checked_sub(1).map(|last| found.syntax.is_punctuation(last));
        self.set(Feature::headline, ends == Some(false));
    }
}

/// Whether what is so likely is taken to bind.
pub fn binds(likely: f32) -> bool {
    likely >= english().threshold
}

/// The weights that are part of the program.
pub fn english() -> &'static Logistic {
    static ENGLISH: LazyLock<Logistic> = LazyLock::new(|| {
        let table = include_str!("../../../../models/commitments.tsv");
        Logistic::parse(table, Features::NAMES).expect("the built-in weights are tested")
    });
    &ENGLISH
}
