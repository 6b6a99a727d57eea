//! Rounds that are for certain roles are not there for the rest of the staff. What a request of theirs names of such a round is
//! read as a key that nothing has, so that every operation answers as if it had never been.

use crate::auth::Who;
use crate::db::belonging;
use crate::error::Result;
use crate::memory::World;
use crate::site::Site;
use model::{CommentId, ProposalId, RoundId};
use serde_json::{Map, Value};

/// No key is so large.
const NOTHING: i64 = i64::MAX;

/// What a field of a request names that belongs to a round.
#[derive(Clone, Copy)]
enum Named {
    Round,
    Proposal,
    Comment,
    Practice,
    Activity,
    Outcome,
    Said,
}

/// By the names that operations have for them. An adopted version, and what a function has to sign, are looked up by who asks.
fn named(field: &str) -> Option<Named> {
    Some(match field {
        "round" => Named::Round,
        "proposal" | "proposals" | "into" | "beside" | "except" => Named::Proposal,
        "comment" | "parent" | "story" => Named::Comment,
        "practice" | "made" | "other" => Named::Practice,
        "activity" => Named::Activity,
        "outcome" => Named::Outcome,
        "said" => Named::Said,
        _ => return None,
    })
}

/// Puts nothing in the place of what the caller may not see, where they are of the staff.
///
/// # Errors
/// Those of the database.
pub async fn conceal(site: &Site, who: &Who, fields: &mut Map<String, Value>) -> Result<()> {
    let program = who.program.as_ref().map(|program| &program.person);
    let Some(staff) = who.person.as_ref().or(program).filter(|person| person.is_staff()) else {
        return Ok(());
    };
    let hidden = site.memory.read().hidden_from(Some(staff));
    if hidden.is_empty() {
        return Ok(());
    }
    for (field, value) in fields.iter_mut() {
        let Some(named) = named(field) else { continue };
        let values = match value {
            Value::Array(values) => values.as_mut_slice(),
            value => std::slice::from_mut(value),
        };
        for value in values {
            let Some(id) = key(value) else { continue };
            if round_of(site, named, id).await?.is_some_and(|round| hidden.contains(&round)) {
                *value = NOTHING.into();
            }
        }
    }
    Ok(())
}

/// As a path, a form or a body has it.
fn key(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

async fn round_of(site: &Site, named: Named, id: i64) -> Result<Option<RoundId>> {
    let in_memory = |find: fn(&World, i64) -> Option<RoundId>| Ok(find(&site.memory.read(), id));
    match named {
        Named::Round => Ok(Some(RoundId(id))),
        Named::Proposal => {
            in_memory(|world, id| world.round_of(ProposalId(id)).map(|memory| memory.round.id))
        }
        Named::Comment => in_memory(|world, id| world.talk.comment(CommentId(id)).map(|one| one.round)),
        Named::Practice => Ok(belonging::of_practice(&site.db, id).await?),
        Named::Activity => Ok(belonging::of_activity(&site.db, id).await?),
        Named::Outcome => Ok(belonging::of_outcome(&site.db, id).await?),
        Named::Said => Ok(belonging::of_said(&site.db, id).await?),
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, named};
    use crate::api::table;
    use serde_json::{Map, Value};
    use std::collections::BTreeSet;

    /// Whether a field is looked at as what it names.
    type Fits = fn(Named) -> bool;

    /// Keys of what belongs to a round, and what [`super::named`] has to know a field of each as.
    const OF_A_ROUND: [(&str, Fits); 7] = [
        ("RoundId", |named| matches!(named, Named::Round)),
        ("ProposalId", |named| matches!(named, Named::Proposal)),
        ("CommentId", |named| matches!(named, Named::Comment)),
        ("PracticeId", |named| matches!(named, Named::Practice)),
        ("ActivityId", |named| matches!(named, Named::Activity)),
        ("OutcomeId", |named| matches!(named, Named::Outcome)),
        ("SaidId", |named| matches!(named, Named::Said)),
    ];

    /// Fields of such keys that are not looked at, and why they tell nothing of a round that is kept from whoever asks.
    const WITHIN: [(&str, &str, &str); 3] = [
        ("to", "RoundId", "a moderator moves a proposal, and moderators see every round"),
        ("opposites", "PracticeId", "those of the practice's own draft alone are taken"),
        ("needs", "PracticeId", "likewise"),
    ];

    /// Keys of other things, and why they tell nothing of such a round.
    const BESIDE: [(&str, &str); 21] = [
        ("AccountId", "accounts are of no round"),
        ("AccountInvitationId", "of an account"),
        ("ContactId", "between customers"),
        ("DeliveryId", "for admins, who see every round"),
        ("EntryId", "the company's lists are cut by who asks (`practices::entries`)"),
        ("HookId", "for admins"),
        ("JoinRequestId", "of an account, for moderators"),
        ("LinkId", "of an account"),
        ("NoticeId", "one's own"),
        ("PasskeyId", "one's own"),
        ("PersonId", "people are of no round"),
        ("PictureId", "looked up by who asks"),
        ("PurchaseId", "of an account"),
        ("Quarter", "a time"),
        ("ResourceId", "those of the practice's own round alone are taken"),
        ("SegmentId", "the company's"),
        ("SessionId", "one's own"),
        ("SigningId", "looked up by who asks (`sign_off/signers.rs`)"),
        ("Timestamp", "a time"),
        ("TokenId", "for admins"),
        ("Version", "looked up by who asks (`designs/lines.rs`)"),
    ];

    /// Other whole numbers, and what they are.
    const NUMBERS: [(&str, &str); 17] = [
        ("account", "an account by number instead of by name"),
        ("part_of", "likewise"),
        ("at", "the moment of one's own verdict"),
        ("capacities", "amounts, as the others below"),
        ("capacity", "an amount"),
        ("costs.amount", "an amount"),
        ("lag.target", "an amount"),
        ("lead.target", "an amount"),
        ("loads.hours", "an amount"),
        ("resources.capacity", "an amount"),
        ("resources.default_cost", "an amount"),
        ("days", "how long a link works"),
        ("most", "how many may use it"),
        ("pace", "how many in an hour"),
        (
            "event",
            "a number of the log, which counts what happens in all rounds; told is what the practice's reader sees",
        ),
        ("seen", "a number of what one has read"),
        ("other_seen", "likewise"),
    ];

    /// A key or a number that a request has: in which field, and of what.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Field {
        path: String,
        of: String,
    }

    struct Walk<'s> {
        named: &'s Map<String, Value>,
        found: BTreeSet<Field>,
    }

    impl Walk<'_> {
        fn visit(&mut self, schema: &Value, path: &str, within: &[&str]) {
            if let Some(name) = schema["$ref"].as_str().and_then(|to| to.rsplit('/').next()) {
                let Some(schema) = self.named.get(name).filter(|_| !within.contains(&name)) else { return };
                match is_whole_number(schema) {
                    true => self.found(path, name),
                    false => self.visit(&schema.clone(), path, &[within, &[name]].concat()),
                }
                return;
            }
            if is_whole_number(schema) {
                self.found(path, "number");
            }
            for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
                let at = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
                self.visit(schema, &at, within);
            }
            for list in ["allOf", "oneOf", "anyOf", "prefixItems"] {
                for schema in schema[list].as_array().into_iter().flatten() {
                    self.visit(schema, path, within);
                }
            }
            for one in ["items", "additionalProperties"] {
                if let Some(schema) = schema.get(one) {
                    self.visit(schema, path, within);
                }
            }
        }

        fn found(&mut self, path: &str, of: &str) {
            self.found.insert(Field { path: path.to_owned(), of: of.to_owned() });
        }
    }

    fn is_whole_number(schema: &Value) -> bool {
        let integer = match &schema["type"] {
            Value::Array(types) => types.iter().any(|one| one == "integer"),
            one => one == "integer",
        };
        integer && schema["format"] == "int64"
    }

    /// What is wrong with a field, if anything is.
    fn wrong(Field { path, of }: &Field) -> bool {
        let listed = |list: &[(&str, &str)], name: &str| list.iter().any(|(one, _)| *one == name);
        if let Some((_, fits)) = OF_A_ROUND.iter().find(|(key, _)| key == of) {
            let known = named(path).is_some_and(fits);
            return !known && !WITHIN.iter().any(|(field, key, _)| field == path && key == of);
        }
        match of.as_str() {
            "number" => !listed(&NUMBERS, path),
            key => !listed(&BESIDE, key),
        }
    }

    #[test]
    fn every_key_that_a_request_names_is_looked_at_or_tells_nothing_of_a_round() {
        let mut found = BTreeSet::new();
        let mut wrongs = BTreeSet::new();
        for operation in table().operations() {
            let shapes = (operation.shapes)();
            let named =
                shapes.named.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap()));
            let named: Map<String, Value> = named.collect();
            let mut walk = Walk { named: &named, found: BTreeSet::new() };
            walk.visit(&serde_json::to_value(&shapes.request).unwrap(), "", &[]);
            for field in walk.found {
                if wrong(&field) {
                    wrongs.insert(format!("{}: {} ({})", operation.name, field.path, field.of));
                }
                found.insert(field);
            }
        }
        assert!(found.iter().any(|field| field.of == "ProposalId"), "keys are found at all");
        assert!(
            wrongs.is_empty(),
            "say of what round these are, or why of none:\n{}",
            wrongs.into_iter().collect::<Vec<_>>().join("\n")
        );
        let unused = WITHIN
            .iter()
            .filter(|(field, key, _)| !found.iter().any(|one| one.path == *field && one.of == *key));
        assert_eq!(unused.count(), 0, "what is listed is there");
    }
}
