//! A round that is for certain roles alone is not there for the rest of the staff: whatever they ask by its keys is answered as if
//! it had never been, and no list, count, search, feed or letter of theirs has anything of it.

use super::ask;
use super::fixture::{Of, account, another, fill, open, set};
use super::table::TABLE;
use crate::activities::{planned, text};
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::access::{GetAccess, SetAccess, Wanted, Who};
use model::api::audit::ListAudit;
use model::api::follow_up::GetFollowUp;
use model::api::integrity::SetCapacity;
use model::api::practices::GetDraft;
use model::api::proposals::Propose;
use model::api::rounds::{GetRound, ListRounds};
use model::api::session::GetViewer;
use model::person::Role;
use model::practice::ListKind;
use model::{EntryId, ProblemKind, RoundId};

/// What the excluded could find a round by.
const LISTS: [&str; 22] = [
    "GET /rounds",
    "GET /rounds/{first}/draft",
    "GET /rounds/{first}/inside-out",
    "GET /rounds/{first}/integrity",
    "GET /viewer",
    "GET /designs/latest",
    "GET /promises",
    "GET /scorecard",
    "GET /practices",
    "GET /said",
    "GET /said/desk",
    "GET /verdicts",
    "GET /verdicts/all",
    "GET /follow-up",
    "GET /activities",
    "GET /on-behalf",
    "GET /asks",
    "GET /accounts/profile?q=person",
    "GET /accounts/{account}/activities",
    "GET /accounts/{account}/card",
    "GET /me/notices",
    "GET /me/effect",
];

/// A round for everybody, and one that signatories alone see, with the same in it.
struct Two {
    first: RoundId,
    of: Of,
    admin: Caller,
    account: i64,
}

async fn two(here: &Here) -> Two {
    let first = here.company().await;
    let admin = here.staff("Xena", Role::Admin).await;
    let account = account(here, &admin, "Second Bank", None).await;
    let round = another(here, &admin).await;
    let see = Wanted { roles: vec![Role::Signatory], ..Wanted::from(Who::Roles) };
    set(here, &admin, SetAccess { see, ..open(round) }).await;
    let of = fill(here, &admin, round, account).await;
    Two { first, of, admin, account }
}

on_both! {
    async fn what_is_asked_by_its_keys_never_was(here) {
        let Two { of, account, .. } = two(&here).await;
        let nowhere = Of::nowhere(account);
        let excluded = [here.staff("Dee", Role::Designer).await, here.staff("Ann", Role::AccountManager).await];
        let mut wrong = Vec::new();
        for row in TABLE {
            let sent = |of: &Of| (of.fill(row.operation), of.fill(row.body));
            let (real, never) = (sent(&of), sent(&nowhere));
            if real == never {
                continue;
            }
            for who in &excluded {
                let told = ask(&here, who, &real.0, &real.1).await;
                let never = ask(&here, who, &never.0, &never.1).await;
                if told != never {
                    wrong.push(format!("{}: {told:?} and not {never:?}", row.operation));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn no_list_has_anything_of_it(here) {
        let first = here.company().await;
        let admin = here.staff("Xena", Role::Admin).await;
        let account = account(&here, &admin, "Second Bank", None).await;
        let excluded = [here.staff("Dee", Role::Designer).await, here.staff("Ann", Role::AccountManager).await];
        let lists = async || {
            let mut told = Vec::new();
            for who in &excluded {
                for list in LISTS {
                    let list = list.replace("{account}", &account.to_string()).replace("{first}", &first.to_string());
                    let (status, mut answer) = ask(&here, who, &list, "").await;
                    // Of the events of others a count goes on.
                    if let Some(place) = answer.find("\"told\"") {
                        answer.truncate(place);
                    }
                    told.push((list, status, answer));
                }
            }
            told
        };
        let before = lists().await;
        let round = another(&here, &admin).await;
        let see = Wanted { roles: vec![Role::Signatory], ..Wanted::from(Who::Roles) };
        set(&here, &admin, SetAccess { see, ..open(round) }).await;
        let of = fill(&here, &admin, round, account).await;
        let activity = planned(&here, &admin, round, text()).await;
        server::notices::catch_up(&here.site).await.unwrap();
        for (before, after) in before.iter().zip(lists().await) {
            assert_eq!(*before, after);
        }
        for (method, rest) in [("GET", ""), ("POST", "/held"), ("POST", "/cancel"), ("POST", "/notes")] {
            let body = r#"{"text":"Well.","reason":"No.","present":[]}"#;
            let at = |id: i64| format!("{method} /activities/{id}{rest}");
            let told = ask(&here, &excluded[0], &at(activity.0), body).await;
            assert_eq!(told, ask(&here, &excluded[0], &at(999_999), body).await, "{rest}");
            assert_eq!(told.0.as_u16(), 404, "{rest}: {}", told.1);
        }
        let names = async |who: &Caller| here.call(who, GetDraft { round: first }).await.unwrap().entries;
        assert!(names(&excluded[0]).await.is_empty(), "nor has a list of what is in its draft");
        let entry = names(&admin).await.into_iter().find(|one| one.list == ListKind::Function).unwrap().id;
        let capacity = SetCapacity { entry, capacity: Some(8), seen: None };
        let never = SetCapacity { entry: EntryId(999_999), ..capacity.clone() };
        let refused = here.call(&excluded[0], capacity.clone()).await.unwrap_err();
        assert_eq!(refused, here.call(&excluded[0], never).await.unwrap_err());
        here.call(&admin, capacity).await.unwrap();
        let viewer = here.call(&excluded[0], GetViewer {}).await.unwrap();
        assert_eq!((viewer.round, viewer.has_design), (first, false));
        let page = here.text(&excluded[1], &format!("/proposals/{}", of.proposal)).await;
        assert!(!page.contains("Send one person"), "nor has a page");
    }

    async fn those_it_is_for_work_in_it_and_who_looks_after_it_does_too(here) {
        let Two { first, of, admin, .. } = two(&here).await;
        let (gus, mo) = (here.staff("Gus", Role::Signatory).await, here.staff("Mo", Role::Moderator).await);
        for who in [&gus, &mo, &admin] {
            let round = here.call(who, GetRound { round: of.round }).await.unwrap();
            assert_eq!(round.who_may.see, "our signatories");
            assert_eq!(here.call(who, ListRounds {}).await.unwrap().len(), 2);
        }
        assert_eq!(here.call(&here.staff("Dee", Role::Designer).await, GetFollowUp {}).await.unwrap().waiting, 0);
        // An act can be of certain roles in a round that everybody sees.
        let propose = Wanted { roles: vec![Role::Signatory, Role::Designer, Role::Designer], ..Wanted::from(Who::Roles) };
        set(&here, &mo, SetAccess { propose, ..open(first) }).await;
        let ask = |title: &str| Propose { round: first, text: proposal(title) };
        here.call(&gus, ask("Send one person")).await.unwrap();
        let ada = here.customer("Ada").await;
        for who in [&mo, &ada] {
            let refused = here.call(who, ask("Call us first")).await.unwrap_err();
            assert_eq!(refused.kind, ProblemKind::NotAllowed);
            assert_eq!(refused.message, "Proposals in this round are made by our designers and signatories.");
        }
        let sheet = here.call(&mo, GetAccess { round: first }).await.unwrap();
        assert_eq!(sheet.propose.roles, [Role::Designer, Role::Signatory]);
        let log = here.call(&admin, ListAudit { noun: "round".into(), q: String::new(), page: None }).await.unwrap();
        let told = log.items.iter().find(|entry| entry.kind == "round.access").unwrap().detail.clone();
        assert_eq!(told.as_deref(), Some("propose: customers → designers, signatories"));
        let nobody = SetAccess { vote: Who::Roles.into(), ..open(first) };
        assert_eq!(here.call(&mo, nobody).await.unwrap_err().fields[0].field, "vote.roles");
    }
}
