//! [`Floors`]: the least each measure may be, so that a change that costs accuracy is seen.

use crate::Outcome;

/// Rows of suite, set, measure and least value.
#[derive(Clone, Debug, Default)]
pub struct Floors(Vec<(String, String, String, f64)>);

impl Floors {
    /// Reads a table of four columns with tabs between, the first line its heading. Rows of
    /// another form are passed over.
    pub fn read(table: &str) -> Floors {
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [suite, set, measure, least] = cells[..] else { return None };
            let least = least.trim().parse().ok()?;
            Some((suite.to_string(), set.to_string(), measure.to_string(), least))
        };
        Floors(table.lines().skip(1).filter_map(row).collect())
    }

    /// The floor of a measure of an outcome.
    pub fn of(&self, outcome: &Outcome, measure: &str) -> Option<f64> {
        let is_of = |row: &&(String, String, String, f64)| {
            row.0 == outcome.suite.as_str() && row.1 == outcome.set && row.2 == measure
        };
        self.0.iter().find(is_of).map(|row| row.3)
    }

    /// What lies below its floor, in words.
    pub fn below(&self, outcome: &Outcome) -> Vec<String> {
        let low = |m: &crate::Measure| {
            let least = self.of(outcome, m.name)?;
            let words = format!("{} on {}: {:.3}, floor {least:.3}", m.name, outcome.set, m.ours);
            (m.ours < least).then_some(words)
        };
        outcome.measures.iter().filter_map(low).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Measure, Suite};

    #[test]
    fn what_falls_below_its_floor_is_named() {
        let floors =
            Floors::read("suite\tset\tmeasure\tfloor\ntimes\ta\tstrict F1\t0.5\nbad row\n");
        let measures = vec![Measure { name: "strict F1", ours: 0.4, baseline: None }];
        let outcome = Outcome {
            suite: Suite::Times,
            set: "a".to_string(),
            items: 1,
            measures,
            baseline: "",
            misses: Vec::new(),
        };
        assert_eq!(floors.below(&outcome), ["strict F1 on a: 0.400, floor 0.500"]);
        let other = Outcome { set: "b".to_string(), ..outcome };
        assert!(floors.below(&other).is_empty());
    }
}
