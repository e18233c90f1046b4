//! [`Fetcher`]: asks an address for what is new there, politely. The one place where the program
//! uses the network.
//!
//! Nothing is asked but what a user named, and what that leads to where the user wished so. A
//! request says what was had before (`ETag`, `Last-Modified`); `robots.txt` is heeded
//! ([`ingest::asking`]); one host is asked once a second at most; addresses of private networks are
//! refused unless allowed ([`agent`]); an answer is read up to a limit, after it is unpacked; and a
//! server that fails or asks for patience is left alone for longer each time.

mod agent;
mod posting;

use crate::clock;
use encoding_rs::{Encoding, UTF_8};
use ingest::asking::{Address, ROBOTS_BYTES_MAX, Robots, patience};
use library::Health;
pub use posting::{Limits, answer_to, site};
use std::{
    collections::BTreeMap,
    io::Read,
    thread,
    time::{Duration, Instant},
};
use ureq::http::Response;

/// Longest answer, unpacked, in bytes.
pub const ANSWER_BYTES_MAX: u64 = 32 << 20;
/// Longest time an answer may take.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// Redirects followed.
const REDIRECTS_MAX: usize = 5;
/// Least time between two requests to one host, and the longest that its `robots.txt` may ask for.
const HOST_PAUSE: Duration = Duration::from_secs(1);
const HOST_PAUSE_MAX: Duration = Duration::from_secs(30);
/// Longest time a failing server is left alone, in seconds, unless it asks for more.
const PAUSE_MAX: i64 = 24 * 3600;

const AGENT: &str = concat!("secondsource/", env!("CARGO_PKG_VERSION"));

/// Media types of which nothing can be read.
// tidy: no words of a language
const UNREADABLE: [&str; 4] = ["image/", "audio/", "video/", "font/"];

/// Whether a path is an address.
pub fn is_address(path: &str) -> bool {
    path.starts_with("http://") || path.starts_with("https://")
}

/// What an address gave.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was in the end, after redirects.
    pub url: String,
    /// As it came, unpacked.
    pub original: Vec<u8>,
    /// The same in UTF-8 with a mark, if the server named another encoding.
    pub decoded: Option<Vec<u8>>,
}

impl Page {
    /// The bytes to read.
    pub fn bytes(&self) -> &[u8] {
        self.decoded.as_deref().unwrap_or(&self.original)
    }
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something new.
    New(Page),
    /// Nothing new.
    Same,
    /// Nothing, for the reason in [`Health::problem`].
    Failed,
}

/// Why there is no answer, and for how many seconds the server asks to be left alone.
type Refusal = (String, Option<i64>);

/// Asks addresses.
#[derive(Debug)]
pub struct Fetcher {
    agents: [ureq::Agent; 2],
    asked: BTreeMap<String, Instant>,
    robots: BTreeMap<String, Robots>,
}

impl Fetcher {
    /// One that has asked nobody yet.
    pub fn new() -> Fetcher {
        let agents = [false, true].map(|private| {
            let config = ureq::Agent::config_builder()
                .timeout_global(Some(ANSWER_TIME))
                .max_redirects(0)
                .max_redirects_will_error(false)
                .http_status_as_error(false)
                .user_agent(AGENT)
                .build();
            agent::agent(config, private)
        });
        Fetcher { agents, asked: BTreeMap::new(), robots: BTreeMap::new() }
    }

    /// Asks an address, and remembers in `health` what came of it. `every` is the time in seconds
    /// after which it is asked again; `private` allows addresses of private networks.
    pub fn ask(&mut self, url: &str, every: i64, private: bool, health: &mut Health) -> Answer {
        let asked = self.request(url, private, health);
        let now = clock::seconds();
        match asked {
            Ok(answer) => {
                health.failures = 0;
                health.problem = None;
                health.answered = Some(clock::now());
                health.next = now + every;
                answer
            }
            Err((problem, patience)) => {
                health.failures = health.failures.saturating_add(1);
                health.problem = Some(problem);
                let doubled = every.saturating_mul(1 << health.failures.min(16));
                let pause = doubled.min(PAUSE_MAX).max(patience.unwrap_or(0));
                health.next = now.saturating_add(pause);
                Answer::Failed
            }
        }
    }

    /// Waits until the host may be asked again.
    fn pause(&mut self, address: &Address) {
        let host = address.site();
        let asked_for = self.robots.get(&host).and_then(|robots| robots.pause);
        let pause = asked_for.map_or(HOST_PAUSE, |p| p.clamp(HOST_PAUSE, HOST_PAUSE_MAX));
        if let Some(asked) = self.asked.get(&host) {
            thread::sleep(pause.saturating_sub(asked.elapsed()));
        }
        self.asked.insert(host, Instant::now());
    }

    /// Follows an address to its answer.
    fn request(
        &mut self,
        url: &str,
        private: bool,
        health: &mut Health,
    ) -> Result<Answer, Refusal> {
        let agent = self.agents[usize::from(private)].clone();
        let mut address = Address::parse(url).map_err(|problem| (problem, None))?;
        for _ in 0..=REDIRECTS_MAX {
            self.heed_robots(&agent, &address)?;
            self.pause(&address);
            let mut request = agent.get(address.as_str());
            if let Some(etag) = &health.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(time) = &health.last_modified {
                request = request.header("If-Modified-Since", time);
            }
            let mut response = request.call().map_err(|error| (error.to_string(), None))?;
            match response.status().as_u16() {
                200..=299 => return read(&mut response, &address, health).map(Answer::New),
                304 => return Ok(Answer::Same),
                301 | 302 | 303 | 307 | 308 => {
                    let to = header(&response, "Location");
                    let to = to.ok_or(("a redirect without an address".to_string(), None))?;
                    address = address.join(&to).map_err(|problem| (problem, None))?;
                }
                status => {
                    let asked_for = header(&response, "Retry-After");
                    let patience = asked_for.and_then(|value| patience(&value, clock::seconds()));
                    return Err((format!("HTTP status {status}"), patience));
                }
            }
        }
        Err((format!("more than {REDIRECTS_MAX} redirects"), None))
    }

    /// Asks a site once what it does not want to be asked (RFC 9309).
    fn heed_robots(&mut self, agent: &ureq::Agent, address: &Address) -> Result<(), Refusal> {
        let site = address.site();
        if !self.robots.contains_key(&site) {
            self.pause(address);
            let robots = ask_robots(agent, address);
            let robots = robots.map_err(|problem| (format!("robots.txt: {problem}"), None))?;
            self.robots.insert(site.clone(), robots);
        }
        match self.robots[&site].allows(address.path()) {
            true => Ok(()),
            false => Err(("robots.txt of the site does not allow it".to_string(), None)),
        }
    }

    /// Posts JSON to an address that a user named.
    pub fn post(&mut self, url: &str, json: &str) -> Result<(), String> {
        let address = Address::parse(url)?;
        let request = self.agents[1].post(address.as_str());
        let sent = request.header("Content-Type", "application/json").send(json);
        match sent.map_err(|error| error.to_string())?.status().as_u16() {
            200..=299 => Ok(()),
            status => Err(format!("HTTP status {status}")),
        }
    }
}

/// What a site does not want to be asked: nothing if it has no such file, everything if its server
/// fails.
fn ask_robots(agent: &ureq::Agent, address: &Address) -> Result<Robots, String> {
    let mut at = address.join("/robots.txt")?;
    for _ in 0..=REDIRECTS_MAX {
        let mut response = agent.get(at.as_str()).call().map_err(|error| error.to_string())?;
        match response.status().as_u16() {
            200..=299 => {
                let mut bytes = Vec::new();
                let body = response.body_mut().with_config().limit(u64::MAX).reader();
                // What was read of a file that is too long or breaks off counts.
                let _ = body.take(ROBOTS_BYTES_MAX).read_to_end(&mut bytes);
                return Ok(Robots::parse(&String::from_utf8_lossy(&bytes)));
            }
            301 | 302 | 303 | 307 | 308 => {
                match header(&response, "Location").and_then(|to| at.join(&to).ok()) {
                    Some(to) => at = to,
                    None => return Ok(Robots::all()),
                }
            }
            400..=499 => return Ok(Robots::all()),
            _ => return Ok(Robots::nothing()),
        }
    }
    Ok(Robots::all())
}

fn header<B>(response: &Response<B>, name: &str) -> Option<String> {
    response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_string)
}

/// The body of an answer; what names this version is remembered.
fn read(
    response: &mut Response<ureq::Body>,
    address: &Address,
    health: &mut Health,
) -> Result<Page, Refusal> {
    let media = header(response, "Content-Type").unwrap_or_default().to_ascii_lowercase();
    if UNREADABLE.iter().any(|kind| media.starts_with(kind)) {
        return Err((format!("{media} holds no text"), None));
    }
    let (etag, last_modified) = (header(response, "ETag"), header(response, "Last-Modified"));
    let mut original = Vec::new();
    let body = response.body_mut().with_config().limit(u64::MAX).reader();
    let read = body.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut original);
    read.map_err(|error| (error.to_string(), None))?;
    if original.len() as u64 > ANSWER_BYTES_MAX {
        return Err((format!("the answer is longer than {ANSWER_BYTES_MAX} bytes"), None));
    }
    (health.etag, health.last_modified) = (etag, last_modified);
    let decoded = decoded(&media, &original);
    Ok(Page { url: address.as_str().to_string(), original, decoded })
}

/// A page or text in the encoding that the server names, as UTF-8 with a mark: what the server says
/// counts more than what the page says. An XML file's own word counts, as its readers look there.
fn decoded(media: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let is_text = media.starts_with("text/") && !media.starts_with("text/xml");
    let label = media.split_once("charset=").filter(|_| is_text)?.1;
    let label = label.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let encoding = Encoding::for_label(label.as_bytes())?;
    if encoding == UTF_8 || Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Some([b"\xef\xbb\xbf", text.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_that_the_server_names_counts() {
        let page = b"<meta charset=utf-8>caf\xe9";
        let read = decoded("text/html; charset=ISO-8859-1", page).expect("decoded");
        assert_eq!(read, "\u{feff}<meta charset=utf-8>café".as_bytes());
        assert_eq!(decoded("text/html; charset=\"utf-8\"", page), None);
        assert_eq!(decoded("text/html", page), None);
        assert_eq!(decoded("application/rss+xml; charset=latin1", page), None);
        assert_eq!(decoded("text/html; charset=nonsense", page), None);
    }
}
