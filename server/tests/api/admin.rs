//! `accord admin`, the real program, beside a running site.

use crate::browser::{Browser, Sent};
use crate::harness::Here;
use crate::on_both;
use model::api::session::{GetViewer, SignInWithLink};
use model::api::setup::SetUp;
use model::person::Role;
use server::db::on;
use std::process::{Command, Output};

/// Runs it; settings stand after the words.
async fn admin(here: &Here, words: &[&str]) -> Output {
    run(here, "admin", words).await
}

async fn run(here: &Here, what: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.arg(what).args(words).args(["--database-url", &here.url]);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn printed(here: &Here, words: &[&str]) -> String {
    let output = admin(here, words).await;
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

on_both! {
    async fn the_log_is_proved_whole_by_whoever_runs_the_server(here) {
        here.company().await;
        here.staff("Mo", Role::Moderator).await;
        let said = printed(&here, &["audit", "verify"]).await;
        assert!(said.ends_with("The log is whole."), "{said}");
        let last = said.lines().find_map(|line| line.strip_prefix("Last: ")).unwrap().to_owned();
        assert!(printed(&here, &["audit", "verify", "--noted", &last]).await.ends_with("The log is whole."));
        let other = format!("{last}0");
        let found = admin(&here, &["audit", "verify", "--noted", &other]).await;
        assert!(!found.status.success() && String::from_utf8_lossy(&found.stderr).contains("that you noted"));
        assert_eq!(admin(&here, &["audit", "verify", "--noted", "one"]).await.status.code(), Some(2));
    }

    async fn what_is_exported_is_written_into_the_log(here) {
        let round = here.company().await;
        let id = round.to_string();
        let of_round = ["--round", id.as_str()];
        let exports: [(&[&str], &str); 9] = [
            (&["proposals"], "proposals"),
            (&["votes"], "votes"),
            (&["votes", "--named"], "votes, with who cast each vote"),
            (&["accounts"], "accounts"),
            (&["practices", of_round[0], of_round[1]], "practices"),
            (&["inside-out", of_round[0], of_round[1]], "version 0"),
            (&["audit"], "this log"),
            (&["round", of_round[0], of_round[1]], "a whole round"),
            (&["round", of_round[0], of_round[1], "--named"], "a whole round, with who cast each vote"),
        ];
        for (words, _) in exports {
            let output = run(&here, "export", words).await;
            assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
        const TOLD: &str = "select detail from event where kind = 'export.made' and person is null order by seq";
        let told: Vec<String> = on!(here.site.db, c => sqlx::query_scalar(TOLD).fetch_all(c).await).unwrap();
        assert_eq!(told, exports.map(|(_, detail)| detail));
        assert!(printed(&here, &["audit", "verify"]).await.ends_with("The log is whole."), "and chained with the rest");
        // An admin reads it.
        let xena = here.staff("Xena", Role::Admin).await;
        here.site.memory.catch_up().await.unwrap();
        let page = here.text(&xena, "/audit").await;
        assert!(page.contains("with who cast each vote"), "{page}");
    }

    async fn links_and_roles_for_whoever_runs_the_server(here) {
        let first = printed(&here, &["setup-link"]).await;
        let second = printed(&here, &["setup-link"]).await;
        let key = |link: &str| link.strip_prefix("http://localhost:3000/setup?key=").unwrap().to_owned();
        let set_up = |key: String| SetUp {
            key,
            company: "Acme".parse().unwrap(),
            name: "Ada".parse().unwrap(),
            email: "ada@example.com".parse().unwrap(),
            question: "How would you like us to sell to you?".parse().unwrap(),
            sample: false,
        };
        let browser = Browser::new(&here);
        assert!(browser.call(set_up(key(&first))).await.is_err());
        browser.call(set_up(key(&second))).await.unwrap();
        assert!(!admin(&here, &["setup-link"]).await.status.success());

        // Somebody who signs in by a printed link, and is given a role meanwhile.
        assert!(!admin(&here, &["sign-in-link", "bob@example.com"]).await.status.success());
        let bob = Browser::new(&here);
        bob.sign_in("bob@example.com").await;
        let link = printed(&here, &["sign-in-link", "bob@example.com"]).await;
        let token = link.strip_prefix("http://localhost:3000/sign-in/link?token=").unwrap().to_owned();
        let elsewhere = Browser::new(&here);
        assert_eq!(elsewhere.open_link(&Sent { code: None, token: token.clone() }).await.unwrap().next, "/");
        assert!(elsewhere.call(SignInWithLink { token }).await.is_err());
        printed(&here, &["grant", "bob@example.com", "account_manager"]).await;
        here.site.memory.catch_up().await.unwrap();
        assert_eq!(elsewhere.call(GetViewer {}).await.unwrap().person.unwrap().roles, [Role::AccountManager]);
        for wrong in [["grant", "bob@example.com", "king"], ["grant", "bob", "admin"], ["grant", "eve@example.com", "admin"]] {
            assert!(!admin(&here, &wrong).await.status.success(), "{wrong:?}");
        }
    }
}
