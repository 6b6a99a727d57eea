//! Lists in and out: what leaves as CSV comes back the same in another database.

use crate::harness::{Caller, Here, START, proposal};
use crate::on_both;
use indicatif::ProgressBar;
use model::api::accounts::AddAccount;
use model::api::proposals::Propose;
use model::api::rounds::{ClosePhase, RemoveSample};
use model::api::votes::CastVote;
use model::person::Role;
use model::proposal::ProposalText;
use model::round::Phase;
use model::vote::{Stance, Strength};
use model::{RoundId, Timestamp};
use server::sample;
use server::transfer::export::Export;
use server::transfer::proposals::{self, Options};
use server::transfer::sheet::Sheet;
use server::transfer::{Count, Report, accounts, votes};

const HOME: &str = "https://accord.example";

/// A fresh database of each kind that there is, with a company whose round is closed for voting.
async fn elsewhere() -> Vec<Here> {
    let mut fresh = vec![Here::sqlite().await];
    fresh.extend(Here::postgres().await);
    for here in &fresh {
        let round = here.company().await;
        let moderator = here.staff("Moderator", Role::Moderator).await;
        here.clock.advance(1);
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
    }
    fresh
}

/// The lists as CSV: accounts, proposals, votes.
async fn lists(here: &Here, round: RoundId) -> [String; 3] {
    let export = Export { db: &here.site.db, home: HOME, round: Some(round), named: true };
    let csv = |table: server::transfer::table::Table| String::from_utf8(table.csv().unwrap()).unwrap();
    [
        csv(export.accounts().await.unwrap()),
        csv(export.proposals().await.unwrap()),
        csv(export.votes().await.unwrap()),
    ]
}

/// Line by line, so that a failure can be read.
fn assert_same(left: &[String], right: &[String]) {
    for (left, right) in left.iter().zip(right) {
        for (left, right) in left.lines().zip(right.lines()) {
            assert_eq!(left, right);
        }
        assert_eq!(left.len(), right.len());
    }
}

fn options<'a>(bar: &'a ProgressBar, home: &'a str) -> Options<'a> {
    Options { home, source: "csv", now: START.plus(Timestamp::DAY), bar }
}

async fn import_proposals(here: &Here, csv: &str, round: RoundId, home: &str) -> Report {
    let bar = ProgressBar::hidden();
    let sheet = Sheet::read("proposals.csv", csv.as_bytes()).unwrap();
    proposals::import(&here.site.db, sheet, round, &options(&bar, home)).await.unwrap()
}

async fn import_votes(here: &Here, csv: &str, home: &str) -> Report {
    let bar = ProgressBar::hidden();
    let sheet = Sheet::read("votes.csv", csv.as_bytes()).unwrap();
    votes::import(&here.site.db, sheet, None, &options(&bar, home)).await.unwrap()
}

async fn vote(here: &Here, who: &Caller, proposal: model::ProposalId, stance: Stance, red_line: bool) {
    let strength = (stance != Stance::TakenBack).then_some(Strength::Important);
    here.clock.advance(1_234_567);
    here.call(who, CastVote { strength, red_line, ..CastVote::new(proposal, stance) }).await.unwrap();
}

/// A round with texts that a spreadsheet would run, and people who change their mind.
async fn busy(here: &Here) -> RoundId {
    let round = here.company().await;
    let admin = here.staff("Ada", Role::Admin).await;
    let (grace, mary) = (here.customer("Grace").await, here.customer("Mary").await);
    let stranger = here.member("Hedy", None).await;
    let mut parent = None;
    for name in ["=1+1", "Größe, \"Ltd\""] {
        let text = serde_json::json!({ "name": name, "parent": parent, "tier": 2, "tier_reason": "-speaks for many",
                                       "domains": [format!("a{}.example", name.len())] });
        let added = here.call(&admin, serde_json::from_value::<AddAccount>(text).unwrap()).await.unwrap();
        parent = Some(added.id);
    }
    let why = "@SUM(A1)\nand a second line, with \"quotes\"; and 'apostrophes'";
    let text = ProposalText {
        why: why.parse().unwrap(),
        who: Some("-somebody".parse().unwrap()),
        how: Some("'=quoted".parse().unwrap()),
        ..proposal("=HYPERLINK(\"evil\")")
    };
    let first = here.call(&grace, Propose { round, text }).await.unwrap().id;
    let second = here.call(&mary, Propose { round, text: proposal("+49 by phone") }).await.unwrap().id;
    vote(here, &grace, first, Stance::Agree, false).await;
    vote(here, &mary, first, Stance::Disagree, true).await;
    vote(here, &stranger, first, Stance::Agree, false).await;
    vote(here, &mary, first, Stance::TakenBack, false).await;
    vote(here, &mary, second, Stance::Agree, false).await;
    round
}

on_both! {
    async fn what_leaves_comes_back_the_same(here) {
        let round = busy(&here).await;
        let left = lists(&here, round).await;
        assert!(left[1].contains("\"'=HYPERLINK(\"\"evil\"\")\"") && left[1].contains("'+49 by phone"), "{}", left[1]);
        for there in elsewhere().await {
            let done = accounts::import(&there.site.db, &left[0], true, START).await.unwrap();
            assert_eq!((done.added, done.faults.len()), (4, 0), "{:?}", done.faults);
            let report = import_proposals(&there, &left[1], RoundId(1), "https://other.example").await;
            assert_eq!((report.proposals, report.faults), (Count { new: 2, known: 0 }, vec![]));
            let report = import_votes(&there, &left[2], "https://other.example").await;
            assert_eq!((report.votes, report.faults), (Count { new: 5, known: 0 }, vec![]));
            assert_same(&lists(&there, RoundId(1)).await, &left);
            there.site.memory.catch_up().await.unwrap();
            let totals = there.round(RoundId(1)).await.totals;
            assert_eq!((totals.voices, totals.votes, totals.apart), (2, 3, None));
        }
    }

    async fn a_sample_comes_back_the_same(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let round = sample::add(&here.site, admin.id).await.unwrap();
        let mut left = lists(&here, round).await;
        // Whichever round it is in has its own question.
        let question = here.round(round).await.question.to_string();
        left[1] = left[1].replace(&question, "How would you like us to sell to you?");
        for there in elsewhere().await {
            assert_eq!(accounts::import(&there.site.db, &left[0], true, START).await.unwrap().faults, []);
            assert_eq!(import_proposals(&there, &left[1], RoundId(1), HOME).await.faults, []);
            assert_eq!(import_votes(&there, &left[2], HOME).await.faults, []);
            assert_same(&lists(&there, RoundId(1)).await, &left);
        }
        here.call(&admin, RemoveSample { round }).await.unwrap();
    }

    async fn again_changes_nothing_here_or_there(here) {
        let round = busy(&here).await;
        let left = lists(&here, round).await;
        let there = Here::sqlite().await;
        there.company().await;
        for (where_, home) in [(&here, HOME), (&there, "https://other.example"), (&there, "https://other.example")] {
            accounts::import(&where_.site.db, &left[0], true, START).await.unwrap();
            import_proposals(where_, &left[1], RoundId(1), home).await;
            import_votes(where_, &left[2], home).await;
        }
        let last = server::db::events::last(&here.site.db).await.unwrap();
        let proposals = import_proposals(&here, &left[1], round, HOME).await;
        let votes = import_votes(&here, &left[2], HOME).await;
        assert_eq!((proposals.proposals, proposals.people), (Count { new: 0, known: 2 }, Count::default()));
        assert_eq!((votes.votes, votes.people), (Count { new: 0, known: 5 }, Count::default()));
        assert_eq!(server::db::events::last(&here.site.db).await.unwrap(), last);
        assert_eq!(import_votes(&there, &left[2], "https://other.example").await.votes, Count { new: 0, known: 5 });
    }

    async fn a_plain_list_from_elsewhere_is_enough(here) {
        let round = here.company().await;
        let proposals = "title;why\nBe on time;We wait too often\nBe brief;\nno\nBe brief;\nx;y\n".replace(';', ",");
        let report = import_proposals(&here, &proposals, round, HOME).await;
        assert_eq!(report.proposals, Count { new: 2, known: 0 });
        let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, [
            "proposals.csv line 4: has 1 fields where the heading has 2",
            "proposals.csv line 5: this proposal was there before; the first one counts",
            "proposals.csv line 6: title: Please write at least 3 characters; this has 1.",
        ]);
        let votes = "proposal,voter,voter_account,stance,strength,red_line\nBe on time,ada@example.com,Acme,agree,essential,\n\
                     Be on time,7,Acme,disagree,,true\nBe on time,7,Acme,pass,,yes\nNothing,7,Acme,agree,,\n\
                     Be brief,7,Acme,maybe,,\nBe brief,,Acme,agree,,\n";
        let report = import_votes(&here, votes, HOME).await;
        assert_eq!((report.votes, report.people), (Count { new: 2, known: 0 }, Count { new: 2, known: 0 }));
        let faults: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, [
            "votes.csv line 4: red_line: A red line goes with disagreeing.",
            "votes.csv line 5: there is no proposal \"Nothing\" of \"csv\"",
            "votes.csv line 6: stance is \"maybe\", not agree, disagree, pass or taken_back",
            "votes.csv line 7: voter is empty",
        ]);
        here.site.memory.catch_up().await.unwrap();
        let totals = here.round(round).await.totals;
        // The round is open: whoever can speak here is not spoken for.
        assert_eq!((totals.proposals, totals.votes), (2, 0));
        let export = Export { db: &here.site.db, home: HOME, round: Some(round), named: true };
        let rows = export.votes().await.unwrap().rows;
        assert!(rows.iter().all(|row| row[12] == serde_json::json!(true)), "{rows:?}");
        let json = export.votes().await.unwrap().json();
        assert_eq!((json[0]["voter"].as_str(), json[1]["red_line"].as_bool()), (Some("ada@example.com"), Some(true)));
        assert_eq!(import_votes(&here, votes, HOME).await.votes, Count { new: 0, known: 2 });
        // Unasked, nobody reads who it was; one voter is one number.
        let unnamed = Export { named: false, ..export }.votes().await.unwrap().json();
        for (line, named) in unnamed.as_array().unwrap().iter().zip(json.as_array().unwrap()) {
            assert_eq!((&line["voter_name"], &line["voter_account"]), (&serde_json::Value::Null, &serde_json::Value::Null));
            assert!(line["voter_source"] == "unnamed" && line["voter"].is_u64() && line["stance"] == named["stance"], "{line}");
        }
        assert!(!unnamed.to_string().contains("example.com"), "{unnamed}");
    }

    async fn a_round_leaves_as_one_document(here) {
        let round = busy(&here).await;
        let export = Export { db: &here.site.db, home: HOME, round: Some(round), named: true };
        let whole = export.whole(round).await.unwrap();
        assert_eq!(whole["round"]["question"], "How would you like us to sell to you?");
        assert_eq!((whole["proposals"].as_array().unwrap().len(), whole["votes"].as_array().unwrap().len()), (2, 5));
        assert!(export.whole(RoundId(99)).await.is_err());
    }
}
