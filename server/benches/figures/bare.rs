//! The limit for what goes over HTTP: axum with the same runtime, allocator and TCP_NODELAY as the program, and
//! nothing else. It sends, from memory, the bytes that the program was seen to send.

use super::browser;
use super::client::{self, Reply};
use super::plant::{Person, ROUND};
use super::process::{Process, free};
use anyhow::{Context, Result};
use axum::Router;
use axum::routing::any;
use axum::serve::ListenerExt;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::Command;
use tower_http::compression::CompressionLayer;

/// The word that makes this program a bare server.
pub const WORD: &str = "bare";
const ANSWERS: &str = "answers.json";
const ADDR: &str = "BARE_ADDR";

/// The list that is read.
#[must_use]
pub fn list() -> String {
    format!("/api/v1/rounds/{ROUND}/proposals")
}

/// Where votes go to.
pub const VOTE: &str = "/api/v1/proposals/{proposal}/vote";

/// What is sent for an address.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    pub path: String,
    pub kind: String,
    pub encoding: Option<String>,
    /// Whether it is compressed while it is sent, for those who take it.
    pub compress: bool,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn of(path: &str, reply: Reply) -> Self {
        let text = |name: &str| reply.header(name).map(str::to_owned);
        let (kind, encoding) = (text("content-type").unwrap_or_default(), text("content-encoding"));
        Self { path: path.to_owned(), kind, encoding, compress: false, body: reply.body }
    }
}

/// Starts a bare server that sends what `accord` does.
pub async fn beside(accord: &Process, folder: &Path, people: &[Person]) -> Result<Process> {
    let person = people.first().context("nobody is signed in")?;
    let cookie = format!("cookie: {}", person.cookie);
    let list = list();
    let vote = VOTE.replace("{proposal}", "1");
    let json = ["content-type: application/json", &cookie];
    let voted = client::request(&accord.addr, "POST", &vote, &json, r#"{"stance":"agree"}"#).await?;
    let mut answers = vec![
        Answer::of(&list, client::ok(&accord.addr, &list, &[]).await?),
        Answer::of("/", client::ok(&accord.addr, "/", &[&cookie]).await?),
        Answer::of(VOTE, voted),
    ];
    answers.extend(browser::without_scripts(&accord.addr).await?);
    start(folder, &answers).await
}

/// Starts a bare server.
pub async fn start(folder: &Path, answers: &[Answer]) -> Result<Process> {
    let (addr, folder) = (free()?, folder.join("bare"));
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(ANSWERS), serde_json::to_vec(answers)?)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD).arg(&folder).env(ADDR, &addr);
    Process::start(command, addr, &folder.join("log")).await
}

/// The server itself, in a process of its own.
pub async fn serve(folder: &Path) -> Result<()> {
    let answers: Vec<Answer> = serde_json::from_slice(&std::fs::read(folder.join(ANSWERS))?)?;
    let mut router = Router::new().route("/healthz", any(async || "ok"));
    for Answer { path, kind, encoding, compress, body } in answers {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&kind)?);
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_str(&encoding)?);
        }
        let body = Bytes::from(body);
        let method = any(async move || (headers, body));
        let method = if compress { method.layer(CompressionLayer::new()) } else { method };
        router = router.route(&path, method);
    }
    let listener = tokio::net::TcpListener::bind(std::env::var(ADDR)?).await?;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}
