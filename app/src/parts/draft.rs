//! What somebody has begun to write, kept in their own browser until it is sent.

use serde_json::{Map, Value};
use web_sys::Storage;

const PREFIX: &str = "accord-draft-";
/// The names of what is begun in the studio begin so.
pub const STUDIO: &str = "studio-";

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

/// The names that begin so under which something is kept, in order.
#[must_use]
pub fn names(begins: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok()?);
    let mut names: Vec<String> = all
        .filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned))
        .filter(|name| name.starts_with(begins))
        .collect();
    names.sort_unstable();
    names
}

/// Whoever comes after me is not me.
pub fn forget_all() {
    names("").iter().for_each(|name| forget(name));
}

/// After a sign-in has sent the proposal that was written before it: what was begun in the studio is another matter.
pub fn forget_proposals() {
    names("").iter().filter(|name| !name.starts_with(STUDIO)).for_each(|name| forget(name));
}

/// Nothing where the browser refuses it; then drafts are simply not kept.
fn storage() -> Option<Storage> {
    leptos::prelude::window().local_storage().ok()?
}
