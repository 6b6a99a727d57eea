//! Parts of the pages that only staff see: denser, and made for the keyboard.

pub mod csv;
pub mod gauge;
pub mod line;
pub mod notes;
pub mod rows;
pub mod scroll;
pub mod search;
pub mod touch;
pub mod unadopted;
pub mod which_account;

use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::Problem;
use model::person::Role;

/// Whether the viewer has one of the roles; asked while the page is being made.
///
/// # Errors
/// A stranger is to sign in; others are told whose page this is.
pub fn admitted(roles: &[Role], whose: &'static str) -> Result<(), Problem> {
    let viewer = viewer_now();
    if viewer.person.is_none() {
        return Err(Problem::sign_in());
    }
    if roles.iter().any(|role| viewer.may(*role)) { Ok(()) } else { Err(Problem::not_allowed(whose)) }
}

/// A button that only scripts give a meaning; hidden until the page has come to life.
#[must_use]
pub fn press(words: &'static str, class: &'static str, then: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class=["btn btn-sm needs-script ", class].concat() on:click=move |_| then()>{words}</button> }
        .into_any()
}
