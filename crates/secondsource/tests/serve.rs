//! The server as strangers and programs meet it, over a bare socket.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

struct Server {
    child: Child,
    host: String,
    folder: tempfile::TempDir,
}

impl Server {
    /// A server of the example pile.
    fn start(more: &[&str]) -> Server {
        Server::of(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pile"), more)
    }

    fn of(pile: &str, more: &[&str]) -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_secondsource"))
            .args(["serve", pile, "-q", "--listen", "127.0.0.1:0", "--corrections"])
            .arg(folder.path().join("names.tsv"))
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("it is piped"))
            .read_line(&mut line)
            .expect("its address");
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_string();
        Server { child, host, folder }
    }

    fn names(&self) -> PathBuf {
        self.folder.path().join("names.tsv")
    }

    /// Sends some bytes and reads until the server closes or falls silent.
    fn raw(&self, bytes: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("not zero");
        // What it refuses it may close before all is written.
        let _ = stream.write_all(bytes.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn ask(&self, head: &str, headers: &str, body: &str) -> String {
        let host = if headers.to_lowercase().contains("host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.host)
        };
        self.raw(&format!(
            "{head} HTTP/1.1\r\n{host}{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "", "")
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        serde_json::from_str(body).expect("JSON")
    }

    fn form_word(&self) -> String {
        let page = self.get("/review");
        let (_, rest) = page.split_once("name=\"token\" value=\"").expect("a form");
        rest.split('"').next().unwrap_or_default().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let server = Server::start(&[]);
    assert_eq!(status(&server.get("/")), 200);
    assert_eq!(status(&server.ask("GET /", "Host: evil.example\r\n", "")), 421);
    assert_eq!(status(&server.ask("GET /api/v1/stories", "Host: evil.example\r\n", "")), 421);
}

#[test]
fn a_form_needs_its_word_and_its_origin_and_what_it_says_is_kept() {
    let server = Server::start(&[]);
    let word = server.form_word();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let said = "kind=merge&name=Ada+Vale&other=A.+Vale";
    assert_eq!(status(&server.ask("POST /review", form, said)), 403);
    assert_eq!(status(&server.ask("POST /review", form, &format!("{said}&token=guess"))), 403);
    let foreign = format!("{form}Origin: https://evil.example\r\n");
    let whole = format!("{said}&token={word}");
    assert_eq!(status(&server.ask("POST /review", &foreign, &whole)), 403);
    assert!(!server.names().exists());
    assert_eq!(status(&server.ask("POST /review", form, &whole)), 303);
    assert_eq!(std::fs::read_to_string(server.names()).unwrap(), "merge\tAda Vale\tA. Vale\n");
    let undo = format!("nth=0&line=merge%09Ada+Vale%09A.+Vale&token={word}");
    assert_eq!(status(&server.ask("POST /review/undo", form, &undo)), 303);
    assert_eq!(std::fs::read_to_string(server.names()).unwrap().trim(), "");
    assert_eq!(status(&server.ask("POST /review/undo", form, &undo)), 409);
}

#[test]
fn every_page_forbids_what_does_not_come_from_the_server() {
    let server = Server::start(&[]);
    for path in ["/", "/entities", "/review", "/nowhere", "/search?q=%22"] {
        let page = server.get(path);
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("default-src 'none'"), "{path}: {head}");
        assert!(!head.contains("unsafe-inline"));
        assert!(head.contains("x-content-type-options: nosniff"));
        assert!(!body.contains("<script>") && !body.contains(" style=\""), "{path}");
        assert!(!body.contains("src=\"http") && !body.contains("@import"), "{path}");
    }
}

#[test]
fn without_the_token_others_get_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, "0123456789abcdef0\n").unwrap();
    let server = Server::start(&["--token", token.to_str().unwrap()]);
    assert_eq!(status(&server.get("/")), 401);
    assert_eq!(status(&server.get("/api/v1/stories")), 401);
    assert_eq!(status(&server.get("/?token=0123456789abcdef1")), 401);
    let first = server.get("/?token=0123456789abcdef0");
    assert_eq!(status(&first), 303);
    assert!(first.contains("HttpOnly") && first.contains("SameSite=Strict"), "{first}");
    let bearer = "Authorization: Bearer 0123456789abcdef0\r\n";
    assert_eq!(status(&server.ask("GET /", bearer, "")), 200);
    let listen = ["serve", "x", "--listen", "0.0.0.0:0"];
    let open = Command::new(env!("CARGO_BIN_EXE_secondsource")).args(listen).output().unwrap();
    assert_eq!(open.status.code(), Some(2), "it listens to all without a token");
}

#[test]
fn what_is_too_large_is_refused_and_the_server_lives_on() {
    let server = Server::start(&[]);
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let large = "x".repeat(200 << 10);
    assert_eq!(status(&server.ask("POST /review", form, &large)), 413);
    let long = format!("GET /search?q={}", "x".repeat(62 << 10));
    assert_eq!(status(&server.ask(&long, "", "")), 414);
    let head = server.ask("GET /", &format!("X-Large: {large}\r\n"), "");
    assert!([400, 431].contains(&status(&head)), "{head}");
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert!([400, 431].contains(&status(&server.ask("GET /", &many, ""))));
    assert_eq!(status(&server.raw("\u{1}\u{2}\r\n\r\n")), 400);
    assert_eq!(status(&server.get("/")), 200);
}

#[test]
fn what_the_description_promises_is_there() {
    let server = Server::start(&[]);
    let description = server.json("/api/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let stories = server.json("/api/v1/stories");
    let story = stories["items"][0]["id"].as_str().unwrap();
    let article = server.json("/api/v1/articles")["items"][0]["id"].as_str().unwrap().to_string();
    let entity = server.json("/api/v1/entities")["items"][0]["id"].as_str().unwrap().to_string();
    for (path, verbs) in description["paths"].as_object().unwrap() {
        let id = match path {
            p if p.contains("/stories/") => story,
            p if p.contains("/articles/") => &article,
            _ => &entity,
        };
        if verbs.get("get").is_some() {
            let needed = "?q=water&text=the+water&since=2031-03-10";
            let path = path.replace("{id}", &id.replace(' ', "%20"));
            let needed = if path.ends_with("search") || path.contains("claims/check") {
                needed
            } else if path.ends_with("changes") {
                "?since=2031-03-10"
            } else {
                ""
            };
            assert!(server.json(&format!("{path}{needed}")).is_object(), "{path}");
        }
    }
}

#[test]
fn a_list_goes_on_by_its_cursor_and_misuse_is_a_problem() {
    let server = Server::start(&[]);
    let stories = server.json("/api/v1/stories");
    let story = stories["items"][0]["id"].as_str().unwrap();
    let claims = format!("/api/v1/stories/{story}/claims");
    let total = server.json(&claims)["total"].as_u64().unwrap();
    let (mut seen, mut cursor) = (0, String::new());
    loop {
        let page = server.json(&format!("{claims}?limit=100&cursor={cursor}"));
        seen += page["items"].as_array().unwrap().len() as u64;
        let Some(next) = page["next"].as_str() else { break };
        cursor = next.to_string();
    }
    assert_eq!(seen, total);
    for (path, expected) in [
        (format!("{claims}?limit=0"), 400),
        (format!("{claims}?limit=251"), 400),
        (format!("{claims}?cursor=0000.5"), 400),
        (format!("{claims}?cursor=0123456789abcdef.5"), 409),
        ("/api/v1/changes?since=yesterday".into(), 400),
        ("/api/v1/search".into(), 400),
        ("/api/v1/stories/none".into(), 404),
        ("/api/v2/stories".into(), 404),
    ] {
        let answer = server.get(&path);
        assert_eq!(status(&answer), expected, "{path}");
        assert!(answer.contains("application/problem+json"), "{path}");
    }
    let posted = server.ask("POST /api/v1/stories", "", "{}");
    assert_eq!(status(&posted), 405);
    assert!(posted.to_lowercase().contains("allow: get"), "{posted}");
    assert_eq!(status(&server.ask("DELETE /", "", "")), 405);
}

#[test]
fn what_is_known_already_is_not_sent_again() {
    let server = Server::start(&[]);
    let answer = server.get("/api/v1/stories");
    let tag = answer.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_string();
    let again = server.ask("GET /api/v1/stories", &format!("If-None-Match: {tag}\r\n"), "");
    assert_eq!(status(&again), 304);
    assert!(again.ends_with("\r\n\r\n"));
    let head = server.ask("HEAD /api/v1/stories", "", "");
    assert_eq!(status(&head), 200);
    assert!(head.ends_with("\r\n\r\n"));
}

#[test]
fn a_claim_is_found_by_its_words_with_its_origins() {
    let server = Server::start(&[]);
    let words = "Zelkara+will+raise+the+flow+to+40+cubic+metres";
    let answer = server.json(&format!("/api/v1/claims/check?text={words}"));
    let first = &answer["claims"][0];
    assert!(first["claim"]["text"].as_str().unwrap().contains("40 cubic metres"), "{first}");
    assert!(first["claim"]["origins"].as_u64().unwrap() >= 2);
}

#[test]
fn an_article_with_very_many_quotations_is_shown_in_bounded_time() {
    let folder = tempfile::tempdir().unwrap();
    let text = "“It is so,” said Ada Vale. ".repeat(4_000);
    let article = json!({"id": "many", "text": text, "title": "Many", "published": "2031-03-05"});
    let pile = folder.path().join("many.jsonl");
    std::fs::write(&pile, format!("{article}\n")).unwrap();
    let server = Server::of(pile.to_str().unwrap(), &[]);
    let page = server.get("/articles/many");
    assert_eq!(status(&page), 200);
    assert!(page.len() < 8 << 20, "{} bytes", page.len());
}

#[test]
fn feeds_are_well_formed_and_say_where_they_are() {
    let server = Server::start(&[]);
    let stories = server.json("/api/v1/stories");
    let story = stories["items"][0]["id"].as_str().unwrap();
    let feed = server.json(&format!("/stories/{story}/feed.json"));
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(!feed["items"].as_array().unwrap().is_empty());
    assert!(feed["feed_url"].as_str().unwrap().starts_with(&format!("http://{}/", server.host)));
    let atom = server.get(&format!("/stories/{story}/feed.atom"));
    assert!(atom.contains("application/atom+xml") && atom.contains("<updated>2031-03-"), "{atom}");
    let rss = server.get(&format!("/stories/{story}/feed.rss"));
    assert!(rss.contains("<pubDate>") && rss.contains(" Mar 2031 "), "{rss}");
    assert_eq!(status(&server.get("/search.atom?q=water")), 200);
}

#[test]
fn a_language_model_asks_over_standard_input() {
    let pile = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pile");
    let mut child = Command::new(env!("CARGO_BIN_EXE_secondsource"))
        .args(["mcp", pile, "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize",
               "params": {"protocolVersion": "2025-06-18", "capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
        json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call",
               "params": {"name": "who_said", "arguments": {"speaker": "Haverstock"}}}),
        json!({"jsonrpc": "2.0", "id": 4, "method": "tools/call",
               "params": {"name": "what_changed", "arguments": {"since": "soon"}}}),
        json!({"jsonrpc": "2.0", "id": 5, "method": "nothing"}),
    ];
    let mut stdin = child.stdin.take().unwrap();
    for line in lines {
        writeln!(stdin, "{line}").unwrap();
    }
    writeln!(stdin, "not json").unwrap();
    drop(stdin);
    let out = child.wait_with_output().unwrap();
    let answers: Vec<Value> = String::from_utf8(out.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 6);
    let names = answers[1]["result"]["tools"].as_array().unwrap();
    let mut names: Vec<&str> = names.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let wanted =
        ["check_claim", "get_story", "list_stories", "search_articles", "what_changed", "who_said"];
    assert_eq!(names, wanted);
    assert!(answers[2]["result"]["structuredContent"]["total"].as_u64().unwrap() > 0);
    assert_eq!(answers[3]["result"]["isError"], true);
    assert_eq!(answers[4]["error"]["code"], -32_601);
    assert_eq!(answers[5]["error"]["code"], -32_700);
}
