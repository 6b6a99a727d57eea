//! `kill -9` in the middle of a load of votes loses none that was acknowledged, and no letter that waits.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::api::proposals::Propose;
use model::{ProposalId, Timestamp};
use server::db::events::What;
use server::db::{batch, events, mail, on};
use server::mail::Letter;
use std::collections::HashSet;
use std::future::Future;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// How many people vote at once, each over a connection of their own.
const VOTERS: usize = 8;
/// After how many acknowledged votes the server is killed.
const ENOUGH: usize = 200;

/// The real program, serving on a free port; killed when dropped, whatever happens.
struct Program {
    child: Child,
    addr: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    async fn start(url: &str) -> Self {
        Self::start_with(url, &[]).await
    }

    async fn start_with(url: &str, more: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let addr = format!("127.0.0.1:{port}");
        let child = Command::new(env!("CARGO_BIN_EXE_accord"))
            .args(["serve", "--addr", &addr, "--database-url", url, "--votes-per-minute", "1000000"])
            .args(more)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self { child, addr };
        let ready = async {
            while TcpStream::connect(&program.addr).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ready).await.expect("the program did not start");
        program
    }
}

/// Votes back and forth until the server is gone, and reports every vote that was acknowledged.
async fn vote(addr: String, who: Caller, proposal: ProposalId, kept: mpsc::Sender<(i64, usize)>) {
    let Ok(stream) = TcpStream::connect(addr).await else { return };
    let mut stream = BufReader::new(stream);
    for turn in 0.. {
        let body = ["agree", "disagree", "pass"][turn % 3];
        let body = format!(r#"{{"stance":"{body}"}}"#);
        let head = format!(
            "POST /api/v1/proposals/{proposal}/vote HTTP/1.1\r\nhost: localhost\r\ncookie: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            who.cookie(),
            body.len()
        );
        if stream.get_mut().write_all(head.as_bytes()).await.is_err() {
            return;
        }
        match answered(&mut stream).await {
            Some(200) => {
                let _ = kept.send((who.id.0, turn)).await;
            }
            Some(status) => panic!("a vote was answered {status}"),
            None => return,
        }
    }
}

/// Reads one answer to its end; `None` when the connection broke first.
async fn answered(stream: &mut BufReader<TcpStream>) -> Option<u16> {
    let (mut status, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest[..3].parse().ok();
        } else if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().ok()?;
        } else if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    status
}

on_both! {
    async fn a_killed_server_has_kept_every_acknowledged_vote(here) {
        let round = here.company().await;
        let author = here.author("Author").await;
        let id = here.call(&author, Propose { round, text: proposal("One") }).await.unwrap().id;
        let mut voters = Vec::new();
        for n in 0..VOTERS {
            voters.push(here.customer(&format!("Voter {n}")).await);
        }
        let mut program = Program::start(&here.url).await;
        let (sender, mut kept) = mpsc::channel(16);
        for voter in voters {
            tokio::spawn(vote(program.addr.clone(), voter, id, sender.clone()));
        }
        drop(sender);
        let mut acknowledged = HashSet::new();
        let load = async {
            while let Some(vote) = kept.recv().await {
                acknowledged.insert(vote);
                if acknowledged.len() == ENOUGH {
                    // SIGKILL: no chance to write anything more.
                    program.child.kill().unwrap();
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(120), load).await.expect("the load did not end");
        assert!(acknowledged.len() >= ENOUGH);
        check(&here, &acknowledged).await;
    }

    /// Killed while the mail server had not yet said that it has the letter: whoever is started next sends it, and once.
    async fn a_killed_server_has_kept_every_letter_that_waits(here) {
        // It is for the programs to send.
        here.site.stopping.cancel();
        let letter = Letter {
            to: "ada@example.com".into(),
            subject: "What came of it".into(),
            text: "Your proposal is part of the design.".into(),
            ..Letter::default()
        };
        here.write(What::new("mail.sent_again", 0), move |tx| {
            Box::pin(async move { mail::add(tx, &letter, Timestamp(1)).await })
        })
        .await;
        let peer = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = format!("smtp://{}", peer.local_addr().unwrap());
        let mut program = Program::start_with(&here.url, &["--smtp-url", &smtp]).await;
        let (first, _open) = in_time(taken(&peer, None)).await;
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        const WAITING: &str = "select count(*) from mail where sent is null";
        assert_eq!(count(&here, WAITING).await, 1);

        // The time for which it was the dead program's is over.
        here.write(What::new("mail.sent_again", 0), |tx| {
            Box::pin(async move { on!(tx, c => sqlx::query("update mail set due = 1").execute(c).await.map(drop)) })
        })
        .await;
        let _program = Program::start_with(&here.url, &["--smtp-url", &smtp]).await;
        let (second, _open) = in_time(taken(&peer, Some("250 I have it"))).await;
        in_time(async {
            while count(&here, WAITING).await > 0 {
                tokio::task::yield_now().await;
            }
        })
        .await;
        assert!(second.contains("Your proposal is part of the design."), "{second}");
        let id = |message: &str| message.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned();
        assert_eq!(id(&first), id(&second));
        assert_eq!(count(&here, "select count(*) from mail").await, 1);
    }
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(120), work).await.expect("it did not end")
}

async fn count(here: &Here, sql: &'static str) -> i64 {
    on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
}

/// As a mail server takes one letter; `answer`: what it says when it has it, if it comes to that. The connection stays open.
async fn taken(peer: &TcpListener, answer: Option<&str>) -> (String, BufReader<TcpStream>) {
    let (stream, _) = peer.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    let mut say = "220 here";
    loop {
        stream.get_mut().write_all(format!("{say}\r\n").as_bytes()).await.unwrap();
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        if line.starts_with("DATA") {
            break;
        }
        say = "250 well";
    }
    stream.get_mut().write_all(b"354 go on\r\n").await.unwrap();
    let mut message = String::new();
    while !message.ends_with("\r\n.\r\n") {
        assert!(stream.read_line(&mut message).await.unwrap() > 0, "it broke off: {message}");
    }
    if let Some(answer) = answer {
        stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
    (message, stream)
}

/// The log has each acknowledged vote, in its voter's order.
async fn check(here: &Here, acknowledged: &HashSet<(i64, usize)>) {
    let last = events::last(&here.site.db).await.unwrap();
    let log = batch::between(&here.site.db, 0, last).await.unwrap();
    for person in acknowledged.iter().map(|(person, _)| *person).collect::<HashSet<_>>() {
        let stances: Vec<i64> = log.iter().filter(|row| row.person == person).map(|row| row.stance).collect();
        let turns = acknowledged.iter().filter(|(who, _)| *who == person).map(|(_, turn)| *turn);
        for turn in turns {
            let stance = [1, 2, 3][turn % 3];
            assert_eq!(stances.get(turn), Some(&stance), "person {person} lost vote {turn}");
        }
    }
}
