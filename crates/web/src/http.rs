//! [`Request`] and [`Response`]: what is asked and answered, without sockets.

use percent_encoding::percent_decode_str;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Give.
    Get,
    /// Give, without the body.
    Head,
    /// Take.
    Post,
    /// Anything else, which nothing here knows.
    Other,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is to be done.
    pub method: Method,
    /// How this server is addressed, as `http://host:port`.
    pub base: String,
    /// The parts of the path, decoded; none for `/`.
    pub path: Vec<String>,
    /// Fields of the query and of a form in the body, decoded, in order.
    pub fields: Vec<(String, String)>,
    /// What the client has already, as `If-None-Match` says.
    pub known: Option<String>,
    /// The body's type.
    pub kind: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request for an address: a path, and a query after `?`.
    pub fn new(method: Method, address: &str) -> Request {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts = path.split('/').filter(|part| !part.is_empty());
        let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
        Request {
            method,
            base: String::new(),
            path: parts.map(decoded).collect(),
            fields: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            known: None,
            kind: String::new(),
            body: Vec::new(),
        }
    }

    /// The request with a body; the fields of a form are added to those of the query.
    pub fn with_body(mut self, kind: &str, body: Vec<u8>) -> Request {
        if kind.starts_with("application/x-www-form-urlencoded") {
            self.fields.extend(form_urlencoded::parse(&body).into_owned());
        }
        self.kind = kind.to_string();
        self.body = body;
        self
    }

    /// The first field of a name; empty if there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A field as a number; 0 if it is none.
    pub fn number(&self, name: &str) -> usize {
        self.field(name).parse().unwrap_or(0)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers but those that every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer that is well.
    pub fn ok(kind: &str, body: impl Into<Vec<u8>>) -> Response {
        Response::with(200, kind, body)
    }

    /// An answer with a status.
    pub fn with(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Response {
        let headers = vec![("content-type", kind.to_string())];
        Response { status, headers, body: body.into() }
    }

    /// Look there.
    pub fn see(address: &str) -> Response {
        let headers = vec![("location", address.to_string())];
        Response { status: 303, headers, body: Vec::new() }
    }

    /// The answer with a tag; without its body if the client has it already.
    pub fn tagged(mut self, tag: &str, known: Option<&str>) -> Response {
        let tag = format!("\"{tag}\"");
        let is_known = known.is_some_and(|known| {
            known
                .split(',')
                .map(|k| k.trim().trim_start_matches("W/"))
                .any(|k| k == tag || k == "*")
        });
        if is_known {
            self = Response { status: 304, headers: Vec::new(), body: Vec::new() };
        }
        self.headers.push(("etag", tag));
        self.headers.push(("cache-control", "no-cache".into()));
        self
    }
}
