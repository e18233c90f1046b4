//! The program against good and bad inputs: exit codes, notices, nothing lost.

use assert_cmd::Command;
use std::{fs, path::Path};

fn secondsource() -> Command {
    Command::cargo_bin("secondsource").expect("built")
}

fn run(args: &[&str]) -> (i32, String, String) {
    let output = secondsource().args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("exit code"), text(output.stdout), text(output.stderr))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    path.display().to_string()
}

const ARTICLE: &str = "Border rail line to reopen\n\nThe border railway will reopen in May, \
    Transport Minister Ilva Renn said on Tuesday.\n\n“We have waited nine years for this train,” \
    Renn told reporters in Orsk.\n";

#[test]
fn what_can_be_read_is_read_and_the_rest_is_a_notice() {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "good.txt", ARTICLE.as_bytes());
    write(folder.path(), "empty.txt", b"");
    write(folder.path(), "picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    write(folder.path(), "broken.jsonl", b"{\"id\": 1, \"text\": \"One.\"}\n{oops\n");
    write(folder.path(), "page.html", b"<html><body><nav>Home</nav></body></html>");
    let path = folder.path().display().to_string();
    let (code, page, _) = run(&["brief", &path]);
    assert_eq!(code, 0);
    assert!(page.contains("2 articles"), "{page}");
    for expected in ["I002", "I003", "I006", "I009", "broken.jsonl:2", "nine years"] {
        assert!(page.contains(expected), "{expected} is missing from\n{page}");
    }
}

#[test]
fn only_articles_of_the_languages_named_are_read_and_those_of_which_it_is_not_known() {
    let folder = tempfile::tempdir().expect("folder");
    let line = |id: &str, language: &str| {
        format!("{{\"id\": \"{id}\", {language}\"text\": \"Levy {id} rose.\"}}\n")
    };
    let lines = line("a", "\"language\": \"en-GB\", ") + &line("b", "\"language\": \"de\", ");
    let path = write(folder.path(), "a.jsonl", (lines + &line("c", "")).as_bytes());
    let ids = |wanted: &str| {
        let (code, text, errors) = run(&["brief", "--json", "--lang", wanted, &path]);
        assert_eq!(code, 0, "{errors}");
        let dossier: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let documents = dossier["documents"].as_array().expect("a list");
        let mut ids: Vec<String> =
            documents.iter().map(|d| d["id"].as_str().expect("an id").to_string()).collect();
        ids.sort();
        ids.concat()
    };
    for (wanted, expected) in [("en", "ac"), ("EN-gb", "ac"), ("de,en", "abc"), ("fr", "c")] {
        assert_eq!(ids(wanted), expected, "{wanted}");
    }
    let (code, stories, errors) = run(&["stories", "--lang", "de", &path]);
    let has = |id: &str| stories.contains(&format!("\"{id}\""));
    assert_eq!((code, has("a"), has("b"), has("c")), (0, false, true, true), "{errors}");
    // The numbers of a page are those of the articles that it is about.
    let (_, page, _) = run(&["brief", "--lang", "de", &path]);
    assert!(
        page.contains("explain 3:12 PATH, with the same --since, --until and --lang"),
        "{page}"
    );
    let explain = |number: &str| run(&["explain", number, "--lang", "de", &path]).1;
    let last = ["1:1", "2:1"].map(explain).concat();
    assert!(last.contains("Levy b rose.") && last.contains("Levy c rose."), "{last}");
    let (code, _, errors) = run(&["stories", "--since", "2031", "--lang", "fr", "--until", "2032"]);
    assert_eq!((code, errors.contains("--lang goes with paths")), (2, true), "{errors}");
}

#[test]
fn only_articles_of_the_days_named_are_put_into_stories() {
    let folder = tempfile::tempdir().expect("folder");
    let line = |id: &str, day: &str| {
        format!("{{\"id\": \"{id}\", \"published\": \"{day}\", \"text\": \"Levy {id} rose.\"}}\n")
    };
    let lines = line("a", "2031-05-01") + &line("b", "2031-05-02");
    let path = write(folder.path(), "a.jsonl", lines.as_bytes());
    let (code, stories, errors) = run(&["stories", "--since", "2031-05-02", &path]);
    let told = |id: &str| stories.contains(&format!("Levy {id} rose."));
    assert_eq!((code, told("a"), told("b")), (0, false, true), "{errors}");
    let (code, _, errors) = run(&["stories", "--since", "2032", &path]);
    assert_eq!((code, errors.contains("no article is of the period")), (3, true), "{errors}");
}

#[test]
fn pages_of_one_site_tell_of_each_other() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ingest/tests/site");
    let short = pages.join("tug.html").display().to_string();
    let texts = run(&["extract", &pages.display().to_string()]).1;
    assert!(texts.contains("All are well.") && !texts.contains("The old salt house"), "{texts}");
    let alone = run(&["extract", &short]).1;
    assert!(alone.contains("The old salt house"), "{alone}");
    let judged = run(&["show", "blocks", "--json", &pages.display().to_string()]).1;
    assert!(judged.contains("\"feature\":\"site place\""), "{judged}");
    assert!(!run(&["show", "blocks", "--json", &short]).1.contains("site place"));
}

#[test]
fn a_pile_of_nothing_is_a_failure_that_says_why() {
    let folder = tempfile::tempdir().expect("folder");
    let empty = write(folder.path(), "empty.txt", b" \n");
    let (code, page, errors) = run(&["brief", &empty, "no/such/file.txt"]);
    assert_eq!((code, page.as_str()), (3, ""));
    assert!(errors.contains("I002") && errors.contains("I001"), "{errors}");
    assert!(errors.contains("nothing could be read"), "{errors}");
}

#[test]
fn files_of_one_name_have_the_same_ids_whatever_is_asked() {
    let folder = tempfile::tempdir().expect("folder");
    for (name, day) in [("a", "Tuesday"), ("b", "Wednesday")] {
        fs::create_dir(folder.path().join(name)).expect("made");
        let text = ARTICLE.replace("Tuesday", day);
        write(folder.path(), &format!("{name}/x.txt"), text.as_bytes());
    }
    let path = folder.path().display().to_string();
    let json = |args: &[&str]| -> Vec<serde_json::Value> {
        let (code, text, errors) = run(&[args, &[path.as_str()]].concat());
        assert_eq!(code, 0, "{errors}");
        let parsed = serde_json::Deserializer::from_str(&text).into_iter();
        parsed.collect::<Result<_, _>>().expect("JSON")
    };
    let mut expected: Vec<serde_json::Value> = json(&["brief", "--json"])[0]["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .map(|document| document["id"].clone())
        .collect();
    expected.sort_by_key(|id| id.to_string());
    assert!(expected.len() == 2 && expected[0] != expected[1]);
    let reuse = json(&["reuse"])[0].clone();
    let stories: Vec<_> = json(&["stories"])
        .iter()
        .flat_map(|story| story["documents"].as_array().expect("a list").clone())
        .collect();
    let analyze = json(&["analyze"]).iter().map(|line| line["id"].clone()).collect();
    for mut ids in [vec![reuse["a"].clone(), reuse["b"].clone()], stories, analyze] {
        ids.sort_by_key(|id| id.to_string());
        assert_eq!(ids, expected);
    }
}

#[test]
fn an_error_names_what_it_is_about() {
    let folder = tempfile::tempdir().expect("folder");
    let file = write(folder.path(), "number.jsonl", b"{\"id\": 1, \"text\": 5}\n");
    let empty = folder.path().join("empty").display().to_string();
    fs::create_dir(&empty).expect("made");
    for (args, code, expected) in [
        (&["eval", "nosuch"][..], 3, "nosuch"),
        (&["generate", "nosuch"], 2, "'nosuch'"),
        (&["brief", &empty], 3, "no file is in this folder"),
        (&["brief", &file], 3, "`text` is no string"),
        (&["brief", &file, "--phrase", "notaurl"], 2, "'notaurl'"),
        (&["watch", "add", "x", "--folder", "nosuch"], 3, "nosuch"),
    ] {
        let library = folder.path().join("library.db").display().to_string();
        let output = secondsource().args(args).env("SECONDSOURCE_LIBRARY", library).output();
        let output = output.expect("runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {errors}");
        assert!(errors.contains(expected), "{args:?}: {errors}");
    }
}

#[test]
fn the_ending_of_the_output_chooses_the_format() {
    let folder = tempfile::tempdir().expect("folder");
    let article = write(folder.path(), "a.txt", ARTICLE.as_bytes());
    for (name, begins, is_said) in [
        ("p.htm", "<!", false),
        ("p.HTML", "<!", false),
        ("p.markdown", "# ", false),
        ("p.JSON", "{", false),
        ("p.txt", "BORDER", false),
        ("page", "BORDER", false),
        ("p.csv", "BORDER", true),
    ] {
        let out = folder.path().join(name).display().to_string();
        let (code, _, errors) = run(&["brief", &article, "-o", &out]);
        let page = fs::read_to_string(&out).expect("written");
        assert!(code == 0 && page.starts_with(begins), "{name}: {page}");
        assert_eq!(errors.contains("no format goes with"), is_said, "{name}: {errors}");
        assert_eq!(run(&["brief", &article, "-q", "-o", &out]).2, "");
    }
}

#[test]
fn wrong_usage_is_exit_code_two() {
    assert_eq!(run(&["brief"]).0, 2);
    assert_eq!(run(&["brief", "x", "--since", "yesterday"]).0, 2);
    assert_eq!(run(&["no-such-command"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_a_notice() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "good.txt", ARTICLE.as_bytes());
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).expect("made");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("set");
    if fs::read_dir(&closed).is_ok() {
        eprintln!("skipped: this user may read every folder");
        return;
    }
    let (code, page, _) = run(&["brief", &folder.path().display().to_string()]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("set");
    assert_eq!(code, 0);
    assert!(page.contains("I001"), "{page}");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_socket_in_a_folder_is_a_notice_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), "good.txt", ARTICLE.as_bytes());
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket"));
    let path = folder.path().display().to_string();
    let library = folder.path().join(".library.db").display().to_string();
    let tasks: [&[&str]; 5] = [
        &["brief", &path],
        &["brief", &format!("{path}/*")],
        &["ingest", &path, "--library", &library],
        &["watch", "--library", &library, "add", "folder", "--folder", &path],
        &["watch", "--library", &library, "run", "--once"],
    ];
    for task in tasks {
        let mut command = secondsource();
        let output = command.args(task).timeout(std::time::Duration::from_secs(60)).output();
        let output = output.expect("it does not wait for the pipe");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(0), "{said}");
        let expected = if task.contains(&"add") { 0 } else { 2 };
        assert_eq!(said.matches("no regular file").count(), expected, "{task:?}: {said}");
    }
    drop(socket);
}

#[test]
fn a_line_of_fifty_megabytes_is_cut_and_said() {
    let folder = tempfile::tempdir().expect("folder");
    let mut line = br#"{"id": "long", "text": ""#.to_vec();
    line.extend(std::iter::repeat_n(b"word ".as_slice(), 10 << 20).flatten());
    line.extend_from_slice(b"\"}\n{\"id\": \"short\", \"text\": \"The mayor said no.\"}\n");
    let path = write(folder.path(), "long.jsonl", &line);
    let (code, page, _) = run(&["brief", &path]);
    assert_eq!(code, 0);
    assert!(page.contains("I007") && page.contains("1 article"), "{page}");
}

#[test]
fn standard_input_and_output_files_work() {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("brief.md");
    let status =
        secondsource().args(["brief", "-", "-o"]).arg(&out).write_stdin(ARTICLE).status_code();
    assert_eq!(status, 0);
    let page = fs::read_to_string(&out).expect("written");
    assert!(page.starts_with("# Border rail line to reopen"), "{page}");
}

/// A web archive of pages of one host, which alone and together are judged otherwise.
#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_stays_one() {
    let folder = tempfile::tempdir().expect("folder");
    let pile = write(folder.path(), "a.txt", ARTICLE.as_bytes());
    for command in ["brief", "extract"] {
        let (code, _, said) = run(&[command, &pile, "-o", "/dev/full"]);
        assert_eq!(code, 3, "{said}");
        assert!(said.contains("cannot write"), "{said}");
        let kept = fs::metadata("/dev/full").expect("it is there");
        assert!(!kept.is_file(), "a file took its place");
    }
}

fn archive() -> Vec<u8> {
    let page = |n: usize| {
        let text = format!("The border railway will reopen in May, engineer {n} told reporters.");
        let page = format!(
            "<html><head><title>Line {n}</title></head><body><article><h1>Line {n}</h1>\
             <p>{text} {text}</p></article><p>Write to the desk of the Echo every day.</p></body>"
        );
        let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://echo.example/{n}\r\n\
             Content-Length: {}\r\n\r\n{response}\r\n\r\n",
            response.len()
        )
    };
    (0..80).map(page).collect::<String>().into_bytes()
}

#[test]
fn an_archive_gives_the_same_in_a_file_as_on_standard_output() {
    let folder = tempfile::tempdir().expect("folder");
    let path = write(folder.path(), "a.warc", &archive());
    let (code, streamed, _) = run(&["extract", "--jsonl", &path]);
    assert_eq!((code, streamed.lines().count()), (0, 80));
    let out = folder.path().join("out.jsonl");
    let (code, said, _) = run(&["extract", "--jsonl", &path, "-o", &out.display().to_string()]);
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&out).expect("written"), streamed);
    assert!(!folder.path().join("out.jsonl.part").exists());
}

trait StatusCode {
    fn status_code(&mut self) -> i32;
}

impl StatusCode for Command {
    fn status_code(&mut self) -> i32 {
        self.output().expect("runs").status.code().expect("exit code")
    }
}

#[test]
fn hostile_words_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().expect("folder");
    let hostile = "\u{1b}]0;owned\u{7}Talks \u{202e}end\n\n“We \u{1b}[2J will not go,” the \
        mayor, Ilva Renn, said on Monday.\n";
    let path = write(folder.path(), "hostile.txt", hostile.as_bytes());
    for format in ["text", "md"] {
        let (_, page, _) = run(&["brief", &path, "--format", format]);
        assert!(!page.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{page:?}");
        assert!(page.contains("will not go"), "{page}");
    }
}

#[test]
fn explain_knows_notices_rules_quotations_and_entities() {
    let folder = tempfile::tempdir().expect("folder");
    let path = write(folder.path(), "good.txt", ARTICLE.as_bytes());
    assert!(run(&["explain", "i004"]).1.contains("longer than its limit"));
    assert!(run(&["explain", "en/cue/tell"]).1.contains("near_miss"));
    let (_, dossier, _) = run(&["brief", "--json", &path]);
    let dossier: serde_json::Value = serde_json::from_str(&dossier).expect("JSON");
    let quotation = dossier["quotations"][1]["id"].as_str().expect("an id");
    let (code, text, _) = run(&["explain", quotation, &path]);
    assert_eq!(code, 0);
    assert!(text.contains("]{cue}") && text.contains("Ilva Renn"), "{text}");
    let (code, text, _) = run(&["explain", "Ilva Renn", &path]);
    assert_eq!(code, 0);
    assert!(text.contains("Transport Minister"), "{text}");
    assert_eq!(run(&["explain", "quotation:00000000", &path]).0, 3);
}

#[test]
fn every_layer_is_shown_as_marked_up_text_that_parses() {
    let folder = tempfile::tempdir().expect("folder");
    let path = write(folder.path(), "good.txt", ARTICLE.as_bytes());
    for layer in ["blocks", "mentions", "quotations"] {
        let (code, text, _) = run(&["show", layer, &path]);
        assert_eq!(code, 0);
        let marked = text.split_once("\n\n").expect("a heading").1;
        let (plain, marks) = document::markup::parse(marked).expect("well formed");
        assert!(!marks.is_empty());
        assert_eq!(plain.trim_end(), ARTICLE.trim_end());
    }
}

#[test]
fn manual_page_and_completions_come_from_the_same_definition() {
    assert!(run(&["generate", "man"]).1.contains("secondsource"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(run(&["generate", shell]).1.contains("brief"), "{shell}");
    }
}
