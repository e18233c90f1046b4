//! The timeline as a picture: one row for each happening that has a day, on an axis of years.

use super::{COLOURS, MARGIN, ROW, cut, xml};
use crate::{Dossier, TimelineRecord};
use std::fmt::Write;

/// Pixels of the whole picture's width, and where the axis begins and ends.
const WIDTH: usize = 1000;
const AXIS: [usize; 2] = [24, 324];
/// Most happenings drawn: those that most origins and documents tell.
const DRAWN_MAX: usize = 60;
/// Characters of a label.
const LABEL_CHARS: usize = 84;

/// What happened when: full marks for what happened, rings for what is planned; a bar as long as
/// the days in which it lies. Happenings without a day are left out, and counted.
pub fn timeline_svg(dossier: &Dossier) -> String {
    let mut placed: Vec<(&TimelineRecord, i64, i64)> = Vec::new();
    for happening in &dossier.timeline {
        let wanted =
            !happening.implied && matches!(happening.realis.as_str(), "actual" | "planned");
        let days = happening.when.earliest.as_deref().zip(happening.when.latest.as_deref());
        let days = days.and_then(|(a, b)| Some((number(a)?, number(b)?)));
        placed.extend(days.filter(|_| wanted).map(|(a, b)| (happening, a, b)));
    }
    let left_out = dossier.timeline.len() - placed.len();
    placed.sort_by_key(|(h, _, _)| std::cmp::Reverse((h.origins, h.documents.len())));
    placed.truncate(DRAWN_MAX);
    placed.sort_by_key(|(h, a, b)| (*a, *b, h.id.clone()));
    let first = placed.iter().map(|p| p.1).min().unwrap_or(0);
    let last = placed.iter().map(|p| p.2).max().unwrap_or(1).max(first + 1);
    let height = 2 * MARGIN + ROW * (placed.len() + 1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<title>{} · {left_out}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        xml(&crate::page::numbers_line(dossier)),
    );
    let at = |day: i64| {
        let width = (AXIS[1] - AXIS[0]) as i64;
        AXIS[0] as i64 + (day - first) * width / (last - first)
    };
    for (row, (happening, from, to)) in placed.iter().enumerate() {
        let y = MARGIN + row * ROW + ROW / 2;
        let (x, end) = (at(*from), at(*to).max(at(*from) + 6));
        let planned = happening.realis == "planned";
        let style = match planned {
            true => format!("fill=\"#ffffff\" stroke=\"{}\" stroke-width=\"2\"", COLOURS[1]),
            false => format!("fill=\"{}\"", COLOURS[0]),
        };
        let label = format!("{} · {}", happening.when.told(), happening.what);
        let _ = writeln!(
            out,
            "<line x1=\"{}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"#dddddd\"/>\n\
             <rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"10\" rx=\"3\" {style}/>\n\
             <text x=\"{}\" y=\"{}\">{}</text>",
            AXIS[0],
            AXIS[1],
            y - 5,
            end - x,
            AXIS[1] + 12,
            y + 5,
            xml(&cut(&label, LABEL_CHARS))
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Days since 0000-03-01 of an ISO day (Hinnant's algorithm for civil calendars).
fn number(iso: &str) -> Option<i64> {
    let mut parts = iso.get(..10)?.split('-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, month) = (year.div_euclid(400), (month + 9) % 12);
    let of_era = year - era * 400;
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WhenRecord;

    fn happening(what: &str, day: &str, realis: &str) -> TimelineRecord {
        TimelineRecord {
            id: format!("happening:{what}"),
            when: WhenRecord {
                value: day.to_string(),
                words: String::new(),
                earliest: Some(day.to_string()),
                latest: Some(day.to_string()),
                estimated: false,
            },
            what: what.to_string(),
            realis: realis.to_string(),
            implied: false,
            open: false,
            origins: 1,
            documents: Vec::new(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn days_are_counted_over_leap_years_and_what_is_planned_is_drawn_apart() {
        let between = |a, b| number(b).zip(number(a)).map(|(b, a)| b - a);
        assert_eq!(between("2028-02-28", "2028-03-01"), Some(2));
        assert_eq!(between("2031-02-28", "2031-03-01"), Some(1));
        assert_eq!(number("no day"), None);
        let timeline = vec![
            happening("It <sank>", "2031-03-08", "actual"),
            happening("It sails", "2031-04-01", "planned"),
        ];
        let svg = timeline_svg(&Dossier { timeline, ..Dossier::default() });
        assert_eq!(svg.matches("<text").count(), 2);
        assert_eq!(svg.matches("stroke-width=\"2\"").count(), 1);
        assert!(!svg.contains("<sank>"));
    }
}
