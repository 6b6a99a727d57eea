//! What is held back of figures linked by sums cannot be worked out: every figure is a set of atoms, the shown ones are row-reduced
//! in exact fractions, and no hidden figure under five accounts is in the space that they span.

use engine::dice::Dice;
use engine::exact::BigInt;
use engine::suppression::MIN_ACCOUNTS_SHOWN;
use engine::suppression::crossed::{Crossed, Place, Shape};
use engine::suppression::linked::Linked;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::suppression::{Published, leak};

/// Rows of whole numbers in echelon form: each has a first column that no later one has.
#[derive(Default)]
struct Space(Vec<(usize, Vec<BigInt>)>);

impl Space {
    fn reduce(&self, mut row: Vec<BigInt>) -> Vec<BigInt> {
        for (first, basis) in &self.0 {
            if row[*first] != BigInt::ZERO {
                // Crosswise, so that nothing is divided.
                let (has, by) = (row[*first].clone(), basis[*first].clone());
                row.iter_mut().zip(basis).for_each(|(x, b)| *x = &*x * &by - b * &has);
            }
        }
        row
    }

    fn add(&mut self, set: &[bool]) {
        let row = self.reduce(vector(set));
        if let Some(first) = row.iter().position(|x| *x != BigInt::ZERO) {
            self.0.push((first, row));
        }
    }

    fn holds(&self, set: &[bool]) -> bool {
        self.reduce(vector(set)).iter().all(|x| *x == BigInt::ZERO)
    }
}

fn vector(set: &[bool]) -> Vec<BigInt> {
    set.iter().map(|&is_in| BigInt::from(u8::from(is_in))).collect()
}

fn count(set: &[bool], atoms: &[u32]) -> u32 {
    set.iter().zip(atoms).map(|(&is_in, &accounts)| if is_in { accounts } else { 0 }).sum()
}

/// Figures as sets of atoms, with whether each is shown.
fn leaks(atoms: &[u32], figures: &[(Vec<bool>, bool)]) -> Vec<usize> {
    let mut space = Space::default();
    figures.iter().filter(|figure| figure.1).for_each(|figure| space.add(&figure.0));
    let small = |set: &[bool]| count(set, atoms) < MIN_ACCOUNTS_SHOWN;
    let all = figures.iter().enumerate();
    all.filter(|(_, (set, _))| small(set) && space.holds(set)).map(|(place, _)| place).collect()
}

fn counts(atoms: usize) -> impl Strategy<Value = Vec<u32>> {
    vec(prop_oneof![3 => 0_u32..5, 1 => 5_u32..8, 2 => 8_u32..40], atoms)
}

/// Atoms, and overlapping sums over them.
fn overlapping() -> impl Strategy<Value = (Vec<u32>, Vec<Vec<usize>>)> {
    (3_usize..9).prop_flat_map(|atoms| {
        let sum = subsequence((0..atoms).collect::<Vec<_>>(), 1..=atoms);
        (counts(atoms), vec(sum, 1..8))
    })
}

/// A few attributes, cultures and stances, and some accounts.
fn crossed() -> impl Strategy<Value = (Shape, Vec<Place>)> {
    let shape = (vec(1_usize..4, 1..4), 1_usize..4, prop_oneof![Just(0_usize), 2_usize..4]);
    (shape, 0_u32..160, any::<u64>()).prop_map(|((segments, cultures, stances), accounts, seed)| {
        let shape = Shape { segments, cultures, stances };
        let accounts = places(&shape, accounts, seed);
        (shape, accounts)
    })
}

fn places(shape: &Shape, accounts: u32, seed: u64) -> Vec<Place> {
    let mut dice = Dice::new(seed);
    // The low numbers are frequent, so that there are small cells beside large ones.
    let mut draw = |count: usize| dice.below(count as u32).min(dice.below(count as u32)) as usize;
    let place = |_| Place {
        segments: shape.segments.iter().map(|&count| draw(count)).collect(),
        culture: draw(shape.cultures),
        stance: draw(shape.stances.max(1)),
    };
    (0..accounts).map(place).collect()
}

/// The figures as they are published, with every relation among the sets that they count: the combinations of figures that
/// row reduction turns into nothing.
fn system(figures: &[(Vec<bool>, bool)], atoms: &[u32]) -> Published {
    let mut space = Space::default();
    let mut equations = Vec::new();
    for (place, (set, _)) in figures.iter().enumerate() {
        // Beside the set, which figures it is combined from.
        let mut row = vector(set);
        row.extend((0..figures.len()).map(|other| BigInt::from(u8::from(other == place))));
        let row = space.reduce(row);
        match row[..set.len()].iter().position(|x| *x != BigInt::ZERO) {
            Some(first) => space.0.push((first, row)),
            None => {
                let whole = |x: &BigInt| i64::try_from(x).expect("small");
                equations.push(row[set.len()..].iter().map(whole).collect());
            }
        }
    }
    Published {
        figures: figures.iter().map(|(set, _)| count(set, atoms)).collect(),
        hidden: figures.iter().map(|figure| !figure.1).collect(),
        equations,
    }
}

/// Every figure of the tables, as the set of accounts' kinds that it counts, with whether it is shown.
fn figures(
    shape: &Shape,
    held: &engine::suppression::crossed::Held,
    kinds: &[Place],
) -> Vec<(Vec<bool>, bool)> {
    let mut all = Vec::new();
    let stances = || std::iter::once(None).chain((0..shape.stances).map(Some));
    for stance in stances() {
        let mut figure = |is_in: &dyn Fn(&Place) -> bool, hidden: bool| {
            let set =
                kinds.iter().map(|kind| stance.is_none_or(|s| s == kind.stance) && is_in(kind)).collect();
            all.push((set, !hidden));
        };
        for (attribute, &segments) in shape.segments.iter().enumerate() {
            for segment in 0..segments {
                for culture in 0..shape.cultures {
                    figure(
                        &|kind| kind.segments[attribute] == segment && kind.culture == culture,
                        held.cell(attribute, segment, culture, stance),
                    );
                }
                figure(
                    &|kind| kind.segments[attribute] == segment,
                    held.segment_total(attribute, segment, stance),
                );
            }
        }
        for culture in 0..shape.cultures {
            figure(&|kind| kind.culture == culture, held.culture_total(culture, stance));
        }
        figure(&|_| true, held.total(stance));
    }
    all
}

/// The full cross of attributes, cultures and stances.
fn kinds(shape: &Shape) -> Vec<Place> {
    let mut all = vec![Place { segments: vec![], culture: 0, stance: 0 }];
    for &count in &shape.segments {
        let with = |kind: &Place, segment| {
            let mut kind = kind.clone();
            kind.segments.push(segment);
            kind
        };
        all = all.iter().flat_map(|kind| (0..count).map(move |segment| with(kind, segment))).collect();
    }
    let spread = |kind: Place| {
        let with = move |culture, stance| Place { culture, stance, ..kind.clone() };
        let stances = shape.stances.max(1);
        (0..shape.cultures).flat_map(move |c| (0..stances).map(move |s| (c, s))).map(move |(c, s)| with(c, s))
    };
    all.into_iter().flat_map(spread).collect()
}

fn by_kind(kinds: &[Place], accounts: &[Place]) -> Vec<u32> {
    let count = |kind| accounts.iter().filter(|&account| account == kind).count() as u32;
    kinds.iter().map(count).collect()
}

#[test]
fn tables_of_many_are_given_whole() {
    let shape = Shape { segments: vec![2, 3], cultures: 2, stances: 2 };
    let kinds = kinds(&shape);
    let accounts = vec![kinds.clone(); 5].concat();
    let crossed = Crossed::new(&shape, &accounts).expect("inside the shape");
    assert!(figures(&shape, &crossed.suppress(), &kinds).iter().all(|figure| figure.1));
    let outside = Place { segments: vec![2, 0], culture: 0, stance: 0 };
    assert!(Crossed::new(&shape, &[outside]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn overlapping_sums_give_nothing_small_away((atoms, sums) in overlapping()) {
        let mut linked = Linked::default();
        // The first half of the atoms are published too.
        let own: Vec<bool> = (0..atoms.len()).map(|atom| atom % 2 == 0).collect();
        let add = |(&n, &own): (&u32, &bool)| if own { linked.figure(n) } else { linked.unpublished(n) };
        let cells: Vec<usize> = atoms.iter().zip(&own).map(add).collect();
        for sum in &sums {
            let whole = linked.figure(sum.iter().map(|&atom| atoms[atom]).sum());
            linked.sum(whole, sum.iter().map(|&atom| cells[atom]).collect());
        }
        let hidden = linked.suppress();
        let single = (0..atoms.len()).map(|atom| vec![atom]);
        let sets = single.chain(sums.clone()).map(|set| (0..atoms.len()).map(|a| set.contains(&a)).collect());
        let figures: Vec<_> = sets.zip(&hidden).map(|(set, hidden)| (set, !hidden)).collect();
        prop_assert_eq!(leaks(&atoms, &figures), Vec::<usize>::new());
        prop_assert!(own.iter().zip(&hidden).all(|(own, hidden)| *own || *hidden));
    }

    #[test]
    fn tables_over_the_same_accounts_give_nothing_small_away((shape, accounts) in crossed()) {
        let crossed = Crossed::new(&shape, &accounts).expect("inside the shape");
        let kinds = kinds(&shape);
        let atoms = by_kind(&kinds, &accounts);
        let figures = figures(&shape, &crossed.suppress(), &kinds);
        prop_assert_eq!(leaks(&atoms, &figures), Vec::<usize>::new());
    }

    #[test]
    fn no_sum_of_hidden_figures_under_five_follows(
        // So small that all sums of hidden figures can be tried.
        (segments, cultures, stances) in prop_oneof![
            Just((vec![2], 2, 0)),
            Just((vec![3], 3, 0)),
            Just((vec![2, 2], 2, 0)),
            Just((vec![2], 1, 2)),
        ],
        accounts in 0_u32..60,
        seed in any::<u64>(),
    ) {
        let shape = Shape { segments, cultures, stances };
        let accounts = places(&shape, accounts, seed);
        let crossed = Crossed::new(&shape, &accounts).expect("inside the shape");
        let kinds = kinds(&shape);
        let figures = figures(&shape, &crossed.suppress(), &kinds);
        prop_assert_eq!(leak(&system(&figures, &by_kind(&kinds, &accounts))), None);
    }
}
