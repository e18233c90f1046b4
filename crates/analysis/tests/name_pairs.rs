//! The pairs of names in `spec/names`: how many of them are told right by spelling alone.

use analysis::name::{Agreement, PersonName};
use lexicon::Lexicon;

#[test]
fn spellings_of_one_name_are_told_from_look_alikes() {
    let lexicon = Lexicon::english();
    let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
    let rows = include_str!("../../../spec/names/pairs.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')).skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let (a, b) = (PersonName::parse(fields[0], lexicon), PersonName::parse(fields[1], lexicon));
        let said = a.agreement(&b, lexicon) == Agreement::Full;
        assert_eq!(a.agreement(&b, lexicon), b.agreement(&a, lexicon), "{row}");
        match (said, fields[2] == "yes") {
            (true, true) => right += 1,
            (true, false) => wrong += 1,
            (false, true) => missed += 1,
            (false, false) => {}
        }
        if said != (fields[2] == "yes") {
            println!("{row}");
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("precision {precision:.3} recall {recall:.3}");
    assert!(precision >= 0.99, "precision {precision}");
    let f1 = 2.0 * precision * recall / (precision + recall);
    assert!(f1 >= 0.95, "F1 {f1}");
}
