//! What must not be told: whether somebody is known, by how much is done for an answer; and the settings' secrets, to
//! whoever reads a backup or takes their data along.

use crate::browser::Browser;
use crate::on_both;
use crate::openid::{Asked, OpenId, SECRET};
use http::header;
use model::api::mine::GetMyData;
use model::api::session::StartSignIn;
use model::person::Role;
use server::transfer::backup;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

/// Hears every statement that goes to a database from this process. Such tests have processes of their own.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

struct Words<'a>(&'a mut Vec<String>);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            self.0.push(format!("{value:?}").replace('"', ""));
        }
    }
}

impl<S: Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut Words(&mut self.0.lock().unwrap()));
        }
    }
}

impl Heard {
    /// Those of asking for a mail, in their order; what is done beside requests comes when it likes.
    fn of_asking(&self) -> Vec<String> {
        const ABOUT: [&str; 4] = ["sign_in", "person", "into mail", "account"];
        let mut heard = self.0.lock().unwrap();
        let heard = std::mem::take(&mut *heard);
        heard.into_iter().filter(|words| ABOUT.iter().any(|about| words.contains(about))).collect()
    }
}

on_both! {
    async fn the_same_is_done_for_an_address_whoever_has_it(here) {
        here.company().await;
        here.customer("Known").await;
        here.staff("Boss", Role::Admin).await;
        let heard = Heard::default();
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(heard.clone())).unwrap();
        let mut done = Vec::new();
        for email in ["nobody@example.com", "known@example.com", "boss@example.com"] {
            let browser = Browser::new(&here);
            browser.call(StartSignIn { email: email.parse().unwrap(), next: String::new(), begun: false }).await.unwrap();
            here.mail.to(email).await;
            done.push(heard.of_asking());
        }
        assert!(done[0].len() >= 3, "{done:?}");
        assert!(done.iter().all(|one| *one == done[0]), "{done:#?}");
    }

    async fn no_secret_of_the_settings_is_in_a_backup_or_in_anybodys_data(here) {
        here.company().await;
        let openid = OpenId::start(here.clock.clone()).await;
        let here = here.configured(|config| {
            openid.known_as(config, "acme", "");
            config.smtp_url = Some("smtp://accord:the-mail-servers-word@mail.example".parse().unwrap());
        });
        let here = here.await;
        let browser = Browser::new(&here);
        let sent = browser.get("/sign-in/with/acme").await;
        let asked = Asked::read(sent.headers()[header::LOCATION].to_str().unwrap());
        let (code, state) = (openid.code(&asked), asked.get("state"));
        browser.get(&format!("/sign-in/with/acme/back?code={code}&state={state}")).await;
        let data = browser.call(GetMyData {}).await.unwrap().to_string();
        let mut written = Vec::new();
        backup::write(&here.site.db, &mut written, here.clock.now()).await.unwrap();
        let written = String::from_utf8(written).unwrap();
        assert!(written.contains("ada@acme.example") && data.contains("ada@acme.example"));
        for secret in [SECRET, "the-mail-servers-word", "let-me-in"] {
            assert!(!written.contains(secret) && !data.contains(secret), "{secret}");
        }
    }
}
