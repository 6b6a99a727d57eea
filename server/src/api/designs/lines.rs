//! Which adopted versions there are for whom, and which of them hold. A version takes the place of another only in its own line: what
//! was adopted for certain customers stands beside what was adopted for all, and beside what was adopted for others.

use crate::error::Result;
use crate::memory::{Member, World};
use crate::site::Site;
use model::access::Audience;
use model::design::HoldsToo;
use model::round::Round;
use model::{AccountId, Problem, RoundId, Version};

/// Who reads designs: they are as public as the rounds that they were made in.
#[derive(Clone, Copy)]
pub enum Sight<'a> {
    /// This person, or a stranger.
    Of(Option<&'a Member>),
    /// The server itself.
    All,
}

impl Sight<'_> {
    /// Whether they may know the names and words of those who signed a version off.
    pub(super) fn names(self) -> bool {
        self.is_staff()
    }

    fn is_staff(self) -> bool {
        matches!(self, Self::Of(Some(person)) if person.is_staff())
    }

    fn sees(self, world: &World, round: RoundId) -> bool {
        match self {
            Self::Of(person) => world.seen(person, round).is_some(),
            Self::All => true,
        }
    }
}

/// Those that they may see, of the company or of its samples, oldest first, each with the rule of whom it is.
fn seen<'w>(world: &'w World, sight: Sight<'_>, sample: bool) -> Vec<(Version, &'w Round)> {
    let own = world.designs().iter().filter(|(version, _)| (version.0 < 0) == sample);
    let own = own.filter(|(_, round)| sight.sees(world, *round));
    own.filter_map(|(version, round)| Some((*version, &world.round(*round)?.round))).collect()
}

/// Every version that they may see, whatever line it is of, oldest first.
pub fn versions(site: &Site, sight: Sight<'_>, sample: bool) -> Vec<Version> {
    seen(&site.memory.read(), sight, sample).into_iter().map(|(version, _)| version).collect()
}

/// Those of the line of this one, oldest first; none where they may not see it.
pub fn line(site: &Site, sight: Sight<'_>, version: Version) -> Vec<Version> {
    let world = site.memory.read();
    let all = seen(&world, sight, version.0 < 0);
    let Some((_, own)) = all.iter().find(|(one, _)| *one == version) else { return Vec::new() };
    of_line(&all, &own.access.see).collect()
}

/// Those of the line that what this round adopts would stand in, oldest first.
pub fn line_of_round(site: &Site, sight: Sight<'_>, round: &Round) -> Vec<Version> {
    of_line(&seen(&site.memory.read(), sight, round.sample), &round.access.see).collect()
}

fn of_line<'a>(all: &'a [(Version, &Round)], see: &'a Audience) -> impl Iterator<Item = Version> + 'a {
    let own = all.iter().filter(|(_, round)| round.access.see.is_of_one_line_with(see));
    own.map(|(version, _)| *version)
}

/// The last of each line: of the company's own, or, where there is none, of samples. The one that pages open on comes first: for a
/// customer what was made for them and certain others, if there is such a one; for everybody else what was made for all.
pub fn holding(site: &Site, sight: Sight<'_>) -> Vec<Version> {
    let world = site.memory.read();
    let mut lines = last_of_each(&world, sight);
    let own_first = matches!(sight, Sight::Of(Some(person)) if !person.is_staff());
    lines.sort_by_key(|(_, see)| see.is_for_all() == own_first);
    lines.into_iter().map(|(version, _)| version).collect()
}

/// All that holds for an account, of what the reader may see: what was made for it and certain others, and then what was made for all.
pub fn holding_for(site: &Site, sight: Sight<'_>, account: AccountId) -> Vec<Version> {
    let world = site.memory.read();
    let made_for = |see: &Audience| match see {
        Audience::Chosen(circle) => world.directory.is_within(account, circle),
        _ => false,
    };
    let mut lines = last_of_each(&world, sight);
    lines.retain(|(_, see)| see.is_for_all() || made_for(see));
    lines.sort_by_key(|(_, see)| see.is_for_all());
    lines.into_iter().map(|(version, _)| version).collect()
}

/// The newest first.
fn last_of_each<'w>(world: &'w World, sight: Sight<'_>) -> Vec<(Version, &'w Audience)> {
    let mut all = seen(world, sight, false);
    if all.is_empty() {
        all = seen(world, sight, true);
    }
    let mut lines: Vec<(Version, &Audience)> = Vec::new();
    for (version, round) in all.into_iter().rev() {
        let see = &round.access.see;
        if !lines.iter().any(|(_, other)| other.is_of_one_line_with(see)) {
            lines.push((version, see));
        }
    }
    lines
}

/// The number of the design that holds now, for whom there is one.
pub fn current_version(site: &Site, sight: Sight<'_>) -> Result<Version> {
    Ok(holding(site, sight).into_iter().next().ok_or_else(|| Problem::not_found("design"))?)
}

/// What holds for its reader beside this version, of other lines than its own.
pub fn hold_too(site: &Site, sight: Sight<'_>, version: Version) -> Vec<HoldsToo> {
    let own = line(site, sight, version);
    let others = holding(site, sight);
    let world = site.memory.read();
    let all = seen(&world, sight, version.0 < 0);
    let others = others.into_iter().filter(|one| !own.contains(one));
    let one = |other: Version| {
        let (_, round) = all.iter().find(|(one, _)| *one == other)?;
        Some(HoldsToo { version: other, who: world.who_may(round).see })
    };
    others.filter_map(one).collect()
}
