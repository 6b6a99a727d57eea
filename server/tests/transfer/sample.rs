//! The sample round: that it is alive, and that it goes without a trace.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::tables::{assert_same, everything};
use model::api::accounts::{AddAccount, AddSegment, ListAccounts};
use model::api::card::GetCard;
use model::api::designs::{GetDesign, GetLatestDesign, GetPace};
use model::api::practices::{AddPractice, GetDraft};
use model::api::programs::FindPractices;
use model::api::promises::GetScorecard;
use model::api::proposals::{ListProposals, Propose};
use model::api::queue::GetQueue;
use model::api::rounds::RemoveSample;
use model::api::said::{AddSaid, ListSaid, PublishSaid};
use model::api::scorecard::ListReopened;
use model::api::votes::CastVote;
use model::person::Role;
use model::promise::Told;
use model::proposal::{Sort, Support};
use model::said::{Did, SaidText};
use model::vote::Stance;
use model::{PersonId, ProblemKind, Version};
use server::db::events::What;
use server::db::on;
use server::sample;

/// What may differ afterwards: that something happened, and how many numbers were given out.
const LOGS: [&str; 5] = ["audit", "event", "herald", "hook_cursor", "sequence"];

/// Everybody whom the memory knows.
fn known(here: &Here) -> Vec<PersonId> {
    let world = here.site.memory.read();
    let mut known: Vec<PersonId> = world.directory.people().map(|person| person.id).collect();
    known.sort_unstable();
    known
}

on_both! {
    async fn a_newcomer_sees_a_living_round(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let begin = std::time::Instant::now();
        let round = sample::add(&here.site, admin.id).await.unwrap();
        eprintln!("the sample took {:?}", begin.elapsed());
        let shown = here.round(round).await;
        assert!(shown.sample);
        assert_eq!((shown.totals.voices, shown.totals.people, shown.totals.proposals), (22, 42, 30));
        assert!(shown.totals.votes > 800, "{}", shown.totals.votes);
        let queue = here.call(&admin, GetQueue::default()).await.unwrap().items;
        assert_eq!(queue.len(), 2);

        let board = |sort| ListProposals { round, sort: Some(sort), ..ListProposals::default() };
        let best = here.call(&Caller::stranger(), board(Sort::Best)).await.unwrap();
        assert!(best.items.iter().take(10).all(|card| matches!(card.support, Support::Ranked { .. })));
        let contested = here.call(&Caller::stranger(), board(Sort::Contested)).await.unwrap();
        let monitoring = contested.items.iter().find(|card| card.title.as_str().contains("remote monitoring")).unwrap();
        assert!(monitoring.support.tally().unwrap().red_lines.is_some_and(|red| red >= 5));
        let all = [best.items, here.call(&Caller::stranger(), ListProposals { page: Some(2), ..board(Sort::Best) }).await.unwrap().items].concat();
        let early = all.iter().find(|card| card.title.as_str().contains("too small")).unwrap();
        let Support::Counted { tally } = early.support else { panic!("{:?}", early.support) };
        assert_eq!((tally.voices, tally.agree), (9, 700));
        let few = all.iter().find(|card| card.title.as_str().contains("the poor ones too")).unwrap();
        assert_eq!(few.support, Support::Few);
    }

    async fn its_design_is_adopted_as_any_other(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let round = sample::add(&here.site, admin.id).await.unwrap();
        let design = here.call(&Caller::stranger(), GetLatestDesign {}).await.unwrap();
        assert_eq!((design.version, design.round, design.sample), (Version(-1), round, true));
        assert_eq!((design.practices.len(), design.left_out.len()), (9, 11));
        let promises = here.call(&Caller::stranger(), GetScorecard::default()).await.unwrap().promises;
        let told = |place: usize| promises[place].kept.first().map(|kept| kept.told);
        assert!(matches!(told(0), Some(Told::Measured { voices: 10.., .. })), "{:?}", told(0));
        assert!(matches!(told(4), Some(Told::Counted { .. })) && told(3).is_none(), "{:?}", told(4));
        assert!(promises[4].overdue && promises[4].reason.is_some());
        // Simpler and cheaper than how it was, as its signatory says.
        let today = &design.beside[0];
        assert_eq!((today.version, today.counts.practices), (Version(0), 13));
        let (practices, hand_overs, tools, costs) = design.counts.less(&today.counts);
        assert!(practices < 0 && hand_overs < 0 && tools < 0 && costs[0].is_some_and(|less| less < 0), "{:?} {:?}", design.counts, today);
        assert_eq!(costs[1], Some(0));
        assert!(design.left_out.iter().all(|left| left.reason.len() > 20));
        let draft = here.call(&admin, GetDraft { round }).await.unwrap();
        assert!(draft.needs.iter().all(|need| need.spent <= need.resource.capacity));
        assert_eq!(draft.needs[0].saved, 90);
        assert!(here.call(&Caller::stranger(), GetDesign { version: Version(1) }).await.is_err());
    }

    async fn it_is_told_apart_wherever_it_is_seen(here) {
        let own = here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let round = sample::add(&here.site, admin.id).await.unwrap();
        let stranger = Caller::stranger();
        let promises = here.call(&stranger, GetScorecard::default()).await.unwrap();
        assert!(promises.sample);
        let cycle = here.call(&admin, GetPace { version: promises.version }).await.unwrap();
        let legs: Vec<_> = cycle.legs.iter().map(|leg| (leg.stage, leg.culture, leg.length.accounts)).collect();
        // Of those that came to the fourth stage one was lost there.
        assert_eq!(legs, [(0, None, 5), (1, None, 5)]);
        // Customers say of one of its promises that it is not kept: that is read in the sample, and in no round of the company's own.
        server::promises::gaps::step(&here.site).await.unwrap();
        let practice = promises.promises[0].practice;
        let (quarter, now) = (promises.quarter, here.clock.now());
        here.write(What::of_round("promise.gap", round, practice.0), move |tx| {
            Box::pin(async move { server::db::gaps::open(tx, practice, quarter, now).await.map(drop) })
        }).await;
        let reopened = async |round| here.call(&stranger, ListReopened { round }).await.unwrap();
        assert!(!reopened(round).await.is_empty());
        assert_eq!(reopened(own).await, []);
        // What to do before a call is nothing that was made up, unless somebody asks for that.
        let ours = here.call(&stranger, FindPractices::default()).await;
        assert_eq!(ours.unwrap_err().kind, ProblemKind::NotFound);
        let made_up = here.call(&stranger, FindPractices { sample: true, ..FindPractices::default() }).await.unwrap();
        assert!(made_up.sample && !made_up.practices.is_empty());
        let acme = serde_json::json!({ "name": "Acme" });
        let acme = here.call(&admin, serde_json::from_value::<AddAccount>(acme).unwrap()).await.unwrap();
        let card = async |account| here.call(&admin, GetCard { account }).await.unwrap();
        let ours = card(acme.id).await;
        assert_eq!((ours.sample, ours.design), (false, None));
        let accounts = here.call(&admin, ListAccounts::default()).await.unwrap().accounts;
        let theirs = accounts.iter().find(|one| one.sample).unwrap().id;
        assert_eq!(accounts.iter().filter(|one| !one.sample).count(), 1);
        let theirs = card(theirs).await;
        assert_eq!((theirs.sample, theirs.design), (true, Some(Version(-1))));
        // Who follows the company hears nothing of it.
        let text = SaidText { did: Did::Started, title: "It has begun".parse().unwrap(), words: "As you asked.".parse().unwrap() };
        let said = here.call(&admin, AddSaid { practice, event: None, text }).await.unwrap();
        here.call(&admin, PublishSaid { said: said.id, published: true, seen: None }).await.unwrap();
        assert!(here.call(&stranger, ListSaid::default()).await.unwrap().items[0].sample);
        assert!(!here.text(&stranger, "/you-said-we-did.atom").await.contains("It has begun"));
        let csv = here.text(&stranger, "/api/v1/scorecard.csv").await;
        assert!(csv.lines().next().unwrap().ends_with(",sample") && csv.lines().nth(1).unwrap().ends_with(",yes"), "{csv}");
        let one = format!("/promises/{practice}");
        for page in ["/promises", one.as_str(), "/functions", "/design", "/design/-1/journey", "/design/-1/slides"] {
            let text = here.text(&stranger, page).await;
            assert!(text.contains("company, customers and votes are made up"), "{page}");
        }
    }

    async fn it_goes_without_a_trace(here) {
        let own = here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let customer = here.customer("Grace").await;
        here.call(&admin, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap();
        // Real ones that share a name with the sample's.
        here.account("Teldra Paper").await;
        let real = here.call(&customer, Propose { round: own, text: proposal("Be on time") }).await.unwrap();
        here.call(&customer, CastVote::new(real.id, Stance::Agree)).await.unwrap();
        let (before, people) = (everything(&here.site.db).await, known(&here));

        let round = sample::add(&here.site, admin.id).await.unwrap();
        let some = here.call(&customer, ListProposals { round, ..ListProposals::default() }).await.unwrap().items[0].id;
        here.call(&customer, CastVote::new(some, Stance::Agree)).await.unwrap();
        here.call(&admin, RemoveSample { round }).await.unwrap();

        let mut after = everything(&here.site.db).await;
        for log in LOGS {
            after.insert(log.to_owned(), before[log].clone());
        }
        assert_same(&after, &before);
        assert_eq!(here.site.memory.read().rounds().count(), 1);
        assert!(here.site.memory.read().designs().is_empty());
        assert!(here.call(&Caller::stranger(), GetLatestDesign {}).await.is_err());
        assert_eq!(known(&here), people, "nobody of the sample is remembered");
    }

    async fn what_is_the_companys_own_stays(here) {
        let own = here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let customer = here.customer("Grace").await;
        let round = sample::add(&here.site, admin.id).await.unwrap();
        // A real account in a segment of the sample, a real practice with the sample's functions, a real round shown.
        let segment = here.call(&admin, model::api::accounts::ListAccounts::default()).await.unwrap().segments[0].clone();
        let attribute = serde_json::json!({ "name": "Acme", "attributes": [{ "segment": segment.id, "value": "Steel" }] });
        here.call(&admin, serde_json::from_value::<AddAccount>(attribute).unwrap()).await.unwrap();
        let real = here.call(&customer, Propose { round: own, text: proposal("Be on time") }).await.unwrap();
        let practice = serde_json::json!({
            "round": own, "title": "On time", "activity": "Pilots", "accountable": "Service", "stages": [0],
            "cultures": [0], "proposals": [real.id],
        });
        here.call(&admin, serde_json::from_value::<AddPractice>(practice).unwrap()).await.unwrap();
        here.write(server::db::events::What::new("company.round", 0), move |tx| {
            Box::pin(server::db::company::set_round(tx, Some(round)))
        }).await;

        here.call(&admin, RemoveSample { round }).await.unwrap();
        assert_eq!(here.site.memory.read().company().unwrap().round, own);
        let left = here.call(&admin, model::api::accounts::ListAccounts::default()).await.unwrap();
        assert_eq!(left.segments, [segment]);
        let names: Vec<String> = on!(here.site.db, c => sqlx::query_scalar("select name from list_entry order by name")
            .fetch_all(c).await.unwrap());
        assert_eq!(names, ["Pilots", "Service"]);
    }

    async fn two_samples_do_not_meet(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let first = sample::add(&here.site, admin.id).await.unwrap();
        // What is told of it is told in the background, and what is not kept is found there.
        server::promises::gaps::step(&here.site).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let before = everything(&here.site.db).await;
        let second = sample::add(&here.site, admin.id).await.unwrap();
        assert_ne!(first, second);
        server::notices::catch_up(&here.site).await.unwrap();
        here.call(&admin, RemoveSample { round: second }).await.unwrap();
        let mut after = everything(&here.site.db).await;
        for log in LOGS {
            after.insert(log.to_owned(), before[log].clone());
        }
        assert_same(&after, &before);
    }
}
