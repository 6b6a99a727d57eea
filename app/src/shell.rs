//! The document around every page: head, what the browser needs before the page's own code runs, and the body.

use crate::App;
use crate::viewer::{HANDED, handed};
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// Addresses of the site's own files, as paths from the root.
#[derive(Clone, Debug)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
    /// The scripts of staff pages, where they have their own.
    pub staff: Option<(String, String)>,
    /// The script of the thread that the engine computes in (`engine_worker`).
    pub engine: String,
    /// The same address that the style sheet names, or the font is loaded twice.
    pub font: String,
}

/// What the server hands to the shell.
#[derive(Clone, Debug)]
pub struct PageContext {
    /// Of the page that is rendered.
    pub path: String,
    pub options: LeptosOptions,
    pub assets: Assets,
}

/// A page from `<!DOCTYPE html>` to `</html>`.
#[must_use]
pub fn shell(page: PageContext) -> impl IntoView {
    let Assets { js, wasm, css, staff, engine, font } = page.assets;
    let is_staff = STAFF.contains(&page.path.as_str());
    let (js, wasm) = staff.filter(|_| is_staff).unwrap_or((js, wasm));
    let engine = is_staff.then_some(engine);
    let handed = handed();
    // Without a choice the style sheet follows the device.
    let theme = match handed.viewer.theme.as_str() {
        "light" => Some("accord-light"),
        "dark" => Some("accord-dark"),
        _ => None,
    };
    let handed = for_a_script(&serde_json::to_string(&handed).unwrap_or_default());
    let start = start_script(&js, &wasm);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Tell us how you would like to be sold to, vote on what others ask for, and see what we adopt."/>
                <link rel="preload" href=font r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" href=js nonce=use_nonce() data-engine=engine/>
                <link rel="preload" href=wasm r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
                <link rel="icon" href=favicon()/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <MetaTags/>
                <script type="application/json" id=HANDED inner_html=handed></script>
                <script type="module" nonce=use_nonce() inner_html=start></script>
                <AutoReload options=page.options/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The icon of the window, in the page itself: one thing less to fetch.
fn favicon() -> String {
    let drawing = include_str!("../../public/favicon.svg");
    ["data:image/svg+xml,", &model::endpoint::encoded(drawing)].concat()
}

/// The pages that come to life as a whole (`start::whole`).
const STAFF: [&str; 7] =
    ["/queue", "/studio", "/accounts", "/accounts/purchases", "/people", "/manage", "/programs"];

/// Loads and starts the page's code, once more if the network failed the first time. A page that cannot be brought
/// to life stays readable, and its forms work.
fn start_script(js: &str, wasm: &str) -> String {
    let js = for_a_script(&serde_json::Value::from(js).to_string());
    let wasm = for_a_script(&serde_json::Value::from(wasm).to_string());
    [
        // What the framework looks for when it brings something to life; here nothing is handed over that way.
        "for(const n of['__RESOLVED_RESOURCES','__SERIALIZED_ERRORS','__INCOMPLETE_CHUNKS'])globalThis[n]=[];",
        "const go=()=>import(",
        &js,
        ").then(m=>m.default({module_or_path:",
        &wasm,
        "}).then(()=>m.hydrate()));go().catch(()=>setTimeout(go,1500))",
    ]
    .concat()
}

/// Inside a script element only `<` could be taken for markup.
pub(crate) fn for_a_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::{STAFF, for_a_script};

    #[test]
    fn every_page_that_comes_to_life_as_a_whole_loads_what_can() {
        let start = include_str!("start.rs");
        let arms = start.lines().filter_map(|line| line.trim().split_once("\" => pages::"));
        let mut alive: Vec<&str> = arms.map(|(path, _)| path.trim_start_matches('"')).collect();
        let mut loaded = STAFF.to_vec();
        alive.sort_unstable();
        loaded.sort_unstable();
        assert_eq!(alive, loaded);
    }

    #[test]
    fn hostile_names_cannot_end_the_script() {
        let json = for_a_script("{\"company\":\"</script><script>\"}");
        assert!(!json.contains('<'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["company"], "</script><script>");
    }
}
