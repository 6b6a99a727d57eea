//! The designers' working list: what is known of each proposal that is in no practice, and of nobody in particular.

use crate::exploration::sized;
use crate::harness::{Caller, Here, proposal};
use crate::on_both;
use crate::practices::{practice, proposed};
use crate::selection::votes;
use model::api::practices::AddPractice;
use model::api::selection::GetWorkingList;
use model::person::Role;
use model::selection::{Side, WorkingAsked, WorkingGround, WorkingLine, WorkingList};
use model::vote::Stance;
use model::{ProposalId, RoundId};

async fn list(here: &Here, who: &Caller, round: RoundId) -> WorkingList {
    here.call(who, GetWorkingList { round, all: false }).await.unwrap()
}

fn line(list: &WorkingList, id: ProposalId) -> &WorkingLine {
    list.lines.iter().find(|line| line.proposal == id).unwrap()
}

fn parts(asked: &[WorkingAsked]) -> Vec<(&str, &str, u32)> {
    asked
        .iter()
        .flat_map(|by| by.parts.iter().map(|part| (by.by.as_str(), part.value.as_str(), part.accounts)))
        .collect()
}

on_both! {
    async fn each_line_says_who_asks_who_agrees_and_what_is_like_it(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("Send one engineer who knows our plant")).await;
        let two = proposed(&here, round, proposal("Send the same engineer who knows our plant")).await;
        let three = proposed(&here, round, proposal("Answer every letter")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        let early = list(&here, &dee, round).await;
        assert_eq!((early.voices, early.lines.len()), (None, 3));
        let first = line(&early, one);
        assert_eq!(first.similar.first().map(|one| one.proposal), Some(two));
        assert!(first.similar.iter().all(|other| other.proposal != one), "nothing is like itself");
        assert!(first.asked.is_empty() && first.segments.is_empty() && first.ground == WorkingGround::NotHeard);

        let small = sized(&here, "small", 6).await;
        let large = sized(&here, "large", 6).await;
        votes(&here, Stance::Agree, one, &small).await;
        votes(&here, Stance::Disagree, one, &large).await;
        votes(&here, Stance::Agree, two, &small).await;
        votes(&here, Stance::Agree, two, &large).await;
        votes(&here, Stance::Agree, three, &small[..4]).await;
        let more = sized(&here, "tiny", 3).await;
        votes(&here, Stance::Pass, three, &more).await;
        let told = list(&here, &dee, round).await;
        assert_eq!(told.voices, Some(15));
        let side = |line: &WorkingLine, segment: &str| {
            told.segments.iter().position(|name| name == segment).and_then(|place| line.segments[place])
        };
        let first = line(&told, one);
        assert_eq!(first.ground, WorkingGround::Divides);
        assert_eq!([side(first, "Size: small"), side(first, "Size: large")], [Some(Side::For), Some(Side::Against)]);
        let second = line(&told, two);
        assert_eq!(second.ground, WorkingGround::Common);
        assert!(parts(&second.asked).iter().all(|(_, _, accounts)| *accounts >= 5), "{:?}", second.asked);
        assert!(line(&told, three).asked.is_empty(), "four accounts are nobody's to know");
    }

    async fn what_finds_its_practice_leaves_the_list_and_nobody_else_reads_it(here) {
        let round = here.company().await;
        let one = proposed(&here, round, proposal("One")).await;
        let two = proposed(&here, round, proposal("Two")).await;
        let dee = here.staff("Dee", Role::Designer).await;
        here.call(&dee, AddPractice { round, text: practice("One face", &[one]) }).await.unwrap();
        let ids = list(&here, &dee, round).await.lines.iter().map(|line| line.proposal).collect::<Vec<_>>();
        assert_eq!(ids, [two]);
        list(&here, &here.staff("Sig", Role::Signatory).await, round).await;
        for who in [Caller::stranger(), here.customer("Ada").await, here.staff("Mo", Role::Moderator).await] {
            assert!(here.call(&who, GetWorkingList { round, all: true }).await.is_err());
        }
    }
}
