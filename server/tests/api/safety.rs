//! What must hold whatever a caller sends, and what the database promises.

use crate::harness::{Caller, body, proposal};
use crate::on_both;
use axum::body::Body;
use http::{HeaderValue, Request, StatusCode};
use model::api::proposals::{ListProposals, Propose};
use model::{Problem, ProblemKind};
use server::db::{Db, on};

on_both! {
    async fn other_sites_cannot_post(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let path = format!("/api/v1/rounds/{round}/culture");
        let post = |site: &str, origin: &str| {
            Request::post(&path)
                .header("host", "localhost:3000")
                .header("cookie", ada.cookie())
                .header("origin", origin)
                .header("sec-fetch-site", site)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from("culture=1"))
                .unwrap()
        };
        assert_eq!(here.raw(post("cross-site", "https://evil.example")).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(here.raw(post("same-site", "http://other.localhost:3000")).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(here.raw(post("same-origin", "http://localhost:3000")).await.status(), StatusCode::SEE_OTHER);

        // Whoever was sent here by it is told why: a script in its own words, a reader on the ordinary error page.
        let told = body(here.raw(post("cross-site", "https://evil.example")).await).await;
        let told: Problem = serde_json::from_str(&told).unwrap();
        assert_eq!(told.kind, ProblemKind::NotAllowed);
        let mut going = post("cross-site", "https://evil.example");
        going.headers_mut().insert("accept", HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        let page = here.raw(going).await;
        assert_eq!(page.status(), StatusCode::FORBIDDEN);
        assert!(page.headers().contains_key("content-security-policy"));
        let html = body(page).await;
        assert!(html.contains(&told.message) && html.contains("</html>"), "{html}");
        assert!(!html.contains("Ada"), "nobody is known there");
    }

    async fn what_a_layer_refuses_is_told_in_words(here) {
        here.company().await;
        for (method, path, status) in [("DELETE", "/api/v1/rounds", 405), ("POST", "/nowhere", 405)] {
            let ask = |accept: &str| {
                let request = Request::builder().method(method).uri(path).header("accept", accept);
                here.raw(request.body(Body::empty()).unwrap())
            };
            let told = ask("application/json").await;
            assert_eq!(told.status(), status, "{path}");
            assert!(told.headers()["allow"].to_str().unwrap().contains("GET"));
            let told: Problem = serde_json::from_str(&body(told).await).unwrap();
            let page = ask("text/html").await;
            assert_eq!(page.status(), status, "{path}");
            let html = body(page).await;
            assert!(html.contains(&told.message) && html.contains("</html>"), "{html}");
        }
    }

    async fn answers_carry_the_security_headers(here) {
        here.company().await;
        for path in ["/", "/api/v1/rounds", "/nowhere", "/healthz"] {
            let response = here.get(&Caller::stranger(), path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("x-frame-options", "DENY"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(response.headers().get(name).map(|value| value.to_str().unwrap()), Some(value), "{path} {name}");
            }
        }
        let page = here.get(&Caller::stranger(), "/").await;
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self' 'nonce-") && policy.contains("style-src 'self';"), "{policy}");
        assert!(policy.contains("worker-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe-inline"));
        let html = body(page).await;
        assert!(!html.contains(" style=\""), "inline styles are forbidden by our own policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(html.contains(&format!("nonce=\"{nonce}\"")));
    }

    async fn hostile_text_stays_text(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        const HOSTILE: &str = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;";
        let mut text = proposal(HOSTILE);
        text.why = HOSTILE.parse().unwrap();
        for field in [&mut text.who, &mut text.how, &mut text.tool, &mut text.measure] {
            *field = Some(HOSTILE.parse().unwrap());
        }
        let made = here.call(&ada, Propose { round, text: text.clone() }).await.unwrap();
        assert_eq!(made.text, text, "kept as typed");
        for path in ["/".to_owned(), made.path(), "/vote".into(), "/propose".into(), format!("/?q={}", model::endpoint::encoded(HOSTILE))] {
            let html = here.text(&ada, &path).await;
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}");
            assert!(html.contains("</html>"), "{path}");
        }
        // A refused form gives what was typed back into its fields, the text area among them.
        let form = [("kind", "start"), ("title", ""), ("why", HOSTILE), ("stages", "0"), ("cultures", "0")];
        let refused = here.form_from(&ada, &format!("/api/v1/rounds/{round}/proposals"), "/propose", &form).await;
        assert_eq!(refused.headers()["location"], "/propose");
        let html = here.text(&ada, "/propose").await;
        assert!(html.contains("&lt;/textarea&gt;") && !html.contains("<script>alert"), "{html}");
    }

    async fn what_nobody_sees_is_not_kept(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let words = |title: &str| {
            format!(r#"{{"kind":"start","title":"{title}","why":"{title}","stages":[0],"cultures":[0],"who":"{title}"}}"#)
        };
        let propose = async |title: &str| {
            let request = Request::post(format!("/api/v1/rounds/{round}/proposals"))
                .header("cookie", ada.cookie())
                .header("content-type", "application/json")
                .body(Body::from(words(title)))
                .unwrap();
            let response = here.raw(request).await;
            (response.status(), body(response).await)
        };
        let (status, made) = propose("Send \u{202e}one\u{202c} per\u{200b}son\u{2069}, نمی\u{200c}خواهیم 👩\u{200d}🔧").await;
        assert_eq!(status, StatusCode::OK, "{made}");
        let made: model::proposal::Proposal = serde_json::from_str(&made).unwrap();
        for text in [made.text.title.as_str(), made.text.why.as_str(), made.text.who.as_ref().unwrap().as_str()] {
            assert_eq!(text, "Send one person, نمی\u{200c}خواهیم 👩\u{200d}🔧");
        }
        let (status, told) = propose("\u{202e}\u{3164}\u{2066}").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.contains("Please fill this in."), "{told}");
        let name = here.form(&ada, "/api/v1/me/name", &[("name", "Lovelace \u{202e}adA"), ("next", "/me")]).await;
        assert_eq!(name.status(), StatusCode::SEE_OTHER);
        assert_eq!(here.site.memory.read().person(ada.id).unwrap().name.as_str(), "Lovelace adA");
    }

    async fn what_is_too_large_is_refused(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let request = Request::post(format!("/api/v1/rounds/{round}/proposals"))
            .header("cookie", ada.cookie())
            .header("content-type", "application/json")
            .body(Body::from(vec![b' '; 3 * 1024 * 1024]))
            .unwrap();
        assert_eq!(here.raw(request).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(here.call(&ada, ListProposals { round, ..ListProposals::default() }).await.unwrap().total, 0);
    }

    async fn the_database_keeps_what_it_acknowledged(here) {
        match &here.site.db {
            Db::Sqlite { write, .. } => {
                let full: i64 = sqlx::query_scalar("pragma synchronous").fetch_one(write).await.unwrap();
                assert_eq!(full, 2, "FULL");
                let journal: String = sqlx::query_scalar("pragma journal_mode").fetch_one(write).await.unwrap();
                assert_eq!(journal, "wal");
            }
            Db::Postgres(pool) => {
                let on: String = sqlx::query_scalar("show synchronous_commit").fetch_one(pool).await.unwrap();
                assert_eq!(on, "on");
            }
        }
    }

    async fn requests_that_are_cut_off_leave_nothing_behind(here) {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let path = format!("/api/v1/rounds/{round}/culture");
        for n in 0..100_u32 {
            let request = Request::post(&path)
                .header("cookie", ada.cookie())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from("culture=1"))
                .unwrap();
            // Polled a different number of times, then dropped, wherever it is.
            let mut call = Box::pin(here.raw(request));
            for _ in 0..n % 10 {
                let once = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx)));
                if once.await.is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        let asks = (0..20).map(|_| async {
            on!(&here.site.db, c => sqlx::query_scalar::<_, i64>("select cast(1 as bigint)").fetch_one(c).await).unwrap()
        });
        assert_eq!(futures::future::join_all(asks).await.iter().sum::<i64>(), 20);
        here.company_still_writes(&ada, round).await;
    }
}
