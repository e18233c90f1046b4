//! [`Quotation`]s: who said what, in whose words.
//!
//! Built from two witnesses: the quotation marks ([`crate::quotation_mark`]) and the attributions
//! of the tree ([`crate::attribution`]). A content that lies in marks is direct, one that holds
//! marked words is mixed, any other is indirect. Marked words that no cue claims are a floating
//! quotation if they are a sentence, and else a title or a mere emphasis.

use crate::{
    attribution::{self, Attribution},
    coreference::Chain,
    mention::{EntityKind, Mention, MentionForm},
    quotation_mark::Quoted,
    syntax::Syntax,
};
use document::{Document, Evidence, Fact, RuleId, Span};
use language::labels::{dep, pos, tag};
use lexicon::{Lexicon, rows::Frame};
use std::ops::Range;

/// In whose words a content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotationKind {
    /// In the speaker's words throughout.
    Direct,
    /// In the reporter's words with some of the speaker's.
    Mixed,
    /// In the reporter's words.
    Indirect,
}

impl QuotationKind {
    /// The kind's name in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            QuotationKind::Direct => "direct",
            QuotationKind::Mixed => "mixed",
            QuotationKind::Indirect => "indirect",
        }
    }
}

/// Something said, written or held, with who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// In whose words.
    pub kind: QuotationKind,
    /// What was said: from its first to its last word, marks included. A cue may stand within.
    pub content: Span,
    /// The words inside quotation marks.
    pub verbatim: Vec<Span>,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// The words that say so.
    pub cue: Option<Span>,
    /// Through whom it came to the document, the nearest to the speaker first.
    pub via: Vec<Speaker>,
    /// The speaker's stance, by the cue; empty without one.
    pub stance: &'static str,
}

/// Who speaks, as the words say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The noun phrase or pronoun.
    pub span: Span,
    /// The chain of the person or body named, if it is one.
    pub chain: Option<usize>,
    /// For a speaker who is not named or who is many: which kind (`lexicon/en/unnamed.tsv`).
    pub unnamed: Option<&'static str>,
}

/// Fewest words in marks that stand for a quotation without a cue.
const FLOATING_WORDS_MIN: usize = 5;

/// What the quotations are found in.
pub struct Found<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its parse.
    pub syntax: &'a Syntax,
    /// Its mentions.
    pub mentions: &'a [Mention],
    /// Their chains.
    pub chains: &'a [Chain],
    /// Its quoted stretches.
    pub quoted: &'a [Quoted],
    /// The words of its language.
    pub lexicon: &'static Lexicon,
}

/// The quotations of a document, in text order.
pub fn find(found: &Found<'_>) -> Vec<Fact<Quotation>> {
    let mut claimed = vec![false; found.quoted.len()];
    let attributions = attribution::find(found.syntax, found.lexicon);
    let mut drafts: Vec<Draft> = Vec::new();
    // A cue outside all marks claims the marks around it before a cue inside them can.
    let inside = |a: &Attribution| found.quoted_at(a.head).is_some();
    for pass in [false, true] {
        for attribution in attributions.iter().filter(|a| inside(a) == pass) {
            drafts.extend(found.draft(attribution, &mut claimed));
        }
    }
    drafts.retain(|d| !found.is_superseded(d, &attributions));
    found.float(&mut drafts, &claimed);
    drafts.sort_by_key(|d| (d.quotation.content, d.quotation.cue));
    drafts.dedup_by(|b, a| a.quotation.content == b.quotation.content);
    found.chain_via(&mut drafts);
    drafts.into_iter().map(Draft::into_fact).collect()
}

/// A quotation in the making.
#[derive(Clone, Debug)]
struct Draft {
    quotation: Quotation,
    /// Tokens of the content.
    tokens: Range<usize>,
    /// Head of the cue.
    head: Option<usize>,
    passive: bool,
    rule: RuleId,
}

impl Draft {
    fn into_fact(self) -> Fact<Quotation> {
        let q = &self.quotation;
        let rest = q.speaker.iter().chain(&q.via).map(|s| s.span).chain(q.cue);
        let evidence = Evidence::of(q.content, rest.collect::<Vec<_>>());
        Fact { value: self.quotation, evidence, rule: self.rule }
    }
}

impl Found<'_> {
    fn words(&self, span: Span) -> &str {
        self.document.text.words(span)
    }

    /// The index of the quoted stretch around a token.
    fn quoted_at(&self, token: usize) -> Option<usize> {
        let start = self.syntax.parse.bytes(token).start;
        self.quoted.iter().position(|q| q.outer.range().contains(&start))
    }

    fn draft(&self, attribution: &Attribution, claimed: &mut [bool]) -> Option<Draft> {
        let (content, marks) = self.content(attribution, claimed)?;
        let verbatim: Vec<Span> = marks.iter().map(|&q| self.quoted[q].inner).collect();
        let kind = self.kind(content, &marks);
        if kind != QuotationKind::Indirect {
            for &q in &marks {
                claimed[q] = true;
            }
        }
        let speaker = attribution.speaker.map(|head| self.speaker(head));
        let quotation = Quotation {
            kind,
            content,
            verbatim,
            speaker: speaker.flatten().filter(|s| !content_holds(content, s, kind)),
            cue: self.syntax.span(attribution.words.clone()),
            via: Vec::new(),
            stance: attribution.cue.stance,
        };
        Some(Draft {
            quotation,
            tokens: self.syntax.tokens_of(content),
            head: Some(attribution.head),
            passive: attribution.passive,
            rule: RuleId::new(attribution.cue.id),
        })
    }

    /// The content of an attribution with the quoted stretches in it.
    fn content(&self, a: &Attribution, claimed: &[bool]) -> Option<(Span, Vec<usize>)> {
        let clause = a.content.clone().and_then(|tokens| self.syntax.span(tokens));
        let mut marks: Vec<usize> = match clause {
            Some(clause) => (0..self.quoted.len())
                .filter(|&q| self.quoted[q].inner.overlaps(clause) && !claimed[q])
                .filter(|&q| {
                    !self.quoted[q].outer.range().contains(&self.syntax.parse.bytes(a.head).start)
                })
                .collect(),
            None => Vec::new(),
        };
        if marks.is_empty() && a.cue.has(&Frame::Quote) {
            let adjacent = self.adjacent(a).filter(|&q| !claimed[q]);
            let shorter = |q: &usize| {
                clause.is_none_or(|c| c.range().len() < self.quoted[*q].inner.range().len())
            };
            marks.extend(adjacent.filter(shorter));
        }
        self.continue_marks(&mut marks, a, claimed);
        let covering = |q: &usize| self.quoted[*q].outer;
        let mut content = match (clause, marks.first()) {
            (Some(clause), Some(_)) if self.is_mostly_marked(clause, &marks) => covering(&marks[0]),
            (Some(clause), _) => clause,
            (None, Some(first)) => covering(first),
            (None, None) => return None,
        };
        for q in &marks {
            content = content.cover(covering(q))?;
        }
        let tokens = self.syntax.tokens_of(content);
        let trimmed = if marks.is_empty() { self.trim(tokens) } else { None };
        Some((trimmed.unwrap_or(content), marks))
    }

    /// An indirect content without the punctuation at its ends.
    fn trim(&self, mut tokens: Range<usize>) -> Option<Span> {
        while !tokens.is_empty() && self.syntax.is_punctuation(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && self.syntax.is_punctuation(tokens.end - 1) {
            tokens.end -= 1;
        }
        self.syntax.span(tokens)
    }

    fn is_mostly_marked(&self, clause: Span, marks: &[usize]) -> bool {
        self.marked_bytes(clause, marks) * 10 >= clause.range().len() * 7
    }

    fn marked_bytes(&self, span: Span, marks: &[usize]) -> usize {
        let overlap = |q: &usize| {
            let outer = self.quoted[*q].outer;
            outer.end().min(span.end()).saturating_sub(outer.start().max(span.start()))
        };
        marks.iter().map(overlap).sum()
    }

    /// The quoted stretch that stands next to a cue in its sentence, with no other verb between.
    fn adjacent(&self, a: &Attribution) -> Option<usize> {
        let sentence = self.syntax.span(self.syntax.sentence(a.head))?;
        let block = self.syntax.blocks[self.syntax.block_of(a.head)].0;
        let distance = |q: &Quoted| {
            let cue = self.syntax.parse.bytes(a.head).start;
            if q.outer.end() <= cue { cue - q.outer.end() } else { q.outer.start() - cue }
        };
        let reachable = |q: &&(usize, &Quoted)| {
            let q = q.1;
            let near = q.outer.overlaps(sentence)
                || (q.outer.end() <= sentence.start()
                    && self.is_gap(q.outer.end(), sentence.start()))
                || (sentence.end() <= q.outer.start()
                    && self.ends_with_colon(sentence)
                    && self.is_gap(sentence.end(), q.outer.start()));
            q.block == block
                && near
                && !q.outer.range().contains(&self.syntax.parse.bytes(a.head).start)
        };
        let candidates: Vec<(usize, &Quoted)> = self.quoted.iter().enumerate().collect();
        let near = candidates.iter().filter(reachable).min_by_key(|(_, q)| distance(q))?;
        let clause_like = self.words(near.1.inner).split_whitespace().count() > 1;
        let ended = self.words(near.1.inner).ends_with([',', '.', '!', '?', '…']);
        let comma = near.1.outer.end() <= self.syntax.parse.bytes(a.head).start
            && self.document.text.as_str()[near.1.outer.end()..].starts_with(',');
        let after_cue = near.1.outer.start() >= self.syntax.parse.bytes(a.head).start;
        (clause_like && (ended || comma || after_cue)).then_some(near.0)
    }

    fn is_gap(&self, from: usize, to: usize) -> bool {
        self.document.text.as_str().get(from..to).is_some_and(|gap| gap.trim().is_empty())
    }

    fn ends_with_colon(&self, span: Span) -> bool {
        self.words(span).ends_with(':')
    }

    /// Adds the stretches that go on with a quotation after its cue: in the same sentence, right
    /// after it, and in the following paragraphs if the marks say so.
    fn continue_marks(&self, marks: &mut Vec<usize>, a: &Attribution, claimed: &[bool]) {
        let Some(sentence) = self.syntax.span(self.syntax.sentence(a.head)) else { return };
        marks.sort_unstable();
        while let Some(&last) = marks.last() {
            let next = last + 1;
            let Some(q) = self.quoted.get(next).filter(|_| !claimed[next]) else { break };
            let before_cue = self.quoted[last].outer.end() <= self.syntax.parse.bytes(a.head).start;
            let speaks = a.cue.has(&Frame::Quote) && self.is_sentence_like(self.quoted[last].inner);
            let same_block = q.block == self.quoted[last].block;
            let after = before_cue
                && speaks
                && same_block
                && (q.outer.overlaps(sentence) || self.is_gap(sentence.end(), q.outer.start()))
                && q.outer.start() > self.syntax.parse.bytes(a.head).start
                && self.is_sentence_like(q.inner);
            if !(after || self.quoted[last].continues) {
                break;
            }
            marks.push(next);
        }
    }

    /// Whether marked words hold a finite verb or are long enough to be speech.
    fn is_sentence_like(&self, span: Span) -> bool {
        let tokens = self.syntax.tokens_of(span);
        let finite = |i: usize| {
            matches!(
                self.syntax.parse.tokens[i].tag,
                tag::VBD | tag::VBZ | tag::VBP | tag::MD | tag::VB
            )
        };
        let ended = self.words(span).ends_with(['.', '!', '?', '…', ',']);
        tokens.clone().any(finite) || (ended && tokens.len() >= FLOATING_WORDS_MIN)
    }

    fn kind(&self, content: Span, marks: &[usize]) -> QuotationKind {
        if marks.is_empty() {
            return QuotationKind::Indirect;
        }
        let first = self.quoted[marks[0]].outer;
        let last = self.quoted[marks[marks.len() - 1]].outer;
        let whole = first.start() <= content.start() && last.end() >= content.end();
        let speech = marks.iter().any(|&q| self.is_sentence_like(self.quoted[q].inner));
        if whole && (marks.len() > 1 || speech) {
            QuotationKind::Direct
        } else {
            QuotationKind::Mixed
        }
    }

    /// The speaker whose noun phrase has this head.
    fn speaker(&self, head: usize) -> Option<Speaker> {
        let token = &self.syntax.parse.tokens[head];
        let pronominal = matches!(token.tag, tag::WP | tag::WDT | tag::EX);
        if pronominal || (token.pos == pos::PRON && self.is_dummy(head)) {
            return None;
        }
        let phrase = self.syntax.coordinated_phrase(head);
        let named = self
            .mentions
            .iter()
            .filter(|m| m.tokens.contains(&head) || (m.head == head))
            .min_by_key(|m| (m.form, m.tokens.len()));
        let coordinated = phrase.len() > self.syntax.noun_phrase(head).len();
        let span = self.syntax.span(phrase.clone())?;
        let chain = named.filter(|_| !coordinated).map(|m| m.chain);
        let resolved = chain.filter(|&c| self.chains[c].name.is_some());
        let unnamed = if resolved.is_some() && named.is_some_and(|m| m.form == MentionForm::Name) {
            None
        } else {
            self.unnamed(phrase)
        };
        Some(Speaker { span, chain: resolved, unnamed })
    }

    /// "it", "there" and the like say nothing.
    fn is_dummy(&self, token: usize) -> bool {
        self.syntax.parse.tokens[token].dep == dep::EXPL
    }

    /// The kind of an unnamed or collective speaker, by the last words of the phrase that are one.
    fn unnamed(&self, phrase: Range<usize>) -> Option<&'static str> {
        phrase.clone().find_map(|start| {
            let words = (start..phrase.end).map(|i| self.syntax.word(i));
            let (n, kind) = self.lexicon.unnamed.longest(words)?;
            let whole =
                start + n == phrase.end || self.syntax.parse.tokens[start + n].pos == pos::ADP;
            whole.then_some(*kind)
        })
    }

    /// A cue inside "was quoted as saying" is part of the outer cue, not one of its own.
    fn is_superseded(&self, draft: &Draft, attributions: &[Attribution]) -> bool {
        let Some(head) = draft.head else { return false };
        attributions.iter().any(|a| a.head != head && a.words.contains(&head))
    }

    /// Quoted sentences that no cue claims: by the speaker of the quotation before them.
    fn float(&self, drafts: &mut Vec<Draft>, claimed: &[bool]) {
        for (i, quoted) in self.quoted.iter().enumerate().filter(|(i, _)| !claimed[*i]) {
            let inside = drafts.iter().any(|d| d.quotation.content.contains(quoted.inner));
            let n_words = self.words(quoted.inner).split_whitespace().count();
            if inside || n_words < FLOATING_WORDS_MIN || !self.is_sentence_like(quoted.inner) {
                continue;
            }
            let own_paragraph = self.stands_alone(quoted);
            let before = drafts
                .iter()
                .filter(|d| d.quotation.kind != QuotationKind::Indirect || own_paragraph)
                .filter(|d| d.quotation.content.end() <= quoted.outer.start())
                .max_by_key(|d| d.quotation.content.end());
            let near = before.filter(|d| {
                let block =
                    self.syntax.blocks.get(self.syntax.block_of(d.tokens.start)).map(|b| b.0);
                block.is_some_and(|b| b == quoted.block || (own_paragraph && b + 1 == quoted.block))
            });
            let speaker = near.and_then(|d| d.quotation.speaker.clone());
            if speaker.is_none() && !self.ends_own_sentence(quoted) {
                continue;
            }
            let rule = if i > 0 && self.quoted[i - 1].continues { "continued" } else { "floating" };
            drafts.push(Draft {
                tokens: self.syntax.tokens_of(quoted.outer),
                quotation: Quotation {
                    kind: QuotationKind::Direct,
                    content: quoted.outer,
                    verbatim: vec![quoted.inner],
                    speaker,
                    cue: None,
                    via: Vec::new(),
                    stance: "",
                },
                head: None,
                passive: false,
                rule: RuleId::new(format!("quotation/{rule}")),
            });
        }
    }

    fn stands_alone(&self, quoted: &Quoted) -> bool {
        self.document.blocks[quoted.block].span.start() == quoted.outer.start()
    }

    fn ends_own_sentence(&self, quoted: &Quoted) -> bool {
        let capital = self.words(quoted.inner).starts_with(char::is_uppercase);
        capital && self.words(quoted.inner).ends_with(['.', '!', '?', '…'])
    }

    /// Fills in through whom each quotation came: the speakers of the contents it lies in, and for
    /// a passive cue the publisher that reports in the same paragraph.
    fn chain_via(&self, drafts: &mut [Draft]) {
        let outer: Vec<(Range<usize>, Option<Speaker>)> =
            drafts.iter().map(|d| (d.tokens.clone(), d.quotation.speaker.clone())).collect();
        for (i, draft) in drafts.iter_mut().enumerate() {
            let Some(head) = draft.head else { continue };
            let mut around: Vec<&(Range<usize>, Option<Speaker>)> = outer
                .iter()
                .enumerate()
                .filter(|(j, (tokens, _))| *j != i && tokens.contains(&head))
                .map(|(_, outer)| outer)
                .collect();
            around.sort_by_key(|(tokens, _)| tokens.len());
            let via = around.iter().filter_map(|(_, speaker)| speaker.clone());
            draft.quotation.via =
                via.filter(|s| Some(s) != draft.quotation.speaker.as_ref()).collect();
            if draft.passive && draft.quotation.via.is_empty() {
                draft.quotation.via.extend(self.reporter(head, draft.quotation.speaker.as_ref()));
            }
        }
    }

    /// The publisher named last before a token in its paragraph.
    fn reporter(&self, token: usize, speaker: Option<&Speaker>) -> Option<Speaker> {
        let tokens = &self.syntax.blocks[self.syntax.block_of(token)].1;
        let publishes = |m: &&Mention| {
            m.kind == EntityKind::Organization
                && tokens.contains(&m.head)
                && m.head < token
                && self.lexicon.is_like_publisher(self.words(m.span))
        };
        let mention = self.mentions.iter().filter(publishes).next_back()?;
        let via = Speaker { span: mention.span, chain: Some(mention.chain), unnamed: None };
        (speaker.map(|s| s.span) != Some(via.span)).then_some(via)
    }
}

/// A speaker inside an indirect content is a misreading of the tree.
fn content_holds(content: Span, speaker: &Speaker, kind: QuotationKind) -> bool {
    kind == QuotationKind::Indirect && content.contains(speaker.span)
}
