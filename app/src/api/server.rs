//! While rendering: the call goes to our own router in process, with the session that the page's request came with.

use super::{parse, refused, unreadable};
use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use leptos::prelude::use_context;
use model::Problem;
use model::endpoint::{Endpoint, Method, Parts};
use std::any::Any;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// What the server hands to a page that it renders.
#[derive(Clone)]
pub struct InProcess {
    pub router: axum::Router,
    /// Attached to every call: who is looking.
    pub extensions: http::Extensions,
}

/// Marks a call from within, whose reply need not be written down and read again.
#[derive(Clone, Copy)]
pub struct FromWithin;

/// A reply as it is, handed over with the response.
#[derive(Clone)]
pub struct Unwritten(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl Unwritten {
    #[must_use]
    pub fn new(reply: impl Any + Send) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(reply)))))
    }

    fn take<T: 'static>(&self) -> Option<T> {
        self.0.lock().ok()?.take()?.downcast().ok().map(|reply| *reply)
    }
}

pub(super) async fn call<E: Endpoint>(parts: Parts) -> Result<E::Reply, Problem> {
    let response = ask(E::METHOD, parts).await?;
    if let Some(unwritten) = response.extensions().get::<Unwritten>() {
        return unwritten.take().ok_or_else(unreadable);
    }
    parse(&read(response).await?).ok_or_else(unreadable)
}

pub(super) async fn exchange(method: Method, parts: Parts) -> Result<Vec<u8>, Problem> {
    read(ask(method, parts).await?).await
}

async fn ask(method: Method, parts: Parts) -> Result<Response, Problem> {
    let inside = use_context::<InProcess>().ok_or_else(unreadable)?;
    let mut request = http::Request::new(Body::from(parts.body.unwrap_or_default()));
    *request.method_mut() = match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    };
    *request.uri_mut() = parts.uri.parse().map_err(|_| unreadable())?;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.extensions_mut() = inside.extensions;
    request.extensions_mut().insert(FromWithin);
    inside.router.oneshot(request).await.map_err(|never| match never {})
}

async fn read(response: Response) -> Result<Vec<u8>, Problem> {
    let fine = response.status().is_success();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(|_| unreadable())?;
    if fine { Ok(body.to_vec()) } else { Err(refused(&body)) }
}
