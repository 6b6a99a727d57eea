//! What is kept no longer than the operator says.

use crate::harness::proposal;
use crate::on_both;
use model::Timestamp;
use model::api::comments::{AddComment, JudgeComment};
use model::api::moderation::ListVerdicts;
use model::api::proposals::{GetProposal, Judge, Propose};
use model::comment::Kind;
use model::person::Role;
use model::verdict::Decision;
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
            let mine = serde_json::to_string(&here.call(&ada, model::api::mine::GetMyData {}).await.unwrap()).unwrap();
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
        let told: i64 = server::db::on!(&here.site.db, c => sqlx::query_scalar(EXPIRED).fetch_one(c).await).unwrap();
        assert_eq!(told, 2);
    }
}
