//! A portal that has grown large: what a moderator and a customer wait for among 100,000 proposals and 50,000 people.

use super::client;
use super::plant::{self, Person, write};
use super::process::Process;
use super::statistics::{median, number, spread};
use super::table::Table;
use anyhow::{Context, Result};
use futures::FutureExt;
use model::PersonId;
use model::Timestamp;
use model::cells::{CultureSet, StageSet};
use model::comment::{self, Tone};
use model::endpoint::encoded;
use model::person::Role;
use model::proposal::{Kind, ProposalText, Status};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::clock::Clock;
use server::db::comments::NewComment;
use server::db::proposals::NewProposal;
use server::db::{Db, comments, people, proposals};
use std::path::Path;
use std::time::{Duration, Instant};

const PROPOSALS: usize = 100_000;
const PEOPLE: usize = 50_000;
/// Every other is a story.
const COMMENTS: usize = 100_000;
/// Of the proposals, how many wait for a moderator.
const WAITING: usize = 2_000;
/// Rows in one transaction.
const BATCH: usize = 10_000;
/// Different words that people use; the first much more often than the last.
const WORDS: usize = 8_000;
/// How often each thing is asked for, about something else each time.
const TIMES: usize = 101;
const AIM: f64 = 50.0;
/// A sentence is no longer than a title may be.
const MOST_BYTES: usize = 115;

/// Fills an empty database, and gives the words that were used and a moderator who is signed in.
pub async fn plant(url: &str) -> Result<(Vec<String>, Person)> {
    let db = Db::open(url).await?;
    let now = Clock::machine().now();
    let mut random = StdRng::seed_from_u64(11);
    let words = vocabulary(&mut random);
    let round = write(&db, now, move |tx| plant::a_round(tx, now).boxed()).await?;
    let mut ids = Vec::with_capacity(PEOPLE);
    for from in (1..=PEOPLE).step_by(BATCH) {
        let range = from..from + BATCH;
        ids.extend(write(&db, now, move |tx| plant::some_people(tx, range, now).boxed()).await?);
    }
    let mut published = Vec::with_capacity(PROPOSALS);
    for from in (0..PROPOSALS).step_by(BATCH) {
        let new = (from..from + BATCH).map(|n| {
            Ok(NewProposal {
                round,
                text: text(&words, &mut random)?,
                author: Some(ids[n % ids.len()]),
                status: if n % (PROPOSALS / WAITING) == 0 { Status::Waiting } else { Status::Published },
                held: None,
                at: Timestamp(now.0 - (PROPOSALS - n) as i64 * Timestamp::MINUTE),
                source: None,
            })
        });
        let new = new.collect::<Result<Vec<_>>>()?;
        let added = write(&db, now, move |tx| {
            async move {
                let mut published = Vec::with_capacity(BATCH);
                for one in &new {
                    let id = proposals::add(tx, one).await?;
                    if one.status == Status::Published {
                        published.push(id);
                    }
                }
                Ok(published)
            }
            .boxed()
        });
        published.extend(added.await?);
    }
    for from in (0..COMMENTS).step_by(BATCH) {
        let new = (from..from + BATCH).map(|n| {
            let kind = comment::Kind::ALL[n % 2];
            Ok(NewComment {
                proposal: published[n * 7 % published.len()],
                parent: None,
                kind,
                tone: (kind == comment::Kind::Story).then_some(Tone::Badly),
                text: plant::read(
                    &(0..2).map(|_| sentence(&words, 9, &mut random)).collect::<Vec<_>>().join(". "),
                )?,
                author: ids[n % ids.len()],
                status: comment::Status::Published,
                held: None,
                at: now,
            })
        });
        let new = new.collect::<Result<Vec<_>>>()?;
        write(&db, now, move |tx| {
            async move {
                for one in &new {
                    comments::add(tx, one).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    }
    let moderator: PersonId = ids[0];
    write(&db, now, move |tx| {
        async move { Ok(people::give_role(tx, moderator, Role::Moderator, None, now).await?) }.boxed()
    })
    .await?;
    let moderator = plant::sign_in(&db, moderator, now).await?;
    db.close().await;
    Ok((words, moderator))
}

/// Words of two to four syllables.
fn vocabulary(random: &mut StdRng) -> Vec<String> {
    const BEGIN: [&str; 14] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "pr"];
    const MIDDLE: [&str; 9] = ["a", "e", "i", "o", "u", "ea", "ou", "é", "ö"];
    const END: [&str; 8] = ["", "", "n", "r", "s", "t", "ck", "ng"];
    let mut syllable = || {
        let mut pick = |from: &[&'static str]| from[random.random_range(0..from.len())];
        [pick(&BEGIN), pick(&MIDDLE), pick(&END)].concat()
    };
    (0..WORDS).map(|n| (0..2 + n % 3).map(|_| syllable()).collect()).collect()
}

/// At most so many words, as often as people use words (Zipf).
fn sentence(words: &[String], count: usize, random: &mut StdRng) -> String {
    let mut word = || {
        let rank = (words.len() as f64).powf(random.random_range(0.0..1.0));
        words[(rank as usize).min(words.len() - 1)].as_str()
    };
    let mut text = word().to_owned();
    for _ in 1..count {
        let next = word();
        if text.len() + next.len() < MOST_BYTES {
            text = text + " " + next;
        }
    }
    text
}

fn text(words: &[String], random: &mut StdRng) -> Result<ProposalText> {
    let (long, longer) = (random.random_range(5..10), random.random_range(3..6));
    Ok(ProposalText {
        kind: Kind::ALL[random.random_range(0..Kind::ALL.len())],
        title: plant::read(&sentence(words, long, random))?,
        why: plant::read(&(0..longer).map(|_| sentence(words, 9, random)).collect::<Vec<_>>().join(". "))?,
        stages: StageSet::of(&[random.random_range(0..8)]),
        cultures: CultureSet::of(&[random.random_range(0..4)]),
        who: None,
        how: None,
        tool: None,
        measure: None,
    })
}

pub async fn measure(
    table: &mut Table,
    folder: &Path,
    url: &str,
    name: &str,
    (words, moderator): &(Vec<String>, Person),
) -> Result<()> {
    let accord = Process::accord(folder, url).await?;
    table.note(format!(
        "100,000 proposals on {name}: start {} s, resident {} MB.",
        number(accord.started.as_secs_f64()),
        number(accord.memory().map_or(f64::NAN, |bytes| bytes as f64 / 1e6))
    ));
    let mut random = StdRng::seed_from_u64(12);
    let cookie = format!("cookie: {}", moderator.cookie);
    let mut ask = |count: usize| encoded(&sentence(words, count, &mut random));
    let list = format!("/api/v1/rounds/{}/proposals", plant::ROUND);
    let similar = format!("/api/v1/rounds/{}/similar", plant::ROUND);
    let talk = format!("/api/v1/rounds/{}/comments", plant::ROUND);
    let said: Vec<String> = (0..TIMES).map(|_| format!("{talk}?q={}", ask(3))).collect();
    let search: Vec<String> = (0..TIMES).map(|_| format!("{list}?q={}", ask(3))).collect();
    let typing: Vec<String> = (0..TIMES).map(|n| format!("{similar}?title={}", ask(1 + n % 8))).collect();
    let queue = vec!["/api/v1/queue".to_owned(); TIMES];
    let page = vec!["/queue".to_owned(); TIMES];
    let first = vec![list; TIMES];
    for (what, paths) in [
        ("the queue, 2,000 waiting, the first 50 of it", queue),
        ("the same as a page", page),
        ("search by three words", search),
        ("search by three words in 100,000 comments and stories", said),
        ("similar ones while typing", typing),
        ("the list, best first", first),
    ] {
        let (ours, bare) = times(&accord, &paths, &cookie).await.with_context(|| what.to_owned())?;
        let wait = median(&ours);
        table.row(
            &format!("100,000 proposals, 50,000 people, {name}: {what}"),
            format!("{} ms", spread(&ours)),
            format!("{} ms (“ok” from the same server)", spread(&bare)),
            "< 50 ms",
            wait < AIM,
        );
    }
    Ok(())
}

/// Milliseconds for each, and for an answer that takes no work, in turns.
async fn times(accord: &Process, paths: &[String], cookie: &str) -> Result<(Vec<f64>, Vec<f64>)> {
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let since = |from: Instant| Duration::as_secs_f64(&from.elapsed()) * 1e3;
    client::ok(&accord.addr, &paths[0], &[cookie]).await?;
    for path in paths {
        let from = Instant::now();
        client::ok(&accord.addr, "/healthz", &[]).await?;
        bare.push(since(from));
        let from = Instant::now();
        client::ok(&accord.addr, path, &[cookie]).await?;
        ours.push(since(from));
    }
    Ok((ours, bare))
}
