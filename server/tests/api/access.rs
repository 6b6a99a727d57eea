//! Setting who may take part in a round; and that whoever may not see one finds no trace of it anywhere.

use crate::harness::{Caller, Here, body, proposal, signature};
use crate::on_behalf::key;
use crate::on_both;
use crate::permissions::fixture::{account, open, segment, set};
use crate::practices::practice;
use futures::StreamExt;
use model::access::{Access, Audience};
use model::account::{AccountText, Attribute, Tier};
use model::api::access::{GetAccess, SetAccess, Wanted, Who};
use model::api::accounts::AddAccount;
use model::api::audit::ListAudit;
use model::api::comments::{AddComment, GetTalk};
use model::api::designs::{GetDesign, GetLatestDesign};
use model::api::mine::{GetMyData, GetMyEffect};
use model::api::moderation::ListVerdicts;
use model::api::notices::{Follow, GetNews};
use model::api::on_behalf::{GetNoted, NoteVote};
use model::api::practices::{AddPractice, GetDraft};
use model::api::proposals::{GetProposal, Judge, ListProposals, Propose};
use model::api::rounds::{AddRound, GetRound, ListRounds, OpenPhase};
use model::api::session::{GetViewer, ListBegun};
use model::api::votes::CastVote;
use model::comment::Kind;
use model::on_behalf::Source;
use model::person::Role;
use model::proposal::Proposal;
use model::round::{Phase, Scheme};
use model::verdict::Decision;
use model::vote::Stance;
use model::{AccountId, ProblemKind, ProposalId, RoundId, Timestamp};
use server::notices;
use std::time::Duration;

fn vote(proposal: ProposalId, stance: Stance) -> CastVote {
    CastVote::new(proposal, stance)
}

/// A round for everybody, and one for banks with a proposal in it; somebody of a bank, and somebody of none.
struct Two {
    admin: Caller,
    banks: Attribute,
    within: Caller,
    outside: Caller,
    open: RoundId,
    shut: RoundId,
    asked: Proposal,
}

async fn two(here: &Here) -> Two {
    let first = here.company().await;
    let admin = here.staff("Xena", Role::Admin).await;
    let banks = segment(here, &admin).await;
    let bank = account(here, &admin, "Second Bank", Some(banks.clone())).await;
    let shop = account(here, &admin, "Corner Shop", None).await;
    let (within, outside) = (here.member("Will", Some(bank)).await, here.member("Olga", Some(shop)).await);
    let question = "How should we treat banks?".parse().unwrap();
    let shut = here.call(&admin, AddRound { question, scheme: Scheme::default() }).await.unwrap().id;
    let asked =
        here.call(&admin, Propose { round: shut, text: proposal("Quote us in basis points") }).await.unwrap();
    let see = for_banks(&banks);
    set(here, &admin, SetAccess { see, ..open(shut) }).await;
    Two { admin, banks, within, outside, open: first, shut, asked }
}

fn for_banks(banks: &Attribute) -> Wanted {
    Wanted { segments: vec![banks.clone()], ..Wanted::from(Who::Chosen) }
}

fn changes(entries: &[model::audit::Entry]) -> usize {
    entries.iter().filter(|entry| entry.kind == "round.access").count()
}

on_both! {
    async fn a_round_of_others_is_nowhere_to_be_found(here) {
        let Two { within, outside, open, shut, asked, .. } = two(&here).await;
        let stranger = Caller::stranger();
        for who in [&stranger, &outside] {
            let rounds = here.call(who, ListRounds {}).await.unwrap();
            assert_eq!(rounds.iter().map(|line| (line.id, line.current)).collect::<Vec<_>>(), [(open, true)]);
            let viewer = here.call(who, GetViewer {}).await.unwrap();
            assert_eq!((viewer.round, viewer.has_design), (open, false));
        }
        let rounds = here.call(&within, ListRounds {}).await.unwrap();
        assert_eq!(rounds.iter().map(|line| (line.id, line.current)).collect::<Vec<_>>(), [(shut, true), (open, false)]);
        assert_eq!(here.call(&within, GetViewer {}).await.unwrap().round, shut);
        let round = here.call(&within, GetRound { round: shut }).await.unwrap();
        assert_eq!(round.who_may.see, "customers in Industry: Banks");
        assert_eq!((round.not_yours, round.totals.proposals), (Default::default(), 1));
        // Pages of it are those of a round and a proposal that never were, but for their number.
        for (real, never) in [(format!("/rounds/{shut}"), "/rounds/999".to_owned()), (asked.path(), "/proposals/999".into())] {
            let page = async |path: &str| {
                let answer = here.get(&outside, path).await;
                let (status, html) = (answer.status(), body(answer).await);
                let main = html[html.find("<main").unwrap()..html.find("</main>").unwrap()].to_owned();
                (status, main, html.contains("basis points"))
            };
            assert_eq!(page(&real).await, page(&never).await, "{real}");
        }
    }

    async fn nothing_tells_of_it_later_either(here) {
        let Two { admin, banks, within, outside, shut, asked, .. } = two(&here).await;
        // While it was for everybody the outsider took part; then it is narrowed.
        set(&here, &admin, open(shut)).await;
        here.call(&outside, vote(asked.id, Stance::Agree)).await.unwrap();
        here.call(&outside, Follow { proposal: asked.id, wanted: true, voting: false }).await.unwrap();
        let own = here.call(&outside, Propose { round: shut, text: proposal("Call first") }).await.unwrap().id;
        here.call(&admin, Judge { proposal: own, decision: Decision::Decline, reason: Some("No.".parse().unwrap()), trust: false }).await.unwrap();
        let noted = NoteVote { proposal: asked.id, email: "olga@example.com".parse().unwrap(), name: None, account: None, stance: Stance::Agree, strength: None, red_line: false, source: Source::Call, said: "2026-05-01".parse().unwrap() };
        here.call(&outside, vote(asked.id, Stance::TakenBack)).await.unwrap();
        here.call(&admin, noted.clone()).await.unwrap();
        notices::catch_up(&here.site).await.unwrap();
        assert_eq!(here.call(&outside, GetNews {}).await.unwrap().notices.len(), 2, "the answer, and what was noted");
        let see = for_banks(&banks);
        set(&here, &admin, SetAccess { see, ..open(shut) }).await;
        // Something happens there that would be news.
        let text = "We hear you.".parse().unwrap();
        here.call(&admin, AddComment { follow: false, proposal: asked.id, parent: None, kind: Kind::Comment, tone: None, text }).await.unwrap();
        notices::catch_up(&here.site).await.unwrap();
        assert!(here.call(&outside, GetNews {}).await.unwrap().notices.is_empty());
        assert!(here.call(&outside, GetMyEffect {}).await.unwrap().is_empty());
        assert_eq!(here.call(&outside, ListVerdicts { page: None }).await.unwrap().total, 0);
        assert_eq!(here.call(&within, ListVerdicts { page: None }).await.unwrap().total, 1);
        let refused = here.call(&admin, noted).await.unwrap_err();
        assert_eq!(refused.about("email"), Some("They may not vote in this round."));
        let key = key(&here, "olga@example.com").await;
        let gone = here.call(&Caller::stranger(), GetNoted { key }).await.unwrap_err();
        assert_eq!(gone.kind, ProblemKind::NotFound);
        // What is theirs they can take along: not what others wrote.
        let data = here.call(&outside, GetMyData {}).await.unwrap().to_string();
        assert!(data.contains("Call first") && !data.contains("basis points"), "{data}");
    }

    async fn what_a_stranger_begins_there_is_not_named_to_them(here) {
        let Two { asked, .. } = two(&here).await;
        let cookie = {
            let path = format!("/api/v1/proposals/{}/vote", asked.id);
            let answer = here.form(&Caller::stranger(), &path, &[("stance", "agree")]).await;
            answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
        };
        let begun = Caller::with_cookie(&cookie);
        let listed = here.call(&begun, ListBegun { email: None, token: String::new() }).await.unwrap();
        assert!(listed.is_empty());
    }

    async fn the_stream_of_changes_keeps_silent_about_it(here) {
        let Two { within, outside, open, asked, shut, .. } = two(&here).await;
        tokio::time::timeout(PATIENCE, async {
            // What was told before this began is told no more.
            here.all_told().await;
            let before = here.call(&outside, GetViewer {}).await.unwrap().told;
            let mut stream = here.get(&outside, "/api/v1/events").await.into_body().into_data_stream();
            let mut listener = here.site.live.listen();
            here.call(&within, vote(asked.id, Stance::Agree)).await.unwrap();
            while listener.recv().await.unwrap().1.round() != Some(shut) {}
            assert_eq!(here.call(&outside, GetViewer {}).await.unwrap().told, before, "the number stands still");
            assert!(here.call(&within, GetViewer {}).await.unwrap().told > before);
            here.call(&outside, Propose { round: open, text: proposal("One") }).await.unwrap();
            let first = stream.next().await.unwrap().unwrap();
            let first = String::from_utf8_lossy(&first).into_owned();
            let expected = format!(r#"data: {{"change":"proposals","round":{open}}}"#);
            assert!(first.contains(&expected) && first.contains(&format!("id: {}", before + 1)), "{first}");
        })
        .await
        .expect("the stream said nothing");
    }

    async fn where_there_is_no_round_for_somebody_the_page_says_so(here) {
        let round = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        set(&here, &admin, SetAccess { see: Who::Confirmed.into(), ..open(round) }).await;
        let stranger = Caller::stranger();
        for path in ["/", "/vote", "/propose"] {
            let html = here.text(&stranger, path).await;
            assert!(html.contains("What is asked here is for invited customers."), "{path}");
            let html = here.text(&here.member(&format!("Una{}", path.len()), None).await, path).await;
            assert!(html.contains("At the moment there is nothing for you here."), "{path}");
        }
        let ada = here.customer("Ada").await;
        assert!(here.text(&ada, "/").await.contains("How would you like us to sell to you?"));
    }

    async fn a_design_is_as_public_as_its_round(here) {
        let Two { admin, banks, within, outside, open: first, shut, asked } = two(&here).await;
        let adopt = async |round, id| {
            here.call(&admin, AddPractice { round, text: practice(&format!("Practice {round}"), &[id]) }).await.unwrap();
            here.call(&admin, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
            here.call(&admin, signature(round)).await.unwrap();
        };
        let other = here.call(&admin, Propose { round: first, text: proposal("Two") }).await.unwrap().id;
        adopt(shut, asked.id).await;
        let [one, two] = [model::Version(1), model::Version(2)];
        // A round for everybody begins from what everybody may see.
        let next = AddRound { question: "And now?".parse().unwrap(), scheme: Scheme::default() };
        let next = here.call(&admin, next).await.unwrap().id;
        assert_eq!(here.call(&admin, GetDraft { round: next }).await.unwrap().begins, None);
        // One for the same customers begins from what was made for them.
        set(&here, &admin, SetAccess { see: for_banks(&banks), ..open(next) }).await;
        let begins = here.call(&admin, GetDraft { round: next }).await.unwrap().begins.unwrap();
        assert_eq!(begins.version, one);
        set(&here, &admin, open(next)).await;
        adopt(first, other).await;
        let begins = here.call(&admin, GetDraft { round: next }).await.unwrap().begins.unwrap();
        assert_eq!(begins.version, two);
        let latest = here.call(&outside, GetLatestDesign {}).await.unwrap();
        assert_eq!((latest.version, latest.versions, latest.difference.is_empty()), (two, vec![two], true));
        assert_eq!(here.call(&outside, GetDesign { version: one }).await.unwrap_err().kind, ProblemKind::NotFound);
        let seen = here.call(&within, GetDesign { version: one }).await.unwrap();
        assert_eq!(seen.versions, [one], "what is for all is another line");
    }

    async fn nobody_has_to_sign_what_they_would_not_find(here) {
        let round = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let see = Wanted { roles: vec![Role::Designer], ..Wanted::from(Who::Roles) };
        set(&here, &admin, SetAccess { see, ..open(round) }).await;
        let signer = |email: &str| model::api::sign_off::SetSigner {
            round,
            function: "Sales".parse().unwrap(),
            email: email.parse().unwrap(),
            stages: model::cells::StageSet::default(),
            cultures: model::cells::CultureSet::default(),
        };
        here.staff("Ann", Role::AccountManager).await;
        here.staff("Dee", Role::Designer).await;
        assert!(here.call(&admin, signer("ann@example.com")).await.unwrap_err().about("email").is_some());
        here.call(&admin, signer("dee@example.com")).await.unwrap();
    }

    async fn phases_are_news_to_those_who_may_see_the_round(here) {
        let Two { admin, within, outside, shut, .. } = two(&here).await;
        let told = async |who: &Caller| {
            here.clock.advance(2 * Timestamp::MINUTE);
            notices::catch_up(&here.site).await.unwrap();
            let kept = here.call(who, GetMyData {}).await.unwrap()["news"].as_array().map_or(0, Vec::len);
            (here.call(who, GetNews {}).await.unwrap().notices.len(), kept)
        };
        let before = (told(&within).await, told(&outside).await);
        here.call(&admin, OpenPhase { round: shut, phase: Phase::Adopt }).await.unwrap();
        let after = (told(&within).await, told(&outside).await);
        assert_eq!((after.0.0 - before.0.0, after.0.1 - before.0.1), (1, 1));
        assert_eq!(after.1, before.1, "nor is it kept for them");
    }

    async fn the_rule_is_set_read_and_set_back_and_the_log_says_so(here) {
        let Two { admin, banks, within, outside, shut, asked, .. } = two(&here).await;
        let mo = here.staff("Mo", Role::Moderator).await;
        let sheet = here.call(&mo, GetAccess { round: shut }).await.unwrap();
        assert_eq!((&sheet.see.segments, sheet.see.who, sheet.voted), (&vec![banks.clone()], Who::Chosen, false));
        assert_eq!(sheet.offered.iter().map(|one| (one.value.as_str(), one.accounts)).collect::<Vec<_>>(), [("Banks", 2)]);
        // By name, with those below.
        let parent = Some(AccountId(here.site.memory.read().directory.account_named("Corner Shop").unwrap().0));
        let text = AccountText { name: "Its branch".parse().unwrap(), parent, tier: Tier::default(), tier_reason: None, domains: Vec::new(), crm_ids: Vec::new(), attributes: Vec::new() };
        let branch = here.call(&admin, AddAccount { text, part_of: None }).await.unwrap().id;
        let below = here.member("Bea", Some(branch.0)).await;
        let see = Wanted { accounts: vec!["Corner Shop".parse().unwrap()], ..Wanted::from(Who::Chosen) };
        here.call(&mo, SetAccess { see: see.clone(), ..open(shut) }).await.unwrap();
        for (who, sees) in [(&outside, true), (&below, true), (&within, false)] {
            assert_eq!(here.call(who, GetProposal { proposal: asked.id }).await.is_ok(), sees);
        }
        here.call(&mo, SetAccess { see, ..open(shut) }).await.unwrap();
        here.call(&mo, SetAccess { see: for_banks(&banks), ..open(shut) }).await.unwrap();
        assert!(here.call(&within, GetProposal { proposal: asked.id }).await.is_ok());
        let log = here.call(&admin, ListAudit { noun: "round".into(), q: String::new(), page: None }).await.unwrap();
        assert_eq!(changes(&log.items), 3, "what changes nothing is not recorded");
        let told = log.items.iter().find(|entry| entry.kind == "round.access").unwrap().detail.clone();
        assert_eq!(told.as_deref(), Some("see: chosen (Corner Shop) → chosen (Industry Banks)"));
    }

    async fn what_cannot_be_the_rule_is_refused_by_field(here) {
        let Two { admin, within, outside, shut, asked, banks, .. } = two(&here).await;
        let refused = async |request: SetAccess| here.call(&admin, request).await.unwrap_err().fields[0].field.clone();
        let nobody = Wanted { accounts: vec!["Nobody Ltd".parse().unwrap()], ..Wanted::from(Who::Chosen) };
        let other = Wanted { segments: vec![Attribute { segment: model::SegmentId(99), ..banks.clone() }], ..Wanted::from(Who::Chosen) };
        assert_eq!(refused(SetAccess { see: nobody, ..open(shut) }).await, "see.accounts");
        assert_eq!(refused(SetAccess { vote: Who::Chosen.into(), ..open(shut) }).await, "vote.accounts");
        assert_eq!(refused(SetAccess { comment: other, ..open(shut) }).await, "comment.segments");
        assert_eq!(refused(SetAccess { propose: Who::Public.into(), ..open(shut) }).await, "propose.who");
        // Who may vote stays once somebody has; who may see does not have to.
        here.call(&within, vote(asked.id, Stance::Agree)).await.unwrap();
        assert_eq!(refused(SetAccess { vote: Who::Confirmed.into(), ..open(shut) }).await, "vote.who");
        set(&here, &admin, SetAccess { comment: Who::Staff.into(), ..open(shut) }).await;
        let talk = here.call(&outside, GetTalk { proposal: asked.id }).await.unwrap();
        assert_eq!(talk.shut.as_deref(), Some("What is written beside proposals in this round is written by our own people."));
        let round = here.call(&outside, GetRound { round: shut }).await.unwrap();
        assert_eq!((round.not_yours.comment.is_some(), round.not_yours.vote), (true, None));
    }

    /// Whoever may no longer vote can still take back what they said.
    async fn a_vote_can_be_taken_back_by_whoever_gave_it(here) {
        let Two { admin, within, shut, asked, .. } = two(&here).await;
        here.call(&within, vote(asked.id, Stance::Agree)).await.unwrap();
        let id = within.id.0;
        set(&here, &admin, SetAccess { see: Who::Customers.into(), ..open(shut) }).await;
        let access = Access { see: Audience::Customers, vote: Audience::Staff, ..Access::default() };
        here.write(server::db::events::What::of_round("round.access", shut, shut.0), move |tx| {
            Box::pin(async move { server::db::rounds::set_access(tx, shut, &access).await })
        })
        .await;
        let refused = here.call(&within, vote(asked.id, Stance::Disagree)).await.unwrap_err();
        assert_eq!((refused.kind, refused.message.as_str()), (ProblemKind::NotAllowed, "Votes in this round are cast by our own people."));
        assert_eq!(here.call(&within, vote(asked.id, Stance::TakenBack)).await.unwrap().mine, None, "{id}");
        let list = ListProposals { round: shut, ..Default::default() };
        assert_eq!(here.call(&within, list).await.unwrap().total, 1);
    }

    async fn a_rule_that_cannot_be_read_opens_nothing(here) {
        let Two { outside, shut, asked, .. } = two(&here).await;
        const BREAK: &str = "update round set access = 'everybody' where id = $1";
        here.site.db.write(move |tx| {
            Box::pin(async move { server::db::on!(tx, c => sqlx::query(BREAK).bind(shut.0).execute(c).await.map(drop)) })
        }).await.unwrap();
        assert!(server::db::rounds::load(&here.site.db, shut.0).await.is_err());
        assert_eq!(here.call(&outside, GetProposal { proposal: asked.id }).await.unwrap_err().kind, ProblemKind::NotFound);
    }
}

/// Generous, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
