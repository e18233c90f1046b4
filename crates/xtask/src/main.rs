//! Chores of the repository: `cargo run -p xtask -- COMMAND`.

#[cfg(feature = "train")]
mod boost;
mod convert;
#[cfg(feature = "train")]
mod extra_trees;
#[cfg(feature = "train")]
mod extraction_words;
#[cfg(feature = "train")]
mod gold;
#[cfg(feature = "train")]
mod grade_rewrites;
#[cfg(feature = "train")]
mod logistic;
mod tidy;
#[cfg(feature = "train")]
mod train_attribution;
#[cfg(feature = "train")]
mod train_claims;
#[cfg(feature = "train")]
mod train_commitments;
#[cfg(feature = "train")]
mod train_conflicts;
#[cfg(feature = "train")]
mod train_digest;
#[cfg(feature = "train")]
mod train_events;
#[cfg(feature = "train")]
mod train_extraction;
#[cfg(feature = "train")]
mod train_follow_ups;
#[cfg(feature = "train")]
mod train_furniture;
#[cfg(feature = "train")]
mod train_headline;
#[cfg(feature = "train")]
mod train_names;
#[cfg(feature = "train")]
mod train_pronouns;
#[cfg(feature = "train")]
mod train_reuse;
#[cfg(feature = "train")]
mod train_stories;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo run -p xtask -- convert WHEEL OUT | tidy";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["convert", wheel, out] => convert::run(wheel.as_ref(), out.as_ref()),
        #[cfg(feature = "train")]
        ["train-attribution", train, out] => {
            train_attribution::run(train.as_ref(), out.as_ref(), None)
        }
        #[cfg(feature = "train")]
        ["train-attribution", train, out, check] => {
            train_attribution::run(train.as_ref(), out.as_ref(), Some(check.as_ref()))
        }
        #[cfg(feature = "train")]
        ["train-events", pairs, out] => train_events::run(pairs.as_ref(), out.as_ref()),
        #[cfg(feature = "train")]
        ["train-extraction", gold, folder] => train_extraction::run(gold.as_ref(), folder.as_ref()),
        #[cfg(feature = "train")]
        ["train-headline", gold, out] => train_headline::run(gold.as_ref(), out.as_ref()),
        #[cfg(feature = "train")]
        ["train-names", gum, wikigold, stories, parts, out] => {
            let sets = [gum.as_ref(), wikigold.as_ref()];
            train_names::run(sets, stories.as_ref(), parts.as_ref(), out.as_ref())
        }
        #[cfg(feature = "train")]
        ["train-pronouns", gold, parts, out] => {
            train_pronouns::run(gold.as_ref(), parts.as_ref(), out.as_ref())
        }
        #[cfg(feature = "train")]
        ["train-stories", ref sets @ .., out] => train_stories::run(sets, out.as_ref()),
        #[cfg(feature = "train")]
        ["train-claims", judged, stories, same, entails, ref truths @ ..] => {
            let out = (same.as_ref(), entails.as_ref());
            train_claims::run((judged.as_ref(), stories.as_ref()), out, truths)
        }
        #[cfg(feature = "train")]
        ["train-commitments", out, ref truths @ ..] => train_commitments::run(out.as_ref(), truths),
        #[cfg(feature = "train")]
        ["train-follow-ups", out, ref truths @ ..] => train_follow_ups::run(out.as_ref(), truths),
        #[cfg(feature = "train")]
        ["train-furniture", out, ref paths @ ..] => train_furniture::run(out.as_ref(), paths),
        #[cfg(feature = "train")]
        ["train-conflicts", pairs, out] => train_conflicts::run(pairs.as_ref(), out.as_ref()),
        #[cfg(feature = "train")]
        ["train-digest", gold, out, judged] => {
            train_digest::run(gold.as_ref(), out.as_ref(), judged.as_ref())
        }
        #[cfg(feature = "train")]
        ["train-reuse", sets, out, ref truths @ ..] => {
            train_reuse::run(sets.as_ref(), out.as_ref(), truths)
        }
        #[cfg(feature = "train")]
        ["grade-rewrites", folder] => grade_rewrites::run(folder.as_ref()),
        ["tidy"] => tidy::run(concat!(env!("CARGO_MANIFEST_DIR"), "/../..").as_ref()),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
