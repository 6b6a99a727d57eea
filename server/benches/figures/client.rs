//! Asks for one thing over HTTP. Not for load: `wrk` makes that.

use anyhow::{Context, Result, bail};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Reply {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's value; its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// `headers` are lines such as `cookie: a=b`.
pub async fn get(addr: &str, path: &str, headers: &[&str]) -> Result<Reply> {
    request(addr, "GET", path, headers, "").await
}

pub async fn request(addr: &str, method: &str, path: &str, headers: &[&str], body: &str) -> Result<Reply> {
    let asking = async {
        let mut stream = TcpStream::connect(addr).await?;
        // 1.0: the answer comes in one piece, and its end is the connection's.
        let mut head = format!("{method} {path} HTTP/1.0\r\nhost: {addr}\r\n");
        for line in headers {
            head.push_str(line);
            head.push_str("\r\n");
        }
        head.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(head.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        read(&answer)
    };
    tokio::time::timeout(PATIENCE, asking).await.with_context(|| format!("{path} did not come in time"))?
}

/// The same, and only `200 OK` will do.
pub async fn ok(addr: &str, path: &str, headers: &[&str]) -> Result<Reply> {
    let reply = get(addr, path, headers).await?;
    if reply.status != 200 {
        bail!("{path} was answered {}: {}", reply.status, String::from_utf8_lossy(&reply.body));
    }
    Ok(reply)
}

fn read(answer: &[u8]) -> Result<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("an answer without a head")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .context("an answer without a status")?;
    Ok(Reply { status, head, body: answer[end + 4..].to_vec() })
}
