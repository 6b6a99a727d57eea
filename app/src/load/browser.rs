//! In the browser: the data that the server sent along with the page.

use super::{At, DATA, PAGE};
use leptos::prelude::*;
use model::Problem;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::UrlSearchParams;

/// Where the page is.
#[must_use]
pub fn at() -> At {
    let search = window().location().search().unwrap_or_default();
    let Ok(params) = UrlSearchParams::new_with_str(&search) else { return At::default() };
    let pairs = js_sys::try_iter(&params).ok().flatten().into_iter().flatten().filter_map(|pair| {
        let pair = js_sys::Array::from(&pair.ok()?);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    });
    At { query: pairs.collect() }
}

/// The page as the server showed it.
pub fn page<T, F>(
    _load: impl FnOnce(At) -> F + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let data = document().get_element_by_id(DATA).and_then(|element| element.text_content());
    match data.and_then(|data| crate::api::parse(data.as_bytes())) {
        Some(data) => show(data),
        None => ().into_any(),
    }
}

/// The element of a page that comes to life as a whole, if this is one.
pub fn place() -> Option<web_sys::Element> {
    document().get_element_by_id(PAGE)
}
