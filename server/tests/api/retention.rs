//! What is kept no longer than the operator says.

use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use model::Timestamp;
use model::api::comments::{AddComment, JudgeComment};
use model::api::joining::DeclineMember;
use model::api::mine::GetMyData;
use model::api::moderation::{GetPolicy, ListVerdicts};
use model::api::notices::GetNews;
use model::api::proposals::{GetProposal, Judge, Propose};
use model::api::session::DeclareAccount;
use model::comment::Kind;
use model::person::Role;
use model::round::Moderation;
use model::verdict::Decision;
use server::db::audit::verify;
use server::db::on;
use server::jobs::{forget_declined, tidy};

on_both! {
    async fn words_that_were_declined_go_when_their_time_is_over_and_not_before(here) {
        let round = here.company().await;
        let (ada, mo) = (here.author("Ada").await, here.staff("Moira", Role::Moderator).await);
        let mut ids = Vec::new();
        for title in ["One face", "A secret of ours", "Another secret"] {
            ids.push(here.call(&ada, Propose { round, text: proposal(title) }).await.unwrap().id);
        }
        let text = "Nonsense of mine.".parse().unwrap();
        let comment = AddComment { follow: false, proposal: ids[0], parent: None, kind: Kind::Comment, tone: None, text };
        let comment = here.call(&ada, comment).await.unwrap().id;
        let reason = || Some("It gives away what is confidential.".parse().unwrap());
        let decline = |proposal| Judge { proposal, decision: Decision::Decline, reason: reason(), trust: false };
        here.call(&mo, decline(ids[1])).await.unwrap();
        here.call(&mo, JudgeComment { comment, decision: Decision::Decline, reason: reason(), trust: false }).await.unwrap();
        let declined = here.clock.now();
        here.clock.advance(Timestamp::DAY);
        here.call(&mo, decline(ids[2])).await.unwrap();

        let told = || async {
            here.site.memory.catch_up().await.unwrap();
            let mut titles = Vec::new();
            for &proposal in &ids {
                titles.push(here.call(&ada, GetProposal { proposal }).await.unwrap().text.title.to_string());
            }
            let mine = serde_json::to_string(&here.call(&ada, GetMyData {}).await.unwrap()).unwrap();
            (titles, mine.contains("Nonsense of mine."))
        };
        tidy(&here.site).await.unwrap();
        forget_declined(&here.site, declined.plus(-1)).await.unwrap();
        assert_eq!(told().await, (vec!["One face".to_owned(), "A secret of ours".into(), "Another secret".into()], true));

        forget_declined(&here.site, declined).await.unwrap();
        let removed = "Removed some time after it was declined".to_owned();
        assert_eq!(told().await, (vec!["One face".to_owned(), removed, "Another secret".into()], false));
        // Once is enough, the verdict stays, and the log is whole.
        forget_declined(&here.site, declined).await.unwrap();
        assert_eq!(here.call(&ada, ListVerdicts::default()).await.unwrap().items.len(), 3);
        const EXPIRED: &str = "select count(*) from event where kind in ('proposal.expired', 'comment.expired')";
        let told: i64 = on!(&here.site.db, c => sqlx::query_scalar(EXPIRED).fetch_one(c).await).unwrap();
        assert_eq!(told, 2);
    }

    async fn news_goes_after_as_many_days_as_the_operator_says(here) {
        let here = here.configured(|config| config.keep_news_days = 3).await;
        let round = here.company_with(Moderation::ReviewFirst).await;
        let (ada, mo) = (here.customer("Ada").await, here.staff("Moira", Role::Moderator).await);
        let proposal = here.call(&ada, Propose { round, text: proposal("One face") }).await.unwrap().id;
        let publish = Judge { proposal, decision: Decision::Publish, reason: None, trust: false };
        here.call(&mo, publish).await.unwrap();
        server::notices::catch_up(&here.site).await.unwrap();
        let begun = here.clock.now();
        let news = || async {
            let told = here.call(&ada, GetNews {}).await.unwrap().notices;
            told.iter().filter(|one| one.at == begun).count()
        };
        assert_eq!(news().await, 1);
        here.clock.advance(3 * Timestamp::DAY - 1);
        // Its letter has left: what waits for one stays.
        server::notices::catch_up(&here.site).await.unwrap();
        tidy(&here.site).await.unwrap();
        assert_eq!(news().await, 1);
        here.clock.advance(1);
        tidy(&here.site).await.unwrap();
        assert_eq!(news().await, 0);
        assert_eq!(kept(&here, "News under the bell").await, "3 days");
    }

    async fn what_was_declined_goes_after_as_many_days_as_the_operator_says(here) {
        assert_eq!(kept(&here, DECLINED).await, "until whoever wrote them takes them away, or leaves");
        let here = here.configured(|config| config.keep_declined_days = 1).await;
        assert_eq!(kept(&here, DECLINED).await, "one day");
        let round = here.company().await;
        let (ada, mo) = (here.author("Ada").await, here.staff("Moira", Role::Moderator).await);
        let proposal = here.call(&ada, Propose { round, text: proposal("A secret of ours") }).await.unwrap().id;
        let reason = "It gives away what is confidential.".parse().ok();
        here.call(&mo, Judge { proposal, decision: Decision::Decline, reason, trust: false }).await.unwrap();
        here.call(&ada, DeclareAccount { account: "Acme Steel".parse().unwrap() }).await.unwrap();
        let decline = DeclineMember { person: ada.id, reason: "We know no Ada there.".parse().unwrap() };
        here.call(&mo, decline).await.unwrap();
        const TOLD: &str = "select count(*) from event where detail like '%no Ada%'";
        let left = || async {
            here.site.memory.catch_up().await.unwrap();
            let title = here.call(&ada, GetProposal { proposal }).await.unwrap().text.title.to_string();
            let mine = here.call(&ada, GetMyData {}).await.unwrap();
            let told: i64 = on!(&here.site.db, c => sqlx::query_scalar(TOLD).fetch_one(c).await).unwrap();
            (title == "A secret of ours", mine["asked_to_join"][0]["reason"].is_string(), told)
        };
        here.clock.advance(Timestamp::DAY - 1);
        tidy(&here.site).await.unwrap();
        assert_eq!(left().await, (true, true, 1));
        here.clock.advance(1);
        tidy(&here.site).await.unwrap();
        // The log of staff acts has it still, and is whole.
        assert_eq!(left().await, (false, false, 1));
        let mine = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!(mine["asked_to_join"][0]["accepted"], false, "that they were answered stays");
        let chain = verify(&here.site.db, None).await.unwrap();
        assert!(chain.faults.is_empty() && chain.forgotten == 0, "{:?}", chain.faults);
    }
}

const DECLINED: &str = "The words of what was not published, and why somebody may not speak for an account";

/// How long something is kept, as customers read it.
async fn kept(here: &Here, what: &str) -> String {
    let policy = here.call(&Caller::stranger(), GetPolicy {}).await.unwrap();
    policy.keeps.into_iter().find(|one| one.what == what).unwrap().long
}
