//! The audit log as admins search it and take it along.

use crate::audit::declined;
use crate::harness::{Caller, proposal};
use crate::on_both;
use model::api::audit::ListAudit;
use model::api::on_behalf::NoteVote;
use model::api::proposals::Propose;
use model::person::Role;

on_both! {
    async fn what_it_is_about_is_found_by_name(here) {
        let round = here.company().await;
        let (admin, ada) = (here.staff("Ad", Role::Admin).await, here.author("Ada").await);
        here.customer("Bob").await;
        let id = here.call(&ada, Propose { round, text: proposal("Ärzte first, and 100 % sure") }).await.unwrap().id;
        let grace = here.staff("Grace", Role::AccountManager).await;
        let note = NoteVote {
            proposal: id,
            email: "bob@example.com".parse().unwrap(),
            stance: model::vote::Stance::Agree,
            name: None,
            account: None,
            strength: None,
            red_line: false,
            source: model::on_behalf::Source::Call,
            said: "2026-01-02".parse().unwrap(),
        };
        here.call(&grace, note).await.unwrap();
        let list = async |noun: &str, q: &str| {
            let ask = ListAudit { noun: noun.into(), q: q.into(), page: None };
            let found = here.call(&admin, ask).await.unwrap();
            found.items.into_iter().map(|entry| entry.kind).collect::<Vec<_>>()
        };
        assert_eq!(list("vote", "").await, ["vote.noted"]);
        for words in ["Ärzte first", "FIRST, AND", "100 % s"] {
            assert_eq!(list("vote", words).await, ["vote.noted"], "{words}");
            assert!(list("", words).await.contains(&"proposal.proposed".to_owned()), "{words}");
        }
        let page = here.text(&admin, "/audit?noun=vote").await;
        assert!(page.contains("noted: vote") && page.contains("Ärzte first") && page.contains("/proposals/1"), "{page}");
        assert!(page.contains("/api/v1/audit.csv?noun=vote&amp;q="), "{page}");
    }

    async fn the_log_is_taken_along_as_it_is_narrowed(here) {
        declined(&here).await;
        let admin = here.staff("Ad", Role::Admin).await;
        let all = here.call(&admin, ListAudit::default()).await.unwrap().total;
        let lines = |csv: &str| csv.trim().lines().count() - 1;
        let csv = here.text(&admin, "/api/v1/audit.csv").await;
        assert!(csv.starts_with("number,at,by,kind,subject,about,round,detail,token\n"), "{csv}");
        assert_eq!(lines(&csv), all, "{csv}");
        let csv = here.text(&admin, "/api/v1/audit.csv?noun=proposal&q=unkind_").await;
        assert_eq!(lines(&csv), 1, "{csv}");
        assert!(csv.contains("Mo,proposal.declined,1,Something rude,1,100 % unkind_words."), "{csv}");
        let told = here.call(&admin, ListAudit { noun: "export".into(), ..ListAudit::default() }).await.unwrap();
        let told: Vec<_> = told.items.iter().filter_map(|entry| entry.detail.as_deref()).collect();
        assert_eq!(told, ["the log about proposal, with unkind_", "the log"]);
        assert!(here.text(&admin, "/api/v1/audit.csv?noun=nonsense").await.contains("Choose one of"));
        for who in [Caller::stranger(), here.customer("Eve").await, here.staff("Mia", Role::Moderator).await] {
            assert!(!here.text(&who, "/api/v1/audit.csv").await.contains("proposal.declined"));
        }
    }
}
