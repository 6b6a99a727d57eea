//! Sends what waits for hooks, one after the other: again with growing pauses until it is taken, once however many instances there
//! are, and never where a redirect leads.

use super::address::{self, Target};
use super::sign::{seconds, signature};
use crate::db::hooks::{self as table, DueRow};
use crate::site::Site;
use anyhow::Context;
use futures::FutureExt;
use model::Timestamp;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// For how long a delivery is ours. If we die meanwhile, another instance sends it then.
const CLAIM: i64 = 2 * Timestamp::MINUTE;
/// How long its receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait after each failure in turn; after the last it is given up.
pub const BACKOFF: [i64; 8] = [
    5 * Timestamp::SECOND,
    Timestamp::MINUTE,
    5 * Timestamp::MINUTE,
    30 * Timestamp::MINUTE,
    2 * Timestamp::HOUR,
    6 * Timestamp::HOUR,
    12 * Timestamp::HOUR,
    Timestamp::DAY,
];
/// A receiver that answers so wants nothing more.
const GONE: u16 = 410;
/// As much of an answer as is read to find its first line.
const FIRST_LINE: usize = 1024;

/// Sends one that is due, and says whether there was one.
///
/// # Errors
/// Those of the database.
pub async fn step(site: &Site) -> anyhow::Result<bool> {
    let now = site.clock.now();
    if table::next_due(&site.db).await?.is_none_or(|due| due > now) {
        return Ok(false);
    }
    let until = now.plus(CLAIM);
    let claimed = site.db.write(move |tx| async move { table::claim(tx, now, until).await }.boxed()).await?;
    let Some(row) = claimed else { return Ok(true) };
    let outcome = deliver(site, &row).await;
    let (id, hook, tries) = (row.id, row.hook, row.tries);
    let now = site.clock.now();
    site.db
        .write(move |tx| {
            async move {
                match outcome {
                    Ok(status) if (200..300).contains(&status) => table::sent(tx, id, now).await,
                    Ok(GONE) => {
                        table::give_up(tx, id, "its receiver wants nothing more (410)").await?;
                        table::stop(tx, hook, Some(now)).await.map(drop)
                    }
                    Ok(status) => failed(tx, id, tries, now, &format!("it was answered with {status}")).await,
                    Err(problem) => failed(tx, id, tries, now, &problem).await,
                }
            }
            .boxed()
        })
        .await?;
    Ok(true)
}

async fn failed(
    tx: &mut crate::db::Tx,
    id: i64,
    tries: i64,
    now: Timestamp,
    problem: &str,
) -> Result<(), sqlx::Error> {
    let place = usize::try_from(tries - 1).unwrap_or(0);
    match BACKOFF.get(place) {
        Some(wait) => table::postpone(tx, id, now.plus(*wait), problem).await,
        None => table::give_up(tx, id, problem).await,
    }
}

/// The status that it was answered with, or why nothing was answered.
async fn deliver(site: &Site, row: &DueRow) -> Result<u16, String> {
    let private = site.config.hooks_to_private;
    let target = address::parse(&row.url, private)?;
    let at = site.clock.now();
    let signed = signature(&row.secret, &row.message, at, &row.body).ok_or("its secret is none")?;
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\nuser-agent: Accord\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         webhook-id: {}\r\nwebhook-timestamp: {}\r\nwebhook-signature: {signed}\r\nconnection: close\r\n\r\n",
        target.path,
        target.authority,
        row.body.len(),
        row.message,
        seconds(at),
    );
    let sending = async {
        let addresses = address::resolve(&target, private).await?;
        post(&target, &addresses, &[head.as_bytes(), row.body.as_bytes()].concat()).await
    };
    let late = || format!("it took longer than {} seconds", PATIENCE.as_secs());
    tokio::time::timeout(PATIENCE, sending).await.map_err(|_| late())?
}

async fn post(target: &Target, addresses: &[std::net::SocketAddr], request: &[u8]) -> Result<u16, String> {
    let stream =
        TcpStream::connect(addresses).await.map_err(|fault| format!("it cannot be reached: {fault}"))?;
    if !target.secure {
        return exchange(stream, request).await;
    }
    let name =
        ServerName::try_from(target.host.clone()).map_err(|_| "its name is none for TLS".to_owned())?;
    let config = TLS.clone().map_err(|fault| fault.to_string())?;
    let stream = TlsConnector::from(config).connect(name, stream).await;
    exchange(stream.map_err(|fault| format!("TLS failed: {fault}"))?, request).await
}

/// One request, and the status of its answer; whatever else is in that is nobody's business.
async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Result<u16, String> {
    let cut = |fault: std::io::Error| format!("it broke off: {fault}");
    stream.write_all(request).await.map_err(cut)?;
    stream.flush().await.map_err(cut)?;
    let mut answer = Vec::new();
    let mut part = [0; 256];
    while answer.len() < FIRST_LINE && !answer.contains(&b'\n') {
        match stream.read(&mut part).await.map_err(cut)? {
            0 => break,
            read => answer.extend_from_slice(&part[..read]),
        }
    }
    status(&answer).ok_or_else(|| "it did not answer as HTTP".to_owned())
}

/// `HTTP/1.1 200 OK` says 200.
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.split(|byte| *byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

static TLS: LazyLock<Result<Arc<ClientConfig>, Arc<anyhow::Error>>> =
    LazyLock::new(|| tls().map(Arc::new).map_err(Arc::new));

fn tls() -> anyhow::Result<ClientConfig> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().context("versions of TLS")?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn only_the_first_line_says_the_status() {
        assert_eq!(status(b"HTTP/1.1 204 No Content\r\nx: HTTP/1.1 500"), Some(204));
        assert_eq!(status(b"HTTP/1.0 302"), Some(302));
        for none in [&b""[..], b"SSH-2.0", b"HTTP/2 200", b"HTTP/1.1 abc", b"HTTP/1.1 999"] {
            assert_eq!(status(none), None);
        }
    }
}
