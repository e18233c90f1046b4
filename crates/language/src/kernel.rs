//! The inner loops of the network, once per instruction set and bit for bit equal on all of them.
//!
//! A matrix of weights is packed into [`Panels`]; [`maxout`] and [`linear`] multiply rows of inputs
//! by it. Each output is its bias plus the products in the order of the inputs, every step one
//! fused multiply-add, so neither the instruction set nor the number of rows changes a bit.
//! All `unsafe` code of the crate is here.

use std::sync::LazyLock;

/// Floats that are computed side by side: one 512-bit register.
pub(crate) const LANES: usize = 16;

/// Registers of outputs that one pass over the inputs computes; also the pieces of a maxout.
pub(crate) const PIECES: usize = 3;

/// Rows of one pass at most.
const MAX_ROWS: usize = 8;

/// Sixteen floats on a cache line of their own.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Lane(pub [f32; LANES]);

const ZERO: Lane = Lane([0.0; LANES]);

/// What one pass computes: some rows of [`PIECES`] lanes.
type Tile = [[Lane; PIECES]; MAX_ROWS];

/// An instruction set the kernels are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Isa {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Isa {
    /// The instruction sets of this machine, the fastest last.
    pub fn available() -> Vec<Isa> {
        #[allow(unused_mut, reason = "only x86-64 has more than one")]
        let mut sets = vec![Isa::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                sets.push(Isa::Avx2);
            }
            if is_x86_feature_detected!("avx512f") {
                sets.push(Isa::Avx512);
            }
        }
        sets
    }

    /// The fastest instruction set of this machine.
    pub fn best() -> Isa {
        static BEST: LazyLock<Isa> =
            LazyLock::new(|| *Isa::available().last().expect("the portable set is always there"));
        *BEST
    }

    fn rows(self) -> usize {
        match self {
            Isa::Portable => 1,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => 6,
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => MAX_ROWS,
        }
    }
}

/// Weights and biases of one layer, packed in the order in which the kernels read them: groups of
/// three lanes of outputs, in each group the three lanes of every input.
pub(crate) struct Panels {
    inputs: usize,
    outputs: usize,
    groups: Vec<Group>,
}

struct Group {
    bias: [Lane; PIECES],
    weights: Vec<[Lane; PIECES]>,
}

impl Panels {
    /// Packs a maxout layer: weights `[outputs][PIECES][inputs]`, biases `[outputs][PIECES]`.
    /// The number of outputs is a multiple of [`LANES`].
    pub fn maxout(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let outputs = bias.len() / PIECES;
        assert_eq!(outputs % LANES, 0, "the width of a maxout layer fills whole lanes");
        Self::pack(weights, bias, inputs, outputs, |group, piece, lane| {
            (group * LANES + lane) * PIECES + piece
        })
    }

    /// Packs a linear layer: weights `[outputs][inputs]`, biases `[outputs]`.
    pub fn linear(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        Self::pack(weights, bias, inputs, bias.len(), |group, piece, lane| {
            (group * PIECES + piece) * LANES + lane
        })
    }

    /// `column(group, piece, lane)` is the row of `weights` that goes there.
    fn pack(
        weights: &[f32],
        bias: &[f32],
        inputs: usize,
        outputs: usize,
        column: impl Fn(usize, usize, usize) -> usize,
    ) -> Self {
        assert_eq!(weights.len(), bias.len() * inputs, "a weight for every input and bias");
        let group = |g: usize| {
            let mut group = Group { bias: [ZERO; PIECES], weights: vec![[ZERO; PIECES]; inputs] };
            for piece in 0..PIECES {
                for lane in 0..LANES {
                    let from = column(g, piece, lane);
                    if from >= bias.len() {
                        continue;
                    }
                    group.bias[piece].0[lane] = bias[from];
                    let row = &weights[from * inputs..][..inputs];
                    for (to, weight) in group.weights.iter_mut().zip(row) {
                        to[piece].0[lane] = *weight;
                    }
                }
            }
            group
        };
        let groups = bias.len().div_ceil(LANES * PIECES);
        Self { inputs, outputs, groups: (0..groups).map(group).collect() }
    }

    pub fn inputs(&self) -> usize {
        self.inputs
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }
}

/// For each of `rows` rows of inputs, which start `stride` floats apart, writes the greatest of the
/// pieces of each output: `out` is `[rows][outputs]`.
pub(crate) fn maxout(
    isa: Isa,
    panels: &Panels,
    inputs: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
) {
    let width = panels.outputs;
    let out = &mut out[..rows * width];
    multiply(isa, panels, inputs, stride, rows, |group, row, lanes| {
        let to = &mut out[row * width + group * LANES..][..LANES];
        for (lane, to) in to.iter_mut().enumerate() {
            *to = greater(greater(lanes[0].0[lane], lanes[1].0[lane]), lanes[2].0[lane]);
        }
    });
}

/// For each of `rows` rows of inputs, which start `stride` floats apart, writes the outputs of a
/// linear layer: `out` is `[rows][outputs]`.
pub(crate) fn linear(
    isa: Isa,
    panels: &Panels,
    inputs: &[f32],
    stride: usize,
    rows: usize,
    out: &mut [f32],
) {
    let width = panels.outputs;
    let out = &mut out[..rows * width];
    multiply(isa, panels, inputs, stride, rows, |group, row, lanes| {
        let to = &mut out[row * width..][..width][group * LANES * PIECES..];
        for (to, lane) in to.chunks_mut(LANES).zip(lanes) {
            to.copy_from_slice(&lane.0[..to.len()]);
        }
    });
}

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Runs over all tiles and hands `finish` the lanes of each (group, row).
#[inline(always)]
fn multiply(
    isa: Isa,
    panels: &Panels,
    inputs: &[f32],
    stride: usize,
    rows: usize,
    mut finish: impl FnMut(usize, usize, &[Lane; PIECES]),
) {
    if rows == 0 {
        return;
    }
    assert!(inputs.len() >= (rows - 1) * stride + panels.inputs, "every row is inside the inputs");
    let step = if rows < isa.rows() { 1 } else { isa.rows() };
    let mut tile = [[ZERO; PIECES]; MAX_ROWS];
    for (g, group) in panels.groups.iter().enumerate() {
        let mut row = 0;
        while row < rows {
            // The last tile overlaps the one before it: the same bits are written twice.
            let first = row.min(rows - step);
            compute(isa, group, &inputs[first * stride..], stride, step, &mut tile);
            for (r, lanes) in tile[..step].iter().enumerate() {
                finish(g, first + r, lanes);
            }
            row += step;
        }
    }
}

fn compute(isa: Isa, group: &Group, inputs: &[f32], stride: usize, rows: usize, tile: &mut Tile) {
    assert!(inputs.len() >= (rows - 1) * stride + group.weights.len());
    match (isa, rows) {
        (Isa::Portable, _) => portable(group, inputs, tile),
        // SAFETY: an `Isa` other than the portable one is only made after its features were
        // detected, and the assertion above keeps every read inside `inputs`.
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx2, 1) => unsafe { avx2::<1>(group, inputs, stride, tile) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx2, _) => unsafe { avx2::<6>(group, inputs, stride, tile) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx512, 1) => unsafe { avx512::<1>(group, inputs, stride, tile) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        (Isa::Avx512, _) => unsafe { avx512::<MAX_ROWS>(group, inputs, stride, tile) },
    }
}

/// One row. `mul_add` is one instruction on most machines and exact, though slow, on the others.
fn portable(group: &Group, inputs: &[f32], tile: &mut Tile) {
    let mut sums = group.bias;
    for (input, weights) in inputs.iter().zip(&group.weights) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            for (sum, weight) in sum.0.iter_mut().zip(&weight.0) {
                *sum = input.mul_add(*weight, *sum);
            }
        }
    }
    tile[0] = sums;
}

/// `R` rows, one lane at a time in two halves: with six rows that fills the sixteen registers.
///
/// # Safety
/// AVX2 and FMA are there, and `R` rows of as many inputs as the group has weights lie in `inputs`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2<const R: usize>(group: &Group, inputs: &[f32], stride: usize, tile: &mut Tile) {
    use std::arch::x86_64::*;
    let input = inputs.as_ptr();
    // SAFETY: a lane is two times 8 floats, aligned to 64 bytes.
    let load = |lane: &Lane| unsafe {
        let start = lane.0.as_ptr();
        [_mm256_load_ps(start), _mm256_load_ps(start.add(8))]
    };
    for piece in 0..PIECES {
        let mut sums = [load(&group.bias[piece]); R];
        for (i, weights) in group.weights.iter().enumerate() {
            let [low, high] = load(&weights[piece]);
            for (r, sum) in sums.iter_mut().enumerate() {
                // SAFETY: the caller keeps `r * stride + i` inside `inputs`.
                let x = unsafe { _mm256_broadcast_ss(&*input.add(r * stride + i)) };
                sum[0] = _mm256_fmadd_ps(x, low, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, high, sum[1]);
            }
        }
        for (to, sum) in tile.iter_mut().zip(sums) {
            let start = to[piece].0.as_mut_ptr();
            // SAFETY: a lane is two times 8 floats, aligned to 64 bytes.
            unsafe {
                _mm256_store_ps(start, sum[0]);
                _mm256_store_ps(start.add(8), sum[1]);
            }
        }
    }
}

/// `R` rows, 16 lanes at a time.
///
/// # Safety
/// AVX-512F is there, and `R` rows of as many inputs as the group has weights lie in `inputs`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn avx512<const R: usize>(group: &Group, inputs: &[f32], stride: usize, tile: &mut Tile) {
    use std::arch::x86_64::*;
    let input = inputs.as_ptr();
    let mut sums = [[_mm512_setzero_ps(); PIECES]; R];
    for row in &mut sums {
        for (sum, bias) in row.iter_mut().zip(&group.bias) {
            // SAFETY: a lane is 16 floats, aligned to 64 bytes.
            *sum = unsafe { _mm512_load_ps(bias.0.as_ptr()) };
        }
    }
    for (i, weights) in group.weights.iter().enumerate() {
        // SAFETY: as above.
        let weight = weights.each_ref().map(|w| unsafe { _mm512_load_ps(w.0.as_ptr()) });
        for (r, row) in sums.iter_mut().enumerate() {
            // SAFETY: the caller keeps `r * stride + i` inside `inputs`.
            let x = _mm512_set1_ps(unsafe { *input.add(r * stride + i) });
            for (sum, weight) in row.iter_mut().zip(weight) {
                *sum = _mm512_fmadd_ps(x, weight, *sum);
            }
        }
    }
    for (to, row) in tile.iter_mut().zip(sums) {
        for (to, sum) in to.iter_mut().zip(row) {
            // SAFETY: a lane is 16 floats, aligned to 64 bytes.
            unsafe { _mm512_store_ps(to.0.as_mut_ptr(), sum) };
        }
    }
}

/// Compiles a safe function once per instruction set and calls the version for `$isa`. Such a
/// function uses no fused multiply-add, so that all versions round alike.
macro_rules! per_isa {
    ($(#[$about:meta])* $name:ident = $body:ident($($arg:ident: $kind:ty),*)) => {
        $(#[$about])*
        pub(crate) fn $name(isa: Isa, $($arg: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn with_avx2($($arg: $kind),*) {
                $body($($arg),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f")]
            fn with_avx512($($arg: $kind),*) {
                $body($($arg),*)
            }
            match isa {
                Isa::Portable => $body($($arg),*),
                // SAFETY: an `Isa` is only made after its features were detected.
                #[cfg(target_arch = "x86_64")]
                Isa::Avx2 => unsafe { with_avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Isa::Avx512 => unsafe { with_avx512($($arg),*) },
            }
        }
    };
}

per_isa! {
    /// Layer normalisation of each row of `rows`, which have the length of `gain` (a multiple of
    /// [`LANES`]); the result is added to the row of `out` if `residual`, else written there.
    normalise = normalise_rows(
        rows: &[f32], gain: &[f32], bias: &[f32], residual: bool, out: &mut [f32]
    )
}

per_isa! {
    /// Adds `from` to `to`, element by element; the shorter one sets the length.
    add = add_rows(from: &[f32], to: &mut [f32])
}

per_isa! {
    /// See [`row_products`].
    products_of_bytes = products_of_byte_rows(rows: &[i8], x: &[i8], out: &mut [i32])
}

/// The sum of the products of each row of `rows`, which have the length of `x`, with `x`. Rows may
/// have up to 2^16 numbers. Cost: the numbers of `rows`, many at a time.
pub fn row_products(rows: &[i8], x: &[i8], out: &mut [i32]) {
    products_of_bytes(Isa::best(), rows, x, out);
}

#[inline(always)]
fn products_of_byte_rows(rows: &[i8], x: &[i8], out: &mut [i32]) {
    for (row, out) in rows.chunks_exact(x.len().max(1)).zip(out) {
        *out = row.iter().zip(x).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
    }
}

/// Added to the variance.
const EPSILON: f32 = 1e-8;

#[inline(always)]
fn normalise_rows(rows: &[f32], gain: &[f32], bias: &[f32], residual: bool, out: &mut [f32]) {
    let width = gain.len();
    for (row, out) in rows.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
        let mean = sum(row, |x| x) / width as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        for (((out, x), gain), bias) in out.iter_mut().zip(row).zip(gain).zip(bias) {
            let y = (x - mean) * scale * gain + bias;
            *out = if residual { *out + y } else { y };
        }
    }
}

/// The sum of `f` over a row: sixteen partial sums, added up in order.
#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    for chunk in row.chunks_exact(LANES) {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += f(*x);
        }
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
        width /= 2;
    }
    sums[0]
}

#[inline(always)]
fn add_rows(from: &[f32], to: &mut [f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1 that depend on nothing.
    fn numbers(n: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|v| v.to_bits()).collect()
    }

    #[test]
    fn all_instruction_sets_and_row_counts_agree_bit_for_bit() {
        let (inputs, outputs, stride, rows) = (288, 96, 96, 21);
        let x = numbers(stride * (rows - 1) + inputs, 1);
        let window = Panels::maxout(&numbers(inputs * outputs * 3, 2), &numbers(288, 3), inputs);
        let plain = Panels::linear(&numbers(inputs * 106, 4), &numbers(106, 5), inputs);
        let run = |isa, rows| {
            let (mut m, mut l) = (vec![0.0; rows * outputs], vec![0.0; rows * 106]);
            maxout(isa, &window, &x, stride, rows, &mut m);
            linear(isa, &plain, &x, stride, rows, &mut l);
            let mut n = m.clone();
            normalise(isa, &m, &x[..96], &x[96..192], true, &mut n);
            (bits(&m), bits(&l), bits(&n))
        };
        let whole = run(Isa::Portable, rows);
        for isa in Isa::available() {
            for rows in [1, 3, 5, 6, 8, 9, 13, 21] {
                let part = run(isa, rows);
                assert_eq!(part.0, whole.0[..rows * outputs], "{isa:?} {rows}");
                assert_eq!(part.1, whole.1[..rows * 106], "{isa:?} {rows}");
                assert_eq!(part.2, whole.2[..rows * outputs], "{isa:?} {rows}");
            }
        }
    }

    #[test]
    fn a_product_is_the_sum_over_the_inputs() {
        let weights = numbers(5 * 7, 1);
        let (bias, x) = (numbers(7, 2), numbers(5, 3));
        let mut out = vec![0.0; 7];
        linear(Isa::best(), &Panels::linear(&weights, &bias, 5), &x, 5, 1, &mut out);
        for o in 0..7 {
            let exact: f32 = bias[o] + (0..5).map(|i| x[i] * weights[o * 5 + i]).sum::<f32>();
            assert!((out[o] - exact).abs() < 1e-5);
        }
    }

    #[test]
    fn products_of_bytes_are_the_same_on_all_instruction_sets() {
        let bytes = |n, seed| -> Vec<i8> {
            numbers(n, seed).iter().map(|x| (x * 128.0).floor() as i8).collect()
        };
        let (rows, x) = (bytes(7 * 61, 1), bytes(61, 2));
        let exact = rows
            .chunks_exact(61)
            .map(|row| row.iter().zip(&x).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>());
        let exact: Vec<i32> = exact.collect();
        for isa in Isa::available() {
            let mut out = vec![0; 7];
            products_of_bytes(isa, &rows, &x, &mut out);
            assert_eq!(out, exact, "{isa:?}");
        }
    }

    #[test]
    fn a_normalised_row_has_mean_zero_and_variance_one() {
        let row = numbers(96, 7);
        let mut out = vec![0.0; 96];
        normalise(Isa::best(), &row, &[1.0; 96], &[0.0; 96], false, &mut out);
        let mean = out.iter().sum::<f32>() / 96.0;
        let variance = out.iter().map(|x| x * x).sum::<f32>() / 96.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5);
    }
}
