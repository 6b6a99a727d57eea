//! Where what is for certain customers holds beside what is for all: each is used where the other is.

use crate::design_lines::adopted;
use crate::harness::{Caller, Here};
use crate::on_both;
use crate::permissions::fixture::{account, segment};
use crate::purchases::text;
use model::account::{Attribute, WhichAccount};
use model::api::access::{Wanted, Who};
use model::api::asks::{AskAfterContact, ListAsked};
use model::api::card::GetCard;
use model::api::designs::GetDesign;
use model::api::programs::FindPractices;
use model::api::promises::{GetScorecard, Report, SetPromise};
use model::api::purchases::AddPurchase;
use model::api::scorecard::ListReopened;
use model::design::HoldsToo;
use model::person::Role;
use model::promise::Progress;
use model::{AccountId, PracticeId, ProblemKind, Version};
use server::promises::gaps;

/// A company with a design for everybody and another for banks.
struct Two {
    here: Here,
    boss: Caller,
    /// Of a bank, and of none.
    will: Caller,
    olga: Caller,
    bank: i64,
    shop: i64,
    banks: Attribute,
    first: (Version, PracticeId),
    second: (Version, PracticeId),
}

impl Two {
    async fn new(here: Here) -> Self {
        here.company().await;
        let boss = here.staff("Xena", Role::Admin).await;
        let attribute = segment(&here, &boss).await;
        let bank = account(&here, &boss, "Second Bank", Some(attribute.clone())).await;
        let shop = account(&here, &boss, "Corner Shop", None).await;
        let (will, olga) = (here.member("Will", Some(bank)).await, here.member("Olga", Some(shop)).await);
        let banks = Wanted { segments: vec![attribute.clone()], ..Wanted::from(Who::Chosen) };
        let first = adopted(&here, &boss, Who::Public.into(), "One face").await;
        let second = adopted(&here, &boss, banks, "Open the vault").await;
        let two = Self { here, boss, will, olga, bank, shop, banks: attribute, first, second };
        two.is_in_place(first.1, None).await;
        two.is_in_place(second.1, Some("Vault keepers")).await;
        two
    }

    async fn is_in_place(&self, practice: PracticeId, owner: Option<&str>) {
        let said = SetPromise {
            practice,
            progress: Progress::InPlace,
            reason: None,
            owner: owner.map(|name| name.parse().unwrap()),
            starts: None,
            review: None,
            seen: None,
        };
        self.here.call(&self.boss, said).await.unwrap();
    }

    /// Ten banks say that what was promised to banks alone is not kept.
    async fn vault_is_not_kept(&self) {
        for number in 0..10 {
            let bank =
                account(&self.here, &self.boss, &format!("Bank {number}"), Some(self.banks.clone())).await;
            let clerk = self.here.member(&format!("Clerk {number}"), Some(bank)).await;
            let report = Report {
                practice: self.second.1,
                kept: false,
                feeling: None,
                words: None,
                readable: false,
                named: false,
            };
            self.here.call(&clerk, report).await.unwrap();
        }
        gaps::step(&self.here.site).await.unwrap();
    }

    async fn practices(&self, who: &Caller, asked: FindPractices) -> (Version, Vec<String>) {
        let found = self.here.call(who, asked).await.unwrap();
        (found.version, found.practices.iter().map(|one| one.text.title.to_string()).collect())
    }
}

on_both! {
    async fn who_answers_for_what_is_read_of_all_of_them(here) {
        let two = Two::new(here).await;
        let list = two.here.text(&two.boss, "/functions").await;
        assert!(list.contains("Vault keepers") && list.contains("answers for 2 practices"), "{list}");
        assert!(list.contains("for everybody") && list.contains("for customers in Industry: Banks"), "{list}");
        let keepers = two.here.text(&two.boss, "/functions?name=vault+keepers").await;
        let to = format!("/design/{}#practice-{}", two.second.0, two.second.1);
        assert!(keepers.contains("Open the vault") && keepers.contains(&to) && !keepers.contains("One face"), "{keepers}");
        let sales = two.here.text(&two.boss, "/functions?name=Sales").await;
        assert!(sales.contains("Open the vault") && sales.contains("One face"), "{sales}");
        // Whoever may not see the other learns nothing of it.
        assert!(!two.here.text(&two.olga, "/functions").await.contains("Vault keepers"));
        let none = two.here.get(&two.olga, "/functions?name=Vault+keepers").await;
        assert_eq!(none.status().as_u16(), 404);
        assert!(two.here.text(&two.will, "/functions").await.contains("Vault keepers"));
    }

    async fn customers_are_asked_about_the_promises_and_the_cells_of_each(here) {
        let two = Two::new(here).await;
        let (version, vault) = two.second;
        let page = two.here.text(&two.boss, "/ask").await;
        assert!(page.contains("One face") && page.contains("Open the vault"), "{page}");
        let cell = |version: Version| format!("value=\"{version}/3-1\"");
        assert!(page.contains(&cell(two.first.0)) && page.contains(&cell(version)), "{page}");
        let cards = two.here.call(&two.boss, GetScorecard { version: Some(version) }).await.unwrap();
        assert_eq!((cards.version, cards.promises[0].practice), (version, vault));
        assert_eq!(cards.holds_too, [HoldsToo { version: two.first.0, who: "everybody".into() }]);
        let refused = two.here.call(&two.olga, GetScorecard { version: Some(version) }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotFound);
        let contact = |cell: &str| AskAfterContact {
            account: Some(WhichAccount::Number(AccountId(two.bank))),
            cell: Some(cell.to_owned()),
            ..AskAfterContact::default()
        };
        two.here.call(&two.boss, contact(&format!("{version}/3-1"))).await.unwrap();
        let asked = two.here.call(&two.boss, ListAsked {}).await.unwrap();
        assert_eq!(asked.lines[0].practice, vault);
        two.here.call(&two.boss, contact("3-1")).await.unwrap();
        let asked = two.here.call(&two.boss, ListAsked {}).await.unwrap();
        assert!(asked.lines.iter().any(|line| line.practice == two.first.1));
        assert_eq!(two.here.call(&two.boss, contact("9/3-1")).await.unwrap_err().kind, ProblemKind::NotFound);
        assert!(two.here.call(&two.boss, contact("x/3-1")).await.unwrap_err().about("cell").is_some());
    }

    async fn what_is_not_kept_of_any_of_them_is_asked_for_again(here) {
        let two = Two::new(here).await;
        let (version, _) = two.first;
        let round = two.here.call(&two.boss, GetDesign { version }).await.unwrap().round;
        let open = async |who: &Caller| {
            let open = two.here.call(who, ListReopened { round }).await.unwrap();
            open.into_iter().map(|one| (one.practice, one.stages.iter().collect::<Vec<_>>())).collect::<Vec<_>>()
        };
        assert_eq!(open(&two.boss).await, []);
        two.vault_is_not_kept().await;
        let vault = vec![(two.second.1, vec![3])];
        assert_eq!((open(&two.boss).await, open(&two.will).await), (vault.clone(), vault));
        assert_eq!(open(&two.olga).await, [], "what is for banks is nothing to the shop");
        let board = format!("/rounds/{round}");
        assert!(two.here.text(&two.boss, &board).await.contains("Customers say that this is not kept: "));
        assert!(!two.here.text(&two.olga, &board).await.contains("Customers say that this is not kept: "));
    }

    async fn a_link_to_a_practice_leads_to_the_design_that_has_it(here) {
        let two = Two::new(here).await;
        let pumps = AddPurchase { account: AccountId(two.bank), text: text("Pumps", "Assessment", "Value Added"), since: None };
        two.here.call(&two.boss, pumps).await.unwrap();
        let card = two.here.call(&two.boss, GetCard { account: AccountId(two.bank) }).await.unwrap();
        let acts = card.purchases[0].next.iter().map(|act| (act.version, act.practice)).collect::<Vec<_>>();
        assert_eq!(acts, [two.second, two.first]);
        let links = |page: &str| {
            assert!(!page.contains("\"/design#practice-"), "{page}");
            [two.first, two.second].map(|(version, practice)| page.contains(&format!("\"/design/{version}#practice-{practice}\"")))
        };
        let page = two.here.text(&two.boss, &format!("/accounts/{}/card", two.bank)).await;
        assert_eq!(links(&page), [true, true], "{page}");
        for (place, (version, practice)) in [two.first, two.second].into_iter().enumerate() {
            let page = two.here.text(&two.boss, &format!("/promises/{practice}")).await;
            assert_eq!(links(&page), [place == 0, place == 1], "{page}");
            assert!(page.contains(&format!("\"/promises?version={version}\"")), "{page}");
            let moment = two.here.text(&two.boss, &format!("/design/{version}/moments/3/1")).await;
            assert!(moment.contains(&format!("/promises?version={version}&amp;cell=3-1")), "{moment}");
        }
    }

    async fn adopted_practices_are_read_by_version_and_by_account(here) {
        let two = Two::new(here).await;
        let (face, vault) = ((two.first.0, vec!["One face".to_owned()]), (two.second.0, vec!["Open the vault".to_owned()]));
        let of = |version| FindPractices { version: Some(version), ..FindPractices::default() };
        let whose = |account: WhichAccount| FindPractices { account: Some(account), ..FindPractices::default() };
        assert_eq!(two.practices(&two.boss, FindPractices::default()).await, face);
        assert_eq!(two.practices(&two.boss, of(two.second.0)).await, vault);
        assert_eq!(two.practices(&two.will, FindPractices::default()).await, vault);
        let (bank, shop) = (WhichAccount::Number(AccountId(two.bank)), "corner shop".parse::<WhichAccount>().unwrap());
        assert_eq!(two.practices(&two.boss, whose(bank.clone())).await, vault);
        assert_eq!(two.practices(&two.will, whose(bank.clone())).await, vault);
        assert_eq!(two.practices(&two.boss, whose(shop.clone())).await, face);
        let beside = async |asked: FindPractices| two.here.call(&two.boss, asked).await.unwrap().holds_too;
        assert_eq!(beside(whose(bank.clone())).await, [HoldsToo { version: two.first.0, who: "everybody".into() }]);
        assert_eq!(beside(whose(shop.clone())).await, [], "what is for banks is not for the shop");
        // Neither is what it does not hold for, nor are accounts told of to others.
        let mixed = FindPractices { version: Some(two.second.0), ..whose(shop) };
        let refused = async |who: &Caller, asked: FindPractices| two.here.call(who, asked).await.unwrap_err().kind;
        assert_eq!(refused(&two.boss, mixed).await, ProblemKind::NotFound);
        assert_eq!(refused(&two.olga, of(two.second.0)).await, ProblemKind::NotFound);
        assert_eq!(refused(&two.olga, whose(bank.clone())).await, ProblemKind::NotFound);
        assert_eq!(refused(&Caller::stranger(), whose(WhichAccount::Number(AccountId(two.shop)))).await, ProblemKind::NotFound);
    }
}
