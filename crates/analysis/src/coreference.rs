//! [`Chain`]s: the mentions of one document that refer to one thing.
//!
//! Names first (full names found their chain, short forms join it), then roles, then pronouns.
//! Careful throughout: a mention that fits several chains, or none, gets a chain of its own.

mod description;

use crate::{
    mention::{EntityKind, Mention, MentionForm},
    name::{Agreement, PersonName, fold_name},
    pronoun::{self, Case, Ranker, View, agree},
    quotation_mark::Quoted,
    syntax::Syntax,
};
use language::labels::pos;
use lexicon::{
    Lexicon,
    rows::{Country, Gender, WorldKind},
};
use std::collections::{BTreeSet, HashMap};

/// Mentions of one thing in one document.
#[derive(Clone, Debug)]
pub struct Chain {
    /// What they refer to.
    pub kind: EntityKind,
    /// Indices of the mentions, in text order.
    pub mentions: Vec<usize>,
    /// The mention with the longest name, if any is a name.
    pub name: Option<usize>,
    /// Gender, as far as names and pronouns show it.
    pub gender: Option<Gender>,
}

/// Sets the chain of every mention and returns the chains.
pub fn resolve(
    syntax: &Syntax,
    lexicon: &Lexicon,
    quoted: &[Quoted],
    mentions: &mut [Mention],
) -> Vec<Chain> {
    let ranker = Ranker::trained();
    resolve_with(syntax, lexicon, quoted, mentions, &mut |case, _| ranker.chain(case))
}

/// Like [`resolve`], with another judge of pronouns.
pub fn resolve_with(
    syntax: &Syntax,
    lexicon: &Lexicon,
    quoted: &[Quoted],
    mentions: &mut [Mention],
    judge: &mut dyn FnMut(&Case, &[Chain]) -> Option<usize>,
) -> Vec<Chain> {
    let quoted = pronoun::quoted(syntax, quoted);
    let mut chains = Chains {
        syntax,
        lexicon,
        chains: Vec::new(),
        names: Vec::new(),
        by_form: HashMap::new(),
        forms: Vec::new(),
    };
    let by_length = |m: &Mention| (std::cmp::Reverse(m.tokens.len()), m.span);
    let mut names: Vec<usize> =
        (0..mentions.len()).filter(|&i| mentions[i].form == MentionForm::Name).collect();
    names.sort_by_key(|&i| by_length(&mentions[i]));
    for i in names {
        let chain = chains.of_name(mentions, i).unwrap_or_else(|| chains.found(&mentions[i]));
        chains.join(chain, mentions, i);
    }
    for i in 0..mentions.len() {
        let chain = match mentions[i].form {
            MentionForm::Name => continue,
            MentionForm::Nominal => chains.of_role(mentions, i),
            MentionForm::Pronoun => {
                let (chains, quoted) = (&chains.chains[..], &quoted[..]);
                let view = View { syntax, lexicon, mentions, chains, quoted };
                if mentions[i].kind == EntityKind::Organization {
                    view.follows(i)
                } else {
                    judge(&view.case(i), chains)
                }
            }
        };
        let chain = chain.unwrap_or_else(|| chains.found(&mentions[i]));
        chains.join(chain, mentions, i);
    }
    for i in 0..mentions.len() {
        if chains.is_unnamed(&mentions[i]) {
            chains.leave(mentions, i);
        }
    }
    for chain in &mut chains.chains {
        chain.mentions.sort_unstable();
    }
    chains.chains
}

struct Chains<'a> {
    syntax: &'a Syntax,
    lexicon: &'a Lexicon,
    chains: Vec<Chain>,
    /// By chain: the parsed name of a person.
    names: Vec<Option<PersonName>>,
    /// By folded name: the chains that have a mention so called.
    by_form: HashMap<String, BTreeSet<usize>>,
    /// By chain: a mention for each way in which a name of it is written.
    forms: Vec<Vec<usize>>,
}

impl Chains<'_> {
    fn words(&self, mention: &Mention) -> &str {
        self.syntax.words(mention.tokens.clone())
    }

    fn found(&mut self, mention: &Mention) -> usize {
        let is_named_person =
            mention.kind == EntityKind::Person && mention.form == MentionForm::Name;
        let name = is_named_person.then(|| PersonName::parse(self.words(mention), self.lexicon));
        let gender = mention.gender.filter(|g| *g != Gender::Neuter);
        let kind = mention.kind;
        self.chains.push(Chain { kind, mentions: Vec::new(), name: None, gender });
        self.names.push(name);
        self.forms.push(Vec::new());
        self.chains.len() - 1
    }

    fn join(&mut self, chain: usize, mentions: &mut [Mention], i: usize) {
        mentions[i].chain = chain;
        if mentions[i].form == MentionForm::Name {
            let words = self.syntax.words(mentions[i].tokens.clone());
            self.by_form.entry(fold_name(words)).or_default().insert(chain);
            let is_known = |m: &usize| {
                let other = &mentions[*m];
                // A name's head tells whether what follows it goes on with it.
                let heads = [other, &mentions[i]].map(|m| m.head - m.tokens.start.min(m.head));
                self.syntax.words(other.tokens.clone()) == words && heads[0] == heads[1]
            };
            if !self.forms[chain].iter().any(is_known) {
                self.forms[chain].push(i);
            }
        }
        let longer = |name: usize| mentions[name].tokens.len() < mentions[i].tokens.len();
        let chain = &mut self.chains[chain];
        chain.mentions.push(i);
        let gender = mentions[i].gender.filter(|g| *g != Gender::Neuter);
        chain.gender = chain.gender.or(gender);
        if mentions[i].form == MentionForm::Name && chain.name.is_none_or(longer) {
            chain.name = Some(i);
        }
    }

    /// Whether a mention is a pronoun for somebody who has no name in the text.
    fn is_unnamed(&self, mention: &Mention) -> bool {
        let chain = &self.chains[mention.chain];
        let person = mention.kind == EntityKind::Person;
        let pronoun = mention.form == MentionForm::Pronoun && person;
        pronoun && chain.name.is_none() && chain.mentions.len() > 1
    }

    /// Gives a pronoun a chain of its own again.
    fn leave(&mut self, mentions: &mut [Mention], i: usize) {
        self.chains[mentions[i].chain].mentions.retain(|&m| m != i);
        let chain = self.found(&mentions[i]);
        self.join(chain, mentions, i);
    }

    /// The chain of a name: the same name, or the one person whose full name it shortens.
    fn of_name(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let mention = &mentions[i];
        let form = fold_name(self.words(mention));
        let called = self.by_form.get(&form).into_iter().flatten().copied();
        let same = called.into_iter().find(|&c| {
            let chain = &self.chains[c];
            chain.kind == mention.kind && agree(chain.gender, mention.gender)
        });
        if same.is_some() {
            return same;
        }
        if mention.kind != EntityKind::Person {
            return self.of_body(mentions, i);
        }
        let name = PersonName::parse(self.words(mention), self.lexicon);
        let fits: Vec<usize> = (0..self.chains.len())
            .filter(|&c| self.names[c].as_ref().is_some_and(|other| self.fits(&name, other)))
            .filter(|&c| agree(self.chains[c].gender, mention.gender))
            .filter(|&c| !self.is_before_junior(mentions, i, c))
            .collect();
        match fits[..] {
            [chain] => Some(chain),
            [] => None,
            _ => self.only_named_before(mentions, i, &fits).or_else(|| self.elder(&fits)),
        }
    }

    /// The one body or place that a name shortens: its last words, its initials, or an acronym in
    /// brackets after it. A single word shortens no place: "Guinea" is not "New Guinea".
    fn of_body(&self, mentions: &[Mention], i: usize) -> Option<usize> {
        let mention = &mentions[i];
        let form = fold_name(self.words(mention));
        let bracket = mention.tokens.start.checked_sub(1);
        let bracket = bracket.filter(|&b| self.syntax.word(b) == "(");
        // Of a place it is the agency: "Vale (AP)".
        let is_bracketed = |m: &usize| {
            let long = &mentions[*m];
            long.kind == EntityKind::Organization && Some(long.tokens.end) == bracket
        };
        let place = |m: &Mention| m.kind == EntityKind::Place;
        // Nor is a country what shortens the name of one of its bodies: "Vale", "Radio Vale".
        let country = matches!(
            self.lexicon.world.get(self.words(mention)),
            Some(WorldKind::Country | WorldKind::City)
        );
        let is_part =
            |long: &Mention| place(mention) && !form.contains(' ') && (country || place(long));
        let shortens = |m: &usize| {
            let long = self.words(&mentions[*m]);
            is_short_form(&fold_spaced(long), &form)
                && !is_part(&mentions[*m])
                && (form.contains(' ') || !self.is_seat(long))
                || initials(long) == self.words(mention)
                || self.is_head(&mentions[*m], &form)
        };
        let acronym = bracket.is_some() && is_acronym(self.words(mention));
        let fits: Vec<usize> = (0..self.chains.len())
            .filter(|&c| {
                let chain = &self.chains[c];
                let kinds = [EntityKind::Organization, EntityKind::Place];
                let kind = chain.kind == mention.kind
                    || kinds.contains(&chain.kind) && kinds.contains(&mention.kind);
                let bracketed = || acronym && chain.mentions.iter().any(is_bracketed);
                kind && (bracketed() || self.forms[c].iter().any(shortens))
            })
            .collect();
        match fits[..] {
            [chain] => Some(chain),
            _ => None,
        }
    }

    /// Whether a name is of a seat of power, which a single word of it is not: "House" is not
    /// "White House".
    fn is_seat(&self, name: &str) -> bool {
        let seats = |c: &Country| c.seats.iter().any(|seat| seat.eq_ignore_ascii_case(name));
        self.lexicon.countries.iter().any(seats)
    }

    /// Whether a word is the head of a body's name that goes on after it: "Office" of "Office for
    /// Returned Citizens".
    fn is_head(&self, name: &Mention, word: &str) -> bool {
        let goes_on = name.head + 1 < name.tokens.end
            && self.syntax.parse.tokens[name.head + 1].pos == pos::ADP;
        goes_on
            && name.kind == EntityKind::Organization
            && fold_name(self.syntax.word(name.head)) == word
    }

    fn fits(&self, name: &PersonName, other: &PersonName) -> bool {
        match name.agreement(other, self.lexicon) {
            Agreement::Full | Agreement::Surname => !name.is_junior_of(other),
            // A given name alone: "Ade" after "Ade Okoro".
            Agreement::Different => {
                // Not "Elizabeth II" after "Elizabeth Vale".
                name.given.is_empty()
                    && name.suffix.is_none()
                    && other.given.first().is_some_and(|given| *given == name.surname)
            }
        }
    }

    /// Whether a bare surname stands before any full name of a person with a suffix: then it is
    /// somebody else's, most often the elder's. A headline names whom it likes by the surname.
    fn is_before_junior(&self, mentions: &[Mention], i: usize, chain: usize) -> bool {
        // "Ada K. Vale Jr." is how formal writing calls one who is Ada Vale to others.
        let name = self.names[chain].as_ref();
        let suffixed = name.is_some_and(|name| name.suffix.is_some() && name.given.len() == 1);
        let bare = mentions[i].tokens.len() == 1;
        let before = |m: &usize| mentions[*m].span < mentions[i].span;
        let blocks = &self.syntax.blocks;
        let headline = blocks.len() > 1 && blocks[0].1 == self.syntax.sentence(mentions[i].head);
        let named = self.chains[chain].mentions.iter().any(before);
        suffixed && bare && !headline && !named
    }

    /// Of several persons of one name the one without a suffix.
    fn elder(&self, fits: &[usize]) -> Option<usize> {
        let suffixed = |c: &usize| self.names[*c].as_ref().is_some_and(|n| n.suffix.is_some());
        let (young, old): (Vec<usize>, Vec<usize>) = fits.iter().partition(|c| suffixed(c));
        let [elder] = old[..] else { return None };
        let name = self.names[elder].as_ref()?;
        let his = |c: &usize| self.names[*c].as_ref().is_some_and(|n| n.is_junior_of(name));
        young.iter().all(his).then_some(elder)
    }

    /// Of several persons of one surname, the only one named in full before the mention or, if
    /// there are more, the only one who was already called by the surname alone.
    fn only_named_before(&self, mentions: &[Mention], i: usize, fits: &[usize]) -> Option<usize> {
        let has = |c: usize, is_bare: bool| {
            let named = |m: &usize| {
                let other = &mentions[*m];
                other.span < mentions[i].span && (other.tokens.len() == 1) == is_bare
            };
            self.chains[c].mentions.iter().any(named)
        };
        let full: Vec<usize> = fits.iter().copied().filter(|&c| has(c, false)).collect();
        let bare: Vec<usize> = full.iter().copied().filter(|&c| has(c, true)).collect();
        match (&full[..], &bare[..]) {
            ([only], _) | (_, [only]) => Some(*only),
            _ => self.told_of(mentions, &full),
        }
    }

    /// Of several persons of one surname the one by whose full name the others are told: Ade Okoro
    /// beside "Mara Okoro, Ade Okoro's sister".
    fn told_of(&self, mentions: &[Mention], fits: &[usize]) -> Option<usize> {
        /// Most persons of one surname for whom this is asked: a bound of cost.
        const FITS_MAX: usize = 8;
        if fits.len() > FITS_MAX {
            return None;
        }
        let roles = |c: usize| self.chains[c].mentions.iter().filter_map(|&m| mentions[m].role);
        let by = |c: usize, other: usize| {
            let named = |m: &&usize| mentions[**m].tokens.len() > 1;
            let mut names = self.chains[other].mentions.iter().filter(named);
            names.any(|&m| roles(c).any(|role| role.contains(mentions[m].span)))
        };
        let others = |c: &usize| fits.iter().copied().filter(|o| o != c).collect::<Vec<_>>();
        let mut told = fits.iter().filter(|c| others(c).into_iter().all(|o| by(o, **c)));
        told.next().copied().filter(|_| told.next().is_none())
    }
}

/// Whether a name is all capitals, short, and one word.
pub fn is_acronym(name: &str) -> bool {
    /// Longest acronym, in letters.
    const ACRONYM_MAX: usize = 7;
    let letters = name.chars().filter(|c| *c != '.');
    let n = letters.clone().count();
    (2..=ACRONYM_MAX).contains(&n) && letters.clone().all(char::is_uppercase)
}

/// The first letters of a name's capitalised words, if there are three or more; of "U.S." both.
pub fn initials(name: &str) -> String {
    let letters = |word: &str| {
        let short = word.contains('.') && is_acronym(word);
        word.chars().filter(|c| *c != '.').take(if short { word.len() } else { 1 }).collect()
    };
    let words = name.split([' ', '-']).map(letters);
    let initials: String = words.collect::<Vec<String>>().concat();
    let initials: String = initials.chars().filter(|c| c.is_uppercase()).collect();
    if initials.chars().count() < 3 { String::new() } else { initials }
}

/// A name folded with its hyphened words as one: "Russia-US" does not end with "US".
fn fold_spaced(name: &str) -> String {
    fold_name(&name.replace('-', ""))
}

/// Words up to this length may tie the last word of a name to another thing: "Voice of Zelkara".
const SMALL_WORD: usize = 3;

/// Whether a folded name is the last words of a longer one: "authority", "maritime authority" of
/// "sahari maritime authority".
pub fn is_short_form(long: &str, short: &str) -> bool {
    let rest = long.strip_suffix(short).and_then(|rest| rest.strip_suffix(' '));
    let before = rest.and_then(|rest| rest.split(' ').next_back());
    !short.is_empty() && before.is_some_and(|word| word.len() > SMALL_WORD)
}
