//! [`answer_to`]: what a service that a user named answers to JSON.
//!
//! Redirects are not followed, for a key goes with the request, and a key goes over an encrypted
//! connection or stays on this machine.

use super::{AGENT, agent};
use ingest::asking::Address;
use std::{io::Read, time::Duration};

/// How long an answer may take, and how long it may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the look-up of the name to the last byte.
    pub time: Duration,
    /// Of the body, unpacked.
    pub bytes: u64,
}

/// Scheme, host and port of an address; nothing of a text that is none.
pub fn site(url: &str) -> String {
    Address::parse(url).map(|address| address.site()).unwrap_or_default()
}

/// Posts JSON and reads the answer. Addresses of private networks are allowed, for the user named
/// this one.
///
/// # Errors
/// What went wrong, in words that do not hold the key.
pub fn answer_to(
    url: &str,
    json: &str,
    key: Option<&str>,
    limits: Limits,
) -> Result<Vec<u8>, String> {
    let address = Address::parse(url)?;
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(limits.time))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .build();
    let mut request = agent::agent(config, true).post(address.as_str());
    request = request.header("Content-Type", "application/json");
    if let Some(key) = key {
        if !address.keeps_secrets() {
            return Err("the key is not sent unencrypted to another machine".to_string());
        }
        request = request.header("Authorization", format!("Bearer {key}"));
    }
    let mut response = request.send(json).map_err(|error| told(&error, limits))?;
    match response.status().as_u16() {
        200..=299 => {}
        status => return Err(format!("HTTP status {status}")),
    }
    let mut answer = Vec::new();
    let body = response.body_mut().with_config().limit(u64::MAX).reader();
    let read = body.take(limits.bytes + 1).read_to_end(&mut answer);
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::TimedOut => late(limits),
        _ => error.to_string(),
    })?;
    match answer.len() as u64 > limits.bytes {
        true => Err(format!("the answer is longer than {} bytes", limits.bytes)),
        false => Ok(answer),
    }
}

fn told(error: &ureq::Error, limits: Limits) -> String {
    match error {
        ureq::Error::Timeout(_) => late(limits),
        error => error.to_string(),
    }
}

fn late(limits: Limits) -> String {
    format!("no whole answer within {} seconds", limits.time.as_secs())
}
