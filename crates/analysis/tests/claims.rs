//! Which clauses are claims, and which words of them are shown.

mod reading;

use analysis::ClaimKind;

/// The claims of an invented report, with their kinds.
fn claims(text: &str) -> Vec<(ClaimKind, String)> {
    let (document, read) = reading::read(text);
    let words = |span| document.text.words(span).to_string();
    read.claims.iter().map(|claim| (claim.value.kind, words(claim.value.span))).collect()
}

#[test]
fn a_claim_begins_after_the_dateline() {
    for dateline in [
        "TARN, Norrin, March 4 (Farwire) - ",
        "TARN (Farwire) — ",
        "TARN — ",
        "TARN, 4 March. /Voice of Norrin/ ",
        "TARN, March 4. /NOR/. ",
        "",
    ] {
        let found = claims(&format!("{dateline}Ordavia will free twelve detained farmers by May."));
        let expected = "Ordavia will free twelve detained farmers by May";
        assert_eq!(found, [(ClaimKind::Ahead, expected.to_string())], "{dateline}");
    }
    for text in [
        "US-led forces entered the harbour of Tarn on Monday.",
        "NATO troops on the Kosovo-Serbia border withdrew on Monday.",
        "NATO - which has no army - sent observers on Monday.",
    ] {
        let found = claims(text);
        assert!(found.iter().any(|(_, words)| text.starts_with(words.as_str())), "{found:?}");
    }
    let found = claims("The ferry - a gift of the king - left the harbour of Tarn on Monday.");
    assert!(found[0].1.starts_with("The ferry"), "{found:?}");
}

#[test]
fn a_claim_keeps_the_signs_of_its_numbers() {
    for told in ["Unemployment in Tarn fell to 5.7%", "$1.5 trillion was the price of the bridge"] {
        let found = claims(&format!("{told}. The mayor wept."));
        assert_eq!(found[0].1, told, "{found:?}");
    }
}

#[test]
fn what_was_done_to_nobody_is_a_claim() {
    for text in ["Nobody was hurt.", "Nothing has been signed, Ada Vale said."] {
        let found = claims(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, ClaimKind::Stated);
    }
    assert_eq!(claims("It was signed."), []);
}

#[test]
fn what_is_only_asked_is_no_statement_and_when_is_no_word_of_one() {
    let found = claims("Ada Vale told the council when the ministry would release the farmers.");
    let asked = found.iter().find(|(_, words)| words.contains("release the farmers"));
    assert_eq!(asked.expect("a clause").0, ClaimKind::Asked, "{found:?}");
    let found = claims("The guards fled when the old dam burst above the town.");
    assert!(found.contains(&(ClaimKind::Stated, "the old dam burst above the town".into())));
}

#[test]
fn what_is_supposed_awaited_or_doubted_is_no_statement() {
    for (text, open) in [
        ("The mayor will resign if the bridge falls.", "bridge falls"),
        ("The mayor asked whether the bridge had fallen.", "bridge had fallen"),
        ("The road stays shut until the bridge is open again.", "bridge is open"),
        ("The road stays shut until the bridge can be opened.", "bridge can be opened"),
        ("The rule applies in May, after the office grants the mill a licence.", "office grants"),
        (
            "The law changes how people cast their votes and where people can drop off ballots.",
            "where people can drop off ballots",
        ),
        (
            "The site will remove posts that falsely allege the vaccine is harmful, Farwire said.",
            "the vaccine is harmful",
        ),
        ("Traders may sell horses that were bred in two valleys.", "bred in two valleys"),
        ("It is unlikely that the ministry will open the bridge.", "open the bridge"),
        ("The town does not believe that the ministry opened the bridge.", "opened the bridge"),
    ] {
        let found = claims(text);
        let own = found.iter().filter(|(_, words)| words.contains(open));
        let clause = own.min_by_key(|(_, words)| words.len());
        let kind = clause.map(|(kind, _)| *kind);
        assert!(matches!(kind, Some(ClaimKind::Asked)), "{text} {found:?}");
    }
    for (text, stated) in [
        ("The road stayed shut until the bridge opened in May.", "bridge opened"),
        ("The town believes that the ministry opened the bridge.", "opened the bridge"),
        ("The ministry opened the bridge after the town had paid.", "opened the bridge"),
        ("Five horses that were bred in two valleys died.", "bred in two valleys"),
        ("Police arrested rebels who burned the old harbour.", "burned the old harbour"),
    ] {
        let found = claims(text);
        let told = |(kind, words): &(ClaimKind, String)| {
            *kind == ClaimKind::Stated && words.contains(stated)
        };
        assert!(found.iter().any(told), "{text} {found:?}");
    }
}

#[test]
fn a_statement_keeps_the_clauses_it_says_nothing_without() {
    for (text, whole) in [
        (
            "I have the same view on the harbour that I had when I was mayor of the town.",
            "I have the same view on the harbour that I had when I was mayor of the town",
        ),
        (
            "The recovery stays uneven at a time when many towns cut their aid.",
            "The recovery stays uneven at a time when many towns cut their aid",
        ),
        (
            "The mayor used tactics that her rivals had tried before, the paper wrote.",
            "The mayor used tactics that her rivals had tried before",
        ),
        (
            "If the vote fails, the cabinet will resign.",
            "If the vote fails, the cabinet will resign",
        ),
        ("The roof fell in while the choir sang the mass.", "The roof fell in"),
        (
            "The town refused to allow the inspectors to check the bridge.",
            "The town refused to allow the inspectors to check the bridge",
        ),
    ] {
        let found = claims(text);
        assert!(found.iter().any(|(_, words)| words == whole), "{whole}: {found:?}");
        assert!(!found.iter().any(|(_, words)| words.starts_with("the inspectors")), "{found:?}");
    }
}

#[test]
fn what_a_body_decides_is_a_claim_and_who_speaks_is_none() {
    let decided =
        "The council on Monday approved the creation of a panel that will look into the fire";
    let found = claims(&format!("{decided}."));
    assert!(found.iter().any(|(_, words)| words == decided), "{found:?}");
    let found = claims("The council said on Monday that a panel will look into the fire.");
    assert!(!found.iter().any(|(_, words)| words.contains("said")), "{found:?}");
}

#[test]
fn a_clause_that_breaks_off_is_no_claim() {
    let found =
        claims("The fire burned down two mills. The council still had not agreed on what...");
    let words: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["The fire burned down two mills"]);
}
