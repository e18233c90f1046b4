//! [`train`]: the weights of a conditional random field over sentences with known labels.
//!
//! The gradient of the log-likelihood comes from the forward and backward sums over all rows of
//! labels (Lafferty et al. 2001); each weight has a step of its own (AdaGrad; Duchi et al. 2011),
//! and parts of what is looked at are left out at random (dropout; Srivastava et al. 2014), so that
//! no sign is relied upon alone. Several [`Learner`]s that saw the sentences in other orders are
//! averaged; their hidden layers stand side by side.

use analysis::name_tagger::{HIDDEN, INPUTS, LABELS, NameTagger, Network, ROWS, may_follow};
use language::VECTOR_PARTS;

/// Learners averaged. Set by hand 2026-11-22.
const LEARNERS: usize = 3;
/// Numbers in the hidden layer of one. 2026-11-22, both development halves, five folds, one
/// learner: 32 and 64.
const OWN_HIDDEN: usize = HIDDEN / LEARNERS;
/// Passes over the sentences. As above, 1 to 6.
const PASSES: usize = 5;
/// First step of the weights of features, and of the others; both fall to a tenth. As above, 0.02
/// to 0.1, and 0.01 and 0.02.
const STEP: f32 = 0.03;
const NETWORK_STEP: f32 = 0.02;
/// Parts of the features, of the vectors' numbers and of the hidden layer that are left out. As
/// above, 0.2 to 0.5; 0 and 0.1; 0.3 and 0.5.
const FEATURES_OUT: f32 = 0.4;
const NUMBERS_OUT: f32 = 0.1;
const HIDDEN_OUT: f32 = 0.3;
/// What is added to the begin of each kind that is looked for: as learnt, names that are not sure
/// are left out, which costs more than it gains. As above, 0 to 1.5; with three learners, 0 to
/// 1.25: F1 of the two sets differs by less than .01.
const BEGIN: f32 = 0.75;
/// Largest weight kept of the features, as a part of the largest seen; larger ones are cut to make
/// room for the small ones in a byte.
const LARGEST: f32 = 0.7;

/// A sentence as the tagger sees it, with its labels.
pub struct Sentence {
    /// By token: the rows of its features and the vectors around it; none if it cannot be named.
    pub seen: Vec<Option<(Vec<u32>, [i8; INPUTS])>>,
    /// By token; none where the label is not known.
    pub labels: Vec<Option<usize>>,
}

/// The tagger that fits some sentences.
pub fn train<'a>(sentences: impl Iterator<Item = &'a Sentence>) -> NameTagger {
    let sentences: Vec<&Sentence> = sentences.filter(|s| !s.labels.is_empty()).collect();
    let learners: Vec<Learner> = (1..=LEARNERS as u64)
        .map(|seed| {
            let mut learner = Learner::new(seed);
            for pass in 0..PASSES {
                let part = 1.0 - 0.9 * pass as f32 / PASSES as f32;
                learner.pass(&sentences, part);
            }
            learner
        })
        .collect();
    averaged(&learners)
}

/// Weights with the sums of their squared gradients.
#[derive(Default)]
struct Weights {
    now: Vec<f32>,
    squares: Vec<f32>,
}

impl Weights {
    fn zero(n: usize) -> Weights {
        Weights { now: vec![0.0; n], squares: vec![0.0; n] }
    }

    fn random(n: usize, size: f32, chance: &mut Chance) -> Weights {
        let now = (0..n).map(|_| size * chance.normal()).collect();
        Weights { now, squares: vec![0.0; n] }
    }

    fn change(&mut self, i: usize, gradient: f32, step: f32) {
        self.squares[i] += gradient * gradient;
        self.now[i] -= step * gradient / (self.squares[i].sqrt() + 1e-6);
    }
}

/// Marsaglia's xorshift (2003): the same numbers in every run.
struct Chance(u64);

impl Chance {
    fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 to 1.
    fn part(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.part()).sum::<f32>() - 6.0
    }
}

struct Learner {
    rows: Weights,
    steps: Weights,
    first: Weights,
    first_bias: Weights,
    second: Weights,
    second_bias: Weights,
    chance: Chance,
}

/// What was looked at of a token, and what came of it.
struct Seen {
    features: Vec<u32>,
    numbers: Vec<f32>,
    hidden: [f32; OWN_HIDDEN],
}

impl Learner {
    fn new(seed: u64) -> Learner {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ (seed * 77_777));
        Learner {
            rows: Weights::zero(ROWS * LABELS),
            steps: Weights::zero((LABELS + 1) * LABELS),
            first: Weights::random(OWN_HIDDEN * INPUTS, (INPUTS as f32).powf(-0.5), &mut chance),
            first_bias: Weights::zero(OWN_HIDDEN),
            second: Weights::random(OWN_HIDDEN * LABELS, 0.1, &mut chance),
            second_bias: Weights::zero(LABELS),
            chance,
        }
    }

    /// One pass over the sentences in an order of its own; steps are this part of the first ones.
    fn pass(&mut self, sentences: &[&Sentence], part: f32) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, (self.chance.number() % (i as u64 + 1)) as usize);
        }
        for i in order {
            let sentence = sentences[i];
            let (seen, scores): (Vec<Option<Seen>>, Vec<[f32; LABELS]>) = sentence
                .seen
                .iter()
                .map(|seen| match seen {
                    Some((features, inputs)) => {
                        let (seen, scores) = self.see(features, inputs);
                        (Some(seen), scores)
                    }
                    None => (None, std::array::from_fn(|k| if k == 0 { 0.0 } else { NEVER })),
                })
                .unzip();
            let (errors, steps) = errors(&scores, &self.steps.now, &sentence.labels);
            for (i, error) in steps.iter().enumerate().filter(|(_, error)| **error != 0.0) {
                self.steps.change(i, *error, STEP * part);
            }
            for (seen, errors) in seen.iter().zip(&errors) {
                seen.iter().for_each(|seen| self.learn(seen, errors, part));
            }
        }
    }

    /// Scores of the labels of a token, from what is not left out.
    fn see(&mut self, features: &[u32], inputs: &[i8; INPUTS]) -> (Seen, [f32; LABELS]) {
        let chance = &mut self.chance;
        let features = features.iter().copied();
        let features: Vec<u32> = features.filter(|_| chance.part() >= FEATURES_OUT).collect();
        let mut scores = [0.0; LABELS];
        scores.copy_from_slice(&self.second_bias.now);
        for &row in &features {
            let row = &self.rows.now[row as usize * LABELS..(row as usize + 1) * LABELS];
            scores.iter_mut().zip(row).for_each(|(s, w)| *s += w / (1.0 - FEATURES_OUT));
        }
        let one = 1.0 / VECTOR_PARTS / (1.0 - NUMBERS_OUT);
        let number = |x: &i8| if chance.part() < NUMBERS_OUT { 0.0 } else { f32::from(*x) * one };
        let numbers: Vec<f32> = inputs.iter().map(number).collect();
        let mut hidden = [0.0; OWN_HIDDEN];
        for (k, hidden) in hidden.iter_mut().enumerate() {
            if self.chance.part() < HIDDEN_OUT {
                continue;
            }
            let row = &self.first.now[k * INPUTS..(k + 1) * INPUTS];
            let sum = product(row, &numbers) + self.first_bias.now[k];
            *hidden = sum.max(0.0) / (1.0 - HIDDEN_OUT);
            let second = &self.second.now[k * LABELS..(k + 1) * LABELS];
            scores.iter_mut().zip(second).for_each(|(s, w)| *s += *hidden * w);
        }
        (Seen { features, numbers, hidden }, scores)
    }

    /// Changes the weights that had a part in the scores of a token.
    fn learn(&mut self, seen: &Seen, errors: &[f32; LABELS], part: f32) {
        /// Errors smaller than this change nothing.
        const ERROR_MIN: f32 = 1e-3;
        if errors.iter().all(|error| error.abs() < ERROR_MIN) {
            return;
        }
        for &row in &seen.features {
            for (label, error) in errors.iter().enumerate() {
                let error = error / (1.0 - FEATURES_OUT);
                self.rows.change(row as usize * LABELS + label, error, STEP * part);
            }
        }
        let step = NETWORK_STEP * part;
        for (k, &hidden) in seen.hidden.iter().enumerate().filter(|(_, h)| **h > 0.0) {
            let second = &self.second.now[k * LABELS..(k + 1) * LABELS];
            let error = product(second, errors) / (1.0 - HIDDEN_OUT);
            for (label, e) in errors.iter().enumerate() {
                self.second.change(k * LABELS + label, e * hidden, step);
            }
            self.first_bias.change(k, error, step);
            let own = k * INPUTS..(k + 1) * INPUTS;
            let weights = self.first.now[own.clone()].iter_mut();
            let squares = self.first.squares[own].iter_mut();
            for ((w, square), x) in weights.zip(squares).zip(&seen.numbers) {
                let gradient = error * x;
                *square += gradient * gradient;
                *w -= step * gradient / (square.sqrt() + 1e-6);
            }
        }
        for (label, error) in errors.iter().enumerate() {
            self.second_bias.change(label, *error, step);
        }
    }
}

/// The sum of products, in eight sums side by side.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = a_chunks.remainder().iter().zip(b_chunks.remainder());
    let rest: f32 = rest.map(|(a, b)| a * b).sum();
    for (a, b) in a_chunks.zip(b_chunks) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + rest
}

/// Logarithm of the sum of exponentials.
fn log_sum(terms: &[f32]) -> f32 {
    let most = terms.iter().copied().fold(NEVER, f32::max);
    if most <= NEVER {
        return NEVER;
    }
    most + terms.iter().map(|t| (t - most).exp()).sum::<f32>().ln()
}

/// The logarithm of no chance at all.
const NEVER: f32 = -1e30;

/// How much likelier each label of each token, and each step between labels, is than it should be:
/// than among the rows of labels that agree with the known ones.
fn errors(
    scores: &[[f32; LABELS]],
    steps: &[f32],
    labels: &[Option<usize>],
) -> (Vec<[f32; LABELS]>, Vec<f32>) {
    let mut known = scores.to_vec();
    for (scores, known_label) in known.iter_mut().zip(labels) {
        let others = (0..LABELS).filter(|label| known_label.is_some_and(|known| known != *label));
        others.for_each(|label| scores[label] = NEVER);
    }
    let (mut of_labels, mut of_steps) = likelihoods(scores, steps);
    let (right_labels, right_steps) = likelihoods(&known, steps);
    for (errors, right) in of_labels.iter_mut().zip(&right_labels) {
        errors.iter_mut().zip(right).for_each(|(error, right)| *error -= right);
    }
    of_steps.iter_mut().zip(&right_steps).for_each(|(error, right)| *error -= right);
    (of_labels, of_steps)
}

/// How likely each label of each token is, and how often each step between labels is taken.
fn likelihoods(scores: &[[f32; LABELS]], steps: &[f32]) -> (Vec<[f32; LABELS]>, Vec<f32>) {
    let n = scores.len();
    let step = |from: usize, to: usize| {
        if may_follow(from, to) { steps[from * LABELS + to] } else { NEVER }
    };
    let mut forward = vec![[NEVER; LABELS]; n];
    let mut backward = vec![[0.0_f32; LABELS]; n];
    for label in 0..LABELS {
        forward[0][label] = (scores[0][label] + step(LABELS, label)).max(NEVER);
    }
    for i in 1..n {
        for label in 0..LABELS {
            let terms: [f32; LABELS] = std::array::from_fn(|p| forward[i - 1][p] + step(p, label));
            forward[i][label] = (log_sum(&terms) + scores[i][label]).max(NEVER);
        }
    }
    for i in (0..n - 1).rev() {
        for p in 0..LABELS {
            let terms: [f32; LABELS] = std::array::from_fn(|label| {
                step(p, label) + scores[i + 1][label] + backward[i + 1][label]
            });
            backward[i][p] = log_sum(&terms).max(NEVER);
        }
    }
    let all = log_sum(&forward[n - 1]);
    let mut of_steps = vec![0.0; (LABELS + 1) * LABELS];
    let mut of_labels = Vec::with_capacity(n);
    for i in 0..n {
        let likely: [f32; LABELS] =
            std::array::from_fn(|label| (forward[i][label] + backward[i][label] - all).exp());
        for to in 0..LABELS {
            if i == 0 {
                of_steps[LABELS * LABELS + to] += likely[to];
                continue;
            }
            for from in (0..LABELS).filter(|from| may_follow(*from, to)) {
                let row = forward[i - 1][from] + step(from, to) + scores[i][to];
                of_steps[from * LABELS + to] += (row + backward[i][to] - all).exp();
            }
        }
        of_labels.push(likely);
    }
    (of_labels, of_steps)
}

/// One tagger from several learners, weights of features and of the hidden layer in bytes.
fn averaged(learners: &[Learner]) -> NameTagger {
    let part = 1.0 / learners.len() as f32;
    let mean = |weights: fn(&Learner) -> &Weights| -> Vec<f32> {
        let mut mean = vec![0.0; weights(&learners[0]).now.len()];
        for learner in learners {
            let pairs = mean.iter_mut().zip(&weights(learner).now);
            pairs.for_each(|(mean, w)| *mean += w * part);
        }
        mean
    };
    let side_by_side = |weights: fn(&Learner) -> &Weights| -> Vec<f32> {
        learners.iter().flat_map(|learner| weights(learner).now.iter().copied()).collect()
    };
    let (rows, unit) = in_bytes(&mean(|l| &l.rows), LARGEST);
    let (first, first_unit) = in_bytes(&side_by_side(|l| &l.first), 1.0);
    let mut second_bias = mean(|l| &l.second_bias);
    // Kinds that are looked for: all but the last.
    (1..LABELS - 2).step_by(2).for_each(|begin| second_bias[begin] += BEGIN);
    let network = Network {
        first,
        first_unit: first_unit / VECTOR_PARTS,
        first_bias: side_by_side(|l| &l.first_bias),
        second: side_by_side(|l| &l.second).iter().map(|w| w * part).collect(),
        second_bias,
    };
    NameTagger { rows, unit, steps: mean(|l| &l.steps), network }
}

/// Weights in bytes, and what a unit is; those above a part of the largest are cut.
fn in_bytes(weights: &[f32], largest: f32) -> (Vec<i8>, f32) {
    let most = weights.iter().fold(0.0_f32, |most, w| most.max(w.abs())) * largest;
    let unit = (most / 127.0).max(f32::MIN_POSITIVE);
    let byte = |w: &f32| (w / unit).round().clamp(-127.0, 127.0) as i8;
    (weights.iter().map(byte).collect(), unit)
}
