//! A part of a still page that the server renders again when something has changed: for what others' votes decide. The focus
//! stays on the link where it was.

#[cfg(feature = "ssr")]
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use model::RoundId;

/// The id of the element whose content is renewed.
const ID: &str = "renewed";

#[cfg(feature = "ssr")]
#[must_use]
pub fn renewed(round: RoundId, content: AnyView) -> AnyView {
    view! { <div id=ID class="contents">{content}</div> {crate::load::lively("renewed", &round, ().into_any())} }
        .into_any()
}

#[cfg(feature = "customer")]
mod alive {
    use super::ID;
    use crate::go::here_again;
    use crate::live::follow;
    use crate::outcome::Page;
    use crate::reread::Reread;
    use leptos::prelude::*;
    use model::RoundId;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{Document, Element, HtmlElement};

    /// Not more often than so, however many vote.
    const PAUSE: Duration = Duration::from_secs(1);

    /// The same, alive.
    #[must_use]
    pub fn part(round: RoundId) -> AnyView {
        let (waits, rereading) = (StoredValue::new(false), Reread::new());
        // As the server rendered it, before scripts tell the time there: only what is new is put in the place of it.
        let shown = StoredValue::new(find(&document()).map(|here| here.inner_html()));
        follow(round, move || {
            if waits.try_get_value() == Some(false) {
                waits.set_value(true);
                let page = Page::now();
                set_timeout(
                    move || {
                        if !page.is_left() {
                            waits.try_set_value(false);
                            rereading.ask(move || again(page, shown));
                        }
                    },
                    PAUSE,
                );
            }
        });
        ().into_any()
    }

    fn find(document: &Document) -> Option<Element> {
        document.get_element_by_id(ID)
    }

    async fn again(page: Page, shown: StoredValue<Option<String>>) {
        let Some(news) = here_again().await else { return };
        let (Some(old), Some(new)) = (find(&document()), find(&news)) else { return };
        let html = new.inner_html();
        let same = shown.try_with_value(|shown| shown.as_ref() == Some(&html)) == Some(true);
        if page.is_left() || is_written_in(&old) || same {
            return;
        }
        let focused = document().active_element().filter(|element| old.contains(Some(element)));
        let link = focused.and_then(|element| element.get_attribute("href"));
        old.set_inner_html(&html);
        shown.try_set_value(Some(html));
        crate::parts::time::tell();
        if let Some(link) = link {
            focus_link(&old, &link);
        }
    }

    /// Whoever writes something there is not interrupted by what comes in.
    fn is_written_in(place: &Element) -> bool {
        place.query_selector("details[open] textarea").is_ok_and(|found| found.is_some())
    }

    fn focus_link(within: &Element, href: &str) {
        let links = within.get_elements_by_tag_name("a");
        let same = (0..links.length()).filter_map(|at| links.item(at));
        let mut same = same.filter(|link| link.get_attribute("href").as_deref() == Some(href));
        if let Some(link) = same.next().and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _ = link.focus();
        }
    }
}

#[cfg(feature = "customer")]
pub use alive::part;
