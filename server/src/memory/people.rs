//! Who is who: everybody who can be met, with roles and membership.

use crate::db::accounts::SAMPLE;
use crate::db::people::{AccountRow, PersonRow, RoleRow, SegmentOfRow, SpeaksFromRow};
use model::access::Circle;
use model::account::Attribute;
use model::api::access::Offered;
use model::person::{Membership, Myself, Role};
use model::{AccountId, Email, JoinRequestId, Name, PersonId, RoundId, SegmentId, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A person as requests need to know them.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: PersonId,
    pub name: Name,
    pub email: Option<Email>,
    pub since: Timestamp,
    pub roles: Vec<Role>,
    /// The account named or confirmed.
    pub account: Option<AccountId>,
    pub declared: Option<Name>,
    pub confirmed: bool,
    /// Known by a browser alone: nobody to be written to.
    pub guest: bool,
    /// That they wait to be told whom they speak for, and since when.
    pub asked: Option<(JoinRequestId, Timestamp)>,
    /// Whether they follow what they vote on, if they have said so.
    pub follows: Option<bool>,
    /// The culture this person speaks from, by round.
    pub cultures: Vec<(RoundId, usize)>,
}

impl Member {
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        role.is_among(&self.roles)
    }

    /// Whether they named an account that nobody has confirmed.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.request().is_some()
    }

    /// That they named an account, while nobody has confirmed one.
    #[must_use]
    pub fn request(&self) -> Option<JoinRequestId> {
        let waits = !self.confirmed && self.declared.is_some() && self.email.is_some();
        self.asked.filter(|_| waits).map(|(request, _)| request)
    }

    /// Since when they have, while nobody has answered.
    #[must_use]
    pub fn asks_since(&self) -> Option<Timestamp> {
        self.asked.filter(|_| self.waits()).map(|(_, since)| since)
    }

    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.roles.is_empty()
    }
}

/// People and accounts.
#[derive(Default)]
pub struct Directory {
    people: FxHashMap<i64, Arc<Member>>,
    accounts: FxHashMap<i64, AccountRow>,
    /// Those of a name, in lower case.
    named: FxHashMap<String, Vec<i64>>,
    /// By account: "Industry: Banks".
    segments: FxHashMap<i64, Vec<String>>,
    /// Who named an account that nobody has confirmed.
    requests: BTreeMap<i64, PersonId>,
    /// The same, by key.
    attributes: FxHashMap<i64, Vec<Attribute>>,
    segment_names: BTreeMap<i64, Name>,
    changes: u64,
}

impl Directory {
    #[must_use]
    pub fn person(&self, person: PersonId) -> Option<Arc<Member>> {
        self.people.get(&person.0).cloned()
    }

    pub fn people(&self) -> impl Iterator<Item = &Arc<Member>> {
        self.people.values()
    }

    #[must_use]
    pub fn account_name(&self, account: AccountId) -> Option<Name> {
        self.accounts.get(&account.0).and_then(|row| row.name.parse().ok())
    }

    /// Whether it came with a sample, and is made up.
    #[must_use]
    pub fn is_of_sample(&self, account: AccountId) -> bool {
        let source = self.accounts.get(&account.0).and_then(|row| row.source.as_deref());
        source.is_some_and(|source| source.starts_with(SAMPLE))
    }

    /// The account of this very name, else one whose name differs in nothing but capitals.
    #[must_use]
    pub fn account_named(&self, name: &str) -> Option<AccountId> {
        let alike = self.named.get(&name.to_lowercase()).into_iter().flatten();
        let alike = alike.filter_map(|id| self.accounts.get(id));
        alike.map(|row| (row.name != name, AccountId(row.id))).min().map(|(_, id)| id)
    }

    /// The topmost account above, which holds the entitlement, and its tier.
    #[must_use]
    pub fn topmost(&self, account: AccountId) -> Option<(AccountId, i64)> {
        let mut row = self.accounts.get(&account.0)?;
        // As many steps as there are accounts: a circle, which the forms refuse, would otherwise never end.
        for _ in 0..self.accounts.len() {
            match row.parent.and_then(|parent| self.accounts.get(&parent)) {
                Some(parent) => row = parent,
                None => break,
            }
        }
        Some((AccountId(row.id), row.tier))
    }

    /// How a person stands to an account, as they and staff see it.
    #[must_use]
    pub fn membership(&self, member: &Member) -> Membership {
        match (member.account, &member.declared) {
            (Some(account), _) if member.confirmed => match self.account_name(account) {
                Some(name) => Membership::Confirmed { account, name },
                None => Membership::None,
            },
            (_, Some(name)) => Membership::Declared { name: name.clone() },
            _ => Membership::None,
        }
    }

    /// What a person sees of themselves, speaking in `round`.
    #[must_use]
    pub fn myself(&self, member: &Member, round: RoundId) -> Myself {
        Myself {
            id: member.id,
            name: member.name.clone(),
            email: member.email.clone(),
            roles: member.roles.clone(),
            membership: self.membership(member),
            follows: member.follows,
            culture: member.cultures.iter().find(|(r, _)| *r == round).map(|(_, culture)| *culture),
        }
    }

    pub fn set_accounts(&mut self, rows: Vec<AccountRow>, segments: Vec<SegmentOfRow>) {
        self.changes += 1;
        self.named.clear();
        for row in &rows {
            self.named.entry(row.name.to_lowercase()).or_default().push(row.id);
        }
        self.accounts = rows.into_iter().map(|row| (row.id, row)).collect();
        self.segments.clear();
        self.attributes.clear();
        self.segment_names.clear();
        for row in segments {
            if let (Ok(name), Ok(value)) = (row.name.parse(), row.value.parse()) {
                self.segment_names.insert(row.segment, name);
                let attribute = Attribute { segment: SegmentId(row.segment), value };
                self.attributes.entry(row.account).or_default().push(attribute);
            }
            let words = [row.name.as_str(), ": ", row.value.as_str()].concat();
            self.segments.entry(row.account).or_default().push(words);
        }
    }

    /// How many named an account and wait to be confirmed.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.requests.len()
    }

    /// Each of them, with since when they do.
    pub fn requests(&self) -> impl Iterator<Item = (Timestamp, JoinRequestId)> + '_ {
        let people = self.requests.values().filter_map(|person| self.people.get(&person.0));
        people.filter_map(|one| Some((one.asks_since()?, one.request()?)))
    }

    /// Whose request it is, while nobody has answered it.
    #[must_use]
    pub fn requester(&self, request: JoinRequestId) -> Option<Arc<Member>> {
        self.person(*self.requests.get(&request.0)?)
    }

    /// Every account with its name.
    pub fn names(&self) -> impl Iterator<Item = (Name, AccountId)> + '_ {
        self.accounts.values().filter_map(|row| Some((row.name.parse().ok()?, AccountId(row.id))))
    }

    /// Whether an account, or one above it, is one of these.
    #[must_use]
    pub fn is_within(&self, account: AccountId, circle: &Circle) -> bool {
        let mut next = Some(account.0);
        // As many steps as there are accounts, as in `topmost`.
        for _ in 0..self.accounts.len() {
            let Some(id) = next else { break };
            let attributes = self.attributes.get(&id).map_or(&[][..], Vec::as_slice);
            let has = attributes.iter().any(|attribute| circle.segments.contains(attribute));
            if has || circle.accounts.contains(&AccountId(id)) {
                return true;
            }
            next = self.accounts.get(&id).and_then(|row| row.parent);
        }
        false
    }

    /// Of a segment that some account is in.
    #[must_use]
    pub fn segment_name(&self, segment: SegmentId) -> Option<Name> {
        self.segment_names.get(&segment.0).cloned()
    }

    /// Every value of every segment that some account has, with how many have it.
    #[must_use]
    pub fn offered(&self) -> Vec<Offered> {
        let mut counts: BTreeMap<(i64, &str), (&Attribute, usize)> = BTreeMap::new();
        for attribute in self.attributes.values().flatten() {
            let key = (attribute.segment.0, attribute.value.as_str());
            counts.entry(key).or_insert((attribute, 0)).1 += 1;
        }
        let offered = counts.into_values().filter_map(|(Attribute { segment, value }, accounts)| {
            let name = self.segment_name(*segment)?;
            Some(Offered { segment: *segment, name, value: value.clone(), accounts })
        });
        offered.collect()
    }

    /// Another number when somebody, or an account, has changed.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The segments that an account is in, as "attribute: value".
    #[must_use]
    pub fn segments(&self, account: AccountId) -> &[String] {
        self.segments.get(&account.0).map_or(&[], Vec::as_slice)
    }

    /// The accounts right below one, by name.
    #[must_use]
    pub fn daughters(&self, account: AccountId) -> Vec<AccountId> {
        let mut rows: Vec<_> = self.accounts.values().filter(|row| row.parent == Some(account.0)).collect();
        rows.sort_by_key(|row| (&row.name, row.id));
        rows.into_iter().map(|row| AccountId(row.id)).collect()
    }

    /// Every topmost account: the account base.
    pub fn topmost_accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.accounts.values().filter(|row| row.parent.is_none()).map(|row| AccountId(row.id))
    }

    /// Takes people in, and gives back who they are.
    pub fn put(
        &mut self,
        rows: Vec<PersonRow>,
        roles: &[RoleRow],
        cultures: &[SpeaksFromRow],
    ) -> Vec<PersonId> {
        self.changes += 1;
        let mut roles_of: FxHashMap<i64, Vec<Role>> = FxHashMap::default();
        let mut cultures_of: FxHashMap<i64, Vec<(RoundId, usize)>> = FxHashMap::default();
        for row in roles {
            roles_of.entry(row.person).or_default().extend(Role::from_word(&row.role));
        }
        for row in cultures {
            let culture = usize::try_from(row.culture).unwrap_or(0);
            cultures_of.entry(row.person).or_default().push((RoundId(row.round), culture));
        }
        let put = |row: PersonRow| {
            let roles = roles_of.remove(&row.id).unwrap_or_default();
            let cultures = cultures_of.remove(&row.id).unwrap_or_default();
            // A name is checked when it is written; one that no longer passes is not worth a failed start.
            let name = row.name.parse().or_else(|_| "Somebody".parse()).ok()?;
            let member = Member {
                id: PersonId(row.id),
                name,
                email: row.email.as_deref().and_then(|email| email.parse().ok()),
                since: Timestamp(row.created),
                roles,
                account: row.account.map(AccountId),
                declared: row.declared.as_deref().and_then(|name| name.parse().ok()),
                confirmed: row.confirmed.is_some(),
                guest: row.guest.is_some(),
                asked: row.request.map(JoinRequestId).zip(row.asked.map(Timestamp)),
                follows: row.follows,
                cultures,
            };
            let asks = member.request();
            let before = self.people.insert(row.id, Arc::new(member)).and_then(|before| before.request());
            before.map(|before| self.requests.remove(&before.0));
            asks.map(|asks| self.requests.insert(asks.0, PersonId(row.id)));
            Some(PersonId(row.id))
        };
        rows.into_iter().filter_map(put).collect()
    }

    pub fn forget(&mut self, person: PersonId) {
        self.changes += 1;
        let before = self.people.remove(&person.0).and_then(|before| before.request());
        before.map(|before| self.requests.remove(&before.0));
    }
}
