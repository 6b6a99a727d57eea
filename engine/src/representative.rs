//! What distinguishes groups of people, statement by statement: the statistics of Polis (Small, Bjorkegren, Erkkilä, Shaw and
//! Megill 2021), for groups that are given: opinion groups, segments, cultures. It makes no groups.
//!
//! A agrees, D disagrees, S seen (passes included) of a group on a statement:
//! `pa = (A+1)/(S+2)`, `pat = 2√(S+1) · ((A+1)/(S+1) − ½)`, `ra = pa / ((A'+1)/(S'+2))` with ′ for everybody else, and `rat` the
//! two-proportion z of x = A+1 of n = S+1 against the others', `(x/n − x'/n') / √(π̂(1−π̂)(1/n + 1/n'))`,
//! π̂ = (x+x')/(n+n'), 0 where π̂ = 1. The same with D for pd, pdt, rd, rdt.

use crate::opinions::{Opinion, Opinions};

/// z beyond which a statistic is significant: one-sided, 10 %.
pub const SIGNIFICANT: f64 = 1.281_551_565_544_6;

/// Votes of a group on a statement, by weight: whole numbers where everybody weighs 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub agree: f64,
    pub disagree: f64,
    /// Passes included.
    pub seen: f64,
}

/// What a group says of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    pub counts: Counts,
    /// Probability of agreeing, between 0 and 1, ½ without votes, and its z against one half.
    pub pa: f64,
    pub pat: f64,
    /// How much more likely than the others, 1 for equally likely, and its z.
    pub ra: f64,
    pub rat: f64,
    /// The same of disagreeing.
    pub pd: f64,
    pub pdt: f64,
    pub rd: f64,
    pub rdt: f64,
}

/// Counts by group and statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    statements: usize,
    groups: Vec<Counts>,
}

/// Counts the votes of people in `groups` groups; those without a group, or beyond the list, are left out. O(votes).
#[must_use]
pub fn count(opinions: &Opinions, group_of: &[Option<u32>], groups: usize) -> Table {
    let statements = opinions.statements();
    let mut table = Table { statements, groups: vec![Counts::default(); groups * statements] };
    for (person, group) in group_of.iter().enumerate().take(opinions.people()) {
        let Some(group) = group.map(|group| group as usize).filter(|&group| group < groups) else { continue };
        let weight = opinions.weight(person);
        for (statement, opinion) in opinions.row(person) {
            let counts = &mut table.groups[group * statements + statement];
            counts.seen += weight;
            match opinion {
                Opinion::Agree => counts.agree += weight,
                Opinion::Disagree => counts.disagree += weight,
                Opinion::Pass => {}
            }
        }
    }
    table
}

impl Table {
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups.len() / self.statements.max(1)
    }

    #[must_use]
    pub fn counts(&self, group: usize, statement: usize) -> Counts {
        self.groups[group * self.statements + statement]
    }

    /// Everybody in a group other than this one.
    fn others(&self, group: usize, statement: usize) -> Counts {
        let mut sum = Counts::default();
        for other in (0..self.groups()).filter(|&other| other != group) {
            let counts = self.counts(other, statement);
            sum.agree += counts.agree;
            sum.disagree += counts.disagree;
            sum.seen += counts.seen;
        }
        sum
    }

    #[must_use]
    pub fn statistics(&self, group: usize, statement: usize) -> Statistics {
        let (inside, outside) = (self.counts(group, statement), self.others(group, statement));
        let (pa, pd) = (share(inside.agree, inside.seen), share(inside.disagree, inside.seen));
        Statistics {
            counts: inside,
            pa,
            pat: against_half(inside.agree, inside.seen),
            ra: pa / share(outside.agree, outside.seen),
            rat: against_others(inside.agree, inside.seen, outside.agree, outside.seen),
            pd,
            pdt: against_half(inside.disagree, inside.seen),
            rd: pd / share(outside.disagree, outside.seen),
            rdt: against_others(inside.disagree, inside.seen, outside.disagree, outside.seen),
        }
    }

    /// Group-informed consensus `Π_g (A_g+1)/(S_g+2)`: high only where every group agrees. It falls with the number of
    /// groups, so values of different numbers of groups do not compare (see [`crate::consensus`] for one that does).
    #[must_use]
    pub fn group_informed_consensus(&self, statement: usize) -> f64 {
        (0..self.groups())
            .map(|group| self.counts(group, statement))
            .map(|c| share(c.agree, c.seen))
            .product()
    }

    /// What a group stands for: the statements whose agreement, or disagreement, is significant both in itself and against
    /// the others, by `repness · repness z · p · p z`, at most `most`, agreements before disagreements.
    #[must_use]
    pub fn representative(&self, group: usize, most: usize) -> Vec<(usize, Opinion)> {
        let mut found: Vec<(Opinion, f64, usize)> = Vec::new();
        for statement in 0..self.statements {
            let s = self.statistics(group, statement);
            if s.rat > SIGNIFICANT && s.pat > SIGNIFICANT {
                found.push((Opinion::Agree, s.ra * s.rat * s.pa * s.pat, statement));
            }
            if s.rdt > SIGNIFICANT && s.pdt > SIGNIFICANT {
                found.push((Opinion::Disagree, s.rd * s.rdt * s.pd * s.pdt, statement));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)));
        found.truncate(most);
        found.sort_by_key(|&(opinion, ..)| std::cmp::Reverse(opinion));
        found.into_iter().map(|(opinion, _, statement)| (statement, opinion)).collect()
    }
}

fn share(x: f64, n: f64) -> f64 {
    (x + 1.0) / (n + 2.0)
}

fn against_half(x: f64, n: f64) -> f64 {
    2.0 * (n + 1.0).sqrt() * ((x + 1.0) / (n + 1.0) - 0.5)
}

fn against_others(x: f64, n: f64, other_x: f64, other_n: f64) -> f64 {
    let (x, n, other_x, other_n) = (x + 1.0, n + 1.0, other_x + 1.0, other_n + 1.0);
    let pooled = (x + other_x) / (n + other_n);
    if pooled >= 1.0 {
        return 0.0;
    }
    (x / n - other_x / other_n) / (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / other_n)).sqrt()
}
