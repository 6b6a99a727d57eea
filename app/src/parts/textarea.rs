//! The one place with a `<textarea>`. Leptos 0.8 writes its children into the page as they are, so that a text with
//! `</textarea>` in it would end the field and start markup: here they are escaped.

use leptos::prelude::*;

/// A text area with `value` in it; its other attributes are added by the caller with `.add_any_attr` or `attr:`.
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] id: String,
    value: String,
    #[prop(default = 4)] lines: u32,
    #[prop(default = 0)] max: usize,
    #[prop(default = false)] required: bool,
    #[prop(into)] described_by: String,
    #[prop(into)] invalid: Signal<bool>,
    #[prop(optional)] placeholder: &'static str,
    on_leave: Callback<String>,
) -> impl IntoView {
    view! {
        <textarea
            class="textarea"
            name=name
            id=id
            rows=lines
            maxlength=(max > 0).then_some(max)
            required=required
            placeholder=(!placeholder.is_empty()).then_some(placeholder)
            aria-describedby=described_by
            aria-invalid=move || invalid.get().then_some("true")
            // A form that closes takes its fields away, and what had the focus is left only then.
            on:change=move |event| {
                let _ = on_leave.try_run(event_target_value(&event));
            }
            inner_html=escaped(&value)
        ></textarea>
    }
}

/// Text as it is written inside an element. The line break at the start is for the parser of the page, which drops the
/// first one; in the browser there is only the element's content to parse, and nothing is dropped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    if cfg!(feature = "ssr") {
        safe.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("</textarea><script>"), "\n&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escaped("a & b"), "\na &amp; b");
    }
}
