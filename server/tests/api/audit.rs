//! The log of what staff did and of what concerns security: read, searched, and proved to be whole.

use crate::browser::Browser;
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::rounds::change;
use futures::FutureExt;
use model::api::audit::ListAudit;
use model::api::moderation::ExportVerdicts;
use model::api::people::SetRoles;
use model::api::proposals::{Judge, Propose};
use model::api::rounds::ChangeRound;
use model::api::selection::GetBallots;
use model::api::session::{SignInWithCode, SignInWithLink};
use model::person::Role;
use model::round::Moderation;
use model::selection::{Ballots, Rules};
use model::verdict::Decision;
use model::{PAGE_SIZE, PersonId, ProblemKind, Timestamp};
use server::db::audit::{Verified, verify};
use server::db::events::{self, What};
use server::db::on;
use server::watch::WINDOW;

async fn whole(here: &Here) -> Verified {
    verify(&here.site.db, None).await.unwrap()
}

async fn run(here: &Here, sql: &'static str) {
    match &here.site.db {
        server::db::Db::Sqlite { write, .. } => drop(sqlx::query(sql).execute(write).await.unwrap()),
        server::db::Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn told(here: &Here, fault: &str) -> bool {
    whole(here).await.faults.iter().any(|words| words.contains(fault))
}

/// A declined proposal.
pub async fn declined(here: &Here) {
    let round = here.company_with(Moderation::ReviewFirst).await;
    let ada = here.customer("Ada").await;
    let moderator = here.staff("Mo", Role::Moderator).await;
    let made = here.call(&ada, Propose { round, text: proposal("Something rude") }).await.unwrap();
    let reason = Some("100 % unkind_words.".parse().unwrap());
    here.call(&moderator, Judge { proposal: made.id, decision: Decision::Decline, reason, trust: false })
        .await
        .unwrap();
}

on_both! {
    async fn what_staff_did_is_read_and_searched_by_admins(here) {
        declined(&here).await;
        let admin = here.staff("Ad", Role::Admin).await;
        let list = |noun: &str, q: &str| {
            let ask = ListAudit { noun: noun.into(), q: q.into(), page: None };
            here.call(&admin, ask)
        };
        let all = list("", "").await.unwrap();
        assert!(all.items.windows(2).all(|two| two[0].number > two[1].number), "the newest first");
        let found = list("proposal", "mo").await.unwrap();
        assert_eq!(found.total, 1);
        let entry = &found.items[0];
        assert_eq!((entry.kind.as_str(), entry.by.as_ref().unwrap().as_str()), ("proposal.declined", "Mo"));
        assert_eq!(entry.detail.as_deref(), Some("100 % unkind_words."));
        // A percent sign and an underline are signs like any other.
        assert_eq!(list("", "100 %").await.unwrap().total, 1);
        assert_eq!(list("", "d_w").await.unwrap().total, 1);
        assert_eq!(list("", "1%unkind").await.unwrap().total, 0);
        assert!(list("nonsense", "").await.unwrap_err().about("noun").is_some());
        let customer = here.customer("Eve").await;
        for who in [Caller::stranger(), customer, here.staff("Mia", Role::Moderator).await] {
            let shut = here.call(&who, ListAudit::default()).await.unwrap_err().kind;
            assert!(matches!(shut, ProblemKind::SignInNeeded | ProblemKind::NotAllowed));
        }
        for _ in 0..PAGE_SIZE {
            here.write(What::new("segment.added", 1), |_| async { Ok(()) }.boxed()).await;
        }
        let second = here.call(&admin, ListAudit { page: Some(2), ..ListAudit::default() }).await.unwrap();
        assert_eq!((second.page, second.items.is_empty()), (2, false));
        let beyond = here.call(&admin, ListAudit { page: Some(usize::MAX), ..ListAudit::default() }).await.unwrap();
        assert!(beyond.items.is_empty());
    }

    async fn signing_in_and_voided_codes_are_recorded(here) {
        here.company().await;
        let admin = here.staff("Ad", Role::Admin).await;
        let (bob, eve) = (Browser::new(&here), Browser::new(&here));
        bob.sign_in("bob@example.com").await;
        let kinds = async |noun: &str| {
            let found = here.call(&admin, ListAudit { noun: noun.into(), ..ListAudit::default() }).await.unwrap();
            found.items.into_iter().map(|entry| (entry.kind, entry.by.map(|by| by.to_string()), entry.detail)).collect::<Vec<_>>()
        };
        let by_code = ("person.signed_in".to_owned(), Some("Bob".to_owned()), Some("code".to_owned()));
        assert_eq!(kinds("person").await[0], by_code);
        eve.ask("bob@example.com", "/").await;
        for _ in 0..6 {
            let wrong = SignInWithCode { email: "bob@example.com".parse().unwrap(), code: "000000".into(), next: String::new() };
            eve.call(wrong).await.unwrap_err();
        }
        let of_bob = |kind: &str, detail: Option<&str>| (kind.to_owned(), Some("Bob".to_owned()), detail.map(str::to_owned));
        // Six tries of one, in one window.
        let told = [of_bob("sign_in.voided", None), of_bob("sign_in.failed", Some("a wrong code"))];
        assert_eq!(kinds("sign_in").await, told);
        here.clock.advance(WINDOW);
        eve.ask("bob@example.com", "/").await;
        let wrong = |email: &str| SignInWithCode { email: email.parse().unwrap(), code: "000000".into(), next: String::new() };
        eve.call(wrong("bob@example.com")).await.unwrap_err();
        assert_eq!(kinds("sign_in").await[0], of_bob("sign_in.failed", Some("a wrong code; 5 more since the entry before")));
        // Of nobody's address nothing is kept.
        eve.ask("nobody@example.com", "/").await;
        eve.call(wrong("nobody@example.com")).await.unwrap_err();
        assert_eq!(kinds("sign_in").await[0], ("sign_in.failed".to_owned(), None, Some("a wrong code".to_owned())));
        let link = SignInWithLink { token: "k".repeat(43) };
        eve.call(link).await.unwrap_err();
        assert_eq!(kinds("sign_in").await.len(), 4, "from there it is one window, whichever way");
        let log = here.text(&admin, "/audit?noun=sign_in").await;
        assert!(log.contains("failed: sign-in") && log.contains("a wrong code") && !log.contains("nobody@"), "{log}");
        assert!(whole(&here).await.faults.is_empty());
    }

    async fn what_is_refused_and_what_is_taken_out_is_told(here) {
        let round = here.company().await;
        let (admin, ada) = (here.staff("Ad", Role::Admin).await, here.customer("Ada").await);
        let mo = here.staff("Mo", Role::Moderator).await;
        let kinds = async |noun: &str| {
            let found = here.call(&admin, ListAudit { noun: noun.into(), ..ListAudit::default() }).await.unwrap();
            found.items.into_iter().map(|entry| (entry.by.unwrap().to_string(), entry.detail.unwrap())).collect::<Vec<_>>()
        };
        let line = |by: &str, detail: &str| (by.to_owned(), detail.to_owned());
        for _ in 0..3 {
            here.call(&ada, ListAudit::default()).await.unwrap_err();
        }
        here.call(&mo, SetRoles { person: ada.id, roles: vec![Role::Admin] }).await.unwrap_err();
        here.call(&Caller::stranger(), ListAudit::default()).await.unwrap_err();
        let of_mo = format!("set roles (POST /api/v1/people/{}/roles)", ada.id);
        assert_eq!(kinds("act").await, [line("Mo", &of_mo), line("Ada", "list audit (GET /api/v1/audit)")]);
        here.clock.advance(WINDOW);
        here.call(&ada, ListAudit::default()).await.unwrap_err();
        assert_eq!(kinds("act").await[0].1, "list audit (GET /api/v1/audit); 2 more since the entry before");
        // A page that shows what its reader may see asks for nothing else.
        let before = kinds("act").await.len();
        here.clock.advance(WINDOW);
        for page in ["/", "/me", "/queue", "/audit"] {
            here.text(&ada, page).await;
        }
        assert_eq!(kinds("act").await.len(), before);

        assert!(kinds("export").await.is_empty());
        here.text(&mo, "/api/v1/accounts/profile.csv?q=one+person").await;
        here.call(&mo, ExportVerdicts {}).await.unwrap();
        let sheet = [line("Mo", "verdicts"), line("Mo", "whom to invite, with addresses")];
        assert_eq!(kinds("export").await, sheet);
        // To whom it is refused, nothing is given.
        here.text(&ada, "/api/v1/accounts/profile.csv?q=one+person").await;
        here.call(&ada, ExportVerdicts {}).await.unwrap_err();
        assert_eq!(kinds("export").await, sheet);
        let as_it_is = here.round(round).await;
        let rules = Rules { ballots: Ballots::Designers, ..as_it_is.rules };
        here.call(&mo, ChangeRound { rules: Some(rules), ..change(&as_it_is) }).await.unwrap();
        let dee = here.staff("Dee", Role::Designer).await;
        for _ in 0..2 {
            here.call(&dee, GetBallots { round }).await.unwrap();
        }
        assert_eq!(kinds("export").await[0], line("Dee", "ballots, without names"));
        assert_eq!(kinds("export").await.len(), 3);
        let log = here.text(&admin, "/audit").await;
        assert!(log.contains("made: export") && log.contains("refused: what is not theirs"), "{log}");
        assert!(whole(&here).await.faults.is_empty());
    }

    async fn whoever_changes_the_log_breaks_its_chain(here) {
        declined(&here).await;
        let before = whole(&here).await;
        assert!(before.faults.is_empty() && before.links > 3 && before.forgotten == 0, "{before:?}");
        let noted = before.last.clone().unwrap();
        for (sql, fault, back) in [
            ("update event set detail = 'x' where kind = 'proposal.declined'", "was changed", "update event set detail = '100 % unkind_words.' where kind = 'proposal.declined'"),
            ("insert into event (seq, at, kind) values (1000, 1, 'person.roles')", "was put in", "delete from event where seq = 1000"),
            ("update audit set digest = 'x' where seq = (select min(seq) from audit)", "was changed", ""),
        ] {
            run(&here, sql).await;
            let found = whole(&here).await;
            assert!(found.faults.iter().any(|words| words.contains(fault)), "{sql}: {found:?}");
            if !back.is_empty() {
                run(&here, back).await;
                assert_eq!(whole(&here).await, before);
            }
        }
        // Without the newest events the chain is whole, but not with what somebody noted.
        run(&here, "delete from audit where seq = (select max(seq) from audit)").await;
        run(&here, "delete from event where seq = (select max(seq) from event)").await;
        let found = verify(&here.site.db, Some(&noted)).await.unwrap();
        assert!(found.faults.iter().any(|words| words.contains("that you noted")), "{found:?}");
        run(&here, "delete from event where kind = 'proposal.proposed'").await;
        assert!(whole(&here).await.faults.iter().any(|words| words.contains("was taken out")));
    }

    /// Emptying the salt, as is done for whoever leaves, hides nothing else.
    async fn what_is_said_to_be_forgotten_is_checked_all_the_same(here) {
        declined(&here).await;
        let before = whole(&here).await;
        run(&here, "update audit set salt = null where seq in (select seq from event where kind = 'proposal.declined')").await;
        assert!(told(&here, "still has a person or words").await);
        // As it is when somebody leaves.
        run(&here, "update event set person = null, detail = null where kind = 'proposal.declined'").await;
        let forgotten = whole(&here).await;
        assert!(forgotten.faults.is_empty() && forgotten.forgotten == 1 && forgotten.last == before.last, "{forgotten:?}");
        for (sql, fault, back) in [
            ("update event set at = at + 1 where kind = 'proposal.declined'", "was changed", "update event set at = at - 1 where kind = 'proposal.declined'"),
            ("update event set round = null where kind = 'proposal.declined'", "was changed", "update event set round = 1 where kind = 'proposal.declined'"),
            ("update event set subject = subject + 1 where kind = 'proposal.declined'", "was changed", "update event set subject = subject - 1 where kind = 'proposal.declined'"),
            ("update event set kind = 'proposal.published' where kind = 'proposal.declined'", "was changed", "update event set kind = 'proposal.declined' where kind = 'proposal.published'"),
            ("update event set person = 1 where kind = 'proposal.declined'", "still has", "update event set person = null where kind = 'proposal.declined'"),
            ("update audit set bare = null where salt is null", "what stood before it was changed", ""),
        ] {
            run(&here, sql).await;
            assert!(told(&here, fault).await, "{sql}");
            if !back.is_empty() {
                run(&here, back).await;
                assert_eq!(whole(&here).await, forgotten, "{back}");
            }
        }
        run(&here, "delete from event where kind = 'proposal.declined'").await;
        assert!(told(&here, "was taken out").await);
    }

    /// A chain as it was written before there were bare digests goes on, and verifies.
    async fn links_of_before_verify_as_they_did(here) {
        declined(&here).await;
        let rows: Vec<(i64, String)> = on!(here.site.db, c => sqlx::query_as("select seq, digest from audit order by seq").fetch_all(c).await).unwrap();
        let mut before = String::new();
        for (seq, own) in rows {
            before = server::clock::digest(&format!("{before} {seq} {own}"));
            const OLD: &str = "update audit set bare = null, link = $2 where seq = $1";
            let link = before.clone();
            let relinked = here.site.db.write(move |tx| {
                async move { on!(tx, c => sqlx::query(OLD).bind(seq).bind(link).execute(c).await.map(drop)) }.boxed()
            });
            relinked.await.unwrap();
        }
        assert!(whole(&here).await.faults.is_empty());
        let admin = here.staff("Ad", Role::Admin).await;
        run(&here, "update audit set salt = null where seq in (select seq from event where kind = 'proposal.declined')").await;
        let old = whole(&here).await;
        assert!(old.faults.is_empty() && old.forgotten == 1, "of these nothing more is known: {old:?}");
        here.call(&admin, model::api::people::SetRoles { person: admin.id, roles: vec![Role::Admin, Role::Designer] }).await.unwrap();
        assert!(whole(&here).await.faults.is_empty(), "new links follow old ones");
        run(&here, "delete from event where kind = 'proposal.declined'").await;
        assert!(told(&here, "was taken out").await);
    }

    async fn the_chain_holds_when_people_are_removed(here) {
        let admin = here.staff("Ad", Role::Admin).await;
        let round = server::sample::add(&here.site, admin.id).await.unwrap();
        let one: i64 = on!(here.site.db, c => sqlx::query_scalar("select min(id) from person where email is null").fetch_one(c).await).unwrap();
        let what = What::new("person.renamed", one);
        let written = here.site.db.write(move |tx| {
            async move { events::record(tx, Timestamp(1), Some(PersonId(one)), what, None).await }.boxed()
        });
        written.await.unwrap();
        let before = whole(&here).await;
        here.call(&admin, model::api::rounds::RemoveSample { round }).await.unwrap();
        let after = whole(&here).await;
        assert!(after.faults.is_empty() && after.links > before.links, "{after:?}");
        assert_eq!((before.forgotten, after.forgotten), (0, 1));
    }
}
