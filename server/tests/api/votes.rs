//! Voting: what counts, what is shown of it, and that none is lost.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use futures::future::join_all;
use model::api::proposals::{GetProposal, ListProposals, Propose};
use model::api::rounds::{ClosePhase, OpenPhase, SetWindow};
use model::api::votes::{CastVote, ListMyVotes};
use model::person::Role;
use model::proposal::{Sort, Support};
use model::round::Phase;
use model::vote::{Stance, Strength, Vote};
use model::{ProblemKind, ProposalId, RoundId, Timestamp};
use server::db::{batch, on};

fn cast(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

async fn proposed(here: &Here, round: RoundId, title: &str) -> ProposalId {
    let author = here.author(&format!("Author of {title}")).await;
    here.call(&author, Propose { round, text: proposal(title) }).await.unwrap().id
}

async fn support(here: &Here, id: ProposalId) -> Support {
    here.call(&Caller::stranger(), GetProposal { proposal: id }).await.unwrap().support
}

on_both! {
    async fn what_a_design_rests_on_is_frozen_while_it_is_decided(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let ada = here.customer("Ada").await;
        here.call(&ada, cast(id, Stance::Agree)).await.unwrap();
        for phase in [Phase::Adopt, Phase::Measure] {
            here.call(&moderator, OpenPhase { round, phase }).await.unwrap();
            assert_eq!(here.round(round).await.open, [phase]);
            let refused = here.call(&ada, cast(id, Stance::Disagree)).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Conflict);
            let refused = here.call(&ada, Propose { round, text: proposal("Late") }).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Conflict);
            let reopen = OpenPhase { round, phase: Phase::Vote };
            assert!(here.call(&moderator, reopen).await.unwrap_err().message.contains("frozen"));
            here.call(&moderator, ClosePhase { round, phase }).await.unwrap();
        }
        assert_eq!(here.round(round).await.open, [Phase::Propose, Phase::Refine, Phase::Vote]);
        here.call(&ada, cast(id, Stance::Disagree)).await.unwrap();
    }

    async fn the_last_vote_counts_and_can_be_taken_back(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let ada = here.customer("Ada").await;
        let mine = async || here.call(&ada, GetProposal { proposal: id }).await.unwrap().mine;
        assert_eq!(mine().await, None);
        here.call(&ada, cast(id, Stance::Agree)).await.unwrap();
        assert_eq!(mine().await, Some(Vote::new(Stance::Agree)));
        let strong = CastVote { strength: Some(Strength::Essential), red_line: true, ..cast(id, Stance::Disagree) };
        let reply = here.call(&ada, strong).await.unwrap();
        let expected = Vote { stance: Stance::Disagree, strength: Some(Strength::Essential), red_line: true };
        assert_eq!(reply.mine, Some(expected));
        assert_eq!(mine().await, Some(expected));
        assert_eq!(here.round(round).await.totals.votes, 1);
        let listed = here.call(&ada, ListMyVotes { round }).await.unwrap();
        assert!(listed.len() == 1 && listed[0].proposal == id && listed[0].vote == expected);
        assert_eq!(here.call(&ada, cast(id, Stance::TakenBack)).await.unwrap().mine, None);
        assert_eq!((mine().await, here.round(round).await.totals.votes), (None, 0));
        let log: i64 = on!(&here.site.db, c => sqlx::query_scalar("select count(*) from vote_log").fetch_one(c).await).unwrap();
        assert_eq!(log, 3, "the log keeps all");
    }

    async fn combinations_that_mean_nothing_are_refused(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let ada = here.customer("Ada").await;
        for (field, vote) in [
            ("red_line", CastVote { red_line: true, ..cast(id, Stance::Agree) }),
            ("red_line", CastVote { red_line: true, ..cast(id, Stance::Pass) }),
            ("strength", CastVote { strength: Some(Strength::Nice), ..cast(id, Stance::Pass) }),
            ("strength", CastVote { strength: Some(Strength::Nice), ..cast(id, Stance::TakenBack) }),
        ] {
            assert!(here.call(&ada, vote).await.unwrap_err().about(field).is_some());
        }
    }

    async fn figures_keep_to_the_thresholds(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        for n in 1..=10 {
            let voter = here.customer(&format!("Voter {n}")).await;
            let stance = if n == 3 { Stance::Disagree } else { Stance::Agree };
            let red = CastVote { red_line: n == 3, ..cast(id, stance) };
            here.call(&voter, red).await.unwrap();
            let support = support(&here, id).await;
            match n {
                1..=4 => assert_eq!(support, Support::Few, "{n}"),
                5..=9 => assert!(matches!(support, Support::Counted { tally } if tally.voices == n), "{n}"),
                _ => assert!(matches!(support, Support::Ranked { rank: 1, .. })),
            }
            if let Some(tally) = support.tally() {
                assert_eq!((tally.agree as usize, tally.disagree), (100 * (n - 1), 100));
                assert_eq!(tally.red_lines, None, "fewer than five");
            }
        }
    }

    async fn colleagues_share_one_voice_and_the_unconfirmed_are_apart(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        for n in 1..=4 {
            let voter = here.customer(&format!("Voter {n}")).await;
            here.call(&voter, cast(id, Stance::Agree)).await.unwrap();
        }
        let big = here.account("Big").await;
        for n in 0..4 {
            let colleague = here.member(&format!("Colleague {n}"), Some(big)).await;
            here.call(&colleague, cast(id, if n < 3 { Stance::Agree } else { Stance::Disagree })).await.unwrap();
        }
        let nobody = here.member("Nobody's", None).await;
        here.call(&nobody, cast(id, Stance::Disagree)).await.unwrap();
        let tally = support(&here, id).await.tally().unwrap();
        assert_eq!((tally.voices, tally.agree, tally.disagree), (5, 475, 25));
        let totals = here.round(round).await.totals;
        assert_eq!((totals.voices, totals.people, totals.apart, totals.votes), (5, 9, None, 9));
    }

    async fn whose_vote_shows_nothing_yet_is_told_that_it_counts(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let page = here.call(&Caller::stranger(), GetProposal { proposal: id }).await.unwrap().path();
        let (ada, nobody) = (here.customer("Ada").await, here.member("Nobody's", None).await);
        for person in [&ada, &nobody] {
            here.call(person, cast(id, Stance::Disagree)).await.unwrap();
        }
        for path in [page.as_str(), "/"] {
            for (who, among) in [(&ada, true), (&nobody, false), (&Caller::stranger(), false)] {
                let html = here.text(who, path).await;
                assert!(html.contains("Fewer than five voices yet"), "{path}");
                assert_eq!(html.contains("yours is among them"), among, "{path} to {}", who.id);
            }
        }
    }

    async fn the_ranking_moves_with_the_votes(here) {
        let round = here.company().await;
        let (one, two) = (proposed(&here, round, "One").await, proposed(&here, round, "Two").await);
        let mut voters = Vec::new();
        for n in 0..12 {
            let voter = here.customer(&format!("Voter {n}")).await;
            here.call(&voter, cast(one, if n < 8 { Stance::Agree } else { Stance::Disagree })).await.unwrap();
            here.call(&voter, cast(two, if n < 7 { Stance::Agree } else { Stance::Disagree })).await.unwrap();
            voters.push(voter);
        }
        let best = async || {
            let list = ListProposals { round, sort: Some(Sort::Best), ..ListProposals::default() };
            here.call(&Caller::stranger(), list).await.unwrap().items.iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(best().await, [one, two]);
        for voter in &voters[8..12] {
            here.call(voter, cast(two, Stance::Agree)).await.unwrap();
        }
        assert_eq!(best().await, [two, one]);
    }

    async fn before_voting_opens_only_support_is_taken(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let later = Some(here.clock.now().plus(Timestamp::DAY));
        let window = SetWindow { round, phase: Phase::Vote, opens: later, closes: later.map(|at| at.plus(1)) };
        here.call(&moderator, window).await.unwrap();
        assert_eq!(here.call(&ada, cast(id, Stance::Disagree)).await.unwrap_err().kind, ProblemKind::Conflict);
        here.call(&ada, cast(id, Stance::Agree)).await.unwrap();
        here.call(&ada, cast(id, Stance::TakenBack)).await.unwrap();
        // The window is open for exactly one microsecond.
        here.clock.advance(Timestamp::DAY);
        here.call(&ada, cast(id, Stance::Disagree)).await.unwrap();
        for phase in [Phase::Propose, Phase::Refine] {
            here.call(&moderator, ClosePhase { round, phase }).await.unwrap();
        }
        here.clock.advance(1);
        assert_eq!(here.call(&ada, cast(id, Stance::Agree)).await.unwrap_err().kind, ProblemKind::Conflict);
    }

    async fn two_instances_lose_no_vote_and_agree(here) {
        let round = here.company().await;
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(proposed(&here, round, &format!("Number {n}")).await);
        }
        let mut voters = Vec::new();
        for n in 0..12 {
            voters.push(here.customer(&format!("Voter {n}")).await);
        }
        let other = here.another().await;
        // Everybody votes on everything three times over, through either instance, all at once.
        let mut votes = Vec::new();
        for (n, voter) in voters.iter().enumerate() {
            for (m, id) in ids.iter().enumerate() {
                for turn in 0..3 {
                    let at = if (n + m + turn) % 2 == 0 { &here } else { &other };
                    let stance = [Stance::Agree, Stance::Disagree, Stance::Pass][(n * m + turn) % 3];
                    votes.push(at.call(voter, cast(*id, stance)));
                }
            }
        }
        let total = votes.len();
        for outcome in join_all(votes).await {
            outcome.unwrap();
        }
        let last = server::db::events::last(&here.site.db).await.unwrap();
        let log = batch::between(&here.site.db, 0, last).await.unwrap();
        assert_eq!(log.len(), total);
        for at in [&here, &other] {
            at.site.memory.catch_up().await.unwrap();
        }
        // Both hold what a replay of the log gives, and so does the table of current votes.
        for voter in &voters {
            for id in &ids {
                let said = log.iter().rfind(|row| row.person == voter.id.0 && row.proposal == id.0).unwrap();
                let expected = Stance::from_code(said.stance as i16);
                for at in [&here, &other] {
                    let vote = at.site.memory.read().vote(voter.id, *id);
                    assert_eq!(vote.map(|vote| vote.stance), expected);
                }
                const CURRENT: &str = "select stance from vote where person = $1 and proposal = $2 and seq = $3";
                let row: i64 = on!(&here.site.db, c => sqlx::query_scalar(CURRENT)
                    .bind(voter.id.0).bind(id.0).bind(said.seq).fetch_one(c).await).unwrap();
                assert_eq!(row, said.stance);
            }
        }
        for id in &ids {
            assert_eq!(support(&here, *id).await, support(&other, *id).await);
        }
    }

    async fn the_numbers_of_the_log_are_in_the_order_of_commits(here) {
        // A reader that follows while two instances write never finds a number below one that it has read.
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let other = here.another().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        for at in [&here, &other] {
            at.site.memory.catch_up().await.unwrap();
        }
        let write = async |at: &Here, who: &Caller| {
            for turn in 0..40 {
                let stance = if turn % 2 == 0 { Stance::Agree } else { Stance::Disagree };
                at.call(who, cast(id, stance)).await.unwrap();
            }
        };
        let read = async {
            let (mut seen, mut from) = (Vec::new(), 0);
            while seen.len() < 80 {
                let to = server::db::events::last(&here.site.db).await.unwrap();
                seen.extend(batch::between(&here.site.db, from, to).await.unwrap().iter().map(|row| row.seq));
                from = to;
                tokio::task::yield_now().await;
            }
            seen
        };
        let (seen, (), ()) = tokio::join!(read, write(&here, &ada), write(&other, &bob));
        let last = server::db::events::last(&here.site.db).await.unwrap();
        let all: Vec<i64> = batch::between(&here.site.db, 0, last).await.unwrap().iter().map(|row| row.seq).collect();
        assert_eq!(seen, all);
    }

    async fn a_vote_as_a_plain_form_comes_back_to_its_page(here) {
        let round = here.company().await;
        let id = proposed(&here, round, "One").await;
        let ada = here.customer("Ada").await;
        let path = format!("/api/v1/proposals/{id}/vote");
        let done = here.form(&ada, &path, &[("stance", "agree"), ("next", "/rounds/1?sort=new")]).await;
        assert_eq!((done.status().as_u16(), done.headers()["location"].to_str().unwrap()), (303, "/rounds/1?sort=new"));
        // Never to another site.
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/api/v1/viewer"] {
            let done = here.form(&ada, &path, &[("stance", "agree"), ("next", next)]).await;
            assert_eq!(done.headers()["location"], "/", "{next}");
        }
        let stranger = here.form(&Caller::stranger(), &path, &[("stance", "agree"), ("next", "/x")]).await;
        assert_eq!(stranger.headers()["location"], "/sign-in?next=%2Fx&begun=1");
    }
}
