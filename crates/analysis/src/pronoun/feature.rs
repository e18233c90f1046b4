//! The candidates of a pronoun and what speaks for each: grammar, place, standing, speech.

use super::{CANDIDATES_MAX, Candidate, Case, Feature};
use crate::{
    attribution::speaks,
    coreference::Chain,
    mention::{EntityKind, Mention, MentionForm},
    quotation_mark::Quoted,
    syntax::Syntax,
};
use language::{
    Label,
    labels::{dep, pos},
};
use lexicon::{Lexicon, rows::Gender};

/// What is known when a pronoun is looked at: all names, and the roles and pronouns before it.
pub(crate) struct View<'a> {
    pub syntax: &'a Syntax,
    pub lexicon: &'a Lexicon,
    pub mentions: &'a [Mention],
    pub chains: &'a [Chain],
    /// By token: number of the quotation it stands in, 0 outside.
    pub quoted: &'a [u32],
}

/// By token: the number of the quotation it stands in, 0 outside.
pub(crate) fn quoted(syntax: &Syntax, quotations: &[Quoted]) -> Vec<u32> {
    let mut quoted = vec![0; syntax.len()];
    for (number, quotation) in (1..).zip(quotations) {
        quoted[syntax.tokens_of(quotation.outer)].fill(number);
    }
    quoted
}

impl View<'_> {
    /// The candidates of a pronoun.
    pub fn case(&self, pronoun: usize) -> Case {
        let mut last: Vec<(usize, usize)> = Vec::new();
        for (chain, c) in self.chains.iter().enumerate() {
            let is_told = |&m: &usize| self.mentions[m].form != MentionForm::Pronoun;
            if c.kind != EntityKind::Person || !c.mentions.iter().any(is_told) {
                continue;
            }
            if let Some(antecedent) = self.antecedent(c, pronoun) {
                last.push((antecedent, chain));
            }
        }
        last.sort_unstable_by_key(|&(antecedent, chain)| (antecedent.abs_diff(pronoun), chain));
        last.truncate(CANDIDATES_MAX);
        let gender = self.mentions[pronoun].gender;
        let n_compatible = |sentences: usize| {
            let near = |&&(m, c): &&(usize, usize)| {
                self.sentences_between(m, pronoun) <= sentences
                    && agree(self.chains[c].gender, gender)
            };
            last.iter().filter(near).count()
        };
        let (near, all) = (n_compatible(1), n_compatible(usize::MAX));
        let fits = |c: usize| agree(self.chains[c].gender, gender);
        let subject = |m: usize| m < pronoun && role(self.dep(m)) == "subject";
        let last_subject = last.iter().find(|&&(m, c)| fits(c) && subject(m)).map(|l| l.1);
        let sure = |c: usize| gender.is_some() && self.chains[c].gender == gender;
        let first_sure = last.iter().find(|l| sure(l.1)).map(|l| l.1);
        let continued = self.continued(pronoun);
        let last_speaker = self.last_speaker(pronoun);
        let says = self.says(pronoun);
        let n_sure = last.iter().filter(|l| sure(l.1)).count();
        let candidates = last.iter().enumerate().map(|(rank, &(antecedent, chain))| {
            let rank = last[..rank].iter().filter(|l| fits(l.1)).count();
            let pair = Pair {
                view: self,
                pronoun,
                antecedent,
                chain,
                rank,
                near,
                all,
                is_last_subject: last_subject == Some(chain),
                is_first_sure: first_sure == Some(chain),
                is_only_sure: n_sure == 1 && sure(chain),
                is_continued: continued == Some(chain),
                says,
                is_last_speaker: last_speaker == Some(chain),
            };
            Candidate { chain, features: pair.features() }
        });
        Case {
            pronoun,
            candidates: candidates.collect(),
            none: self.none(pronoun, near, all),
            follows: self.follows(pronoun),
        }
    }

    /// The chain of the last pronoun of the same gender.
    fn continued(&self, pronoun: usize) -> Option<usize> {
        let gender = self.mentions[pronoun].gender;
        let mut before = self.mentions[..pronoun].iter().rev();
        let last = before.find(|m| m.form == MentionForm::Pronoun && m.gender == gender)?;
        (last.chain < self.chains.len()).then_some(last.chain)
    }

    /// A chain's last mention before a pronoun or, failing that, its first after it in the same
    /// sentence.
    fn antecedent(&self, chain: &Chain, pronoun: usize) -> Option<usize> {
        let before = chain.mentions.iter().copied().filter(|&m| m < pronoun).max();
        let after = || {
            let after = chain.mentions.iter().copied().filter(|&m| m > pronoun).min()?;
            (self.sentence(after) == self.sentence(pronoun)).then_some(after)
        };
        before.or_else(after)
    }

    fn sentence(&self, mention: usize) -> usize {
        self.syntax.parse.sentence_of(self.mentions[mention].head)
    }

    fn sentences_between(&self, a: usize, b: usize) -> usize {
        self.sentence(a).abs_diff(self.sentence(b))
    }

    fn dep(&self, mention: usize) -> Label {
        self.syntax.parse.tokens[self.mentions[mention].head].dep
    }

    /// Whether a mention is the subject of a verb of speech.
    fn says(&self, mention: usize) -> bool {
        speaks(self.syntax, self.lexicon, self.mentions[mention].head)
    }

    /// The chain of the last mention of agreeing gender before a pronoun that is the subject of a
    /// verb of speech.
    fn last_speaker(&self, pronoun: usize) -> Option<usize> {
        /// Most mentions looked back on.
        const MENTIONS_MAX: usize = 40;
        let gender = self.mentions[pronoun].gender;
        let before = self.mentions[..pronoun].iter().enumerate().rev().take(MENTIONS_MAX);
        let person = |m: &Mention| {
            let chain = self.chains.get(m.chain);
            chain.is_some_and(|c| c.kind == EntityKind::Person && agree(c.gender, gender))
        };
        let mut spoke = before.filter(|(i, m)| person(m) && self.says(*i));
        spoke.next().map(|(_, m)| m.chain)
    }

    /// Features of the reading that no candidate is meant.
    fn none(&self, pronoun: usize, near: usize, all: usize) -> Vec<Feature> {
        let mention = &self.mentions[pronoun];
        let quoted = self.quoted[mention.head] > 0;
        vec![
            ("none", "always"),
            ("none-near", few(near)),
            ("none-all", few(all)),
            ("none-quoted", yes(quoted)),
            ("none-role", role(self.dep(pronoun))),
            ("none-unnamed", few(self.unnamed_before(pronoun))),
        ]
    }

    /// Number of nouns for persons, outside names and known roles, shortly before a pronoun.
    fn unnamed_before(&self, pronoun: usize) -> usize {
        let mention = &self.mentions[pronoun];
        let sentence = self.sentence(pronoun);
        let sentences = &self.syntax.parse.sentences;
        let first = sentences[sentence.saturating_sub(1)].start;
        let in_mention = |token: usize| {
            let near = self.mentions[..pronoun].iter().rev().take_while(|m| m.tokens.end > first);
            near.into_iter().any(|m| m.tokens.contains(&token))
        };
        (first..mention.head)
            .filter(|&token| {
                let lower = self.syntax.lower(token);
                let noun = self.syntax.parse.tokens[token].pos == pos::NOUN;
                let gendered = self.lexicon.gendered.get(lower.as_str()).copied();
                let person = gendered.is_some()
                    || self.lexicon.titles.get(&lower).is_some_and(|kind| *kind != "honorific");
                noun && person && agree(gendered, mention.gender) && !in_mention(token)
            })
            .count()
    }
}

/// A pronoun and a chain with the mention that stands for it.
struct Pair<'a> {
    view: &'a View<'a>,
    pronoun: usize,
    antecedent: usize,
    chain: usize,
    /// Number of nearer candidates of agreeing gender.
    rank: usize,
    /// Whether the antecedent is the last subject of agreeing gender.
    is_last_subject: bool,
    /// Whether it is the nearest candidate known to have the pronoun's gender.
    is_first_sure: bool,
    /// Whether no other candidate is known to have the pronoun's gender.
    is_only_sure: bool,
    /// Whether the last pronoun of this gender was the chain's.
    is_continued: bool,
    /// Whether the pronoun is the subject of a verb of speech.
    says: bool,
    /// Whether the candidate spoke last.
    is_last_speaker: bool,
    /// Number of candidates of agreeing gender in this sentence and the last.
    near: usize,
    /// Number of candidates of agreeing gender.
    all: usize,
}

impl Pair<'_> {
    fn features(&self) -> Vec<Feature> {
        let mut features = self.place();
        features.extend(self.grammar());
        features.extend(self.standing());
        features.extend(self.quotation());
        features.extend(self.speech());
        features
    }

    fn mention(&self) -> &Mention {
        &self.view.mentions[self.antecedent]
    }

    /// Where the antecedent stands.
    fn place(&self) -> Vec<Feature> {
        let view = self.view;
        let distance = view.sentences_between(self.antecedent, self.pronoun);
        let (a, p) = (self.mention().head, view.mentions[self.pronoun].head);
        let block = view.syntax.block_of(p).abs_diff(view.syntax.block_of(a));
        let inside = (distance == 0).then(|| ("tokens", bucket(p.abs_diff(a), &TOKENS)));
        let mut features = vec![
            ("sentences", bucket(distance, &SENTENCES)),
            ("rank", bucket(self.rank, &SENTENCES)),
            ("block", bucket(block, &SENTENCES)),
            ("after", yes(self.antecedent > self.pronoun)),
        ];
        features.extend(inside);
        features
    }

    /// Grammatical roles of the two.
    fn grammar(&self) -> Vec<Feature> {
        let view = self.view;
        let distance = view.sentences_between(self.antecedent, self.pronoun);
        let (ours, theirs) = (role(view.dep(self.pronoun)), role(view.dep(self.antecedent)));
        let here = match distance {
            0 => "role-here",
            1 => "role-before",
            _ => "role-far",
        };
        let pair = match (ours, theirs) {
            ("subject", "subject") => "subject-subject",
            ("possessive", "subject") => "subject-possessive",
            ("object", "subject") => "subject-object",
            ("subject", _) => "other-subject",
            ("possessive", _) => "other-possessive",
            _ => "other-other",
        };
        let pair_place = match distance {
            0 => "pair-here",
            1 => "pair-before",
            _ => "pair-far",
        };
        let parse = &view.syntax.parse;
        let root = parse.root(view.syntax.sentence(self.mention().head));
        let of_root = parse.head(self.mention().head) == root && theirs == "subject";
        vec![
            (here, theirs),
            (pair_place, pair),
            ("subject-of-sentence", yes(of_root)),
            ("last-subject", yes(self.is_last_subject)),
            (
                if self.is_last_subject { "last-subject-ours" } else { "not-last-subject-ours" },
                ours,
            ),
            ("argument", self.arguments()),
            ("governs", self.governs()),
            ("inside", yes(self.is_inside_phrase())),
            ("conjunct", yes(self.is_coordinated())),
        ]
    }

    /// Whether the two hang on one verb.
    fn arguments(&self) -> &'static str {
        let parse = &self.view.syntax.parse;
        let pronoun = &self.view.mentions[self.pronoun];
        let word = self.view.syntax.lower(pronoun.head);
        let kind = self.view.lexicon.pronouns.get(word.as_str()).map_or("", |p| p.kind);
        let possessive = self.view.dep(self.pronoun) == dep::POSS;
        let head = parse.head(pronoun.head);
        let mut verb = head;
        if matches!(parse.tokens[head].pos, pos::ADP) {
            verb = parse.head(head);
        }
        let theirs = parse.head(self.mention().head);
        let together = theirs == verb || theirs == head;
        let owner = self.view.dep(self.antecedent) == dep::POSS;
        match (together, kind) {
            (true, "reflexive") => "reflexive",
            (true, _) if possessive && owner => "no",
            (true, _) if possessive => "own",
            (true, _) if owner => "no",
            (true, _) => "one-verb",
            (false, "reflexive") => "not-reflexive",
            (false, _) => "no",
        }
    }

    /// Whether the antecedent is the subject of a clause the pronoun stands in, and how near.
    fn governs(&self) -> &'static str {
        /// Deepest nesting looked at.
        const DEPTH_MAX: usize = 12;
        let parse = &self.view.syntax.parse;
        if role(self.view.dep(self.antecedent)) != "subject" {
            return "not-subject";
        }
        let verb = parse.head(self.mention().head);
        let mut token = self.view.mentions[self.pronoun].head;
        let mut clauses = 0;
        for _ in 0..DEPTH_MAX {
            if token == verb {
                return ["own-clause", "one-out", "two-out", "three-out"][clauses.min(3)];
            }
            let has_subject = self
                .view
                .syntax
                .child(token, &[dep::NSUBJ, dep::NSUBJPASS])
                .is_some_and(|s| s != self.view.mentions[self.pronoun].head);
            clauses += usize::from(has_subject);
            let up = parse.head(token);
            if up == token {
                break;
            }
            token = up;
        }
        "no"
    }

    /// Whether one of the two stands inside the phrase of the other.
    fn is_inside_phrase(&self) -> bool {
        let parse = &self.view.syntax.parse;
        let (a, p) = (self.mention().head, self.view.mentions[self.pronoun].head);
        let owned = if self.view.dep(self.pronoun) == dep::POSS { parse.head(p) } else { p };
        parse.subtree(owned).contains(&a) || parse.subtree(a).contains(&p)
    }

    fn is_coordinated(&self) -> bool {
        let head = self.mention().head;
        self.view.dep(self.antecedent) == dep::CONJ || self.view.syntax.has_child(head, dep::CONJ)
    }

    /// What is known of the chain.
    fn standing(&self) -> Vec<Feature> {
        let view = self.view;
        let chain = &view.chains[self.chain];
        let gender = self.gender();
        let before = chain.mentions.iter().filter(|&&m| m < self.pronoun).count();
        let names = |c: &Chain| {
            c.mentions.iter().filter(|&&m| view.mentions[m].form == MentionForm::Name).count()
        };
        let persons = view.chains.iter().filter(|c| c.kind == EntityKind::Person);
        let most = persons.map(names).max().unwrap_or(0);
        let form = self.mention().form.as_str();
        let same_word = self.mention().form == MentionForm::Pronoun
            && self.mention().gender == view.mentions[self.pronoun].gender;
        let words = chain.name.map_or(0, |name| view.mentions[name].tokens.len());
        let alone = match (gender, self.near, self.all) {
            ("different" | "not-so-called", ..) => "no",
            (_, _, 1) => "in-text",
            (_, 1, _) if view.sentences_between(self.antecedent, self.pronoun) <= 1 => "near",
            _ => "no",
        };
        vec![
            ("gender", gender),
            ("before", bucket(before, &COUNTS)),
            ("most-named", yes(most > 1 && names(chain) == most)),
            ("form", form),
            ("same-word", yes(same_word)),
            ("words", bucket(words, &SENTENCES)),
            ("first-sure", yes(self.is_first_sure)),
            ("only-sure", yes(self.is_only_sure)),
            (gender, bucket(view.sentences_between(self.antecedent, self.pronoun), &SENTENCES)),
            ("continued", yes(self.is_continued)),
            ("share", self.share(before)),
            ("lead", yes(self.is_in_lead())),
            ("alone", alone),
        ]
    }

    /// Whether names, roles or other pronouns of the chain show the pronoun's gender.
    fn gender(&self) -> &'static str {
        let view = self.view;
        let ours = view.mentions[self.pronoun].gender;
        let shown = |by_pronoun: bool| {
            let members = view.chains[self.chain].mentions.iter().map(|&m| &view.mentions[m]);
            let mut of_form = members.filter(|m| (m.form == MentionForm::Pronoun) == by_pronoun);
            of_form.find_map(|m| m.gender)
        };
        match (shown(false), shown(true)) {
            (Some(theirs), _) if Some(theirs) == ours => "same",
            (Some(_), _) => "different",
            (None, Some(theirs)) if Some(theirs) == ours => "so-called",
            (None, Some(_)) => "not-so-called",
            (None, None) => "unknown",
        }
    }

    /// The chain's part of the mentions of persons so far.
    fn share(&self, before: usize) -> &'static str {
        let view = self.view;
        let persons = view.chains.iter().filter(|c| c.kind == EntityKind::Person);
        let all: usize =
            persons.map(|c| c.mentions.iter().filter(|&&m| m < self.pronoun).count()).sum();
        bucket(before * 10 / all.max(1), &SENTENCES)
    }

    /// Whether the person is named in the text's first block.
    fn is_in_lead(&self) -> bool {
        let view = self.view;
        let first = view.chains[self.chain].mentions.iter().min();
        first.is_some_and(|&m| view.syntax.block_of(view.mentions[m].head) == 0)
    }

    /// Whether quotation marks stand between the two, and whose words the pronoun is in.
    fn quotation(&self) -> Vec<Feature> {
        let view = self.view;
        let ours = view.quoted[view.mentions[self.pronoun].head];
        let theirs = view.quoted[self.mention().head];
        let place = match (ours, theirs) {
            (0, 0) => "outside",
            (0, _) => "out-of",
            (_, 0) => "into",
            (a, b) if a == b => "same",
            _ => "other",
        };
        vec![("quotation", place), ("speaks", self.speaks(ours > 0))]
    }

    /// Whether the two are subjects of verbs of speech.
    fn speech(&self) -> Vec<Feature> {
        let theirs = self.view.says(self.antecedent);
        let both = match (self.says, theirs) {
            (true, true) => "both",
            (true, false) => "ours",
            (false, true) => "theirs",
            (false, false) => "none",
        };
        let last = if self.says { "last-speaker-says" } else { "last-speaker" };
        let far = self.view.sentences_between(self.antecedent, self.pronoun);
        let mut features = vec![("speech", both), (last, yes(self.is_last_speaker))];
        if self.says {
            features.push(("says", bucket(far, &SENTENCES)));
            features.push(("says-rank", bucket(self.rank, &SENTENCES)));
            features.push(("says-subject", yes(self.is_last_subject)));
        }
        features
    }

    /// Whether the antecedent is the subject of the verb a quotation or reported clause with the
    /// pronoun hangs on.
    fn speaks(&self, in_quotation: bool) -> &'static str {
        let parse = &self.view.syntax.parse;
        let same = self.view.sentences_between(self.antecedent, self.pronoun) == 0;
        let subject = role(self.view.dep(self.antecedent)) == "subject";
        let verb = parse.head(self.mention().head);
        let reports = subject
            && same
            && parse.children(verb).any(|child| {
                let reported = matches!(parse.tokens[child].dep, dep::CCOMP | dep::XCOMP);
                let p = self.view.mentions[self.pronoun].head;
                reported && parse.subtree(child).contains(&p)
            });
        match (reports, in_quotation) {
            (false, _) => "no",
            (true, true) => "quoted",
            (true, false) => "reported",
        }
    }
}

/// Whether two genders can be one person's.
pub(crate) fn agree(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn few(n: usize) -> &'static str {
    ["0", "1", "2", "more"][n.min(3)]
}

/// Names of buckets by their upper bounds.
type Buckets = [(usize, &'static str); 6];
const SENTENCES: Buckets = [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (5, "5"), (9, "9")];
const TOKENS: Buckets = [(2, "2"), (4, "4"), (8, "8"), (14, "14"), (22, "22"), (35, "35")];
const COUNTS: Buckets = [(0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16")];

fn bucket(n: usize, buckets: &Buckets) -> &'static str {
    buckets.iter().find(|(most, _)| n <= *most).map_or("more", |(_, name)| name)
}

/// A dependency in the few kinds that matter here.
fn role(label: Label) -> &'static str {
    match label {
        dep::NSUBJ | dep::NSUBJPASS | dep::CSUBJ => "subject",
        dep::DOBJ | dep::DATIVE => "object",
        dep::POBJ | dep::AGENT => "preposition",
        dep::POSS => "possessive",
        dep::COMPOUND | dep::NMOD | dep::AMOD => "modifier",
        dep::APPOS => "apposition",
        dep::CONJ => "conjunct",
        dep::ROOT => "root",
        _ => "other",
    }
}
