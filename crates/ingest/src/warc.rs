//! [`WarcPages`]: the pages of a web archive (ISO 28500), read record by record.
//!
//! No more than one record is held at a time, so an archive of any size takes the memory of its
//! largest page, and no more than [`MEMBER_BYTES_MAX`] for that.

use crate::container::{GZIP, MEMBER_BYTES_MAX};
use document::{Notice, NoticeCode};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// Longest line of a header.
const HEADER_BYTES_MAX: u64 = 64 << 10;

/// Most lines of one header.
const HEADER_LINES_MAX: usize = 1000;

/// A page of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcPage {
    /// Its address.
    pub name: String,
    /// What the server sent, unpacked; of a resource or conversion, the block.
    pub bytes: Vec<u8>,
}

/// The pages of an archive, in its order. What is no answer that succeeded, or no text, is passed
/// over. After a page that is longer than [`MEMBER_BYTES_MAX`] comes a notice; a record that cannot
/// be read is a notice, and the last item.
pub struct WarcPages<'a> {
    path: String,
    stream: Box<dyn BufRead + 'a>,
    /// What is to be told after the page given last.
    cut: Option<Notice>,
    is_over: bool,
}

impl<'a> WarcPages<'a> {
    /// The pages of a stream that holds records as they are; `path` is shown in notices.
    pub fn new(path: &str, stream: impl BufRead + 'a) -> WarcPages<'a> {
        WarcPages { path: path.to_string(), stream: Box::new(stream), cut: None, is_over: false }
    }

    /// The pages of a stream that is compressed or not; `None` if it is no archive.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn open(path: &str, stream: impl Read + 'a) -> io::Result<Option<WarcPages<'a>>> {
        let mut stream = BufReader::new(stream);
        let is_packed = stream.fill_buf()?.starts_with(GZIP);
        let mut stream: Box<dyn BufRead + 'a> = match is_packed {
            true => Box::new(BufReader::new(MultiGzDecoder::new(stream))),
            false => Box::new(stream),
        };
        let is_archive = stream.fill_buf()?.starts_with(b"WARC/");
        Ok(is_archive.then(|| WarcPages::new(path, stream)))
    }

    fn end(&mut self, message: impl Into<String>) -> Option<Result<WarcPage, Notice>> {
        self.is_over = true;
        Some(Err(Notice::new(NoticeCode::Unreadable, &self.path, message)))
    }
}

impl Iterator for WarcPages<'_> {
    type Item = Result<WarcPage, Notice>;

    fn next(&mut self) -> Option<Result<WarcPage, Notice>> {
        loop {
            if let Some(notice) = self.cut.take() {
                return Some(Err(notice));
            }
            if self.is_over {
                return None;
            }
            let header = match header(&mut self.stream) {
                Ok(None) => return None,
                Ok(Some(header)) if header[0].starts_with("WARC/") => header,
                Ok(Some(_)) => return self.end("WARC: a record has no header"),
                Err(error) => return self.end(format!("WARC: {error}")),
            };
            let length = field(&header, "content-length").and_then(|l| l.parse::<u64>().ok());
            let Some(length) = length else { return self.end("WARC: a record has no length") };
            let kept = length.min(MEMBER_BYTES_MAX);
            let mut block = Vec::new();
            let read = (&mut self.stream).take(kept).read_to_end(&mut block);
            let mut rest = (&mut self.stream).take(length - kept);
            let passed = io::copy(&mut rest, &mut io::sink());
            if read.is_err() || passed.is_err() || (block.len() as u64) < kept {
                let message = "WARC: the last record is cut off";
                self.cut = Some(Notice::new(NoticeCode::Unreadable, &self.path, message));
                self.is_over = true;
            }
            let name = field(&header, "warc-target-uri").unwrap_or(&self.path);
            let name = name.trim_matches(['<', '>']).to_string();
            let bytes = match field(&header, "warc-type") {
                Some("response") => response(&block).filter(|(kind, _)| is_text(kind)),
                Some("resource" | "conversion") => Some((String::new(), block)),
                _ => None,
            };
            if let Some((_, bytes)) = bytes {
                if bytes.len() as u64 == MEMBER_BYTES_MAX || kept < length {
                    let message = "only the first 64 MiB of the page were read";
                    self.cut.get_or_insert(Notice::new(NoticeCode::TooLong, &name, message));
                }
                return Some(Ok(WarcPage { name, bytes }));
            }
        }
    }
}

/// The lines of a header up to an empty one; `None` at the end of the stream.
fn header(stream: &mut dyn BufRead) -> std::io::Result<Option<Vec<String>>> {
    let mut lines = Vec::new();
    while lines.len() < HEADER_LINES_MAX {
        let mut line = Vec::new();
        if (&mut *stream).take(HEADER_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        match line.is_empty() {
            true if lines.is_empty() => {}
            true => return Ok(Some(lines)),
            false => lines.push(line),
        }
    }
    Ok((!lines.is_empty()).then_some(lines))
}

fn field<'h>(header: &'h [String], name: &str) -> Option<&'h str> {
    let fields = header.iter().filter_map(|line| line.split_once(':'));
    fields.into_iter().find(|(n, _)| n.trim().eq_ignore_ascii_case(name)).map(|(_, v)| v.trim())
}

/// The kind and the body of an HTTP response that succeeded, its chunks joined and unpacked.
fn response(block: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut stream = BufReader::new(block);
    let header = header(&mut stream).ok()??;
    let status = header[0].split(' ').nth(1)?;
    if !status.starts_with('2') {
        return None;
    }
    let mut body = Vec::new();
    stream.read_to_end(&mut body).ok()?;
    if field(&header, "transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked")) {
        body = joined_chunks(&body).unwrap_or(body);
    }
    let is_packed = field(&header, "content-encoding").is_some_and(|e| e.contains("gzip"));
    if is_packed && body.starts_with(GZIP) {
        let mut unpacked = Vec::new();
        let packed = MultiGzDecoder::new(body.as_slice()).take(MEMBER_BYTES_MAX);
        let mut packed = packed;
        let _ = packed.read_to_end(&mut unpacked);
        body = unpacked;
    }
    Some((field(&header, "content-type").unwrap_or_default().to_ascii_lowercase(), body))
}

fn is_text(kind: &str) -> bool {
    let kinds = ["html", "xml", "text/", "json", "rss", "atom"];
    kind.is_empty() || kinds.iter().any(|k| kind.contains(k))
}

fn joined_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut joined, mut rest) = (Vec::new(), body);
    loop {
        let end = rest.windows(2).position(|w| w == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(joined);
        }
        let start = end + 2;
        joined.extend_from_slice(rest.get(start..start.checked_add(size)?)?);
        rest = rest.get(start + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive that is made while it is read: `n` pages of `size` bytes.
    fn archive(n: usize, size: usize) -> impl Read {
        let body = format!("<p>{}</p>", "word ".repeat(size / 5));
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        );
        let mut records = (0..n).map(move |_| io::Cursor::new(record.clone().into_bytes()));
        let mut current = io::Cursor::new(Vec::new());
        Pump(move |out: &mut [u8]| {
            loop {
                match current.read(out)? {
                    0 => match records.next() {
                        Some(next) => current = next,
                        None => return Ok(0),
                    },
                    n => return Ok(n),
                }
            }
        })
    }

    struct Pump<F>(F);

    impl<F: FnMut(&mut [u8]) -> io::Result<usize>> Read for Pump<F> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            (self.0)(out)
        }
    }

    #[test]
    fn an_archive_is_read_one_record_at_a_time() {
        let pages = WarcPages::open("x.warc", archive(2_000, 100_000)).expect("read");
        let mut n = 0;
        for page in pages.expect("an archive") {
            let page = page.expect("whole");
            assert_eq!(page.name, "http://x.example/");
            assert!(page.bytes.starts_with(b"<p>word "));
            n += 1;
        }
        assert_eq!(n, 2_000);
    }

    #[test]
    fn sizes_that_are_not_true_cost_no_more_than_there_is() {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n<p>A";
        for size in ["18446744073709551615", "9999999999", "60"] {
            let record = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {size}\r\n\r\n{chunked}"
            );
            let pages = WarcPages::open("x.warc", record.as_bytes()).expect("read");
            let pages: Vec<_> = pages.expect("an archive").collect();
            assert!((1..=2).contains(&pages.len()), "{size}");
        }
        for size in ["-1", "", "99999999999999999999999"] {
            let record = format!("WARC/1.0\r\nContent-Length: {size}\r\n\r\n{chunked}");
            let pages = WarcPages::open("x.warc", record.as_bytes()).expect("read");
            let pages: Vec<_> = pages.expect("an archive").collect();
            assert!(matches!(&pages[..], [Err(_)]), "{size}");
        }
    }

    #[test]
    fn an_answer_that_unpacks_without_end_is_cut() {
        use std::io::Write;
        let level = flate2::Compression::fast();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), level);
        let zeros = vec![b' '; 1 << 20];
        (0..80).for_each(|_| packed.write_all(&zeros).expect("memory"));
        let body = packed.finish().expect("memory");
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
        let start = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n{head}",
            head.len() + body.len()
        );
        let record = [start.as_bytes(), &body].concat();
        let mut pages = WarcPages::open("x.warc", &record[..]).expect("read").expect("an archive");
        let page = pages.next().expect("one page").expect("whole");
        assert_eq!(page.bytes.len() as u64, MEMBER_BYTES_MAX);
        let notice = pages.next().expect("a notice").unwrap_err();
        assert_eq!((notice.code, notice.place.as_str()), (NoticeCode::TooLong, "x.warc"));
        assert!(pages.next().is_none());
    }

    #[test]
    fn an_archive_that_breaks_off_gives_what_came_before_and_a_notice() {
        let cut = archive(3, 1_000).take(2_500);
        let pages = WarcPages::open("x.warc", cut).expect("read").expect("an archive");
        let pages: Vec<_> = pages.collect();
        let (last, whole) = pages.split_last().expect("not empty");
        assert!(whole.len() >= 2 && whole.iter().all(Result::is_ok));
        assert_eq!(last.as_ref().unwrap_err().code, NoticeCode::Unreadable);
        assert!(WarcPages::open("x", &b"no archive"[..]).expect("read").is_none());
    }
}
