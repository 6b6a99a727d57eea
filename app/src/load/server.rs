//! On the server: data first, then the page.

use super::{At, DATA, PAGE};
use crate::outcome::{here, redirect, sign_in_path};
use crate::pages::error::problem_page;
use crate::shell::for_a_script;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use model::{Problem, ProblemKind};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, LazyLock, Mutex};

/// Where the page is.
#[must_use]
pub fn at() -> At {
    let query = use_location().query.get_untracked();
    let query = query.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
    At { path: use_params_map().get_untracked(), query }
}

/// A page that the browser leaves as it is, but for the lively parts in it.
pub fn still<T, F>(
    load: impl FnOnce(At) -> F + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView
where
    F: Future<Output = Result<T, Problem>> + Send + 'static,
    T: Send + 'static,
{
    when(load(at()), show)
}

/// A page that comes to life as a whole: its data travels with it.
pub fn page<T, F>(
    load: impl FnOnce(At) -> F + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    when(load(at()), move |data: T| {
        let json = for_a_script(&serde_json::to_string(&data).unwrap_or_default());
        view! {
            <script type="application/json" id=DATA inner_html=json></script>
            <div id=PAGE>{show(data)}</div>
        }
        .into_any()
    })
}

/// Rendered to the last word while the page's own context is at hand.
fn when<T: Send + 'static>(
    data: impl Future<Output = Result<T, Problem>> + Send + 'static,
    show: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move {
        let content = match data.await {
            Ok(data) => show(data),
            Err(problem) => refused(&problem),
        };
        view! { <div inner_html=content.to_html()></div> }
    });
    view! { {content} }.into_any()
}

/// A refusal becomes the page that explains it; one that only wants a sign-in leads there and back.
fn refused(problem: &Problem) -> AnyView {
    if problem.kind == ProblemKind::SignInNeeded {
        redirect(&sign_in_path(&here()));
    }
    problem_page(problem)
}

/// Most bytes that are kept of rendered markup; beyond it all begins anew.
const MOST_KEPT: usize = 12 * 1024 * 1024;

/// Markup that many pages share, rendered once for everything that it depends on: `key` has to hold all of that. It is
/// found by two hashes with secret keys, so that nobody can write a text that is taken for another.
pub fn kept(name: &'static str, key: &impl Hash, show: impl FnOnce() -> AnyView) -> Arc<str> {
    #[derive(Default)]
    struct Kept {
        markup: HashMap<(u64, u64), Arc<str>>,
        bytes: usize,
    }
    static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
    static HASHES: LazyLock<(RandomState, RandomState)> = LazyLock::new(Default::default);
    let whole = (HASHES.0.hash_one((name, key)), HASHES.1.hash_one((name, key)));
    if let Some(markup) = KEPT.lock().ok().and_then(|kept| kept.markup.get(&whole).cloned()) {
        return markup;
    }
    let markup: Arc<str> = show().to_html().into();
    if let Ok(mut kept) = KEPT.lock() {
        if kept.bytes + markup.len() > MOST_KEPT {
            *kept = Kept::default();
        }
        kept.bytes += markup.len();
        kept.markup.insert(whole, markup.clone());
    }
    markup
}

/// A part of a still page that comes to life: its name in the table of `start`, what it needs to know, and what it looks
/// like before. It leaves no trace in the layout.
pub fn lively(name: &'static str, props: &impl Serialize, content: AnyView) -> AnyView {
    let props = serde_json::to_string(props).unwrap_or_default();
    view! { <div class="contents" data-part=name data-props=props>{content}</div> }.into_any()
}
