//! Reading practices: their rows, and what lies beside them, put together.

use super::{Stored, changes, name};
use crate::db::{Db, merging, on, row};
use anyhow::Context;
use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::practice::{Cost, CostChange, Indicator, Load, PracticeText};
use model::{PracticeId, ProposalId, ResourceId, RoundId, Timestamp};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

row! {
    struct PracticeRow {
        id: i64,
        round: i64,
        title: String,
        activity: String,
        accountable: String,
        how: Option<String>,
        tool: Option<String>,
        aim: Option<String>,
        details: Option<String>,
        lead: Option<String>,
        lag: Option<String>,
        behaviours: i64,
        stages: i64,
        cultures: i64,
        inside_out: bool,
        revision: i64,
    }
}

row! {
    struct InvolvedRow {
        practice: i64,
        name: String,
    }
}

row! {
    struct LoadRow {
        practice: i64,
        name: String,
        hours: i64,
    }
}

row! {
    struct MadeFromRow {
        practice: i64,
        proposal: i64,
    }
}

row! {
    pub(super) struct PairRow {
        practice: i64,
        other: i64,
    }
}

row! {
    struct CostRow {
        practice: i64,
        resource: i64,
        amount: i64,
    }
}

row! {
    struct CostChangeRow {
        practice: i64,
        resource: i64,
        amount_before: Option<i64>,
        amount_after: i64,
        name: String,
        at: i64,
    }
}

// In all of these `$1` is one practice or 0, and then `$2` a round; in the first `$3` which of its practices, and `$4` whether
// those that were taken out.
const LOAD: &str = "select p.id, p.round, p.title, a.name as activity, f.name as accountable, p.how, t.name as tool, p.aim, p.details, \
                    p.lead, p.lag, p.behaviours, p.stages, p.cultures, p.inside_out, p.revision from practice p \
                    join list_entry a on a.id = p.activity join list_entry f on f.id = p.accountable \
                    left join list_entry t on t.id = p.tool \
                    where (p.removed is not null) = $4 and (p.id = $1 or ($1 = 0 and p.round = $2 and p.inside_out = $3)) order by p.id";
const INVOLVED: &str = "select i.practice, e.name from practice_involved i join practice p on p.id = i.practice \
                        join list_entry e on e.id = i.function \
                        where p.id = $1 or ($1 = 0 and p.round = $2) order by i.practice, i.position";
const LOADS: &str = "select l.practice, e.name, l.hours from practice_load l join practice p on p.id = l.practice \
                     join list_entry e on e.id = l.function left join practice_involved i on i.practice = p.id and i.function = e.id \
                     where p.id = $1 or ($1 = 0 and p.round = $2) order by l.practice, coalesce(i.position, -1)";
const MADE_FROM: &str = "select m.practice, m.proposal from practice_proposal m join practice p on p.id = m.practice \
                         where p.id = $1 or ($1 = 0 and p.round = $2) order by m.practice, m.position";
const OPPOSITES: &str = "select o.practice, o.other from practice_opposite o join practice p on p.id = o.practice \
                         join practice q on q.id = o.other where (p.id = $1 and q.removed is null) or (q.id = $1 and p.removed is null) \
                         or ($1 = 0 and p.round = $2 and p.removed is null and q.removed is null) order by o.practice, o.other";
const NEEDS: &str = "select n.practice, n.need as other from practice_need n join practice p on p.id = n.practice \
                     join practice q on q.id = n.need where q.removed is null \
                     and (p.id = $1 or ($1 = 0 and p.round = $2)) order by n.practice, n.need";
const COSTS: &str = "select k.practice, k.resource, k.amount from practice_cost k join practice p on p.id = k.practice \
                     join resource r on r.id = k.resource \
                     where p.id = $1 or ($1 = 0 and p.round = $2) order by k.practice, r.position, r.id";
const COST_CHANGES: &str = "select k.practice, k.resource, k.amount_before, k.amount_after, w.name, k.at from cost_change k \
                            join practice p on p.id = k.practice join person w on w.id = k.by_person \
                            where p.id = $1 or ($1 = 0 and p.round = $2) order by k.id";
/// One practice, whether or not it was taken out, or else those of a round.
///
/// # Errors
/// Those of the database, and a stored value that the model refuses.
pub(super) async fn load(
    db: &Db,
    (one, removed): (i64, bool),
    round: i64,
    inside_out: bool,
) -> anyhow::Result<Vec<Stored>> {
    let rows: Vec<PracticeRow> = on!(db, c =>
        sqlx::query_as(LOAD).bind(one).bind(round).bind(inside_out).bind(removed).fetch_all(c).await)?;
    let involved: Vec<InvolvedRow> =
        on!(db, c => sqlx::query_as(INVOLVED).bind(one).bind(round).fetch_all(c).await)?;
    let loads: Vec<LoadRow> = on!(db, c => sqlx::query_as(LOADS).bind(one).bind(round).fetch_all(c).await)?;
    let made_from: Vec<MadeFromRow> =
        on!(db, c => sqlx::query_as(MADE_FROM).bind(one).bind(round).fetch_all(c).await)?;
    let costs: Vec<CostRow> = on!(db, c => sqlx::query_as(COSTS).bind(one).bind(round).fetch_all(c).await)?;
    let changes: Vec<CostChangeRow> =
        on!(db, c => sqlx::query_as(COST_CHANGES).bind(one).bind(round).fetch_all(c).await)?;
    let opposites: Vec<PairRow> =
        on!(db, c => sqlx::query_as(OPPOSITES).bind(one).bind(round).fetch_all(c).await)?;
    let needs: Vec<PairRow> = on!(db, c => sqlx::query_as(NEEDS).bind(one).bind(round).fetch_all(c).await)?;
    let merged = remaining(db, &rows).await?;
    let mut last = changes::last(db, one, round).await?;
    let mut practices = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id;
        let mut practice = stored(row).with_context(|| format!("practice {id} as stored"))?;
        for other in involved.iter().filter(|other| other.practice == id) {
            practice.text.involved.push(name(&other.name)?);
        }
        for load in loads.iter().filter(|load| load.practice == id) {
            practice.text.loads.push(Load { function: name(&load.name)?, hours: load.hours });
        }
        for link in made_from.iter().filter(|link| link.practice == id) {
            // Of proposals that were merged, the one that remains.
            let proposal = ProposalId(link.proposal);
            let proposal = merged.get(&proposal).copied().unwrap_or(proposal);
            if !practice.text.proposals.contains(&proposal) {
                practice.text.proposals.push(proposal);
            }
        }
        practice.changed =
            last.remove(&id).filter(|(revision, _)| *revision == practice.revision).map(|(_, by)| by);
        practice.text.opposites = others(&opposites, id);
        practice.text.needs = needed(&needs, id);
        practice.text.costs.extend(costs.iter().filter(|cost| cost.practice == id).map(cost));
        for change in changes.iter().filter(|change| change.practice == id) {
            practice.cost_changes.push(cost_change(change)?);
        }
        practices.push(practice);
    }
    Ok(practices)
}

/// What remains of the merged proposals of these practices' rounds.
async fn remaining(db: &Db, rows: &[PracticeRow]) -> Result<FxHashMap<ProposalId, ProposalId>, sqlx::Error> {
    let rounds: BTreeSet<i64> = rows.iter().map(|row| row.round).collect();
    let mut remaining = FxHashMap::default();
    for round in rounds {
        remaining.extend(merging::remaining(db, RoundId(round)).await?);
    }
    Ok(remaining)
}

fn stored(row: PracticeRow) -> anyhow::Result<Stored> {
    let set = |bits: i64| u32::try_from(bits).unwrap_or(0);
    let indicator = |text: Option<String>| -> Result<Option<Indicator>, serde_json::Error> {
        text.as_deref().map(serde_json::from_str).transpose()
    };
    let refused = |refused: model::text::TextProblem| anyhow::anyhow!("{refused}");
    let particular = |text: Option<String>| text.map(|text| text.parse()).transpose().map_err(refused);
    Ok(Stored {
        id: PracticeId(row.id),
        round: RoundId(row.round),
        text: PracticeText {
            title: row.title.parse().map_err(refused)?,
            activity: name(&row.activity)?,
            accountable: name(&row.accountable)?,
            involved: Vec::new(),
            loads: Vec::new(),
            how: particular(row.how)?,
            tool: row.tool.as_deref().map(name).transpose()?,
            aim: particular(row.aim)?,
            details: row.details.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default(),
            lead: indicator(row.lead)?,
            lag: indicator(row.lag)?,
            behaviours: BehaviourSet(set(row.behaviours)),
            stages: StageSet(set(row.stages)),
            cultures: CultureSet(set(row.cultures)),
            proposals: Vec::new(),
            costs: Vec::new(),
            opposites: Vec::new(),
            needs: Vec::new(),
        },
        inside_out: row.inside_out,
        revision: row.revision,
        changed: None,
        cost_changes: Vec::new(),
    })
}

/// The other side of each pair that a practice is in, rising.
pub(super) fn others(pairs: &[PairRow], practice: i64) -> Vec<PracticeId> {
    let other = |pair: &PairRow| match practice {
        id if id == pair.practice => Some(PracticeId(pair.other)),
        id if id == pair.other => Some(PracticeId(pair.practice)),
        _ => None,
    };
    let mut others: Vec<PracticeId> = pairs.iter().filter_map(other).collect();
    others.sort_unstable();
    others
}

pub(super) fn needed(pairs: &[PairRow], practice: i64) -> Vec<PracticeId> {
    pairs.iter().filter(|pair| pair.practice == practice).map(|pair| PracticeId(pair.other)).collect()
}

fn cost(row: &CostRow) -> Cost {
    Cost { resource: ResourceId(row.resource), amount: row.amount }
}

fn cost_change(row: &CostChangeRow) -> anyhow::Result<CostChange> {
    Ok(CostChange {
        resource: ResourceId(row.resource),
        before: row.amount_before,
        after: row.amount_after,
        by: name(&row.name)?,
        at: Timestamp(row.at),
    })
}
