//! In the browser: the call goes over the network as JSON.

use super::refused;
use gloo_net::http::{Method as Verb, RequestBuilder, Response};
use model::endpoint::{Method, Parts};
use model::{Problem, ProblemKind};
use wasm_bindgen::JsValue;

pub(super) async fn exchange(method: Method, parts: Parts) -> Result<Vec<u8>, Problem> {
    let request = RequestBuilder::new(&parts.uri)
        .method(match method {
            Method::Get => Verb::GET,
            Method::Post => Verb::POST,
            Method::Put => Verb::PUT,
            Method::Delete => Verb::DELETE,
        })
        .header("accept", "application/json");
    let response = match parts.body {
        None => request.send().await,
        Some(body) => match request.header("content-type", "application/json").body(body) {
            Ok(request) => request.send().await,
            Err(error) => Err(error),
        },
    }
    .map_err(|_| unreached())?;
    taken(response).await
}

/// Sends a file, of the kind that the browser says it is.
pub(super) async fn upload(uri: &str, file: JsValue) -> Result<Vec<u8>, Problem> {
    let request = RequestBuilder::new(uri).method(Verb::POST).header("accept", "application/json").body(file);
    let sent = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    taken(sent.map_err(|_| unreached())?).await
}

async fn taken(response: Response) -> Result<Vec<u8>, Problem> {
    let body = response.binary().await.map_err(|_| unreached())?;
    if response.ok() { Ok(body) } else { Err(refused(&body)) }
}

fn unreached() -> Problem {
    Problem::new(
        ProblemKind::Unavailable,
        "The server could not be reached. Are you online? Please try again.",
    )
}
