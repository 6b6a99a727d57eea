//! How long it takes from one stage to the next: what is told of it gives nobody away, neither at one moment nor from one to the next.

use engine::passages::{Length, Passage, Told, told};
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

const CULTURES: u32 = 4;

fn passages() -> impl Strategy<Value = Vec<Passage>> {
    let one = (0..30_i64, proptest::option::weighted(0.8, 0..CULTURES), 0..500_i64);
    vec(one, 0..120).prop_map(|all| {
        let all = (0..).zip(all);
        all.map(|(noted, (account, culture, took))| Passage { noted, account, culture, took }).collect()
    })
}

/// Those that a figure of so many rests on: the first of them, in order.
fn behind(all: &[Passage], length: &Length, of: impl Fn(&Passage) -> bool) -> Vec<Passage> {
    all.iter().copied().filter(of).take(length.passages as usize).collect()
}

fn accounts(passages: &[Passage]) -> BTreeSet<i64> {
    passages.iter().map(|passage| passage.account).collect()
}

fn few(accounts: &BTreeSet<i64>) -> bool {
    (1..MIN_ACCOUNTS_SHOWN as usize).contains(&accounts.len())
}

/// Everybody, and each culture, with those that it rests on.
fn figures(all: &[Passage], told: &Told) -> Vec<(Option<u32>, Length, Vec<Passage>)> {
    let whole = told.all.iter().map(|length| (None, *length, behind(all, length, |_| true)));
    let cultures = told.cultures.iter().map(|(culture, length)| {
        (Some(*culture), *length, behind(all, length, |passage| passage.culture == Some(*culture)))
    });
    whole.chain(cultures).collect()
}

proptest! {
    #[test]
    fn every_figure_is_the_median_of_five_accounts_or_more(all in passages()) {
        for (_, length, behind) in figures(&all, &told(all.clone())) {
            let mut times: Vec<i64> = behind.iter().map(|passage| passage.took).collect();
            times.sort_unstable();
            prop_assert_eq!(length.median, times[(times.len() - 1) / 2]);
            let accounts = accounts(&behind).len() as u32;
            prop_assert_eq!(length.accounts, accounts);
            prop_assert!(accounts >= MIN_ACCOUNTS_SHOWN && accounts.is_multiple_of(MIN_ACCOUNTS_SHOWN));
        }
    }

    #[test]
    fn what_figures_leave_over_rests_on_none_or_on_five(all in passages()) {
        let told = told(all.clone());
        let figures = figures(&all, &told);
        let shown: Vec<&Vec<Passage>> =
            figures.iter().filter(|(culture, ..)| culture.is_some()).map(|(.., behind)| behind).collect();
        // Whichever of the cultures are taken off all together.
        for some in 0..1_u32 << shown.len() {
            let off: BTreeSet<i64> = (0..shown.len()).filter(|place| some & (1 << place) != 0)
                .flat_map(|place| shown[place].iter().map(|passage| passage.noted)).collect();
            if let Some((.., whole)) = figures.first().filter(|(culture, ..)| culture.is_none()) {
                let left: Vec<Passage> = whole.iter().copied().filter(|one| !off.contains(&one.noted)).collect();
                prop_assert!(!few(&accounts(&left)), "{left:?}");
            }
        }
        prop_assert!(told.all.is_some() || told.cultures.is_empty());
    }

    #[test]
    fn one_more_moves_a_figure_by_five_accounts_or_not_at_all(all in passages()) {
        for until in 0..all.len() {
            let (before, after) = (told(all[..until].to_vec()), told(all[..=until].to_vec()));
            for (culture, length, behind) in figures(&all, &after) {
                let earlier = match culture {
                    None => before.all,
                    Some(culture) => before.cultures.get(&culture).copied(),
                };
                let Some(earlier) = earlier else { continue };
                let new = length.accounts - earlier.accounts;
                prop_assert!(new.is_multiple_of(MIN_ACCOUNTS_SHOWN));
                prop_assert!(new > 0 || length == earlier, "{behind:?}");
            }
        }
    }

    #[test]
    fn the_order_in_which_they_come_makes_no_difference(all in passages(), turn in any::<prop::sample::Index>()) {
        let mut other = all.clone();
        if !other.is_empty() {
            let by = turn.index(other.len());
            other.rotate_left(by);
        }
        prop_assert_eq!(told(other), told(all));
    }
}

#[test]
fn at_the_edge() {
    let one = |noted: i64, culture: Option<u32>| Passage { noted, account: noted, culture, took: noted };
    let few = i64::from(MIN_ACCOUNTS_SHOWN);
    let of = |cultures: &[Option<u32>]| {
        told((0..).zip(cultures).map(|(noted, culture)| one(noted, *culture)).collect())
    };
    assert_eq!(told((0..few - 1).map(|noted| one(noted, None)).collect()), Told::default());
    let five = told((0..few).map(|noted| one(noted, None)).collect());
    assert_eq!(five.all, Some(Length { median: 2, passages: 5, accounts: 5 }));
    // One account that goes twice is one account, and moves nothing by itself.
    let again = (0..few).chain([0]).zip(0..).map(|(account, noted)| Passage { account, ..one(noted, None) });
    assert_eq!(told(again.collect()), five);
    // Five of one culture among nine, or ten, of which four are left over, or five.
    let (a, b) = (Some(0), Some(1));
    assert!(of(&[a, a, a, a, a]).cultures.contains_key(&0));
    assert!(
        of(&[a, a, a, a, a, b, b, b, b, a]).cultures.contains_key(&0),
        "four of the one and one of the other"
    );
    assert_eq!(of(&[a, a, a, a, a, b, b, b, b, b]).cultures.len(), 2);
    assert_eq!(of(&[a, a, a, a, b, b, b, b, b, b]).cultures.len(), 1);
    let other = |noted: i64| Passage { account: 0, ..one(noted, b) };
    // What somebody of the first culture did in another would be what is left over.
    let mut mixed: Vec<Passage> = (0..9).map(|noted| one(noted, a)).collect();
    mixed.extend([other(9), one(10, a)]);
    assert!(told(mixed).cultures.is_empty());
}
