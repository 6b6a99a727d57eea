//! Rules 6 and 7 of the domain, from every exit: two sites that differ in what one person said, of a proposal on which too few
//! accounts voted for figures, are the same to everybody else, to the byte. With enough of them they are not: so the method sees.
//!
//! On SQLite alone: what is told is made in memory, and the reading is long.

use crate::everywhere;
use crate::harness::{Caller, Here, proposal, signature};
use crate::practices::practice;
use model::api::practices::AddPractice;
use model::api::proposals::Propose;
use model::api::rounds::OpenPhase;
use model::api::selection::{Explore, GetFirmness};
use model::api::votes::CastVote;
use model::person::Role;
use model::round::Phase;
use model::vote::Stance;
use model::{PersonId, PracticeId, ProposalId, RoundId};
use std::time::Duration;

/// Of whom nobody may learn anything is the last of eight.
const VOTERS: usize = 8;
/// Fewer than five accounts.
const FEW: usize = 4;
const ENOUGH: usize = 7;
/// A random name or secret is at least so long.
const SECRET: usize = 16;

struct World {
    here: Here,
    round: RoundId,
    asked: ProposalId,
    made: PracticeId,
    account: i64,
    person: PersonId,
    callers: Vec<(&'static str, Caller)>,
}

impl World {
    /// `count`: how many accounts vote on the proposal; `stance`: what the last of them says.
    async fn new(count: usize, stance: Stance, adopted: bool) -> Self {
        let here = Here::sqlite().await;
        // What is done beside requests is done here, so that it is done at the same moments.
        here.site.stopping.cancel();
        let round = here.company().await;
        let ada = here.author("Ada").await;
        let ask = |title: &str| here.call(&ada, Propose { round, text: proposal(title) });
        let asked = ask("Send one person").await.unwrap().id;
        let other = ask("Show the price before the meeting").await.unwrap().id;
        let (mut voters, mut account) = (Vec::new(), 0);
        for place in 0..VOTERS {
            account = here.account(&format!("Account {place}")).await;
            voters.push(here.member(&format!("Voter {place}"), Some(account)).await);
        }
        for voter in &voters {
            here.call(voter, CastVote::new(other, Stance::Agree)).await.unwrap();
        }
        for voter in &voters[..count - 1] {
            here.call(voter, CastVote::new(asked, Stance::Agree)).await.unwrap();
        }
        let person = voters[VOTERS - 1].id;
        here.call(&voters[VOTERS - 1], CastVote::new(asked, stance)).await.unwrap();
        let mut callers = vec![("a stranger", Caller::stranger()), ("another customer", voters[0].clone())];
        callers.push(("a colleague", here.member("Colleague", Some(account)).await));
        for role in Role::ALL {
            callers.push((role.name(), here.staff(role.name(), role).await));
        }
        let of = |role: Role| callers.iter().find(|(name, _)| *name == role.name()).unwrap().1.clone();
        let (designer, admin) = (of(Role::Designer), of(Role::Admin));
        let make =
            |title: &str, from| here.call(&designer, AddPractice { round, text: practice(title, &[from]) });
        let made = make("One contact", asked).await.unwrap().id;
        make("Prices shown", other).await.unwrap();
        if adopted {
            here.call(&admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
            here.call(&admin, signature(round)).await.unwrap();
        }
        server::notices::catch_up(&here.site).await.unwrap();
        let world = Self { here, round, asked, made, account, person, callers };
        world.counted().await;
        world
    }

    /// Waits for what is counted aside.
    async fn counted(&self) {
        let round = self.round;
        for _ in 0..600 {
            let stranger = Caller::stranger();
            let firm = self.here.call(&stranger, GetFirmness { round }).await;
            let explored = self.here.call(&stranger, Explore { round }).await;
            if !firm.is_ok_and(|told| told.counting) && !explored.is_ok_and(|told| told.counting) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it is never counted");
    }

    fn addresses(&self) -> Vec<String> {
        let fill = |name: &str| match name {
            "round" => self.round.to_string(),
            "proposal" => self.asked.to_string(),
            "practice" => self.made.to_string(),
            "account" => self.account.to_string(),
            "person" => self.person.to_string(),
            "stage" => "3".to_owned(),
            "slug" => "send-one-person".to_owned(),
            _ => "1".to_owned(),
        };
        let sought = format!("?q=person&title=Send+one+person+only&why=&from=1&to=1&round={}", self.round);
        let all = everywhere::reads(fill).into_iter().chain(everywhere::pages(fill));
        all.map(|path| path + &sought).collect()
    }

    /// All that some of the callers read, with who and where.
    async fn read(&self, callers: usize) -> Vec<(String, String)> {
        let mut read = Vec::new();
        for (name, caller) in self.callers.iter().take(callers) {
            for path in self.addresses() {
                let answer = self.here.get(caller, &path).await;
                let status = answer.status();
                let text = format!("{status} {}", without_secrets(&everywhere::text(answer).await));
                read.push((format!("{name}: {path}"), text));
            }
        }
        read
    }
}

/// Secrets and digests are others on every site, whoever said what.
pub fn without_secrets(text: &str) -> String {
    let is_part = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_part) {
        let (before, from) = rest.split_at(begin);
        let (word, after) = from.split_at(from.find(|one: char| !is_part(one)).unwrap_or(from.len()));
        let random = |one: char| one.is_ascii_digit() || one.is_ascii_uppercase();
        let secret = word.len() >= SECRET && word.contains(random);
        kept.push_str(before);
        kept.push_str(if secret { "…" } else { word });
        rest = after;
    }
    kept + rest
}

/// Where two readings differ, with what stands there.
fn differing(one: &[(String, String)], other: &[(String, String)]) -> Vec<String> {
    assert_eq!(one.len(), other.len());
    let pairs = one.iter().zip(other).filter(|(one, other)| one != other);
    let around = |text: &str, place: usize| -> String {
        text.chars().skip(place.saturating_sub(100)).take(220).collect()
    };
    pairs
        .map(|((place, one), (_, other))| {
            let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
            format!("{place}\n  {}\n  {}", around(one, same), around(other, same))
        })
        .collect()
}

async fn readings(count: usize, adopted: bool, callers: usize) -> Vec<String> {
    let read = async |stance: Stance| World::new(count, stance, adopted).await.read(callers).await;
    let (one, other) = tokio::join!(read(Stance::Agree), read(Stance::Disagree));
    assert!(one.iter().any(|(_, text)| text.starts_with("200")));
    differing(&one, &other)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_what_one_of_few_said_while_it_is_drafted() {
    let found = readings(FEW, false, usize::MAX).await;
    assert!(found.is_empty(), "{} differ:\n{}", found.len(), found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_learns_what_one_of_few_said_once_it_is_adopted() {
    let found = readings(FEW, true, usize::MAX).await;
    assert!(found.is_empty(), "{} differ:\n{}", found.len(), found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_enough_it_shows_in_the_figures() {
    let found = readings(ENOUGH, false, 1).await;
    for place in [
        "a stranger: /?q",
        "a stranger: /api/v1/rounds/1/proposals?q",
        "a stranger: /proposals/1/send-one-person?q",
    ] {
        assert!(found.iter().any(|one| one.starts_with(place)), "{place}: {}", found.join("\n"));
    }
}
