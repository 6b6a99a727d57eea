//! `accord admin`: for whoever runs the server, beside a running one or without. It prints links and gives roles;
//! nothing of it needs a password, since whoever reads the database is trusted already.

use anyhow::bail;
use clap::{Args, Subcommand};
use futures::FutureExt;
use model::person::Role;
use model::{Email, PersonId};
use server::api::session::sign_in;
use server::api::setup;
use server::clock::{Clock, Dice};
use server::config::Config;
use server::db::audit;
use server::db::events::{self, What};
use server::db::{Db, people, setup as key};
use server::error::Error;

#[derive(Args)]
pub struct Admin {
    #[command(subcommand)]
    what: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Prints the link of the first run, in place of any printed before. Only while there is no admin.
    SetupLink,
    /// Prints a link that signs in the person who has this address, once, for fifteen minutes.
    SignInLink {
        #[arg(value_parser = email)]
        email: Email,
    },
    /// Gives the person who has this address a role.
    Grant {
        #[arg(value_parser = email)]
        email: Email,
        /// moderator, designer, signatory, account_manager or admin.
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Works on the log of what staff did and of what concerns security.
    Audit {
        #[command(subcommand)]
        what: AuditDeed,
    },
}

#[derive(Subcommand)]
enum AuditDeed {
    /// Says whether the log is whole: every event as it was written, none put in or taken out. Exit code 1 if not.
    ///
    /// It prints the number and link of the last event. Note them elsewhere and give them the next time: without them nobody
    /// can tell whether the newest events were taken away.
    Verify {
        /// NUMBER:LINK, as printed at an earlier time.
        #[arg(long, value_parser = noted)]
        noted: Option<(i64, String)>,
    },
}

fn noted(text: &str) -> Result<(i64, String), String> {
    let parts = text.split_once(':').and_then(|(seq, link)| Some((seq.parse().ok()?, link.to_owned())));
    parts.ok_or_else(|| "expected NUMBER:LINK, as this command prints it".into())
}

fn email(text: &str) -> Result<Email, String> {
    text.parse().map_err(|refused: model::text::TextProblem| refused.0)
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| format!("the roles are {}", Role::ALL.map(Role::word).join(", ")))
}

pub async fn run(admin: Admin, config: &Config) -> anyhow::Result<()> {
    let db = Db::open(&config.existing_database()?).await?;
    let done = act(admin.what, config, &db).await;
    db.close().await;
    done
}

async fn act(what: Deed, config: &Config, db: &Db) -> anyhow::Result<()> {
    let (clock, dice) = (Clock::machine(), Dice::machine());
    match what {
        Deed::SetupLink => match setup::new_link(db, config, &clock, &dice).await.map_err(plain)? {
            Some(link) => println!("{link}"),
            None => bail!("there is an admin already; `accord admin sign-in-link EMAIL` lets them in"),
        },
        Deed::SignInLink { email } => {
            match sign_in::new_link(db, config, &clock, &dice, email.clone()).await.map_err(plain)? {
                Some(link) => println!("{link}"),
                None => bail!("nobody has the address {email}"),
            }
        }
        Deed::Audit { what: AuditDeed::Verify { noted } } => verify(db, noted.as_ref()).await?,
        Deed::Grant { email, role } => grant(db, &clock, email, role).await?,
    }
    Ok(())
}

fn plain(fault: Error) -> anyhow::Error {
    match fault {
        Error::Problem(problem) => anyhow::Error::new(problem),
        Error::Fault(fault) => fault,
    }
}

async fn verify(db: &Db, noted: Option<&(i64, String)>) -> anyhow::Result<()> {
    let found = audit::verify(db, noted).await?;
    println!("{} events in the chain, {} of them of people who were removed.", found.links, found.forgotten);
    if let Some((seq, link)) = &found.last {
        println!("Last: {seq}:{link}");
    }
    if !found.faults.is_empty() {
        bail!("the log is not whole:\n  {}", found.faults.join("\n  "));
    }
    println!("The log is whole.");
    Ok(())
}

async fn grant(db: &Db, clock: &Clock, email: Email, role: Role) -> anyhow::Result<()> {
    let now = clock.now();
    let address = email.clone();
    let found = db.write(move |tx| {
        async move {
            let Some(row) = people::by_email(tx, &email).await? else { return Ok::<_, sqlx::Error>(false) };
            let person = PersonId(row.id);
            people::give_role(tx, person, role, None, now).await?;
            if role == Role::Admin {
                key::remove(tx).await?;
            }
            events::record(tx, now, None, What::new("person.roles", person.0), Some(role.word())).await?;
            Ok(true)
        }
        .boxed()
    });
    if !found.await? {
        bail!("nobody has the address {address}; it has to sign in once first");
    }
    println!("{address} is {} now", role.name());
    Ok(())
}
