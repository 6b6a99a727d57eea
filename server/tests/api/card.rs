//! The engagement card: what follows from the design for what an account is buying, and what of its people it says.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::practices::practice;
use crate::purchases::text;
use model::api::accounts::{AddAccount, AddSegment};
use model::api::card::{FindAccounts, FindByProfile, GetCard};
use model::api::comments::AddComment;
use model::api::practices::AddPractice;
use model::api::proposals::Propose;
use model::api::purchases::AddPurchase;
use model::api::rounds::{AddRound, OpenPhase};
use model::api::votes::CastVote;
use model::card::{Because, CARD, CARD_VERSION, EngagementCard};
use model::cells::StageSet;
use model::comment::{Kind, Tone};
use model::design::LeftDecision;
use model::person::Role;
use model::practice::PracticeText;
use model::proposal::{self, ProposalText};
use model::purchase::{PurchaseText, State};
use model::round::{Phase, Scheme};
use model::vote::Stance;
use model::{AccountId, ProblemKind, ProposalId, RoundId, Version};

async fn asked(here: &Here, who: &Caller, round: RoundId, title: &str, kind: proposal::Kind) -> ProposalId {
    let text = ProposalText { kind, ..proposal(title) };
    here.call(who, Propose { round, text }).await.unwrap().id
}

async fn against(here: &Here, proposal: ProposalId, people: &[Caller]) {
    for who in people {
        let vote = CastVote { red_line: true, ..CastVote::new(proposal, Stance::Disagree) };
        here.call(who, vote).await.unwrap();
    }
}

/// A card of version 1 that has everything in it, as programs read it.
fn pinned() -> serde_json::Value {
    let line = |id: i64, name: &str| serde_json::json!({ "id": id, "name": name });
    let purchase = serde_json::json!({
        "id": 3, "account": 1, "name": "Pumps", "stage": "Assessment", "culture": "Value Added", "state": "open", "declared": true,
        "people": [{ "person": 4, "name": "Ada", "role": "economic_buyer" }], "others": 1,
        "history": [{ "name": "Pumps", "stage": null, "culture": null, "state": "won", "own": false, "by": "Grace", "at": 1_777_766_400_000_000_i64 }],
    });
    let counted =
        serde_json::json!({ "quarter": 8_105, "told": { "told": "counted", "voices": 9, "kept": 750 } });
    let measured = serde_json::json!({ "quarter": 8_105, "told": { "told": "measured", "voices": 31, "kept": 2_600, "low": 674, "high": 929 } });
    let act = |progress: &str, kept: &serde_json::Value| {
        serde_json::json!({
            "practice": 5, "version": 2, "title": "One face", "how": "On site.", "tool": "CRM", "owner": "Sales", "progress": progress,
            "overdue": true, "kept": kept, "gap": true,
        })
    };
    let next =
        [act("planned", &counted), act("in_place", &measured), act("paused", &serde_json::Value::Null)];
    let never = serde_json::json!([
        { "title": "Stop the surveys", "because": { "why": "promised", "practice": 5, "version": 2 } },
        { "title": "Take us golfing", "because": { "why": "red_line", "proposal": 6, "accounts": 5 } },
    ]);
    let advice = serde_json::json!({
        "purchase": purchase, "stage_known": true, "culture_known": true, "answers_to": ["Position"], "next": next, "never": never,
    });
    let asked = |kind: &str, status: &str| serde_json::json!({ "proposal": 6, "kind": kind, "title": "Send one person", "status": status, "at": 1 });
    let reported = |feeling: &str, by: Option<&str>| {
        serde_json::json!({
            "practice": 5, "title": "One face", "quarter": 8_105, "kept": true, "feeling": feeling, "words": "They came.",
            "said": "2026-05-03", "by": by,
        })
    };
    let activity = |state: &str| {
        serde_json::json!({
            "activity": 7, "kind": "workshop", "title": "A day with us",
            "when": { "starts": "2026-05-12T14:00", "ends": "2026-05-12T16:00", "offset": "+02:00" },
            "state": state, "invited": 3, "coming": 2, "present": 1,
        })
    };
    serde_json::json!({
        "schema": "accord.engagement-card", "schema_version": 1, "written": 1, "account": line(1, "Acme Steel"), "sample": false,
        "crm_ids": ["salesforce:0015e00000ABCDE"], "parent": line(2, "Acme Group"), "segments": ["Industry: Steel"], "design": 2,
        "purchases": [advice], "bought": [advice], "over": [purchase],
        "asked": [asked("start", "published"), asked("stop", "adopted"), asked("keep", "merged"), asked("change", "waiting")],
        "stories": [{ "proposal": 6, "title": "Send one person", "html": "<p>Five came.</p>", "at": 1 }],
        "noted": [{ "proposal": 6, "title": "Send one person", "source": "call", "said": "2026-05-03", "answered": false }],
        "stances": null,
        "reports": [reported("well", Some("Ada")), reported("neither", None), reported("badly", None)],
        "waits": [{ "proposal": 6, "title": "Send one person", "since": 1 }],
        "activities": [activity("planned"), activity("held"), activity("presented"), activity("cancelled")],
    })
}

/// Whoever renames or leaves out something raises the version, and writes a new one beside it.
#[test]
fn what_programs_read_of_a_card_keeps_its_names_and_kinds() {
    let card: EngagementCard = serde_json::from_value(pinned()).unwrap();
    assert_eq!((card.schema.as_str(), card.schema_version), (CARD, CARD_VERSION));
    assert_eq!(serde_json::to_value(&card).unwrap(), pinned());
}

on_both! {
    async fn it_says_what_to_do_next_and_what_never_to_do(here) {
        let round = here.company().await;
        let account = here.account("Acme Steel").await;
        let (ada, am) = (here.member("Ada", Some(account)).await, here.staff("Grace", Role::AccountManager).await);
        let borg = here.account("Borg").await;
        let mut voters = vec![here.member("Voter 0", Some(borg)).await];
        for n in 1..5 {
            voters.push(here.customer(&format!("Voter {n}")).await);
        }
        let one_face = asked(&here, &ada, round, "Send one person", proposal::Kind::Start).await;
        let surveys = asked(&here, &ada, round, "Stop the surveys", proposal::Kind::Stop).await;
        let golf = asked(&here, &voters[0], round, "Take us golfing", proposal::Kind::Start).await;
        let calls = asked(&here, &voters[0], round, "Stop calling back", proposal::Kind::Stop).await;
        against(&here, golf, &voters).await;
        against(&here, calls, &voters).await;
        let story = AddComment { follow: false, proposal: one_face, parent: None, kind: Kind::Story, tone: Some(Tone::Badly), text: "Five **engineers** came.".parse().unwrap() };
        here.call(&ada, story).await.unwrap();

        let account = AccountId(account);
        let buy = |text| AddPurchase { account, text, since: None };
        here.call(&ada, buy(text("Pumps", "Assessment", "Value Added"))).await.unwrap();
        let before = here.call(&am, GetCard { account }).await.unwrap();
        assert_eq!((before.schema.as_str(), before.schema_version, before.design), (CARD, CARD_VERSION, None));
        assert!(!before.purchases[0].stage_known && before.purchases[0].next.is_empty());
        assert_eq!((before.waits.len(), before.waits[0].proposal), (2, one_face));

        let (dee, mo) = (here.staff("Dee", Role::Designer).await, here.staff("Mo", Role::Moderator).await);
        let elsewhere = PracticeText { stages: model::cells::StageSet::of(&[0]), ..practice("Elsewhere", &[one_face]) };
        for text in [practice("One face", &[one_face]), practice("No surveys", &[surveys]), elsewhere] {
            here.call(&dee, AddPractice { round, text }).await.unwrap();
        }
        here.call(&mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        here.call(&ada, buy(text("A service plan", "", ""))).await.unwrap();
        here.call(&ada, buy(PurchaseText { state: State::Won, ..text("Valves", "Assessment", "") })).await.unwrap();

        let card = here.call(&am, GetCard { account }).await.unwrap();
        assert_eq!((card.purchases.len(), card.over.len()), (2, 1));
        let pumps = card.purchases.iter().find(|one| one.purchase.text.name.as_str() == "Pumps").unwrap();
        assert!(pumps.stage_known && pumps.culture_known && pumps.purchase.declared);
        let next: Vec<&str> = pumps.next.iter().map(|act| act.title.as_str()).collect();
        assert_eq!(next, ["One face", "No surveys"], "also what is done instead of what was to stop");
        let never: Vec<_> = pumps.never.iter().map(|never| (never.title.as_str(), never.because)).collect();
        // What customers would leave over if it were stopped is nothing to be kept from.
        assert_eq!(never.len(), 2, "{never:?}");
        assert!(matches!(never[0], ("Stop the surveys", Because::Promised { version: Version(1), .. })));
        assert_eq!(never[1], ("Take us golfing", Because::RedLine { proposal: golf, accounts: 5 }));
        // A stage of another scheme is where it answers to.
        let second = AddRound { question: "And how now?".parse().unwrap(), scheme: Scheme::Funnel };
        here.call(&here.staff("Ann", Role::Admin).await, second).await.unwrap();
        here.call(&ada, buy(text("Seals", "Preference", "Value Added"))).await.unwrap();
        let other = here.call(&am, GetCard { account }).await.unwrap().purchases;
        let of = |name: &str| other.iter().find(|one| one.purchase.text.name.as_str() == name).unwrap();
        assert_eq!(of("Seals").answers_to.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["Position", "Assessment"]);
        assert_eq!(of("Seals").next.iter().map(|act| act.title.as_str()).collect::<Vec<_>>(), ["One face", "No surveys"]);
        let page = here.text(&am, &format!("/accounts/{account}/card")).await;
        assert!(page.contains("“Preference” is “Position, Assessment” in this design."), "{page}");
        let vague = card.purchases.iter().find(|one| one.purchase.text.name.as_str() == "A service plan").unwrap();
        assert!(vague.next.is_empty() && vague.never.is_empty());
        assert_eq!(card.asked.iter().map(|one| one.proposal).collect::<Vec<_>>(), [surveys, one_face]);
        // What is left out says why, in the words that were published.
        assert!(card.asked.iter().all(|one| one.left_out.is_none()));
        let zoe = here.call(&am, GetCard { account: AccountId(borg) }).await.unwrap();
        let left = zoe.asked.iter().find(|one| one.proposal == golf).and_then(|one| one.left_out.clone()).unwrap();
        assert_eq!((left.decision, left.reason.as_str()), (Some(LeftDecision::NotNow), "Not in this version."));
        assert!(card.stories.len() == 1 && card.stories[0].html.0.contains("<strong>"));
        assert_eq!((card.stances, card.waits.len()), (None, 0));
        let page = here.text(&am, &format!("/accounts/{account}/card")).await;
        for words in ["Acme Steel", "One face", "No surveys", "Take us golfing", "They said so themselves.", "5 accounts say"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Elsewhere") && !page.contains("Stop calling back"), "{page}");
        for who in [&ada, &dee] {
            assert_eq!(here.call(who, GetCard { account }).await.unwrap_err().kind, ProblemKind::NotAllowed);
            assert!(!here.text(who, &format!("/accounts/{account}/card")).await.contains("golfing"));
        }
        assert_eq!(here.call(&am, GetCard { account: AccountId(999) }).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn whoever_has_bought_is_promised_what_comes_after_buying(here) {
        let round = here.company().await;
        let account = here.account("Acme Steel").await;
        let (ada, am) = (here.member("Ada", Some(account)).await, here.staff("Grace", Role::AccountManager).await);
        let one = asked(&here, &ada, round, "Call us once a year", proposal::Kind::Start).await;
        let (dee, mo) = (here.staff("Dee", Role::Designer).await, here.staff("Mo", Role::Moderator).await);
        let names: Vec<String> = here.round(round).await.stages.iter().map(|stage| stage.name.to_string()).collect();
        let at = |name: &str| StageSet::of(&[names.iter().position(|one| one == name).unwrap()]);
        for (title, stage) in [("A yearly call", "Loyalty"), ("A reference", "Advocacy"), ("One contract", "Transaction")] {
            let text = PracticeText { stages: at(stage), ..practice(title, &[one]) };
            here.call(&dee, AddPractice { round, text }).await.unwrap();
        }
        here.call(&mo, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
        here.call(&here.staff("Sig", Role::Signatory).await, signature(round)).await.unwrap();
        let account = AccountId(account);
        let over = [
            ("Pumps", "Transaction", "Value Added", State::Won),
            ("Valves", "Loyalty", "Value Added", State::Won),
            ("Seals", "Loyalty", "Value Created", State::Won),
            ("Hoses", "Loyalty", "Value Added", State::Lost),
        ];
        for (name, stage, culture, state) in over {
            let text = PurchaseText { state, ..text(name, stage, culture) };
            here.call(&ada, AddPurchase { account, text, since: None }).await.unwrap();
        }
        let card = here.call(&am, GetCard { account }).await.unwrap();
        assert_eq!((card.purchases.len(), card.bought.len(), card.over.len()), (0, 3, 4));
        let next = |name: &str| {
            let found = card.bought.iter().find(|one| one.purchase.text.name.as_str() == name).unwrap();
            found.next.iter().map(|act| act.title.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(next("Pumps"), ["A yearly call", "A reference"], "at all that come after");
        assert_eq!(next("Valves"), ["A yearly call"], "where they stand");
        assert_eq!(next("Seals"), [""; 0], "in the culture of that purchase");
        // What is sent has the names that are pinned, each of them.
        let sent = here.text(&am, &format!("/api/v1/accounts/{account}/card")).await;
        let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
        let names = |card: &serde_json::Value| card.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&sent), names(&pinned()));
        let page = here.text(&am, &format!("/accounts/{account}/card")).await;
        for words in ["They have bought it, and are now at Loyalty, Advocacy.", "4 purchases that are over", "Hoses", "bought elsewhere"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Nothing is known of what they are buying") && !page.contains("One contract"), "{page}");
    }

    async fn nothing_of_how_they_voted_is_on_it(here) {
        let round = here.company().await;
        let account = here.account("Acme Steel").await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let golf = asked(&here, &here.customer("Zoe").await, round, "Take us golfing", proposal::Kind::Start).await;
        let mut own = Vec::new();
        for n in 0..4 {
            own.push(here.member(&format!("Own {n}"), Some(account)).await);
        }
        let before = here.call(&am, GetCard { account: AccountId(account) }).await.unwrap();
        against(&here, golf, &own).await;
        let after = here.call(&am, GetCard { account: AccountId(account) }).await.unwrap();
        assert_eq!(before, after);
    }

    async fn an_account_is_found_by_what_one_has_at_hand(here) {
        here.company().await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let add = async |json: serde_json::Value| here.call(&am, serde_json::from_value::<AddAccount>(json).unwrap()).await.unwrap().id;
        let steel = add(serde_json::json!({ "name": "Acme Steel", "domains": ["steel.example"], "crm_ids": ["salesforce:0015e00000ABCDE"] })).await;
        let group = add(serde_json::json!({ "name": "Öre Group" })).await;
        let find = async |q: &str| {
            let found = here.call(&am, FindAccounts { q: q.into() }).await.unwrap();
            found.into_iter().map(|one| one.account.id).collect::<Vec<_>>()
        };
        for q in ["steel", "ACME", "steel.example", "ada@steel.example", "0015e00000abcde", "salesforce:0015e00000ABCDE", "5e000"] {
            assert_eq!(find(q).await, [steel], "{q}");
        }
        assert_eq!((find("öre").await, find("ÖRE").await), (vec![group], vec![group]));
        assert_eq!((find(" ").await, find("hubspot:0015e00000ABCDE").await, find("%").await), (vec![], vec![], vec![]));
        let ada = here.customer("Ada").await;
        assert_eq!(here.call(&ada, FindAccounts { q: "steel".into() }).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }

    async fn accounts_are_found_by_profile_as_a_list_to_invite(here) {
        let round = here.company().await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let industry = here.call(&am, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap().id;
        let mut ids = Vec::new();
        for (name, value) in [("Acme", "Steel"), ("Beta", "Steel"), ("Gamma", "Paper")] {
            let json = serde_json::json!({ "name": name, "attributes": [{ "segment": industry, "value": value }] });
            ids.push(here.call(&am, serde_json::from_value::<AddAccount>(json).unwrap()).await.unwrap().id);
        }
        let ada = here.member("Ada", Some(ids[0].0)).await;
        asked(&here, &ada, round, "Send one person who knows our site", proposal::Kind::Start).await;
        here.call(&am, AddPurchase { account: ids[1], text: text("Pumps", "Assessment", "Value Added"), since: None }).await.unwrap();
        here.call(&am, AddPurchase { account: ids[2], text: text("Pumps", "Assessment", "Value Created"), since: None }).await.unwrap();
        let find = async |request: FindByProfile| {
            let found = here.call(&am, request).await.unwrap();
            found.into_iter().map(|one| one.account.id).collect::<Vec<_>>()
        };
        let all = FindByProfile::default();
        let named = |name: &str| Some(name.parse().unwrap());
        assert_eq!(find(all.clone()).await, []);
        assert_eq!(find(FindByProfile { segment: Some(industry), value: "steel".into(), ..all.clone() }).await, ids[..2]);
        assert_eq!(find(FindByProfile { stage: named("assessment"), ..all.clone() }).await, ids[1..]);
        assert_eq!(find(FindByProfile { stage: named("Assessment"), culture: named("Value Added"), ..all.clone() }).await, [ids[1]]);
        assert_eq!(find(FindByProfile { value: "paper".into(), culture: named("Value Added"), ..all.clone() }).await, []);
        assert_eq!(find(FindByProfile { q: "one person".into(), ..all.clone() }).await, [ids[0]]);
        let csv = here.text(&am, "/api/v1/accounts/profile.csv?q=one+person").await;
        assert_eq!(csv.lines().collect::<Vec<_>>(), [
            "account,name,email,crm_ids,purchases,asked,supports",
            "Acme,Ada,ada@example.com,,,Send one person who knows our site,",
        ]);
        let page = here.text(&am, "/accounts/profile?q=one+person").await;
        assert!(page.contains("Acme") && page.contains("/api/v1/accounts/profile.csv?q=one%20person"), "{page}");
        for offered in ["<option value=\"Paper\">", "<option value=\"Steel\">"] {
            assert_eq!(page.matches(offered).count(), 1, "{page}");
        }
        for who in [&ada, &here.staff("Dee", Role::Designer).await, &Caller::stranger()] {
            assert!(!here.text(who, "/api/v1/accounts/profile.csv?q=one+person").await.contains("example.com"));
        }
    }
}
