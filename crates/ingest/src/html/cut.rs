//! [`Cuts`]: what of a page was left out because a limit was reached.

use std::collections::BTreeMap;

/// What was left out, with the limit, and how often.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Cuts(BTreeMap<&'static str, usize>);

impl Cuts {
    /// Counts `n` more of `what`, which names the part of the page and the limit. None are no cut.
    pub(super) fn add(&mut self, what: &'static str, n: usize) {
        if n > 0 {
            let known = self.0.entry(what).or_default();
            *known = known.saturating_add(n);
        }
    }

    pub(super) fn join(&mut self, other: Cuts) {
        other.0.into_iter().for_each(|(what, n)| self.add(what, n));
    }

    /// A message for each kind of part.
    pub(crate) fn messages(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, n)| format!("not read: {n} {what}"))
    }
}

#[cfg(test)]
mod tests {
    use document::NoticeCode;
    use lexicon::Lexicon;

    const TEXT: &str = "<p>The border railway will reopen in May, the two governments said on \
        Tuesday after a day of talks in the valley town of Orsk.</p>";

    fn messages(head: &str, body: &str) -> Vec<String> {
        let page = format!(
            "<!doctype html><html><head><title>Rail line</title>{head}</head><body>{body}</body>"
        );
        let notices = crate::read("echo/rail.html", page.as_bytes(), Lexicon::english()).notices;
        let cuts = notices.into_iter().filter(|notice| notice.code == NoticeCode::TooLong);
        let said = cuts.map(|notice| format!("{}: {}", notice.place, notice.message));
        said.collect()
    }

    fn article(inside: &str) -> String {
        format!("<article><h1>Rail line</h1>{TEXT}{inside}{TEXT}</article>")
    }

    fn linked(json: &str) -> String {
        format!("<script type='application/ld+json'>{json}</script>")
    }

    #[test]
    fn what_is_left_out_of_a_page_is_said_with_its_limit_and_place() {
        let article = article("");
        let objects = vec!["{}"; 10_050].join(",");
        let update = "{\"headline\":\"Gate\",\"articleBody\":\"The gate of the dam is open.\"}";
        let live = vec![update; 2_010].join(",");
        let live = format!("{{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{live}]}}");
        let letters = |n: u8| [b'A' + n / 26, b'a' + n % 26].map(char::from);
        let writer = |n: u8| format!("Ilva R{}", letters(n).iter().collect::<String>());
        let writers = (0..42).map(writer).collect::<Vec<_>>().join("; ");
        let heads = [
            ("<meta name=k content=v>".repeat(1_007), "7 titles, names, times and `meta`"),
            (format!("<meta name=k content='{}'>", "v".repeat(5_000)), "1 values of `meta`"),
            (linked(&format!("[{}]", " ".repeat(9 << 20))), "1 scripts of JSON-LD"),
            (linked(&format!("[{objects}]")), "51 objects of JSON-LD"),
            (linked(&live), "10 entries of a live blog"),
            (format!("<meta name=author content='{writers}'>"), "2 names of writers"),
        ];
        for (head, expected) in heads {
            let said = messages(&head, &article);
            let expected = format!("echo/rail.html: not read: {expected}");
            assert!(said.iter().any(|said| said.starts_with(&expected)), "{expected}: {said:?}");
        }
        assert_eq!(messages("", &article), [""; 0]);
    }

    #[test]
    fn what_is_left_out_of_an_article_and_of_scripts_is_said() {
        let strings: String =
            (0..23).map(|n| format!("\"<p>{n} {}</p>\",", "word ".repeat(50))).collect();
        let bodies = [
            (article(&"<a href=/x>y</a> ".repeat(20_003)), "3 links beyond"),
            (article(&format!("<a href='/{}'>y</a>", "x".repeat(3_000))), "1 addresses of links"),
            (article(&"<time>10:30</time> ".repeat(5_002)), "2 times beyond"),
            (format!("<script>{}</script>", "x".repeat(17 << 20)), "1048"),
            (format!("<script>var a = [{strings}]</script>"), "3 strings of HTML in scripts"),
        ];
        for (body, expected) in bodies {
            let said = messages("", &body);
            let expected = format!("echo/rail.html: not read: {expected}");
            assert!(said.iter().any(|said| said.starts_with(&expected)), "{expected}: {said:?}");
        }
    }
}
