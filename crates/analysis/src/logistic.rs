//! [`Logistic`]: learned weights of named signs, read from a table.

/// Weights of signs, with the least likelihood at which what they judge is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic {
    constant: f32,
    weights: Vec<f32>,
    /// Least likelihood, 0 to 1.
    pub threshold: f32,
}

impl Logistic {
    /// Reads a table of rows sign, tab, weight; the constant is the sign `one`, the threshold
    /// `threshold`. `None` if a sign of `names` is missing or another is there.
    pub fn parse(table: &str, names: &[&str]) -> Option<Logistic> {
        let mut read = Logistic {
            constant: f32::NAN,
            weights: vec![f32::NAN; names.len()],
            threshold: f32::NAN,
        };
        for row in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (name, weight) = row.split_once('\t')?;
            let weight = weight.parse().ok()?;
            match name {
                "one" => read.constant = weight,
                "threshold" => read.threshold = weight,
                name => read.weights[names.iter().position(|n| *n == name)?] = weight,
            }
        }
        let known = read.constant.is_finite() && read.threshold.is_finite();
        (known && read.weights.iter().all(|w| w.is_finite())).then_some(read)
    }

    /// How likely it is by these signs, in the order of the names, 0 to 1.
    pub fn likely(&self, signs: &[f32]) -> f32 {
        let sum: f32 = signs.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-(sum + self.constant)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_a_sign_too_many_or_too_few_is_refused() {
        let table = "# sign\tweight\none\t-1\nnear\t2\nthreshold\t0.5\n";
        let read = Logistic::parse(table, &["near"]).expect("whole");
        assert!((read.likely(&[0.5]) - 0.5).abs() < 1e-6 && read.threshold == 0.5);
        assert_eq!(Logistic::parse(table, &["near", "far"]), None);
        assert_eq!(Logistic::parse(table, &[]), None);
    }
}
