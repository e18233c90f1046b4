//! `bm25f`, a function of the full-text index: how well a document fits the words of a search
//! (BM25; Robertson and Zaragoza 2009), a word of the headline being worth more than one of the
//! text.
//!
//! SQLite's own `bm25` counts the documents of every word anew for each search, filters included,
//! which takes longer than a search may. Here the caller says how rare each phrase is. This is the
//! one place where the index's C interface is used.

use crate::Error;
use rusqlite::{Connection, ffi};
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

/// The usual saturation and length normalisation of BM25.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// What a word in the headline counts, by the column; filters count nothing.
const WEIGHTS: [f64; 3] = [4.0, 1.0, 0.0];

/// Name of the function in SQL. Its arguments are the table and, for each phrase of the search, its
/// rarity (0 for a filter).
const NAME: &CStr = c"bm25f";

/// Makes the function known to a connection.
pub(crate) fn register(db: &Connection) -> Result<(), Error> {
    // SAFETY: the handle is that of an open connection, and outlives this call; the statement is
    // finalized on every path; `fts5(?)` writes a pointer that lives as long as the connection.
    let done = unsafe { register_with(db.handle()) };
    if done { Ok(()) } else { Err(Error::Damaged("full text is not available".into())) }
}

unsafe fn register_with(handle: *mut ffi::sqlite3) -> bool {
    unsafe {
        let mut api: *mut ffi::fts5_api = ptr::null_mut();
        let mut statement: *mut ffi::sqlite3_stmt = ptr::null_mut();
        let sql = c"SELECT fts5(?1)";
        if ffi::sqlite3_prepare_v2(handle, sql.as_ptr(), -1, &mut statement, ptr::null_mut()) != 0 {
            return false;
        }
        let place: *mut c_void = (&raw mut api).cast();
        ffi::sqlite3_bind_pointer(statement, 1, place, c"fts5_api_ptr".as_ptr(), None);
        ffi::sqlite3_step(statement);
        ffi::sqlite3_finalize(statement);
        let Some(create) = api.as_ref().and_then(|api| api.xCreateFunction) else { return false };
        create(api, NAME.as_ptr(), ptr::null_mut(), Some(score), None) == ffi::SQLITE_OK
    }
}

unsafe extern "C" fn score(
    api: *const ffi::Fts5ExtensionApi,
    index: *mut ffi::Fts5Context,
    context: *mut ffi::sqlite3_context,
    n_values: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite calls this with a valid interface, row and `n_values` values.
    unsafe {
        let score = api.as_ref().and_then(|api| {
            let rarities = (0..usize::try_from(n_values).unwrap_or_default())
                .map(|i| ffi::sqlite3_value_double(*values.add(i)));
            score_row(api, index, rarities)
        });
        match score {
            Some(score) => ffi::sqlite3_result_double(context, score),
            None => ffi::sqlite3_result_error_code(context, ffi::SQLITE_ERROR),
        }
    }
}

/// The score of the current row. `None` if the index refuses.
unsafe fn score_row(
    api: &ffi::Fts5ExtensionApi,
    index: *mut ffi::Fts5Context,
    rarities: impl Iterator<Item = f64>,
) -> Option<f64> {
    unsafe {
        let ok = |code: c_int| (code == ffi::SQLITE_OK).then_some(());
        let n_phrases = api.xPhraseCount?(index);
        let (mut n_rows, mut all) = (0, 0);
        ok(api.xRowCount?(index, &mut n_rows))?;
        ok(api.xColumnTotalSize?(index, 1, &mut all))?;
        let mut length = 0;
        ok(api.xColumnSize?(index, 1, &mut length))?;
        let average = (all as f64 / n_rows.max(1) as f64).max(1.0);
        let norm = K1 * (1.0 - B + B * f64::from(length) / average);
        let mut total = 0.0;
        for (phrase, rarity) in (0..n_phrases).zip(rarities) {
            if rarity <= 0.0 {
                continue;
            }
            let mut places = ffi::Fts5PhraseIter { a: ptr::null(), b: ptr::null() };
            let (mut column, mut offset, mut weight) = (0, 0, 0.0);
            ok(api.xPhraseFirst?(index, phrase, &mut places, &mut column, &mut offset))?;
            while let Ok(i) = usize::try_from(column) {
                weight += WEIGHTS.get(i).copied().unwrap_or_default();
                api.xPhraseNext?(index, &mut places, &mut column, &mut offset);
            }
            total += rarity * weight * (K1 + 1.0) / (weight + norm);
        }
        Some(total)
    }
}

/// How rare a word is that `n` of `all` documents have: the logarithm of BM25, never below a
/// little, so that a word nearly all have still counts.
pub(crate) fn rarity(n: f64, all: f64) -> f64 {
    ((all - n + 0.5) / (n + 0.5)).ln_1p().max(1e-6)
}
