//! Asks providers over HTTP: within a time, for no more than so many bytes, and without following them elsewhere.

use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{HttpRequest, HttpResponse};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::bytes::Bytes;

/// How long a provider has for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of an answer; keys and claims are a few thousand.
const MOST: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    #[error("no connection")]
    Connection(#[from] hyper_util::client::legacy::Error),
    #[error("no answer in time")]
    Late(#[from] tokio::time::error::Elapsed),
    #[error("the answer broke off or is too long")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Http(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Http {
    /// # Errors
    /// When the system has no cryptography to offer.
    pub fn new() -> anyhow::Result<Self> {
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let https = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(ring)?
            // An issuer on this machine may do without TLS; the settings refuse all others.
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(https)))
    }

    /// # Errors
    /// Says why there is no answer.
    pub async fn ask(self, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
        let asked = self.0.request(request.map(|body| Full::new(Bytes::from(body))));
        tokio::time::timeout(PATIENCE, async {
            let (head, body) = asked.await?.into_parts();
            let body = Limited::new(body, MOST).collect().await.map_err(Unanswered::Body)?;
            Ok(HttpResponse::from_parts(head, body.to_bytes().to_vec()))
        })
        .await?
    }
}
