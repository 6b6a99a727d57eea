//! A small made-up conversation with every quirk that real exports have.

use crate::harness::{Caller, Here, START};
use crate::on_both;
use indicatif::ProgressBar;
use model::RoundId;
use model::api::proposals::{GetProposal, ListProposals};
use model::proposal::Status;
use model::round::Phase;
use server::transfer::polis::{self, Options};
use server::transfer::{Count, Report};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/polis")
}

async fn import(here: &Here, options: &Options) -> Report {
    let report =
        polis::import(&here.site.db, &folder(), options, START, &ProgressBar::hidden()).await.unwrap();
    here.site.memory.catch_up().await.unwrap();
    report
}

/// What is in the log and what counts: (events, agree, disagree, pass, on behalf) of a conversation's statement.
async fn counts(here: &Here, statement: &str) -> (i64, i64, i64, i64, i64) {
    use server::db::on;
    const LOG: &str =
        "select count(*) from vote_log v join proposal p on p.id = v.proposal where p.source_key = $1";
    const NOW: &str = "select count(*) from vote v join proposal p on p.id = v.proposal \
                       where p.source_key = $1 and v.stance = $2";
    const BEHALF: &str = "select count(*) from vote v join proposal p on p.id = v.proposal \
                          where p.source_key = $1 and v.on_behalf";
    let db = &here.site.db;
    let log: i64 = on!(db, c => sqlx::query_scalar(LOG).bind(statement).fetch_one(c).await.unwrap());
    let behalf: i64 = on!(db, c => sqlx::query_scalar(BEHALF).bind(statement).fetch_one(c).await.unwrap());
    let mut now = [0_i64; 3];
    for (stance, count) in (1_i64..).zip(&mut now) {
        *count =
            on!(db, c => sqlx::query_scalar(NOW).bind(statement).bind(stance).fetch_one(c).await.unwrap());
    }
    (log, now[0], now[1], now[2], behalf)
}

on_both! {
    async fn a_conversation_becomes_a_round(here) {
        let own = here.company().await;
        let report = import(&here, &Options { round: None, attribution: Some("Somebody, CC BY 4.0".into()) }).await;
        assert_eq!(report.proposals, Count { new: 5, known: 0 });
        assert_eq!(report.people, Count { new: 6, known: 0 }, "voters 0 to 4, and author 9, who never voted");
        assert_eq!(report.votes, Count { new: 12, known: 0 });
        assert_eq!(report.checked.as_deref(), Some("8 of 8 cells of participants-votes.csv say the same"));

        let round = report.round.unwrap();
        let shown = here.round(round).await;
        assert_ne!(round, own);
        assert_eq!(here.site.memory.read().company().unwrap().round, own, "pages open where they did");
        assert_eq!(shown.question.as_str(), "How should a supplier treat you?");
        assert_eq!(shown.introduction.as_str(), "Made up for tests.\n\n*Say* what you would rather have.");
        assert_eq!(
            shown.source.as_deref(),
            Some("https://polis.example/3supplier · gathered with the Polis software · Somebody, CC BY 4.0")
        );
        assert_eq!(shown.open, [Phase::Adopt]);
        assert_eq!((shown.totals.voices, shown.totals.votes, shown.totals.proposals), (5, 9, 3));
    }

    async fn statements_keep_their_words_and_their_verdict(here) {
        here.company().await;
        let round = import(&here, &Options::default()).await.round.unwrap();
        let list = ListProposals { round, sort: Some(model::proposal::Sort::New), ..ListProposals::default() };
        let page = here.call(&Caller::stranger(), list).await.unwrap();
        let titles: Vec<&str> = page.items.iter().map(|card| card.title.as_str()).collect();
        assert_eq!(titles, [
            "We were asked the same nine questions by three people from the same company in one week.",
            "Two lines,",
            "Send one person who knows our site",
        ]);
        let two_lines = here.call(&Caller::stranger(), GetProposal { proposal: page.items[1].id }).await.unwrap();
        assert_eq!(two_lines.text.why.as_str(), "Two lines,\nwith a comma and \"quotes\" in them");
        assert_eq!((two_lines.text.stages.len(), two_lines.text.cultures.len()), (8, 4));
        let world = here.site.memory.read();
        let of = |status| world.round(round).unwrap().proposals().filter(move |p| p.status == status).count();
        assert_eq!([of(Status::Published), of(Status::Declined), of(Status::Waiting)], [3, 1, 1]);
    }

    async fn the_last_vote_counts_and_the_log_has_all(here) {
        here.company().await;
        import(&here, &Options::default()).await;
        assert_eq!(counts(&here, "1").await, (5, 3, 1, 0, 0));
        assert_eq!(counts(&here, "2").await, (2, 0, 2, 0, 0), "declined, with its votes");
        assert_eq!(counts(&here, "3").await, (3, 1, 0, 1, 0), "at the same moment the later line is the later vote");
        assert_eq!(counts(&here, "4").await, (0, 0, 0, 0, 0));
        assert_eq!(counts(&here, "5").await, (2, 1, 0, 0, 0), "the same vote twice is two events");
    }

    async fn faults_name_file_and_line(here) {
        here.company().await;
        let report = import(&here, &Options::default()).await;
        let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, [
            "comments.csv line 8: the text is cut to 4000 characters",
            "comments.csv line 9: comment 1 was there before; the first one counts",
            "comments.csv line 10: moderated is \"maybe\", not 1, 0 or -1",
            "comments.csv line 11: has 4 fields where the heading has 10",
            "votes.csv line 13: there is no comment 99",
            "votes.csv line 14: vote is \"2\", not 1, 0 or -1",
            "votes.csv line 15: timestamp is \"noon\", not milliseconds since 1970",
        ]);
    }

    async fn again_changes_nothing(here) {
        here.company().await;
        let first = import(&here, &Options::default()).await;
        let last = server::db::events::last(&here.site.db).await.unwrap();
        let second = import(&here, &Options::default()).await;
        assert_eq!(second.round, first.round);
        assert_eq!(second.proposals, Count { new: 0, known: 5 });
        assert_eq!(second.people, Count { new: 0, known: 6 });
        assert_eq!(second.votes, Count { new: 0, known: 12 });
        assert_eq!(server::db::events::last(&here.site.db).await.unwrap(), last);
        let elsewhere = Options { round: Some(RoundId(1)), attribution: None };
        let refused = polis::import(&here.site.db, &folder(), &elsewhere, START, &ProgressBar::hidden()).await;
        assert_eq!(refused.unwrap_err().to_string(), "this conversation is in round 2 already");
    }

    async fn what_broke_off_is_continued(here) {
        use futures::FutureExt;
        use server::db::on;
        here.company().await;
        let first = import(&here, &Options::default()).await;
        // As if it had been interrupted after the first vote.
        let lost = server::db::events::What::new("export.lost", 0);
        here.write(lost, |tx| async move {
            on!(tx, c => sqlx::query("delete from vote").execute(c).await.map(drop))?;
            on!(tx, c => sqlx::query("delete from vote_log where seq > (select min(seq) from vote_log)")
                .execute(c).await.map(drop))
        }.boxed()).await;
        let second = import(&here, &Options::default()).await;
        assert_eq!(second.round, first.round);
        assert_eq!(second.votes, Count { new: 11, known: 1 });
        assert_eq!(counts(&here, "3").await, (3, 1, 0, 1, 0));
    }

    async fn into_an_open_round_votes_are_on_behalf(here) {
        let round = here.company().await;
        let report = import(&here, &Options { round: Some(round), attribution: None }).await;
        assert_eq!(report.round, Some(round));
        assert_eq!(counts(&here, "1").await, (5, 3, 1, 0, 4));
        let shown = here.round(round).await;
        assert_eq!((shown.totals.proposals, shown.source), (3, None));
        let none = Options { round: Some(RoundId(99)), attribution: None };
        assert!(polis::import(&here.site.db, &folder(), &none, START, &ProgressBar::hidden()).await.is_err());
    }

    async fn a_running_server_follows(here) {
        here.company().await;
        let other = here.another().await;
        let round = import(&here, &Options::default()).await.round.unwrap();
        other.site.memory.catch_up().await.unwrap();
        assert_eq!(other.round(round).await, here.round(round).await);
    }
}
