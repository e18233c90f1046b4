//! Trees that the parser regularly gets wrong, put right by their form alone.

use language::{
    Parse,
    labels::{dep, pos, tag},
};

/// Mends the trees of a text. Cost: linear in the tokens for trees of bounded width.
pub(super) fn mend(parse: &mut Parse, text: &str) {
    for token in 0..parse.tokens.len() {
        match parse.tokens[token].dep {
            dep::CCOMP => give_its_subject(parse, token),
            dep::CONJ => {
                hang_on_relative(parse, text, token);
                hang_on_speaker(parse, token);
            }
            _ => {}
        }
    }
}

fn has_subject(parse: &Parse, verb: usize) -> bool {
    let subjects = [dep::NSUBJ, dep::NSUBJPASS, dep::EXPL, dep::CSUBJ];
    parse.children(verb).any(|i| subjects.contains(&parse.tokens[i].dep))
}

/// Makes the noun between a verb and a clause with "would" or "will" the subject of that clause,
/// where it has none: the parser takes "her party" in "she promised her party would vote" for an
/// object.
fn give_its_subject(parse: &mut Parse, clause: usize) {
    let verb = parse.head(clause);
    if verb >= clause || has_subject(parse, clause) {
        return;
    }
    let modal = parse
        .children(clause)
        .next()
        .filter(|&i| parse.tokens[i].tag == tag::MD && parse.tokens[i].dep == dep::AUX);
    let subject = modal.and_then(|modal| {
        let ends = |&i: &usize| parse.subtree(i).end == modal && i > verb;
        parse.children(verb).filter(|&i| parse.tokens[i].dep == dep::DOBJ).find(ends)
    });
    let Some(subject) = subject else { return };
    let is_passive = parse.children(clause).any(|i| parse.tokens[i].dep == dep::AUXPASS);
    parse.tokens[clause].left = parse.tokens[subject].left;
    parse.tokens[subject].head = clause as u32;
    parse.tokens[subject].dep = if is_passive { dep::NSUBJPASS } else { dep::NSUBJ };
}

/// "They agreed, halting a war that took lives, closed ports and left": what stands in a row after
/// the verb of a relative clause, a participle before it, goes on with that verb and not with the
/// one before the participle.
fn hang_on_relative(parse: &mut Parse, text: &str, verb: usize) {
    let above = parse.head(verb);
    let (first, of) = (parse.tokens[verb].left as usize, parse.tokens[verb].tag);
    let goes_on = parse.children(verb).any(|i| parse.tokens[i].dep == dep::CC);
    let comma = first.checked_sub(1).filter(|&i| i > above && &text[parse.bytes(i)] == ",");
    let Some(comma) = comma.filter(|_| goes_on && !has_subject(parse, verb)) else { return };
    let ends = |i: &usize| {
        let t = &parse.tokens[*i];
        t.dep == dep::RELCL && t.tag == of && parse.subtree(*i).end == comma
    };
    let Some(relative) = (above + 1..comma).rev().find(ends) else { return };
    let up: Vec<usize> = std::iter::successors(Some(relative), |&i| Some(parse.head(i)))
        .take_while(|&i| i > above)
        .collect();
    let participle = up.last().is_some_and(|&top| {
        parse.tokens[top].tag == tag::VBG
            && parse.tokens[top].dep == dep::ADVCL
            && parse.head(top) == above
    });
    if participle {
        parse.tokens[verb].head = relative as u32;
        let right = parse.tokens[verb].right;
        up.into_iter().for_each(|i| parse.tokens[i].right = right.max(parse.tokens[i].right));
    }
}

/// "The mayor said the club had lost and said the town would pay": the second verb of saying is
/// the mayor's, not the club's.
fn hang_on_speaker(parse: &mut Parse, verb: usize) {
    let clause = parse.head(verb);
    let above = parse.head(clause);
    let (said, again) = (&parse.tokens[above], &parse.tokens[verb]);
    let one = parse.lemma(above) == parse.lemma(verb)
        && said.tag == again.tag
        && said.pos == pos::VERB
        && parse.tokens[clause].dep == dep::CCOMP
        && above < clause
        && clause < verb;
    let joint = parse
        .children(clause)
        .find(|&i| parse.tokens[i].dep == dep::CC && i + 1 == parse.tokens[verb].left as usize);
    let Some(joint) = joint.filter(|_| one && !has_subject(parse, verb)) else { return };
    if parse.tokens[clause].right != parse.tokens[verb].right {
        return;
    }
    parse.tokens[verb].head = above as u32;
    parse.tokens[joint].head = above as u32;
    parse.tokens[clause].right = joint as u32 - 1;
}

#[cfg(test)]
mod tests {
    use super::mend;
    use language::{Annotator, Label, Model, Parse, labels::dep};

    fn mended(text: &str) -> Parse {
        let mut parse = Annotator::new(Model::english()).annotate(text);
        mend(&mut parse, text);
        for (i, token) in parse.tokens.iter().enumerate() {
            let above = parse.subtree(token.head as usize);
            assert!(above.contains(&i), "{text}: {i}");
        }
        parse
    }

    /// The dependency of a word and the word it hangs on.
    fn above(text: &str, word: &str) -> (Label, String) {
        let parse = mended(text);
        let at = |i: &usize| &text[parse.bytes(*i)] == word;
        let word = (0..parse.tokens.len()).find(at).expect("the word");
        (parse.tokens[word].dep, text[parse.bytes(parse.head(word))].to_string())
    }

    #[test]
    fn a_clause_after_a_verb_of_promising_has_its_subject() {
        let promised = "The minister promised her party would back the bill.";
        assert_eq!(above(promised, "party"), (dep::NSUBJ, "back".to_string()));
        let praised = "The minister praised her party.";
        assert_eq!(above(praised, "party"), (dep::DOBJ, "praised".to_string()));
    }

    #[test]
    fn what_follows_a_relative_clause_in_a_row_goes_on_with_it() {
        let war = "Vale and Tarn agreed to a truce Thursday, halting a bruising war that caused \
                   widespread destruction, brought life to a standstill and left 200 people dead.";
        assert_eq!(above(war, "brought"), (dep::CONJ, "caused".to_string()));
        let mayor = "The mayor thanked the crews, hugged the guards and left the harbour.";
        assert_eq!(above(mayor, "hugged"), (dep::CONJ, "thanked".to_string()));
    }

    #[test]
    fn who_said_something_and_said_more_is_one() {
        let mayor = "Mayor Vale on Monday said the bank ruined the life of his former adviser and \
                     said his rival suffered no consequences.";
        let parse = mended(mayor);
        let said: Vec<usize> =
            (0..parse.tokens.len()).filter(|&i| &mayor[parse.bytes(i)] == "said").collect();
        assert_eq!(parse.head(said[1]), said[0]);
    }
}
