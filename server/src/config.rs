//! The settings: each by flag, by environment (`ACCORD_…`) or in a file, each with a default and a sentence.
//! A wrong one stops the start, by name.

pub mod file;
pub mod hand_over;
pub mod people;
pub mod providers;
pub mod secret;

use anyhow::{Context, bail};
use clap::Args;
use hand_over::HandOver;
use providers::Provider;
use secret::Secret;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Args, Clone, Debug)]
pub struct Config {
    /// A file with settings, in TOML: each flag's name without its dashes.
    #[arg(long, env = "ACCORD_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where to listen.
    #[arg(long, env = "ACCORD_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// The folder for the database and, while no SMTP server is set, the outbox.
    #[arg(long, env = "ACCORD_DATA", default_value = "data")]
    pub data: PathBuf,

    /// sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME. [default: accord.db in the data folder]
    #[arg(long, env = "ACCORD_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<Secret>,

    /// The address that people type. The only source of links in mails and of whether cookies need HTTPS.
    #[arg(long, env = "ACCORD_PUBLIC_URL", default_value = "http://localhost:3000")]
    pub public_url: String,

    /// How many proxies of yours stand in front: a client's address is taken that many entries from the right of
    /// X-Forwarded-For. With 0 the header is not read.
    #[arg(long, env = "ACCORD_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,

    /// smtp://USER:PASSWORD@HOST:PORT (with ?tls=required for STARTTLS) or smtps://… . Without it mail is written
    /// to the outbox in the data folder.
    #[arg(long, env = "ACCORD_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<Secret>,

    /// The address that mail comes from.
    #[arg(long, env = "ACCORD_MAIL_FROM", default_value = "Accord <accord@localhost>")]
    pub mail_from: String,

    /// Sign-in mails that one address may ask for in an hour; one client may make ten times as many attempts, and one
    /// subnet (/24, in IPv6 /56) forty times.
    #[arg(long, env = "ACCORD_SIGN_INS_PER_HOUR", default_value_t = 12)]
    pub sign_ins_per_hour: u32,

    /// Proposals that one person may make in an hour.
    #[arg(long, env = "ACCORD_PROPOSALS_PER_HOUR", default_value_t = 30)]
    pub proposals_per_hour: u32,

    /// Votes that one person may cast in a minute.
    #[arg(long, env = "ACCORD_VOTES_PER_MINUTE", default_value_t = 240)]
    pub votes_per_minute: u32,

    /// Hours after which moderators are told that something waits in the queue, once a day at most; with 0 they are not.
    #[arg(long, env = "ACCORD_QUEUE_HOURS", default_value_t = 24)]
    pub queue_hours: u32,

    /// Days for which it is kept that a letter was sent, or why not.
    #[arg(long, env = "ACCORD_KEEP_LETTERS_DAYS", default_value_t = 30)]
    pub keep_letters_days: u32,

    /// Days for which news stands under the bell.
    #[arg(long, env = "ACCORD_KEEP_NEWS_DAYS", default_value_t = 365)]
    pub keep_news_days: u32,

    /// Days after which the words of proposals and comments that were declined, and why somebody may not speak for an account, are
    /// removed for good; with 0 they stay until their author takes them away.
    #[arg(long, env = "ACCORD_KEEP_DECLINED_DAYS", default_value_t = 0)]
    pub keep_declined_days: u32,

    /// Lets hooks lead into private networks, and without TLS. For tests, and where the receivers are your own neighbours.
    #[arg(long, env = "ACCORD_HOOKS_TO_PRIVATE")]
    pub hooks_to_private: bool,

    /// How the log is written: text or json.
    #[arg(long, env = "ACCORD_LOG_FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub log_format: String,

    /// What the log holds: error, warn, info, debug, or a filter such as accord=debug,sqlx=warn.
    #[arg(long, env = "ACCORD_LOG", default_value = "info")]
    pub log: String,

    /// Whom people may sign in with. Only in the file.
    #[arg(skip)]
    pub providers: Vec<Provider>,

    /// The company's own product that hands people over. Only in the file.
    #[arg(skip)]
    pub hand_over: Option<HandOver>,
}

/// The longest that anything can be told to be kept: a hundred years.
pub const MOST_DAYS: u32 = 36_500;

impl Config {
    /// # Errors
    /// Names the setting that is wrong, and why.
    pub fn check(&self) -> anyhow::Result<()> {
        let url: http::Uri = self.public_url.parse().context("public-url is not an address")?;
        let scheme = url.scheme_str().unwrap_or_default();
        if !matches!(scheme, "http" | "https") || url.host().is_none() {
            bail!(
                "public-url must begin with http:// or https:// and name a host, and is {:?}",
                self.public_url
            );
        }
        if url.path() != "/" || url.query().is_some() {
            bail!("public-url must not have a path, and is {:?}", self.public_url);
        }
        self.mail_from
            .parse::<lettre::message::Mailbox>()
            .with_context(|| format!("mail-from is not a mail address: {:?}", self.mail_from))?;
        if let Some(smtp) = &self.smtp_url {
            lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(smtp.reveal())
                .context("smtp-url cannot be read")?;
        }
        for (name, value) in [
            ("sign-ins-per-hour", self.sign_ins_per_hour),
            ("proposals-per-hour", self.proposals_per_hour),
            ("votes-per-minute", self.votes_per_minute),
        ] {
            if value == 0 {
                bail!("{name} must be at least 1");
            }
        }
        for (name, days, least) in [
            ("keep-letters-days", self.keep_letters_days, 1),
            ("keep-news-days", self.keep_news_days, 1),
            ("keep-declined-days", self.keep_declined_days, 0),
        ] {
            if !(least..=MOST_DAYS).contains(&days) {
                bail!("{name} must be from {least} to {MOST_DAYS}");
            }
        }
        Ok(())
    }

    /// The address of the database.
    #[must_use]
    pub fn database(&self) -> String {
        let in_data = || format!("sqlite://{}", self.data.join("accord.db").display());
        self.database_url.as_ref().map_or_else(in_data, |url| url.reveal().to_owned())
    }

    /// The same, for what only works on what is there: no empty database is made where somebody stands in another folder.
    ///
    /// # Errors
    /// Where there is no such file.
    pub fn existing_database(&self) -> anyhow::Result<String> {
        let database = self.database();
        let file = database.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path));
        if let Some(file) = file.filter(|file| !std::path::Path::new(file).exists()) {
            anyhow::bail!(
                "there is no database {file}: run this where Accord is served, with the same settings (--data, ACCORD_DATABASE_URL)"
            );
        }
        Ok(database)
    }

    /// Whether people come over HTTPS, so that cookies may insist on it.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// A page's full address.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }
}
