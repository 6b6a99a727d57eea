//! While rendering: the call goes to our own router in process, with the session that the page's request came with.

use super::{refused, unreadable};
use axum::body::Body;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING};
use leptos::prelude::use_context;
use model::Problem;
use model::endpoint::{Method, Parts};
use tower::ServiceExt;

/// What the server hands to a page that it renders.
#[derive(Clone)]
pub struct InProcess {
    pub router: axum::Router,
    /// Attached to every call: who is looking, where they came from.
    pub extensions: http::Extensions,
    pub headers: http::HeaderMap,
}

pub(super) async fn exchange(method: Method, parts: Parts) -> Result<Vec<u8>, Problem> {
    let inside = use_context::<InProcess>().ok_or_else(unreadable)?;
    let mut request = http::Request::new(Body::from(parts.body.unwrap_or_default()));
    *request.method_mut() = match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    };
    *request.uri_mut() = parts.uri.parse().map_err(|_| unreadable())?;
    let mut headers = inside.headers;
    // These spoke of the page's own request.
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.headers_mut() = headers;
    *request.extensions_mut() = inside.extensions;

    let response = inside.router.oneshot(request).await.map_err(|never| match never {})?;
    let fine = response.status().is_success();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(|_| unreadable())?;
    if fine { Ok(body.to_vec()) } else { Err(refused(&body)) }
}
