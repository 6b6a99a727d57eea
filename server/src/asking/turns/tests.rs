use super::*;
use proptest::prelude::*;

/// Nothing is known of anybody's purchases.
fn open(_: i64, _: i64) -> Moment {
    Moment::Open
}

/// Some moment of each, at random.
fn some(luck: u64) -> impl Fn(i64, i64) -> Moment {
    const ALL: [Moment; 5] = [Moment::Now, Moment::Known, Moment::Open, Moment::Elsewhere, Moment::Never];
    move |practice, account| ALL[(mixed(luck, practice * 1_000 + account) % 5) as usize]
}

fn spread(counts: impl Iterator<Item = u32> + Clone) -> u32 {
    counts.clone().max().unwrap_or(0) - counts.min().unwrap_or(0)
}

fn counted(plan: &[(i64, i64)], keys: impl Iterator<Item = i64>, key: fn(&(i64, i64)) -> i64) -> Vec<u32> {
    keys.map(|one| plan.iter().filter(|pair| key(pair) == one).count() as u32).collect()
}

#[test]
fn letters_are_spread_over_the_quarter_and_begin_when_asking_does() {
    let day = |text: &str| text.parse::<model::time::Day>().unwrap().begins();
    let (begin, now) = (day("2026-04-01"), day("2026-05-16"));
    assert_eq!(due(182, begin, begin), 0);
    assert_eq!(due(182, day("2025-01-01"), now), 90);
    assert_eq!(due(182, day("2026-05-15"), now), 2);
    assert_eq!(due(182, begin, Timestamp(day("2026-07-01").0 - 1)), 181);
    // A clock that was set back asks nobody.
    assert_eq!(due(182, day("2026-06-01"), now), 0);
}

proptest! {
    /// Whatever was asked before: no person beyond the cap, no account twice about the same, nobody about what they reported.
    #[test]
    fn nobody_is_asked_too_often(
        accounts in prop::collection::vec(1..6_i64, 1..30),
        practices in 1..6_i64,
        cap in 1..4_u32,
        most in 0..80_usize,
        seed in any::<u64>(),
        luck in any::<u64>(),
        before in prop::collection::vec((1..6_i64, 1..30_i64), 0..20),
        reported in prop::collection::hash_set((1..6_i64, 1..30_i64), 0..20),
    ) {
        let readers: Vec<Reader> =
            accounts.iter().zip(1..).map(|(account, person)| Reader { person, account: *account }).collect();
        let practices: Vec<i64> = (1..=practices).collect();
        let reported: FxHashSet<(i64, i64)> = reported.into_iter().collect();
        let asked = Asked { letters: &before, reported: &reported, cap };
        let when = some(luck);
        let plan = plan(&readers, &practices, &asked, &when, (seed, most));
        prop_assert!(plan.len() <= most);
        let account = |person: i64| readers.iter().find(|reader| reader.person == person).unwrap().account;
        let mut pairs = FxHashSet::default();
        for (practice, person) in &plan {
            prop_assert!(pairs.insert((*practice, account(*person))));
            prop_assert!(!reported.contains(&(*practice, *person)));
            prop_assert_ne!(when(*practice, account(*person)), Moment::Never);
            let letters = plan.iter().chain(&before).filter(|(_, other)| other == person).count();
            prop_assert!(letters as u32 <= cap.max(before.iter().filter(|(_, other)| other == person).count() as u32));
            prop_assert!(!before.iter().any(|(other, asked)| other == practice
                && readers.iter().any(|reader| reader.person == *asked && reader.account == account(*person))));
        }
        // Another run, or another instance, comes to the same.
        prop_assert_eq!(super::plan(&readers, &practices, &asked, &when, (seed, most)), plan);
    }

    /// Before an account is asked about anything else, there is nothing left that its purchases have met.
    #[test]
    fn what_purchases_have_met_is_asked_about_first(
        accounts in prop::collection::vec(1..6_i64, 1..20),
        practices in 1..6_i64,
        cap in 1..4_u32,
        most in 0..60_usize,
        seed in any::<u64>(),
        luck in any::<u64>(),
    ) {
        let readers: Vec<Reader> =
            accounts.iter().zip(1..).map(|(account, person)| Reader { person, account: *account }).collect();
        let practices: Vec<i64> = (1..=practices).collect();
        let none = FxHashSet::default();
        let asked = Asked { letters: &[], reported: &none, cap };
        let when = some(luck);
        let plan = plan(&readers, &practices, &asked, &when, (seed, most));
        let account = |person: i64| readers.iter().find(|reader| reader.person == person).unwrap().account;
        for (place, (practice, person)) in plan.iter().enumerate() {
            let (own, before) = (account(*person), &plan[..place]);
            if when(*practice, own) <= Moment::Known {
                continue;
            }
            let met = practices.iter().filter(|practice| when(**practice, own) <= Moment::Known);
            for met in met {
                let asked = before.iter().any(|(other, person)| other == met && account(*person) == own);
                let mut people = readers.iter().filter(|reader| reader.account == own);
                let full = people.all(|reader| before.iter().filter(|(_, other)| *other == reader.person).count() as u32 >= cap);
                prop_assert!(asked || full, "account {own} was asked about {practice} before {met}");
            }
        }
    }

    /// Of all who may be asked about a promise, those for whom it is the moment come first.
    #[test]
    fn the_moment_goes_first(accounts in 2..20_i64, now in 0..20_i64, seed in any::<u64>()) {
        let readers: Vec<Reader> = (0..accounts).map(|person| Reader { person, account: person }).collect();
        let none = FxHashSet::default();
        let now = now % accounts;
        let when = |_: i64, account: i64| if account == now { Moment::Now } else { Moment::Known };
        let plan = plan(&readers, &[1], &Asked { letters: &[(2, now)], reported: &none, cap: 60 }, &when, (seed, 1));
        prop_assert_eq!(plan, [(1, now)]);
    }

    /// Where all are alike, promises differ by one letter at most, and accounts by two.
    #[test]
    fn all_are_asked_alike(accounts in 1..12_i64, practices in 1..8_i64, people in 1..4_i64, most in 0..60_usize, seed in any::<u64>()) {
        let readers: Vec<Reader> = (0..accounts * people).map(|person| Reader { person, account: person % accounts }).collect();
        let practices: Vec<i64> = (1..=practices).collect();
        let none = FxHashSet::default();
        let plan = plan(&readers, &practices, &Asked { letters: &[], reported: &none, cap: 60 }, &open, (seed, most));
        prop_assert_eq!(plan.len(), most.min(practices.len() * accounts as usize));
        let by_account: Vec<(i64, i64)> = plan.iter().map(|(practice, person)| (*practice, person % accounts)).collect();
        prop_assert!(spread(counted(&plan, practices.iter().copied(), |pair| pair.0).iter().copied()) <= 1);
        prop_assert!(spread(counted(&by_account, 0..accounts, |pair| pair.1).iter().copied()) <= 2);
    }
}
