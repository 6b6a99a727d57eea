//! Listing, proposing, changing, and the moderators' queue.

use crate::harness::{Caller, Here, body, proposal};
use crate::on_both;
use model::api::proposals::{ChangeProposal, FindSimilar, GetProposal, Judge, ListProposals, Propose};
use model::api::queue::GetQueue;
use model::api::votes::CastVote;
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::proposal::{Kind, ProposalText, Sort, Status};
use model::queue::{Item, Key};
use model::round::Moderation;
use model::verdict::Decision;
use model::vote::Stance;
use model::{ProblemKind, ProposalId, RoundId, Timestamp, Title, Why};

async fn propose(here: &Here, who: &Caller, round: RoundId, text: ProposalText) -> ProposalId {
    here.call(who, Propose { round, text }).await.unwrap().id
}

fn all(round: RoundId) -> ListProposals {
    ListProposals { round, ..ListProposals::default() }
}

on_both! {
    async fn a_proposal_waits_is_published_and_listed(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = propose(&here, &ada, round, proposal("Send one person, not five")).await;

        // Its author sees it waiting; others are not told that it exists.
        let mine = here.call(&ada, GetProposal { proposal: id }).await.unwrap();
        assert!(mine.own && mine.status == Status::Waiting);
        let hidden = here.call(&bob, GetProposal { proposal: id }).await.unwrap_err();
        let absent = here.call(&bob, GetProposal { proposal: ProposalId(9_999) }).await.unwrap_err();
        assert_eq!(hidden, absent);
        assert_eq!(here.call(&bob, all(round)).await.unwrap().total, 0);
        assert_eq!(here.call(&ada, ListProposals { mine: true, ..all(round) }).await.unwrap().total, 1);
        let vote = CastVote::new(id, Stance::Agree);
        assert_eq!(here.call(&bob, vote.clone()).await.unwrap_err().kind, ProblemKind::NotFound);

        let queue = here.call(&moderator, GetQueue::default()).await.unwrap().items;
        assert_eq!(queue.iter().map(Item::key).collect::<Vec<_>>(), [Key::Proposal(id)]);
        assert_eq!(queue[0].author().unwrap().as_str(), "Ada");
        here.call(&moderator, Judge { proposal: id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        assert!(here.call(&moderator, GetQueue::default()).await.unwrap().items.is_empty());
        assert_eq!(here.call(&bob, all(round)).await.unwrap().items[0].id, id);
        let seen = here.call(&bob, GetProposal { proposal: id }).await.unwrap();
        assert!(seen.author.is_none() && seen.verdicts.is_empty() && !seen.own);
        here.call(&bob, vote).await.unwrap();
    }

    /// Whoever pressed a button there would be told that there is no such proposal.
    async fn what_others_cannot_read_has_no_vote_buttons(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, moderator) = (here.customer("Ada").await, here.staff("Mo", Role::Moderator).await);
        let id = propose(&here, &ada, round, proposal("Send one person")).await;
        let page = format!("/proposals/{id}/send-one-person");
        let places = [(&ada, page.as_str()), (&moderator, page.as_str()), (&ada, "/?mine=true")];
        let buttons = async |shown: bool| {
            for (who, place) in places {
                let text = here.text(who, place).await;
                assert!(text.contains("Send one person"), "{place}: {text}");
                assert_eq!(text.contains("name=\"stance\""), shown, "{place}: {text}");
                assert_eq!(text.contains("What others say"), shown && place != "/?mine=true", "{place}");
            }
        };
        let shut = async || here.call(&ada, GetProposal { proposal: id }).await.unwrap().shut;
        let judge = async |decision: Decision| {
            let reason = (decision == Decision::Decline).then(|| "Please say it kindly.".parse().unwrap());
            here.call(&moderator, Judge { proposal: id, decision, reason, trust: false }).await.unwrap();
        };
        buttons(false).await;
        assert_eq!(shut().await.as_deref(), Some("It can be voted on once a moderator has published it."));
        assert!(here.text(&ada, &page).await.contains("It can be voted on once a moderator has published it."));
        judge(Decision::Decline).await;
        buttons(false).await;
        assert_eq!(shut().await.as_deref(), Some("It was declined, so nobody votes on it."));
        here.call(&ada, ChangeProposal { seen: None, proposal: id, text: proposal("Send one person") }).await.unwrap();
        judge(Decision::Publish).await;
        buttons(true).await;
        assert_eq!(shut().await, None);
    }

    async fn declining_needs_a_reason_which_the_author_sees(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = propose(&here, &ada, round, proposal("Something rude")).await;
        let decline = |reason: Option<&str>| Judge {
            proposal: id,
            decision: Decision::Decline,
            reason: reason.map(|reason| reason.parse().unwrap()),
            trust: false,
        };
        let refused = here.call(&moderator, decline(None)).await.unwrap_err();
        assert!(refused.about("reason").is_some());
        here.call(&moderator, decline(Some("Please say it kindly."))).await.unwrap();
        let twice = here.call(&moderator, decline(Some("Please say it kindly."))).await.unwrap_err();
        assert_eq!(twice.kind, ProblemKind::Conflict);

        let mine = here.call(&ada, GetProposal { proposal: id }).await.unwrap();
        assert_eq!(mine.status, Status::Declined);
        assert_eq!(mine.verdicts.len(), 1);
        assert_eq!(mine.verdicts[0].reason.as_ref().unwrap().as_str(), "Please say it kindly.");
        assert!(mine.verdicts[0].by.is_none(), "the moderator's name is for staff");

        // The author writes it anew, and it waits again.
        let text = proposal("Something kind");
        let again = here.call(&ada, ChangeProposal { seen: None, proposal: id, text }).await.unwrap();
        assert_eq!(again.status, Status::Waiting);
        assert_eq!(here.call(&moderator, GetQueue::default()).await.unwrap().items.len(), 1);
    }

    async fn a_text_that_others_voted_on_asks_them_again(here) {
        let round = here.company().await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let id = propose(&here, &ada, round, proposal("First wording")).await;
        let change = |title| ChangeProposal { seen: None, proposal: id, text: proposal(title) };
        let vote = CastVote::new(id, Stance::Agree);
        here.call(&ada, vote.clone()).await.unwrap();
        here.call(&ada, change("Second wording")).await.unwrap();
        assert_eq!(here.call(&bob, change("Mine now")).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&bob, vote).await.unwrap();
        here.clock.advance(Timestamp::MINUTE);
        here.call(&ada, change("Third wording")).await.unwrap();
        let asked = here.call(&bob, GetProposal { proposal: id }).await.unwrap();
        assert_eq!((asked.text.title.as_str(), asked.mine), ("Third wording", None));
        assert_eq!(asked.said_before.map(|vote| vote.stance), Some(Stance::Agree));
        assert!(here.call(&ada, GetProposal { proposal: id }).await.unwrap().mine.is_some(), "she knows her own words");
    }

    async fn lists_are_filtered_sorted_searched_and_counted(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let mut ids = Vec::new();
        for (place, kind) in Kind::ALL.into_iter().cycle().take(25).enumerate() {
            here.clock.advance(Timestamp::MINUTE);
            let text = ProposalText {
                kind,
                stages: StageSet::of(&[place % 8]),
                cultures: CultureSet::of(&[place % 4]),
                ..proposal(&format!("Proposal number {place}"))
            };
            ids.push(propose(&here, &ada, round, text).await);
        }
        let list = |request: ListProposals| here.call(&ada, request);
        let first = list(ListProposals { sort: Some(Sort::New), ..all(round) }).await.unwrap();
        assert_eq!((first.total, first.items.len(), first.last()), (25, 20, 2));
        assert_eq!(first.items[0].id, ids[24]);
        let second = list(ListProposals { sort: Some(Sort::New), page: Some(2), ..all(round) }).await.unwrap();
        assert_eq!(second.items.last().unwrap().id, ids[0]);
        let beyond = list(ListProposals { page: Some(usize::MAX), ..all(round) }).await.unwrap();
        assert!(beyond.items.is_empty() && beyond.total == 25);
        let starts = list(ListProposals { kind: Some(Kind::Start), ..all(round) }).await.unwrap();
        assert_eq!(starts.total, 7);
        let cell = list(ListProposals { stage: Some(1), culture: Some(1), ..all(round) }).await.unwrap();
        assert!(cell.total == 3 && cell.items.iter().all(|card| card.stages.has(1) && card.cultures.has(1)));
        let found = list(ListProposals { q: "NUMBER 17".into(), ..all(round) }).await.unwrap();
        assert_eq!((found.items[0].id, found.total), (ids[17], 25), "both words first, then those with one");
        let found = list(ListProposals { q: "  zzz Propösal-number 17x".into(), kind: Some(Kind::Start), ..all(round) }).await.unwrap();
        assert_eq!(found.total, 7, "what fits the filter and has a word of it");
        assert_eq!(list(ListProposals { q: "zzz 17x".into(), ..all(round) }).await.unwrap().total, 0);

        let vote = CastVote::new(ids[3], Stance::Pass);
        here.call(&ada, vote).await.unwrap();
        let unvoted = list(ListProposals { unvoted: true, ..all(round) }).await.unwrap();
        assert!(unvoted.total == 24 && unvoted.items.iter().all(|card| card.id != ids[3]));
        let stranger = here.call(&Caller::stranger(), ListProposals { unvoted: true, ..all(round) }).await;
        assert_eq!(stranger.unwrap_err().kind, ProblemKind::SignInNeeded);
    }

    async fn what_is_asked_for_already_is_found_by_whom_may_see_it(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = propose(&here, &ada, round, proposal("Send one person who knows our site")).await;
        propose(&here, &ada, round, proposal("Show prices on the web")).await;
        let like = |title: &str| FindSimilar { round, title: title.into(), ..FindSimilar::default() };
        let typed = "one persn, who nows the site";
        let found = async |who: &Caller, ask: FindSimilar| {
            here.call(who, ask).await.unwrap().iter().map(|card| card.id).collect::<Vec<_>>()
        };
        // What waits is found by moderators alone, and not as its own like.
        assert_eq!(found(&bob, like(typed)).await, []);
        assert_eq!(found(&moderator, like(typed)).await, [id]);
        assert_eq!(found(&moderator, FindSimilar { except: Some(id), ..like(typed) }).await, []);
        here.call(&moderator, Judge { proposal: id, decision: Decision::Publish, reason: None, trust: false }).await.unwrap();
        assert_eq!(found(&Caller::stranger(), like(typed)).await, [id]);
        assert_eq!(found(&bob, like("Nothing of the kind")).await, []);
        let text = proposal("Only by letter");
        here.call(&ada, ChangeProposal { seen: None, proposal: id, text }).await.unwrap();
        assert_eq!(found(&moderator, like(typed)).await, []);
        assert_eq!(found(&moderator, like("only by leter")).await, [id]);
        let nowhere = here.call(&bob, FindSimilar { round: RoundId(99), ..like(typed) }).await.unwrap_err();
        assert_eq!(nowhere.kind, ProblemKind::NotFound);
    }

    async fn every_field_is_checked_and_named(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let path = format!("/api/v1/rounds/{round}/proposals");
        let (title, why) = ("t".repeat(Title::MAX), "w".repeat(Why::MAX));
        let sound = serde_json::json!({ "kind": "start", "title": title, "why": why, "stages": [7], "cultures": ["3"] });
        let post = async |fields: serde_json::Value| {
            let request = http::Request::post(&path)
                .header("cookie", ada.cookie())
                .header("content-type", "application/json")
                .body(fields.to_string().into())
                .unwrap();
            let response = here.raw(request).await;
            (response.status().as_u16(), body(response).await)
        };
        assert_eq!(post(sound.clone()).await.0, 200);
        for (field, value) in [
            ("kind", serde_json::json!("begin")),
            ("title", serde_json::json!("t".repeat(Title::MAX + 1))),
            ("title", serde_json::json!("  ")),
            ("why", serde_json::json!("w".repeat(Why::MAX + 1))),
            ("stages", serde_json::json!([8])),
            ("stages", serde_json::json!([])),
            ("cultures", serde_json::json!([4])),
            ("who", serde_json::json!("w".repeat(301))),
            ("title", serde_json::Value::Null),
        ] {
            let mut fields = sound.clone();
            fields[field] = value.clone();
            let (status, text) = post(fields).await;
            let problem: model::Problem = serde_json::from_str(&text).unwrap();
            assert_eq!(status, 422, "{field} {value}: {text}");
            assert!(problem.about(field).is_some(), "{field} {value}: {text}");
        }
        let mut without = sound.clone();
        without.as_object_mut().unwrap().remove("why");
        assert!(post(without).await.1.contains(r#""field":"why""#));
        assert_eq!(here.call(&ada, all(round)).await.unwrap().total, 1, "nothing half done");
    }

    async fn proposing_works_as_a_plain_form(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let path = format!("/api/v1/rounds/{round}/proposals");
        let fields = [
            ("kind", "stop"), ("title", "Stop calling at lunch"), ("why", "We eat then."), ("stages", "0"),
            ("stages", "2"), ("cultures", "1"), ("who", ""), ("how", "by mail"), ("next", "/propose"),
        ];
        let done = here.form(&ada, &path, &fields).await;
        assert_eq!(done.status(), 303);
        let card = here.call(&ada, all(round)).await.unwrap().items.remove(0);
        assert_eq!(done.headers()["location"].to_str().unwrap(), card.path());
        assert_eq!(card.stages, StageSet::of(&[0, 2]));
        let made = here.call(&ada, GetProposal { proposal: card.id }).await.unwrap();
        assert!(made.text.who.is_none() && made.text.how.is_some());
    }

    async fn outside_the_phase_nothing_is_taken(here) {
        use model::api::rounds::ClosePhase;
        use model::round::Phase;
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let moderator = here.staff("Mo", Role::Moderator).await;
        let id = propose(&here, &ada, round, proposal("In time")).await;
        for phase in [Phase::Propose, Phase::Refine] {
            here.call(&moderator, ClosePhase { round, phase }).await.unwrap();
        }
        let late = here.call(&ada, Propose { round, text: proposal("Too late") }).await.unwrap_err();
        assert_eq!(late.kind, ProblemKind::Conflict);
        let frozen = here.call(&ada, ChangeProposal { seen: None, proposal: id, text: proposal("Too late") }).await.unwrap_err();
        assert_eq!(frozen.kind, ProblemKind::Conflict);
    }
}
