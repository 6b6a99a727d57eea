//! What accounts are buying: who says so, who reads it, and what stays of what was said.

use crate::harness::{Caller, Here};
use crate::on_both;
use model::account::CrmId;
use model::api::accounts::{AddAccount, GetAccount, ImportAccounts, ListAccounts};
use model::api::mine::{GetMyData, Leave};
use model::api::notes::AddAccountNote;
use model::api::purchases::{AddPurchase, ChangePurchase, ImportPurchases, ListPurchases, SetPart};
use model::person::Role;
use model::purchase::{BuyingRole, PurchaseText, State};
use model::{AccountId, ProblemKind, PurchaseId};
use server::api::purchases::{MOST_PURCHASES, MOST_STAGES};
use server::db::events::What;
use server::db::on;

pub fn text(name: &str, stage: &str, culture: &str) -> PurchaseText {
    let named = |name: &str| (!name.is_empty()).then(|| name.parse().unwrap());
    PurchaseText {
        name: name.parse().unwrap(),
        stage: named(stage),
        culture: named(culture),
        state: State::Open,
    }
}

async fn add(here: &Here, who: &Caller, account: i64, text: PurchaseText) -> PurchaseId {
    here.call(who, AddPurchase { account: AccountId(account), text, since: None }).await.unwrap().id
}

on_both! {
    async fn a_crm_s_list_is_read_in_as_often_as_one_likes(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let called = "name,AccountId\nAcme Steel,0015e\n";
        here.call(&am, ImportAccounts { csv: called.into(), segments: true, preview: false }).await.unwrap();
        let import = async |csv: &str, stages: &str| {
            here.call(&am, ImportPurchases { csv: csv.into(), stages: stages.into() }).await
        };
        let heading = "Id,AccountId,Name,StageName,IsClosed,IsWon,LastStageChangeDate\n";
        let first = [heading, "006A,0015e,Pumps,Prospecting,false,false,2026-01-05T10:00:00.000Z\n\
                               006B,0015e,Valves,Nowhere,false,false,\n006C,none,Seals,,false,false,\n"].concat();
        let done = import(&first, "").await.unwrap();
        assert_eq!((done.added, done.faults.len()), (0, 3), "{:?}", done.faults);
        assert!(done.faults[0].message.contains("No round has a stage called Prospecting"), "{:?}", done.faults);
        let done = import(&first, "\nprospecting = Idea\n").await.unwrap();
        assert_eq!((done.added, done.changed, done.unchanged), (1, 0, 0));
        assert_eq!(done.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3, 4]);
        let read = async || here.call(&am, ListPurchases { account: AccountId(account) }).await.unwrap();
        let pumps = read().await.remove(0);
        assert_eq!(pumps.text, text("Pumps", "Idea", ""));
        assert_eq!(pumps.history[0].at.day(), "5 January 2026");
        // The same lines change nothing; what is new in them is said, by the CRM's own day, and never before what was said last.
        let again = import(&first, "Prospecting = Idea").await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 1));
        let ada = here.member("Ada", Some(account)).await;
        let own = ChangePurchase { purchase: pumps.id, text: text("Pumps", "Idea", "Value Created"), since: None };
        here.call(&ada, own).await.unwrap();
        let won = [heading, "006A,0015e,Pumps and valves,Case,true,true,2026-02-05\n"].concat();
        assert_eq!(import(&won, "").await.unwrap().changed, 1);
        let pumps = read().await.remove(0);
        let expected = PurchaseText { state: State::Won, ..text("Pumps and valves", "Case", "Value Created") };
        assert_eq!((pumps.text, pumps.declared, pumps.history.len()), (expected, true, 3));
        assert!(pumps.history[0].at >= pumps.history[1].at, "{:?}", pumps.history);
        // What the account declared stays, whatever a list says.
        let list = |rows: &str| ["account,name,culture,since\n", rows].concat();
        assert_eq!(import(&list("acme steel,Seals,Value Added,\n"), "").await.unwrap().added, 1);
        let done = import(&list("Acme Steel,Seals,Barter,\nAcme Steel,Rings,,2999-01-01\n"), "").await.unwrap();
        assert_eq!((done.changed, done.faults.len()), (0, 2), "{:?}", done.faults);
        assert!(import("name\n", "").await.unwrap_err().about("csv").is_some());
        assert!(import(&first, "Prospecting").await.unwrap_err().about("stages").is_some());
        let lines = |count: usize| (0..count).map(|n| format!("Stage {n} = Idea\n")).collect::<String>();
        assert!(import(&first, &lines(MOST_STAGES)).await.is_ok());
        assert!(import(&first, &lines(MOST_STAGES + 1)).await.unwrap_err().about("stages").is_some());
    }

    async fn an_account_says_itself_what_it_buys_and_in_which_culture(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let (ada, eve) = (here.member("Ada", Some(account)).await, here.customer("Eve").await);
        let am = here.staff("Grace", Role::AccountManager).await;
        let id = add(&here, &am, account, text("Pumps", "idea", "Value Added")).await;
        let list = ListPurchases { account: AccountId(account) };
        let seen = here.call(&ada, list.clone()).await.unwrap();
        assert_eq!((seen.len(), seen[0].declared, seen[0].text.state), (1, false, State::Open));
        assert_eq!(seen[0].history[0].by, None, "staff are not named to customers");
        let nothing = ChangePurchase { purchase: PurchaseId(0), text: text("Pumps", "", ""), since: None };
        assert_eq!(here.call(&am, nothing).await.unwrap_err().kind, ProblemKind::NotFound);

        let own = ChangePurchase { purchase: id, text: text("Pumps", "Assessment", "Value Created"), since: None };
        let changed = here.call(&ada, own).await.unwrap();
        assert!(changed.declared && changed.history.len() == 2 && changed.history[0].own && !changed.history[1].own);
        // Staff say how far it is, and leave alone what the account said of itself.
        let theirs = |culture: &str| ChangePurchase { purchase: id, text: text("Pumps for two plants", "Case", culture), since: None };
        let refused = here.call(&am, theirs("Value Offered")).await.unwrap_err();
        assert!(refused.about("culture").is_some());
        let kept = here.call(&am, theirs("Value Created")).await.unwrap();
        assert_eq!((kept.declared, kept.history.len(), kept.history[0].by.as_ref().unwrap().as_str()), (true, 3, "Grace"));
        here.call(&ada, ChangePurchase { purchase: id, text: PurchaseText { state: State::Won, ..text("Pumps", "", "Value Added") }, since: None }).await.unwrap();

        for (request, field) in [(text("Pumps", "Nowhere", ""), "stage"), (text("Pumps", "", "Barter"), "culture")] {
            let refused = here.call(&ada, AddPurchase { account: AccountId(account), text: request, since: None }).await.unwrap_err();
            assert!(refused.about(field).is_some());
        }
        // For others there is nothing, of no account and of none that exists.
        for account in [account, 9999] {
            assert_eq!(here.call(&eve, ListPurchases { account: AccountId(account) }).await.unwrap_err().kind, ProblemKind::NotFound);
            let request = AddPurchase { account: AccountId(account), text: text("Mine", "", ""), since: None };
            assert_eq!(here.call(&eve, request).await.unwrap_err().kind, ProblemKind::NotFound);
        }
        let change = ChangePurchase { purchase: id, text: text("Mine", "", ""), since: None };
        for who in [&eve, &here.staff("Dee", Role::Designer).await] {
            assert_eq!(here.call(who, change.clone()).await.unwrap_err().kind, ProblemKind::NotFound);
        }
        assert_eq!(here.call(&Caller::stranger(), change).await.unwrap_err().kind, ProblemKind::SignInNeeded);
        let page = here.text(&ada, "/account").await;
        assert!(page.contains("Pumps") && page.contains("You said so.") && !page.contains("Grace"), "{page}");
        assert!(here.text(&ada, "/account?purchase=new").await.contains("We are buying"));
        assert!(!here.text(&eve, "/account").await.contains("Pumps"));
    }

    async fn who_has_a_part_is_known_to_themselves_and_to_staff(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let (ada, bob) = (here.member("Ada", Some(account)).await, here.member("Bob", Some(account)).await);
        let (eve, am) = (here.customer("Eve").await, here.staff("Grace", Role::AccountManager).await);
        let id = add(&here, &ada, account, text("Pumps", "", "")).await;
        let part = |person: &Caller, role, part| SetPart { purchase: id, person: person.id, role, part };
        here.call(&ada, part(&ada, BuyingRole::User, true)).await.unwrap();
        here.call(&ada, part(&ada, BuyingRole::User, true)).await.unwrap();
        assert_eq!(here.call(&ada, part(&bob, BuyingRole::Sponsor, true)).await.unwrap_err().kind, ProblemKind::NotAllowed);
        here.call(&am, part(&bob, BuyingRole::EconomicBuyer, true)).await.unwrap();
        assert!(here.call(&am, part(&eve, BuyingRole::User, true)).await.unwrap_err().about("person").is_some());
        let seen = here.call(&ada, ListPurchases { account: AccountId(account) }).await.unwrap().remove(0);
        assert_eq!((seen.people.len(), seen.people[0].role, seen.others), (1, BuyingRole::User, 1));
        let sheet = here.call(&am, GetAccount { account: AccountId(account) }).await.unwrap();
        assert_eq!((sheet.people.len(), sheet.purchases[0].people.len(), sheet.purchases[0].others), (2, 2, 0));
        // Ada was there first, and so invites colleagues and sees them; Bob sees none.
        assert!(!here.text(&bob, "/account").await.contains("Ada"));

        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!(data["purchases"].as_array().unwrap().len(), 2, "{}", data["purchases"]);
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        let left = here.call(&am, GetAccount { account: AccountId(account) }).await.unwrap();
        assert_eq!((left.people.len(), left.purchases[0].people.len(), &left.purchases[0].history[0].by), (1, 1, &None));
        here.call(&am, part(&bob, BuyingRole::EconomicBuyer, false)).await.unwrap();
        assert!(here.call(&am, GetAccount { account: AccountId(account) }).await.unwrap().purchases[0].people.is_empty());
    }

    async fn there_is_an_end_to_how_many(here) {
        here.company().await;
        let account = here.account("Acme Steel").await;
        let ada = here.member("Ada", Some(account)).await;
        here.write(What::new("purchase.added", 0), move |tx| {
            Box::pin(async move {
                for n in 1..MOST_PURCHASES {
                    const ADD: &str = "insert into purchase (account, created) values ($1, $2)";
                    on!(tx, c => sqlx::query(ADD).bind(account).bind(n).execute(c).await.map(drop))?;
                }
                Ok(())
            })
        })
        .await;
        add(&here, &ada, account, text("The last", "", "")).await;
        let request = AddPurchase { account: AccountId(account), text: text("One too many", "", ""), since: None };
        assert!(here.call(&ada, request).await.unwrap_err().about("name").is_some());
    }

    async fn an_account_has_a_page_for_those_who_look_after_it(here) {
        here.company().await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let group = here.account("Group").await;
        let ids: Vec<CrmId> = vec!["hubspot:7712".parse().unwrap(), "salesforce:0015e00000ABCDE".parse().unwrap()];
        let steel = serde_json::json!({ "name": "Acme Steel", "parent": group, "domains": ["steel.example"], "crm_ids": ids });
        let steel: AddAccount = serde_json::from_value(steel).unwrap();
        let id = here.call(&am, steel.clone()).await.unwrap().id;
        let taken = AddAccount { text: model::account::AccountText { name: "Other".parse().unwrap(), domains: Vec::new(), ..steel.text }, part_of: None };
        assert!(here.call(&am, taken).await.unwrap_err().about("crm_ids").is_some());
        let ada = here.member("Ada", Some(id.0)).await;
        here.call(&am, AddAccountNote { account: id, text: "Likes **brevity**.".parse().unwrap() }).await.unwrap();
        add(&here, &am, id.0, text("Pumps", "Assessment", "Value Added")).await;
        let page = here.text(&am, &format!("/accounts/{id}")).await;
        for words in ["Acme Steel", "Group", "steel.example", "salesforce:0015e00000ABCDE", "ada@example.com", "Pumps", "<strong>brevity</strong>"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(here.text(&am, &format!("/accounts/{group}")).await.contains("Acme Steel"));
        assert!(here.text(&am, &format!("/accounts/{id}?purchase=1")).await.contains("How it stands"));
        for who in [&ada, &here.staff("Dee", Role::Designer).await] {
            assert!(!here.text(who, &format!("/accounts/{id}")).await.contains("brevity"));
            assert_eq!(here.call(who, GetAccount { account: id }).await.unwrap_err().kind, ProblemKind::NotAllowed);
        }
        assert_eq!(here.call(&am, GetAccount { account: AccountId(999) }).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    async fn crm_ids_come_by_csv_as_they_are_called_here_and_as_the_crm_exports_them(here) {
        here.company().await;
        let am = here.staff("Grace", Role::AccountManager).await;
        let import = async |csv: &str| here.call(&am, ImportAccounts { csv: csv.into(), segments: true, preview: false }).await.unwrap();
        let ids = async || {
            let list = here.call(&am, ListAccounts::default()).await.unwrap().accounts;
            list[0].text.crm_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        import("name,crm_ids\nAcme,sap:4711 SalesForce:0015e\n").await;
        assert_eq!(ids().await, "salesforce:0015e sap:4711");
        // A column of one CRM leaves the others alone.
        let done = import("name,AccountId,hs_object_id\nAcme,0015f,7712\nBeta,0015f,\nGamma,no such,\n").await;
        assert_eq!((done.changed, done.faults.len()), (1, 2), "{done:?}");
        assert_eq!(ids().await, "hubspot:7712 salesforce:0015f sap:4711");
        import("name,hs_object_id\nAcme,\n").await;
        assert_eq!(ids().await, "salesforce:0015f sap:4711");
        import("name\nAcme\n").await;
        assert_eq!(ids().await, "salesforce:0015f sap:4711");
    }
}
