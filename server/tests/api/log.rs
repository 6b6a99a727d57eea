//! The server's own log holds no key: whoever reads it could do with one what its owner can.

use crate::activities::{invite, key_in, planned, text};
use crate::browser::Browser;
use crate::everywhere;
use crate::harness::{Caller, proposal};
use crate::on_behalf::{self, noted};
use crate::on_both;
use model::AccountId;
use model::api::audit::ListAudit;
use model::api::joining::MakeLink;
use model::api::proposals::Propose;
use model::api::session::StartSignIn;
use model::person::Role;
use server::addresses::{filter, without_keys};
use server::clock::Dice;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// All that this process says. Such tests have processes of their own.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn listen() -> Self {
        let log = Self::default();
        let own = log.clone();
        let all = tracing_subscriber::fmt()
            .with_env_filter(filter("debug,tower_http=trace").unwrap())
            .with_ansi(false);
        all.with_writer(move || own.clone()).init();
        log
    }

    fn read(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[test]
fn of_no_address_is_a_key_told_and_of_every_one_its_words() {
    let dice = Dice::machine();
    let keys: Vec<String> = everywhere::all(|_| dice.secret());
    let words = everywhere::all(|_| "…".to_owned());
    assert!(words.iter().filter(|path| path.contains('…')).count() > 150, "{words:?}");
    for (path, told) in keys.iter().zip(&words) {
        assert_eq!(without_keys(path), *told, "{path}");
    }
    let kept = everywhere::all(|_| "12".to_owned());
    assert!(kept.iter().all(|path| without_keys(path) == *path), "numbers are no keys");
}

on_both! {
    async fn no_key_is_in_the_log(here) {
        let log = Log::listen();
        let round = here.company().await;
        let (ada, bob) = (here.author("Ada").await, here.customer("Bob").await);
        let (grace, admin) = (here.staff("Grace", Role::AccountManager).await, here.staff("Al", Role::Admin).await);
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        let account = AccountId(here.account("Acme Steel").await);
        let link = here.call(&grace, MakeLink { account, days: 7, most: 2 }).await.unwrap().link;
        here.call(&grace, noted(id, "bob@example.com")).await.unwrap();
        let on_behalf = on_behalf::key(&here, "bob@example.com").await;
        let activity = planned(&here, &grace, round, text()).await;
        invite(&here, &grace, activity, "ada@example.com").await;
        let invitation = here.mail.to("ada@example.com").await;
        let browser = Browser::new(&here);
        browser.call(StartSignIn { email: "bob@example.com".parse().unwrap(), next: String::new(), begun: false }).await.unwrap();
        let sign_in = here.mail.to("bob@example.com").await;
        let keys = [
            link.rsplit('/').next().unwrap().to_owned(),
            on_behalf,
            key_in(&invitation, "/invitations/"),
            key_in(&invitation, "/letters/"),
            key_in(&sign_in, "token="),
        ];
        for key in &keys {
            assert!(key.len() > 30, "{key}");
            for path in everywhere::all(|_| key.clone()) {
                // What stays open has no end to wait for.
                if path.contains(key.as_str()) {
                    here.get(&bob, &path).await;
                    here.form(&Caller::stranger(), &path, &[]).await;
                    here.form(&bob, &path, &[]).await;
                }
            }
            here.get(&bob, &format!("/jion/{key}")).await;
            here.get(&bob, &format!("/sign-in/link?token={key}")).await;
        }
        let log = log.read();
        for told in ["path=/on-behalf/…", "path=/api/v1/join/…", "path=/letters/…/…", "path=/sign-in/link", "path=/jion/…"] {
            assert!(log.contains(told) || log.contains(&told.replace('=', "=\"")), "{told}");
        }
        let kept = serde_json::to_string(&here.call(&admin, ListAudit::default()).await.unwrap()).unwrap();
        assert!(kept.contains("/…"), "what was refused is told: {kept}");
        for key in &keys {
            assert!(!log.contains(key.as_str()), "{}", log.lines().find(|line| line.contains(key.as_str())).unwrap());
            assert!(!kept.contains(key.as_str()), "{kept}");
        }
    }
}
