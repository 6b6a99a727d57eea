//! The fields of a call, whichever way they came: as pairs of a form or a query, or as JSON; and what is wrong with them in words
//! for people.

use model::endpoint::Endpoint;
use model::{Problem, ProblemKind};
use serde_json::{Map, Value};

/// Form fields and query parameters; a name that comes more than once is a list.
pub(super) fn take_pairs(fields: &mut Map<String, Value>, pairs: &[u8]) {
    for (name, value) in form_urlencoded::parse(pairs) {
        let value = Value::String(value.into_owned());
        match fields.get_mut(name.as_ref()) {
            None => drop(fields.insert(name.into_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
}

/// What a form can only say in a field's name: `pictures.7=A gate` is the 7 of a map `pictures`.
pub(super) fn gather(fields: &mut Map<String, Value>, name: &str) {
    let inner = |field: &str| Some(field.strip_prefix(name)?.strip_prefix('.')?.to_owned());
    let named: Vec<String> = fields.keys().filter(|field| inner(field).is_some()).cloned().collect();
    if named.is_empty() {
        return;
    }
    let taken = named.iter().filter_map(|field| Some((inner(field)?, fields.remove(field)?))).collect();
    fields.insert(name.to_owned(), Value::Object(taken));
}

pub(super) fn json(bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Problem::new(ProblemKind::Invalid, "The body must be a JSON object.")),
        Err(fault) => Err(Problem::new(ProblemKind::Invalid, format!("The body is not JSON: {fault}."))),
    }
}

/// The request, or where it is at fault and how, in serde's words.
pub(super) fn read<E: Endpoint>(fields: &Map<String, Value>) -> Result<E, (String, String)> {
    serde_path_to_error::deserialize(Value::Object(fields.clone()))
        .map_err(|fault| (fault.path().to_string(), fault.inner().to_string()))
}

/// The field that serde found missing, if that is what it says.
pub(super) fn missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

/// Serde's words as a sentence.
pub(super) fn sentence(message: &str) -> String {
    if let Some((_, known)) =
        message.strip_prefix("unknown variant").and_then(|rest| rest.split_once("expected "))
    {
        let known = known.trim_start_matches("one of ").replace('`', "");
        return format!("Choose one of these: {known}.");
    }
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
