//! Sockets and their limits.
//!
//! Each connection is a task; each answer is made on a thread that may be busy. Whatever a client
//! sends or withholds, it costs a bounded amount of memory and time.

use super::{
    guard::{Guard, Papers, Verdict},
    shop::Shop,
};
use crate::cli::Options;
use anyhow::{Context, Result};
use dossier::page;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Method as Verb, Request as Asked, Response as Answer, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime,
    sync::Semaphore,
    task, time,
};
use web::{Method, Request, Response};

/// Connections at one time; further ones wait to be accepted.
const CONNECTIONS_MAX: usize = 256;

/// Answers made at one time.
const THREADS_MAX: usize = 16;

/// Bytes of the head of a request, and its headers.
const HEAD_BYTES_MAX: usize = 128 << 10;
const HEADERS_MAX: usize = 64;

/// Bytes of a body. The largest that is of use is a form of two names.
const BODY_BYTES_MAX: usize = 64 << 10;

/// Bytes of an address.
const ADDRESS_BYTES_MAX: usize = 60 << 10;

/// Time for a client to send its head, and to send its body.
const HEAD_TIME: Duration = Duration::from_secs(10);
const BODY_TIME: Duration = Duration::from_secs(10);

/// Time for an answer to be made.
const ANSWER_TIME: Duration = Duration::from_secs(60);

/// Longest life of a connection: a client that does not read is let go.
const CONNECTION_TIME: Duration = Duration::from_secs(300);

/// Pause after the system could not give a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Seconds after which to ask again when an answer took too long.
const RETRY_SECONDS: &str = "5";

/// Listens and answers until the program is stopped.
pub fn run(
    listen: SocketAddr,
    guard: Arc<Guard>,
    shop: Arc<Shop>,
    options: &Options,
) -> Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(THREADS_MAX)
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("cannot listen at {listen}"))?;
        let address = listener.local_addr()?;
        if !options.quiet {
            let (articles, stories) = shop.size();
            let articles = page::count(articles, "article", "articles");
            let stories = page::count(stories, "story", "stories");
            eprintln!("secondsource: {articles}, {stories}");
        }
        // The one line on standard output, for whoever started it to read the port from.
        println!("http://{address}/");
        let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        loop {
            let place = Arc::clone(&places).acquire_owned().await?;
            let Ok((stream, _)) = listener.accept().await else {
                time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            let (guard, shop) = (Arc::clone(&guard), Arc::clone(&shop));
            task::spawn(async move {
                connection(stream, guard, shop).await;
                drop(place);
            });
        }
    })
}

async fn connection(stream: TcpStream, guard: Arc<Guard>, shop: Arc<Shop>) {
    let service = service_fn(move |asked| {
        let (guard, shop) = (Arc::clone(&guard), Arc::clone(&shop));
        async move { Ok::<_, Infallible>(exchange(asked, &guard, shop).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .half_close(false);
    let served = http.serve_connection(TokioIo::new(stream), service);
    // An error of a connection is the client's affair, and it is gone.
    let _ = time::timeout(CONNECTION_TIME, served).await;
}

async fn exchange(asked: Asked<Incoming>, guard: &Guard, shop: Arc<Shop>) -> Answer<Full<Bytes>> {
    let is_head = asked.method() == Verb::HEAD;
    let response = match admitted(&asked, guard) {
        Err(response) => response,
        Ok(method) => match read(asked, method).await {
            Err(response) => response,
            Ok(request) => {
                let made = task::spawn_blocking(move || shop.answer(&request));
                match time::timeout(ANSWER_TIME, made).await {
                    Ok(Ok(response)) => response,
                    Ok(Err(_)) => plain(500, "something went wrong here"),
                    Err(_) => {
                        let mut busy = plain(503, "this takes too long");
                        busy.headers.push(("retry-after", RETRY_SECONDS.into()));
                        busy
                    }
                }
            }
        },
    };
    answer(response, is_head)
}

/// The method of a request that may be answered; else the answer that it may not.
fn admitted(asked: &Asked<Incoming>, guard: &Guard) -> Result<Method, Response> {
    let method = match *asked.method() {
        Verb::GET => Method::Get,
        Verb::HEAD => Method::Head,
        Verb::POST => Method::Post,
        _ => Method::Other,
    };
    let address = address(asked);
    if address.len() > ADDRESS_BYTES_MAX {
        return Err(plain(414, "the address is too long"));
    }
    let headers = asked.headers();
    // The buffer may hold more for a moment than the library was told.
    let head: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if head > HEAD_BYTES_MAX {
        return Err(plain(431, "the head is too long"));
    }
    let host = text(headers, header::HOST).or(asked.uri().authority().map(|a| a.as_str()));
    let wanted = Request::new(method, &address);
    let token = wanted.field("token");
    let papers = Papers {
        host: host.unwrap_or_default(),
        origin: text(headers, header::ORIGIN),
        authorization: text(headers, header::AUTHORIZATION),
        cookie: text(headers, header::COOKIE),
        token: Some(token).filter(|t| !t.is_empty() && method == Method::Get),
        only_asks: matches!(method, Method::Get | Method::Head),
    };
    match guard.judge(&papers) {
        Verdict::Pass => Ok(method),
        Verdict::Keep(cookie) => {
            let mut kept = Response::see(asked.uri().path());
            kept.headers.push(("set-cookie", cookie));
            Err(kept)
        }
        Verdict::Misdirected => Err(plain(421, "this server has another name")),
        Verdict::Foreign => Err(plain(403, "this request comes from a page of someone else")),
        Verdict::Unknown => {
            let mut unknown = plain(401, "a token is needed");
            unknown.headers.push(("www-authenticate", "Bearer".into()));
            Err(unknown)
        }
    }
}

/// The request with its body.
async fn read(asked: Asked<Incoming>, method: Method) -> Result<Request, Response> {
    let mut request = Request::new(method, &address(&asked));
    let (head, body) = asked.into_parts();
    request.base = format!("http://{}", text(&head.headers, header::HOST).unwrap_or_default());
    request.known = text(&head.headers, header::IF_NONE_MATCH).map(String::from);
    let kind = text(&head.headers, header::CONTENT_TYPE).unwrap_or_default().to_string();
    let collected = Limited::new(body, BODY_BYTES_MAX).collect();
    match time::timeout(BODY_TIME, collected).await {
        Err(_) => Err(plain(408, "the body did not come")),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(plain(413, "the body is too long")),
        Ok(Err(_)) => Err(plain(400, "the body cannot be read")),
        Ok(Ok(body)) => Ok(request.with_body(&kind, body.to_bytes().to_vec())),
    }
}

fn address(asked: &Asked<Incoming>) -> String {
    asked.uri().path_and_query().map_or_else(|| "/".into(), |address| address.to_string())
}

/// A header that is text.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn plain(status: u16, words: &str) -> Response {
    Response::with(status, "text/plain; charset=utf-8", format!("{words}\n"))
}

/// The answer for the wire, with the headers that every answer has.
fn answer(response: Response, is_head: bool) -> Answer<Full<Bytes>> {
    let length = response.body.len();
    let body = if is_head { Bytes::new() } else { Bytes::from(response.body) };
    let mut answer = Answer::new(Full::new(body));
    *answer.status_mut() = StatusCode::from_u16(response.status).unwrap_or_default();
    let headers = answer.headers_mut();
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if is_head {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}
