//! What a browser does for passkeys: it hands our question to whatever keeps somebody's keys, and the answer back. Forms that need
//! one say so in `data-passkey`; what they ask for is at their own address, with `/begin` behind.

use crate::enhance::set_on_root;
use js_sys::futures::JsFuture;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use model::{Problem, ProblemKind};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Shows what needs passkeys, where this browser has them.
pub fn start() {
    set_on_root(if browsers().is_some() && has_name() { "data-passkeys" } else { "data-no-passkeys" }, "");
}

/// Whether this page was opened at a name. Browsers keep passkeys for names: for an IP address they have none.
fn has_name() -> bool {
    let host = get(&window(), "location").and_then(|location| get(&location, "hostname"));
    let host = host.ok().and_then(|host| host.as_string()).unwrap_or_default();
    model::passkey::is_name(&host)
}

/// The browser's own part; older ones that cannot read our JSON count as having none.
fn browsers() -> Option<JsValue> {
    let class = get(&window(), "PublicKeyCredential").ok().filter(JsValue::is_function)?;
    get(&class, "parseRequestOptionsFromJSON").is_ok_and(|parse| parse.is_function()).then_some(class)
}

/// What an authenticator says to the form at this address: `make`, a new passkey; otherwise one that it has.
///
/// # Errors
/// In words, what is in the way.
pub async fn answer(action: &str, make: bool) -> Result<Value, Problem> {
    let Some(class) = browsers() else {
        return Err(refused("This browser has no passkeys. Please use a newer one."));
    };
    let begun = crate::api::post([action, "/begin"].concat(), Value::Object(Map::new())).await?;
    let answer = ask(&class, &begun["options"].to_string(), make).await.map_err(|fault| in_words(&fault))?;
    serde_json::from_str(&answer).map_err(|_| refused(UNCLEAR))
}

async fn ask(class: &JsValue, options: &str, make: bool) -> Result<String, JsValue> {
    let (read, verb) = match make {
        true => ("parseCreationOptionsFromJSON", "create"),
        false => ("parseRequestOptionsFromJSON", "get"),
    };
    let asked = Object::new();
    Reflect::set(&asked, &"publicKey".into(), &call(class, read, &JSON::parse(options)?)?)?;
    let keeper = get(&get(&window(), "navigator")?, "credentials")?;
    let answer = JsFuture::from(call(&keeper, verb, &asked)?.dyn_into::<Promise>()?).await?;
    Ok(JSON::stringify(&call(&answer, "toJSON", &JsValue::UNDEFINED)?)?.into())
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

fn call(of: &JsValue, name: &str, with: &JsValue) -> Result<JsValue, JsValue> {
    get(of, name)?.dyn_into::<Function>()?.call1(of, with)
}

const UNCLEAR: &str =
    "Your device gave no answer that can be understood. Please try again, or sign in another way.";

/// Why a browser refuses, by the name that it gives it (WebAuthn, sections 5.1.3 and 5.1.4).
fn in_words(fault: &JsValue) -> Problem {
    let name = get(fault, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
    refused(match name.as_str() {
        "NotAllowedError" | "AbortError" => {
            "That was cancelled, or took too long, so nothing was done. Please try again."
        }
        "InvalidStateError" => "This device has a passkey of yours for this site already.",
        "SecurityError" => {
            "Passkeys work at this site’s own address only, and this page was opened at another one."
        }
        "NotSupportedError" | "ConstraintError" => {
            "This device cannot keep a passkey for you. Please use another one, or sign in another way."
        }
        _ => UNCLEAR,
    })
}

fn refused(message: &str) -> Problem {
    Problem::new(ProblemKind::Invalid, message)
}
