//! A real election as it was officially counted. The data is not part of the project: where it is absent this says so.

use std::path::PathBuf;

use engine::election::{Election, Utility};
use engine::pabulib::parse;
use engine::shares::{Completion, Method, Step, equal_shares};

fn file(name: &str) -> Option<String> {
    let folder = std::env::var_os("ACCORD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let path = folder.join("pabulib").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {} is not there", path.display());
    }
    text
}

#[test]
fn swiecie_2023_comes_out_as_officially_selected() {
    let Some(text) = file("Poland_Swiecie_2023.pb") else { return };
    let file = parse(&text, Utility::Cost).expect("as published");
    let official = file.selected.expect("the official result");
    let election = Election::new(file.parts).expect("as published");
    let step = Step::PerVoice { amount: 1, of: 1 };
    let method = Method { completion: Completion::UntilOverspend, step, fill: false };
    let outcome = equal_shares(&election, &method);
    let chosen: Vec<bool> = outcome.left.iter().map(Option::is_none).collect();
    assert_eq!(chosen, official);
    let first: Vec<_> = outcome.practices()[..7].iter().map(|&p| file.ids[p as usize].as_str()).collect();
    assert_eq!(first, ["c12", "c10", "c20", "c21", "c2", "c3", "c13"]);
}
