//! What CRM systems call accounts: each name is one account's.

use super::Book;
use model::account::AccountText;
use model::{AccountId, Problem};

/// Most that one account is called by.
pub const MOST_CRM_IDS: usize = 20;

impl Book {
    /// # Errors
    /// Names the field.
    pub(super) fn check_crm(&self, id: Option<AccountId>, text: &mut AccountText) -> Result<(), Problem> {
        text.crm_ids.sort_unstable();
        text.crm_ids.dedup();
        if text.crm_ids.len() > MOST_CRM_IDS {
            return Err(Problem::field("crm_ids", format!("Please keep this to {MOST_CRM_IDS}.")));
        }
        let theirs = |owner: &AccountId| Some(*owner) != id;
        match text.crm_ids.iter().find(|crm| self.crm.get(crm).is_some_and(theirs)) {
            Some(crm) => Err(Problem::field("crm_ids", format!("{crm} is another account's already."))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::accounts::AllAccounts;
    use model::account::{Account, Tier};

    fn text(ids: &[String]) -> AccountText {
        AccountText {
            name: "Any".parse().unwrap(),
            parent: None,
            tier: Tier::default(),
            tier_reason: None,
            domains: Vec::new(),
            crm_ids: ids.iter().map(|id| id.parse().unwrap()).collect(),
            attributes: Vec::new(),
        }
    }

    #[test]
    fn what_a_crm_calls_an_account_is_its_own() {
        let one = Account {
            id: AccountId(1),
            text: text(&["sap:1".into()]),
            part_of: None,
            people: 0,
            sample: false,
        };
        let mut book = Book::new(AllAccounts { accounts: vec![one], segments: Vec::new() }, false);
        let check = |book: &Book, id, ids: &[String]| book.check_crm(Some(AccountId(id)), &mut text(ids));
        assert!(check(&book, 1, &["sap:1".into(), "SAP:1".into()]).is_ok());
        assert!(check(&book, 2, &["sap:1".into()]).is_err_and(|problem| problem.about("crm_ids").is_some()));
        let many = |count: usize| (0..count).map(|n| format!("sap:x{n}")).collect::<Vec<_>>();
        assert!(
            check(&book, 2, &many(MOST_CRM_IDS)).is_ok() && check(&book, 2, &many(MOST_CRM_IDS + 1)).is_err()
        );
        book.note(AccountId(1), &text(&[]));
        assert!(check(&book, 2, &["sap:1".into()]).is_ok());
    }
}
