//! Asking the API: over the network in the browser, inside the process while the server renders. One function for
//! both, so that a page reads its data through the same handlers and checks either way.

#[cfg(feature = "customer")]
mod browser;
#[cfg(feature = "ssr")]
pub mod server;

use model::endpoint::{Endpoint, Method, Parts, parts};
use model::{Problem, ProblemKind};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// # Errors
/// What the server said was wrong, or that it could not be reached.
pub async fn call<E: Endpoint>(request: E) -> Result<E::Reply, Problem> {
    let parts = parts(&request);
    drop(request);
    #[cfg(feature = "ssr")]
    return server::call::<E>(parts).await;
    #[cfg(not(feature = "ssr"))]
    {
        let body = exchange(E::METHOD, parts).await?;
        parse(&body).ok_or_else(unreadable)
    }
}

/// Sends what a form holds to where the form goes. Untyped, since the server parses a form's words all the same.
///
/// # Errors
/// What the server said was wrong, or that it could not be reached.
pub async fn post(action: String, fields: Value) -> Result<Value, Problem> {
    let parts = Parts { uri: action, body: Some(fields.to_string()) };
    let body = exchange(Method::Post, parts).await?;
    serde_json::from_slice(&body).map_err(|_| unreadable())
}

/// Sends a file as it is.
///
/// # Errors
/// What the server said was wrong, or that it could not be reached.
#[cfg(feature = "customer")]
pub async fn upload<T: DeserializeOwned>(uri: &str, file: wasm_bindgen::JsValue) -> Result<T, Problem> {
    parse(&browser::upload(uri, file).await?).ok_or_else(unreadable)
}

/// Reads something again of which only a part matters. Nothing when that fails: what is shown then stays.
pub async fn read<T: DeserializeOwned>(uri: String) -> Option<T> {
    let body = exchange(Method::Get, Parts { uri, body: None }).await.ok()?;
    parse(&body)
}

/// The body of an answer as text, for what only passes through.
///
/// # Errors
/// What the server said was wrong, or that it could not be reached.
pub async fn text<E: Endpoint>(request: &E) -> Result<String, Problem> {
    let body = exchange(E::METHOD, parts(request)).await?;
    String::from_utf8(body).map_err(|_| unreadable())
}

/// Reads JSON by way of a `Value` in the browser: reading every type straight from text would cost as much code again as
/// all else. The server has the room.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    #[cfg(feature = "ssr")]
    return serde_json::from_slice(json).ok();
    #[cfg(not(feature = "ssr"))]
    serde_json::from_slice::<Value>(json).ok().and_then(|value| serde_json::from_value(value).ok())
}

async fn exchange(method: Method, parts: Parts) -> Result<Vec<u8>, Problem> {
    #[cfg(feature = "ssr")]
    return server::exchange(method, parts).await;
    #[cfg(all(feature = "customer", not(feature = "ssr")))]
    return send_wrapper::SendWrapper::new(browser::exchange(method, parts)).await;
    #[cfg(not(any(feature = "ssr", feature = "customer")))]
    {
        let _ = (method, parts);
        Err(unreadable())
    }
}

/// A refusal's body, or a sentence of our own where something in between answered instead of the server.
#[cfg(any(feature = "ssr", feature = "customer"))]
fn refused(body: &[u8]) -> Problem {
    parse(body).unwrap_or_else(unreadable)
}

fn unreadable() -> Problem {
    Problem::new(ProblemKind::Unavailable, "The answer could not be read. Please try again in a moment.")
}
