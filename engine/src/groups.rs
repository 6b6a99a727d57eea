//! Opinion groups: people who voted alike, found by principal components and k-means as in Polis (Small et al. 2021). A
//! view to explore with: it decides nothing, and hides itself where the same people split in halves would not find it again.
//!
//! People with at least [`MIN_VOTES`] votes are projected on the two leading components; k from 2 to 5 by the mean
//! silhouette. People are taken in the order of what they voted, so neither names nor order are seen in the result.

mod jacobi;
mod kmeans;
mod pca;
mod stability;

pub use stability::adjusted_rand;

use crate::opinions::Opinions;
use kmeans::{Judge, Point};

/// Who voted less is in no group, unless there are fewer statements.
pub const MIN_VOTES: usize = 7;

/// Below so many people the most active of the others join in.
pub const MIN_PEOPLE: usize = 15;

/// Most groups.
pub const MAX_GROUPS: usize = 5;

/// Fewer people, by Kish's effective number, are not shown in groups.
pub const MIN_PEOPLE_SHOWN: f64 = 100.0;

/// A median adjusted Rand index below which groups are not shown.
pub const MIN_STABILITY: f64 = 0.6;

/// Groups of people who voted alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// By person: the group, from 0, the heaviest first; `None` for who voted too little.
    pub of: Vec<Option<u32>>,
    /// How many groups there are; 0 where nobody, or everybody alike, voted.
    pub count: usize,
    /// By person, the place in the plane of the two components: the first one across.
    pub places: Vec<Option<[f64; 2]>>,
    /// Mean silhouette, −1 to 1.
    pub silhouette: f64,
    /// Kish's effective number of people in groups.
    pub n_eff: f64,
}

/// Groups and whether they may be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub groups: Groups,
    /// Median adjusted Rand index of fifty pairs of halves, −½ to 1; 0 without groups.
    pub stability: f64,
    /// At least [`MIN_PEOPLE_SHOWN`] people and [`MIN_STABILITY`].
    pub shown: bool,
}

/// The opinion groups. O(votes) a step of the components (64 at most) and O(people) a step of k-means.
#[must_use]
pub fn opinion_groups(opinions: &Opinions) -> Groups {
    let people = Participants::of(opinions);
    let mut groups = Groups {
        of: vec![None; opinions.people()],
        places: vec![None; opinions.people()],
        n_eff: people.effective(opinions),
        ..Groups::default()
    };
    if people.len() < 2 {
        return groups;
    }
    let components = pca::Components::of(opinions, &people.0);
    let points = points(&components, opinions, &people);
    let judge = Judge::new(&points);
    let most = MAX_GROUPS.min(2 + points.len() / 12).min(points.len());
    let mut best: (f64, Vec<[f64; 2]>) = (f64::NEG_INFINITY, Vec::new());
    for k in 2..=most {
        let centres = kmeans::centres(&points, k);
        let silhouette = judge.silhouette(&centres);
        // A further group must be better by more than rounding.
        if centres.len() == k && silhouette > best.0 + 1e-9 {
            best = (silhouette, centres);
        }
    }
    let (silhouette, centres) = best;
    if centres.is_empty() {
        return groups;
    }
    let sides: Vec<usize> = points.iter().map(|point| kmeans::nearest(&centres, point.at)).collect();
    let number = by_weight(&points, &sides, centres.len());
    for ((&person, point), side) in people.0.iter().zip(&points).zip(sides) {
        groups.of[person as usize] = Some(number[side]);
        groups.places[person as usize] = Some(point.at);
    }
    Groups { count: centres.len(), silhouette, ..groups }
}

/// The opinion groups and whether they would be found again: a hundred times the work of [`opinion_groups`], on halves.
#[must_use]
pub fn view(opinions: &Opinions) -> View {
    let groups = opinion_groups(opinions);
    let stability = stability_of(opinions, groups.count);
    let shown = groups.n_eff >= MIN_PEOPLE_SHOWN && stability >= MIN_STABILITY;
    View { groups, stability, shown }
}

/// How well `count` groups are found again; 0 for fewer than two groups or four people.
#[must_use]
pub fn stability_of(opinions: &Opinions, count: usize) -> f64 {
    let people = Participants::of(opinions);
    if count < 2 || people.len() < 4 { 0.0 } else { stability::stability(opinions, &people, count) }
}

/// Those who voted enough, in the order of their votes: the same order whatever they are called.
struct Participants(Vec<u32>);

impl Participants {
    fn of(opinions: &Opinions) -> Self {
        let votes = |person: &u32| opinions.cells(*person as usize).len();
        let enough = MIN_VOTES.min(opinions.statements());
        let some = |person: &u32| votes(person) > 0 && opinions.weight(*person as usize) > 0.0;
        let everybody = 0..u32::try_from(opinions.people()).unwrap_or(u32::MAX);
        let (mut people, mut others): (Vec<u32>, Vec<u32>) =
            everybody.filter(some).partition(|person| votes(person) >= enough);
        let key = |&person: &u32| (opinions.cells(person as usize), opinions.weight(person as usize));
        let by_votes = |a: &u32, b: &u32| {
            let (a, b) = (key(a), key(b));
            a.0.cmp(b.0).then(a.1.total_cmp(&b.1))
        };
        if people.len() < MIN_PEOPLE {
            others.sort_by(|a, b| votes(b).cmp(&votes(a)).then_with(|| by_votes(a, b)));
            let mut wanted = (MIN_PEOPLE - people.len()).min(others.len());
            // Who voted just as the last one does not stay out for a name.
            while wanted > 0
                && wanted < others.len()
                && by_votes(&others[wanted - 1], &others[wanted]).is_eq()
            {
                wanted += 1;
            }
            people.extend(&others[..wanted]);
        }
        people.sort_by(by_votes);
        Self(people)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    /// Those at the given places.
    fn some(&self, places: &[usize]) -> Self {
        let mut places = places.to_vec();
        places.sort_unstable();
        Self(places.into_iter().map(|place| self.0[place]).collect())
    }

    fn effective(&self, opinions: &Opinions) -> f64 {
        let (sum, squares) = self.0.iter().fold((0.0, 0.0), |(sum, squares), &person| {
            let weight = opinions.weight(person as usize);
            (sum + weight, squares + weight * weight)
        });
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }
}

/// A way to place anybody: components and centres.
struct Clustering {
    components: pca::Components,
    centres: Vec<[f64; 2]>,
}

impl Clustering {
    fn of(opinions: &Opinions, people: &Participants, k: usize) -> Self {
        let components = pca::Components::of(opinions, &people.0);
        let centres = kmeans::centres(&points(&components, opinions, people), k);
        Self { components, centres }
    }

    fn place(&self, opinions: &Opinions, people: &Participants) -> Vec<u32> {
        let place =
            |&person: &u32| kmeans::nearest(&self.centres, self.components.project(opinions, person)) as u32;
        people.0.iter().map(place).collect()
    }
}

fn points(components: &pca::Components, opinions: &Opinions, people: &Participants) -> Vec<Point> {
    let point = |&person: &u32| Point {
        at: components.project(opinions, person),
        weight: opinions.weight(person as usize),
    };
    people.0.iter().map(point).collect()
}

/// The number of each cluster: the heaviest is 0, ties from left to right as k-means left them.
fn by_weight(points: &[Point], sides: &[usize], count: usize) -> Vec<u32> {
    let mut weights = vec![0.0; count];
    for (point, &side) in points.iter().zip(sides) {
        weights[side] += point.weight;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
    let mut number = vec![0; count];
    for (rank, side) in (0..).zip(order) {
        number[side] = rank;
    }
    number
}
