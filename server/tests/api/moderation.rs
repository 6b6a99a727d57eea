//! What is said of moderating, and the log of verdicts: for customers without names, and without what they may not see.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use futures::FutureExt;
use model::api::comments::{AddComment, JudgeComment};
use model::api::moderation::{ExportVerdicts, GetPolicy, ListVerdicts, SetPolicy};
use model::api::proposals::{Judge, Propose};
use model::comment::Kind;
use model::person::Role;
use model::round::Moderation;
use model::verdict::{Act, Decision, Judged};
use model::{Explanation, ProblemKind, ProposalId};
use server::db::events::What;
use server::db::on;

fn judged(proposal: ProposalId, reason: Option<&str>) -> Judge {
    let decision = if reason.is_some() { Decision::Decline } else { Decision::Publish };
    Judge { proposal, decision, reason: reason.map(|reason| reason.parse().unwrap()), trust: false }
}

async fn log(here: &Here, who: &Caller) -> Vec<Judged> {
    here.call(who, ListVerdicts::default()).await.unwrap().items
}

on_both! {
    async fn customers_read_what_was_decided_and_never_of_whom(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, bob) = (here.customer("Ada").await, here.customer("Bob").await);
        let mo = here.staff("Moira", Role::Moderator).await;
        let mut ids = Vec::new();
        for title in ["One face", "A secret of ours"] {
            ids.push(here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap().id);
        }
        here.call(&mo, judged(ids[0], None)).await.unwrap();
        here.clock.advance(1);
        here.call(&mo, judged(ids[1], Some("It gives away what is confidential."))).await.unwrap();
        here.clock.advance(1);
        let text = "Nonsense of mine.".parse().unwrap();
        let comment = AddComment { follow: false, proposal: ids[0], parent: None, kind: Kind::Comment, tone: None, text };
        let comment = here.call(&bob, comment).await.unwrap().id;
        let reason = Some("It is unkind.".parse().unwrap());
        here.call(&mo, JudgeComment { comment, decision: Decision::Decline, reason, trust: false }).await.unwrap();

        let found = log(&here, &bob).await;
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.what.as_str(), one.decision, one.title.as_ref().map(ToString::to_string), one.path.is_some()))
            .collect();
        assert_eq!(told, [
            ("comment", Act::Decline, Some("One face".into()), false),
            ("proposal", Act::Decline, None, false),
            ("proposal", Act::Publish, Some("One face".into()), true),
        ]);
        assert_eq!(found[1].reason.as_ref().unwrap().to_string(), "It gives away what is confidential.");
        assert_eq!(log(&here, &ada).await[1].title.as_ref().unwrap().to_string(), "A secret of ours", "her own");
        let page = here.text(&bob, "/moderation").await;
        for words in ["It is unkind.", "not published", "One face", "3 decisions"] {
            assert!(page.contains(words), "{words}");
        }
        for words in ["A secret", "Nonsense", "Moira", "Ada", "Download all"] {
            assert!(!page.contains(words), "{words}");
        }
        let stranger = here.text(&Caller::stranger(), "/moderation").await;
        assert!(stranger.contains("to read what was decided") && !stranger.contains("It is unkind."));
        let refused = here.call(&Caller::stranger(), ListVerdicts::default()).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::SignInNeeded);

        let all = here.call(&mo, ExportVerdicts {}).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.what.as_str(), one.number, one.by.as_deref())).collect();
        assert_eq!(told, [
            ("proposal", ids[0].0, Some("Moira")),
            ("proposal", ids[1].0, Some("Moira")),
            ("comment", comment.0, Some("Moira")),
        ]);
        assert_eq!(here.call(&bob, ExportVerdicts {}).await.unwrap_err().kind, ProblemKind::NotAllowed);
    }

    async fn reasons_that_were_written_for_the_author_alone_stay_theirs(here) {
        let round = here.company_with(Moderation::ReviewFirst).await;
        let ada = here.customer("Ada").await;
        let mo = here.staff("Mo", Role::Moderator).await;
        let id = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        here.call(&mo, judged(id, Some("You name Eve."))).await.unwrap();
        const BEFORE: &str = "update verdict set shared = false";
        here.write(What::new("export.changed", 0), |tx| {
            async move { on!(tx, c => sqlx::query(BEFORE).execute(c).await.map(drop)) }.boxed()
        })
        .await;
        assert_eq!(log(&here, &here.customer("Bob").await).await[0].reason, None);
    }

    async fn the_company_says_how_it_moderates(here) {
        here.company().await;
        let admin = here.staff("Ada", Role::Admin).await;
        let ready = here.call(&Caller::stranger(), GetPolicy {}).await.unwrap();
        let page = here.text(&Caller::stranger(), "/moderation").await;
        assert!(page.contains("How long things are kept") && !ready.keeps.is_empty());
        assert!(ready.keeps.iter().all(|one| page.contains(&one.what) && page.contains(&one.long)), "{page}");
        assert!(ready.text.as_str().contains("whether we like it or not") && ready.rules.len() == 6);
        let set = |text: &str| SetPolicy { text: text.parse::<Explanation>().unwrap() };
        here.call(&admin, set("We read **everything**. <script>alert(1)</script>")).await.unwrap();
        let own = here.call(&Caller::stranger(), GetPolicy {}).await.unwrap();
        assert!(own.html.0.contains("<strong>everything</strong>") && !own.html.0.contains("<script"), "{}", own.html.0);
        let refused = here.call(&here.staff("Mo", Role::Moderator).await, set("Mine.")).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::NotAllowed);
        here.call(&admin, set("  ")).await.unwrap();
        assert_eq!(here.call(&Caller::stranger(), GetPolicy {}).await.unwrap(), ready);
    }
}
