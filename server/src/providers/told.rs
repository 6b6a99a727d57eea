//! What somebody else tells of a person, read by the settings' mapping. Pure: nobody is looked up here.

use crate::config::people::People;
use model::person::Role;
use model::{Email, Name};
use serde_json::{Map, Value};

/// A person as a provider, or the company's own product, knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub issuer: String,
    pub subject: String,
    pub email: Option<Email>,
    /// Whether the address is theirs, as far as whoever tells it knows.
    pub verified: bool,
    pub name: Option<Name>,
    /// Of the roles that the mapping names, those that they are to have.
    pub roles: Vec<Role>,
    /// A name, or a mail domain: as the mapping says.
    pub account: Option<String>,
    /// By segment attribute, the account's value.
    pub segments: Vec<(Name, Name)>,
}

impl Told {
    #[must_use]
    pub fn read(people: &People, issuer: &str, subject: &str, claims: &Map<String, Value>) -> Self {
        let text = |name: &str| values(claims, name).into_iter().next();
        let says_so = match claims.get("email_verified") {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(word)) => word == "true",
            _ => false,
        };
        let mut roles: Vec<Role> = people
            .roles_claim
            .iter()
            .flat_map(|claim| values(claims, claim))
            .filter_map(|value| people.roles.get(&value))
            .flatten()
            .filter_map(|word| Role::from_word(word))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        let segments = people.segments.iter();
        Self {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            email: text("email").and_then(|email| email.parse().ok()),
            verified: says_so || people.trust_email,
            name: text("name").and_then(|name| name.parse().ok()),
            roles,
            account: people.account_claim.as_deref().and_then(text).filter(|name| !name.trim().is_empty()),
            segments: segments
                .filter_map(|(segment, claim)| Some((segment.clone(), text(claim)?.parse().ok()?)))
                .collect(),
        }
    }
}

/// A claim's values as texts. `realm_access.roles` is also found inside `realm_access`.
fn values(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    let inside = || {
        let mut parts = name.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    };
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    };
    match claims.get(name).or_else(inside) {
        Some(Value::Array(all)) => all.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn people(text: &str) -> People {
        let mut people: People = toml::from_str(text).unwrap();
        people.check().unwrap();
        people
    }

    fn read(people: &People, claims: Value) -> Told {
        Told::read(people, "https://login.acme.example", "42", claims.as_object().unwrap())
    }

    #[test]
    fn claims_become_roles_account_and_segments() {
        let people = people(
            "for = \"both\"\nroles-claim = \"realm_access.roles\"\naccount-claim = \"org\"\n\
             roles = { mods = [\"moderator\"], bosses = [\"signatory\", \"moderator\"] }\nsegments = { Industry = \"industry\", Size = \"size\" }",
        );
        let told = read(
            &people,
            json!({ "email": "Ada@Acme.example", "email_verified": true, "name": "Ada", "org": "Acme", "industry": "Banks", "size": 7,
                    "realm_access": { "roles": ["bosses", "mods", "somebody"] } }),
        );
        assert_eq!(told.email.unwrap().as_str(), "ada@acme.example");
        assert_eq!((told.verified, told.roles), (true, vec![Role::Moderator, Role::Signatory]));
        assert_eq!(told.account.as_deref(), Some("Acme"));
        let segments: Vec<_> =
            told.segments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(segments, [("Industry", "Banks"), ("Size", "7")]);
    }

    #[test]
    fn what_is_not_told_is_not_made_up() {
        let told =
            read(&People::default(), json!({ "email": "not an address", "name": "", "groups": ["admin"] }));
        assert_eq!((told.email, told.name, told.verified, told.roles.len()), (None, None, false, 0));
        for (claim, verified) in
            [(json!("true"), true), (json!("yes"), false), (json!(1), false), (json!(null), false)]
        {
            assert_eq!(read(&People::default(), json!({ "email_verified": claim })).verified, verified);
        }
        let trusting = People { trust_email: true, ..People::default() };
        assert!(read(&trusting, json!({})).verified);
    }
}
