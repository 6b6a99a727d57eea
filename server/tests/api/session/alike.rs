//! Whoever asks for a mail to sign in with learns nothing of the address from how long the answer takes: the same work is done for
//! an address that is known, one that nobody has and one of the staff, and the letter leaves outside of the answer.

use crate::browser::Browser;
use crate::harness::Here;
use crate::on_both;
use model::api::session::StartSignIn;
use model::person::Role;
use parking_lot::Mutex;
use server::db::on;
use std::fmt::Debug;
use std::sync::Arc;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// What was said to the database, in order.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut Summary(self));
        }
    }
}

struct Summary<'a>(&'a Statements);

impl Visit for Summary<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            self.0.0.lock().push(format!("{value:?}"));
        }
    }
}

impl Statements {
    /// Those of answering: what delivers letters and follows the log goes on beside it.
    fn take(&self) -> Vec<String> {
        let beside = |one: &String| {
            ["from mail", "update mail", "from event", "vote_log", "COMMIT"]
                .iter()
                .any(|words| one.contains(words))
        };
        let mut taken = std::mem::take(&mut *self.0.lock());
        taken.retain(|one| !beside(one));
        taken
    }
}

async fn ask(here: &Here, email: &str) -> String {
    let browser = Browser::new(here);
    let start = StartSignIn { email: email.parse().unwrap(), next: String::new(), begun: false };
    // Who asks is named in the page that follows.
    browser.call(start).await.unwrap().next.replace(&email.replace('@', "%40"), "")
}

on_both! {
    async fn the_same_work_is_done_whoever_has_the_address(here) {
        here.company().await;
        here.customer("Ada").await;
        here.staff("Mo", Role::Moderator).await;
        let statements = Statements::default();
        let heard = tracing_subscriber::registry().with(statements.clone());
        tracing::subscriber::set_global_default(heard).expect("each test is a process of its own");
        let waiting = "select count(*) from mail where created > 0";
        let mut told = Vec::new();
        // The first prepares what the others use again.
        for email in ["warm@example.com", "ada@example.com", "nobody@example.com", "mo@example.com"] {
            let before: i64 = on!(here.site.db, c => sqlx::query_scalar(waiting).fetch_one(c).await).unwrap();
            statements.take();
            let next = ask(&here, email).await;
            let said = statements.take();
            let after: i64 = on!(here.site.db, c => sqlx::query_scalar(waiting).fetch_one(c).await).unwrap();
            assert_eq!(after, before + 1, "{email}: one letter waits to leave");
            told.push((next, said));
        }
        assert!(told[1].1.iter().any(|one| one.contains("insert into mail")), "{:?}", told[1].1);
        assert_eq!(told[1], told[2], "known beside unknown");
        assert_eq!(told[1], told[3], "customers beside staff");
    }

    /// The mail server may be as slow as it likes, or gone.
    async fn the_letter_leaves_outside_of_the_answer(here) {
        here.company().await;
        here.customer("Ada").await;
        for email in ["ada@example.com", "nobody@example.com"] {
            here.mail.refuse_next(false);
            ask(&here, email).await;
            here.mail.refused().await;
        }
    }
}
