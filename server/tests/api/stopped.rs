//! Letters that are about one thing stop what comes about that with one click, of whatever kind they are.

use crate::harness::{Caller, Here, body, comment, proposal};
use crate::on_both;
use crate::promises::Scene;
use axum::body::Body;
use futures::FutureExt;
use http::{Request, header};
use model::api::comments::AddComment;
use model::api::finding::SetFindable;
use model::api::merging::MergeProposal;
use model::api::notices::{ChooseWay, Follow, GetNews};
use model::api::proposals::{AnswerProposal, ChangeProposal, Judge, Propose};
use model::api::rounds::DeclareCulture;
use model::api::votes::CastVote;
use model::mention::typed;
use model::notice::{NoticeKind, NoticeWay};
use model::promise::Progress;
use model::verdict::Decision;
use model::vote::Stance;
use model::{CommentId, ProposalId};
use server::db::events::What;
use server::db::on;
use server::notices::herald::GATHER;
use server::promises::gaps;

/// What a letter is about besides its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Proposal,
    Promise,
}

/// By kind; nothing: it is about no one proposal or promise, and is stopped by its kind.
fn about(kind: NoticeKind) -> Option<About> {
    match kind {
        NoticeKind::Verdict
        | NoticeKind::Reply
        | NoticeKind::Mention
        | NoticeKind::Writing
        | NoticeKind::Merging
        | NoticeKind::Answer
        | NoticeKind::Comment => Some(About::Proposal),
        NoticeKind::Promise | NoticeKind::Gap => Some(About::Promise),
        // Its letter is one of its own, and is stopped in `asks.rs`.
        NoticeKind::Ask => None,
        NoticeKind::Review
        | NoticeKind::Adoption
        | NoticeKind::Digest
        | NoticeKind::Contact
        | NoticeKind::Phase
        | NoticeKind::Activity
        | NoticeKind::Noted
        | NoticeKind::Invitation
        | NoticeKind::Desk => None,
    }
}

/// Somebody who reads letters of one kind, and what they are about.
struct Told<'s> {
    scene: &'s Scene,
    kind: NoticeKind,
    reader: Caller,
    other: Caller,
    /// Of the reader; that which they follow or vote on, of the other.
    proposal: ProposalId,
    /// The reader's.
    said: CommentId,
}

impl<'s> Told<'s> {
    async fn new(scene: &'s Scene, kind: NoticeKind) -> Self {
        let here = &scene.here;
        let (reader, other) = match kind {
            NoticeKind::Gap => (scene.dee.clone(), here.customer("Other gap").await),
            _ => {
                let name = |who: &str| format!("{who} {}", kind.word());
                (here.customer(&name("Reader")).await, here.customer(&name("Other")).await)
            }
        };
        let theirs = matches!(kind, NoticeKind::Comment | NoticeKind::Writing);
        let text = proposal(&format!("About {}", kind.word()));
        let author = if theirs { &other } else { &reader };
        let id = here.call(author, Propose { round: scene.round, text }).await.unwrap().id;
        let said = here.call(&reader, comment(id, "Mine has four.")).await.unwrap().id;
        if kind == NoticeKind::Comment {
            here.call(&reader, Follow { proposal: id, wanted: true, voting: false }).await.unwrap();
        }
        if kind == NoticeKind::Mention {
            here.call(&reader, DeclareCulture { round: scene.round, culture: 1 }).await.unwrap();
            here.call(&reader, SetFindable { found: true, line: None }).await.unwrap();
        }
        if kind == NoticeKind::Promise {
            let from = here.call(&scene.dee, model::api::designs::GetLatestDesign {}).await.unwrap();
            let from = from.practices[0].from[0].proposal;
            here.call(&reader, Follow { proposal: from, wanted: true, voting: false }).await.unwrap();
        }
        for kind in NoticeKind::ALL.into_iter().filter(|one| *one != kind) {
            here.call(&reader, ChooseWay { kind, way: NoticeWay::Here }).await.unwrap();
        }
        here.call(&reader, ChooseWay { kind, way: NoticeWay::Now }).await.unwrap();
        Self { scene, kind, reader, other, proposal: id, said }
    }

    /// Makes news of the kind, for the first or the second time.
    async fn happens(&self, again: bool) {
        let (here, scene, id) = (&self.scene.here, self.scene, self.proposal);
        let words = if again { "And once more." } else { "So it is." };
        match self.kind {
            NoticeKind::Verdict => {
                let decision = if again { Decision::Publish } else { Decision::Decline };
                let reason = Some(words.parse().unwrap());
                here.call(&scene.mo, Judge { proposal: id, decision, reason, trust: false }).await.unwrap();
            }
            NoticeKind::Reply => {
                let reply = AddComment { parent: Some(self.said), ..comment(id, words) };
                here.call(&self.other, reply).await.unwrap();
            }
            NoticeKind::Mention => {
                let words = format!("{} {words}", typed("Reader mention", self.reader.id));
                here.call(&self.other, comment(id, &words)).await.unwrap();
            }
            NoticeKind::Writing => {
                here.call(&self.reader, CastVote::new(id, Stance::Agree)).await.unwrap();
                let text = proposal(&format!("About writing. {words}"));
                here.call(&self.other, ChangeProposal { proposal: id, seen: None, text }).await.unwrap();
            }
            NoticeKind::Merging => {
                let text = proposal(&format!("Another. {words}"));
                let another = here.call(&self.other, Propose { round: scene.round, text }).await.unwrap().id;
                here.call(&scene.mo, MergeProposal { proposal: another, into: id }).await.unwrap();
            }
            NoticeKind::Answer => {
                let text = words.parse().unwrap();
                here.call(&scene.mo, AnswerProposal { proposal: id, text }).await.unwrap();
            }
            NoticeKind::Comment => drop(here.call(&self.other, comment(id, words)).await.unwrap()),
            NoticeKind::Promise => {
                let progress = if again { Progress::Planned } else { Progress::InPlace };
                here.call(&scene.dee, scene.stated(Progress::Planned)).await.unwrap();
                here.call(&scene.dee, scene.stated(progress)).await.unwrap();
            }
            NoticeKind::Gap if again => {
                let what = What::of_round("promise.gap", scene.round, scene.practice.0);
                here.write(what, |_| async { Ok(()) }.boxed()).await;
            }
            NoticeKind::Gap => gaps::step(&here.site).await.unwrap(),
            other => panic!("{other:?} is about no one thing"),
        }
        server::notices::catch_up(&here.site).await.unwrap();
        here.clock.advance(GATHER);
        server::notices::catch_up(&here.site).await.unwrap();
    }

    async fn news(&self) -> usize {
        let news = self.scene.here.call(&self.reader, GetNews {}).await.unwrap().notices;
        news.iter().filter(|notice| notice.kind == self.kind).count()
    }

    async fn letters(&self) -> i64 {
        const TO: &str = "select count(*) from mail m join person p on p.email = m.recipient where p.id = $1";
        let id = self.reader.id.0;
        on!(self.scene.here.site.db, c => sqlx::query_scalar(TO).bind(id).fetch_one(c).await).unwrap()
    }

    /// As a mail program does it (RFC 8058).
    async fn click(&self, here: &Here, link: &str) {
        let path = link.strip_prefix(here.site.config.public_url.trim_end_matches('/')).unwrap();
        let click = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("List-Unsubscribe=One-Click"))
            .unwrap();
        let answer = here.raw(click).await;
        let status = answer.status();
        assert!(status.is_success(), "{:?}: {status}: {}", self.kind, body(answer).await);
    }
}

on_both! {
    async fn one_click_stops_what_a_letter_is_about_whatever_its_kind(here) {
        let (scene, _) = Scene::not_kept(here).await;
        let here = &scene.here;
        scene.decides(false).await;
        for kind in NoticeKind::ALL {
            let Some(about) = about(kind) else { continue };
            let told = Told::new(&scene, kind).await;
            told.happens(false).await;
            assert!(told.news().await > 0 && told.letters().await == 1, "{kind:?} brings one letter");
            const LINK: &str = "select m.unsubscribe from mail m join person p on p.email = m.recipient where p.id = $1";
            let link: String = on!(here.site.db, c =>
                sqlx::query_scalar(LINK).bind(told.reader.id.0).fetch_one(c).await).unwrap();
            let item = match about {
                About::Proposal => format!("/proposal-{}", told.proposal),
                About::Promise => format!("/promise-{}", scene.practice),
            };
            assert!(link.ends_with(&item), "{kind:?}: {link}");
            told.click(here, &link).await;
            let before = told.news().await;
            told.happens(true).await;
            let after = told.news().await;
            assert!(after > before || matches!(kind, NoticeKind::Comment), "{kind:?} is told here all the same");
            assert_eq!(told.letters().await, 1, "{kind:?} sends no more about it");
        }
    }
}
