//! Going on with stories in another run: what of [`Clusters`] must be kept, and how it comes back.
//!
//! Kept are a profile for each document of a live story ([`Kept`]) and the counts of
//! [`Background`]; closed stories need nothing but their numbers. Stories gone on with are those
//! that would have come of one run, but for what repair would have done between.

use super::{Clusters, Join, Live};
use crate::join::{Group, Profile};
use crate::term::{Background, Words};
use std::sync::Arc;

/// A document of a live story.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The document's number.
    pub document: usize,
    /// Its story's number.
    pub story: usize,
    /// What the decisions know of it, from [`Clusters::profile`].
    pub profile: Vec<u8>,
}

impl Clusters {
    /// Goes on with stories. `documents` and `stories` are how many there have been, `kept` the
    /// live documents by number, `today` what [`Clusters::today`] was. A profile that cannot be
    /// read is left out: its story is found by its other documents.
    pub fn resume(
        join: Join,
        background: Background,
        (documents, stories): (usize, usize),
        today: Option<f32>,
        kept: Vec<Kept>,
    ) -> Clusters {
        let mut clusters = Clusters::new(join);
        clusters.background = background;
        clusters.documents = vec![Vec::new(); stories];
        for Kept { document, story, profile } in kept {
            if let Some(profile) = Profile::from_bytes(&profile).filter(|_| story < stories) {
                clusters.place(document, Arc::new(profile), story);
            }
        }
        clusters.live.values_mut().for_each(|live| live.changed = false);
        clusters.count = documents as u32;
        clusters.today = today.unwrap_or(f32::MIN);
        clusters
    }

    /// Adds a document to a story, whatever its words say; `None` if that story is closed.
    pub fn add_to(&mut self, words: &Words, day: Option<f32>, story: usize) -> Option<usize> {
        self.live.contains_key(&story).then(|| self.add_by(words, day, |_| Some(story)))
    }

    /// Adds a document to the story of a number, which is begun if it is not live.
    pub fn add_as(&mut self, words: &Words, day: Option<f32>, story: usize) {
        if self.documents.len() <= story {
            self.documents.resize(story + 1, Vec::new());
        }
        self.add_by(words, day, |_| Some(story));
    }

    /// Takes a document out of its story. Cost: linear in the story.
    pub fn remove(&mut self, document: usize, story: usize) {
        let Some(live) = self.live.remove(&story) else { return };
        live.group.members.iter().for_each(|member| self.unlist(member, story));
        let documents = std::mem::take(&mut self.documents[story]);
        for (number, profile) in documents.into_iter().zip(live.group.members) {
            if number != document {
                self.place(number, profile, story);
            }
        }
    }

    /// The profile of a document of a live story, as bytes.
    pub fn profile(&self, document: usize, story: usize) -> Option<Vec<u8>> {
        let Live { group: Group { members, .. }, .. } = self.live.get(&story)?;
        let place = self.documents[story].iter().position(|number| *number == document)?;
        Some(members.get(place)?.to_bytes())
    }

    /// How rare words are, as far as was read.
    pub fn background(&self) -> &Background {
        &self.background
    }

    /// The documents of the stories that were closed since this was last asked: nothing need be
    /// kept of them any more.
    pub fn take_closed(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.closed)
    }

    /// Whether documents may still join a story.
    pub fn is_live(&self, story: usize) -> bool {
        self.live.contains_key(&story)
    }

    /// The latest day of a document so far, in days since 1970.
    pub fn today(&self) -> Option<f32> {
        Some(self.today).filter(|day| *day > f32::MIN)
    }

    /// How many documents were added.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::tests::words;

    const REPORTS: [&str; 4] = [
        "Fire guts the Halden paper mill. Two workers were hurt when fire broke out at the Halden \
         paper mill near Orsk on Monday. Fire chief Anna Brandt said 40 firemen fought the flames.",
        "Senate of Varn rejects the fishing treaty. The Senate of Varn voted 31 to 19 against the \
         fishing treaty with Lowmark. Senator Piet Osk called the quota unfair.",
        "Halden paper mill burns. A fire at the Halden paper mill outside Orsk injured two workers \
         on Monday. Fire chief Anna Brandt sent 40 firemen to fight the flames.",
        "Varn senator defends the vote. Piet Osk said the Senate of Varn was right to reject the \
         fishing treaty with Lowmark, whose quota he called unfair.",
    ];

    /// Adds reports, kept and gone on with after each if so wished; gives the stories.
    fn stories(resumed: bool) -> Vec<usize> {
        let mut clusters = Clusters::new(Join::built_in().clone());
        let (mut stories, mut background) = (Vec::new(), Background::default());
        for report in REPORTS {
            let words = words(report);
            background.learn(&words);
            clusters.learn(&words);
            stories.push(clusters.add(&words, Some(9.0)));
            if resumed {
                let keep = |(document, &story): (usize, &usize)| {
                    let profile = clusters.profile(document, story)?;
                    Some(Kept { document, story, profile })
                };
                let kept = stories.iter().enumerate().filter_map(keep).collect();
                let counts = (clusters.len(), stories.iter().max().map_or(0, |most| most + 1));
                let (join, today) = (Join::built_in().clone(), clusters.today());
                clusters = Clusters::resume(join, background.clone(), counts, today, kept);
            }
        }
        stories
    }

    #[test]
    fn stories_gone_on_with_are_those_of_one_run() {
        assert_eq!(stories(false), [0, 1, 0, 1]);
        assert_eq!(stories(true), stories(false));
    }

    #[test]
    fn a_document_taken_out_is_no_longer_in_its_story() {
        let mut clusters = Clusters::new(Join::built_in().clone());
        let all = REPORTS.map(words);
        all.iter().for_each(|w| _ = clusters.add_by(w, Some(9.0), |_| Some(0)));
        [1, 3].iter().for_each(|document| clusters.remove(*document, 0));
        assert_eq!(clusters.documents(), [vec![0, 2]]);
        clusters.repair();
        assert_eq!(clusters.documents(), [vec![0, 2]]);
        [0, 2].iter().for_each(|document| clusters.remove(*document, 0));
        assert!(!clusters.is_live(0) && clusters.documents() == [vec![0; 0]]);
        assert_eq!(clusters.add_to(&all[0], None, 0), None, "a closed story");
        assert_eq!(clusters.add(&all[0], Some(9.0)), 1, "numbers are not used again");
    }
}
