//! Reports that customers let whoever looks after their account read: only these, only while they let it, and nothing of others by them.

use crate::harness::{Caller, Here};
use crate::on_both;
use crate::promises::Scene;
use crate::selection::people;
use model::api::asks::{AnswerAsked, AskAfterContact, CloseAsked, GetAsked};
use model::api::card::GetCard;
use model::api::mine::{GetMyData, Leave, ListOpenReports};
use model::api::promises::{CloseReports, Report, TakeBackReport};
use model::card::Reported;
use model::person::Role;
use model::promise::{Feeling, Progress, Told};
use model::{AccountId, ProblemKind};

struct Acme {
    scene: Scene,
    grace: Caller,
    ada: Caller,
    account: AccountId,
}

impl Acme {
    async fn new(here: Here) -> Self {
        let scene = Scene::new(here).await;
        let here = &scene.here;
        here.call(&scene.dee, scene.stated(Progress::InPlace)).await.unwrap();
        let account = here.account("Acme Steel").await;
        let (grace, ada) =
            (here.staff("Grace", Role::AccountManager).await, here.member("Ada", Some(account)).await);
        Self { grace, ada, account: AccountId(account), scene }
    }

    fn open(&self, kept: bool) -> Report {
        Report { readable: true, ..self.scene.report(kept) }
    }

    async fn card(&self) -> Vec<Reported> {
        self.scene.here.call(&self.grace, GetCard { account: self.account }).await.unwrap().reports
    }

    /// What is on the card, and what is told of everybody: so many voices.
    async fn read(&self) -> (usize, Vec<u32>) {
        let voices = |told: Told| match told {
            Told::Counted { voices, .. } | Told::Measured { voices, .. } => voices,
        };
        let read = self.card().await.len();
        (read, self.scene.told().await.into_iter().map(voices).collect())
    }
}

on_both! {
    async fn a_report_stands_on_the_card_while_its_author_lets_it(here) {
        let acme = Acme::new(here).await;
        let (scene, here) = (&acme.scene, &acme.scene.here);
        let path = format!("/accounts/{}/card", acme.account);
        // A name alone opens nothing.
        let shut = Report { named: true, words: Some("Nobody came.".parse().unwrap()), ..scene.report(false) };
        assert!(!here.call(&acme.ada, shut).await.unwrap().named);
        assert_eq!(acme.card().await, []);
        assert!(!here.text(&acme.grace, &path).await.contains("Nobody came."));
        let said = Report { feeling: Some(Feeling::Badly), words: Some("Nobody came.".parse().unwrap()), ..acme.open(false) };
        here.call(&acme.ada, said.clone()).await.unwrap();
        let card = acme.card().await;
        assert_eq!((card.len(), card[0].title.as_str(), card[0].kept, card[0].by.as_ref()), (1, "One face", false, None));
        let page = here.text(&acme.grace, &path).await;
        assert!(page.contains("Nobody came.") && page.contains("It felt bad") && !page.contains("Ada,"), "{page}");
        here.call(&acme.ada, Report { named: true, ..said.clone() }).await.unwrap();
        assert_eq!(acme.card().await[0].by.as_ref().unwrap().as_str(), "Ada");
        let data = here.call(&acme.ada, GetMyData {}).await.unwrap();
        assert_eq!((&data["reports"][0]["account_manager_may_read"], &data["reports"][0]["with_name"]), (&true.into(), &true.into()));
        // It is hers to see and to close, and counts as before.
        let open = here.call(&acme.ada, ListOpenReports {}).await.unwrap();
        assert_eq!((open.len(), open[0].title.as_ref().unwrap().as_str(), open[0].kept, open[0].named), (1, "One face", false, true));
        assert!(here.text(&acme.ada, "/me/effect").await.contains("What your account manager may read"));
        assert_eq!(here.call(&here.customer("Eve").await, ListOpenReports {}).await.unwrap(), []);
        here.call(&acme.ada, CloseReports { practice: scene.practice }).await.unwrap();
        assert_eq!(acme.card().await, []);
        let mine = scene.promise(&acme.ada).await.mine.unwrap();
        assert_eq!((mine.readable, mine.named, mine.words), (false, false, said.words.clone()));
        for gone in [false, true] {
            here.call(&acme.ada, said.clone()).await.unwrap();
            assert_eq!(acme.card().await.len(), 1);
            if gone {
                here.call(&acme.ada, Leave { sure: true, words: false }).await.unwrap();
            } else {
                here.call(&acme.ada, TakeBackReport { practice: scene.practice }).await.unwrap();
            }
            assert_eq!(acme.card().await, []);
        }
    }

    async fn who_answers_a_letter_may_let_it_be_read_and_close_it_again(here) {
        let acme = Acme::new(here).await;
        let here = &acme.scene.here;
        let contact = AskAfterContact { email: Some("ada@example.com".parse().unwrap()), practice: Some(acme.scene.practice), ..AskAfterContact::default() };
        here.call(&acme.grace, contact).await.unwrap();
        let letter = here.mail.to("ada@example.com").await;
        let key = letter.text.split("/was-it-kept/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let (stranger, path) = (Caller::stranger(), format!("/was-it-kept/{key}"));
        assert!(here.text(&stranger, &path).await.contains("My account manager may read this answer"));
        here.form(&stranger, &format!("/api/v1/asks/{key}"), &[("kept", "true"), ("readable", "true"), ("next", &path)]).await;
        assert_eq!(acme.card().await.len(), 1);
        assert!(here.call(&stranger, GetAsked { key: key.clone() }).await.unwrap().mine.unwrap().readable);
        let closed = here.call(&stranger, CloseAsked { key: key.clone() }).await.unwrap();
        assert!(closed.mine.is_some_and(|mine| mine.kept && !mine.readable));
        assert_eq!(acme.card().await, []);
        // A plain answer leaves it closed.
        let answer = AnswerAsked { key, kept: true, feeling: None, words: None, readable: false, named: false };
        here.call(&stranger, answer).await.unwrap();
        assert_eq!(acme.card().await, []);
        let guessed = CloseAsked { key: "guessed".into() };
        assert_eq!(here.call(&stranger, guessed).await.unwrap_err().kind, ProblemKind::NotFound);
    }

    /// Four of five that are told could be read, and the fifth would be known.
    async fn what_is_read_tells_nothing_of_those_who_keep_theirs(here) {
        let acme = Acme::new(here).await;
        let (scene, here) = (&acme.scene, &acme.scene.here);
        let voters = people(here, &["Bob", "Cem", "Dia", "Eva", "Fay"]).await;
        here.call(&acme.ada, acme.open(true)).await.unwrap();
        for voter in &voters[..4] {
            here.call(voter, scene.report(true)).await.unwrap();
        }
        assert_eq!(acme.read().await, (1, vec![]));
        here.clock.advance(1);
        // A fifth that nobody reads: now six are told.
        here.call(&voters[4], scene.report(false)).await.unwrap();
        assert_eq!(acme.read().await, (1, vec![6]));
        // Who comes to it afterwards is not in what is told, and is read; who is in it and opens theirs would leave four.
        here.clock.advance(1);
        let gus = here.member("Gus", Some(acme.account.0)).await;
        here.call(&gus, acme.open(true)).await.unwrap();
        assert_eq!(acme.read().await, (2, vec![6]));
        let other = AccountId(here.account("Beta").await);
        let hal = here.member("Hal", Some(other.0)).await;
        here.call(&hal, scene.report(true)).await.unwrap();
        let beta = GetCard { account: other };
        here.call(&hal, acme.open(true)).await.unwrap();
        assert_eq!(here.call(&acme.grace, beta.clone()).await.unwrap().reports.len(), 0);
        for name in ["Ida", "Jon", "Kim", "Lea", "Moe"] {
            here.clock.advance(1);
            let voter = here.customer(name).await;
            here.call(&voter, scene.report(true)).await.unwrap();
        }
        // The next figures have counted it as open.
        assert_eq!(acme.read().await, (2, vec![12]));
        assert_eq!(here.call(&acme.grace, beta).await.unwrap().reports.len(), 1);
    }
}
