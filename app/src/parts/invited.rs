//! Instead of a round, for whom there is none: it may be for customers whom the company has invited.

use super::layout::heading;
use crate::outcome::{here, sign_in_path};
use crate::viewer::viewer_now;
use leptos::prelude::*;

/// The same words whether there is no round at all or none for this reader: they are not to tell one from the other.
#[must_use]
pub fn invited() -> AnyView {
    let content = if viewer_now().person.is_some() {
        view! {
            <p>"At the moment there is nothing for you here. If you were invited, name the organisation you speak for on your page, so that it can be confirmed."</p>
            <a class="btn btn-primary" href="/me">"To your page"</a>
        }
        .into_any()
    } else {
        view! {
            <p>"What is asked here is for invited customers. If you are one of them, please sign in."</p>
            <a class="btn btn-primary" href=sign_in_path(&here())>"Sign in"</a>
        }
        .into_any()
    };
    view! { {heading("For invited customers", "")} <div class="empty">{content}</div> }.into_any()
}
