//! Mail: how a letter leaves. By SMTP where a server is set; otherwise into the outbox in the data folder, and in
//! tests into memory. What is to be sent is written to the database first (`db/mail.rs`); `mail/delivery.rs` sends
//! it once that is committed.

pub mod delivery;
pub mod html;
pub mod letters;
mod memory;
mod outbox;

pub use letters::Letter;
pub use memory::Held;

use crate::config::Config;
use anyhow::Context;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use model::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;

model::untold!(Parcel);

/// How long one delivery may take. Well under the time for which a mail is claimed.
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);

/// The way out for mail. Cheap to clone.
#[derive(Clone)]
pub struct Mail {
    from: Mailbox,
    way: Way,
    waiting: Arc<Notify>,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Outbox(PathBuf),
    Memory(Held),
}

/// A letter ready to leave, with what its head says.
#[derive(Clone)]
pub struct Parcel {
    /// Makes the message's own key, so that a second copy can be told from a second letter.
    pub id: i64,
    pub written: Timestamp,
    pub now: Timestamp,
    /// In whose name it leaves: the company's. Empty before the set-up.
    pub sender: String,
    pub letter: Letter,
}

/// Why a letter did not leave.
#[derive(Clone, Debug)]
pub struct Undelivered {
    pub message: String,
    /// Whether trying again is of no use.
    pub for_good: bool,
}

impl Undelivered {
    fn for_good(message: impl std::fmt::Display) -> Self {
        Self { message: message.to_string(), for_good: true }
    }

    fn for_now(message: impl std::fmt::Display) -> Self {
        Self { message: message.to_string(), for_good: false }
    }
}

impl Mail {
    /// As the settings say.
    ///
    /// # Errors
    /// Names the setting that is wrong.
    pub fn of(config: &Config) -> anyhow::Result<Self> {
        let way = match &config.smtp_url {
            Some(url) => {
                let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())
                    .context("smtp-url cannot be read")?;
                Way::Smtp(smtp.timeout(Some(SMTP_TIMEOUT)).build())
            }
            None => Way::Outbox(config.data.join("outbox")),
        };
        let from = config.mail_from.parse().context("mail-from is not a mail address")?;
        Ok(Self { from, way, waiting: Arc::default() })
    }

    /// Kept in memory, for tests to read.
    ///
    /// # Panics
    /// Never: the address is sound.
    #[must_use]
    pub fn held() -> (Self, Held) {
        let held = Held::default();
        let address = lettre::Address::new("accord", "example.com").expect("a sound address");
        let from = Mailbox::new(Some(ACCORD.into()), address);
        (Self { from, way: Way::Memory(held.clone()), waiting: Arc::default() }, held)
    }

    /// Says that mail has been written; called after the commit.
    pub fn wake(&self) {
        self.waiting.notify_one();
    }

    /// Removes what was written to the outbox before a moment, where there is one.
    pub fn tidy(&self, before: Timestamp) {
        if let Way::Outbox(folder) = &self.way
            && let Err(fault) = outbox::remove_old(folder, before)
        {
            tracing::warn!(error = %fault, "removing old mail from the outbox failed");
        }
    }

    async fn woken(&self) {
        self.waiting.notified().await;
    }

    /// # Errors
    /// Why it did not leave.
    pub async fn deliver(&self, parcel: &Parcel) -> Result<(), Undelivered> {
        let message = message(&self.from, parcel, matches!(self.way, Way::Outbox(_)))?;
        match &self.way {
            Way::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|fault| refused(&fault)),
            Way::Outbox(folder) => {
                let path = outbox::put(folder, parcel, &message.formatted()).map_err(Undelivered::for_now)?;
                tracing::info!(
                    file = %path.display(),
                    "no SMTP server is set, so a mail was written to the outbox"
                );
                Ok(())
            }
            Way::Memory(held) => held.put(&parcel.letter),
        }
    }
}

/// What the SMTP server said. A refusal of who we are lies with the settings, and no letter is to be lost over it.
fn refused(fault: &smtp::Error) -> Undelivered {
    const WHO_ARE_YOU: [u16; 4] = [530, 534, 535, 538];
    let ours = fault.status().is_some_and(|code| WHO_ARE_YOU.contains(&u16::from(code)));
    Undelivered { message: fault.to_string(), for_good: fault.is_permanent() && !ours }
}

/// Accord's own name, for letters that leave before there is a company.
pub const ACCORD: &str = "Accord";

/// The company under the address that is set; before there is one, the name that is set with the address.
fn sender(from: &Mailbox, company: &str) -> Mailbox {
    let company: String = company.chars().filter(|c| !c.is_control()).collect();
    let name = match company.trim() {
        "" => from.name.clone().unwrap_or_else(|| ACCORD.to_owned()),
        company => company.to_owned(),
    };
    Mailbox::new(Some(name), from.email.clone())
}

/// The letter as it travels. The library writes the head from typed values, so that nothing in a subject or an
/// address can begin a line of its own; line breaks in a subject become spaces beforehand. In the outbox people read
/// the file itself, so there the text stands as it is, with its links whole (`plain`).
fn message(from: &Mailbox, parcel: &Parcel, plain: bool) -> Result<Message, Undelivered> {
    let letter = &parcel.letter;
    let to: lettre::Address = letter.to.parse().map_err(Undelivered::for_good)?;
    let subject: String = letter.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let host = from.email.domain();
    let sender = sender(from, &parcel.sender);
    let since = Duration::from_micros(u64::try_from(parcel.written.0).unwrap_or(0));
    let mut head = Message::builder();
    if let Some(address) = &letter.unsubscribe {
        head = head.header(Unsubscribe(format!("<{address}>"))).header(OneClick);
    }
    let head = head
        .from(sender)
        .to(Mailbox::new(None, to))
        .subject(subject)
        .date(SystemTime::UNIX_EPOCH + since)
        .message_id(Some(format!("<{}.{}@{host}>", parcel.written.0, parcel.id)));
    if plain {
        let text = letter.text.replace('\n', "\r\n").into_bytes();
        let body = Body::dangerous_pre_encoded(text, ContentTransferEncoding::EightBit);
        return head.header(ContentType::TEXT_PLAIN).body(body).map_err(Undelivered::for_good);
    }
    let body = Body::new(letter.text.clone());
    let message = match &letter.html {
        None => head.header(ContentType::TEXT_PLAIN).body(body),
        Some(html) => head.multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body))
                .singlepart(
                    SinglePart::builder().header(ContentType::TEXT_HTML).body(Body::new(html.clone())),
                ),
        ),
    };
    message.map_err(Undelivered::for_good)
}

/// Where letters like this one are stopped, with one click of a mail program (RFC 2369, RFC 8058).
#[derive(Clone)]
struct Unsubscribe(String);

#[derive(Clone)]
struct OneClick;

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(address: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(address.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(to: &str, subject: &str) -> Result<String, Undelivered> {
        formatted_by("", to, subject)
    }

    fn formatted_by(sender: &str, to: &str, subject: &str) -> Result<String, Undelivered> {
        let (mail, _) = Mail::held();
        let letter = Letter {
            to: to.into(),
            subject: subject.into(),
            text: "Dear Ada,\nhello.\n".into(),
            ..Letter::default()
        };
        let sender = sender.to_owned();
        let parcel = Parcel { id: 7, written: Timestamp(0), now: Timestamp(0), sender, letter };
        message(&mail.from, &parcel, false).map(|message| String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn nothing_typed_can_begin_a_line_of_the_head() {
        let text = formatted("ada@example.com", "Hello\r\nBcc: eve@example.com\r\n\r\nBody").unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().all(|line| !line.starts_with("Bcc")), "{head}");
        assert!(head.contains("Message-ID: <0.7@example.com>"), "{head}");
        assert_eq!(body, "Dear Ada,\r\nhello.\r\n");
        assert!(formatted("ada@example.com\r\nBcc: eve@example.com", "Hello").is_err());
        assert!(formatted("ada@example.com, eve@example.com", "Hello").is_err());
    }

    #[test]
    fn the_company_writes_and_accord_only_where_there_is_none() {
        let from = |sender: &str| {
            let text = formatted_by(sender, "ada@example.com", "Hello").unwrap();
            text.lines().find_map(|line| line.strip_prefix("From: ")).unwrap().to_owned()
        };
        assert_eq!(from(""), "Accord <accord@example.com>");
        assert_eq!(from("Acme"), "Acme <accord@example.com>");
        // A sign that would end the name is written in the way that heads have for it.
        assert_eq!(from("Acme, Inc."), "=?utf-8?b?QWNtZSwgSW5jLg==?= <accord@example.com>");
        let hostile = from("Acme\r\nBcc: eve@example.com");
        assert!(hostile.ends_with("<accord@example.com>"), "{hostile}");
    }

    #[test]
    fn links_in_the_outbox_can_be_copied() {
        let (mail, _) = Mail::held();
        let link = format!("https://accord.example/sign-in/link?token={}", "x".repeat(43));
        let text = format!("Grüße,\n\n{link}\n");
        let letter =
            Letter { to: "ada@example.com".into(), subject: "Hello".into(), text, ..Letter::default() };
        let sender = String::new();
        let parcel = Parcel { id: 7, written: Timestamp(0), now: Timestamp(0), sender, letter };
        let read =
            |plain| String::from_utf8(message(&mail.from, &parcel, plain).unwrap().formatted()).unwrap();
        assert!(read(true).ends_with(&format!("Grüße,\r\n\r\n{link}\r\n")));
        assert!(read(false).lines().all(|line| line.len() <= 78));
    }
}
