//! [`Turn`]: which page of a long list is shown, so that no page is longer than a reader can use.

use crate::{Request, links::slug};
use maud::{Markup, html};
use std::ops::Range;

/// Items of one page of a list.
pub const PAGE: usize = 100;

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The address of the list, with whatever else was asked, without the page.
    address: String,
    /// From 0.
    page: usize,
    /// The item that must be on it, as it is named in an address; empty for none.
    id: String,
}

impl Turn {
    /// What a request for a list at an address wants.
    pub fn of(request: &Request, address: String) -> Turn {
        Turn { address, page: request.number("page"), id: request.field("id").to_string() }
    }

    /// The places of the items that are shown; `ids` are those of all.
    pub fn range<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Range<usize> {
        let (mut all, mut wanted) = (0, None);
        for id in ids {
            if !self.id.is_empty() && wanted.is_none() && slug(id) == self.id {
                wanted = Some(all);
            }
            all += 1;
        }
        let from = wanted.map_or(self.page.saturating_mul(PAGE), |at| at / PAGE * PAGE).min(all);
        from..(from + PAGE).min(all)
    }

    /// Links to the pages before and after.
    pub fn links(&self, shown: &Range<usize>, all: usize) -> Markup {
        let sign = if self.address.contains('?') { "&" } else { "?" };
        let address = |page: usize| format!("{}{sign}page={page}", self.address);
        html! {
            @if shown.len() < all {
                p.pages {
                    @if shown.start > 0 {
                        a rel="prev" href=(address((shown.start - 1) / PAGE)) { "Before" } " "
                    }
                    span.n { (shown.start + 1) " to " (shown.end) " of " (all) } " "
                    @if shown.end < all {
                        a rel="next" href=(address(shown.end / PAGE)) { "Further" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    #[test]
    fn the_page_with_an_item_is_found_and_none_is_too_long() {
        let ids: Vec<String> = (0..250).map(|n| format!("claim:{n}")).collect();
        let range = |query: &str| {
            let request = Request::new(Method::Get, &format!("/x?{query}"));
            Turn::of(&request, "/x".into()).range(ids.iter().map(String::as_str))
        };
        assert_eq!(range(""), 0..100);
        assert_eq!(range("page=2"), 200..250);
        assert_eq!(range("page=99999999999999999999"), 0..100);
        assert_eq!(range("page=18446744073709551615"), 250..250);
        assert_eq!(range("id=claim_3a107"), 100..200);
        assert_eq!(range("id=nothing"), 0..100);
    }
}
