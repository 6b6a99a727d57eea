//! Accounts and segments, one by one and from CSV.

use crate::browser::{Browser, proposing};
use crate::harness::{Caller, Here};
use crate::on_both;
use model::account::{AccountText, Attribute, Tier};
use model::api::accounts::{AddAccount, AddSegment, ChangeAccount, ImportAccounts, Imported, ListAccounts};
use model::api::rounds::ClosePhase;
use model::api::session::GetViewer;
use model::api::votes::CastVote;
use model::person::Role;
use model::round::Phase;
use model::vote::Stance;
use model::{AccountId, ProblemKind};

fn text(name: &str) -> AccountText {
    AccountText {
        name: name.parse().unwrap(),
        parent: None,
        tier: Tier::default(),
        tier_reason: None,
        domains: Vec::new(),
        crm_ids: Vec::new(),
        attributes: Vec::new(),
    }
}

fn weighty(name: &str) -> AccountText {
    let tier_reason = Some("Speaks for forty hospitals.".parse().unwrap());
    AccountText { tier: Tier::new(2).unwrap(), tier_reason, ..text(name) }
}

async fn host(here: &Here) -> Caller {
    here.company().await;
    here.staff("Grace", Role::AccountManager).await
}

async fn import(here: &Here, who: &Caller, csv: &str) -> Imported {
    here.call(who, ImportAccounts { csv: csv.into() }).await.unwrap()
}

on_both! {
    async fn accounts_are_added_and_changed(here) {
        let host = host(&here).await;
        let industry = here.call(&host, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap();
        let group = here.call(&host, AddAccount { text: text("Group") }).await.unwrap();
        let steel = AccountText {
            parent: Some(group.id),
            domains: vec!["@Steel.example".into(), "acme.example".into()],
            attributes: vec![Attribute { segment: industry.id, value: "Steel".parse().unwrap() }],
            ..weighty("Acme Steel")
        };
        let added = here.call(&host, AddAccount { text: steel.clone() }).await.unwrap();
        assert_eq!(added.text.domains, ["acme.example", "steel.example"]);
        assert_eq!((added.text.parent, added.text.tier.get(), added.people), (Some(group.id), 2, 0));
        let list = here.call(&host, ListAccounts {}).await.unwrap();
        assert_eq!((list.accounts, list.segments), (vec![added.clone(), group.clone()], vec![industry]));

        // A daughter above its mother.
        let circle = AccountText { parent: Some(added.id), ..text("Group") };
        let refused = here.call(&host, ChangeAccount { account: group.id, text: circle }).await.unwrap_err();
        assert!(refused.about("parent").is_some());
        let twice = here.call(&host, AddAccount { text: text("Group") }).await.unwrap_err();
        assert!(twice.about("name").is_some());
        let theirs = AccountText { domains: vec!["acme.example".into()], ..text("Other") };
        assert!(here.call(&host, AddAccount { text: theirs }).await.unwrap_err().about("domains").is_some());
        assert!(here.call(&host, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap_err().about("name").is_some());
        let gone = ChangeAccount { account: AccountId(9999), text: text("Nobody") };
        assert_eq!(here.call(&host, gone).await.unwrap_err().kind, ProblemKind::NotFound);

        here.call(&host, ChangeAccount { account: added.id, text: text("Acme") }).await.unwrap();
        let list = here.call(&host, ListAccounts {}).await.unwrap();
        assert_eq!(list.accounts[0].text, text("Acme"));
    }

    /// Two changes that each make no circle, but do together.
    async fn a_circle_is_not_closed_by_two_at_once(here) {
        let host = host(&here).await;
        let one = here.call(&host, AddAccount { text: text("One") }).await.unwrap().id;
        let two = here.call(&host, AddAccount { text: text("Two") }).await.unwrap().id;
        let under = |account, name, parent| ChangeAccount { account, text: AccountText { parent: Some(parent), ..text(name) } };
        let (a, b) = tokio::join!(here.call(&host, under(one, "One", two)), here.call(&host, under(two, "Two", one)));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    }

    async fn tiers_stay_while_votes_are_weighed(here) {
        let host = host(&here).await;
        let round = here.site.memory.read().rounds().next().unwrap().round.id;
        let account = here.call(&host, AddAccount { text: text("Acme Steel") }).await.unwrap().id;
        let ada = here.member("Ada", Some(account.0)).await;
        let id = here.call(&ada, proposing(round, "Send one person")).await.unwrap().id;
        let heavier = || ChangeAccount { account, text: weighty("Acme Steel") };
        here.call(&host, heavier()).await.unwrap();
        here.call(&host, ChangeAccount { account, text: text("Acme Steel") }).await.unwrap();
        here.call(&ada, CastVote::new(id, Stance::Agree)).await.unwrap();
        assert!(here.call(&host, heavier()).await.unwrap_err().about("tier").is_some());
        assert!(here.call(&host, AddAccount { text: weighty("Another") }).await.unwrap_err().about("tier").is_some());
        let faults = import(&here, &host, "name,tier,tier_reason\nAcme Steel,3,Because\nThird,1,\n").await;
        assert_eq!((faults.added, faults.faults.len(), faults.faults[0].line), (1, 1, 2));
        // Anything else may change.
        here.call(&host, ChangeAccount { account, text: text("Acme Steels") }).await.unwrap();
        let moderator = here.staff("Mod", Role::Moderator).await;
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        here.call(&host, heavier()).await.unwrap();
    }

    async fn a_new_domain_confirms_those_who_are_here_already(here) {
        let host = host(&here).await;
        let (ada, eve) = (Browser::new(&here), Browser::new(&here));
        ada.sign_in("ada@steel.example").await;
        eve.sign_in("eve@other.example").await;
        let text = AccountText { domains: vec!["steel.example".into()], ..text("Acme Steel") };
        here.call(&host, AddAccount { text }).await.unwrap();
        assert!(ada.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert!(!eve.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert_eq!(here.call(&host, ListAccounts {}).await.unwrap().accounts[0].people, 1);
    }

    async fn csv_goes_in_again_without_changing_anything(here) {
        let host = host(&here).await;
        let csv = "name,parent,tier,tier_reason,domains,Industry,Size\n\
                   Daughter,Mother,1,,daughter.example,Steel,\n\
                   Mother,,2,Speaks for forty hospitals,b.example a.example,Health,Large\n\
                   Zoë & Söhne,Mother,,,,,Small\n";
        let first = import(&here, &host, csv).await;
        assert_eq!((first.added, first.changed, first.unchanged, first.faults.len()), (3, 0, 0, 0), "{first:?}");
        let list = here.call(&host, ListAccounts {}).await.unwrap();
        let names: Vec<&str> = list.segments.iter().map(|segment| segment.name.as_str()).collect();
        assert_eq!(names, ["Industry", "Size"]);
        let find = |name: &str| list.accounts.iter().find(|account| account.text.name.as_str() == name).unwrap();
        let mother = find("Mother");
        assert_eq!(find("Daughter").text.parent, Some(mother.id));
        assert_eq!(mother.text.domains, ["a.example", "b.example"]);
        assert_eq!(mother.text.attributes.len(), 2);
        let known = here.site.memory.read().directory.topmost(find("Daughter").id);
        assert_eq!(known, Some((mother.id, 2)), "the memory has it too");

        let again = import(&here, &host, csv).await;
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3));
        assert_eq!(here.call(&host, ListAccounts {}).await.unwrap(), list);
        let moved = import(&here, &host, "name,parent\nDaughter,\n").await;
        assert_eq!((moved.changed, moved.unchanged), (1, 0));
        let after = here.call(&host, ListAccounts {}).await.unwrap();
        assert_eq!(after.accounts[0].text, AccountText { parent: None, ..find("Daughter").text.clone() });
    }

    async fn broken_rows_are_told_and_the_others_go_in(here) {
        let host = host(&here).await;
        import(&here, &host, "name,domains\nKnown,known.example\n").await;
        let csv = "name,parent,tier,tier_reason,domains\n\
                   Good,,1,,\n\
                   ,,1,,\n\
                   No reason,,2,,\n\
                   Orphan,Nowhere,1,,\n\
                   Orphan's child,Orphan,1,,\n\
                   Thief,,1,,known.example\n\
                   Mailer,,1,,gmail.com\n\
                   A,B,1,,\n\
                   B,C,1,,\n\
                   C,A,1,,\n\
                   Also good,Good,1,,good.example\n\
                   short,row\n";
        let done = import(&here, &host, csv).await;
        let lines: Vec<u64> = done.faults.iter().map(|fault| fault.line).collect();
        // The row that would close the circle goes, and with it the one that names it, and so on round.
        assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10, 11, 13], "{:?}", done.faults);
        assert_eq!((done.added, done.changed, done.unchanged), (2, 0, 0));
        let names: Vec<String> = here.call(&host, ListAccounts {}).await.unwrap().accounts.into_iter()
            .map(|account| account.text.name.into()).collect();
        assert_eq!(names, ["Also good", "Good", "Known"]);
        let refused = here.call(&host, ImportAccounts { csv: "no heading".into() }).await.unwrap_err();
        assert!(refused.about("csv").is_some());
    }
}
