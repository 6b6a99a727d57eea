//! JSON of which there is one spelling only: keys in order, nothing between. What is frozen is written so, and its
//! digest can be had again from the same facts, by anybody and in any language.

use serde::Serialize;
use serde_json::Value;

/// # Errors
/// When the value cannot be said in JSON.
pub fn text(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text);
    Ok(text)
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(values) => {
            text.push('[');
            for (place, value) in values.iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                write(value, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            // The map's own order depends on how serde_json happens to be built.
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (place, (name, value)) in fields.into_iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                write(&Value::String(name.clone()), text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn keys_are_in_order_and_lists_stay_as_they_are() {
        let value: serde_json::Value =
            serde_json::from_str(r#"{ "b": [3, 1, {"z": null, "a": "\u0041\"\n<"}], "a": -1 }"#).unwrap();
        assert_eq!(text(&value).unwrap(), r#"{"a":-1,"b":[3,1,{"a":"A\"\n<","z":null}]}"#);
    }
}
