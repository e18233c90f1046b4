//! A server on this machine for tests, and the program run in a folder.

use assert_cmd::Command;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the server answers at a path: head and body.
type Answers = Arc<Mutex<BTreeMap<String, (String, Vec<u8>)>>>;

/// How long an answer with `X-Endless` in its head goes on without a byte more: longer than the
/// program waits.
const ENDLESS: Duration = Duration::from_secs(60);

/// A server that keeps what it was asked.
pub struct Server {
    pub address: String,
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// One that knows no path.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let address = format!("http://{}", listener.local_addr().expect("address"));
        let (answers, asked) = (Answers::default(), Arc::new(Mutex::new(Vec::new())));
        let (to_answer, to_keep) = (answers.clone(), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (to_answer, to_keep) = (to_answer.clone(), to_keep.clone());
                thread::spawn(move || answer(stream, &to_answer, &to_keep));
            }
        });
        Server { address, answers, asked }
    }

    /// Answers at this path with this head, whose first line lacks the protocol, and body.
    pub fn gives(&self, path: &str, head: &str, body: &[u8]) {
        let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n");
        self.answers.lock().expect("lock").insert(path.into(), (head, body.to_vec()));
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().expect("lock"))
    }
}

fn answer(mut stream: TcpStream, answers: &Answers, asked: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("cloned"));
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        let lower = line.to_lowercase();
        if let Some(n) = lower.strip_prefix("content-length:") {
            length = n.trim().parse().expect("a length");
        }
        request.push_str(&line);
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    request.push_str(&String::from_utf8_lossy(&body));
    let path = request.split(' ').nth(1).unwrap_or_default().to_string();
    asked.lock().expect("lock").push(request.clone());
    let answers = answers.lock().expect("lock").clone();
    let none = ("HTTP/1.1 404 Not Found\r\nConnection: close\r\n".to_string(), Vec::new());
    let found = answers.get(&path).or((path == "/robots.txt").then_some(&none));
    let Some((head, body)) = found else { return };
    let same = request.to_lowercase().contains("if-none-match: \"v1\"") && head.contains("\"v1\"");
    let _ = match same {
        true => stream.write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
        false => {
            let head = match head {
                _ if head.contains("chunked") => format!("{head}\r\n"),
                _ if head.contains("X-Endless") => format!("{head}Content-Length: 9999999\r\n\r\n"),
                _ => format!("{head}Content-Length: {}\r\n\r\n", body.len()),
            };
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body))
        }
    };
    if head.contains("X-Endless") {
        thread::sleep(ENDLESS);
    }
}

/// Runs the program in a folder, with its library there: exit code, output, errors.
pub fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("secondsource").expect("built");
    command.env("SECONDSOURCE_LIBRARY", folder.join("library.db")).current_dir(folder);
    let output = command.args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().expect("exit code"), text(output.stdout), text(output.stderr))
}

/// Forgets when things are due, so that the next round looks at all.
pub fn make_due(folder: &Path) {
    let db = rusqlite::Connection::open(folder.join("library.db")).expect("opened");
    db.execute("UPDATE watched SET state = json_set(state, '$.next', 0) WHERE kind <> 'rule'", [])
        .expect("written");
}
