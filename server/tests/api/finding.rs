//! Customers who wish to be found, and what they write to each other without knowing an address.

use crate::harness::{Caller, Here};
use crate::on_both;
use model::api::finding::{AnswerContact, FindCustomers, GetInTouch, SetFindable};
use model::api::mine::{GetMyData, Leave};
use model::api::notices::GetNews;
use model::api::rounds::DeclareCulture;
use model::{PersonId, ProblemKind, RoundId};

async fn found(here: &Here, who: &Caller, line: &str) {
    let line = (!line.is_empty()).then(|| line.parse().unwrap());
    here.call(who, SetFindable { found: true, line }).await.unwrap();
}

fn ask(person: PersonId) -> GetInTouch {
    GetInTouch { person, words: "How do you test pumps?".parse().unwrap() }
}

async fn names(here: &Here, who: &Caller, round: RoundId) -> Vec<String> {
    let found = here.call(who, FindCustomers { round }).await.unwrap().customers;
    found.into_iter().map(|one| one.name.into()).collect()
}

on_both! {
    async fn who_wishes_to_be_found_is_found_by_customers_of_the_round(here) {
        let round = here.company().await;
        let (ada, bob, eve) = (here.customer("Ada").await, here.customer("Bob").await, here.author("Eve").await);
        assert_eq!(names(&here, &bob, round).await, [""; 0]);
        found(&here, &ada, "Glad to talk about testing.").await;
        assert_eq!(names(&here, &bob, round).await, [""; 0], "she takes no part in the round yet");
        here.call(&ada, DeclareCulture { round, culture: 2 }).await.unwrap();
        let seen = here.call(&bob, FindCustomers { round }).await.unwrap().customers.remove(0);
        assert_eq!((seen.name.as_str(), seen.account.as_str(), seen.culture, seen.open), ("Ada", "Ada's company", Some(2), true));
        assert!(!here.call(&ada, FindCustomers { round }).await.unwrap().customers[0].open, "nobody writes to themselves");
        let page = here.text(&bob, &format!("/rounds/{round}/customers?to={}", ada.id)).await;
        assert!(page.contains("Glad to talk about testing.") && page.contains("What you would like to say") && !page.contains("ada@"), "{page}");
        // Whoever is not confirmed could call themselves anything.
        assert_eq!(here.call(&eve, FindCustomers { round }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&eve, SetFindable { found: true, line: None }).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&eve, ask(ada.id)).await.unwrap_err().kind, ProblemKind::Conflict);
        assert_eq!(here.call(&bob, FindCustomers { round: RoundId(99) }).await.unwrap_err().kind, ProblemKind::NotFound);
        here.call(&ada, SetFindable { found: false, line: None }).await.unwrap();
        assert_eq!(names(&here, &bob, round).await, [""; 0]);
    }

    async fn they_get_in_touch_and_nobody_learns_an_address(here) {
        let round = here.company().await;
        let (ada, bob, cem) = (here.customer("Ada").await, here.customer("Bob").await, here.customer("Cem").await);
        for person in [bob.id, PersonId(999)] {
            assert_eq!(here.call(&ada, ask(person)).await.unwrap_err().kind, ProblemKind::NotFound, "he does not wish to be found");
        }
        found(&here, &bob, "").await;
        assert_eq!(here.call(&ada, ask(bob.id)).await.unwrap_err().kind, ProblemKind::NotFound, "he takes part in no round");
        here.call(&bob, DeclareCulture { round, culture: 1 }).await.unwrap();
        here.call(&ada, ask(bob.id)).await.unwrap();
        assert_eq!(here.call(&ada, ask(bob.id)).await.unwrap_err().kind, ProblemKind::Conflict, "he has not answered yet");
        server::notices::catch_up(&here.site).await.unwrap();
        let news = here.call(&bob, GetNews {}).await.unwrap().notices.remove(0);
        assert!(news.path.contains("/customers#contacts") && news.words.is_none(), "{news:?}");
        let contact = here.call(&bob, FindCustomers { round }).await.unwrap().contacts.remove(0);
        assert_eq!((contact.name.as_ref().unwrap().as_str(), contact.to_me), ("Ada", true));
        let answer = |reply: Option<&str>| AnswerContact { contact: contact.id, reply: reply.map(|reply| reply.parse().unwrap()) };
        for who in [&ada, &cem] {
            assert_eq!(here.call(who, answer(Some("Not mine."))).await.unwrap_err().kind, ProblemKind::NotFound);
        }
        here.call(&bob, answer(Some("In water."))).await.unwrap();
        assert_eq!(here.call(&bob, answer(None)).await.unwrap_err().kind, ProblemKind::Conflict);
        let seen = here.call(&ada, FindCustomers { round }).await.unwrap().contacts.remove(0);
        assert_eq!(seen.reply.unwrap().as_str(), "In water.");
        server::notices::catch_up(&here.site).await.unwrap();
        assert_eq!(here.call(&ada, GetNews {}).await.unwrap().notices.len(), 1);
        for (who, other) in [(&ada, "bob@"), (&bob, "ada@")] {
            let page = here.text(who, &format!("/rounds/{round}/customers")).await;
            assert!(page.contains("How do you test pumps?") && !page.contains(other), "{page}");
        }

        // Whoever would rather not is not asked again, and says so to nobody.
        here.call(&ada, ask(bob.id)).await.unwrap();
        let second = here.call(&bob, FindCustomers { round }).await.unwrap().contacts.remove(0).id;
        here.call(&bob, AnswerContact { contact: second, reply: None }).await.unwrap();
        assert_eq!(here.call(&ada, ask(bob.id)).await.unwrap_err().kind, ProblemKind::Conflict);
        server::notices::catch_up(&here.site).await.unwrap();
        assert_eq!(here.call(&ada, GetNews {}).await.unwrap().notices.len(), 1);
        let data = here.call(&ada, GetMyData {}).await.unwrap();
        assert_eq!((data["contacts"].as_array().unwrap().len(), data["findable"].is_null()), (2, true), "{data}");
        here.call(&ada, Leave { sure: true, words: false }).await.unwrap();
        assert!(here.call(&bob, FindCustomers { round }).await.unwrap().contacts.is_empty());
    }
}
