//! `watch` against a server on this machine that behaves as badly as servers do.

mod server;

use server::{Server, make_due, run};
use std::{fs, io::Write};

const PAGE: &str = "<html><head><title>Ferry to stop</title></head><body><article><h1>Ferry to \
    stop</h1><p>The ferry between Orsk and Vell will stop in May, the port authority of Orsk said \
    on Tuesday, because its hull is older than the law allows.</p><p>“Nobody on the island was \
    asked,” Ilva Renn, who has run the harbour for nine years, told reporters in Orsk.</p></article>\
    </body></html>";

#[test]
fn an_address_without_a_host_is_refused_before_it_is_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let at = folder.path();
    for (url, why) in [
        ("http://", "`http://` cannot be watched: "),
        ("https:///feed.xml", "`https:///feed.xml` cannot be watched: "),
        ("ftp://example.org/feed.xml", "begins with http:// or https://"),
    ] {
        let (code, _, errors) = run(at, &["watch", "add", "wire", "--url", url]);
        assert_eq!((code, errors.contains(why)), (2, true), "{errors}");
    }
    assert_eq!(run(at, &["watch", "list"]).1.lines().count(), 0);
}

#[test]
fn a_page_is_asked_for_politely_and_its_changes_are_told() {
    let (folder, server) = (tempfile::tempdir().expect("folder"), Server::start());
    let at = folder.path();
    let url = format!("{}/ferry.html", server.address);
    server.gives("/ferry.html", "200 OK\r\nETag: \"v1\"", PAGE.as_bytes());
    server.gives("/hook", "200 OK", b"");
    assert_eq!(run(at, &["watch", "add", "ferry", "--url", &url, "--allow-private"]).0, 0);
    let hook = format!("{}/hook", server.address);
    let rule = [
        "watch",
        "rule",
        "all",
        "--query",
        "ferry",
        "--on",
        "match",
        "--on",
        "quotation",
        "--on",
        "change",
    ];
    let told = ["--file", "told.jsonl", "--rss", "told.xml", "--webhook", &hook];
    assert_eq!(run(at, &[&rule[..], &told[..]].concat()).0, 0);

    let (code, _, errors) = run(at, &["watch", "run", "--once"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let read = |name: &str| fs::read_to_string(at.join(name)).expect("written");
    assert!(read("told.jsonl").contains(r#""on":"match","what":"Ferry to stop""#));
    assert!(read("told.xml").contains("<item><title>Ferry to stop</title>"));
    let asked = server.asked();
    assert!(asked[0].starts_with("GET /robots.txt"), "{asked:?}");
    assert!(asked[2].starts_with("POST /hook") && asked[2].contains("\"Ferry to stop\""));

    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    assert_eq!(server.asked(), [""; 0], "not due yet");
    make_due(at);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let asked = server.asked();
    assert!(asked.len() == 2 && asked[1].to_lowercase().contains("if-none-match: \"v1\""));

    let changed = PAGE.replace("Nobody on the island was asked", "Everybody had been asked");
    server.gives("/ferry.html", "200 OK\r\nETag: \"v2\"", changed.as_bytes());
    make_due(at);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let told = read("told.jsonl");
    assert!(told.contains(r#""on":"change""#), "{told}");
    let last = told.lines().last().expect("told");
    assert!(last.contains(r#""on":"quotation""#) && last.contains("Everybody"), "{last}");
    assert!(last.contains("Nobody"), "what was said before: {last}");
    assert_eq!(told.lines().count(), 3, "the change is no new match");
    assert!(run(at, &["search", "island"]).1.starts_with("0 found"));
}

#[test]
fn a_rule_and_a_place_do_not_take_each_others_names() {
    let folder = tempfile::tempdir().expect("folder");
    let at = folder.path();
    let place = |name| run(at, &["watch", "add", name, "--folder", "."]);
    let rule = |name| run(at, &["watch", "rule", name, "--query", "ferry", "--on", "match"]);
    assert_eq!((place("news").0, rule("told").0), (0, 0));
    let before = run(at, &["watch", "list"]).1;
    let (code, _, errors) = rule("news");
    assert!(code == 3 && errors.contains("news is a folder already"), "{errors}");
    let (code, _, errors) = place("told");
    assert!(code == 3 && errors.contains("told is a rule already"), "{errors}");
    assert_eq!(run(at, &["watch", "list"]).1, before);
    assert_eq!((place("news").0, rule("told").0), (0, 0), "each may be set anew");
}

#[test]
fn a_server_that_fails_is_left_alone_and_harms_nothing() {
    let (folder, server) = (tempfile::tempdir().expect("folder"), Server::start());
    let at = folder.path();
    let mut bomb = Vec::new();
    let mut gzip = flate2::write::GzEncoder::new(&mut bomb, flate2::Compression::fast());
    gzip.write_all(&vec![b' '; 64 << 20]).expect("packed");
    gzip.finish().expect("packed");
    server.gives("/busy", "429 Too Many Requests\r\nRetry-After: 7200", b"");
    server.gives(
        "/later",
        "503 Service Unavailable\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT",
        b"",
    );
    server.gives(
        "/past",
        "503 Service Unavailable\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT",
        b"",
    );
    server.gives("/gone", "404 Not Found", b"nothing");
    server.gives("/bomb", "200 OK\r\nContent-Encoding: gzip", &bomb);
    server.gives("/round", "302 Found\r\nLocation: /round", b"");
    server.gives("/cut", "200 OK\r\nTransfer-Encoding: chunked", b"5\r\nhel");
    server.gives("/latin.txt", "200 OK", b"The caf\xe9 of Vell closed, Ilva Renn said on Monday.");
    for name in ["busy", "later", "past", "gone", "bomb", "round", "cut", "silent", "latin.txt"] {
        let url = format!("{}/{name}", server.address);
        assert_eq!(run(at, &["watch", "add", name, "--url", &url, "--allow-private"]).0, 0);
    }
    let (code, _, errors) = run(at, &["watch", "run", "--once"]);
    assert_eq!(code, 0, "{errors}");
    let (_, list, _) = run(at, &["watch", "list"]);
    for (name, how) in [
        ("busy", "HTTP status 429"),
        ("later", "HTTP status 503"),
        ("gone", "HTTP status 404"),
        ("bomb", "longer than"),
        ("round", "redirect"),
        ("cut", "failed 1 time:"),
        ("silent", "failed 1 time:"),
        ("latin.txt", "well at"),
    ] {
        let line = list.lines().find(|l| l.starts_with(name)).expect("listed");
        assert!(line.contains(how), "{line}");
    }
    assert!(run(at, &["search", "café"]).1.starts_with("1 found"));
    let db = rusqlite::Connection::open(at.join("library.db")).expect("opened");
    let next = |name: &str| -> i64 {
        let sql = "SELECT json_extract(state, '$.next') FROM watched WHERE name = ?";
        db.query_row(sql, [name], |row| row.get(0)).expect("there")
    };
    assert!(next("busy") - next("gone") > 7200 - 1800 - 60, "Retry-After is kept");
    let month = 30 * 24 * 3600;
    assert!((next("later") - next("gone") - month).abs() < 7200, "no longer than a month");
    assert!((next("past") - next("gone")).abs() < 60, "a time that is over asks for nothing");
    assert!(next("gone") - next("latin.txt") > 800, "a failing server waits longer");
}

#[test]
fn a_folder_is_followed_and_a_withdrawal_told() {
    let folder = tempfile::tempdir().expect("folder");
    let at = folder.path();
    fs::create_dir(at.join("in")).expect("made");
    let line = |id: &str, more: &str| {
        format!(r#"{{"id":"{id}","publisher":"Echo","text":"The ferry of {id} will stop."{more}}}"#)
    };
    fs::write(at.join("in/a.jsonl"), line("Vell", "")).expect("written");
    assert_eq!(run(at, &["watch", "add", "in", "--folder", "in"]).0, 0);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let rule = ["watch", "rule", "r", "--query", "ferry", "--on", "match", "--on", "kill"];
    assert_eq!(run(at, &[&rule[..], &["--file", "told.jsonl"]].concat()).0, 0);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    assert_eq!(fs::read_to_string(at.join("told.jsonl")).unwrap_or_default(), "", "the ground");
    fs::write(at.join("in/b.jsonl"), line("Orsk", "")).expect("written");
    let kill = line("Vell", r#","pubstatus":"canceled""#);
    fs::write(at.join("in/c.jsonl"), kill).expect("written");
    // A copy is no alert.
    let copy = line("Orsk", "").replace("\"id\":\"Orsk\"", "\"id\":\"Orsk 2\"");
    fs::write(at.join("in/d.jsonl"), copy).expect("written");
    make_due(at);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let told = fs::read_to_string(at.join("told.jsonl")).expect("told");
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("withdrawn: Echo/Vell"), "{told}");
    assert_eq!(run(at, &["watch", "remove", "r"]).0, 0);
    assert_eq!(run(at, &["watch", "remove", "r"]).0, 3);
}

#[test]
fn addresses_are_taken_in_with_the_manners_of_a_guest() {
    let (folder, server) = (tempfile::tempdir().expect("folder"), Server::start());
    let at = folder.path();
    let url = |path: &str| format!("{}{path}", server.address);
    server.gives("/robots.txt", "200 OK", b"User-agent: *\nDisallow: /secret\n");
    server.gives("/ferry.html", "200 OK\r\nETag: \"v1\"", PAGE.as_bytes());
    server.gives("/old", "301 Moved\r\nLocation: ferry.html", b"");
    server.gives("/secret/a.html", "200 OK", PAGE.as_bytes());
    server.gives("/to-secret", "302 Found\r\nLocation: /secret/a.html", b"");
    server.gives("/photo", "200 OK\r\nContent-Type: image/png", b"PNG");
    let latin =
        "<title>Caf\u{e9}</title><p>The caf\u{e9} of Vell closed, Ilva Renn said on Monday.";
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    server.gives("/cafe", "200 OK\r\nContent-Type: text/html; charset=ISO-8859-1", &latin);

    let (code, _, errors) = run(at, &["ingest", &url("/ferry.html")]);
    assert!(code == 3 && errors.contains("private network"), "{errors}");
    assert_eq!(server.asked(), [""; 0], "nothing of this machine was asked");

    let all: Vec<String> =
        ["/old", "/secret/a.html", "/to-secret", "/photo", "/cafe"].map(url).into();
    let mut args = vec!["ingest", "--allow-private"];
    args.extend(all.iter().map(String::as_str));
    let (code, _, errors) = run(at, &args);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("/secret/a.html: robots.txt"), "{errors}");
    assert!(errors.contains("/to-secret: robots.txt"), "{errors}");
    assert!(errors.contains("image/png holds no text"), "{errors}");
    assert!(errors.ends_with("2 new, 3 not had\n"), "{errors}");
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|a| a.starts_with("GET /robots.txt")).count(), 1);
    assert!(!asked.iter().any(|a| a.starts_with("GET /secret")), "{asked:?}");
    let (_, found, _) = run(at, &["search", "--json", "island OR café"]);
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let urls: Vec<&str> =
        found["hits"].as_array().expect("hits").iter().filter_map(|h| h["url"].as_str()).collect();
    assert!(urls.len() == 2 && urls.contains(&url("/ferry.html").as_str()), "{urls:?}");

    let (_, _, errors) = run(at, &["ingest", "--allow-private", &all[0]]);
    assert_eq!(errors, "secondsource: 1 not changed\n");
    let named = url("/x").replace("http://", "http://me:secret@");
    let (_, _, errors) = run(at, &["ingest", "--allow-private", &named]);
    assert!(errors.contains("name or password"), "{errors}");
}

#[test]
fn the_entries_of_a_feed_lead_to_their_articles_once() {
    let (folder, server) = (tempfile::tempdir().expect("folder"), Server::start());
    let at = folder.path();
    let entry = |n: u32, words: &str| {
        format!(
            "<item><title>Entry {n}</title><link>{}/{n}.html</link><description>{words}\
             </description><pubDate>Mon, 07 Apr 2031 10:00:00 GMT</pubDate></item>",
            server.address
        )
    };
    let feed = |entries: &[String]| {
        format!(
            "<rss version=\"2.0\"><channel><title>Echo</title>{}</channel></rss>",
            entries.concat()
        )
    };
    let entries = [entry(1, "The ferry."), entry(2, "The mill is lost."), entry(3, "Rain.")];
    server.gives("/feed", "200 OK", feed(&entries[..2]).as_bytes());
    server.gives("/1.html", "200 OK", PAGE.as_bytes());
    server.gives("/2.html", "500 Broken", b"");
    server.gives("/3.html", "200 OK", PAGE.replace("ferry", "tram").as_bytes());
    let url = format!("{}/feed", server.address);
    let add = ["watch", "add", "echo", "--url", &url, "--articles", "--allow-private"];
    assert_eq!(run(at, &add).0, 0);
    let (code, _, errors) = run(at, &["watch", "run", "--once"]);
    assert!(code == 0 && errors.contains("2.html: HTTP status 500"), "{errors}");
    let (_, found, _) = run(at, &["search", "--json", "island"]);
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let hit = &found["hits"][0];
    assert_eq!(hit["url"], format!("{}/1.html", server.address).as_str());
    assert!(hit["published"].as_str().is_some_and(|p| p.starts_with("2031-04-07")), "{hit}");
    assert!(run(at, &["search", "mill"]).1.starts_with("1 found"), "as the feed has it");
    server.asked();

    server.gives("/feed", "200 OK", feed(&entries).as_bytes());
    make_due(at);
    assert_eq!(run(at, &["watch", "run", "--once"]).0, 0);
    let pages: Vec<String> =
        server.asked().iter().filter_map(|a| a.split(' ').nth(1).map(str::to_string)).collect();
    assert_eq!(pages, ["/robots.txt", "/feed", "/2.html", "/3.html"], "the first was had");
    assert!(run(at, &["search", "tram"]).1.starts_with("1 found"));
}

#[test]
fn an_answer_without_end_is_waited_for_no_longer_than_said() {
    let (folder, server) = (tempfile::tempdir().expect("folder"), Server::start());
    let at = folder.path();
    server.gives("/endless", "200 OK\r\nX-Endless: yes", b"<p>The ferry");
    server.gives("/ferry.html", "200 OK", PAGE.as_bytes());
    let urls = ["/endless", "/ferry.html"].map(|path| format!("{}{path}", server.address));
    let started = std::time::Instant::now();
    let (code, _, errors) = run(at, &["ingest", "--allow-private", &urls[0], &urls[1]]);
    assert_eq!(code, 0);
    assert!(errors.contains("/endless: ") && errors.contains("timeout"), "{errors}");
    assert!(errors.ends_with("1 new, 1 not had\n"), "{errors}");
    assert!(started.elapsed().as_secs() < 55, "given up before the server does");
}
