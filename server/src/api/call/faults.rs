//! What is wrong with the fields of a call, all at once and in words for people: serde stops at the first, in its own words.

use super::fields::read;
use model::endpoint::Endpoint;
use model::{FieldProblem, Problem, ProblemKind};
use serde_json::{Map, Value, json};

/// Most fields among which one that is at fault is searched for; no form of ours has half as many.
const MOST_FIELDS: usize = 64;
/// Faults that are looked for, and of how much: every look reads all of it again.
const MOST_FAULTS: usize = 12;
const MOST_BYTES: usize = 64 * 1024;
const MISSING: &str = "Please fill this in.";

type Fields = Map<String, Value>;

/// All faults, beginning with the first, as serde has found it.
pub(super) fn faults<E: Endpoint>(sent: &Fields, first: (String, String)) -> Problem {
    let mut found: Vec<FieldProblem> = Vec::new();
    let (mut fields, mut fault) = (sent.clone(), Some(first));
    let large = serde_json::to_vec(sent).is_ok_and(|bytes| bytes.len() > MOST_BYTES);
    while let Some((path, message)) = fault {
        let (field, message) = located::<E>(&fields, &path, message);
        // Without a field, or of one that was taken out, there is no more to learn.
        if field.is_empty() && found.is_empty() {
            return Problem::new(ProblemKind::Invalid, sentence(&message));
        }
        if field.is_empty() || found.iter().any(|one| one.field == field) {
            break;
        }
        let outermost = field.split(['.', '[']).next().unwrap_or_default().to_owned();
        found.push(FieldProblem { field, message: sentence(&message) });
        // What is missing comes last, and hides what else is.
        let enough = large || fields.len() > MOST_FIELDS || found.len() >= MOST_FAULTS;
        if enough || fields.remove(&outermost).is_none() {
            break;
        }
        fault = read::<E>(&fields).err();
    }
    found.extend(unchosen::<E>(sent));
    match found.as_slice() {
        [one] => Problem::field(one.field.clone(), one.message.clone()),
        _ => Problem {
            kind: ProblemKind::Invalid,
            message: "Please look at the marked fields.".into(),
            fields: found,
        },
    }
}

/// What has to be chosen and is not: forms say nothing of it at all.
fn unchosen<E: Endpoint>(sent: &Fields) -> Vec<FieldProblem> {
    let none = |value: &Value| match value {
        Value::Array(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        value => value.is_null(),
    };
    let unchosen = E::CHOSEN.iter().filter(|(field, _)| sent.get(*field).is_none_or(none));
    unchosen
        .map(|(field, message)| FieldProblem { field: (*field).into(), message: (*message).into() })
        .collect()
}

/// The field that a fault is about, and the fault.
fn located<E: Endpoint>(fields: &Fields, path: &str, message: String) -> (String, String) {
    match missing(&message) {
        Some(field) if path == "." => (field.to_owned(), MISSING.to_owned()),
        Some(field) => (format!("{path}.{field}"), MISSING.to_owned()),
        None if path == "." => (culprit::<E>(fields, &message).unwrap_or_default(), message),
        None => (path.to_owned(), message),
    }
}

/// The field that a fault is about where serde cannot say, as in a flattened struct: the one without which the
/// fault is another. Fields of the path are always there, and never flattened.
fn culprit<E: Endpoint>(fields: &Fields, message: &str) -> Option<String> {
    if fields.len() > MOST_FIELDS {
        return None;
    }
    let without = |name: &String| {
        let mut fields = fields.clone();
        fields.remove(name);
        read::<E>(&fields).err().map(|(_, message)| message)
    };
    let of_path = |name: &String| E::PATH.split('/').any(|part| part.trim_matches(['{', '}']) == name);
    // Of a field beside the flattened ones serde can say that it is wrong: so a fault that it cannot place is not there. Nothing
    // of ours is a list of lists.
    let placed = |name: &String| {
        let mut fields = fields.clone();
        fields.insert(name.clone(), json!([[]]));
        read::<E>(&fields).is_err_and(|(path, _)| path.split(['.', '[']).next() == Some(name))
    };
    let about = |name: &&String| without(name).as_deref() != Some(message) && !placed(name);
    fields.keys().filter(|name| !of_path(name)).find(about).cloned()
}

/// The field that serde found missing, if that is what it says.
fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

/// Serde's words as a sentence that says what is expected.
fn sentence(message: &str) -> String {
    if let Some((_, known)) =
        message.strip_prefix("unknown variant").and_then(|rest| rest.split_once("expected "))
    {
        let known = known.trim_start_matches("one of ").replace('`', "");
        return format!("Choose one of these: {known}.");
    }
    let of_its_own = ["invalid type: ", "invalid value: ", "invalid length "];
    if of_its_own.iter().any(|begins| message.starts_with(begins)) {
        let expected = message.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
        return format!("This must be {}.", plain(expected));
    }
    if message.starts_with("data did not match any variant") {
        return "This is none of what it can be.".to_owned();
    }
    if message.starts_with("duplicate field") {
        return "Please say this once.".to_owned();
    }
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// What serde expected, as somebody who writes no programs calls it.
fn plain(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "integer" => "a whole number",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "f32" | "f64" => "a number",
        "a boolean" | "yes or no" => "true or false",
        "a string" | "a borrowed string" | "str" | "a character" => "text",
        "unit" => "left out",
        "" => "something else",
        _ if ["a sequence", "a tuple", "an array", "tuple "].iter().any(|one| expected.starts_with(one)) => {
            "a list"
        }
        _ if ["a map", "struct ", "map"].iter().any(|one| expected.starts_with(one)) => {
            "an object with fields of its own"
        }
        _ if ["a ", "an ", "one "].iter().any(|one| expected.starts_with(one)) => expected,
        _ => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_parser_says_is_said_in_plain_words() {
        for (raw, said) in [
            ("invalid type: string \"ten\", expected i64", "This must be a whole number."),
            ("invalid value: integer `-5`, expected u32", "This must be a whole number, 0 or more."),
            ("invalid value: integer `300`, expected u8", "This must be a whole number from 0 to 255."),
            ("invalid type: integer `3`, expected a string", "This must be text."),
            ("invalid type: map, expected a sequence", "This must be a list."),
            (
                "invalid type: string \"a, expected b\", expected struct Wanted",
                "This must be an object with fields of its own.",
            ),
            ("invalid type: null, expected yes or no", "This must be true or false."),
            ("invalid type: sequence, expected one or several", "This must be one or several."),
            ("invalid type: unit value, expected internally tagged enum X", "This must be something else."),
            ("unknown variant `x`, expected `agree` or `pass`", "Choose one of these: agree or pass."),
            ("must be a whole number", "Must be a whole number."),
            ("duplicate field `title`", "Please say this once."),
        ] {
            assert_eq!(sentence(raw), said, "{raw}");
        }
    }
}
