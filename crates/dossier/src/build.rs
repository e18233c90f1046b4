//! From a story to a dossier: spans become citations, indices become ids.

mod claim;
mod commitment;
mod conflict;
mod matrix;
mod meeting;
mod question;
mod quotation;
mod speech;
mod timeline;
mod track;
mod window;

use crate::{
    BasisRecord, BlockRecord, Cite, CreditRecord, DeedRecord, DerivationRecord, DocumentRecord,
    Dossier, EntityRecord, FORMAT_VERSION, ItemPartRecord, MadeBy, NoticeRecord, OriginRecord,
    PassageRecord, QuotationRecord, RoleRecord, StoryRecord, VariantRecord,
};
use document::{BlockKind, CreditForm, DocId, Document, Evidence, Fact, Notice, Span, short_hash};
use std::collections::BTreeMap;
use story::{Lineage, Story};

/// What made the story, for [`MadeBy`].
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Name of the language model.
    pub model: String,
    /// SHA-256 of the language model.
    pub model_hash: String,
    /// SHA-256 of the lexicon.
    pub lexicon_hash: String,
}

/// The dossier of the stories of a pile. `notices` are those of ingest and weaving; the analyses'
/// own are added.
pub fn present(stories: &[Story], notices: &[Notice], made_by: &Provenance) -> Dossier {
    let ids = Document::ids(stories.iter().flat_map(|s| &s.reports).map(|r| &r.document));
    let mut dossier = Dossier {
        version: FORMAT_VERSION.to_string(),
        made_by: MadeBy {
            secondsource: made_by.version.clone(),
            model: made_by.model.clone(),
            model_hash: made_by.model_hash.clone(),
            lexicon_hash: made_by.lexicon_hash.clone(),
        },
        ..Dossier::default()
    };
    let mut entity_ids = BTreeMap::new();
    for story in stories {
        dossier.extend(Builder::new(story, &ids, &mut entity_ids).dossier());
    }
    dossier.notices.extend(notices.iter().map(|notice| placed(notice, stories, &ids)));
    dossier.notices.sort_by(|a, b| {
        (&a.place, a.start, &a.code, &a.message).cmp(&(&b.place, b.start, &b.code, &b.message))
    });
    dossier
}

/// A notice, with the place in the document that it is about.
fn placed(notice: &Notice, stories: &[Story], ids: &BTreeMap<DocId, String>) -> NoticeRecord {
    let place = notice.span.and_then(|span| {
        let story = stories.iter().find(|s| s.report_of(span.doc()).is_some())?;
        let document = &story.reports[story.report_of(span.doc())?].document;
        Some((ids[&document.id].clone(), document.text.code_points(span)))
    });
    NoticeRecord {
        code: notice.code.to_string(),
        message: notice.message.clone(),
        place: notice.place.clone(),
        start: place.as_ref().map(|(_, range)| range.start),
        end: place.as_ref().map(|(_, range)| range.end),
        document: place.map(|(id, _)| id),
    }
}

struct Builder<'s> {
    story: &'s Story,
    /// By report: its id in the dossier.
    ids: Vec<String>,
    /// By entity: its id in the dossier.
    entity_ids: Vec<String>,
}

impl<'s> Builder<'s> {
    fn new(
        story: &'s Story,
        ids: &BTreeMap<DocId, String>,
        taken: &mut BTreeMap<String, usize>,
    ) -> Builder<'s> {
        let ids = story.reports.iter().map(|r| ids[&r.document.id].clone()).collect();
        let entity_ids = story.entities.iter().map(|entity| {
            let hash = short_hash(&["entity", entity.kind.as_str(), &entity.name]);
            let id = format!("entity:{:08x}", hash as u32);
            let nth = taken.entry(id.clone()).or_default();
            *nth += 1;
            if *nth == 1 { id } else { format!("{id}-{nth}") }
        });
        let entity_ids = entity_ids.collect();
        Builder { story, ids, entity_ids }
    }

    /// What the story adds to the dossier of its pile.
    fn dossier(&self) -> Dossier {
        let mut quotations = self.quotations();
        let quotation_variants = self.speeches(&mut quotations);
        Dossier {
            documents: (0..self.story.reports.len()).map(|i| self.document(i)).collect(),
            stories: self.stories(),
            entities: self.entities(&quotations),
            quotations,
            quotation_variants,
            origins: self.origins(),
            claims: self.claims(),
            conflicts: self.conflicts(),
            commitments: self.commitments(),
            intentions: self.intentions(),
            timeline: self.timeline(),
            derivations: self.derivations(),
            notices: self.notices(),
            ..Dossier::default()
        }
    }

    fn cite(&self, span: Span) -> Cite {
        let report = self.story.report_of(span.doc()).expect("a span of the story's documents");
        let text = &self.story.reports[report].document.text;
        let range = text.code_points(span);
        Cite {
            document: self.ids[report].clone(),
            start: range.start,
            end: range.end,
            exact: text.words(span).to_string(),
        }
    }

    fn cites(&self, evidence: &Evidence) -> Vec<Cite> {
        evidence.spans().iter().map(|&span| self.cite(span)).collect()
    }

    /// The publisher of a report, as it came or as its byline has it.
    fn publisher(&self, i: usize) -> Option<String> {
        let d = &self.story.reports[i].document;
        let byline = || d.credits.iter().find(|c| c.value.form == CreditForm::Byline);
        let named = || Some(d.text.words(*byline()?.value.publishers.first()?).to_string());
        d.metadata.publisher.clone().or_else(named)
    }

    fn document(&self, i: usize) -> DocumentRecord {
        let d = &self.story.reports[i].document;
        let (meta, text) = (&d.metadata, &d.text);
        let words = |spans: &[Span]| -> Vec<String> {
            spans.iter().map(|s| text.words(*s).to_string()).collect()
        };
        let byline = d.credits.iter().find(|c| c.value.form == CreditForm::Byline);
        let authors = match byline {
            Some(byline) if meta.authors.is_empty() => words(&byline.value.persons),
            _ => meta.authors.clone(),
        };
        let credit = |c: &Fact<document::Credit>| CreditRecord {
            publisher: words(&c.value.publishers).into_iter().next(),
            publishers: words(&c.value.publishers),
            persons: words(&c.value.persons),
            form: c.value.form.as_str().to_string(),
            evidence: self.cites(&c.evidence),
        };
        DocumentRecord {
            id: self.ids[i].clone(),
            path: d.path.clone(),
            sha256: d.sha256.clone(),
            url: meta.url.clone(),
            title: d.headline().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ")),
            publisher: self.publisher(i),
            authors,
            published: meta.published.clone(),
            window: self.window(i),
            updated: meta.updated.clone(),
            language: meta.language.clone(),
            text: text.as_str().to_string(),
            blocks: d.blocks.iter().map(|b| block(d, b)).collect(),
            items: d.items.iter().map(|item| item_parts(d, item)).collect(),
            credits: d.credits.iter().map(credit).collect(),
        }
    }

    /// The story itself.
    fn stories(&self) -> Vec<StoryRecord> {
        let reports = &self.story.reports;
        let digest: Vec<_> = self.story.digest.iter().map(|line| self.digest_line(line)).collect();
        let headline = self.central().and_then(|i| reports[i].document.headline());
        let title = headline.or_else(|| digest.first().map(|line| line.text.as_str()));
        let title = title.unwrap_or_default();
        let documents = self.ids.clone();
        let parts: Vec<&str> = documents.iter().map(String::as_str).collect();
        let id = format!("story:{:08x}", short_hash(&parts) as u32);
        let story = StoryRecord {
            id,
            title: title.trim().to_string(),
            documents,
            digest,
            phrased: None,
            cards: self.cards(),
            questions: self.questions(),
            matrix: self.matrix(),
            tracks: self.tracks(),
            meetings: self.meetings(),
        };
        if reports.is_empty() { Vec::new() } else { vec![story] }
    }

    /// The report with a headline that shares most entities with others; bundles come last.
    fn central(&self) -> Option<usize> {
        let shared = |i: usize| {
            let entities = self.story.entities.iter().filter(|e| {
                e.first_named.len() > 1 && e.chains.iter().any(|(report, _)| *report == i)
            });
            entities.count()
        };
        let titled =
            (0..self.ids.len()).filter(|&i| self.story.reports[i].document.headline().is_some());
        titled.max_by_key(|&i| {
            let single = self.story.reports[i].document.items.is_empty();
            (single, shared(i), std::cmp::Reverse(i))
        })
    }

    fn entities(&self, quotations: &[QuotationRecord]) -> Vec<EntityRecord> {
        let documents = |reports: &std::collections::BTreeSet<usize>| -> Vec<String> {
            reports.iter().map(|&r| self.ids[r].clone()).collect()
        };
        let mut said: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for quotation in quotations.iter().filter(|q| !q.is_doubtful()) {
            let speaker = quotation.speaker.as_ref().and_then(|s| s.entity.as_deref());
            if let Some(speaker) = speaker {
                said.entry(speaker).or_default().push(quotation.id.clone());
            }
        }
        let record = |(i, entity): (usize, &story::Entity)| {
            let id = &self.entity_ids[i];
            EntityRecord {
                id: id.clone(),
                kind: entity.kind.as_str().to_string(),
                name: entity.name.clone(),
                variants: entity
                    .variants
                    .iter()
                    .map(|v| VariantRecord {
                        text: v.text.clone(),
                        documents: documents(&v.reports),
                        count: v.count,
                    })
                    .collect(),
                roles: entity
                    .roles
                    .iter()
                    .map(|r| RoleRecord {
                        title: r.value.title.clone(),
                        from: r.value.from.clone(),
                        to: r.value.to.clone(),
                        evidence: self.cites(&r.evidence),
                    })
                    .collect(),
                names: entity.n_names,
                quotations: said.get(id.as_str()).cloned().unwrap_or_default(),
                deeds: entity.deeds.iter().map(|deed| self.deed(deed)).collect(),
                evidence: entity.first_named.iter().map(|&s| self.cite(s)).collect(),
            }
        };
        self.story.entities.iter().enumerate().map(record).collect()
    }

    fn deed(&self, deed: &Fact<story::Deed>) -> DeedRecord {
        DeedRecord {
            what: deed.value.what.clone(),
            when: deed.value.when.clone(),
            realis: deed.value.realis.as_str().to_string(),
            evidence: self.cites(&deed.evidence),
        }
    }

    /// By origin: its id in the dossier.
    fn origin_ids(&self) -> Vec<String> {
        let id = |(i, origin): (usize, &story::Origin)| {
            let documents = origin.reports.iter().map(|&r| self.ids[r].as_str());
            let mut parts: Vec<&str> = documents.collect();
            parts.extend(origin.publisher.as_deref());
            let nth = i.to_string();
            if parts.is_empty() {
                parts.push(&nth);
            }
            format!("origin:{:08x}", short_hash(&parts) as u32)
        };
        self.story.origins.list.iter().enumerate().map(id).collect()
    }

    fn origins(&self) -> Vec<OriginRecord> {
        let ids = |reports: &[usize]| reports.iter().map(|&r| self.ids[r].clone()).collect();
        let record = |(id, origin): (String, &story::Origin)| {
            let documents: Vec<String> = ids(&origin.reports);
            let basis = |b: &story::Basis| BasisRecord {
                kind: b.kind.as_str().to_string(),
                document: self.ids[b.report].clone(),
                evidence: b.spans.iter().map(|&s| self.cite(s)).collect(),
            };
            OriginRecord {
                id,
                publisher: origin.publisher.clone(),
                lineage: match origin.lineage {
                    Lineage::Known => "known",
                    Lineage::Unknown => "unknown",
                }
                .to_string(),
                basis: origin.basis.iter().map(basis).collect(),
                also: ids(&origin.also),
                documents,
            }
        };
        self.origin_ids().into_iter().zip(&self.story.origins.list).map(record).collect()
    }

    fn derivations(&self) -> Vec<DerivationRecord> {
        let passage = |(here, there): &(Span, Span)| PassageRecord {
            here: self.cite(*here),
            there: self.cite(*there),
        };
        let record = |d: &story::Derivation| DerivationRecord {
            document: self.ids[d.report].clone(),
            from: self.ids[d.from].clone(),
            kind: d.kind.as_str().to_string(),
            direction: if d.is_directed { "known" } else { "unknown" }.to_string(),
            passages: d.passages.iter().map(passage).collect(),
        };
        self.story.origins.derivations.iter().map(record).collect()
    }

    fn notices(&self) -> Vec<NoticeRecord> {
        let record = |notice: &Notice| {
            let cite = notice.span.map(|span| self.cite(span));
            NoticeRecord {
                code: notice.code.to_string(),
                message: notice.message.clone(),
                place: notice.place.clone(),
                document: cite.as_ref().map(|c| c.document.clone()),
                start: cite.as_ref().map(|c| c.start),
                end: cite.as_ref().map(|c| c.end),
            }
        };
        let of_reports = self.story.reports.iter().flat_map(|r| &r.analysis.notices);
        of_reports.chain(&self.story.notices).map(record).collect()
    }
}

fn block(document: &Document, block: &document::Block) -> BlockRecord {
    let range = document.text.code_points(block.span);
    let reason = match block.kind {
        BlockKind::Furniture(reason) => Some(reason.as_str().to_string()),
        _ => None,
    };
    let kind = block.kind.as_str().to_string();
    BlockRecord { kind, reason, start: range.start, end: range.end }
}

fn item_parts(document: &Document, item: &document::Item) -> Vec<ItemPartRecord> {
    let part = |part: &document::ItemPart| {
        let range = document.text.code_points(part.span);
        ItemPartRecord { role: part.role.as_str().to_string(), start: range.start, end: range.end }
    };
    item.parts.iter().map(part).collect()
}
