//! Files that hold others: gzip, ZIP, WARC, e-mail and its folders.
//!
//! [`read`] unpacks what it knows and gives each part to [`crate::read`] again, no deeper than
//! [`DEPTH_MAX`]. A member is unpacked alone and up to a limit, so that a small file cannot become
//! a large one.

use crate::html::{self, Sites};
use crate::warc::WarcPages;
use crate::{Ingested, read_at};
use document::{Notice, NoticeCode};
use flate2::read::MultiGzDecoder;
use lexicon::Lexicon;
use mail_parser::{MessageParser, MimeHeaders};
use std::io::{BufRead, BufReader, Cursor, Read};

/// Deepest nesting of containers that is unpacked.
pub(crate) const DEPTH_MAX: usize = 4;

/// Largest member that is unpacked.
pub(crate) const MEMBER_BYTES_MAX: u64 = 64 << 20;

/// Most that all members of a container may unpack to.
const ALL_BYTES_MAX: u64 = 4 << 30;

/// Most members of one container.
const MEMBERS_MAX: usize = 1_000_000;

/// Begins a gzip file, a ZIP file and an empty ZIP file.
pub(crate) const GZIP: &[u8] = b"\x1f\x8b";
const ZIP: &[u8] = b"PK\x03\x04";

/// Reads a container. `false` if the bytes are none of those known.
pub(crate) fn read(path: &str, bytes: &[u8], within: Within<'_>, out: &mut Ingested) -> bool {
    let is_gzip = bytes.starts_with(GZIP);
    let is_mail = is_mail(path, bytes);
    if !(is_gzip || is_mail || bytes.starts_with(ZIP) || bytes.starts_with(b"WARC/")) {
        return false;
    }
    if within.depth >= DEPTH_MAX {
        let message = format!("files nest deeper than {DEPTH_MAX} and were not unpacked");
        out.notices.push(Notice::new(NoticeCode::TooLong, path, message));
        return true;
    }
    let mut members = Members { path, within, out, n: 0, bytes: 0 };
    if is_gzip {
        members.gzip(bytes);
    } else if bytes.starts_with(ZIP) {
        members.zip(bytes);
    } else if is_mail {
        members.mails(bytes);
    } else {
        members.warc(&mut BufReader::new(bytes));
    }
    true
}

/// Whether bytes are an e-mail, a saved page in its form, or a folder of e-mails.
fn is_mail(path: &str, bytes: &[u8]) -> bool {
    let path = path.to_ascii_lowercase();
    let named = [".eml", ".mbox", ".mht", ".mhtml"].iter().any(|ending| path.ends_with(ending));
    let head = &bytes[..bytes.len().min(2048)];
    let headed = head.starts_with(b"From ") || head.windows(13).any(|w| w == b"MIME-Version:");
    named && !head.contains(&0) || (headed && head.windows(6).any(|w| w == b"\nDate:"))
}

/// In how many containers an input lies, and what its parts are read with.
#[derive(Clone, Copy)]
pub(crate) struct Within<'a> {
    pub depth: usize,
    pub lexicon: &'a Lexicon,
    pub sites: Option<&'a Sites>,
}

struct Members<'a> {
    path: &'a str,
    within: Within<'a>,
    out: &'a mut Ingested,
    n: usize,
    bytes: u64,
}

impl Members<'_> {
    /// Reads a member. `false` if the container has given all it may.
    fn read(&mut self, name: &str, bytes: &[u8]) -> bool {
        self.n += 1;
        self.bytes += bytes.len() as u64;
        if self.n > MEMBERS_MAX || self.bytes > ALL_BYTES_MAX {
            self.notice(NoticeCode::TooLong, "holds more than may be unpacked; the rest was left");
            return false;
        }
        let Within { depth, lexicon, sites } = self.within;
        let part = read_at(name, bytes, depth + 1, lexicon, sites);
        self.out.documents.extend(part.documents);
        self.out.sketches.extend(part.sketches);
        self.out.notices.extend(part.notices);
        true
    }

    fn notice(&mut self, code: NoticeCode, message: impl Into<String>) {
        self.out.notices.push(Notice::new(code, self.path, message));
    }

    /// One file compressed, or a WARC in which each record is.
    fn gzip(&mut self, bytes: &[u8]) {
        let mut stream = BufReader::new(MultiGzDecoder::new(bytes));
        match stream.fill_buf() {
            Ok(head) if head.starts_with(b"WARC/") => return self.warc(&mut stream),
            Ok(_) => {}
            Err(error) => return self.notice(NoticeCode::Unreadable, format!("gzip: {error}")),
        }
        let name = self.path.strip_suffix(".gz").unwrap_or(self.path).to_string();
        let mut unpacked = Vec::new();
        if let Err(error) = stream.take(MEMBER_BYTES_MAX + 1).read_to_end(&mut unpacked) {
            self.notice(NoticeCode::Unreadable, format!("gzip: {error}; what came before is read"));
        }
        if unpacked.len() as u64 > MEMBER_BYTES_MAX {
            unpacked.truncate(MEMBER_BYTES_MAX as usize);
            self.notice(NoticeCode::TooLong, "unpacks to more than 64 MiB; the rest was left");
        }
        self.read(&name, &unpacked);
    }

    fn zip(&mut self, bytes: &[u8]) {
        let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(error) => return self.notice(NoticeCode::Unreadable, format!("ZIP: {error}")),
        };
        for i in 0..archive.len().min(MEMBERS_MAX) {
            let file = match archive.by_index(i) {
                Ok(file) => file,
                Err(error) => {
                    self.notice(NoticeCode::Unreadable, format!("ZIP, member {}: {error}", i + 1));
                    continue;
                }
            };
            if file.is_dir() {
                continue;
            }
            let name = format!("{}!{}", self.path, file.name());
            let mut unpacked = Vec::new();
            let read = file.take(MEMBER_BYTES_MAX + 1).read_to_end(&mut unpacked);
            if let Err(error) = read {
                self.notice(NoticeCode::Unreadable, format!("{name}: {error}"));
            } else if unpacked.len() as u64 > MEMBER_BYTES_MAX {
                self.notice(NoticeCode::TooLong, format!("{name} is larger than 64 MiB"));
            } else if !self.read(&name, &unpacked) {
                return;
            }
        }
    }

    /// The pages of a WARC, record by record.
    fn warc(&mut self, stream: &mut dyn BufRead) {
        let path = self.path.to_string();
        for page in WarcPages::new(&path, stream) {
            match page {
                Err(notice) => self.out.notices.push(notice),
                Ok(page) if self.read(&page.name, &page.bytes) => {}
                Ok(_) => return,
            }
        }
    }

    /// One e-mail or saved page; several in a folder.
    fn mails(&mut self, bytes: &[u8]) {
        let mut starts: Vec<usize> = match bytes.starts_with(b"From ") {
            true => (0..bytes.len()).filter(|i| begins_mail(bytes, *i)).collect(),
            false => vec![0],
        };
        starts.push(bytes.len());
        for (i, pair) in starts.windows(2).enumerate() {
            let mail = &bytes[pair[0]..pair[1]];
            let mail = match mail.starts_with(b"From ") {
                true => {
                    &mail[mail.iter().position(|b| *b == b'\n').map_or(mail.len(), |n| n + 1)..]
                }
                false => mail,
            };
            let place = match starts.len() {
                2 => self.path.to_string(),
                _ => format!("{}#{}", self.path, i + 1),
            };
            if !self.mail(&place, mail) {
                return;
            }
        }
    }

    fn mail(&mut self, place: &str, bytes: &[u8]) -> bool {
        let Some(mail) = MessageParser::default().parse(bytes) else {
            self.notice(NoticeCode::Unreadable, format!("{place}: no e-mail"));
            return true;
        };
        let is_page = mail.content_type().is_some_and(|kind| kind.subtype() == Some("related"));
        let html = mail.body_html(0).filter(|html| html.contains('<'));
        let before = self.out.documents.len();
        let more = match (html, mail.body_text(0)) {
            (Some(html), _) if is_page => self.read(&format!("{place}.html"), html.as_bytes()),
            (_, Some(text)) => self.read(&format!("{place}.txt"), text.as_bytes()),
            (Some(html), None) => self.read(&format!("{place}.html"), html.as_bytes()),
            _ => {
                self.notice(NoticeCode::Empty, format!("{place}: no text"));
                true
            }
        };
        for document in &mut self.out.documents[before..] {
            document.path = place.to_string();
            if is_page {
                continue;
            }
            let meta = &mut document.metadata;
            meta.title = meta.title.take().or(mail.subject().map(str::to_string));
            let sender = mail.from().and_then(|from| from.first()).and_then(|a| a.name());
            meta.publisher = meta.publisher.take().or(sender.map(str::to_string));
            let sent = mail.header_raw("Date");
            let sent = sent.and_then(|day| html::time_of(day, self.within.lexicon));
            meta.published = meta.published.take().or(sent);
        }
        more
    }
}

fn begins_mail(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with(b"From ") && (at == 0 || bytes[..at].ends_with(b"\n\n"))
        || bytes[at..].starts_with(b"From ") && bytes[..at].ends_with(b"\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    const PAGE: &str = "<html><body><article><h1>Rail</h1><p>The border railway will reopen in May, \
        the ministry said on Tuesday.</p><p>Two bridges have to be tested, the mayor said, before \
        any passengers are carried.</p></article></body></html>";

    fn read_file(path: &str, bytes: &[u8]) -> Ingested {
        crate::read(path, bytes, Lexicon::english())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory")
    }

    fn record(kind: &str, block: &str) -> String {
        let n = block.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://x/rail\r\n\
             Content-Length: {n}\r\n\r\n{block}\r\n\r\n"
        )
    }

    #[test]
    fn a_warc_is_read_record_by_record_packed_or_not() {
        let chunked = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
             {:x}\r\n{PAGE}\r\n0\r\n\r\n",
            PAGE.len()
        );
        let failed = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No.</p>";
        let records =
            [record("warcinfo", "x: y"), record("response", &chunked), record("response", failed)];
        let plain = records.concat();
        let packed: Vec<u8> = records.iter().flat_map(|r| gzip(r.as_bytes())).collect();
        for bytes in [plain.as_bytes(), &packed] {
            let ingested = read_file("x.warc", bytes);
            assert_eq!(ingested.documents.len(), 1, "{:?}", ingested.notices);
            assert!(ingested.documents[0].text.as_str().contains("border railway"));
            assert_eq!(ingested.documents[0].path, "https://x/rail");
            assert_eq!(ingested.notices, []);
        }
        let cut = read_file("x.warc", &plain.as_bytes()[..plain.len() - 40]);
        assert_eq!((cut.documents.len(), cut.notices.len()), (1, 1));
    }

    #[test]
    fn a_zip_in_a_zip_is_read_and_a_bomb_is_not() {
        let zip = |name: &str, bytes: &[u8]| {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options: zip::write::SimpleFileOptions = Default::default();
            archive.start_file(name, options).expect("memory");
            archive.write_all(bytes).expect("memory");
            archive.finish().expect("memory").into_inner()
        };
        let ingested = read_file("x.zip", &zip("in.zip", &zip("rail.html", PAGE.as_bytes())));
        assert_eq!(ingested.documents[0].path, "x.zip!in.zip!rail.html");
        let bomb = read_file("x.zip", &zip("bomb.txt", &vec![b' '; (64 << 20) + 1]));
        assert_eq!(bomb.notices[0].code, NoticeCode::TooLong);
        let mut deep = PAGE.as_bytes().to_vec();
        for _ in 0..=DEPTH_MAX {
            deep = gzip(&deep);
        }
        assert!(read_file("x.gz", &deep).notices[0].message.contains("deeper"));
        assert_eq!(read_file("x.zip", b"PK\x03\x04nothing").notices[0].code.as_str(), "I001");
        assert_eq!(read_file("x.gz", b"\x1f\x8bnothing").notices[0].code.as_str(), "I001");
    }

    #[test]
    fn e_mails_and_folders_of_them_are_read_with_sender_subject_and_day() {
        let mail = "From: Echo Letters <letters@x.org>\nSubject: =?utf-8?q?Rail_l=C3=ADne?=\n\
            Date: Wed, 09 Apr 2031 05:05:00 +0000\nMIME-Version: 1.0\n\
            Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n\
            The railway will reopen =E2=80=9Csoon,=E2=80=9D the ministry said.\n\n";
        let one = read_file("x.eml", mail.as_bytes());
        assert_eq!(one.documents.len(), 1, "{:?}", one.notices);
        let metadata = &one.documents[0].metadata;
        assert_eq!(metadata.title.as_deref(), Some("Rail líne"));
        assert_eq!(metadata.publisher.as_deref(), Some("Echo Letters"));
        assert_eq!(metadata.published.as_deref(), Some("2031-04-09T05:05:00+0000"));
        assert!(one.documents[0].text.as_str().contains("“soon,”"));
        let folder = format!("From a@x Wed Apr 9\n{mail}From b@x Wed Apr 9\n{mail}");
        assert_eq!(read_file("x.mbox", folder.as_bytes()).documents.len(), 2);
        let page = format!(
            "From: <Saved by x>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B; \
             type=\"text/html\"\n\n--B\nContent-Type: text/html\n\n{PAGE}\n--B--\n"
        );
        let saved = read_file("x.mhtml", page.as_bytes());
        assert!(saved.documents[0].text.as_str().starts_with("The border railway"));
    }
}
