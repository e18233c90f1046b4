//! [`Robots`]: what a site does not want to be asked by programs (RFC 9309).

use std::time::Duration;

/// Longest file that is read, in bytes; RFC 9309 asks for 500 KiB at least.
pub const BYTES_MAX: u64 = 512 << 10;

/// Our name in such files.
const NAME: &str = "secondsource";

/// The rules of a site that hold for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Beginnings of paths, and whether they may be asked.
    rules: Vec<(String, bool)>,
    /// The pause between two requests that the site asks for.
    pub pause: Option<Duration>,
}

impl Robots {
    /// Everything may be asked.
    pub fn all() -> Robots {
        Robots::default()
    }

    /// Nothing may be asked.
    pub fn nothing() -> Robots {
        Robots { rules: vec![("/".to_string(), false)], pause: None }
    }

    /// Reads a file. The groups that name us count, else those for everybody.
    pub fn parse(text: &str) -> Robots {
        let (mut ours, mut everybodys): (Option<Robots>, Robots) = (None, Robots::default());
        let (mut is_ours, mut is_everybodys, mut in_rules) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (is_ours, is_everybodys, in_rules) = (false, false, false);
                }
                let name = value.split('/').next().unwrap_or_default().trim();
                is_ours |= name.eq_ignore_ascii_case(NAME);
                is_everybodys |= name == "*";
                continue;
            }
            in_rules = true;
            if is_ours {
                ours.get_or_insert_default().rule(&key, value);
            }
            if is_everybodys {
                everybodys.rule(&key, value);
            }
        }
        ours.unwrap_or(everybodys)
    }

    fn rule(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push((value.to_string(), key == "allow"));
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| (0.0..1e6).contains(s));
                self.pause = seconds.map(Duration::from_secs_f64).or(self.pause);
            }
            _ => {}
        }
    }

    /// Whether a path may be asked: the longest rule that fits it decides; of two as long, the one
    /// that allows.
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(rule, _)| fits(rule, path));
        fitting.max_by_key(|(rule, allows)| (rule.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// Whether a path begins as a rule says: `*` stands for anything, `$` at its end for the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, to_end) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !to_end || rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if to_end { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_that_fits_decides() {
        let robots = Robots::parse(
            "# hello\nUser-agent: *\nDisallow: /private\nAllow: /private/press\nDisallow: /*.pdf$\n\
             Crawl-delay: 2.5\n\nUser-agent: Other\nDisallow: /\n",
        );
        for (path, expected) in [
            ("/", true),
            ("/private/x", false),
            ("/private/press/1", true),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
        ] {
            assert_eq!(robots.allows(path), expected, "{path}");
        }
        assert_eq!(robots.pause, Some(Duration::from_millis(2500)));
    }

    #[test]
    fn a_group_that_names_us_counts_instead_of_everybodys() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /\nUser-Agent: a\nUser-agent: SecondSource/9\nDisallow: /x\n",
        );
        assert!(robots.allows("/y") && !robots.allows("/x"));
        assert!(Robots::parse("Disallow: /\nnonsense").allows("/"), "a rule of nobody");
        assert!(Robots::parse("User-agent: *\nDisallow:").allows("/"));
        assert!(!Robots::nothing().allows("/") && Robots::all().allows("/"));
    }

    #[test]
    fn stars_and_ends_are_read() {
        for (rule, path, expected) in [
            ("/a*c", "/abbbc", true),
            ("/a*c", "/abbb", false),
            ("/a*b*c$", "/a-b-c", true),
            ("/a*b*c$", "/a-b-cd", false),
            ("*", "/", true),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
        ] {
            assert_eq!(fits(rule, path), expected, "{rule} {path}");
        }
    }
}
