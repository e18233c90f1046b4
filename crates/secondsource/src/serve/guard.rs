//! [`Guard`]: who may ask.
//!
//! A page of a stranger in the same browser must not reach the server: its requests name another
//! host (DNS rebinding) or another origin (forged forms), and are refused. Others than this machine
//! need a token.

use sha2::{Digest, Sha256};
use std::net::SocketAddr;

/// The name of the cookie that holds the token.
const COOKIE: &str = "secondsource";

/// Names that always mean this machine.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Decides who may ask.
#[derive(Debug)]
pub struct Guard {
    hosts: Vec<String>,
    /// Hash of the token, so that comparing takes equally long whatever is sent.
    token: Option<[u8; 32]>,
}

/// What the guard says to a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Pass,
    /// Go on without the token in the address, which is now in a cookie.
    Keep(String),
    /// The host is not one of ours.
    Misdirected,
    /// It comes from a page of another origin.
    Foreign,
    /// The token is needed.
    Unknown,
}

/// What of a request the guard looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Papers<'r> {
    /// The host that the request names.
    pub host: &'r str,
    /// The origin of the page it comes from, if the browser says so.
    pub origin: Option<&'r str>,
    /// The header `Authorization`.
    pub authorization: Option<&'r str>,
    /// The header `Cookie`.
    pub cookie: Option<&'r str>,
    /// The field `token` of the address.
    pub token: Option<&'r str>,
    /// Whether it only asks, and changes nothing.
    pub only_asks: bool,
}

impl Guard {
    /// A guard of a server that listens at an address and has further names.
    pub fn new(listen: SocketAddr, names: &[String], token: Option<&str>) -> Guard {
        let mut hosts: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        if listen.ip().is_loopback() || listen.ip().is_unspecified() {
            hosts.extend(LOOPBACK.map(String::from));
        }
        if !listen.ip().is_unspecified() {
            let ip = listen.ip();
            hosts.push(if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() });
        }
        Guard { hosts, token: token.map(hash) }
    }

    /// What becomes of a request.
    pub fn judge(&self, papers: &Papers<'_>) -> Verdict {
        if !self.hosts.contains(&name_of(papers.host)) {
            return Verdict::Misdirected;
        }
        let from = papers.origin.map(|o| o.rsplit_once("://").map_or(o, |(_, host)| host));
        if !papers.only_asks && from.is_some_and(|from| from != papers.host) {
            return Verdict::Foreign;
        }
        let Some(token) = self.token else { return Verdict::Pass };
        let is_ours = |sent: &str| hash(sent) == token;
        if let Some(sent) = papers.token.filter(|sent| is_ours(sent)) {
            let kept = format!("{COOKIE}={sent}; HttpOnly; SameSite=Strict; Path=/");
            return Verdict::Keep(kept);
        }
        let bearer = papers.authorization.and_then(|a| a.strip_prefix("Bearer "));
        let cookies = papers.cookie.unwrap_or_default().split(';').map(str::trim);
        let mut cookies = cookies.filter_map(|c| c.strip_prefix(COOKIE)?.strip_prefix('='));
        match bearer.is_some_and(is_ours) || cookies.any(is_ours) {
            true => Verdict::Pass,
            false => Verdict::Unknown,
        }
    }
}

fn hash(words: &str) -> [u8; 32] {
    Sha256::digest(words.as_bytes()).into()
}

/// A host without its port, in small letters.
fn name_of(host: &str) -> String {
    let end = match host.rfind(']') {
        Some(bracket) => bracket + 1,
        None => host.find(':').unwrap_or(host.len()),
    };
    host[..end].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(token: Option<&str>) -> Guard {
        Guard::new(([127, 0, 0, 1], 8717).into(), &["desk.example".into()], token)
    }

    fn asks(host: &str) -> Papers<'_> {
        Papers { host, only_asks: true, ..Papers::default() }
    }

    #[test]
    fn a_name_that_is_not_ours_is_refused_wherever_it_points() {
        let guard = guard(None);
        for host in ["127.0.0.1:8717", "LOCALHOST", "[::1]:8717", "desk.example:80"] {
            assert_eq!(guard.judge(&asks(host)), Verdict::Pass, "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example:8717", "", "localhost.evil", "[::2]"] {
            assert_eq!(guard.judge(&asks(host)), Verdict::Misdirected, "{host}");
        }
    }

    #[test]
    fn a_form_of_another_origin_is_refused() {
        let posts =
            |origin| Papers { origin, ..Papers { only_asks: false, ..asks("localhost:1") } };
        let guard = guard(None);
        assert_eq!(guard.judge(&posts(Some("http://localhost:1"))), Verdict::Pass);
        assert_eq!(guard.judge(&posts(Some("http://localhost:2"))), Verdict::Foreign);
        assert_eq!(guard.judge(&posts(Some("https://evil.example"))), Verdict::Foreign);
        assert_eq!(guard.judge(&posts(Some("null"))), Verdict::Foreign);
    }

    #[test]
    fn without_the_token_nobody_passes() {
        let guard = guard(Some("0123456789abcdef"));
        assert_eq!(guard.judge(&asks("localhost")), Verdict::Unknown);
        let wrong = Papers { authorization: Some("Bearer 0123456789abcdeg"), ..asks("localhost") };
        assert_eq!(guard.judge(&wrong), Verdict::Unknown);
        let bearer = Papers { authorization: Some("Bearer 0123456789abcdef"), ..asks("localhost") };
        assert_eq!(guard.judge(&bearer), Verdict::Pass);
        let cookie =
            Papers { cookie: Some("a=b; secondsource=0123456789abcdef"), ..asks("localhost") };
        assert_eq!(guard.judge(&cookie), Verdict::Pass);
        let first = Papers { token: Some("0123456789abcdef"), ..asks("localhost") };
        assert!(matches!(guard.judge(&first), Verdict::Keep(kept) if kept.contains("HttpOnly")));
    }
}
