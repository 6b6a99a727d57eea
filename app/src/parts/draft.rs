//! What somebody has begun to write, kept in their own browser until it is sent.

use serde_json::{Map, Value};
use web_sys::Storage;

const PREFIX: &str = "accord-draft-";

/// Keeps the fields under a name.
pub fn keep(name: &str, fields: &Map<String, Value>) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&[PREFIX, name].concat(), &Value::Object(fields.clone()).to_string());
    }
}

/// What was kept under that name.
#[must_use]
pub fn kept(name: &str) -> Option<Map<String, Value>> {
    let text = storage()?.get_item(&[PREFIX, name].concat()).ok()??;
    serde_json::from_str(&text).ok()
}

pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&[PREFIX, name].concat());
    }
}

/// After a sign-in has sent what was written before it.
pub fn forget_all() {
    let Some(storage) = storage() else { return };
    let names = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
    for name in names.filter(|name| name.starts_with(PREFIX)).collect::<Vec<_>>() {
        let _ = storage.remove_item(&name);
    }
}

/// Nothing where the browser refuses it; then drafts are simply not kept.
fn storage() -> Option<Storage> {
    leptos::prelude::window().local_storage().ok()?
}
