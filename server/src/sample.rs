//! The sample round: a fictional company's customers, what they ask for, their votes over two weeks, and the design that
//! was made of it; to look around in, and to be removed in one click with all that came with it.

mod asks;
mod customers;
mod design;
mod promises;
mod purchases;
mod remove;
mod talk;
mod votes;

use crate::db::events::{self, What};
use crate::db::imports::{self, NewPerson};
use crate::db::proposals::{self, NewProposal};
use crate::db::{Tx, accounts, batch, people, rounds};
use crate::error::Result;
use crate::site::Site;
use anyhow::Context;
use asks::Fate;
use customers::{CUSTOMERS, Customer, SEGMENTS};
use futures::FutureExt;
use model::account::{AccountText, Attribute, Tier};
use model::proposal::Status;
use model::round::{Phase, Resource, Round, Scheme};
use model::selection::Ballots;
use model::text::TextProblem;
use model::verdict::Decision;
use model::{AccountId, PersonId, ProposalId, ResourceId, RoundId, Timestamp};
pub use remove::remove;

/// How long ago the round opened.
const AGE: i64 = 14 * Timestamp::DAY;
/// When adopting opened.
const ADOPTING: i64 = 11 * Timestamp::DAY;
/// How long a moderator took over each proposal.
const MODERATION: i64 = 3 * Timestamp::HOUR;

const QUESTION: &str = "How should Halden Pumps sell to you and look after you?";
const INTRODUCTION: &str = "This is a sample, to look around in. Halden Pumps, its customers and all that they say are \
made up. Its first design is adopted, and proposing and voting are open again, so that you can try them; to sign another \
one, open its adopt phase. An admin can remove it all in one click.";

/// Adds the sample, signed by whoever asked for it.
///
/// # Errors
/// Those of the database.
pub async fn add(site: &Site, by: PersonId) -> Result<RoundId> {
    let now = site.clock.now();
    let round = describe(now).map_err(|refused| anyhow::anyhow!("the sample: {refused}"))?;
    let (id, proposals) =
        site.db.write(move |tx| async move { fill(tx, &round, by, now).await }.boxed()).await?;
    site.memory.catch_up().await?;
    let adopted = async {
        design::adopt(site, by, id, &proposals).await?;
        promises::stand(site, by, id).await
    };
    if let Err(fault) = adopted.await {
        remove(site, by, id).await?;
        return Err(fault);
    }
    Ok(id)
}

fn describe(now: Timestamp) -> std::result::Result<Round, TextProblem> {
    let opened = now.plus(-AGE);
    let ready = crate::round::ready_made(QUESTION.parse()?, Scheme::ImpactLoyaltyAdvocacy, opened);
    let mut round = ready.map_err(|problem| TextProblem(problem.message))?;
    round.introduction = INTRODUCTION.parse()?;
    round.sample = true;
    // Everybody is made up, so everybody may compute the design again.
    round.rules.ballots = Ballots::Everybody;
    round.resources.push(Resource {
        id: ResourceId(0),
        name: "Pumps to lend".parse()?,
        unit: "pumps".parse()?,
        capacity: 6,
        default_cost: 0,
    });
    for window in round.windows.iter_mut().filter(|window| window.phase == Phase::Adopt) {
        window.opens = Some(opened.plus(ADOPTING));
    }
    Ok(round)
}

/// Everything up to the votes. Gives the round and its proposals, in the order of [`asks::all`].
async fn fill(
    tx: &mut Tx,
    round: &Round,
    by: PersonId,
    now: Timestamp,
) -> Result<(RoundId, Vec<ProposalId>)> {
    let opened = now.plus(-AGE);
    let id = rounds::add(tx, round, opened, Some(by)).await?;
    let source = source(id);
    let voters = add_customers(tx, id, &source, opened).await?;
    let mut proposals = Vec::new();
    for ask in asks::all() {
        let at = opened.plus(ask.hour * Timestamp::HOUR);
        let text = ask.text().map_err(|refused| anyhow::anyhow!("{:?}: {refused}", ask.title))?;
        let author = voters.get(ask.author).copied();
        let (status, verdict) = match ask.fate {
            Fate::Voted(_) => (Status::Published, Some((Decision::Publish, None))),
            Fate::Waiting => (Status::Waiting, None),
            Fate::Declined(reason) => (Status::Declined, Some((Decision::Decline, Some(reason)))),
        };
        let proposal = proposals::add(
            tx,
            &NewProposal { round: id, text, author, status, held: None, at, source: None },
        )
        .await?;
        if let Some((decision, reason)) = verdict {
            proposals::add_verdict(tx, proposal, by, decision, reason, at.plus(MODERATION)).await?;
        }
        proposals.push(proposal);
    }
    talk::say(tx, &voters, &proposals, by, opened).await?;
    batch::write(tx, &votes::cast(&voters, &proposals, opened, now)).await?;
    for what in [
        What::new("account.imported", 0),
        What::new("person.imported", 0),
        What::of_round("round.imported", id, id.0),
    ] {
        events::record(tx, now, Some(by), what, Some(&source)).await?;
    }
    Ok((id, proposals))
}

/// What accounts and people of a sample carry, by which they are found again.
fn source(round: RoundId) -> String {
    format!("{}{round}", accounts::SAMPLE)
}

/// The accounts, and their people in the order in which they stand there.
async fn add_customers(
    tx: &mut Tx,
    round: RoundId,
    source: &str,
    opened: Timestamp,
) -> Result<Vec<PersonId>> {
    let segments = segments(tx, source, opened).await?;
    let mut added: Vec<AccountId> = Vec::new();
    let mut voters = Vec::new();
    for customer in &CUSTOMERS {
        let (account, name) = imports::add_account(tx, customer.name, Some(source), opened).await?;
        let parent = customer.parent.and_then(|place| added.get(place)).copied();
        let text = describe_account(&name, parent, customer, &segments);
        let text = text.map_err(|refused| anyhow::anyhow!("{name:?}: {refused}"))?;
        accounts::change(tx, account, &text).await?;
        added.push(account);
        for (name, culture) in customer.people {
            let person = NewPerson {
                name: (*name).to_owned(),
                source: source.to_owned(),
                key: voters.len().to_string(),
                since: opened,
                account: Some(account),
            };
            let person = imports::add_person(tx, &person, opened).await?;
            people::set_culture(tx, person, round, *culture, opened).await?;
            voters.push(person);
        }
    }
    purchases::add(tx, &added, opened).await?;
    Ok(voters)
}

fn describe_account(
    name: &str,
    parent: Option<AccountId>,
    customer: &Customer,
    segments: &[model::SegmentId],
) -> std::result::Result<AccountText, TextProblem> {
    let attribute = |(segment, value): (&model::SegmentId, &&str)| {
        Ok(Attribute { segment: *segment, value: value.parse()? })
    };
    Ok(AccountText {
        name: name.parse()?,
        parent,
        tier: Tier::default(),
        tier_reason: None,
        domains: Vec::new(),
        crm_ids: Vec::new(),
        attributes: segments
            .iter()
            .zip(&customer.segments)
            .map(attribute)
            .collect::<std::result::Result<_, _>>()?,
    })
}

/// The company's own segments where it has them. For those that are made here an event says so: they go with the sample.
async fn segments(tx: &mut Tx, source: &str, now: Timestamp) -> Result<Vec<model::SegmentId>> {
    let known = accounts::load_in(tx).await?.segments;
    let mut ids = Vec::with_capacity(SEGMENTS.len());
    for name in SEGMENTS {
        let found = known.iter().find(|segment| segment.name.as_str() == name);
        ids.push(match found {
            Some(segment) => segment.id,
            None => {
                let name = name.parse().ok().context("a segment's name")?;
                let id = crate::db::segments::add(tx, &name).await?;
                events::record(tx, now, None, What::new(remove::SEGMENT_ADDED, id.0), Some(source)).await?;
                id
            }
        });
    }
    Ok(ids)
}
