//! Mail on its way out: once, again after failures, and through a real SMTP server.

use crate::browser::Browser;
use crate::harness::{Here, config};
use crate::on_both;
use model::api::audit::{GetMailHealth, ListAudit};
use model::api::session::StartSignIn;
use model::person::Role;
use model::{ProblemKind, Timestamp};
use server::db::on;
use server::mail::delivery::BACKOFF;
use server::mail::{Letter, Mail, Parcel};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

const ADA: &str = "ada@example.com";

async fn ask(here: &Here) {
    let browser = Browser::new(here);
    browser
        .call(StartSignIn { email: ADA.parse().unwrap(), next: String::new(), begun: false })
        .await
        .unwrap();
}

async fn count(here: &Here, sql: &'static str) -> i64 {
    on!(here.site.db, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
}

/// Waits for what the delivery writes after it has tried.
async fn until(here: &Here, sql: &'static str) {
    while count(here, sql).await == 0 {
        tokio::task::yield_now().await;
    }
}

on_both! {
    async fn a_mail_that_did_not_leave_is_tried_again_later(here) {
        here.mail.refuse_next(false);
        ask(&here).await;
        until(&here, "select count(*) from mail where problem is not null").await;
        assert!(here.mail.is_empty());
        here.clock.advance(BACKOFF[0] - 1);
        here.site.mail.wake();
        assert_eq!(count(&here, "select tries from mail").await, 1);
        here.clock.advance(1);
        here.site.mail.wake();
        assert!(here.mail.to(ADA).await.text.contains("Your code is"));
        until(&here, "select count(*) from mail where sent is not null").await;
        // The secrets are not kept any longer.
        assert_eq!(count(&here, "select count(*) from mail where body = '' and subject like 'Your code for %' and problem is null").await, 1);
    }

    async fn every_letter_leaves_as_text_and_html_in_the_companys_name(here) {
        ask(&here).await;
        let before = here.mail.to(ADA).await;
        assert!(before.html.unwrap().contains("<p><b>Accord</b></p>"), "there is no company yet");
        here.company().await;
        ask(&here).await;
        let letter = here.mail.to(ADA).await;
        let html = letter.html.unwrap();
        let code = letter.subject.split(' ').next().unwrap();
        assert!(html.contains("<p><b>Acme</b></p>") && html.contains(&format!("Your code is {code}")), "{html}");
        let link = letter.text.lines().find(|line| line.starts_with("http")).unwrap();
        assert!(html.contains(&format!("<a href=\"{}\">", link.replace('&', "&amp;"))), "{html}");
        assert!(!html.contains("<img") && !html.contains("src="), "{html}");
    }

    async fn a_mail_that_is_refused_for_good_is_given_up(here) {
        here.mail.refuse_next(true);
        ask(&here).await;
        until(&here, "select count(*) from mail where problem is not null").await;
        here.clock.advance(Timestamp::DAY);
        ask(&here).await;
        here.mail.to(ADA).await;
        assert!(here.mail.is_empty());
        // Admins see it, and nobody else.
        until(&here, "select count(*) from mail where sent is not null").await;
        here.company().await;
        let admin = here.staff("Boss", Role::Admin).await;
        let health = here.call(&admin, GetMailHealth {}).await.unwrap();
        assert_eq!((health.waiting, health.given_up, health.last_sent), (0, 1, Some(here.clock.now())));
        assert!(health.problem.is_some() && !health.smtp);
        assert!(here.text(&admin, "/audit").await.contains("1 letter"));
        let refused = here.call(&here.staff("Mo", Role::Moderator).await, GetMailHealth {}).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        assert_eq!(count(&here, "select count(*) from mail where sent is null and body <> ''").await, 1);

        // What could not leave is kept, and one press sends it.
        assert_eq!(health.kept, 1);
        assert!(here.text(&admin, "/audit").await.contains("/api/v1/mail/again"));
        let sent = here.form(&admin, "/api/v1/mail/again", &[("next", "/audit")]).await;
        assert_eq!(sent.status(), http::StatusCode::SEE_OTHER);
        assert!(here.mail.to(ADA).await.text.contains("Your code is"));
        until(&here, "select cast(case when count(*) = 2 then 1 else 0 end as bigint) from mail where sent is not null and body = ''").await;
        let health = here.call(&admin, GetMailHealth {}).await.unwrap();
        assert_eq!((health.given_up, health.kept), (0, 0));
        let log = here.call(&admin, ListAudit { noun: "mail".into(), ..ListAudit::default() }).await.unwrap();
        assert_eq!((log.items.len(), log.items[0].detail.as_deref()), (1, Some("1")));
        assert!(!here.text(&admin, "/audit").await.contains("/api/v1/mail/again"));
    }

    async fn what_was_given_up_goes_when_its_time_is_over(here) {
        here.mail.refuse_next(true);
        ask(&here).await;
        until(&here, "select count(*) from mail where problem is not null").await;
        let kept = i64::from(here.site.config.keep_letters_days) * Timestamp::DAY;
        here.clock.advance(kept - 1);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from mail where body <> ''").await, 1);
        here.clock.advance(1);
        server::jobs::tidy(&here.site).await.unwrap();
        assert_eq!(count(&here, "select count(*) from mail").await, 0);
    }

    async fn after_many_failures_too(here) {
        here.mail.refuse_next(false);
        ask(&here).await;
        for (tries, wait) in (1_i64..).zip(BACKOFF) {
            while count(&here, "select tries from mail where problem is not null union all select 0 order by 1 desc limit 1").await < tries
                || count(&here, "select due from mail").await != here.clock.now().plus(wait).0 {
                tokio::task::yield_now().await;
            }
            here.mail.refuse_next(false);
            here.clock.advance(wait);
            here.site.mail.wake();
        }
        assert!(BACKOFF.iter().sum::<i64>() > 4 * Timestamp::DAY, "a long weekend");
        until(&here, "select count(*) from mail where due = 9223372036854775807 and body <> ''").await;
        assert!(here.mail.is_empty());
    }

    async fn two_instances_send_each_mail_once(here) {
        let other = here.another().await;
        for _ in 0..10 {
            ask(&here).await;
            other.site.mail.wake();
        }
        while count(&here, "select count(*) from mail where sent is null").await > 0 {
            here.site.mail.wake();
            tokio::task::yield_now().await;
        }
        assert_eq!(here.mail.len() + other.mail.len(), 10);
        assert_eq!(count(&here, "select cast(sum(tries) as bigint) from mail").await, 10);
    }
}

/// A real SMTP server in a process of its own; killed when dropped.
struct Sink {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Sink {
    /// `None`, with a word, where Node or its packages are not installed.
    fn start() -> Option<Self> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let installed = std::path::Path::new(root).join("node_modules/smtp-server").exists();
        let script = format!("{root}/end2end/smtp-sink.mjs");
        let started = Command::new("node").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let (true, Ok(mut child)) = (installed, started) else {
            eprintln!("skipped: Node or its package smtp-server is not installed");
            return None;
        };
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().unwrap().unwrap().parse().unwrap();
        Some(Self { child, lines, port })
    }

    fn mail(&self, password: &str) -> Mail {
        let mut config = config("");
        config.smtp_url = Some(format!("smtp://accord:{password}@127.0.0.1:{}", self.port).into());
        config.mail_from = "Acme & Söhne <hello@acme.example>".into();
        Mail::of(&config).unwrap()
    }

    fn message(&mut self) -> serde_json::Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

fn parcel(to: &str) -> Parcel {
    let text = "Dear Ada,\n\n.\na line of one dot, and a word: Grüße.\n".into();
    let letter =
        Letter {
            to: to.into(), subject: "Grüße\r\nBcc: eve@example.com".into(), text, ..Letter::default()
        };
    let sender = "Müller & Co.".into();
    Parcel { id: 3, written: crate::harness::START, now: crate::harness::START, sender, letter }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_smtp_server_takes_it() {
    let Some(mut sink) = Sink::start() else { return };
    let mail = sink.mail("secret");
    mail.deliver(&parcel(ADA)).await.unwrap();
    let message = sink.message();
    assert_eq!((&message["from"], &message["to"]), (&"hello@acme.example".into(), &serde_json::json!([ADA])));
    let text = message["text"].as_str().unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("Date: Sun, 03 May 2026 14:07:00 +0000"), "{head}");
    assert!(head.contains("To: ada@example.com") && !head.contains("\r\nBcc"), "{head}");
    assert!(body.contains("\r\n.\r\n") || body.contains("=2E"), "{body}");
    assert!(head.contains("Content-Type: text/plain") && !head.contains("List-Unsubscribe"), "{head}");
    // In the company's name, from the address that is set.
    let from = head.lines().find(|line| line.starts_with("From: ")).unwrap();
    assert!(from.ends_with(" <hello@acme.example>") && !from.contains("Acme"), "{from}");
    assert!(from.contains("=?utf-8?") && !from.contains("Accord"), "{from}");
    // It travels as text and HTML, and says where one click stops it.
    let mut news = parcel(ADA);
    news.letter.html = Some("<p>Grüße</p>".into());
    news.letter.unsubscribe = Some(format!("https://acme.example/letters/{}/reply", "k".repeat(43)));
    mail.deliver(&news).await.unwrap();
    let message = sink.message();
    let (head, body) = message["text"].as_str().unwrap().split_once("\r\n\r\n").unwrap();
    assert!(head.contains("Content-Type: multipart/alternative"), "{head}");
    let unfolded = head.replace("\r\n ", " ");
    let stop = format!("List-Unsubscribe: <https://acme.example/letters/{}/reply>", "k".repeat(43));
    assert!(unfolded.contains(&stop), "{unfolded}");
    assert!(unfolded.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{unfolded}");
    let (plain, rich) = body.split_once("Content-Type: text/html").unwrap();
    assert!(plain.contains("Dear Ada") && (rich.contains("<p>Gr") || rich.contains("PHA+")), "{body}");
    // What it refuses is told apart from what it puts off.
    assert!(mail.deliver(&parcel("nobody@example.com")).await.unwrap_err().for_good);
    assert!(!mail.deliver(&parcel("later@example.com")).await.unwrap_err().for_good);
    mail.deliver(&parcel("bob@example.com")).await.unwrap();
    assert_eq!(sink.message()["to"], serde_json::json!(["bob@example.com"]));
    // A wrong password is the settings' fault: the mail itself may leave once that is put right.
    let refused = sink.mail("wrong").deliver(&parcel(ADA)).await.unwrap_err();
    assert!(!refused.for_good, "{refused:?}");
    let gone = sink.mail("secret");
    drop(sink);
    assert!(!gone.deliver(&parcel(ADA)).await.unwrap_err().for_good);
}
