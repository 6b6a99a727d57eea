//! Whom a design is for: nothing is adopted where customers may not see it, and what is for certain customers stands beside what is
//! for all, each superseded by its own kind alone.

use crate::harness::{Caller, Here, proposal, signature};
use crate::on_both;
use crate::permissions::fixture::{account, another, open, segment, set};
use crate::practices::practice;
use crate::purchases::text;
use model::access::NOT_FOR_CUSTOMERS;
use model::api::access::{GetAccess, SetAccess, Wanted, Who};
use model::api::card::GetCard;
use model::api::designs::{GetDesign, GetLatestDesign};
use model::api::practices::AddPractice;
use model::api::promises::{Report, SetPromise};
use model::api::proposals::Propose;
use model::api::purchases::AddPurchase;
use model::api::rounds::{GetRound, OpenPhase};
use model::api::scorecard::{FindPromises, GetPromise};
use model::api::sign_off::SendToReview;
use model::design::HoldsToo;
use model::person::Role;
use model::promise::Progress;
use model::round::Phase;
use model::{AccountId, PracticeId, ProblemKind, RoundId, Version};

async fn drafted(here: &Here, boss: &Caller, round: RoundId, title: &str) -> PracticeId {
    let asked = here.call(boss, Propose { round, text: proposal(title) }).await.unwrap().id;
    let made = here.call(boss, AddPractice { round, text: practice(title, &[asked]) }).await.unwrap().id;
    here.call(boss, OpenPhase { round, phase: Phase::Adopt }).await.unwrap();
    made
}

pub async fn adopted(here: &Here, boss: &Caller, see: Wanted, title: &str) -> (Version, PracticeId) {
    let round = another(here, boss).await;
    set(here, boss, SetAccess { see, ..open(round) }).await;
    let made = drafted(here, boss, round, title).await;
    (here.call(boss, signature(round)).await.unwrap().version, made)
}

fn of(version: Option<Version>) -> FindPromises {
    FindPromises { cell: None, only: None, quarter: None, page: None, version }
}

on_both! {
    async fn nothing_is_adopted_where_customers_may_not_see_it(here) {
        let round = here.company().await;
        let boss = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &boss).await;
        drafted(&here, &boss, round, "One face").await;
        let certain = Wanted { roles: vec![Role::Signatory], ..Wanted::from(Who::Roles) };
        for see in [certain.clone(), Who::Staff.into()] {
            set(&here, &boss, SetAccess { see, ..open(round) }).await;
            assert!(here.call(&boss, GetRound { round }).await.unwrap().not_for_customers, "pages say so before");
            for refused in [
                here.call(&boss, SendToReview { round, words: None }).await.map(drop).unwrap_err(),
                here.call(&boss, signature(round)).await.map(drop).unwrap_err(),
            ] {
                assert_eq!((refused.kind, refused.message.as_str()), (ProblemKind::Conflict, NOT_FOR_CUSTOMERS));
            }
        }
        assert!(here.call(&boss, GetLatestDesign {}).await.is_err());
        set(&here, &boss, open(round)).await;
        assert!(!here.call(&boss, GetAccess { round }).await.unwrap().adopted);
        here.call(&boss, signature(round)).await.unwrap();
        // Once adopted, it stays in sight of those whom it was adopted for.
        let sheet = here.call(&boss, GetAccess { round }).await.unwrap();
        assert!(sheet.adopted);
        let chosen = Wanted { segments: vec![attribute], ..Wanted::from(Who::Chosen) };
        for see in [certain, Who::Staff.into(), chosen] {
            assert!(!sheet.may_be_seen_by(see.who));
            let refused = here.call(&boss, SetAccess { see, ..open(round) }).await.unwrap_err();
            assert_eq!(refused.fields[0].field, "see.who");
        }
        for see in [Who::Customers, Who::Confirmed, Who::Public] {
            assert!(sheet.may_be_seen_by(see));
            set(&here, &boss, SetAccess { see: see.into(), ..open(round) }).await;
        }
    }

    async fn what_is_for_certain_customers_stands_beside_what_is_for_all(here) {
        here.company().await;
        let boss = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &boss).await;
        let within = account(&here, &boss, "Second Bank", Some(attribute.clone())).await;
        let without = account(&here, &boss, "Corner Shop", None).await;
        let (will, olga) = (here.member("Will", Some(within)).await, here.member("Olga", Some(without)).await);
        let banks = Wanted { segments: vec![attribute], ..Wanted::from(Who::Chosen) };
        let (first, face) = adopted(&here, &boss, Who::Public.into(), "One face").await;
        let (second, vault) = adopted(&here, &boss, banks.clone(), "Open the vault").await;
        assert_eq!((first, second), (Version(1), Version(2)));
        let holds = |version, who: &str| vec![HoldsToo { version, who: who.into() }];
        let (all, certain) = (holds(first, "everybody"), holds(second, "customers in Industry: Banks"));
        for (who, version, beside) in [
            (&Caller::stranger(), first, vec![]),
            (&olga, first, vec![]),
            (&will, second, all.clone()),
            (&boss, first, certain.clone()),
        ] {
            let design = here.call(who, GetLatestDesign {}).await.unwrap();
            assert_eq!((design.version, design.superseded, &design.versions[..]), (version, false, &[version][..]));
            assert!(design.difference.is_empty(), "it is compared with nothing of others");
            assert_eq!(design.holds_too, beside);
            let card = here.call(who, of(None)).await.unwrap();
            assert_eq!((card.version, card.holds_too), (version, design.holds_too));
        }
        // Both are kept, steered and reported on.
        for (version, practice) in [(first, face), (second, vault)] {
            let said = SetPromise {
                practice,
                progress: Progress::InPlace,
                reason: None,
                owner: None,
                starts: None,
                review: None,
                seen: None,
            };
            here.call(&boss, said).await.unwrap();
            let report =
                Report { practice, kept: true, feeling: None, words: None, readable: false, named: false };
            here.call(&will, report).await.unwrap();
            let page = here.call(&boss, GetPromise { practice }).await.unwrap();
            assert_eq!((page.version, page.promise.progress), (version, Progress::InPlace));
            let card = here.call(&will, of(Some(version))).await.unwrap();
            assert_eq!(card.promises.items[0].practice, practice);
        }
        assert_eq!(here.call(&olga, of(Some(second))).await.unwrap_err().kind, ProblemKind::NotFound);
        assert_eq!(here.call(&olga, GetPromise { practice: vault }).await.unwrap_err().kind, ProblemKind::NotFound);
        // The account manager's card has all that holds for the account, what was made for it first.
        for (account, version, acts) in
            [(within, second, &["Open the vault", "One face"][..]), (without, first, &["One face"][..])]
        {
            let account = AccountId(account);
            let text = text("Pumps", "Assessment", "Value Added");
            here.call(&boss, AddPurchase { account, text, since: None }).await.unwrap();
            let card = here.call(&boss, GetCard { account }).await.unwrap();
            assert_eq!(card.design, Some(version));
            let next: Vec<&str> = card.purchases[0].next.iter().map(|act| act.title.as_str()).collect();
            assert_eq!(next, acts);
        }
        // Each is superseded by its own kind.
        let (third, _) = adopted(&here, &boss, Who::Customers.into(), "Two faces").await;
        let read = async |version| here.call(&boss, GetDesign { version }).await.unwrap();
        assert!(read(first).await.superseded && !read(second).await.superseded);
        assert_eq!(read(third).await.versions, [first, third]);
        assert_eq!(read(third).await.beside[0].version, first);
        let (fourth, _) = adopted(&here, &boss, banks, "Open every vault").await;
        assert!(read(second).await.superseded && !read(third).await.superseded);
        assert_eq!(here.call(&boss, GetLatestDesign {}).await.unwrap().version, third);
        assert_eq!(here.call(&will, GetLatestDesign {}).await.unwrap().version, fourth);
        assert_eq!(here.call(&boss, of(Some(second))).await.unwrap_err().kind, ProblemKind::NotFound, "it holds no longer");
    }
}
