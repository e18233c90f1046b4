//! Estimated windows of publication as records.

use super::Builder;
use crate::WindowRecord;

impl Builder<'_> {
    /// When an undated document was published, estimated.
    pub(super) fn window(&self, report: usize) -> Option<WindowRecord> {
        let window = self.story.windows.get(report)?;
        let mut signs: Vec<String> =
            window.signs.iter().map(|(sign, _)| sign.as_str().to_string()).collect();
        signs.dedup();
        Some(WindowRecord {
            earliest: window.earliest.map(|day| day.to_string()),
            latest: window.latest.map(|day| day.to_string()),
            estimated: true,
            signs,
            evidence: window.signs.iter().map(|(_, span)| self.cite(*span)).collect(),
        })
    }
}
