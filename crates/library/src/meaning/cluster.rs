//! [`Centroids`]: vectors in clusters (k-means; Lloyd 1982), so that few must be looked at.

/// Numbers of a vector.
pub(super) const WIDTH: usize = 256;
/// Clusters. 2026-11-22, 20,000 passages of Reuters, tried 256 and 512 by the signs of the vectors:
/// no better at the same share of codes read.
const CLUSTERS: usize = 256;
/// Vectors that tell the clusters, and rounds.
const LEARNED_FROM: usize = 8_000;
const ROUNDS: usize = 8;
/// Sums that are kept side by side, so that they are computed at once.
const LANES: usize = 8;

/// The middles of the clusters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Centroids {
    vectors: Vec<Vec<f32>>,
    /// Half the squared length of each.
    halves: Vec<f32>,
}

impl Centroids {
    /// The clusters of some vectors. Cost: [`CLUSTERS`] comparisons a vector and round.
    pub fn of(vectors: &[Vec<f32>]) -> Centroids {
        // Spread over all of them, in their order: no random choice.
        let pick = |n: usize, i: usize| &vectors[i * vectors.len() / n];
        let n = vectors.len().min(LEARNED_FROM);
        let sample: Vec<&Vec<f32>> = (0..n).map(|i| pick(n, i)).collect();
        let k = n.min(CLUSTERS);
        let mut centroids = Centroids::at((0..k).map(|i| pick(k, i).clone()).collect());
        for _ in 0..ROUNDS {
            let mut sums = vec![(vec![0.0; WIDTH], 0.0_f32); k];
            for vector in &sample {
                let (sum, n) = &mut sums[usize::from(centroids.nearest(vector))];
                sum.iter_mut().zip(*vector).for_each(|(sum, x)| *sum += x);
                *n += 1.0;
            }
            let old = centroids.vectors.into_iter();
            let mean = |((sum, n), old): ((Vec<f32>, f32), Vec<f32>)| match n {
                0.0 => old,
                _ => sum.into_iter().map(|x| x / n).collect(),
            };
            centroids = Centroids::at(sums.into_iter().zip(old).map(mean).collect());
        }
        centroids
    }

    fn at(vectors: Vec<Vec<f32>>) -> Centroids {
        let halves = vectors.iter().map(|v| dot(v, v) / 2.0).collect();
        Centroids { vectors, halves }
    }

    /// The cluster that a vector belongs to.
    pub fn nearest(&self, vector: &[f32]) -> u8 {
        self.nearest_to(vector, 1).first().copied().unwrap_or_default()
    }

    /// The clusters nearest to a vector, the nearest first.
    pub fn nearest_to(&self, vector: &[f32], most: usize) -> Vec<u8> {
        let far = |(i, c): (usize, &Vec<f32>)| (self.halves[i] - dot(c, vector), i as u8);
        let mut all: Vec<(f32, u8)> = self.vectors.iter().enumerate().map(far).collect();
        let nearer = |a: &(f32, u8), b: &(f32, u8)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if all.len() > most && most > 0 {
            all.select_nth_unstable_by(most - 1, nearer);
            all.truncate(most);
        }
        all.sort_unstable_by(nearer);
        all.into_iter().map(|(_, i)| i).collect()
    }

    /// The clusters as bytes.
    pub fn write(&self) -> Vec<u8> {
        self.vectors.iter().flatten().flat_map(|x| x.to_le_bytes()).collect()
    }

    /// What [`Centroids::write`] wrote. `None` if it did not.
    pub fn read(bytes: &[u8]) -> Option<Centroids> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let numbers: Vec<f32> = numbers.iter().map(|four| f32::from_le_bytes(*four)).collect();
        let n = numbers.len() / WIDTH;
        let whole = rest.is_empty() && numbers.len() == n * WIDTH && (1..=CLUSTERS).contains(&n);
        whole.then(|| Centroids::at(numbers.chunks_exact(WIDTH).map(<[f32]>::to_vec).collect()))
    }
}

/// The product of two vectors, always summed in the same order.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for i in 0..LANES {
            sums[i] += a[i] * b[i];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(at: usize, shift: f32) -> Vec<f32> {
        let mut vector = vec![shift; WIDTH];
        vector[at] += 1.0;
        vector
    }

    #[test]
    fn vectors_that_point_the_same_way_are_of_one_cluster() {
        let all: Vec<Vec<f32>> =
            (0..900).map(|i| vector(i % 3 * 7, (i % 10) as f32 / 1000.0)).collect();
        let centroids = Centroids::of(&all);
        let cluster = |v: &[f32]| centroids.nearest_to(v, 3);
        let shares = |a: &[f32], b: &[f32]| cluster(a).iter().any(|c| cluster(b).contains(c));
        assert!(shares(&vector(7, 0.0031), &vector(7, 0.003)));
        assert!(!shares(&vector(7, 0.003), &vector(14, 0.003)));
        assert_eq!(Centroids::of(&all), centroids);
    }

    #[test]
    fn clusters_come_back_from_their_bytes() {
        let centroids = Centroids::of(&[vector(1, 0.0), vector(2, 0.5)]);
        let bytes = centroids.write();
        assert_eq!(Centroids::read(&bytes), Some(centroids));
        assert_eq!(Centroids::read(&bytes[1..]), None);
        assert_eq!(Centroids::read(&[]), None);
    }
}
