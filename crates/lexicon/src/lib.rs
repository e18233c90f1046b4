//! Loads and checks `lexicon/`: every word of a human language that the program knows.
//!
//! A [`Lexicon`] is built once from the files compiled into the program. Each file is a
//! [`Table`]; the rows have the types of [`rows`], and multi-word forms are looked up in
//! [`Phrases`].

mod files;
mod markup;
mod phrase;
pub mod rows;
mod table;
pub mod time;

pub use files::FILES;
pub use markup::{BylineWord, HINTS_MAX, Markup};
pub use phrase::{Phrases, fold, fold_alike};
pub use table::{Row, Table};

use document::Notice;
use rows::{
    Bound, CommitmentCue, Country, CreditPattern, Cue, CuePos, Dispute, FollowUpKind, Frame,
    FurnitureLine, Gender, Known, MeetingWord, NounKind, Number, Numeral, NumeralKind, Plover,
    Pronoun, WorldKind,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The words of one language, and the names of the world.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Cues by the lemma of their head word; the other words follow it.
    pub cues: HashMap<&'static str, Vec<Cue>>,
    /// Lines of page furniture.
    pub furniture: Vec<FurnitureLine>,
    /// Patterns of credit lines.
    pub credits: Vec<CreditPattern>,
    /// Titles and roles, with their kind.
    pub titles: Phrases<&'static str>,
    /// Heads and phrases of unnamed and collective speakers, with their kind.
    pub unnamed: Phrases<&'static str>,
    /// Nouns that stand for a publisher named before, and phrases for a report's own makers, with
    /// their kind.
    pub outlets: Phrases<&'static str>,
    /// Words for an occasion at which something is said to all who listen, with their kind.
    pub occasions: Phrases<&'static str>,
    /// Pronouns by lower-case form.
    pub pronouns: HashMap<&'static str, Pronoun>,
    /// Number words.
    pub numbers: HashMap<&'static str, f64>,
    /// Number words that count things, without ordinals.
    pub numerals: HashMap<&'static str, Numeral>,
    /// What stands before a number and bounds it, lower case.
    pub bounds: Phrases<Bound>,
    /// Units by sign or name, lower case, with their code: of money, and `%`.
    pub units: Phrases<&'static str>,
    /// Month names and abbreviations, lower case, to 1..=12.
    pub months: HashMap<&'static str, u32>,
    /// Weekday names and abbreviations, lower case, to 1..=7 (Monday first).
    pub weekdays: HashMap<&'static str, u32>,
    /// First names, lower case, with their gender where they show one.
    pub first_names: HashMap<String, Option<Gender>>,
    /// Short titles as written, with the full stop: "Sgt."
    pub short_titles: HashSet<&'static str>,
    /// Short forms of first names, lower case, to the full forms.
    pub nicknames: HashMap<String, Vec<String>>,
    /// Particles and suffixes of names, lower case, with their kind.
    pub particles: HashMap<String, &'static str>,
    /// Words for persons that show their gender, lower case.
    pub gendered: HashMap<&'static str, Gender>,
    /// Nouns that tell what a name beside them stands for, lower case, singular.
    pub kinds: HashMap<&'static str, NounKind>,
    /// Words for one role, lower case, to the word that stands for all of them.
    pub role_words: HashMap<&'static str, &'static str>,
    /// Words before a role that say how it stands, lower case, with their kind.
    pub role_marks: HashMap<&'static str, &'static str>,
    /// Posts of which one person has one at a time: a noun, alone or with a word that stands with
    /// it, lower case, to the group of posts that are one.
    pub posts: HashMap<&'static str, &'static str>,
    /// Determiners that point at something already named, lower case.
    pub definite: HashSet<&'static str>,
    /// Determiners of one or some of a kind: "a", "another".
    pub indefinite: HashSet<&'static str>,
    /// Those of them that point at what is at hand, lower case.
    pub near: HashSet<&'static str>,
    /// Determiners for two that were named before, lower case.
    pub pairs: HashSet<&'static str>,
    /// Prepositions whose objects are several of whom somebody is one, lower case.
    pub among: HashSet<&'static str>,
    /// Prepositions whose objects are what something is of, lower case.
    pub genitive: HashSet<&'static str>,
    /// Prepositions whose objects made or sent something, lower case.
    pub authors: HashSet<&'static str>,
    /// Prepositions whose objects are mostly places and times, lower case.
    pub locative: HashSet<&'static str>,
    /// Offices that govern a country, lower case, and words for any of them, with which it is.
    pub rulers: HashMap<&'static str, &'static str>,
    /// Prepositions whose objects are offices, lower case.
    pub role_preposition: HashSet<&'static str>,
    /// Prepositions of the bounds of a time, lower case: begin or end.
    pub time_bounds: HashMap<&'static str, &'static str>,
    /// Words that say of an office that it is over, lower case.
    pub past: HashSet<&'static str>,
    /// Words that negate, lower case.
    pub negation: HashSet<&'static str>,
    /// Verbs and nouns that bind, plan, hope for or ask for an action to come: by lemma and
    /// whether it is a verb.
    pub commitments: HashMap<(&'static str, bool), CommitmentCue>,
    /// Words that tell what became of a promise, with their kind.
    pub follow_ups: Phrases<FollowUpKind>,
    /// Words around what one says against another, by lemma and kind.
    pub disputes: HashSet<(&'static str, Dispute)>,
    /// Words that rule everything else out, lower case.
    pub exclusives: HashSet<&'static str>,
    /// Words that tie statements together, lower case: of which both hold where it joins two.
    pub connectives: HashMap<&'static str, &'static str>,
    /// Words that tell of people coming together, by lemma and part of speech.
    pub meetings: HashMap<(&'static str, &'static str), MeetingWord>,
    /// Nouns that name no subject of its own, by lemma.
    pub abstracts: HashSet<&'static str>,
    /// Nouns that stand, with an article alone, for what was told before, by lemma.
    pub shells: HashSet<&'static str>,
    /// Nouns that in the plural stand for parties named before, by lemma.
    pub groups: HashSet<&'static str>,
    /// Words that put an office into the past, lower case.
    pub former: HashSet<&'static str>,
    /// Words that open a condition, lower case.
    pub conditions: HashSet<&'static str>,
    /// Words that leave the clause under them open, with their kind: conjunctions, lemmas.
    pub suppositions: HashMap<&'static str, &'static str>,
    /// Conjunctions that open a question inside another clause.
    pub wondering: HashSet<&'static str>,
    /// Head nouns of who foresees and does not decide: analysts, critics.
    pub onlookers: HashSet<&'static str>,
    /// Nouns for what never speaks, by lemma.
    pub mutes: HashSet<&'static str>,
    /// Nouns for those who speak for the body named beside them, lower case.
    pub spokespersons: HashSet<&'static str>,
    /// Verbs for what nobody does at will, by lemma, with their kind.
    pub statives: HashMap<&'static str, &'static str>,
    /// Modal verbs by lemma, with what they make of a statement.
    pub modals: HashMap<&'static str, &'static str>,
    /// Words that hedge, lower case.
    pub hedges: HashSet<&'static str>,
    /// States and territories.
    pub countries: Vec<Country>,
    /// International bodies and other organizations.
    pub organizations: Vec<Known>,
    /// News agencies, newspapers, broadcasters and sites.
    pub publishers: Vec<Known>,
    /// Publisher names and their other forms, to the index in `publishers`.
    pub publisher_names: Phrases<usize>,
    /// Lower-case words that several publishers have in their names, with how many.
    publisher_words: HashMap<String, usize>,
    /// Cities by lower-case name.
    pub cities: HashSet<String>,
    /// Root codes of PLOVER.
    pub plover: Vec<Plover>,
    /// Lemmas of words that name political acts, with part of speech and root code.
    pub predicates: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    /// Verbs that name a political act whatever stands beside them, by lemma: whether also where
    /// nobody is said to do it.
    pub acts: HashMap<&'static str, bool>,
    /// Words that tell how an act was done: by lemma and part of speech, root code and mode.
    pub modes: HashMap<(&'static str, &'static str), Vec<(&'static str, &'static str)>>,
    /// Words that tell what an act was about, by lemma.
    pub contexts: HashMap<&'static str, &'static str>,
    /// Words of time expressions, by [`time::pieces`] with one space between them.
    pub time: Phrases<Vec<time::TimeWord>>,
    /// Names of countries, peoples, cities, bodies and publishers; the first file's kind stays.
    pub world: Phrases<WorldKind>,
    /// Month names of many languages, lower case, to 1..=12.
    pub month_names: HashMap<&'static str, u32>,
    /// Words around the names of writers, lower case.
    pub byline_words: HashMap<&'static str, Vec<BylineWord>>,
    /// What names in the markup of pages hint at.
    pub markup: Markup,
    /// What was wrong with the files.
    pub notices: Vec<Notice>,
    /// SHA-256 of all files, hexadecimal.
    pub hash: String,
}

/// The kind of speakers that are reports, papers and broadcasts, in `unnamed.tsv`.
pub const MEDIA: &str = "media";

/// The stance, in `cues.tsv`, of a word that only says that somebody speaks.
pub const NEUTRAL: &str = "neutral";

impl Lexicon {
    /// The English lexicon, loaded at the first call.
    pub fn english() -> &'static Lexicon {
        static ENGLISH: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);
        &ENGLISH
    }

    /// Whether a noun, by lemma, stands for a person: a title, a role, "official".
    pub fn is_person(&self, lemma: &str) -> bool {
        let lemma = lemma.to_lowercase();
        let unnamed = self.unnamed.get(&lemma);
        self.titles.get(&lemma).is_some() || unnamed.is_some_and(|kind| *kind != MEDIA)
    }

    /// Whether a preposition, lower case, leads to where something ends or goes: "to", "until".
    pub fn leads_to(&self, word: &str) -> bool {
        self.time_bounds.get(word) == Some(&"end")
    }

    /// Whether one leads from where something begins: "since".
    pub fn leads_from(&self, word: &str) -> bool {
        self.time_bounds.get(word) == Some(&"begin")
    }

    /// The publisher known by this name, acronym or domain.
    pub fn publisher(&self, name: &str) -> Option<&Known> {
        self.publisher_names.get(name).map(|&i| &self.publishers[i])
    }

    /// Whether a name is, or is built like, a publisher's: known, a domain, or with a word that
    /// several known publishers have in their names; the bare name of a city is not.
    pub fn is_like_publisher(&self, name: &str) -> bool {
        /// Fewest known publishers that share a word for it to mark others.
        const SHARED_MIN: usize = 3;
        let shared = |word: &str| {
            self.publisher_words.get(&word.to_lowercase()).is_some_and(|n| *n >= SHARED_MIN)
        };
        let marks = |word: &str| {
            word.chars().count() > 3 && word.starts_with(char::is_uppercase) && shared(word)
        };
        let is_city = || self.cities.contains(&name.to_lowercase());
        self.publisher(name).is_some() || !is_city() && name.split_whitespace().any(marks)
    }

    /// The country of this name, or of the people of this name.
    pub fn country(&self, name: &str) -> Option<&Country> {
        let named = |country: &&Country| {
            let names = country.alternatives.iter().chain(&country.demonyms);
            names.chain([&country.name]).any(|known| known.eq_ignore_ascii_case(name))
        };
        self.countries.iter().find(named)
    }

    /// Whether a lower-case word is a first name.
    pub fn is_first_name(&self, word: &str) -> bool {
        self.first_names.contains_key(word)
    }

    fn load() -> Lexicon {
        let mut lexicon = Lexicon::default();
        let mut hash = Sha256::new();
        let mut time = time::TimeWords::default();
        for &(name, content) in FILES {
            hash.update(content.as_bytes());
            let (table, notices) = Table::parse(name, content);
            lexicon.notices.extend(notices);
            lexicon.read(&table);
            table.rows().for_each(|row| time.read(name, &row));
        }
        lexicon.time = time.phrases();
        lexicon.index_world();
        lexicon.hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        lexicon
    }

    fn index_world(&mut self) {
        let world = &mut self.world;
        for country in &self.countries {
            let names = country.alternatives.iter().chain([&country.name]);
            names.for_each(|name| world.insert(name, WorldKind::Country));
            country.demonyms.iter().for_each(|name| world.insert(name, WorldKind::Demonym));
        }
        let mut cities: Vec<&String> = self.cities.iter().collect();
        cities.sort_unstable();
        cities.into_iter().for_each(|name| world.insert(name, WorldKind::City));
        let mut add = |bodies: &[Known], kind: WorldKind| {
            for body in bodies {
                let names = body.alternatives.iter().chain([&body.name]);
                names.for_each(|name| world.insert(name, kind));
            }
        };
        add(&self.organizations, WorldKind::Organization);
        add(&self.publishers, WorldKind::Publisher);
    }

    fn read(&mut self, table: &Table) {
        match table.name {
            "world/markup.tsv" => self.markup = Markup::read(table.rows()),
            "world/bylines.tsv" => {
                for row in table.rows() {
                    let kinds = self.byline_words.entry(row.get("form").trim_end_matches('.'));
                    let kinds = kinds.or_default();
                    kinds.extend(BylineWord::parse(row.get("kind")));
                }
            }
            _ => {}
        }
        for row in table.rows() {
            match table.name {
                "en/cues.tsv" => self.read_cue(&row),
                "en/furniture.tsv" => self.furniture.extend(rows::furniture_line(&row)),
                "en/credits.tsv" => self.credits.push(CreditPattern {
                    id: row.get("id"),
                    pattern: row.get("pattern"),
                    kind: row.get("kind"),
                }),
                "en/titles.tsv" => {
                    self.titles.insert(row.get("form"), row.get("kind"));
                    // A full stop after a short form is optional.
                    if !row.get("form").contains(' ') {
                        self.titles.insert(&format!("{}.", row.get("form")), row.get("kind"));
                    }
                }
                "en/unnamed.tsv" => self.unnamed.insert(row.get("form"), row.get("kind")),
                "en/occasions.tsv" => self.occasions.insert(row.get("form"), row.get("kind")),
                "en/outlets.tsv" => self.outlets.insert(row.get("form"), row.get("kind")),
                "en/pronouns.tsv" => {
                    self.pronouns.insert(row.get("form"), pronoun(&row));
                }
                "en/numbers.tsv" => self.read_number(&row),
                "en/commitments.tsv" => {
                    if let Some(cue) = CommitmentCue::parse(row.get("kind")) {
                        let key = (row.get("lemma"), row.get("pos") == "verb");
                        self.commitments.insert(key, cue);
                    }
                }
                "en/follow_ups.tsv" => {
                    let kind = FollowUpKind::parse(row.get("kind"));
                    kind.into_iter().for_each(|k| self.follow_ups.insert(row.get("form"), k));
                }
                "en/disputes.tsv" => {
                    let kind = Dispute::parse(row.get("kind"));
                    self.disputes.extend(kind.map(|kind| (row.get("lemma"), kind)));
                }
                "en/spokespersons.tsv" => self.spokespersons.extend([row.get("form")]),
                "en/mutes.tsv" => self.mutes.extend([row.get("form")]),
                "en/onlookers.tsv" => self.onlookers.extend([row.get("lemma")]),
                "en/exclusives.tsv" => {
                    self.exclusives.insert(row.get("form"));
                }
                "en/connectives.tsv" => {
                    self.connectives.insert(row.get("form"), row.get("kind"));
                }
                "en/meetings.tsv" => {
                    if let Some(kind) = MeetingWord::parse(row.get("kind")) {
                        self.meetings.insert((row.get("lemma"), row.get("pos")), kind);
                    }
                }
                "en/abstracts.tsv" => self.abstracts.extend([row.get("form")]),
                "en/shells.tsv" => self.shells.extend([row.get("form")]),
                "en/groups.tsv" => self.groups.extend([row.get("form")]),
                "en/former.tsv" => {
                    self.former.insert(row.get("form"));
                }
                "en/statives.tsv" => {
                    self.statives.insert(row.get("lemma"), row.get("kind"));
                }
                "en/bounds.tsv" => {
                    let bound = Bound::parse(row.get("bound"));
                    bound.into_iter().for_each(|b| self.bounds.insert(row.get("form"), b));
                }
                "en/units.tsv" => self.units.insert(row.get("form"), row.get("code")),
                "en/months.tsv" => read_ordinal(&mut self.months, &row, "month"),
                "world/months.tsv" => read_ordinal(&mut self.month_names, &row, "month"),
                "en/weekdays.tsv" => read_ordinal(&mut self.weekdays, &row, "weekday"),
                "en/gendered.tsv" => {
                    let gender = Gender::parse(row.get("gender"));
                    self.gendered.extend(gender.map(|g| (row.get("form"), g)));
                }
                "en/kinds.tsv" => {
                    let kind = NounKind::parse(row.get("kind"));
                    self.kinds.extend(kind.map(|kind| (row.get("form"), kind)));
                }
                "en/predicates.tsv" => {
                    let roots = row.list("roots", '|').map(|root| (row.get("pos"), root));
                    self.predicates.entry(row.get("lemma")).or_default().extend(roots);
                    if let alone @ ("active" | "passive") = row.get("alone") {
                        self.acts.insert(row.get("lemma"), alone == "passive");
                    }
                }
                "en/modes.tsv" => {
                    let key = (row.get("lemma"), row.get("pos"));
                    let mode = (row.get("code"), row.get("mode"));
                    self.modes.entry(key).or_default().push(mode);
                }
                "en/contexts.tsv" => {
                    self.contexts.insert(row.get("lemma"), row.get("context"));
                }
                "world/plover.tsv" => self.plover.push(Plover {
                    code: row.get("code"),
                    quad: row.get("quad").parse().unwrap_or(0),
                }),
                "en/prepositions.tsv" => match row.get("kind") {
                    "genitive" => {
                        self.genitive.insert(row.get("form"));
                    }
                    "locative" => {
                        self.locative.insert(row.get("form"));
                    }
                    "author" => {
                        self.authors.insert(row.get("form"));
                    }
                    "role" => {
                        self.role_preposition.insert(row.get("form"));
                    }
                    "among" => self.among.extend([row.get("form")]),
                    bound => {
                        self.time_bounds.insert(row.get("form"), bound);
                    }
                },
                "en/rulers.tsv" => {
                    self.rulers.insert(row.get("form"), row.get("kind"));
                }
                "en/past.tsv" => self.past.extend([row.get("form")]),
                "en/posts.tsv" => {
                    self.posts.insert(row.get("form"), row.get("group"));
                }
                "en/role_marks.tsv" => {
                    self.role_marks.insert(row.get("form"), row.get("kind"));
                }
                "en/role_words.tsv" => {
                    self.role_words.insert(row.get("form"), row.get("group"));
                }
                "en/determiners.tsv" => match row.get("kind") {
                    "definite" => {
                        self.definite.insert(row.get("form"));
                    }
                    "indefinite" => self.indefinite.extend([row.get("form")]),
                    "pair" => self.pairs.extend([row.get("form")]),
                    "near" => {
                        self.definite.insert(row.get("form"));
                        self.near.insert(row.get("form"));
                    }
                    _ => {}
                },
                "en/negation.tsv" => {
                    self.negation.insert(row.get("form"));
                }
                "en/suppositions.tsv" => {
                    self.suppositions.insert(row.get("form"), row.get("kind"));
                }
                "en/hedges.tsv" => {
                    self.hedges.insert(row.get("form"));
                    if row.get("kind") == "conditional" && row.get("pos") == "conjunction" {
                        self.conditions.insert(row.get("form"));
                    }
                    if row.get("kind") == "question" && row.get("pos") == "conjunction" {
                        self.wondering.insert(row.get("form"));
                    }
                    if row.get("pos") == "modal" {
                        self.modals.insert(row.get("form"), row.get("kind"));
                    }
                }
                "world/countries.tsv" => self.countries.push(country(&row)),
                "world/organizations.tsv" => self.organizations.push(known(&row)),
                "world/publishers.tsv" => self.read_publisher(&row),
                _ => self.read_name(table.name, &row),
            }
        }
    }

    /// Rows of the files about personal names and cities.
    fn read_name(&mut self, table: &str, row: &Row<'_>) {
        let form = row.get("form").to_lowercase();
        match table {
            "en/first_names.tsv" => {
                self.first_names.insert(form, Gender::parse(row.get("gender")));
            }
            "en/abbreviations.tsv" if row.get("kind") == "title" => {
                self.short_titles.insert(row.get("form"));
            }
            "en/nicknames.tsv" => {
                let full = row.list("full_forms", '|').map(str::to_lowercase);
                self.nicknames.entry(form).or_default().extend(full);
            }
            "en/particles.tsv" => {
                self.particles.insert(form, row.get("kind"));
            }
            "world/cities.tsv" => {
                self.cities.insert(row.get("name").to_lowercase());
                self.cities.extend(row.list("alternatives", '|').map(str::to_lowercase));
            }
            _ => {}
        }
    }

    fn read_cue(&mut self, row: &Row<'_>) {
        let pos = match row.get("pos") {
            "verb" => CuePos::Verb,
            "noun" => CuePos::Noun,
            "adj" => CuePos::Adjective,
            _ => CuePos::Preposition,
        };
        let lemma = row.get("lemma");
        let head = lemma.split(' ').next().unwrap_or(lemma);
        self.cues.entry(head).or_default().push(Cue {
            id: row.get("id"),
            lemma,
            pos,
            frames: row.list("frames", ',').filter_map(Frame::parse).collect(),
            stance: row.get("stance"),
        });
    }

    fn read_number(&mut self, row: &Row<'_>) {
        let Ok(value) = row.get("value").parse() else { return };
        self.numbers.insert(row.get("form"), value);
        if let Some(kind) = NumeralKind::parse(row.get("kind")) {
            self.numerals.insert(row.get("form"), Numeral { value, kind });
        }
    }

    fn read_publisher(&mut self, row: &Row<'_>) {
        let publisher = known(row);
        let index = self.publishers.len();
        self.publisher_names.insert(publisher.name, index);
        let mut words: Vec<_> = publisher.name.split_whitespace().map(str::to_lowercase).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            *self.publisher_words.entry(word).or_default() += 1;
        }
        for name in &publisher.alternatives {
            self.publisher_names.insert(name, index);
        }
        self.publishers.push(publisher);
    }
}

fn pronoun(row: &Row<'_>) -> Pronoun {
    let number = match row.get("number") {
        "singular" => Some(Number::Singular),
        "plural" => Some(Number::Plural),
        _ => None,
    };
    Pronoun {
        person: row.get("person").parse().unwrap_or(3),
        number,
        gender: Gender::parse(row.get("gender")),
        kind: row.get("kind"),
    }
}

fn read_ordinal(map: &mut HashMap<&'static str, u32>, row: &Row<'_>, column: &str) {
    if let Ok(value) = row.get(column).parse() {
        map.insert(row.get("form"), value);
    }
}

fn country(row: &Row<'_>) -> Country {
    Country {
        id: row.get("id"),
        name: row.get("name"),
        alternatives: row.list("alternatives", '|').collect(),
        demonyms: row.list("demonyms", '|').collect(),
        capital: row.get("capital"),
        seats: row.list("seats", '|').collect(),
        iso3: row.get("iso3"),
    }
}

fn known(row: &Row<'_>) -> Known {
    Known {
        id: row.get("id"),
        name: without_bracket(row.get("name")),
        alternatives: row.list("alternatives", '|').map(without_bracket).collect(),
        kind: row.get("kind"),
    }
}

/// A bracket after a name tells two bodies of one name apart and is not written in news.
fn without_bracket(name: &'static str) -> &'static str {
    name.split_once(" (").map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests;
