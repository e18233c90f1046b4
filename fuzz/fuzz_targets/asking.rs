//! Addresses, `robots.txt` and `Retry-After`: any text is read, and what may be asked is an address
//! of the web without name and password.
#![no_main]

use ingest::asking::{Address, PATIENCE_MAX, Robots, patience};
use libfuzzer_sys::fuzz_target;

// The first line is an address, the second what it leads to, the third when to come again; the
// rest is the site's file.
fuzz_target!(|text: &str| {
    let mut parts = text.splitn(4, '\n');
    let [url, to, after, file] = [(); 4].map(|()| parts.next().unwrap_or_default());
    if let Some(seconds) = patience(after, 1_900_000_000) {
        assert!((0..=PATIENCE_MAX).contains(&seconds));
    }
    let robots = Robots::parse(file);
    for address in [Address::parse(url), Address::parse(to)].into_iter().flatten() {
        sound(&address);
        robots.allows(address.path());
        assert!(Robots::all().allows(address.path()));
        assert!(!Robots::nothing().allows(address.path()));
        for there in [to, file, "/robots.txt"] {
            if let Ok(there) = address.join(there) {
                sound(&there);
                robots.allows(there.path());
            }
        }
    }
});

fn sound(address: &Address) {
    let text = address.as_str();
    let host = text.split(['/', '?']).nth(2).unwrap_or_default();
    assert!(!host.is_empty() && !host.contains('@'));
    assert!(address.site().starts_with("http"));
    assert!(address.path().starts_with('/'));
    assert_eq!(Address::parse(text).as_ref(), Ok(address));
}
