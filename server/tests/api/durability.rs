//! `kill -9` in the middle of a load of votes loses none that was acknowledged.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::ProposalId;
use model::api::proposals::Propose;
use server::db::{batch, events};
use std::collections::HashSet;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
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
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let addr = format!("127.0.0.1:{port}");
        let child = Command::new(env!("CARGO_BIN_EXE_accord"))
            .args(["serve", "--addr", &addr, "--database-url", url, "--votes-per-minute", "1000000"])
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
