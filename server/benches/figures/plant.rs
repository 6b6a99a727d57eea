//! The data: a round with many proposals, people of confirmed accounts who are signed in, and their votes.

use anyhow::{Context, Result};
use base64::Engine;
use futures::FutureExt;
use model::account::{AccountText, Tier};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::proposal::{Kind, ProposalText, Status};
use model::round::{Moderation, Round, Scheme};
use model::text::TextProblem;
use model::vote::{Stance, Strength, Vote};
use model::{PersonId, ProposalId, RoundId, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::clock::Clock;
use server::db::batch::{self, NewVote};
use server::db::events::{self, What};
use server::db::people::{self, How};
use server::db::proposals::{self, NewProposal};
use server::db::{Db, Tx, accounts, company, rounds};
use server::session::{COOKIE, Sessions};
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

pub const PROPOSALS: i64 = 1_000;
const PEOPLE: usize = 300;
const VOTES: usize = 50_000;
/// Votes in one transaction.
const BATCH: usize = 2_000;
/// Of the people, how many are signed in: one for each connection.
pub const SIGNED_IN: usize = 64;
/// The round, since it is the first of its database.
pub const ROUND: i64 = 1;

/// Somebody signed in.
pub struct Person {
    pub id: i64,
    pub cookie: String,
}

#[must_use]
pub fn sqlite(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// A copy of a database that nobody has open, beside it; gives its address.
pub fn copied(from: &Path, name: &str) -> Result<String> {
    let to = from.with_file_name(format!("{name}.db"));
    // What a process that was killed left behind belongs to the copy before.
    for left in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(to.with_file_name(format!("{name}.db{left}")));
    }
    std::fs::copy(from, &to)?;
    Ok(sqlite(&to))
}

/// Fills an empty database, and gives those of its people who are signed in.
pub async fn plant(url: &str) -> Result<Vec<Person>> {
    let db = Db::open(url).await?;
    let now = Clock::machine().now();
    let mut random = StdRng::seed_from_u64(7);
    let round = write(&db, now, move |tx| a_round(tx, now).boxed()).await?;
    let ids = write(&db, now, move |tx| some_people(tx, 1..PEOPLE + 1, now).boxed()).await?;
    let texts = (0..PROPOSALS).map(|n| text(n, &mut random)).collect::<Result<Vec<_>>>()?;
    let authors = ids.clone();
    let listed = write(&db, now, move |tx| some_proposals(tx, round, texts, authors, now).boxed()).await?;
    for votes in some_votes(&ids, &listed, now, &mut random).chunks(BATCH) {
        let votes = votes.to_vec();
        db.write(move |tx| {
            async move { batch::write(tx, &votes).await.map_err(anyhow::Error::from) }.boxed()
        })
        .await?;
    }
    let mut signed_in = Vec::with_capacity(SIGNED_IN);
    for id in ids.into_iter().take(SIGNED_IN) {
        signed_in.push(sign_in(&db, id, now).await?);
    }
    db.close().await;
    Ok(signed_in)
}

/// Runs a change as the program does, with an event.
pub async fn write<T, F>(db: &Db, now: Timestamp, work: F) -> Result<T>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<T>> + Send + 'static,
{
    let what = What::new("company.set_up", 0);
    db.write(move |tx| {
        async move {
            let done = work(&mut *tx).await?;
            events::record(tx, now, None, what, None).await?;
            Ok(done)
        }
        .boxed()
    })
    .await
}

/// A text of the model's.
pub fn read<T: FromStr<Err = TextProblem>>(text: &str) -> Result<T> {
    text.parse().map_err(|refused: TextProblem| anyhow::anyhow!("{text:?}: {}", refused.0))
}

pub async fn a_round(tx: &mut Tx, now: Timestamp) -> Result<RoundId> {
    let question = read("How would you like us to sell to you?")?;
    let ready =
        server::round::ready_made(question, Scheme::default(), now).map_err(|p| anyhow::anyhow!("{p:?}"))?;
    let round = rounds::add(tx, &Round { moderation: Moderation::Open, ..ready }, now, None).await?;
    company::put(tx, "Acme", round, now).await?;
    // Without an admin every page leads to the set-up.
    let admin = people::add(tx, &read("Admin")?, &read("admin@example.com")?, now).await?;
    people::give_role(tx, admin.context("the admin is there already")?, Role::Admin, None, now).await?;
    anyhow::ensure!(round.0 == ROUND, "the database was not empty");
    Ok(round)
}

/// Each of an account of their own.
pub async fn some_people(tx: &mut Tx, numbers: Range<usize>, now: Timestamp) -> Result<Vec<PersonId>> {
    let mut ids = Vec::new();
    for n in numbers {
        let text = AccountText {
            name: read(&format!("Customer {n}"))?,
            parent: None,
            tier: Tier::default(),
            tier_reason: None,
            domains: Vec::new(),
            crm_ids: Vec::new(),
            attributes: Vec::new(),
        };
        let account = accounts::add(tx, &text, now).await?;
        let (name, email) = (read(&format!("Person {n}"))?, read(&format!("person.{n}@example.com"))?);
        let person = people::add(tx, &name, &email, now).await?.context("two people with one address")?;
        people::confirm(tx, person, account, None, How::Staff, now).await?;
        ids.push(person);
    }
    Ok(ids)
}

async fn some_proposals(
    tx: &mut Tx,
    round: RoundId,
    texts: Vec<ProposalText>,
    authors: Vec<PersonId>,
    now: Timestamp,
) -> Result<Vec<ProposalId>> {
    let mut ids = Vec::with_capacity(texts.len());
    for (n, (text, author)) in (1_i64..).zip(texts.into_iter().zip(authors.iter().cycle())) {
        let at = Timestamp(now.0 - (PROPOSALS - n) * Timestamp::MINUTE);
        let new = NewProposal {
            round,
            text,
            author: Some(*author),
            status: Status::Published,
            held: None,
            at,
            source: None,
        };
        ids.push(proposals::add(tx, &new).await?);
    }
    Ok(ids)
}

/// A text of the length that people write.
fn text(n: i64, random: &mut StdRng) -> Result<ProposalText> {
    const WHAT: [&str; 5] = [
        "Send one person who knows our site",
        "Answer technical questions in writing",
        "Show prices before the first meeting",
        "Let our engineers talk to yours",
        "Give us a trial on our own data",
    ];
    const WHY: [&str; 5] = [
        "Every call starts from zero, and we explain the same plant again.",
        "Our committee decides on paper, and whoever was not in the room has nothing to go by.",
        "We lose weeks to meetings that end when a figure is named.",
        "What is promised in the pitch has to be built by people whom nobody asked.",
        "A demonstration on made-up data proves nothing to our auditors.",
    ];
    let mut pick = |from: &[&'static str]| from[random.random_range(0..from.len())];
    let title = format!("{}, as number {n} says", pick(&WHAT));
    let why = format!("{} {} {}", pick(&WHY), pick(&WHY), pick(&WHY));
    Ok(ProposalText {
        kind: Kind::ALL[random.random_range(0..Kind::ALL.len())],
        title: read(&title)?,
        why: read(&why)?,
        stages: StageSet::of(&[random.random_range(0..8), random.random_range(0..8)]),
        cultures: CultureSet::of(&[random.random_range(0..4)]),
        who: None,
        how: None,
        tool: None,
        measure: None,
    })
}

/// Votes over the last days; some proposals are liked better than others.
fn some_votes(
    people: &[PersonId],
    listed: &[ProposalId],
    now: Timestamp,
    random: &mut StdRng,
) -> Vec<NewVote> {
    let liked: Vec<f64> = listed.iter().map(|_| random.random_range(0.2..0.9)).collect();
    let mut vote = |n: usize| {
        let place = random.random_range(0..listed.len());
        let stance = match random.random_range(0.0..1.0) {
            chance if chance < liked[place] => Stance::Agree,
            chance if chance < 0.95 => Stance::Disagree,
            _ => Stance::Pass,
        };
        let strength = (random.random_range(0..4) == 0).then_some(Strength::Important);
        NewVote {
            at: Timestamp(now.0 - (VOTES - n) as i64 * 10 * Timestamp::SECOND),
            person: people[random.random_range(0..people.len())],
            proposal: listed[place],
            vote: Vote { strength: strength.filter(|_| stance != Stance::Pass), ..Vote::new(stance) },
            on_behalf: false,
            by: None,
            source: None,
        }
    };
    (0..VOTES).map(&mut vote).collect()
}

pub async fn sign_in(db: &Db, person: PersonId, now: Timestamp) -> Result<Person> {
    let key = 1_i128 << 64 | i128::from(person.0);
    let expiry_date =
        time::OffsetDateTime::from_unix_timestamp(now.0 / Timestamp::SECOND)? + time::Duration::days(30);
    let data = [("person".to_owned(), serde_json::json!(person))].into();
    let mut record = Record { id: Id(key), data, expiry_date };
    Sessions::new(db.clone(), Clock::machine()).create(&mut record).await?;
    let secret = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(key.to_le_bytes());
    Ok(Person { id: person.0, cookie: format!("{COOKIE}={secret}") })
}

/// The databases of a PostgreSQL.
pub struct Databases {
    admin: sqlx::PgPool,
    before: String,
}

impl Databases {
    pub async fn of(server: &str) -> Result<Self> {
        let (before, _) = server.rsplit_once('/').context("ACCORD_BENCH_POSTGRES names no database")?;
        Ok(Self { admin: sqlx::PgPool::connect(server).await?, before: before.to_owned() })
    }

    /// Adds a database of this run, empty or as a copy of another, and gives its address.
    pub async fn add(&self, name: &str, copy_of: Option<&str>) -> Result<String> {
        let full = |name: &str| format!("figures_{}_{name}", std::process::id());
        let template = copy_of.map(|other| format!(" template {}", full(other))).unwrap_or_default();
        let add = format!("create database {}{template}", full(name));
        sqlx::query(sqlx::AssertSqlSafe(add)).execute(&self.admin).await?;
        Ok(format!("{}/{}", self.before, full(name)))
    }
}
