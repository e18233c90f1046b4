//! [`Problem`]: why a question got no answer (RFC 9457).

use crate::Response;
use schemars::JsonSchema;
use serde::Serialize;

/// Seconds after which to ask again.
pub const RETRY_SECONDS: &str = "5";

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind it is.
    pub r#type: &'static str,
    /// What the status means.
    pub title: &'static str,
    /// Status code.
    pub status: u16,
    /// What is wrong with this question.
    pub detail: String,
    /// Methods that are allowed.
    #[serde(skip)]
    pub allowed: Option<String>,
}

impl Problem {
    fn new(status: u16, title: &'static str, detail: &str) -> Problem {
        let detail = detail.to_string();
        Problem { r#type: "about:blank", title, status, detail, allowed: None }
    }

    /// There is no such thing.
    pub fn missing() -> Problem {
        Problem::new(404, "Not Found", "there is no such thing, or no longer")
    }

    /// Something that was said is not as it must be.
    pub fn bad(detail: &str) -> Problem {
        Problem::new(400, "Bad Request", detail)
    }

    /// The cursor is of another record.
    pub fn stale() -> Problem {
        let detail = "the cursor is of another record: begin anew without it";
        Problem::new(409, "Conflict", detail)
    }

    /// It cannot be answered now.
    pub fn busy(detail: &str) -> Problem {
        Problem::new(503, "Service Unavailable", detail)
    }

    /// It cannot be asked like this.
    pub fn not_allowed(allowed: &str) -> Problem {
        let detail = format!("allowed: {allowed}");
        let allowed = Some(allowed.to_string());
        Problem { allowed, ..Problem::new(405, "Method Not Allowed", &detail) }
    }

    /// The answer on the wire.
    pub fn response(&self) -> Response {
        let body = serde_json::to_vec(self).expect("a problem is JSON");
        let mut response = Response::with(self.status, "application/problem+json", body);
        if self.status == 503 {
            response.headers.push(("retry-after", RETRY_SECONDS.into()));
        }
        response.headers.extend(self.allowed.clone().map(|allowed| ("allow", allowed)));
        response
    }
}
