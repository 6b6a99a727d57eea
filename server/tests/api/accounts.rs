//! Accounts and segments, one by one and from CSV.

use crate::browser::{Browser, proposing};
use crate::harness::{Caller, Here};
use crate::on_both;
use model::account::{AccountText, Attribute, Tier};
use model::api::access::{SetAccess, Wanted, Who};
use model::api::accounts::{
    AddAccount, AddSegment, ChangeAccount, ImportAccounts, Imported, ListAccounts, RemoveSegment,
    RemoveSegmentValue, RenameSegment, RenameSegmentValue,
};
use model::api::joining::PartMember;
use model::api::people::SetRoles;
use model::api::rounds::ClosePhase;
use model::api::session::GetViewer;
use model::api::votes::CastVote;
use model::person::Role;
use model::round::Phase;
use model::vote::Stance;
use model::{AccountId, ProblemKind};

pub fn text(name: &str) -> AccountText {
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
    here.call(who, ImportAccounts { csv: csv.into(), segments: true, preview: false }).await.unwrap()
}

on_both! {
    async fn accounts_are_added_and_changed(here) {
        let host = host(&here).await;
        let industry = here.call(&host, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap();
        let group = here.call(&host, AddAccount { text: text("Group"), part_of: None }).await.unwrap();
        let steel = AccountText {
            parent: Some(group.id),
            domains: vec!["@Steel.example".into(), "acme.example".into()],
            attributes: vec![Attribute { segment: industry.id, value: "Steel".parse().unwrap() }],
            ..weighty("Acme Steel")
        };
        let added = here.call(&host, AddAccount { text: steel.clone(), part_of: None }).await.unwrap();
        assert_eq!(added.text.domains, ["acme.example", "steel.example"]);
        assert_eq!((added.text.parent, added.text.tier.get(), added.people), (Some(group.id), 2, 0));
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert_eq!((list.accounts, list.segments), (vec![added.clone(), group.clone()], vec![industry]));

        // A daughter above its mother.
        let circle = AccountText { parent: Some(added.id), ..text("Group") };
        let refused = here.call(&host, ChangeAccount { account: group.id, text: circle, part_of: None }).await.unwrap_err();
        assert!(refused.about("parent").is_some());
        let twice = here.call(&host, AddAccount { text: text("Group"), part_of: None }).await.unwrap_err();
        assert!(twice.about("name").is_some());
        for alike in ["GROUP", "gro up", " Group "] {
            let twice = here.call(&host, AddAccount { text: text(alike), part_of: None }).await.unwrap_err();
            assert_eq!(twice.about("name"), Some("There is an account of this name already: “Group”."), "{alike}");
        }
        // It keeps its own, in other capitals too.
        let own = ChangeAccount { account: group.id, text: text("GROUP"), part_of: None };
        here.call(&host, own).await.unwrap();
        here.call(&host, ChangeAccount { account: group.id, text: text("Group"), part_of: None }).await.unwrap();
        let theirs = AccountText { domains: vec!["acme.example".into()], ..text("Other") };
        assert!(here.call(&host, AddAccount { text: theirs, part_of: None }).await.unwrap_err().about("domains").is_some());
        assert!(here.call(&host, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap_err().about("name").is_some());
        let gone = ChangeAccount { account: AccountId(9999), text: text("Nobody"), part_of: None };
        assert_eq!(here.call(&host, gone).await.unwrap_err().kind, ProblemKind::NotFound);

        here.call(&host, ChangeAccount { account: added.id, text: text("Acme"), part_of: None }).await.unwrap();
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert_eq!(list.accounts[0].text, text("Acme"));
    }

    /// Two changes that each make no circle, but do together.
    async fn a_circle_is_not_closed_by_two_at_once(here) {
        let host = host(&here).await;
        let one = here.call(&host, AddAccount { text: text("One"), part_of: None }).await.unwrap().id;
        let two = here.call(&host, AddAccount { text: text("Two"), part_of: None }).await.unwrap().id;
        let under = |account, name, parent| ChangeAccount { account, text: AccountText { parent: Some(parent), ..text(name) }, part_of: None };
        let (a, b) = tokio::join!(here.call(&host, under(one, "One", two)), here.call(&host, under(two, "Two", one)));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    }

    async fn tiers_stay_while_votes_are_weighed(here) {
        let host = host(&here).await;
        let round = here.site.memory.read().rounds().next().unwrap().round.id;
        let account = here.call(&host, AddAccount { text: text("Acme Steel"), part_of: None }).await.unwrap().id;
        let ada = here.member("Ada", Some(account.0)).await;
        let id = here.call(&ada, proposing(round, "Send one person")).await.unwrap().id;
        let heavier = || ChangeAccount { account, text: weighty("Acme Steel"), part_of: None };
        here.call(&host, heavier()).await.unwrap();
        here.call(&host, ChangeAccount { account, text: text("Acme Steel"), part_of: None }).await.unwrap();
        here.call(&ada, CastVote::new(id, Stance::Agree)).await.unwrap();
        assert!(here.call(&host, heavier()).await.unwrap_err().about("tier").is_some());
        assert!(here.call(&host, AddAccount { text: weighty("Another"), part_of: None }).await.unwrap_err().about("tier").is_some());
        let faults = import(&here, &host, "name,tier,tier_reason\nAcme Steel,3,Because\nThird,1,\n").await;
        assert_eq!((faults.added, faults.faults.len(), faults.faults[0].line), (1, 1, 2));
        // Anything else may change.
        here.call(&host, ChangeAccount { account, text: text("Acme Steels"), part_of: None }).await.unwrap();
        let moderator = here.staff("Mod", Role::Moderator).await;
        here.call(&moderator, ClosePhase { round, phase: Phase::Vote }).await.unwrap();
        here.call(&host, heavier()).await.unwrap();
    }

    async fn a_new_domain_confirms_those_who_are_here_already(here) {
        let host = host(&here).await;
        let (ada, eve) = (Browser::new(&here), Browser::new(&here));
        ada.sign_in("ada@steel.example").await;
        eve.sign_in("eve@other.example").await;
        let colleague = Browser::new(&here);
        colleague.sign_in("mo@steel.example").await;
        let mo = colleague.call(GetViewer {}).await.unwrap().person.unwrap().id;
        let admin = here.staff("Al", Role::Admin).await;
        here.call(&admin, SetRoles { person: mo, roles: vec![Role::Moderator] }).await.unwrap();
        let text = AccountText { domains: vec!["steel.example".into()], ..text("Acme Steel") };
        let added = here.call(&host, AddAccount { text: text.clone(), part_of: None }).await.unwrap();
        let staff = colleague.call(GetViewer {}).await.unwrap().person.unwrap();
        assert!(!staff.membership.is_confirmed(), "staff speak for no customer");
        Browser::new(&here).sign_in("mo@steel.example").await;
        assert!(!colleague.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert!(ada.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert!(!eve.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
        assert_eq!(here.call(&host, ListAccounts::default()).await.unwrap().accounts[0].people, 1);
        // Who was taken out does not come in again by the domain.
        let person = ada.call(GetViewer {}).await.unwrap().person.unwrap().id;
        here.call(&host, PartMember { person }).await.unwrap();
        here.call(&host, ChangeAccount { account: added.id, text, part_of: None }).await.unwrap();
        ada.sign_in("ada@steel.example").await;
        assert!(!ada.call(GetViewer {}).await.unwrap().person.unwrap().membership.is_confirmed());
    }

    async fn csv_goes_in_again_without_changing_anything(here) {
        let host = host(&here).await;
        let csv = "name,parent,tier,tier_reason,domains,Industry,Size\n\
                   Daughter,Mother,1,,daughter.example,Steel,\n\
                   Mother,,2,Speaks for forty hospitals,b.example a.example,Health,Large\n\
                   Zoë & Söhne,Mother,,,,,Small\n";
        let first = import(&here, &host, csv).await;
        assert_eq!((first.added, first.changed, first.unchanged, first.faults.len()), (3, 0, 0, 0), "{first:?}");
        // As browsers read what an older spreadsheet writes.
        let lost = ImportAccounts { csv: "name\nJos\u{fffd}\n".into(), segments: true, preview: false };
        let refused = here.call(&host, lost).await.unwrap_err();
        assert!(refused.about("csv").is_some_and(|message| message.contains("UTF-8")));
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
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
        assert_eq!(here.call(&host, ListAccounts::default()).await.unwrap(), list);
        let moved = import(&here, &host, "name,parent\nDaughter,\n").await;
        assert_eq!((moved.changed, moved.unchanged), (1, 0));
        let after = here.call(&host, ListAccounts::default()).await.unwrap();
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
        let names: Vec<String> = here.call(&host, ListAccounts::default()).await.unwrap().accounts.into_iter()
            .map(|account| account.text.name.into()).collect();
        assert_eq!(names, ["Also good", "Good", "Known"]);
        let refused = here.call(&host, ImportAccounts { csv: "no heading".into(), segments: false, preview: false }).await.unwrap_err();
        assert!(refused.about("csv").is_some());
    }

    async fn the_list_comes_in_pages_is_narrowed_and_counts_all(here) {
        let host = host(&here).await;
        let lines = (0..25).map(|one| format!("Works {one:02},{},w{one}.example,Steel\n", if one == 0 { "" } else { "Works 00" }));
        import(&here, &host, &format!("name,parent,domains,Industry\n{}", lines.collect::<String>())).await;
        let list = |q: &str, page| here.call(&host, ListAccounts { q: q.into(), page });
        let (first, second) = (list("", None).await.unwrap(), list("", Some(2)).await.unwrap());
        assert_eq!((first.accounts.len(), second.accounts.len(), second.total, second.page), (20, 5, 25, 2));
        // What stands above may stand on another page, and a segment's values are those of all.
        assert_eq!(second.accounts[0].part_of.as_ref().map(ToString::to_string), Some("Works 00".to_owned()));
        assert_eq!((second.values.len(), second.values[0].accounts), (1, 25));
        for (q, found) in [("WORKS 07", 1), ("w7.ex", 1), ("steel", 25), ("nobody", 0)] {
            assert_eq!(list(q, None).await.unwrap().total, found, "{q}");
        }
        // Under another, by its name.
        let part_of = |name: &str| Some(model::account::WhichAccount::Named(name.parse().unwrap()));
        let added = here.call(&host, AddAccount { text: text("Shop"), part_of: part_of("works 07") }).await.unwrap();
        assert_eq!(added.part_of.as_ref().map(ToString::to_string), Some("Works 07".to_owned()));
        let refused = here.call(&host, AddAccount { text: text("Shops"), part_of: part_of("Nowhere") }).await.unwrap_err();
        assert!(refused.about("part_of").is_some());
        let circle = ChangeAccount { account: added.id, text: text("Shop"), part_of: part_of("Shop") };
        assert!(here.call(&host, circle).await.unwrap_err().about("part_of").is_some());
    }

    async fn columns_become_segments_only_when_asked(here) {
        let host = host(&here).await;
        here.call(&host, AddSegment { name: "Industry".parse().unwrap() }).await.unwrap();
        let csv = "name,industry,Budget\nAcme,Steel,Large\n";
        let import = async |segments: bool, preview: bool| {
            here.call(&host, ImportAccounts { csv: csv.into(), segments, preview }).await.unwrap()
        };
        let names = |names: &[model::Name]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        // Beforehand: what would become of each column, and nothing is done.
        let would = import(true, true).await;
        assert_eq!((would.added, would.preview), (1, true));
        assert_eq!((names(&would.segments), names(&would.new_segments)), (vec!["industry".into(), "Budget".into()], vec!["Budget".into()]));
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert_eq!((list.accounts.len(), list.segments.len()), (0, 1));
        // Unasked, only what the company sorts by already.
        let done = import(false, false).await;
        assert_eq!((names(&done.segments), names(&done.left_out)), (vec!["industry".into()], vec!["Budget".into()]));
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert_eq!((list.accounts[0].text.attributes.len(), list.segments.len()), (1, 1));
        let done = import(true, false).await;
        assert_eq!((done.changed, names(&done.new_segments)), (1, vec!["Budget".into()]));
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert_eq!((list.accounts[0].text.attributes.len(), list.segments.len()), (2, 2));
        let twice = ImportAccounts { csv: "name,Size,size\nAcme,1,2\n".into(), segments: true, preview: true };
        assert!(here.call(&host, twice).await.unwrap_err().about("csv").is_some());
    }

    async fn segments_are_renamed_and_removed_unless_a_round_is_for_them(here) {
        let host = host(&here).await;
        import(&here, &host, "name,Industry,Size\nAcme,Steel,Large\nBeta,Steal,Large\nGamma,Food,\n").await;
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        let (industry, size) = (list.segments[0].id, list.segments[1].id);
        let name = |name: &str| name.parse::<model::Name>().unwrap();
        let values = async |segment| {
            let accounts = here.call(&host, ListAccounts::default()).await.unwrap().accounts.into_iter();
            accounts.flat_map(|one| one.text.attributes).filter(|one| one.segment == segment).map(|one| one.value.to_string()).collect::<Vec<_>>()
        };
        let merged = RenameSegmentValue { segment: industry, value: name("Steal"), name: name("Steel") };
        assert_eq!(here.call(&host, merged.clone()).await.unwrap().accounts, 1);
        assert_eq!(values(industry).await, ["Steel", "Steel", "Food"]);
        let gone = here.call(&host, merged).await.unwrap_err();
        assert!(gone.about("value").is_some(), "nobody has it any more: {gone:?}");

        // A round is for steel: neither its value nor the attribute goes, and the refusal names the round.
        let round = here.site.memory.read().company().unwrap().round;
        let moderator = here.staff("Mod", Role::Moderator).await;
        let steel = Attribute { segment: industry, value: name("Steel") };
        let chosen = Wanted { segments: vec![steel], ..Wanted::from(Who::Chosen) };
        let open = crate::permissions::fixture::open(round);
        here.call(&moderator, SetAccess { comment: chosen, ..open.clone() }).await.unwrap();
        let value = name("Steel");
        let refused = [
            here.call(&host, RemoveSegment { segment: industry }).await.unwrap_err(),
            here.call(&host, RemoveSegmentValue { segment: industry, value: value.clone() }).await.unwrap_err(),
            here.call(&host, RenameSegmentValue { segment: industry, value: value.clone(), name: name("Iron") }).await.unwrap_err(),
        ];
        let question = here.site.memory.read().round(round).unwrap().round.question.to_string();
        for problem in refused {
            assert_eq!(problem.kind, ProblemKind::Conflict);
            assert!(problem.message.contains(&question) && problem.message.contains("Industry"), "{problem:?}");
        }
        // Its name may change: the round goes by what it is.
        here.call(&host, RenameSegment { segment: industry, name: name("Branch") }).await.unwrap();
        let told = here.site.memory.read().directory.segment_name(industry);
        assert_eq!(told, Some(name("Branch")), "the memory has it too");
        let twice = here.call(&host, RenameSegment { segment: industry, name: name("Size") }).await.unwrap_err();
        assert!(twice.about("name").is_some());
        let food = RemoveSegmentValue { segment: industry, value: name("Food") };
        assert_eq!(here.call(&host, food).await.unwrap().accounts, 1);

        here.call(&moderator, open).await.unwrap();
        assert_eq!(here.call(&host, RemoveSegment { segment: industry }).await.unwrap().accounts, 2);
        assert_eq!(here.call(&host, RemoveSegment { segment: size }).await.unwrap().accounts, 2);
        let list = here.call(&host, ListAccounts::default()).await.unwrap();
        assert!(list.segments.is_empty() && list.accounts.iter().all(|one| one.text.attributes.is_empty()));
        let again = here.call(&host, RemoveSegment { segment: size }).await.unwrap_err();
        assert_eq!(again.kind, ProblemKind::NotFound);
    }
}
