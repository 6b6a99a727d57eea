//! `accord engine`: results on files that can be followed by hand, and what is told of files that are wrong.

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

/// Four voters share 100. Three want `a` and pay 20 each, after which the two for `b` have 30 of 40 left.
const ELECTION: &str = "META\nkey;value\nnum_projects;3\nnum_votes;4\nbudget;100\nvote_type;approval\nrule;greedy\n\
                        PROJECTS\nproject_id;cost\na;60\nb;40\nc;40\n\
                        VOTES\nvoter_id;vote\n1;a\n2;a\n3;a,b\n4;b,c\n";

fn engine(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_accord")).arg("engine").args(words).current_dir(folder).output().unwrap()
}

fn answer(folder: &Path, words: &[&str]) -> Value {
    let output = engine(folder, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn a_selection_by_each_rule() {
    let folder = folder(&[("e.pb", ELECTION), ("a.json", "[\"a\"]"), ("c.json", "[\"c\"]")]);
    let select = |words: &[&str]| answer(folder.path(), &[&["select", "e.pb"], words].concat());
    let shares = select(&[]);
    assert_eq!(
        (&shares["selected"], &shares["cost"], &shares["budget"]),
        (&json!(["a"]), &json!("60"), &json!("100"))
    );
    assert_eq!(shares["trace"][0]["payers"], 3);
    assert_eq!(shares["trace"][0]["effective_votes"].as_f64(), Some(3.0));
    for words in [["--rule", "greedy"], ["--completion", "add-one-greedy"]] {
        assert_eq!(select(&words)["selected"], json!(["a", "b"]), "{words:?}");
    }
    let check = |selected| answer(folder.path(), &["check", "e.pb", "--selected", selected]);
    assert_eq!((&check("a.json")["feasible"], &check("a.json")["priceable"]), (&json!(true), &json!(true)));
    assert_eq!(check("c.json")["ejr_plus"], json!(false), "three of four voters have nothing of theirs");
}

#[test]
fn shares_of_a_list_and_weights_of_respondents() {
    let targets = "{\"segment\": {\"large\": 20, \"small\": 20}}";
    let folder = folder(&[
        ("rank.csv", "item,positive,total\nfew,7,9\nmany,95,100\n"),
        ("rake.csv", "segment,respondents\nlarge,10\nsmall,30\n"),
        ("targets.json", targets),
    ]);
    let ranked = answer(folder.path(), &["rank", "rank.csv"]);
    let [few, many] = [0, 1].map(|place| &ranked["items"][place]);
    assert_eq!((&few["item"], &many["item"]), (&json!("few"), &json!("many")));
    let near = |value: &Value, wanted: f64| {
        assert!((value.as_f64().unwrap() - wanted).abs() < 5e-4, "{value} for {wanted}")
    };
    near(&few["wilson_lower"], 0.4526);
    near(&few["wilson_upper"], 0.9368);
    assert!(few["q05"].as_f64() < many["q05"].as_f64());
    let raked = answer(folder.path(), &["rake", "rake.csv", "targets.json"]);
    near(&raked["weights"][0], 2.0);
    near(&raked["weights"][1], 2.0 / 3.0);
}

#[test]
fn what_is_wrong_is_named() {
    let folder = folder(&[
        ("e.pb", &ELECTION.replace("60", "sixty")),
        ("rank.csv", "item,positive,total\na,3,2\n"),
        ("rake.csv", "a,b,respondents\nx,x,1\ny,y,3\n"),
        ("targets.json", r#"{"a": {"x": 2, "y": 2}, "b": {"x": 1, "y": 3}}"#),
        ("participants-votes.csv", "participant,group-id,0\n1,0,1\n1,1,-1\n"),
    ]);
    let wrong: [(&[&str], &str); 5] = [
        (&["select", "e.pb"], "sixty"),
        (&["rank", "rank.csv"], "2"),
        (&["rank", "none.csv"], "none.csv"),
        (&["rake", "rake.csv", "targets.json"], "no weights meet all margins"),
        (&["groups", "."], "line 3: participant \"1\" is there twice"),
    ];
    for (words, named) in wrong {
        let output = engine(folder.path(), words);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(output.stdout.is_empty() && said.contains(named), "{words:?}: {said}");
    }
}
