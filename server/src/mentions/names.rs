//! The names of the people whom texts name, as somebody may read them.

use crate::db::finding;
use crate::db::leaving::NAMELESS;
use crate::memory::Member;
use crate::site::Site;
use model::PersonId;
use model::mention::{SOMEBODY, replaced, typed};
use model::person::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// Whoever is not among them is somebody.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<i64, String>);

impl Names {
    #[must_use]
    pub fn of(&self, person: PersonId) -> &str {
        self.0.get(&person.0).map_or(SOMEBODY, String::as_str)
    }

    /// What is kept, as its author types it; as it is kept where that would be too long.
    #[must_use]
    pub fn to_change<T: FromStr>(&self, text: &str) -> Option<T> {
        let whole = replaced(text, |_, person| typed(self.of(person), person));
        whole.parse().or_else(|_| text.parse()).ok()
    }

    /// What is kept, in plain words.
    #[must_use]
    pub fn plain(&self, text: &str) -> String {
        replaced(text, |_, person| ["@", self.of(person)].concat())
    }

    /// The same; without names where that would be too long.
    #[must_use]
    pub fn to_read<T: FromStr>(&self, text: &str) -> Option<T> {
        self.plain(text).parse().or_else(|_| Self::default().plain(text).parse()).ok()
    }
}

pub(super) async fn of<'t>(
    site: &Site,
    reader: Option<&Member>,
    texts: impl IntoIterator<Item = &'t str>,
) -> Result<Names, sqlx::Error> {
    let mut named = BTreeSet::new();
    for text in texts {
        drop(replaced(text, |_, person| {
            named.insert(person);
            String::new()
        }));
    }
    if named.is_empty() {
        return Ok(Names::default());
    }
    let shown = finding::all(&site.db).await?.into_iter().map(|row| row.person).collect();
    let world = site.memory.read();
    let name = |id: PersonId| Some((id.0, known(reader, &*world.person(id)?, &shown)?));
    Ok(Names(named.into_iter().filter_map(name).collect()))
}

/// The present name of somebody, for a reader who may know it.
fn known(reader: Option<&Member>, one: &Member, shown: &BTreeSet<i64>) -> Option<String> {
    let gone = one.name.as_str() == NAMELESS && one.email.is_none() && one.account.is_none();
    let found = shown.contains(&one.id.0);
    let staff = reader.is_some_and(Member::is_staff);
    let may = gone
        || reader.is_some_and(|reader| reader.id == one.id || reader.may(Role::Moderator))
        || match one.is_staff() {
            true => found || staff,
            false => one.confirmed && found && (staff || reader.is_some_and(|reader| reader.confirmed)),
        };
    may.then(|| one.name.to_string())
}
