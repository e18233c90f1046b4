//! Why passages are one claim, and to whose origins they count.

use super::{Found, told};
use dossier::page::harmless;
use lexicon::Lexicon;

pub(super) fn explained(found: &Found<'_>) -> Option<String> {
    let record = &found.record.claims[found.nth];
    let (story, claim) = found.of_story(|story| &story.claims)?;
    let rule = claim.claim.rule.as_str();
    let mut text = format!("{}   {}   rule {rule}\n", record.id, record.status);
    told::field("says", &record.text, &mut text);
    told::field("speakers", &record.speakers.join(", "), &mut text);
    told::passages(story, claim.claim.evidence.spans(), "claim", &mut text);
    told::because(story, &story.why_claim(claim, Lexicon::english()), &mut text);
    if let Some(speech) = &record.statement {
        text.push_str(&format!("  the speech is {}\n", harmless(speech)));
    }
    Some(text)
}
