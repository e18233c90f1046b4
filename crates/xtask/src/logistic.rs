//! Logistic regression with weighted examples, by Newton's method.

/// A weighted example of a yes or no.
#[derive(Clone, Debug)]
pub struct Example<const N: usize> {
    /// The values of the features.
    pub values: [f32; N],
    /// The answer.
    pub yes: bool,
    /// How much it counts.
    pub weight: f64,
}

/// The weights that make the answers likeliest, pulled towards zero by `ridge`; the first feature,
/// the constant, is not pulled.
pub fn fit<const N: usize>(examples: &[Example<N>], ridge: f64) -> [f32; N] {
    let mut w = [0.0_f64; N];
    for _ in 0..30 {
        let mut gradient = [0.0_f64; N];
        let mut hessian = vec![[0.0_f64; N]; N];
        for e in examples {
            let x = e.values.map(f64::from);
            let z: f64 = x.iter().zip(w).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-z).exp());
            let (g, h) = (e.weight * (f64::from(e.yes) - p), e.weight * p * (1.0 - p));
            for i in 0..N {
                gradient[i] += g * x[i];
                for j in 0..=i {
                    hessian[i][j] += h * x[i] * x[j];
                }
            }
        }
        for i in 0..N {
            let ridge = if i == 0 { 1e-6 } else { ridge };
            gradient[i] -= ridge * w[i];
            hessian[i][i] += ridge;
        }
        let step = solve(hessian, gradient);
        w.iter_mut().zip(step).for_each(|(w, s)| *w += s);
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    w.map(|w| w as f32)
}

/// How likely the answer is yes by fitted weights, 0 to 1.
pub fn likely<const N: usize>(weights: &[f32; N], values: &[f32; N]) -> f32 {
    let z: f32 = values.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-z).exp())
}

/// The table of fitted weights that the program reads: the constant, the signs by name, the
/// threshold.
pub fn table<const N: usize>(names: &[&str], weights: &[f32; N], threshold: f32) -> String {
    let mut table = String::from("# sign\tweight\n");
    for (name, weight) in ["one"].iter().chain(names).zip(weights) {
        table += &format!("{name}\t{weight:.4}\n");
    }
    table + &format!("threshold\t{threshold}\n")
}

/// Solves a positive definite system given by its lower half (Cholesky).
pub fn solve<const N: usize>(mut a: Vec<[f64; N]>, mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            let rest = a[i][j] - dot;
            a[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / a[j][j] };
        }
    }
    for i in 0..N {
        let dot: f64 = (0..i).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i][i];
    }
    for i in (0..N).rev() {
        let dot: f64 = (i + 1..N).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_of_a_constant_are_those_of_the_answers() {
        let example = |yes| Example { values: [1.0], yes, weight: 1.0 };
        let [w] = fit(&[example(true), example(true), example(true), example(false)], 1.0);
        assert!((w - 3.0_f32.ln()).abs() < 1e-3);
    }
}
