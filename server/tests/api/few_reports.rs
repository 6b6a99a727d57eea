//! Rules 6 and 7 of the domain, for what customers report of promises: whatever somebody reports that makes no step of five accounts, is
//! read nowhere, in no page, file, feed or answer, and so comes out of no difference of two of them either. Reports are made up,
//! the same ones at every run.
//!
//! Which exits tell of reports is found by trying: whatever is read otherwise once there are enough of them. On SQLite alone: what is told
//! is counted in memory.

use crate::everywhere;
use crate::harness::{Caller, Here, proposal, signature};
use crate::no_inference::without_secrets;
use crate::practices::{practice, proposed};
use engine::dice::Dice;
use model::api::practices::AddPractice;
use model::api::promises::{Report, SetPromise, TakeBackReport};
use model::api::rounds::OpenPhase;
use model::cells::StageSet;
use model::person::Role;
use model::practice::PracticeText;
use model::promise::{Feeling, Progress};
use model::round::Phase;
use model::{PracticeId, RoundId, Timestamp};
use serde_json::Value;
use server::promises::gaps;
use std::collections::{BTreeMap, BTreeSet};

const ACCOUNTS: usize = 14;
/// Fewer accounts make no step.
const STEP: usize = 5;
/// How often everything is read in each of the two quarters.
const READINGS: usize = 7;
const MOST_AT_ONCE: usize = 4;

struct World {
    here: Here,
    round: RoundId,
    account: i64,
    voters: Vec<Caller>,
    /// Whose own reports are none of these.
    readers: Vec<Caller>,
    /// The first is reported on by many; the others share its cell, or one beside it.
    practices: Vec<PracticeId>,
    /// Who stands by a report in this quarter, and of how many accounts the last step was.
    reported: BTreeMap<(PracticeId, usize), bool>,
    told: BTreeMap<PracticeId, usize>,
}

impl World {
    async fn new() -> Self {
        let here = Here::sqlite().await;
        // What is done beside requests is done here, so that it is done between two readings.
        here.site.stopping.cancel();
        let round = here.company().await;
        let (admin, dee) = (here.staff("Ann", Role::Admin).await, here.staff("Dee", Role::Designer).await);
        let mut practices = Vec::new();
        for (title, stages) in [("One face", &[3][..]), ("No surveys", &[3, 4]), ("A price", &[4])] {
            let from = proposed(&here, round, proposal(title)).await;
            let text = PracticeText { stages: StageSet::of(stages), ..practice(title, &[from]) };
            practices.push(here.call(&dee, AddPractice { round, text }).await.unwrap().id);
        }
        here.call(&admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        for practice in &practices {
            let said = serde_json::json!({ "practice": practice, "progress": Progress::InPlace.word() });
            here.call(&dee, serde_json::from_value::<SetPromise>(said).unwrap()).await.unwrap();
        }
        let (mut voters, mut account) = (Vec::new(), 0);
        for place in 0..ACCOUNTS {
            account = here.account(&format!("Account {place}")).await;
            voters.push(here.member(&format!("Voter {place}"), Some(account)).await);
        }
        let colleague = here.member("Colleague", Some(account)).await;
        let readers = vec![admin, colleague, Caller::stranger()];
        let (reported, told) = (BTreeMap::new(), BTreeMap::new());
        let world = Self { here, round, account, voters, readers, practices, reported, told };
        world.settle().await;
        world
    }

    async fn settle(&self) {
        gaps::step(&self.here.site).await.unwrap();
        server::notices::catch_up(&self.here.site).await.unwrap();
        self.here.site.memory.catch_up().await.unwrap();
    }

    /// One report, or that it is taken back; and whether it makes a step, after which figures move.
    async fn says(&mut self, practice: PracticeId, voter: usize, kept: Option<bool>) -> bool {
        let who = &self.voters[voter];
        let done = match kept {
            Some(kept) => {
                let words = writes(voter).then(|| format!("So says number {voter}.").parse().unwrap());
                let feeling = Some(if kept { Feeling::Well } else { Feeling::Badly });
                let report = Report { practice, kept, feeling, words, readable: false, named: false };
                self.here.call(who, report).await.map(drop)
            }
            None => self.here.call(who, TakeBackReport { practice }).await.map(drop),
        };
        done.unwrap();
        match kept {
            Some(kept) => self.reported.insert((practice, voter), kept),
            None => self.reported.remove(&(practice, voter)),
        };
        // Nobody has to read for a step to be made.
        self.here.site.promises.counted(&self.here.site).await.unwrap();
        let now = self.reported.keys().filter(|(of, _)| *of == practice).count();
        let before = self.told.entry(practice).or_default();
        let step = now >= *before + STEP;
        if step {
            *before = now;
        }
        step
    }

    /// Every address there is, and the cells and parts of the scorecard.
    fn addresses(&self, practice: PracticeId) -> Vec<String> {
        let fill = |name: &str| match name {
            "round" => self.round.to_string(),
            "practice" => practice.to_string(),
            "account" => self.account.to_string(),
            _ => "1".to_owned(),
        };
        let narrowed = ["/promises", "/api/v1/scorecard"].into_iter().flat_map(|path| {
            ["cell=3-1", "cell=4-1", "only=gap", "only=overdue"].map(|asked| format!("{path}?{asked}"))
        });
        everywhere::reads(fill).into_iter().chain(everywhere::pages(fill)).chain(narrowed).collect()
    }

    async fn read(&self, who: &Caller, path: &str) -> String {
        let answer = self.here.get(who, path).await;
        let status = answer.status();
        without_secrets(&format!("{status} {}", everywhere::text(answer).await))
    }

    async fn read_all(&self, who: &[Caller], paths: &[String]) -> Vec<String> {
        let mut read = Vec::new();
        for who in who {
            for path in paths {
                read.push(self.read(who, path).await);
            }
        }
        read
    }

    /// The exits that tell of reports, for each of the practices: what is read otherwise once many have reported on the first.
    async fn exits(&mut self) -> Vec<String> {
        let of_first = self.addresses(self.practices[0]);
        let looking = self.readers[..2].to_vec();
        // What tells of the reading itself, as the log does of files, is otherwise each time.
        let first = self.read_all(&looking, &of_first).await;
        let before = self.read_all(&looking, &of_first).await;
        for voter in 0..ACCOUNTS {
            self.says(self.practices[0], voter, Some(voter % 4 == 0)).await;
        }
        self.settle().await;
        let after = self.read_all(&looking, &of_first).await;
        let differ = |one: &[String], other: &[String]| -> BTreeSet<usize> {
            (0..one.len()).filter(|at| one[*at] != other[*at]).map(|at| at % of_first.len()).collect()
        };
        let (moving, other) = (differ(&first, &before), differ(&before, &after));
        let all = self.practices.iter().flat_map(|practice| {
            let paths = self.addresses(*practice);
            other.difference(&moving).map(|at| paths[*at].clone()).collect::<Vec<_>>()
        });
        // There stands when a device was seen, which is written beside what it asks for.
        all.filter(|path| path != "/me").collect::<BTreeSet<String>>().into_iter().collect()
    }
}

/// What they write is read no longer from when they take it back: they do not.
fn writes(voter: usize) -> bool {
    voter.is_multiple_of(2)
}

/// No figure in it rests on fewer than five accounts.
fn no_few(json: &Value, path: &str) {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let few = name == "voices" && value.as_u64().is_some_and(|voices| voices < STEP as u64);
                assert!(!few, "{path}: {json}");
                no_few(value, path);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| no_few(one, path)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_step_is_read_nowhere() {
    let mut world = World::new().await;
    let exits = world.exits().await;
    for known in [
        "/promises",
        "/api/v1/promises",
        "/api/v1/scorecard.csv",
        "/api/v1/scorecard?cell=3-1",
        "/api/v1/promises/words",
    ] {
        assert!(exits.iter().any(|exit| exit == known), "{known}: {exits:?}");
    }
    let mut dice = Dice::new(20_261_201);
    let (mut steps, mut none) = (0, 0);
    for quarter in 0..2 {
        if quarter > 0 {
            world.here.clock.advance(92 * Timestamp::DAY);
            (world.reported, world.told) = (BTreeMap::new(), BTreeMap::new());
            world.settle().await;
        }
        let mut before = world.read_all(&world.readers, &exits).await;
        for _ in 0..READINGS {
            let mut step = false;
            for _ in 0..=dice.index(MOST_AT_ONCE) {
                let practice = world.practices[dice.index(world.practices.len())];
                let voter = dice.index(ACCOUNTS);
                let kept = match dice.below(6) {
                    0 if !writes(voter) => None,
                    roll => Some(roll % 2 == 0),
                };
                step |= world.says(practice, voter, kept).await;
            }
            world.settle().await;
            let after = world.read_all(&world.readers, &exits).await;
            let moved = before.iter().zip(&after).position(|(before, after)| before != after);
            let what = moved.map(|at| (&exits[at % exits.len()], &before[at], &after[at]));
            assert_eq!(what.is_some(), step, "{what:?}");
            (steps, none) = (steps + usize::from(step), none + usize::from(!step));
            for (path, text) in exits.iter().zip(&after) {
                let json = text
                    .split_once('{')
                    .and_then(|(_, rest)| serde_json::from_str(&format!("{{{rest}")).ok());
                if let Some(json) = json {
                    no_few(&json, path);
                }
            }
            before = after;
        }
    }
    assert!(steps > 0 && none > READINGS, "{steps} steps, {none} without");
}
