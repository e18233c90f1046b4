//! What the rows of the lexicon files mean.

/// Grammatical gender, as far as words show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// He.
    Masculine,
    /// She.
    Feminine,
    /// It.
    Neuter,
}

impl Gender {
    /// The gender of this name; `None` for `any`.
    pub fn parse(name: &str) -> Option<Gender> {
        match name {
            "masculine" => Some(Gender::Masculine),
            "feminine" => Some(Gender::Feminine),
            "neuter" => Some(Gender::Neuter),
            _ => None,
        }
    }
}

/// Grammatical number, as far as words show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// A word that ties a speaker to a content (PARC: cue).
#[derive(Clone, Debug)]
pub struct Cue {
    /// The row's id.
    pub id: &'static str,
    /// Words of the cue, lemmas, the head first or alone.
    pub lemma: &'static str,
    /// Part of speech of the head.
    pub pos: CuePos,
    /// How speaker and content attach.
    pub frames: Vec<Frame>,
    /// The speaker's stance to the content.
    pub stance: &'static str,
}

impl Cue {
    /// Whether the cue allows this frame.
    pub fn has(&self, frame: &Frame) -> bool {
        self.frames.contains(frame)
    }
}

/// What a word does where one says something against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dispute {
    /// A verb whose subject answers for a number.
    Reckoning,
    /// A noun for what somebody tells or keeps.
    Account,
    /// A noun that stands for a number told before.
    Figure,
    /// A verb that says that what was told is not so.
    Denial,
    /// A noun for what was told.
    Allegation,
    /// A verb that with a pronoun as object stands for a deed told before.
    Deed,
    /// A word that points back at a thing told before.
    Such,
    /// A pronoun that stands for no person.
    Thing,
    /// A word that says with a verb of telling that it was not as told before.
    Otherwise,
    /// A word that says of what was not done that it may come.
    Unfinished,
}

impl Dispute {
    /// The kind by its name in `lexicon/en/disputes.tsv`.
    pub fn parse(name: &str) -> Option<Dispute> {
        Some(match name {
            "reckoning" => Dispute::Reckoning,
            "account" => Dispute::Account,
            "figure" => Dispute::Figure,
            "denial" => Dispute::Denial,
            "allegation" => Dispute::Allegation,
            "deed" => Dispute::Deed,
            "such" => Dispute::Such,
            "thing" => Dispute::Thing,
            "otherwise" => Dispute::Otherwise,
            "unfinished" => Dispute::Unfinished,
            _ => return None,
        })
    }
}

/// Part of speech of a cue's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CuePos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
    /// A preposition or prepositional phrase.
    Preposition,
}

/// How a cue attaches its content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frame {
    /// A finite clause.
    Clause,
    /// Words in quotation marks.
    Quote,
    /// A hearer may stand between cue and content.
    Hearer,
    /// The noun object.
    Object,
    /// The object of this preposition.
    Preposition(&'static str),
    /// An infinitive.
    Infinitive,
    /// A gerund.
    Gerund,
    /// What something is said to be.
    As,
    /// What a noun is complemented by.
    Noun,
    /// The rest of the sentence, as with "according to".
    According,
    /// A body that does it is mostly a publisher.
    Press,
    /// With no more than a noun or an infinitive it is done rather than said: "signed the treaty".
    Act,
    /// It goes on in somebody and is not said: "knew".
    State,
    /// Things do it too, which say nothing: "the fall suggests a slump".
    Thing,
}

impl Frame {
    /// The frame of this name.
    pub fn parse(name: &'static str) -> Option<Frame> {
        Some(match name {
            "clause" => Frame::Clause,
            "quote" => Frame::Quote,
            "hearer" => Frame::Hearer,
            "np" => Frame::Object,
            "inf" => Frame::Infinitive,
            "gerund" => Frame::Gerund,
            "as" => Frame::As,
            "noun" => Frame::Noun,
            "according" => Frame::According,
            "press" => Frame::Press,
            "act" => Frame::Act,
            "state" => Frame::State,
            "thing" => Frame::Thing,
            other => Frame::Preposition(other.strip_prefix("pp:")?),
        })
    }
}

/// How a furniture row is compared with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LineMatch {
    /// The whole line.
    Whole,
    /// The line's beginning.
    Start,
    /// Any place in the line.
    Anywhere,
    /// The beginning of a line that ends no sentence.
    OpenStart,
    /// The beginning of a sentence of a line at the top or bottom of its page.
    EdgeStart,
    /// The words before the colon, or those that open them, of such a line or of one that ends
    /// no sentence.
    EdgeLabel,
    /// Any place in such a line that ends no sentence.
    Edge,
}

/// A line, or part of one, that is page furniture.
#[derive(Clone, Debug)]
pub struct FurnitureLine {
    /// The row's id.
    pub id: &'static str,
    /// Lower-case words.
    pub form: &'static str,
    /// How the form is compared.
    pub matches: LineMatch,
    /// The reason's name.
    pub reason: &'static str,
}

/// The pattern of a credit line, with slots in braces.
#[derive(Clone, Debug)]
pub struct CreditPattern {
    /// The row's id.
    pub id: &'static str,
    /// Words and slots.
    pub pattern: &'static str,
    /// The credit form's name.
    pub kind: &'static str,
}

/// A pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// 1, 2 or 3.
    pub person: u8,
    /// Number; `None` if it may be either.
    pub number: Option<Number>,
    /// Gender; `None` if it may be any.
    pub gender: Option<Gender>,
    /// The kind's name: personal, possessive, reflexive, relative, demonstrative, …
    pub kind: &'static str,
}

/// A state or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// The row's id.
    pub id: &'static str,
    /// Name most used.
    pub name: &'static str,
    /// Other names.
    pub alternatives: Vec<&'static str>,
    /// Words for its people and things.
    pub demonyms: Vec<&'static str>,
    /// Capital.
    pub capital: &'static str,
    /// Seats of power that stand for its government.
    pub seats: Vec<&'static str>,
    /// ISO 3166 alpha-3.
    pub iso3: &'static str,
}

/// What a name of the world stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorldKind {
    /// A state or territory.
    Country,
    /// A people, or a thing of a country.
    Demonym,
    /// A city or town.
    City,
    /// A body.
    Organization,
    /// A news agency, newspaper, broadcaster or site.
    Publisher,
}

/// What a noun beside a name, or at its end, says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NounKind {
    /// A body of persons.
    Body,
    /// A body whose name may end with the noun in small letters: "Vale hospital".
    Institution,
    /// A body of a state, beside which the state's name stands: "Vale's army".
    State,
    /// A news agency, newspaper, broadcaster or site.
    Publisher,
    /// A place.
    Place,
    /// A ship, train or aircraft.
    Vessel,
    /// A law, programme, rite or other thing that is no body and no place.
    Thing,
    /// A storm, which is called by a person's name: "Hurricane Vale".
    Storm,
}

impl NounKind {
    /// The kind of this name.
    pub fn parse(name: &str) -> Option<NounKind> {
        Some(match name {
            "body" => NounKind::Body,
            "institution" => NounKind::Institution,
            "state" => NounKind::State,
            "publisher" => NounKind::Publisher,
            "place" => NounKind::Place,
            "vessel" => NounKind::Vessel,
            "thing" => NounKind::Thing,
            "storm" => NounKind::Storm,
            _ => return None,
        })
    }

    /// Whether it is a body of persons.
    pub fn is_body(self) -> bool {
        !matches!(self, NounKind::Place | NounKind::Vessel | NounKind::Thing | NounKind::Storm)
    }
}

/// A body or publisher known by name.
#[derive(Clone, Debug)]
pub struct Known {
    /// The row's id.
    pub id: &'static str,
    /// Name most used.
    pub name: &'static str,
    /// Other names, acronyms and domains.
    pub alternatives: Vec<&'static str>,
    /// The kind's name.
    pub kind: &'static str,
}

/// A number word that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// Its value.
    pub value: f64,
    /// How it goes together with others.
    pub kind: NumeralKind,
}

/// How a number word goes together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumeralKind {
    /// "seven".
    Cardinal,
    /// "million".
    Multiplier,
    /// "millions", "dozens".
    Plural,
    /// "bn", written against a figure.
    Suffix,
    /// "half".
    Fraction,
    /// "both", "pair".
    Group,
}

impl NumeralKind {
    /// The kind by its name in `lexicon/en/numbers.tsv`; `None` for those that do not count.
    pub fn parse(name: &str) -> Option<NumeralKind> {
        Some(match name {
            "cardinal" => NumeralKind::Cardinal,
            "multiplier" => NumeralKind::Multiplier,
            "plural-multiplier" => NumeralKind::Plural,
            "suffix" => NumeralKind::Suffix,
            "fraction" => NumeralKind::Fraction,
            "group" => NumeralKind::Group,
            _ => return None,
        })
    }
}

/// How the words around a number bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// As written.
    Exact,
    /// "about".
    About,
    /// "nearly": a little less.
    Below,
    /// "at least", "more than".
    AtLeast,
    /// "up to", "fewer than".
    AtMost,
}

impl Bound {
    /// The bound by its name in `lexicon/en/bounds.tsv`.
    pub fn parse(name: &str) -> Option<Bound> {
        Some(match name {
            "about" => Bound::About,
            "below" => Bound::Below,
            "at-least" => Bound::AtLeast,
            "at-most" => Bound::AtMost,
            _ => return None,
        })
    }
}

/// How a word stands to an action to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommitmentCue {
    /// Binds the speaker.
    Promise,
    /// Several bind themselves, or a body decides.
    Agree,
    /// Binds if taken up.
    Offer,
    /// Would harm another if not heeded.
    Threat,
    /// Binds those under the speaker.
    Order,
    /// Is meant to be done.
    Plan,
    /// Is set for a day, by whom is not said.
    Arrange,
    /// Is wished for.
    Hope,
    /// Is thought of.
    Weigh,
    /// Is being tried.
    Try,
    /// Is foreseen.
    Expect,
    /// Is asked of others.
    Demand,
    /// Will not be done.
    Refuse,
}

impl CommitmentCue {
    /// The kind by its name in `lexicon/en/commitments.tsv`.
    pub fn parse(name: &str) -> Option<CommitmentCue> {
        Some(match name {
            "promise" => CommitmentCue::Promise,
            "agree" => CommitmentCue::Agree,
            "offer" => CommitmentCue::Offer,
            "threat" => CommitmentCue::Threat,
            "order" => CommitmentCue::Order,
            "plan" => CommitmentCue::Plan,
            "arrange" => CommitmentCue::Arrange,
            "hope" => CommitmentCue::Hope,
            "weigh" => CommitmentCue::Weigh,
            "try" => CommitmentCue::Try,
            "expect" => CommitmentCue::Expect,
            "demand" => CommitmentCue::Demand,
            "refuse" => CommitmentCue::Refuse,
            _ => return None,
        })
    }
}

/// What a word tells of people coming together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MeetingWord {
    /// They met.
    Meeting,
    /// They spoke over a distance.
    Call,
    /// One went to the other.
    Visit,
    /// They quarrelled.
    Clash,
    /// They speak with each other, at no particular time.
    Talk,
    /// An adjective of a meeting that is to come, or a noun of one that is only thought of.
    Ahead,
    /// A verb or preposition before what was discussed.
    About,
    /// A verb between a delegation and who was in it.
    Member,
    /// A preposition before what is over: "after".
    Over,
    /// They traded words: a quarrel, if it was heated.
    Exchange,
    /// An adjective that makes an exchange a quarrel.
    Heated,
    /// A noun before, or a preposition behind, a word that then names no meeting.
    Else,
}

impl MeetingWord {
    /// The kind by its name in `lexicon/en/meetings.tsv`.
    pub fn parse(name: &str) -> Option<MeetingWord> {
        Some(match name {
            "meeting" => MeetingWord::Meeting,
            "call" => MeetingWord::Call,
            "visit" => MeetingWord::Visit,
            "clash" => MeetingWord::Clash,
            "talk" => MeetingWord::Talk,
            "ahead" => MeetingWord::Ahead,
            "about" => MeetingWord::About,
            "member" => MeetingWord::Member,
            "over" => MeetingWord::Over,
            "exchange" => MeetingWord::Exchange,
            "heated" => MeetingWord::Heated,
            "else" => MeetingWord::Else,
            _ => return None,
        })
    }

    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            MeetingWord::Meeting => "meeting",
            MeetingWord::Call => "call",
            MeetingWord::Visit => "visit",
            MeetingWord::Clash => "clash",
            MeetingWord::Talk => "talk",
            MeetingWord::Ahead => "ahead",
            MeetingWord::About => "about",
            MeetingWord::Member => "member",
            MeetingWord::Over => "over",
            MeetingWord::Exchange => "exchange",
            MeetingWord::Heated => "heated",
            MeetingWord::Else => "else",
        }
    }

    /// Whether it names a particular coming together.
    pub fn is_meeting(self) -> bool {
        matches!(
            self,
            MeetingWord::Meeting | MeetingWord::Call | MeetingWord::Visit | MeetingWord::Clash
        )
    }
}

/// What became of a promise, as a word tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FollowUpKind {
    /// It was carried out.
    Done,
    /// It was not.
    Undone,
    /// It was put off.
    Late,
    /// It was taken back.
    Withdrawn,
    /// It is under way.
    Begun,
}

impl FollowUpKind {
    /// The kind by its name in `lexicon/en/follow_ups.tsv`.
    pub fn parse(name: &str) -> Option<FollowUpKind> {
        Some(match name {
            "done" => FollowUpKind::Done,
            "undone" => FollowUpKind::Undone,
            "late" => FollowUpKind::Late,
            "withdrawn" => FollowUpKind::Withdrawn,
            "begun" => FollowUpKind::Begun,
            _ => return None,
        })
    }
}

/// A root code of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plover {
    /// The code.
    pub code: &'static str,
    /// Quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    pub quad: u8,
}

/// A row of `lexicon/en/furniture.tsv`.
pub(crate) fn furniture_line(row: &crate::table::Row<'_>) -> Option<FurnitureLine> {
    let matches = match row.get("match") {
        "whole" => LineMatch::Whole,
        "start" => LineMatch::Start,
        "anywhere" => LineMatch::Anywhere,
        "open-start" => LineMatch::OpenStart,
        "edge-start" => LineMatch::EdgeStart,
        "edge-label" => LineMatch::EdgeLabel,
        "edge" => LineMatch::Edge,
        _ => return None,
    };
    let (id, form, reason) = (row.get("id"), row.get("form"), row.get("reason"));
    Some(FurnitureLine { id, form, matches, reason })
}
