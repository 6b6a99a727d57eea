//! A vote is for a wording: what a change of text takes back and what it leaves, how it is said again, and that it holds after a
//! restart.

use crate::harness::{Caller, Here, proposal};
use crate::on_behalf::key;
use crate::on_both;
use crate::pictures::{named, uploaded};
use crate::rounds::change;
use model::api::finding::{FindCustomers, SetFindable};
use model::api::notices::GetNews;
use model::api::on_behalf::{AnswerNoted, GetNoted, NoteVote};
use model::api::proposals::{ChangeProposal, GetProposal, ListProposals, Propose};
use model::api::rounds::{ChangeRound, ClosePhase, DeclareCulture, GetRound};
use model::api::votes::CastVote;
use model::api::writing::{ActOnWriting, ListAskedAgain};
use model::cells::CultureSet;
use model::notice::NoticeKind;
use model::on_behalf::{Answer, Source};
use model::person::Role;
use model::picture::With;
use model::proposal::{Proposal, ProposalText, Support};
use model::round::Phase;
use model::selection::Rules;
use model::vote::{Stance, Strength, Vote};
use model::writing::Act;
use model::{ProblemKind, ProposalId, RoundId, Timestamp};

struct Stage {
    here: Here,
    round: RoundId,
    ada: Caller,
    id: ProposalId,
}

impl Stage {
    async fn set(here: Here) -> Self {
        let round = here.company().await;
        let ada = here.customer("Ada").await;
        let id = here.call(&ada, Propose { round, text: proposal("Send one person") }).await.unwrap().id;
        Self { here, round, ada, id }
    }

    async fn vote(&self, who: &Caller, stance: Stance) {
        let vote = CastVote::new(self.id, stance);
        self.here.call(who, vote).await.unwrap();
    }

    async fn change(&self, text: ProposalText) -> Proposal {
        self.here.clock.advance(Timestamp::MINUTE);
        self.here.call(&self.ada, ChangeProposal { proposal: self.id, seen: None, text }).await.unwrap()
    }

    async fn seen(&self, who: &Caller) -> Proposal {
        self.here.call(who, GetProposal { proposal: self.id }).await.unwrap()
    }

    async fn news(&self, who: &Caller) -> usize {
        server::notices::catch_up(&self.here.site).await.unwrap();
        let news = self.here.call(who, GetNews {}).await.unwrap().notices;
        news.iter().filter(|one| one.kind == NoticeKind::Writing).count()
    }
}

on_both! {
    async fn case_punctuation_and_spacing_ask_nobody(here) {
        let stage = Stage::set(here).await;
        let bob = stage.here.customer("Bob").await;
        stage.vote(&bob, Stance::Agree).await;
        let with = |title: &str, why: &str| ProposalText { why: why.parse().unwrap(), ..proposal(title) };
        let why = stage.seen(&stage.ada).await.text.why.to_string();
        let spaced = format!("  {}!", why.to_uppercase());
        for text in [proposal("send ONE person."), with("Send one - person", &spaced)] {
            let changed = stage.change(text).await;
            assert_eq!((changed.asked_since, stage.seen(&bob).await.mine), (None, Some(Vote::new(Stance::Agree))));
        }
        assert_eq!(stage.seen(&bob).await.text.title.as_str(), "Send one - person");
        assert_eq!(stage.seen(&bob).await.before.len(), 2, "every wording stays to be read");
        assert_eq!((stage.news(&bob).await, stage.here.call(&bob, ListAskedAgain {}).await.unwrap()), (0, Vec::new()));
        // One word more, or the same words for other people, are something else.
        let changed = stage.change(with("Send one person only", &spaced)).await;
        assert_eq!(changed.asked_since, Some(changed.changed));
        assert_eq!((stage.seen(&bob).await.mine, stage.news(&bob).await), (None, 1));
        stage.vote(&bob, Stance::Agree).await;
        let text = with("Send one person only", &spaced);
        let other = ProposalText { cultures: CultureSet::of(&[0, 2]), ..text };
        stage.change(other).await;
        assert_eq!(stage.seen(&bob).await.mine, None);
        // What was taken back stays so when only a comma follows.
        let text = with("Send one person, only", &spaced);
        stage.change(ProposalText { cultures: CultureSet::of(&[0, 2]), ..text }).await;
        assert_eq!(stage.seen(&bob).await.said_before, Some(Vote::new(Stance::Agree)));
        assert_eq!(stage.seen(&bob).await.asked_since, None, "that is told to those who write it");
    }

    async fn what_was_said_is_listed_under_me_until_it_is_said_again(here) {
        let stage = Stage::set(here).await;
        let (bob, cem) = (stage.here.customer("Bob").await, stage.here.customer("Cem").await);
        stage.vote(&bob, Stance::Agree).await;
        let red = CastVote { strength: Some(Strength::Essential), red_line: true, ..CastVote::new(stage.id, Stance::Disagree) };
        stage.here.call(&cem, red).await.unwrap();
        stage.change(proposal("Send two people")).await;
        let asked = stage.here.call(&cem, ListAskedAgain {}).await.unwrap();
        let said = Vote { stance: Stance::Disagree, strength: Some(Strength::Essential), red_line: true };
        assert_eq!((asked.len(), asked[0].title.as_str(), asked[0].said, &asked[0].shut), (1, "Send two people", said, &None));
        assert!(stage.here.call(&stage.ada, ListAskedAgain {}).await.unwrap().is_empty());
        let page = stage.here.text(&cem, "/me").await;
        for words in ["Does your vote stand?", "Send two people", "drew a red line at", "A vote is for a wording", "Still disagree"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let path = stage.seen(&cem).await.path();
        let page = stage.here.text(&cem, &path).await;
        assert!(page.contains("drew a red line at") && page.contains("counts no more") && page.contains("Still disagree"), "{page}");
        // The press is a plain form, with all that was said.
        let fields = [("stance", "disagree"), ("strength", "essential"), ("red_line", "true"), ("next", "/me")];
        stage.here.form_from(&cem, &format!("/api/v1/proposals/{}/vote", stage.id), "/me", &fields).await;
        assert_eq!((stage.seen(&cem).await.mine, stage.seen(&cem).await.said_before), (Some(said), None));
        assert!(stage.here.call(&cem, ListAskedAgain {}).await.unwrap().is_empty());
        assert!(!stage.here.text(&cem, "/me").await.contains("Does your vote stand?"));
        // Where nothing can be said any more it says so, and offers nothing.
        let mo = stage.here.staff("Mo", Role::Moderator).await;
        for phase in [Phase::Propose, Phase::Refine, Phase::Vote] {
            stage.here.call(&mo, ClosePhase { round: stage.round, phase }).await.unwrap();
        }
        let asked = stage.here.call(&bob, ListAskedAgain {}).await.unwrap();
        assert!(asked[0].shut.as_deref().unwrap().contains("closed"), "{asked:?}");
        assert!(!stage.here.text(&bob, "/me").await.contains("Still agree"));
        assert!(!stage.here.text(&bob, &path).await.contains("Still agree"));
    }

    async fn the_author_reads_how_many_only_where_everybody_does(here) {
        let stage = Stage::set(here).await;
        let mut voters = Vec::new();
        for name in ["Bob", "Cem", "Dia", "Eve"] {
            voters.push(stage.here.customer(name).await);
            stage.vote(voters.last().unwrap(), Stance::Agree).await;
        }
        let path = stage.seen(&stage.ada).await.path();
        assert_eq!(stage.seen(&stage.ada).await.support, Support::Few);
        let page = stage.here.text(&stage.ada, &path).await;
        assert!(page.contains("every vote that stands on these words") && !page.contains("Votes of "), "{page}");
        let fay = stage.here.customer("Fay").await;
        stage.vote(&fay, Stance::Disagree).await;
        let page = stage.here.text(&stage.ada, &path).await;
        assert!(page.contains("Votes of 5 voices stand on these words"), "{page}");
        assert!(!page.contains("was asked again then") && !page.contains("Fay"), "{page}");
        assert!(!stage.here.text(&fay, &path).await.contains("Votes of 5 voices"));
        let changed = stage.change(proposal("Send two people")).await;
        let page = stage.here.text(&stage.ada, &changed.path()).await;
        assert!(page.contains("whoever had voted was asked again then") && !page.contains("Votes of "), "{page}");
        assert!(!stage.here.text(&fay, &changed.path()).await.contains("was asked again then"));
    }

    /// Who votes on what is secret, and the rules that were voted under stay, though a change of words took the votes back.
    async fn a_change_tells_not_who_had_voted_and_opens_no_rules(here) {
        let stage = Stage::set(here).await;
        let here = &stage.here;
        let bob = here.customer("Bob").await;
        here.call(&bob, SetFindable { found: true, line: None }).await.unwrap();
        stage.vote(&bob, Stance::Agree).await;
        let found = async || {
            let all = here.call(&stage.ada, FindCustomers { round: stage.round }).await.unwrap().customers;
            all.into_iter().map(|one| one.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found().await, ["Bob"]);
        let totals = async || {
            let totals = here.round(stage.round).await.totals;
            (totals.voices, totals.people, totals.votes)
        };
        let before = totals().await;
        stage.change(proposal("Send nobody at all")).await;
        assert_eq!(stage.seen(&bob).await.mine, None);
        assert_eq!((totals().await, before), ((1, 1, 1), (1, 1, 1)));
        assert_eq!(here.another().await.round(stage.round).await.totals, here.round(stage.round).await.totals);
        assert_eq!(found().await, ["Bob"]);
        let moderator = here.staff("Mo", Role::Moderator).await;
        let round = here.round(stage.round).await;
        let rules = Rules { least_accounts: 6, ..round.rules };
        let refused = here.call(&moderator, ChangeRound { rules: Some(rules), ..change(&round) }).await.unwrap_err();
        assert!(refused.about("rules").is_some());
        // Once answered it is a vote like others, or none.
        stage.vote(&bob, Stance::Agree).await;
        assert_eq!(totals().await, (1, 1, 1));
        stage.vote(&bob, Stance::TakenBack).await;
        assert_eq!(totals().await, (0, 0, 0));
    }

    async fn totals_are_the_same_after_a_restart(here) {
        let stage = Stage::set(here).await;
        let other = stage.here.call(&stage.ada, Propose { round: stage.round, text: proposal("Answer in a day") }).await.unwrap().id;
        let mut voters = Vec::new();
        for n in 0..12 {
            let voter = stage.here.customer(&format!("Zoe {n}")).await;
            let stance = if n % 3 == 0 { Stance::Disagree } else { Stance::Agree };
            stage.vote(&voter, stance).await;
            let vote = CastVote::new(other, Stance::Agree);
            stage.here.call(&voter, vote).await.unwrap();
            voters.push(voter);
        }
        stage.vote(&stage.ada, Stance::Agree).await;
        stage.change(proposal("Send two people")).await;
        for voter in &voters[..7] {
            stage.vote(voter, Stance::Agree).await;
        }
        let fresh = stage.here.another().await;
        let told = async |here: &Here| {
            let who = &voters[8];
            let mut all = vec![serde_json::to_value(here.call(who, GetRound { round: stage.round }).await.unwrap().totals).unwrap()];
            for id in [stage.id, other] {
                all.push(serde_json::to_value(here.call(who, GetProposal { proposal: id }).await.unwrap()).unwrap());
            }
            let list = ListProposals { round: stage.round, ..Default::default() };
            all.push(serde_json::to_value(here.call(who, list).await.unwrap()).unwrap());
            all
        };
        assert_eq!(told(&stage.here).await, told(&fresh).await);
        let tally = fresh.call(&stage.ada, GetProposal { proposal: stage.id }).await.unwrap().support.tally().unwrap();
        assert_eq!(tally.voices, 8, "seven who said it again, and the author");
        // The five who have not answered yet count in the round until they do.
        assert_eq!(fresh.call(&stage.ada, GetRound { round: stage.round }).await.unwrap().totals.votes, 8 + 5 + 12);
        assert_eq!(fresh.call(&voters[8], ListAskedAgain {}).await.unwrap().len(), 1);
        // Who answers there is heard here.
        let again = CastVote::new(stage.id, Stance::Agree);
        fresh.call(&voters[8], again).await.unwrap();
        stage.here.site.memory.catch_up().await.unwrap();
        assert_eq!(stage.seen(&stage.ada).await.support.tally().unwrap().voices, 9);
    }

    async fn a_picture_belongs_to_the_wording_whoever_writes_it(here) {
        let stage = Stage::set(here).await;
        let (bob, cem) = (stage.here.customer("Bob").await, stage.here.customer("Cem").await);
        let gate = uploaded(&stage.here, &stage.ada, stage.round).await;
        let change = |title: &str, alt: &str| With {
            request: ChangeProposal { proposal: stage.id, seen: None, text: proposal(title) },
            pictures: Some(named(&[(&gate, alt)])),
        };
        stage.here.call(&bob, DeclareCulture { round: stage.round, culture: 1 }).await.unwrap();
        stage.here.call(&bob, SetFindable { found: true, line: None }).await.unwrap();
        stage.here.call(&stage.ada, ActOnWriting { proposal: stage.id, act: Act::Invite, person: Some(bob.id) }).await.unwrap();
        stage.here.call(&bob, ActOnWriting { proposal: stage.id, act: Act::Accept, person: None }).await.unwrap();
        stage.vote(&cem, Stance::Agree).await;
        stage.here.clock.advance(Timestamp::MINUTE);
        stage.here.call(&stage.ada, change("Send one person", "The gate, shut")).await.unwrap();
        assert_eq!(stage.seen(&cem).await.mine, None, "there is something new to see");
        stage.vote(&cem, Stance::Agree).await;
        stage.here.clock.advance(Timestamp::MINUTE);
        let changed = stage.here.call(&bob, change("Send one person.", "The gate: shut")).await.unwrap();
        assert_eq!(changed.pictures[0].alt.as_ref().unwrap().as_str(), "The gate: shut", "who writes it keeps the author's");
        assert!(stage.seen(&cem).await.mine.is_some());
        stage.here.clock.advance(Timestamp::MINUTE);
        stage.here.call(&bob, change("Send one person.", "The gate, open")).await.unwrap();
        assert_eq!(stage.seen(&cem).await.mine, None);
    }

    async fn what_staff_noted_of_other_words_is_not_confirmed(here) {
        let stage = Stage::set(here).await;
        let (bob, grace) = (stage.here.customer("Bob").await, stage.here.staff("Grace", Role::AccountManager).await);
        let note = || NoteVote {
            proposal: stage.id,
            email: "bob@example.com".parse().unwrap(),
            stance: Stance::Agree,
            name: None,
            account: None,
            strength: None,
            red_line: false,
            source: Source::Call,
            said: "2026-01-02".parse().unwrap(),
        };
        stage.here.call(&grace, note()).await.unwrap();
        let key = key(&stage.here, "bob@example.com").await;
        assert!(stage.seen(&bob).await.noted_for_me.is_some());
        stage.change(proposal("Send two people")).await;
        let seen = stage.seen(&bob).await;
        assert_eq!((seen.noted_for_me, seen.said_before, seen.mine), (None, None, None), "he had said nothing himself");
        let letter = stage.here.call(&bob, GetNoted { key: key.clone() }).await.unwrap();
        assert!(letter.reworded && !letter.answered);
        let page = stage.here.text(&bob, &format!("/on-behalf/{key}")).await;
        assert!(page.contains("written anew since") && !page.contains("Yes, it is so"), "{page}");
        let refused = stage.here.call(&bob, AnswerNoted { key: key.clone(), answer: Answer::Confirm }).await.unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Conflict);
        stage.here.call(&bob, AnswerNoted { key, answer: Answer::Agree }).await.unwrap();
        assert_eq!(stage.seen(&bob).await.mine, Some(Vote::new(Stance::Agree)));
    }
}
