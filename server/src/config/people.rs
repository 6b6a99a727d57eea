//! Whom somebody else may send here to be signed in, and what is made of what they say of them. The same for providers
//! and for the company's own product.

use anyhow::bail;
use model::Name;
use model::person::Role;
use serde::Deserialize;
use std::collections::BTreeMap;

/// For whom a way to sign in is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    #[default]
    Customers,
    Staff,
    Both,
}

impl Whom {
    #[must_use]
    pub fn staff(self) -> bool {
        matches!(self, Self::Staff | Self::Both)
    }

    #[must_use]
    pub fn customers(self) -> bool {
        matches!(self, Self::Customers | Self::Both)
    }
}

/// By what an account is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountBy {
    #[default]
    Name,
    /// A mail domain of the account's.
    Domain,
    /// What a CRM system calls it, as `sap:4711`; without the system's name where `account-crm` gives it.
    Crm,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct People {
    pub r#for: Whom,
    /// The domains of addresses that are let in; empty for all.
    pub domains: Vec<String>,
    /// Whether addresses are taken as verified though nobody says so.
    pub trust_email: bool,
    /// Whether people who are not here yet are added.
    pub add: bool,
    /// Whether accounts that are not here yet are added.
    pub add_accounts: bool,
    /// The claim that names the account.
    pub account_claim: Option<String>,
    pub account_by: AccountBy,
    pub account_crm: Option<String>,
    /// The claim that says what somebody of the staff may do.
    pub roles_claim: Option<String>,
    /// By value of that claim: the roles that it gives. Only these roles are given and taken back.
    pub roles: BTreeMap<String, Vec<String>>,
    /// By name of a segment attribute: the claim that has the account's value.
    pub segments: BTreeMap<Name, String>,
}

impl Default for People {
    fn default() -> Self {
        Self {
            r#for: Whom::default(),
            domains: Vec::new(),
            trust_email: false,
            add: true,
            add_accounts: false,
            account_claim: None,
            account_by: AccountBy::default(),
            account_crm: None,
            roles_claim: None,
            roles: BTreeMap::new(),
            segments: BTreeMap::new(),
        }
    }
}

impl People {
    /// # Errors
    /// Names the setting that is wrong, and why.
    pub fn check(&mut self) -> anyhow::Result<()> {
        for domain in &mut self.domains {
            *domain = domain.trim().trim_start_matches('@').to_lowercase();
        }
        let words = self.roles.values().flatten();
        if let Some(word) = words.clone().find(|word| Role::from_word(word).is_none()) {
            let known = Role::ALL.map(Role::word).join(", ");
            bail!("people.roles names {word:?}, and the roles are {known}");
        }
        if !self.roles.is_empty() && self.roles_claim.is_none() {
            bail!("people.roles needs people.roles-claim: the claim that has these values");
        }
        if !self.roles.is_empty() && !self.r#for.staff() {
            bail!("people.roles gives roles of staff, and people.for is \"customers\"");
        }
        if self.add_accounts && (self.account_claim.is_none() || self.account_by != AccountBy::Name) {
            bail!("people.add-accounts needs people.account-claim, and accounts that are found by name");
        }
        if self.account_crm.is_some() && self.account_by != AccountBy::Crm {
            bail!("people.account-crm needs people.account-by = \"crm\"");
        }
        if !self.segments.is_empty() && self.account_claim.is_none() {
            bail!("people.segments needs people.account-claim: it is the account that has them");
        }
        Ok(())
    }

    /// Whether an address at this domain is let in.
    #[must_use]
    pub fn lets_in(&self, domain: &str) -> bool {
        self.domains.is_empty() || self.domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }

    /// The roles that the mapping names: all others are none of its business.
    #[must_use]
    pub fn named_roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> =
            self.roles.values().flatten().filter_map(|word| Role::from_word(word)).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}
