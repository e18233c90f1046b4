//! Rows of fixed-point numbers, the form in which all weights and vectors are stored.
//!
//! A row is a scale `f32` and its numbers in steps of that scale, each of `bits` bits in two's
//! complement, packed from the lowest bit on, padded to whole bytes. The largest number of a row
//! is the largest number of steps, so the error is at most `largest / 2^bits`.

use crate::compact::Writer;

/// Bytes of a row of `width` numbers.
pub(crate) fn row_size(width: usize, bits: u32) -> usize {
    4 + (width * bits as usize).div_ceil(8)
}

/// Writes rows of `width` numbers with at most 16 bits each.
pub(crate) fn write_rows(values: &[f32], width: usize, bits: u32, out: &mut Writer) {
    let most = ((1 << (bits - 1)) - 1) as f32;
    for row in values.chunks_exact(width) {
        let largest = row.iter().fold(0f32, |largest, x| largest.max(x.abs()));
        let scale = largest / most;
        out.raw(&scale.to_le_bytes());
        let (mut pending, mut used) = (0u64, 0);
        for x in row {
            let steps = if scale > 0.0 { (x / scale).round().clamp(-most, most) } else { 0.0 };
            pending |= (u64::from(steps as i32 as u32) & ((1 << bits) - 1)) << used;
            used += bits;
            while used >= 8 {
                out.u8(pending as u8);
                pending >>= 8;
                used -= 8;
            }
        }
        if used > 0 {
            out.u8(pending as u8);
        }
    }
}

/// Adds a row of `row_size(out.len(), bits)` bytes to `out`. A shorter row adds less.
pub(crate) fn add_row(row: &[u8], bits: u32, out: &mut [f32]) {
    let Some((scale, steps)) = row.split_first_chunk() else { return };
    let scale = f32::from_le_bytes(*scale);
    match bits {
        8 => {
            for (out, step) in out.iter_mut().zip(steps) {
                *out += scale * f32::from(*step as i8);
            }
        }
        16 => {
            for (out, step) in out.iter_mut().zip(steps.as_chunks::<2>().0) {
                *out += scale * f32::from(i16::from_le_bytes(*step));
            }
        }
        _ => add_packed(steps, scale, bits, out),
    }
}

fn add_packed(steps: &[u8], scale: f32, bits: u32, out: &mut [f32]) {
    let mut bytes = steps.iter();
    let (mut pending, mut held) = (0u32, 0);
    for out in out {
        while held < bits {
            let Some(byte) = bytes.next() else { return };
            pending |= u32::from(*byte) << held;
            held += 8;
        }
        // Shifting left and right again extends the sign.
        *out += scale * ((pending << (32 - bits)) as i32 >> (32 - bits)) as f32;
        pending >>= bits;
        held -= bits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_back_within_half_a_step() {
        let values: Vec<f32> = (0..22).map(|i| (i as f32 * 0.77).sin() * 3.0).collect();
        for bits in [8, 12, 14, 16] {
            let mut out = Writer::default();
            write_rows(&values, 11, bits, &mut out);
            assert_eq!(out.0.len(), 2 * row_size(11, bits));
            for (row, expected) in out.0.chunks(row_size(11, bits)).zip(values.chunks(11)) {
                let mut found = [1.0; 11];
                add_row(row, bits, &mut found);
                let step = 3.0 / (1 << (bits - 1)) as f32;
                for (found, expected) in found.iter().zip(expected) {
                    assert!((found - 1.0 - expected).abs() <= step, "{bits}");
                }
            }
        }
    }

    #[test]
    fn rows_of_zeros_and_rows_cut_short_are_harmless() {
        let mut out = Writer::default();
        write_rows(&[0.0; 4], 4, 14, &mut out);
        let mut found = [0.0; 4];
        add_row(&out.0, 14, &mut found);
        add_row(&out.0[..5], 14, &mut found);
        add_row(&[], 14, &mut found);
        assert_eq!(found, [0.0; 4]);
    }
}
