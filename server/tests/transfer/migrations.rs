//! Every migration is applied over data: backups that earlier versions made are brought up to date, and everything in them is
//! there and can be gone on with.

use crate::harness::{Here, proposal};
use crate::tables::everything;
use futures::FutureExt;
use model::api::designs::GetLatestDesign;
use model::api::practices::{ChangePractice, GetDraft};
use model::api::proposals::{ChangeProposal, ListProposals, Propose};
use model::person::Role;
use model::{PracticeId, RoundId, Timestamp, Version};
use server::db::{Db, goes_on, migrate, on};
use server::transfer::backup;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{PgPool, SqlitePool};
use std::io::Cursor;

/// A company with a draft and a design, by the number of the last migration that it was written after.
const BACKUPS: [(i64, &str); 1] = [(3, include_str!("../fixtures/schema-3.jsonl"))];

/// What was finished after others with higher numbers.
const LATE: [i64; 1] = [23];

/// An empty database with the tables of `last`, and where it is.
async fn at(last: i64) -> Vec<(Db, String, Option<tempfile::TempDir>)> {
    with(|number| number <= last).await
}

/// An empty database with the tables of some migrations, and where it is.
async fn with(wanted: impl Fn(i64) -> bool) -> Vec<(Db, String, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accord.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let sqlite = Db::Sqlite { read: pool.clone(), write: pool };
    let mut all = vec![(sqlite, format!("sqlite://{}", path.display()), Some(folder))];
    if let Some(url) = Here::new_postgres(false).await {
        all.push((Db::Postgres(PgPool::connect(&url).await.unwrap()), url, None));
    }
    for (db, ..) in &all {
        migrate::some(db, &wanted).await.unwrap();
    }
    all
}

#[tokio::test]
async fn what_an_earlier_version_wrote_is_there_and_can_be_gone_on_with() {
    for (last, backup) in BACKUPS {
        for (db, url, folder) in at(last).await {
            backup::restore(&db, Cursor::new(backup), false).await.unwrap();
            let before = everything(&db).await;
            migrate::run(&db).await.unwrap();
            let after = everything(&db).await;
            for (table, rows) in before.iter().filter(|(table, _)| table.as_str() != "sequence") {
                assert_eq!(rows.len(), after[table].len(), "{table} after {last}");
            }
            db.close().await;
            goes_on(&Here::at(url, folder).await).await;
        }
    }
}

async fn goes_on(here: &Here) {
    let round = RoundId(1);
    let designer = here.staff("Dee", Role::Designer).await;
    let draft = here.call(&designer, GetDraft { round }).await.unwrap();
    assert_eq!((draft.practices.len(), draft.left.len()), (1, 1));
    let (id, text) = (draft.practices[0].id, draft.practices[0].text.clone());
    assert_eq!((text.title.as_str(), text.costs[0].amount), ("One person for a site", 30));
    assert!(draft.entries.iter().all(|entry| entry.capacity.is_none()));
    let changed = here
        .call(&designer, ChangePractice { practice: id, seen: None, sitting: false, text: text.clone() })
        .await
        .unwrap();
    assert_eq!(changed.text, text);
    let design = here.call(&designer, GetLatestDesign {}).await.unwrap();
    assert_eq!((design.version, &design.practices[0].text), (Version(1), &text));
    assert!(design.selection.is_some_and(|selection| selection.outcome.chosen.len() == 1));
    let listed = serde_json::json!({ "round": round });
    let listed = serde_json::from_value::<ListProposals>(listed).unwrap();
    assert_eq!(here.call(&designer, listed).await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn what_was_finished_late_comes_to_a_database_that_is_further_on() {
    for (db, url, folder) in with(|number| number <= 32 && !LATE.contains(&number)).await {
        migrate::run(&db).await.unwrap();
        db.close().await;
        let here = Here::at(url, folder).await;
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let id = here.call(&ada, Propose { round, text: proposal("One person") }).await.unwrap().id;
        here.clock.advance(Timestamp::MINUTE);
        let change = ChangeProposal { proposal: id, seen: None, text: proposal("Two people") };
        assert_eq!(here.call(&ada, change).await.unwrap().before.len(), 1);
    }
}

/// Since when words have stood is read from what was kept of earlier ones.
#[tokio::test]
async fn wordings_of_before_know_since_when_they_stood() {
    let (last, backup) = BACKUPS[0];
    for (db, ..) in at(last).await {
        backup::restore(&db, Cursor::new(backup), false).await.unwrap();
        migrate::some(&db, |number| number <= 32).await.unwrap();
        let add = "insert into proposal_wording (proposal, kind, title, why, stages, cultures, at, until, asked) \
                   select id, kind, title, why, stages, cultures, $1, $2, $3 from proposal where id = 1";
        for (at, until, asked) in [(10_i64, 20_i64, false), (20, 30, true), (30, 40, false)] {
            on!(&db, c => sqlx::query(add).bind(at).bind(until).bind(asked).execute(c).await.map(drop))
                .unwrap();
        }
        for set in [
            "created = 10, changed = 40, status = 'published' where id = 1",
            "status = 'waiting' where id = 2",
        ] {
            let update = sqlx::AssertSqlSafe(format!("update proposal set {set}"));
            on!(&db, c => sqlx::query(update).execute(c).await.map(drop)).unwrap();
        }
        migrate::run(&db).await.unwrap();
        let wordings = "select worded from proposal_wording where proposal = 1 order by id";
        let wordings: Vec<Option<i64>> =
            on!(&db, c => sqlx::query_scalar(wordings).fetch_all(c).await).unwrap();
        assert_eq!(wordings, [Some(10), Some(10), Some(30)]);
        let proposals = "select worded from proposal where id <= 2 order by id";
        let proposals: Vec<Option<i64>> =
            on!(&db, c => sqlx::query_scalar(proposals).fetch_all(c).await).unwrap();
        assert_eq!(proposals, [Some(30), None]);
    }
}

/// What was promised under the tables of before is there, and goes on as another practice.
#[tokio::test]
async fn promises_of_before_can_go_on() {
    const AGAIN: &str = "insert into practice (round, title, activity, accountable, behaviours, stages, cultures, created, created_by) \
                         select round, title, activity, accountable, behaviours, stages, cultures, created, created_by \
                         from practice where id = 1";
    const PROMISE: &str = "insert into promise (practice, progress, changed, changed_by) select 1, 'in_place', 1, min(id) from person";
    const NEWEST: &str = "select max(id) from practice";
    const PRACTICES: &str = "select practice from promise union all select practice from gap union all select practice from promise_goes_on";
    let (last, backup) = BACKUPS[0];
    for (db, ..) in at(last).await {
        backup::restore(&db, Cursor::new(backup), false).await.unwrap();
        migrate::some(&db, |number| number < 37).await.unwrap();
        let gap = "insert into gap (practice, quarter, at) values (1, 8100, 1)";
        for sql in [AGAIN, PROMISE, gap] {
            on!(&db, c => sqlx::query(sql).execute(c).await.map(drop)).unwrap();
        }
        let before = everything(&db).await;
        migrate::run(&db).await.unwrap();
        let after = everything(&db).await;
        for (table, rows) in before.iter().filter(|(table, _)| table.as_str() != "sequence") {
            assert_eq!(rows.len(), after[table].len(), "{table}");
        }
        let newest: i64 = on!(&db, c => sqlx::query_scalar(NEWEST).fetch_one(c).await).unwrap();
        let (old, new) = (PracticeId(1), PracticeId(newest));
        db.write(move |tx| goes_on::go_on(tx, old, new, Version(2)).boxed()).await.unwrap();
        let practices: Vec<i64> = on!(&db, c => sqlx::query_scalar(PRACTICES).fetch_all(c).await).unwrap();
        assert_eq!(practices, [newest, newest, 1]);
        assert_eq!(goes_on::all(&db).await.unwrap().next(old), Some(new));
    }
}

/// Whoever had stopped every letter there was gets none of the kinds that came later.
#[tokio::test]
async fn who_had_stopped_all_letters_has_stopped_the_new_kinds() {
    const KINDS: [&str; 17] = [
        "verdict", "reply", "mention", "writing", "merging", "answer", "comment", "review", "adoption",
        "promise", "ask", "gap", "digest", "contact", "phase", "activity", "desk",
    ];
    const STOP: &str = "insert into notice_way (person, kind, way) values ($1, $2, 'here')";
    const NEW: &str = "select person, kind from notice_way where kind in ('noted', 'invitation') order by person, kind desc";
    let (last, backup) = BACKUPS[0];
    for (db, ..) in at(last).await {
        backup::restore(&db, Cursor::new(backup), false).await.unwrap();
        migrate::some(&db, |number| number < 46).await.unwrap();
        let people = "select id from person order by id limit 2";
        let people: Vec<i64> = on!(&db, c => sqlx::query_scalar(people).fetch_all(c).await).unwrap();
        for (place, kind) in KINDS.into_iter().enumerate() {
            on!(&db, c => sqlx::query(STOP).bind(people[0]).bind(kind).execute(c).await.map(drop)).unwrap();
            if place > 0 {
                on!(&db, c => sqlx::query(STOP).bind(people[1]).bind(kind).execute(c).await.map(drop))
                    .unwrap();
            }
        }
        migrate::run(&db).await.unwrap();
        let new: Vec<(i64, String)> = on!(&db, c => sqlx::query_as(NEW).fetch_all(c).await).unwrap();
        assert_eq!(new, [(people[0], "noted".to_owned()), (people[0], "invitation".to_owned())]);
    }
}
