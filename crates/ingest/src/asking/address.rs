//! [`Address`]: an address that may be asked, and which machines are everybody's.

use http::Uri;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longest address, in bytes.
const LENGTH_MAX: usize = 8 << 10;

/// An absolute address of the web, without name and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    uri: Uri,
    /// Path and query.
    path: String,
}

impl Address {
    /// Reads an address. What follows `#` is left out.
    ///
    /// # Errors
    /// Why it may not be asked.
    pub fn parse(text: &str) -> Result<Address, String> {
        let text = text.split('#').next().unwrap_or_default().trim();
        if text.len() > LENGTH_MAX {
            return Err(format!("the address is longer than {LENGTH_MAX} bytes"));
        }
        let uri: Uri = text.parse().map_err(|error| format!("not an address: {error}"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err("an address begins with http:// or https://".to_string());
        }
        let authority = uri.authority().ok_or("an address without a host")?;
        if authority.as_str().contains('@') {
            return Err("addresses with a name or password are not asked".to_string());
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        // Rules of sites are about paths, which begin with a slash even where none is written.
        let path = if path.starts_with('/') { path.to_string() } else { format!("/{path}") };
        Ok(Address { text: text.to_string(), uri, path })
    }

    /// The address that a page at this one means by another (RFC 3986).
    ///
    /// # Errors
    /// Why that may not be asked.
    pub fn join(&self, to: &str) -> Result<Address, String> {
        let to = to.trim();
        let has_scheme = to.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
        if has_scheme {
            return Address::parse(to);
        }
        let site = self.site();
        if let Some(rest) = to.strip_prefix("//") {
            let scheme = self.uri.scheme_str().unwrap_or("https");
            return Address::parse(&format!("{scheme}://{rest}"));
        }
        let path = self.uri.path();
        let whole = match to.chars().next() {
            Some('/') => to.to_string(),
            Some('?') => format!("{path}{to}"),
            _ => format!("{}{to}", &path[..path.rfind('/').map_or(0, |slash| slash + 1)]),
        };
        let (path, query) = whole.split_at(whole.find('?').unwrap_or(whole.len()));
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/').skip(1) {
            match part {
                "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        Address::parse(&format!("{site}/{}{query}", parts.join("/")))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port.
    pub fn site(&self) -> String {
        let host = self.uri.authority().map_or(String::new(), |a| a.as_str().to_lowercase());
        format!("{}://{host}", self.uri.scheme_str().unwrap_or("https"))
    }

    /// Whether what is sent here cannot be read on the way: it is encrypted, or stays on this
    /// machine.
    pub fn keeps_secrets(&self) -> bool {
        let host = self.uri.host().unwrap_or_default();
        let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let is_here = ip.map_or(host.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback());
        self.uri.scheme_str() == Some("https") || is_here
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Whether an address belongs to the public internet (IANA's registries of special addresses).
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || matches!((a, b, c), (0, ..) | (240.., ..) | (100, 64..=127, _) | (192, 0, 0))
        || matches!((a, b), (198, 18..=19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] => embedded(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Global unicast, without what is set aside for documentation and old tunnels.
        [first, second, ..] => {
            first & 0xe000 == 0x2000 && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_private_networks_are_not_public() {
        for text in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
        for text in ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn an_address_is_joined_as_pages_mean_it() {
        let at = Address::parse("http://Echo.test:8080/a/b/c?x=1#top").expect("an address");
        assert_eq!((at.site().as_str(), at.path()), ("http://echo.test:8080", "/a/b/c?x=1"));
        for (to, expected) in [
            ("d", "http://echo.test:8080/a/b/d"),
            ("../d?y", "http://echo.test:8080/a/d?y"),
            ("../../../d", "http://echo.test:8080/d"),
            ("/d", "http://echo.test:8080/d"),
            ("?y=2", "http://echo.test:8080/a/b/c?y=2"),
            ("//post.test/d", "http://post.test/d"),
            ("https://post.test/", "https://post.test/"),
        ] {
            assert_eq!(at.join(to).expect("an address").as_str(), expected, "{to}");
        }
    }

    #[test]
    fn a_path_begins_with_a_slash_where_none_is_written() {
        for (url, path) in [("http://x.test?a=1", "/?a=1"), ("http://x.test", "/")] {
            let at = Address::parse(url).expect("an address");
            assert_eq!(at.path(), path);
            assert!(!crate::asking::Robots::nothing().allows(at.path()), "{url}");
        }
    }

    #[test]
    fn what_is_read_of_an_address_is_read_again_the_same() {
        for text in [" http://x.test/ ", "http://x.test/ #top", "http://x.test/\u{a0}#top"] {
            let at = Address::parse(text).expect("an address");
            assert_eq!(at.as_str(), "http://x.test/");
            assert_eq!(Address::parse(at.as_str()), Ok(at));
        }
    }

    #[test]
    fn secrets_are_kept_on_this_machine_and_over_https_alone() {
        let keeps = |url: &str| Address::parse(url).expect("an address").keeps_secrets();
        for url in ["https://x.test/", "http://localhost:1/", "http://127.0.0.1/", "http://[::1]/"]
        {
            assert!(keeps(url), "{url}");
        }
        for url in ["http://x.test/", "http://localhost.x.test/", "http://10.0.0.1/"] {
            assert!(!keeps(url), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_or_holds_a_password_is_refused() {
        for text in ["file:///etc/passwd", "ftp://x.test/", "http://", "http://a:b@x.test/", "x"] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        let at = Address::parse("https://x.test/a").expect("an address");
        assert!(at.join("javascript:alert(1)").is_err());
        assert!(at.join("http://a@x.test/").is_err());
    }
}
