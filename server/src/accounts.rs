//! What must hold of an account beyond its text: no circle of parents, a reason for a tier, domains that are one
//! account's own. Used by the forms and by CSV alike.

mod crm;
pub mod csv;
pub mod import;

use crate::db::accounts::AllAccounts;
use crate::db::events::{self, What};
use crate::db::people::{self, How};
use crate::db::{Tx, accounts as table};
use crate::error;
use crate::site::Site;
use model::account::{Account, AccountText, CrmId, Tier};
use model::round::Phase;
use model::{AccountId, Name, PersonId, Problem, Timestamp};
use rustc_hash::FxHashMap;

/// Most domains of one account.
pub const MOST_DOMAINS: usize = 50;
/// Most segment attributes that a company may define.
pub const MOST_SEGMENTS: usize = 50;
/// Most characters of a domain, as the net has it.
const DOMAIN: usize = 253;

/// Anybody can have an address at these, so they show nothing about whom a person works for.
const PUBLIC_PROVIDERS: [&str; 22] = [
    "aol.com",
    "fastmail.com",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "msn.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "web.de",
    "yahoo.com",
    "yandex.ru",
];

/// What is there already, to check against and, in an import, kept current as rows go in.
#[derive(Clone, Debug)]
pub struct Book {
    pub list: AllAccounts,
    parents: FxHashMap<AccountId, Option<AccountId>>,
    owners: FxHashMap<String, AccountId>,
    /// By what CRM systems call them.
    crm: FxHashMap<CrmId, AccountId>,
    /// By name, as [`folded`].
    names: FxHashMap<String, AccountId>,
    /// Whether votes are being weighed now, so that nothing may change how much one weighs.
    pub weighing: bool,
}

impl Book {
    #[must_use]
    pub fn new(list: AllAccounts, weighing: bool) -> Self {
        let each = list.accounts.iter();
        let parents = each.clone().map(|account| (account.id, account.text.parent)).collect();
        let owner = |account: &Account| {
            let id = account.id;
            account.text.domains.clone().into_iter().map(move |domain| (domain, id))
        };
        let owners = each.clone().flat_map(owner).collect();
        let called = |account: &Account| {
            let id = account.id;
            account.text.crm_ids.clone().into_iter().map(move |crm| (crm, id))
        };
        let crm = each.flat_map(called).collect();
        let names = list.accounts.iter().map(|account| (folded(&account.text.name), account.id)).collect();
        Self { list, parents, owners, crm, names, weighing }
    }

    /// Takes in an account as it is now.
    pub fn note(&mut self, id: AccountId, text: &AccountText) {
        self.parents.insert(id, text.parent);
        self.names.retain(|_, other| *other != id);
        self.names.insert(folded(&text.name), id);
        self.owners.retain(|_, owner| *owner != id);
        self.owners.extend(text.domains.iter().map(|domain| (domain.clone(), id)));
        self.crm.retain(|_, owner| *owner != id);
        self.crm.extend(text.crm_ids.iter().map(|crm| (crm.clone(), id)));
    }

    /// An account that is about to be added, of which so far only the key is known.
    pub fn expect(&mut self, id: AccountId) {
        self.parents.insert(id, None);
    }

    /// Checks what is to be written about an account, new or known, and puts its domains into their usual form.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self, id: Option<AccountId>, before: Tier, text: &mut AccountText) -> Result<(), Problem> {
        self.check_name(id, &text.name)?;
        if text.tier != Tier::default() && text.tier_reason.is_none() {
            return Err(Problem::field(
                "tier_reason",
                "Please say why; the reason is published with the tier.",
            ));
        }
        if text.tier != before && self.weighing {
            let message = "A round is open for voting and has votes, which were given knowing how much each \
                           voice weighs. Tiers can be changed once its voting is closed.";
            return Err(Problem::field("tier", message));
        }
        if let Some(parent) = text.parent {
            self.check_parent(id, parent)?;
        }
        self.check_domains(id, text)?;
        self.check_crm(id, text)?;
        let known = |attribute: &model::account::Attribute| {
            self.list.segments.iter().any(|segment| segment.id == attribute.segment)
        };
        if !text.attributes.iter().all(known) {
            return Err(Problem::field("attributes", "There is no such attribute."));
        }
        text.attributes.sort_by_key(|attribute| attribute.segment);
        text.attributes.dedup_by_key(|attribute| attribute.segment);
        Ok(())
    }

    /// Two names that differ in capitals or spaces alone are the same to whoever reads them.
    fn check_name(&self, id: Option<AccountId>, name: &Name) -> Result<(), Problem> {
        let Some(same) = self.names.get(&folded(name)).filter(|same| Some(**same) != id) else {
            return Ok(());
        };
        // What was so before this was asked stays as it is.
        let known = |id: AccountId| self.list.accounts.iter().find(move |account| account.id == id);
        if id.and_then(known).is_some_and(|account| account.text.name == *name) {
            return Ok(());
        }
        let found = known(*same);
        let found = found.map_or(name, |account| &account.text.name);
        Err(Problem::field("name", format!("There is an account of this name already: “{found}”.")))
    }

    fn check_parent(&self, id: Option<AccountId>, parent: AccountId) -> Result<(), Problem> {
        let mut above = Some(parent);
        // Nothing above can be met twice, as no circle is ever let in.
        while let Some(one) = above {
            if Some(one) == id {
                return Err(Problem::field("parent", "An account cannot stand above itself."));
            }
            let Some(next) = self.parents.get(&one) else {
                return Err(Problem::field("parent", "There is no such account."));
            };
            above = *next;
        }
        Ok(())
    }

    fn check_domains(&self, id: Option<AccountId>, text: &mut AccountText) -> Result<(), Problem> {
        let refuse = |message: String| Err(Problem::field("domains", message));
        let mut domains = Vec::with_capacity(text.domains.len());
        for typed in text.domains.iter().flat_map(|typed| typed.split([' ', ',', ';'])) {
            let domain = typed.trim().trim_start_matches('@').to_lowercase();
            if domain.is_empty() || domains.contains(&domain) {
                continue;
            }
            if !is_domain(&domain) {
                return refuse(format!("“{typed}” is not a domain such as example.com."));
            }
            if PUBLIC_PROVIDERS.contains(&domain.as_str()) {
                return refuse(format!("Anybody can have an address at {domain}."));
            }
            if self.owners.get(&domain).is_some_and(|owner| Some(*owner) != id) {
                return refuse(format!("{domain} is another account's already."));
            }
            domains.push(domain);
        }
        if domains.len() > MOST_DOMAINS {
            return refuse(format!("Please keep this to {MOST_DOMAINS} domains."));
        }
        domains.sort_unstable();
        text.domains = domains;
        Ok(())
    }
}

/// A name without what does not tell it from another: capitals and spaces.
#[must_use]
pub fn folded(name: &Name) -> String {
    name.as_str().chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Letters and digits with hyphens inside, in at least two parts.
fn is_domain(domain: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    domain.len() <= DOMAIN && domain.contains('.') && domain.split('.').all(part)
}

/// Whether a round is open for voting and has votes. A sample's are nobody's.
#[must_use]
pub fn weighing(site: &Site) -> bool {
    let now = site.clock.now();
    let world = site.memory.read();
    let mut voted = world.rounds().filter(|memory| !memory.round.sample && memory.has_votes());
    voted.any(|memory| memory.round.open_at(now).contains(&Phase::Vote))
}

/// Confirms those who have an address at one of an account's domains and wait.
///
/// # Errors
/// Those of the database.
pub async fn confirm_by_domain(
    tx: &mut Tx,
    account: AccountId,
    domains: &[String],
    by: Option<PersonId>,
    now: Timestamp,
) -> error::Result<()> {
    for domain in domains {
        for person in table::unconfirmed_at(tx, domain).await? {
            people::confirm(tx, person, account, by, How::Domain, now).await?;
            let what = What::new("person.confirmed", person.0);
            events::record(tx, now, by, what, Some("domain")).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, parent: Option<i64>, domains: &[&str]) -> AccountText {
        AccountText {
            name: name.parse().unwrap(),
            parent: parent.map(AccountId),
            tier: Tier::default(),
            tier_reason: None,
            domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
            crm_ids: Vec::new(),
            attributes: Vec::new(),
        }
    }

    fn book() -> Book {
        let account = |id, text| Account { id: AccountId(id), text, part_of: None, people: 0, sample: false };
        let accounts = vec![
            account(1, text("Group", None, &["group.example"])),
            account(2, text("Daughter", Some(1), &[])),
            account(3, text("Grandchild", Some(2), &[])),
        ];
        Book::new(AllAccounts { accounts, segments: Vec::new() }, false)
    }

    #[test]
    fn nothing_stands_above_itself() {
        let check = |id: i64, parent| {
            book().check(Some(AccountId(id)), Tier::default(), &mut text("Any", Some(parent), &[]))
        };
        assert!(check(1, 1).is_err() && check(1, 2).is_err() && check(1, 3).is_err());
        assert!(check(3, 1).is_ok());
        assert!(check(3, 9).is_err_and(|problem| problem.about("parent").is_some()));
    }

    #[test]
    fn domains_are_one_accounts_own() {
        let check = |domains: &[&str]| {
            let mut text = text("Any", None, domains);
            book().check(Some(AccountId(2)), Tier::default(), &mut text).map(|()| text.domains)
        };
        assert_eq!(
            check(&["@B.Example, a.example", "", "b.example"]),
            Ok(vec!["a.example".into(), "b.example".into()])
        );
        for bad in ["example", "a..b", "-a.example", "ex ample", "a_b.example", "GMAIL.com", "group.example"]
        {
            assert!(check(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn tiers_have_reasons_and_do_not_change_while_votes_are_weighed() {
        let two = Tier::new(2).unwrap();
        let mut book = book();
        let mut heavy = AccountText { tier: two, ..text("Any", None, &[]) };
        assert!(
            book.check(None, Tier::default(), &mut heavy).is_err_and(|p| p.about("tier_reason").is_some())
        );
        heavy.tier_reason = Some("Speaks for forty hospitals.".parse().unwrap());
        assert!(book.check(None, Tier::default(), &mut heavy).is_ok());
        book.weighing = true;
        assert!(book.check(None, Tier::default(), &mut heavy).is_err_and(|p| p.about("tier").is_some()));
        assert!(book.check(None, two, &mut heavy).is_ok());
    }
}
