//! [`canonical`]: one spelling for addresses that lead to the same article; [`host`].

/// Beginnings of parameters that say where a reader came from.
// tidy: no words of a language
const TRACKING: [&str; 12] = [
    "utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "_ga", "cmpid",
    "ns_", "at_",
];

/// The address without fragment and tracking parameters, host in lower case. What is no address
/// stays as it is. Cost: linear in its bytes.
pub(crate) fn canonical(url: &str) -> String {
    let url = url.trim();
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_string() };
    let rest = rest.split('#').next().unwrap_or(rest);
    let (path, query) = rest.split_once('?').map_or((rest, ""), |(path, query)| (path, query));
    let host_end = path.find('/').unwrap_or(path.len());
    let kept: Vec<&str> = query
        .split('&')
        .filter(|parameter| {
            let name = parameter.to_ascii_lowercase();
            !parameter.is_empty() && !TRACKING.iter().any(|mark| name.starts_with(mark))
        })
        .collect();
    let mut address = format!("{}://", scheme.to_ascii_lowercase());
    address.push_str(&path[..host_end].to_ascii_lowercase());
    address.push_str(&path[host_end..]);
    if !kept.is_empty() {
        address.push('?');
        address.push_str(&kept.join("&"));
    }
    address
}

/// The host of an address, without `www.`.
pub(crate) fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    Some(host.trim_start_matches("www.").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_article_are_spelled_alike() {
        let plain = "https://echo.example/2031/rail?id=7";
        for url in [
            plain,
            "https://Echo.example/2031/rail?id=7#comments",
            "HTTPS://echo.example/2031/rail?utm_source=x&id=7&fbclid=y",
        ] {
            assert_eq!(canonical(url), plain, "{url}");
        }
        assert_eq!(canonical("urn:echo:1"), "urn:echo:1");
        assert_ne!(canonical("https://echo.example/Rail"), "https://echo.example/rail");
    }
}
