//! Shows what a pipeline finds in a text: a line for each token, a blank line between sentences.
//!
//! usage: annotate TEXT [FOLDER]
//! FOLDER is a spaCy pipeline (the folder with `meta.json`); without it the English one is used.

use std::error::Error;

use language::{Annotator, Model};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let text = args.next().ok_or("usage: annotate TEXT [FOLDER]")?;
    let loaded;
    let model = match args.next() {
        Some(folder) => {
            loaded = Model::from_folder(folder.as_ref())?;
            &loaded
        }
        None => Model::english(),
    };
    println!("# {} {}", model.name(), model.hash());
    let parse = Annotator::new(model).annotate(&text);
    for sentence in &parse.sentences {
        for i in sentence.clone() {
            let token = parse.tokens[i];
            let name = parse.entities.iter().find(|e| (e.start..e.end).contains(&(i as u32)));
            println!(
                "{i}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                text[parse.bytes(i)].escape_debug(),
                parse.lemma(i),
                token.pos,
                token.tag,
                token.head,
                token.dep,
                name.map_or("", |name| name.label.as_str())
            );
        }
        println!();
    }
    Ok(())
}
