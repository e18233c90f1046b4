//! [`Fetcher`]: asks an address for what is new there, politely.
//!
//! Nothing is asked but what a user named. A request says what was had before (`ETag`,
//! `Last-Modified`); one host is asked once a second at most; an answer is read up to a limit,
//! after it is unpacked; and a server that fails or asks for patience is left alone for longer each
//! time.

use crate::clock;
use library::Health;
use std::{
    collections::BTreeMap,
    io::Read,
    thread,
    time::{Duration, Instant},
};

/// Longest answer, unpacked, in bytes.
pub const ANSWER_BYTES_MAX: u64 = 32 << 20;
/// Longest time an answer may take, redirects included.
const ANSWER_TIME: Duration = Duration::from_secs(30);
/// Redirects followed.
const REDIRECTS_MAX: u32 = 5;
/// Least time between two requests to one host.
const HOST_PAUSE: Duration = Duration::from_secs(1);
/// Longest time a failing server is left alone, in seconds.
const PAUSE_MAX: i64 = 24 * 3600;

const AGENT: &str = concat!("secondsource/", env!("CARGO_PKG_VERSION"));

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something new.
    New(Vec<u8>),
    /// Nothing new.
    Same,
    /// Nothing, for the reason in [`Health::problem`].
    Failed,
}

/// Asks addresses.
#[derive(Debug)]
pub struct Fetcher {
    agent: ureq::Agent,
    asked: BTreeMap<String, Instant>,
}

impl Fetcher {
    /// One that has asked nobody yet.
    pub fn new() -> Fetcher {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(ANSWER_TIME))
            .max_redirects(REDIRECTS_MAX)
            .http_status_as_error(false)
            .user_agent(AGENT)
            .build();
        Fetcher { agent: config.into(), asked: BTreeMap::new() }
    }

    /// Asks an address, and remembers in `health` what came of it. `every` is the time in seconds
    /// after which it is asked again.
    pub fn ask(&mut self, url: &str, every: i64, health: &mut Health) -> Answer {
        self.pause(url);
        let asked = self.request(url, health);
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
                health.next = now + pause;
                Answer::Failed
            }
        }
    }

    /// Waits until the host may be asked again.
    fn pause(&mut self, url: &str) {
        let host = url.split('/').nth(2).unwrap_or_default().to_string();
        if let Some(asked) = self.asked.get(&host) {
            thread::sleep(HOST_PAUSE.saturating_sub(asked.elapsed()));
        }
        self.asked.insert(host, Instant::now());
    }

    /// The answer, or what went wrong with the seconds that the server asks to wait.
    fn request(&self, url: &str, health: &mut Health) -> Result<Answer, (String, Option<i64>)> {
        let mut request = self.agent.get(url);
        if let Some(etag) = &health.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(time) = &health.last_modified {
            request = request.header("If-Modified-Since", time);
        }
        let mut response = request.call().map_err(|error| (error.to_string(), None))?;
        let header = |name: &str| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_string)
        };
        let status = response.status().as_u16();
        match status {
            200..=299 => {}
            304 => return Ok(Answer::Same),
            _ => {
                let patience = header("Retry-After").and_then(|seconds| seconds.parse().ok());
                return Err((format!("HTTP status {status}"), patience));
            }
        }
        let (etag, last_modified) = (header("ETag"), header("Last-Modified"));
        let mut bytes = Vec::new();
        let body = response.body_mut().with_config().limit(u64::MAX).reader();
        let read = body.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut bytes);
        read.map_err(|error| (error.to_string(), None))?;
        if bytes.len() as u64 > ANSWER_BYTES_MAX {
            return Err((format!("the answer is longer than {ANSWER_BYTES_MAX} bytes"), None));
        }
        (health.etag, health.last_modified) = (etag, last_modified);
        Ok(Answer::New(bytes))
    }

    /// Posts JSON to an address.
    pub fn post(&mut self, url: &str, json: &str) -> Result<(), String> {
        let request = self.agent.post(url).header("Content-Type", "application/json");
        match request.send(json).map_err(|error| error.to_string())?.status().as_u16() {
            200..=299 => Ok(()),
            status => Err(format!("HTTP status {status}")),
        }
    }
}
