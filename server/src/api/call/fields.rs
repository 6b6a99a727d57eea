//! The fields of a call, whichever way they came: as pairs of a form or a query, or as JSON.

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
        Err(fault) => Err(Problem::new(ProblemKind::Invalid, not_json(&fault))),
    }
}

fn not_json(fault: &serde_json::Error) -> String {
    let what = if fault.is_eof() { "it ends too soon" } else { "it cannot be read" };
    format!("The body is not JSON: {what} at line {}, column {}.", fault.line(), fault.column())
}

/// The request, or where it is at fault and how, in serde's words.
pub(super) fn read<E: Endpoint>(fields: &Map<String, Value>) -> Result<E, (String, String)> {
    serde_path_to_error::deserialize(Value::Object(fields.clone()))
        .map_err(|fault| (fault.path().to_string(), fault.inner().to_string()))
}
