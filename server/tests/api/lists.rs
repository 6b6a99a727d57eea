//! The company's lists: what was mistyped is renamed, merged and taken away, in drafts and rules, and never in what was signed.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::permissions::fixture::{another, open, set};
use crate::practices::{practice, proposed};
use crate::promises::Scene;
use model::api::access::{SetAccess, Wanted, Who};
use model::api::audit::ListAudit;
use model::api::designs::GetLatestDesign;
use model::api::integrity::SetCapacity;
use model::api::lists::{DropFormerName, ListEntries, MergeEntry, RemoveEntry, RenameEntry};
use model::api::practices::{AddPractice, ChangePractice, GetDraft, RemovePractice, UndoPractice};
use model::api::promises::{GetScorecard, SetPromise};
use model::api::sign_off::{GetSignOff, RemoveSigner, SetSigner};
use model::cells::{CultureSet, StageSet};
use model::person::Role;
use model::practice::{ListKind, Listed, Load, PracticeText};
use model::promise::Progress;
use model::{EntryId, Name, PracticeId, ProblemKind, RoundId};

fn name(name: &str) -> Name {
    name.parse().unwrap()
}

async fn listed(here: &Here, who: &Caller) -> Vec<Listed> {
    here.call(who, ListEntries {}).await.unwrap()
}

async fn find(here: &Here, who: &Caller, called: &str) -> Option<Listed> {
    listed(here, who).await.into_iter().find(|one| one.entry.name.as_str() == called)
}

async fn id(here: &Here, who: &Caller, called: &str) -> EntryId {
    find(here, who, called).await.unwrap().entry.id
}

fn rename(entry: EntryId, was: &str, to: &str) -> RenameEntry {
    RenameEntry { entry, was: name(was), name: name(to) }
}

async fn text(here: &Here, who: &Caller, round: RoundId, practice: PracticeId) -> PracticeText {
    let draft = here.call(who, GetDraft { round }).await.unwrap();
    draft.practices.into_iter().find(|one| one.id == practice).unwrap().text
}

on_both! {
    async fn a_new_name_is_everywhere_but_in_what_was_signed(here) {
        let scene = Scene::new(here).await;
        let (here, dee) = (&scene.here, &scene.dee);
        let owner = SetPromise { owner: Some(name("sales")), ..scene.stated(Progress::InPlace) };
        // In charge is the function that answers for it, under another spelling: that is nobody else.
        here.call(dee, owner).await.unwrap();
        let sales = id(here, dee, "Sales").await;
        here.call(dee, rename(sales, "Sales", "Distribution")).await.unwrap();
        let now = find(here, dee, "Distribution").await.unwrap();
        assert_eq!((now.entry.id, now.practices, &now.former[..]), (sales, 1, &[name("Sales")][..]));
        assert_eq!(text(here, dee, scene.round, scene.practice).await.accountable, name("Distribution"));
        // What was signed stays, to the letter.
        let design = here.call(dee, GetLatestDesign {}).await.unwrap();
        assert_eq!(design.practices[0].text.accountable, name("Sales"));
        assert_eq!(here.call(dee, GetScorecard::default()).await.unwrap().promises[0].owner, name("Distribution"));
        // Whoever still writes the former name means the same.
        let by_former = SetPromise { owner: Some(name("sALES")), ..scene.stated(Progress::InPlace) };
        here.call(dee, by_former).await.unwrap();
        assert_eq!(here.call(dee, GetScorecard::default()).await.unwrap().promises[0].owner, name("Distribution"));
        let from = scene.proposed("Two faces").await;
        let two = AddPractice { round: scene.round, text: practice("Two faces", &[from]) };
        let two = here.call(dee, two).await.unwrap();
        assert_eq!(two.text.accountable, name("Distribution"));
        assert_eq!(listed(here, dee).await.iter().filter(|one| one.entry.list == ListKind::Function).count(), 1);
        // Renamed back it is as it was, and the other name stands for it.
        here.call(dee, rename(sales, "Distribution", "Sales")).await.unwrap();
        let back = find(here, dee, "Sales").await.unwrap();
        assert_eq!((back.practices, &back.former[..]), (2, &[name("Distribution")][..]));
        here.call(dee, DropFormerName { entry: sales, name: name("distribution") }).await.unwrap();
        assert_eq!(find(here, dee, "Sales").await.unwrap().former, []);
        let gone = here.call(dee, DropFormerName { entry: sales, name: name("Distribution") }).await.unwrap_err();
        assert_eq!(gone.kind, ProblemKind::NotFound);
        // Its capitals alone are no other name.
        here.call(dee, rename(sales, "Sales", "SALES")).await.unwrap();
        assert_eq!(find(here, dee, "SALES").await.unwrap().former, []);
        let refused = here.call(dee, rename(sales, "SALES", "nobody")).await.unwrap_err();
        assert!(refused.about("name").is_some());
        // Whoever has read another name means something else.
        for refused in [
            here.call(dee, rename(sales, "Distribution", "Sellers")).await,
            here.call(dee, MergeEntry { entry: sales, was: name("Distribution"), name: name("Calling") }).await,
            here.call(dee, RemoveEntry { entry: sales, was: name("Distribution") }).await,
        ] {
            assert_eq!(refused.unwrap_err().kind, ProblemKind::Conflict);
        }
        let admin = here.staff("Ann", Role::Admin).await;
        let log = here.call(&admin, ListAudit { noun: "list".into(), q: String::new(), page: None }).await.unwrap();
        let first = log.items.last().unwrap();
        assert_eq!((first.kind.as_str(), first.about.as_deref(), first.detail.as_deref()), ("list.renamed", Some("SALES"), Some("Sales → Distribution")));
        // The draft is adopted with the name of today.
        scene.adopt().await;
        let design = here.call(dee, GetLatestDesign {}).await.unwrap();
        assert!(design.practices.iter().all(|one| one.text.accountable == name("SALES")));
    }

    async fn of_two_that_are_one_all_that_belongs_to_either_stays(here) {
        let round = here.company().await;
        let here = &here;
        let (dee, admin) = (here.staff("Dee", Role::Designer).await, here.staff("Ann", Role::Admin).await);
        let one = proposed(here, round, proposal("One")).await;
        let both = PracticeText {
            accountable: name("Sales"),
            involved: vec![name("Slaes"), name("Service")],
            loads: vec![Load { function: name("Sales"), hours: 3 }, Load { function: name("Slaes"), hours: 4 }],
            tool: Some(name("Slaes")),
            ..practice("Both", &[one])
        };
        let both = here.call(&dee, AddPractice { round, text: both }).await.unwrap();
        let other = PracticeText { accountable: name("Slaes"), ..practice("Other", &[one]) };
        let other = here.call(&dee, AddPractice { round, text: other }).await.unwrap();
        let of_list = async |list| {
            let mut all = listed(here, &dee).await.into_iter();
            all.find(|one| one.entry.list == list && one.entry.name.as_str() == "Slaes")
        };
        let wrong = of_list(ListKind::Function).await.unwrap();
        here.call(&dee, SetCapacity { entry: wrong.entry.id, capacity: Some(40), seen: None }).await.unwrap();
        let merge = |to: &str| MergeEntry { entry: wrong.entry.id, was: name("slaes"), name: name(to) };
        for (function, stages) in [("Sales", [0].as_slice()), ("Slaes", &[2])] {
            let signer = SetSigner {
                round,
                function: name(function),
                email: "dee@example.com".parse().unwrap(),
                stages: StageSet::of(stages),
                cultures: CultureSet::default(),
            };
            here.call(&admin, signer).await.unwrap();
        }
        // Where both sign they stay two: who signs, and for what, is not for designers to say.
        assert_eq!(here.call(&dee, merge("Sales")).await.unwrap_err().kind, ProblemKind::Conflict);
        let signers = here.call(&admin, GetSignOff { round }).await.unwrap().inside.unwrap().signers;
        let first = signers.iter().find(|one| one.function.as_str() == "Sales").unwrap();
        here.call(&admin, RemoveSigner { signing: first.id }).await.unwrap();
        for to in ["Slaes", "Calling", "Nothing"] {
            assert!(here.call(&dee, merge(to)).await.unwrap_err().about("name").is_some(), "{to}");
        }
        here.call(&dee, merge("sales")).await.unwrap();
        let now = find(here, &dee, "Sales").await.unwrap();
        assert_eq!((now.practices, now.signs, now.entry.capacity, &now.former[..]), (2, 1, Some(40), &[name("Slaes")][..]));
        assert!(of_list(ListKind::Function).await.is_none() && of_list(ListKind::Tool).await.is_some());
        let text_of = async |practice| text(here, &dee, round, practice).await;
        let merged = text_of(both.id).await;
        assert_eq!((merged.accountable, merged.involved), (name("Sales"), vec![name("Service")]));
        assert_eq!(merged.loads, [Load { function: name("Sales"), hours: 7 }]);
        assert_eq!(merged.tool, Some(name("Slaes")), "another list");
        assert_eq!(text_of(other.id).await.accountable, name("Sales"));
        let signers = here.call(&admin, GetSignOff { round }).await.unwrap().inside.unwrap().signers;
        assert_eq!((signers.len(), signers[0].function.as_str(), signers[0].stages), (1, "Sales", StageSet::of(&[2])));
        // What is taken back, or written by whoever has the former name before them, is the one that stayed.
        let seen = here.call(&dee, GetDraft { round }).await.unwrap().practices.into_iter().find(|one| one.id == other.id).unwrap().revision;
        let text = PracticeText { accountable: name("Service"), ..text_of(other.id).await };
        let changed = here.call(&dee, ChangePractice { practice: other.id, seen: Some(seen), sitting: false, text }).await.unwrap();
        here.call(&dee, UndoPractice { practice: other.id, seen: changed.revision }).await.unwrap();
        let again = PracticeText { accountable: name("slaes"), involved: vec![name("SALES"), name("Service")], ..practice("Again", &[one]) };
        let again = here.call(&dee, AddPractice { round, text: again }).await.unwrap().text;
        assert_eq!((again.accountable, again.involved), (name("Sales"), vec![name("Service")]));
        let two = [Load { function: name("Slaes"), hours: 1 }, Load { function: name("Sales"), hours: 2 }];
        let involved = vec![name("Slaes"), name("SALES")];
        let twice = PracticeText { accountable: name("Service"), involved, loads: two.to_vec(), ..practice("Twice", &[one]) };
        let twice = here.call(&dee, AddPractice { round, text: twice }).await.unwrap().text;
        assert_eq!((twice.involved, twice.loads), (vec![name("Sales")], vec![Load { function: name("Sales"), hours: 3 }]));
        assert!(of_list(ListKind::Function).await.is_none());
        assert_eq!(here.call(&dee, merge("Sales")).await.unwrap_err().kind, ProblemKind::NotFound, "it is gone");
    }

    async fn what_nothing_uses_is_taken_away_and_nothing_else(here) {
        let round = here.company().await;
        let here = &here;
        let dee = here.staff("Dee", Role::Designer).await;
        let one = proposed(here, round, proposal("One")).await;
        let text = PracticeText { tool: Some(name("Telefax")), ..practice("One", &[one]) };
        let made = here.call(&dee, AddPractice { round, text: text.clone() }).await.unwrap();
        let fax = find(here, &dee, "Telefax").await.unwrap();
        assert!(!fax.is_unused());
        let remove = || RemoveEntry { entry: fax.entry.id, was: name("Telefax") };
        assert_eq!(here.call(&dee, remove()).await.unwrap_err().kind, ProblemKind::Conflict);
        let without = PracticeText { tool: None, ..text };
        let change = ChangePractice { practice: made.id, seen: None, sitting: false, text: without };
        here.call(&dee, change).await.unwrap();
        assert!(find(here, &dee, "Telefax").await.unwrap().is_unused());
        for who in [&Caller::stranger(), &here.customer("Ada").await, &here.staff("Mo", Role::Moderator).await] {
            assert!(here.call(who, remove()).await.is_err());
            assert!(here.call(who, ListEntries {}).await.is_err());
        }
        here.call(&dee, remove()).await.unwrap();
        assert!(find(here, &dee, "Telefax").await.is_none());
        // What was taken out can be put back, and so its words are still used.
        here.call(&dee, RemovePractice { practice: made.id, seen: None }).await.unwrap();
        let calling = find(here, &dee, "Calling").await.unwrap();
        assert_eq!((calling.practices, calling.entry.list), (1, ListKind::Activity));
        assert_eq!(here.call(&dee, RemoveEntry { entry: calling.entry.id, was: name("Calling") }).await.unwrap_err().kind, ProblemKind::Conflict);
        let taken = rename(calling.entry.id, "Calling", "Sales");
        here.call(&dee, taken).await.unwrap();
        let two = practice("Two", &[one]);
        here.call(&dee, AddPractice { round, text: PracticeText { activity: name("Writing"), ..two } }).await.unwrap();
        let taken = rename(id(here, &dee, "Writing").await, "Writing", "sales");
        assert!(here.call(&dee, taken).await.unwrap_err().about("name").is_some(), "there is an activity called so");
    }

    async fn what_comes_from_a_round_that_one_may_not_see_is_not_there(here) {
        let open_round = here.company().await;
        let here = &here;
        let (boss, dee) = (here.staff("Xena", Role::Admin).await, here.staff("Dee", Role::Designer).await);
        let round = another(here, &boss).await;
        let one = proposed(here, round, proposal("One")).await;
        here.call(&boss, AddPractice { round, text: practice("One", &[one]) }).await.unwrap();
        let sales = id(here, &dee, "Sales").await;
        let certain = Wanted { roles: vec![Role::Moderator], ..Wanted::from(Who::Roles) };
        set(here, &boss, SetAccess { see: certain, ..open(round) }).await;
        assert_eq!(listed(here, &dee).await, []);
        for refused in [
            here.call(&dee, rename(sales, "Sales", "Mine")).await,
            here.call(&dee, RemoveEntry { entry: sales, was: name("Sales") }).await,
            here.call(&dee, MergeEntry { entry: sales, was: name("Sales"), name: name("Calling") }).await,
        ] {
            assert_eq!(refused.unwrap_err().kind, ProblemKind::NotFound);
        }
        assert!(find(here, &boss, "Sales").await.is_some());
        // Nor is a former name, of which nobody knows from which round it comes.
        let two = proposed(here, open_round, proposal("Two")).await;
        let text = PracticeText { accountable: name("Service"), ..practice("Two", &[two]) };
        here.call(&dee, AddPractice { round: open_round, text }).await.unwrap();
        here.call(&boss, MergeEntry { entry: sales, was: name("Sales"), name: name("Service") }).await.unwrap();
        let told = |listed: Option<Listed>| listed.unwrap().former;
        assert_eq!(told(find(here, &boss, "Service").await), [name("Sales")]);
        assert_eq!(told(find(here, &dee, "Service").await), []);
        let service = id(here, &dee, "Service").await;
        let drop = || DropFormerName { entry: service, name: name("Sales") };
        assert_eq!(here.call(&dee, drop()).await.unwrap_err().kind, ProblemKind::NotFound);
        here.call(&boss, drop()).await.unwrap();
    }

    async fn the_page_puts_it_right_without_scripts(here) {
        let scene = Scene::new(here).await;
        let (here, dee) = (&scene.here, &scene.dee);
        let page = here.text(dee, "/lists").await;
        assert!(page.contains("The company’s lists") && page.contains("Sales") && page.contains("in 1 practice"), "{page}");
        assert!(here.text(dee, "/functions").await.contains("/lists") && !here.text(&Caller::stranger(), "/functions").await.contains("/lists"));
        let path = format!("/api/v1/lists/{}/rename", id(here, dee, "Sales").await);
        let answer = here.form(dee, &path, &[("was", "Sales"), ("name", "Distribution"), ("next", "/lists")]).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, "/lists"));
        let page = here.text(dee, "/lists").await;
        assert!(page.contains("Distribution") && page.contains("stands for it"), "{page}");
        assert!(!here.text(&here.customer("Ada").await, "/lists").await.contains("Distribution"));
    }
}
