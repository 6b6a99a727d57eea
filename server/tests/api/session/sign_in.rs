//! Signing in by mail: codes, links, and how little can be guessed.

use super::{ADA, count};
use crate::browser::{Browser, Sent};
use crate::harness::{body, config};
use crate::on_both;
use http::StatusCode;
use model::api::session::{GetViewer, StartSignIn};
use model::person::Membership;
use model::{ProblemKind, Timestamp};
use server::api::session::sign_in::{LIFE, MOST_WRONG_LATELY};
use server::db::on;
use server::db::sign_in::MOST_WRONG;

on_both! {
    async fn a_code_signs_in_once_and_its_link_is_void_then(here) {
        here.company().await;
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "/rounds/1").await;
        let code = sent.code.clone().unwrap();
        assert!(code.len() == 6 && code.chars().all(|c| c.is_ascii_digit()));
        // As people type it.
        let signed_in = browser.enter_code(ADA, &format!(" {} {} ", &code[..3], &code[3..])).await.unwrap();
        assert_eq!((signed_in.next.as_str(), signed_in.completed), ("/rounds/1", None));
        let me = browser.call(GetViewer {}).await.unwrap().person.unwrap();
        assert_eq!((me.name.as_str(), me.email.unwrap().as_str()), ("Ada Lovelace", ADA));
        assert_eq!((me.roles.len(), me.membership), (0, Membership::None));

        let other = Browser::new(&here);
        assert!(other.enter_code(ADA, &code).await.is_err_and(|problem| problem.about("code").is_some()));
        assert!(other.open_link(&sent).await.is_err_and(|problem| problem.about("token").is_some()));
        assert!(other.call(GetViewer {}).await.unwrap().person.is_none());
    }

    async fn a_link_signs_in_once_and_its_code_is_void_then(here) {
        here.company().await;
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "/design").await;
        // Mail programs open links to look at them: only the button's POST counts.
        for path in ["/api/v1/sign-in/link", "/sign-in/link"] {
            let status = browser.get(&format!("{path}?token={}", sent.token)).await.status();
            assert!(status == StatusCode::METHOD_NOT_ALLOWED || status == StatusCode::OK, "{path} {status}");
        }
        assert_eq!(browser.open_link(&sent).await.unwrap().next, "/design");
        assert!(browser.call(GetViewer {}).await.unwrap().person.is_some());

        let other = Browser::new(&here);
        assert!(other.open_link(&sent).await.is_err());
        assert!(other.enter_code(ADA, sent.code.as_ref().unwrap()).await.is_err());
        assert!(other.open_link(&Sent { token: "made-up".into(), ..sent }).await.is_err());
        assert_eq!(count(&here, "select count(*) from person where email is not null").await, 1);
    }

    async fn five_wrong_codes_void_both(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        for _ in 0..MOST_WRONG - 1 {
            assert!(browser.enter_code(ADA, &sent.wrong()).await.is_err());
        }
        let survivor = browser.ask("bob@example.com", "").await;
        assert!(browser.enter_code(ADA, &sent.wrong()).await.is_err());
        assert!(browser.enter_code(ADA, sent.code.as_ref().unwrap()).await.is_err());
        assert!(browser.open_link(&sent).await.is_err());
        // Somebody else's is none the worse.
        assert!(browser.enter_code("bob@example.com", &survivor.code.unwrap()).await.is_ok());
    }

    /// Knowing somebody's address is not enough to stand in their way.
    async fn another_browser_can_neither_use_a_code_nor_use_it_up(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        let (known, unknown) = (Browser::new(&here), Browser::new(&here));
        known.ask("eve@example.com", "").await;
        for stranger in [&known, &unknown] {
            for _ in 0..=MOST_WRONG {
                assert!(stranger.enter_code(ADA, &sent.wrong()).await.is_err());
            }
            assert!(stranger.enter_code(ADA, sent.code.as_ref().unwrap()).await.is_err(), "not even the right one");
        }
        assert_eq!(count(&here, "select cast(sum(wrong) as bigint) from sign_in").await, 0);
        // Who asks for it as well can void only what they asked for.
        known.ask(ADA, "").await;
        for _ in 0..=MOST_WRONG {
            assert!(known.enter_code(ADA, &sent.wrong()).await.is_err());
        }
        assert_eq!(count(&here, "select cast(sum(wrong) as bigint) from sign_in").await, MOST_WRONG);
        let second = Browser::new(&here).ask(ADA, "").await;
        assert!(browser.enter_code(ADA, sent.code.as_ref().unwrap()).await.is_ok());
        assert!(Browser::new(&here).open_link(&second).await.is_ok(), "a link works anywhere");
    }

    async fn what_is_no_code_is_no_try(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        let right = sent.code.as_ref().unwrap();
        let tries = config("").sign_ins_per_hour * 10;
        for n in 0..tries + 1 {
            let slip = ["", "12345", "1234567", "12345a", "１２３４５６"][n as usize % 5];
            let problem = browser.enter_code(ADA, slip).await.unwrap_err();
            assert_eq!(problem.about("code"), Some("A code has six digits. Please look at it once more."), "{slip}");
        }
        assert_eq!(count(&here, "select cast(sum(wrong) as bigint) from sign_in").await, 0);
        assert!(browser.enter_code(ADA, &format!("{}-{}", &right[..3], &right[3..])).await.is_ok());
    }

    /// However many browsers somebody has, and however many mails they ask for before they begin to guess.
    async fn in_a_day_an_address_bears_so_many_guesses(here) {
        let mut guesses = 0;
        for turn in 0..3 {
            let browsers: Vec<_> = (0..4).map(|_| Browser::new(&here)).collect();
            let mut sent = Vec::new();
            for browser in &browsers {
                sent.push((browser, browser.ask(ADA, "").await));
            }
            for (browser, sent) in sent.iter().filter(|(_, sent)| sent.code.is_some()) {
                // At first one less than would void it, so that the sum does not come out even.
                for _ in 0..MOST_WRONG - i64::from(turn == 0) {
                    assert!(browser.enter_code(ADA, &sent.wrong()).await.is_err());
                    guesses += 1;
                }
            }
            here.clock.advance(LIFE);
        }
        assert!((MOST_WRONG_LATELY..MOST_WRONG_LATELY + MOST_WRONG).contains(&guesses), "{guesses}");
    }

    async fn who_is_signed_in_already_is_told_so(here) {
        here.company().await;
        let browser = Browser::new(&here);
        browser.sign_in(ADA).await;
        for path in ["/sign-in", "/sign-in?next=%2Fvote", "/sign-in?next=%2F%5Cevil.example", "/sign-in?next=%2F%2Fevil.example", "/sign-in?email=a%40b.example&sent=1"] {
            let html = body(browser.get(path).await).await;
            assert!(html.contains("You are signed in as") && html.contains("Ada Lovelace (ada.lovelace@example.com)"), "{path}");
            assert!(html.contains("action=\"/api/v1/sign-out\"") && !html.contains("action=\"/api/v1/sign-in\""), "{path}");
            let on = if path.contains("vote") { "/vote" } else { "/" };
            assert!(html.contains(&format!("<a href=\"{on}\" class=\"btn btn-primary\">Go on")), "{path}");
        }
        assert_eq!(browser.form("/api/v1/sign-out", "/sign-in", &[("next", "/sign-in")]).await, "/sign-in");
        assert!(body(browser.get("/sign-in").await).await.contains("action=\"/api/v1/sign-in\""));
    }

    async fn four_wrong_codes_do_not(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        for _ in 0..MOST_WRONG - 1 {
            assert!(browser.enter_code(ADA, &sent.wrong()).await.is_err());
        }
        assert!(browser.enter_code(ADA, sent.code.as_ref().unwrap()).await.is_ok());
    }

    async fn tries_at_once_are_counted_one_by_one(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        let wrong = sent.wrong();
        let tries = (0..12).map(|_| browser.enter_code(ADA, &wrong));
        assert!(futures::future::join_all(tries).await.iter().all(Result::is_err));
        assert_eq!(count(&here, "select cast(sum(wrong) as bigint) from sign_in").await, MOST_WRONG);
        assert!(browser.open_link(&sent).await.is_err());
    }

    /// Asking for more mails gives no more guesses.
    async fn wrong_codes_count_against_every_mail_that_waits(here) {
        let browser = Browser::new(&here);
        let first = browser.ask(ADA, "").await;
        for _ in 0..2 {
            assert!(browser.enter_code(ADA, &first.wrong()).await.is_err());
        }
        let second = browser.ask(ADA, "").await;
        for _ in 0..3 {
            assert!(browser.enter_code(ADA, &first.wrong()).await.is_err());
        }
        assert!(browser.open_link(&first).await.is_err(), "the older mail has seen five");
        assert!(browser.enter_code(ADA, second.code.as_ref().unwrap()).await.is_ok(), "the newer one three");

        // The right code is not held against the others.
        let third = browser.ask(ADA, "").await;
        let fourth = browser.ask(ADA, "").await;
        assert!(browser.enter_code(ADA, third.code.as_ref().unwrap()).await.is_ok());
        assert_eq!(count(&here, "select wrong from sign_in order by id desc limit 1").await, 0);
        assert!(browser.enter_code(ADA, fourth.code.as_ref().unwrap()).await.is_ok());
    }

    async fn an_address_that_has_seen_many_wrong_codes_gets_links_alone(here) {
        let browser = Browser::new(&here);
        for _ in 0..MOST_WRONG_LATELY / MOST_WRONG {
            let sent = browser.ask(ADA, "").await;
            for _ in 0..MOST_WRONG {
                assert!(browser.enter_code(ADA, &sent.wrong()).await.is_err());
            }
        }
        let sent = browser.ask(ADA, "").await;
        assert_eq!(sent.code, None);
        assert!(browser.enter_code(ADA, "000000").await.is_err());
        assert!(browser.open_link(&sent).await.is_ok());
        here.clock.advance(Timestamp::DAY);
        assert!(browser.ask(ADA, "").await.code.is_some());
    }

    async fn a_mail_works_for_a_quarter_of_an_hour(here) {
        let browser = Browser::new(&here);
        let (code, link) = (browser.ask(ADA, "").await, browser.ask(ADA, "").await);
        here.clock.advance(LIFE - 1);
        assert!(browser.enter_code(ADA, code.code.as_ref().unwrap()).await.is_ok());
        here.clock.advance(1);
        assert!(browser.open_link(&link).await.is_err());
        assert!(browser.enter_code(ADA, link.code.as_ref().unwrap()).await.is_err());
        let last = browser.ask(ADA, "").await;
        here.clock.advance(LIFE - 1);
        assert!(browser.open_link(&last).await.is_ok());
    }

    async fn the_answer_does_not_say_who_is_known(here) {
        here.company().await;
        here.customer("Ada").await;
        let ask = async |email: &str| {
            let json = format!(r#"{{"email":"{email}","next":"/vote?round=1"}}"#);
            let browser = Browser::new(&here);
            let response = browser.send("POST", "/api/v1/sign-in", "application/json", "/", json).await;
            let (parts, text) = (response.headers().clone(), body(response).await);
            (parts.len(), text.replace(&model::endpoint::encoded(email), "…"))
        };
        let known = ask("ada@example.com").await;
        assert_eq!(known, ask("nobody@example.com").await);
        assert_eq!(known.1, r#"{"next":"/sign-in?email=…&next=%2Fvote%3Fround%3D1&sent=1"}"#);
    }

    async fn it_does_not_lead_off_the_site(here) {
        let browser = Browser::new(&here);
        for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/api/v1/viewer", "/a\nb"] {
            let sent = browser.ask(ADA, next).await;
            assert_eq!(browser.open_link(&sent).await.unwrap().next, "/", "{next}");
        }
    }

    async fn one_address_gets_so_many_mails_and_one_client_so_many_tries(here) {
        let limits = config("");
        let browser = Browser::new(&here);
        for _ in 0..limits.sign_ins_per_hour {
            browser.ask(ADA, "").await;
        }
        let again = StartSignIn { email: ADA.parse().unwrap(), next: String::new(), begun: false };
        assert_eq!(browser.call(again).await.unwrap_err().kind, ProblemKind::TooMany);
        let tries = limits.sign_ins_per_hour * 10;
        for _ in limits.sign_ins_per_hour + 1..tries {
            assert_eq!(browser.enter_code("bob@example.com", "000000").await.unwrap_err().kind, ProblemKind::Invalid);
        }
        assert_eq!(browser.enter_code("bob@example.com", "000000").await.unwrap_err().kind, ProblemKind::TooMany);
    }

    async fn nothing_in_the_database_lets_a_reader_sign_in(here) {
        let browser = Browser::new(&here);
        let sent = browser.ask(ADA, "").await;
        let (one, two) = (browser.ask(ADA, "").await, browser.ask("bob@example.com", "").await);
        let hashes = "select count(*) from (select code_hash from sign_in union select link_hash from sign_in) as hashes";
        assert_eq!(count(&here, hashes).await, 6);
        let plain = format!("select count(*) from sign_in where link_hash in ('{}', '{}', '{}')", sent.token, one.token, two.token);
        let plain = sqlx::AssertSqlSafe(plain);
        let found: i64 = on!(here.site.db, c => sqlx::query_scalar(plain).fetch_one(c).await).unwrap();
        assert_eq!(found, 0);
        browser.enter_code(ADA, sent.code.as_ref().unwrap()).await.unwrap();
        let cookie = browser.cookie("accord").unwrap();
        let hashes: Vec<String> =
            on!(here.site.db, c => sqlx::query_scalar("select hash from session").fetch_all(c).await).unwrap();
        assert!(hashes.iter().all(|hash| hash.len() == 64 && *hash != cookie));
    }
}
