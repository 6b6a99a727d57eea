//! Five real conversations, where the data folder is: what is kept must agree with the files, counted here anew.

use crate::harness::{Here, START};
use crate::on_both;
use indicatif::ProgressBar;
use server::db::{Db, on};
use server::transfer::Count;
use server::transfer::polis::{self, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// `ACCORD_TEST_DATA`, or `../shared/data` beside the workspace; `None`, with a word, where neither is.
fn data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("ACCORD_TEST_DATA").map_or_else(beside, PathBuf::from).join("polis");
    if !folder.is_dir() {
        eprintln!("skipped: there are no conversations in {}", folder.display());
        return None;
    }
    Some(folder)
}

/// A file's rows by their headings, read without the importer's own reader.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let heading = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        heading.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// By statement: events of agreeing, disagreeing and passing, then the same of what counts.
type Counts = BTreeMap<String, [i64; 6]>;

fn place(vote: &str) -> usize {
    ["1", "-1", "0"].iter().position(|known| *known == vote).unwrap()
}

fn expected(folder: &Path) -> Counts {
    let mut votes = rows(&folder.join("votes.csv"));
    votes.sort_by_key(|vote| vote["timestamp"].parse::<i64>().unwrap());
    let mut counts: Counts =
        rows(&folder.join("comments.csv")).iter().map(|row| (row["comment-id"].clone(), [0; 6])).collect();
    let mut last = BTreeMap::new();
    for vote in &votes {
        counts.get_mut(&vote["comment-id"]).unwrap()[place(&vote["vote"])] += 1;
        last.insert((&vote["voter-id"], &vote["comment-id"]), &vote["vote"]);
    }
    for ((_, statement), vote) in last {
        counts.get_mut(statement).unwrap()[3 + place(vote)] += 1;
    }
    counts
}

/// The same, from the tables.
async fn kept(db: &Db, round: i64) -> Counts {
    const KEYS: &str = "select source_key from proposal where round = $1";
    const LOG: &str = "select p.source_key, v.stance, count(*) from vote_log v \
                       join proposal p on p.id = v.proposal where p.round = $1 group by p.source_key, v.stance";
    const NOW: &str = "select p.source_key, v.stance, count(*) from vote v \
                       join proposal p on p.id = v.proposal where p.round = $1 group by p.source_key, v.stance";
    let keys: Vec<String> = on!(db, c => sqlx::query_scalar(KEYS).bind(round).fetch_all(c).await.unwrap());
    let mut counts: Counts = keys.into_iter().map(|key| (key, [0; 6])).collect();
    for (from, sql) in [(0, LOG), (3, NOW)] {
        let found: Vec<(String, i64, i64)> =
            on!(db, c => sqlx::query_as(sql).bind(round).fetch_all(c).await.unwrap());
        for (key, stance, count) in found {
            counts.get_mut(&key).unwrap()[from + usize::try_from(stance).unwrap() - 1] = count;
        }
    }
    counts
}

async fn check(here: &Here, folder: &Path) {
    let begin = std::time::Instant::now();
    let bar = ProgressBar::hidden();
    let report = polis::import(&here.site.db, folder, &Options::default(), START, &bar).await.unwrap();
    let took = begin.elapsed();
    here.site.memory.catch_up().await.unwrap();
    let name = folder.file_name().unwrap().to_string_lossy();
    assert_eq!(report.faults, [], "{name}");

    let (comments, votes) = (rows(&folder.join("comments.csv")), rows(&folder.join("votes.csv")));
    let authors = comments.iter().map(|row| row["author-id"].clone());
    let voters: BTreeSet<String> = votes.iter().map(|row| row["voter-id"].clone()).collect();
    let people: BTreeSet<String> = authors.chain(voters.iter().cloned()).collect();
    assert_eq!(report.proposals, Count { new: comments.len(), known: 0 }, "{name}");
    assert_eq!(report.people, Count { new: people.len(), known: 0 }, "{name}");
    assert_eq!(report.votes, Count { new: votes.len(), known: 0 }, "{name}");

    let round = report.round.unwrap();
    let kept = kept(&here.site.db, round.0).await;
    assert_eq!(kept, expected(folder), "{name}");
    let current: i64 = kept.values().flat_map(|counts| &counts[3..]).sum();
    let said = format!("{current} of {current} cells of participants-votes.csv say the same");
    assert_eq!(report.checked.as_deref(), Some(said.as_str()), "{name}");
    let totals = here.round(round).await.totals;
    assert_eq!((totals.voices, totals.people), (voters.len(), voters.len()), "{name}");
    assert_eq!(totals.votes, usize::try_from(current).unwrap(), "{name}");
    eprintln!(
        "{name}: {} statements ({} public), {} people, {} votes, {current} of them current, {took:.1?}",
        comments.len(),
        totals.proposals,
        people.len(),
        votes.len()
    );

    let again = polis::import(&here.site.db, folder, &Options::default(), START, &bar).await.unwrap();
    assert_eq!([again.proposals.new, again.people.new, again.votes.new], [0, 0, 0], "{name}");
}

on_both! {
    async fn five_conversations_agree_with_their_files(here) {
        let Some(data) = data() else { return };
        here.company().await;
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        for folder in folders {
            check(&here, &folder).await;
        }
    }
}
