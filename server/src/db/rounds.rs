//! Rounds: their texts, lists and phases.

use super::{Db, Tx, on, row};
use anyhow::Context;
use model::access::{Access, NotYours, WhoMay};
use model::round::{Culture, Moderation, Phase, Resource, Round, Stage, Suit, Totals, Window};
use model::text::TextProblem;
use model::{PersonId, ResourceId, RoundId, Timestamp};

row! {
    struct RoundRow {
        id: i64,
        question: String,
        introduction: String,
        how_votes_count: String,
        selection: String,
        rules: String,
        moderation: String,
        sample: bool,
        source: Option<String>,
        access: Option<String>,
    }
}

row! {
    struct StageRow {
        letter: String,
        name: String,
        text: String,
    }
}

row! {
    struct CultureRow {
        suit: String,
        name: String,
        customer: String,
        vendor: String,
    }
}

row! {
    struct ResourceRow {
        id: i64,
        name: String,
        unit: String,
        capacity: i64,
        default_cost: i64,
    }
}

row! {
    struct WindowRow {
        phase: String,
        opens: Option<i64>,
        closes: Option<i64>,
    }
}

const IDS: &str = "select id from round order by id";
const ROUND: &str = "select id, question, introduction, how_votes_count, selection, rules, moderation, sample, source, access \
                     from round where id = $1";
const STAGES: &str = "select letter, name, text from stage where round = $1 order by position";
const CULTURES: &str = "select suit, name, customer, vendor from culture where round = $1 order by position";
const RESOURCES: &str =
    "select id, name, unit, capacity, default_cost from resource where round = $1 order by position, id";
const WINDOWS: &str = "select phase, opens, closes from phase_window where round = $1";
const ADD: &str = "insert into round (question, introduction, how_votes_count, selection, rules, moderation, sample, source, created, created_by) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id";
const CHANGE: &str = "update round set question = $2, introduction = $3, how_votes_count = $4, selection = $5, rules = $6, moderation = $7 where id = $1";
const SET_ACCESS: &str = "update round set access = $2 where id = $1";
const ACCESS_RULES: &str = "select id, question, access from round where access is not null order by id";
const CLEAR_STAGES: &str = "delete from stage where round = $1";
const ADD_STAGE: &str = "insert into stage (round, position, letter, name, text) values ($1, $2, $3, $4, $5)";
const CLEAR_CULTURES: &str = "delete from culture where round = $1";
const ADD_CULTURE: &str =
    "insert into culture (round, position, suit, name, customer, vendor) values ($1, $2, $3, $4, $5, $6)";
const PUT_RESOURCE: &str = "insert into resource (round, position, name, unit, capacity, default_cost) values ($1, $2, $3, $4, $5, $6) \
                            on conflict (round, name) do update set position = excluded.position, unit = excluded.unit, \
                            capacity = excluded.capacity, default_cost = excluded.default_cost";
const REMOVE_RESOURCE: &str = "delete from resource where id = $1";
const PUT_WINDOW: &str = "insert into phase_window (round, phase, opens, closes) values ($1, $2, $3, $4) \
                          on conflict (round, phase) do update set opens = excluded.opens, closes = excluded.closes";
const REMOVE: &str = "delete from round where id = $1";

/// Every round's key, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn ids(db: &Db) -> Result<Vec<i64>, sqlx::Error> {
    on!(db, c => sqlx::query_scalar(IDS).fetch_all(c).await)
}

/// A round with its lists; the figures are zero and no phase is marked open, as both depend on the moment.
///
/// # Errors
/// Those of the database, and a stored value that the model refuses.
pub async fn load(db: &Db, round: i64) -> anyhow::Result<Option<Round>> {
    let found: Option<RoundRow> = on!(db, c => sqlx::query_as(ROUND).bind(round).fetch_optional(c).await)?;
    let Some(row) = found else { return Ok(None) };
    let stages: Vec<StageRow> = on!(db, c => sqlx::query_as(STAGES).bind(round).fetch_all(c).await)?;
    let cultures: Vec<CultureRow> = on!(db, c => sqlx::query_as(CULTURES).bind(round).fetch_all(c).await)?;
    let resources: Vec<ResourceRow> = on!(db, c => sqlx::query_as(RESOURCES).bind(round).fetch_all(c).await)?;
    let windows: Vec<WindowRow> = on!(db, c => sqlx::query_as(WINDOWS).bind(round).fetch_all(c).await)?;
    // A rule that cannot be read must not open the round to everybody.
    let access = row.access.as_deref().map(serde_json::from_str).transpose();
    let access: Option<Access> =
        access.with_context(|| format!("who may take part in round {round}, as stored"))?;
    let mut found = assemble(row, access.unwrap_or_default(), stages, cultures, resources, &windows)
        .map_err(|refused| anyhow::anyhow!("round {round} as stored: {refused}"))?;
    found.discontinued = super::gates::discontinued(db, round).await?.map(|(discontinued, _)| discontinued);
    Ok(Some(found))
}

/// Who may do what in each round that has a rule of its own, with its question.
///
/// # Errors
/// Those of the database, and a rule that cannot be read.
pub async fn access_rules(tx: &mut Tx) -> anyhow::Result<Vec<(RoundId, String, Access)>> {
    let rows: Vec<(i64, String, String)> = on!(tx, c => sqlx::query_as(ACCESS_RULES).fetch_all(c).await)?;
    let rule = |(round, question, access): (i64, String, String)| {
        let access = serde_json::from_str(&access);
        Ok((
            RoundId(round),
            question,
            access.with_context(|| format!("who may take part in round {round}, as stored"))?,
        ))
    };
    rows.into_iter().map(rule).collect()
}

fn assemble(
    row: RoundRow,
    access: Access,
    stages: Vec<StageRow>,
    cultures: Vec<CultureRow>,
    resources: Vec<ResourceRow>,
    windows: &[WindowRow],
) -> Result<Round, TextProblem> {
    let stage = |row: StageRow| {
        Ok(Stage { letter: row.letter.parse()?, name: row.name.parse()?, text: row.text.parse()? })
    };
    let culture = |row: CultureRow| {
        Ok(Culture {
            suit: suit(&row.suit),
            name: row.name.parse()?,
            customer: row.customer.parse()?,
            vendor: row.vendor.parse()?,
        })
    };
    let resource = |row: ResourceRow| {
        Ok(Resource {
            id: ResourceId(row.id),
            name: row.name.parse()?,
            unit: row.unit.parse()?,
            capacity: row.capacity,
            default_cost: row.default_cost,
        })
    };
    Ok(Round {
        id: RoundId(row.id),
        question: row.question.parse()?,
        introduction: row.introduction.parse()?,
        how_votes_count: row.how_votes_count.parse()?,
        selection: row.selection.parse()?,
        // Written by this program alone; what an older one did not know has its default.
        rules: serde_json::from_str(&row.rules).unwrap_or_default(),
        moderation: moderation(&row.moderation),
        stages: stages.into_iter().map(stage).collect::<Result<_, TextProblem>>()?,
        cultures: cultures.into_iter().map(culture).collect::<Result<_, TextProblem>>()?,
        resources: resources.into_iter().map(resource).collect::<Result<_, TextProblem>>()?,
        windows: Phase::ALL.map(|phase| window(phase, windows)).to_vec(),
        open: Vec::new(),
        sample: row.sample,
        source: row.source,
        discontinued: None,
        access,
        who_may: WhoMay::default(),
        guests: false,
        not_for_customers: false,
        not_yours: NotYours::default(),
        totals: Totals::default(),
    })
}

fn window(phase: Phase, rows: &[WindowRow]) -> Window {
    let row = rows.iter().find(|row| row.phase == phase.word());
    Window {
        phase,
        opens: row.and_then(|row| row.opens).map(Timestamp),
        closes: row.and_then(|row| row.closes).map(Timestamp),
    }
}

fn suit(word: &str) -> Suit {
    match word {
        "clubs" => Suit::Clubs,
        "hearts" => Suit::Hearts,
        "spades" => Suit::Spades,
        _ => Suit::Diamonds,
    }
}

fn suit_word(suit: Suit) -> &'static str {
    match suit {
        Suit::Diamonds => "diamonds",
        Suit::Clubs => "clubs",
        Suit::Hearts => "hearts",
        Suit::Spades => "spades",
    }
}

fn rules(round: &Round) -> String {
    serde_json::to_string(&round.rules).unwrap_or_default()
}

fn moderation(word: &str) -> Moderation {
    if word == "open" { Moderation::Open } else { Moderation::ReviewFirst }
}

fn moderation_word(moderation: Moderation) -> &'static str {
    match moderation {
        Moderation::Open => "open",
        Moderation::ReviewFirst => "review_first",
    }
}

/// Adds a round as `round` describes it; its key and those of its resources are given out here.
///
/// # Errors
/// Those of the database.
pub async fn add(
    tx: &mut Tx,
    round: &Round,
    now: Timestamp,
    by: Option<PersonId>,
) -> Result<RoundId, sqlx::Error> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(round.question.as_str())
        .bind(round.introduction.as_str())
        .bind(round.how_votes_count.as_str())
        .bind(round.selection.as_str())
        .bind(rules(round))
        .bind(moderation_word(round.moderation))
        .bind(round.sample)
        .bind(round.source.as_deref())
        .bind(now.0)
        .bind(by.map(|person| person.0))
        .fetch_one(c)
        .await)?;
    let id = RoundId(id);
    put_lists(tx, id, &round.stages, &round.cultures).await?;
    for (position, resource) in (0_i64..).zip(&round.resources) {
        put_resource(tx, id, position, resource).await?;
    }
    for window in &round.windows {
        put_window(tx, id, *window).await?;
    }
    if round.access != Access::default() {
        set_access(tx, id, &round.access).await?;
    }
    Ok(id)
}

/// The numbers that a round's resources got, in their order.
///
/// # Errors
/// Those of the database.
pub async fn resource_ids(tx: &mut Tx, round: RoundId) -> Result<Vec<ResourceId>, sqlx::Error> {
    let rows: Vec<ResourceRow> = on!(tx, c => sqlx::query_as(RESOURCES).bind(round.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| ResourceId(row.id)).collect())
}

/// Changes a round's own texts; its lists have their own functions.
///
/// # Errors
/// Those of the database.
pub async fn change(tx: &mut Tx, round: &Round) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CHANGE)
        .bind(round.id.0)
        .bind(round.question.as_str())
        .bind(round.introduction.as_str())
        .bind(round.how_votes_count.as_str())
        .bind(round.selection.as_str())
        .bind(rules(round))
        .bind(moderation_word(round.moderation))
        .execute(c)
        .await
        .map(drop))
}

/// Sets who may do what in a round.
///
/// # Errors
/// Those of the database.
pub async fn set_access(tx: &mut Tx, round: RoundId, access: &Access) -> Result<(), sqlx::Error> {
    // Made of numbers, names and words alone: it can always be written.
    let json = serde_json::to_string(access).unwrap_or_default();
    on!(tx, c => sqlx::query(SET_ACCESS).bind(round.0).bind(json).execute(c).await.map(drop))
}

/// Replaces a round's stages and cultures.
///
/// # Errors
/// Those of the database.
pub async fn put_lists(
    tx: &mut Tx,
    round: RoundId,
    stages: &[Stage],
    cultures: &[Culture],
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(CLEAR_STAGES).bind(round.0).execute(c).await.map(drop))?;
    for (position, stage) in (0_i64..).zip(stages) {
        on!(tx, c => sqlx::query(ADD_STAGE)
            .bind(round.0)
            .bind(position)
            .bind(stage.letter.as_str())
            .bind(stage.name.as_str())
            .bind(stage.text.as_str())
            .execute(c)
            .await
            .map(drop))?;
    }
    on!(tx, c => sqlx::query(CLEAR_CULTURES).bind(round.0).execute(c).await.map(drop))?;
    for (position, culture) in (0_i64..).zip(cultures) {
        on!(tx, c => sqlx::query(ADD_CULTURE)
            .bind(round.0)
            .bind(position)
            .bind(suit_word(culture.suit))
            .bind(culture.name.as_str())
            .bind(culture.customer.as_str())
            .bind(culture.vendor.as_str())
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// Adds a resource, or changes the one of its name.
///
/// # Errors
/// Those of the database.
pub async fn put_resource(
    tx: &mut Tx,
    round: RoundId,
    position: i64,
    resource: &Resource,
) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PUT_RESOURCE)
        .bind(round.0)
        .bind(position)
        .bind(resource.name.as_str())
        .bind(resource.unit.as_str())
        .bind(resource.capacity)
        .bind(resource.default_cost)
        .execute(c)
        .await
        .map(drop))
}

/// Removes a resource with the costs in it.
///
/// # Errors
/// Those of the database.
pub async fn remove_resource(tx: &mut Tx, resource: ResourceId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE_RESOURCE).bind(resource.0).execute(c).await.map(drop))
}

/// Sets when a phase is open.
///
/// # Errors
/// Those of the database.
pub async fn put_window(tx: &mut Tx, round: RoundId, window: Window) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(PUT_WINDOW)
        .bind(round.0)
        .bind(window.phase.word())
        .bind(window.opens.map(|time| time.0))
        .bind(window.closes.map(|time| time.0))
        .execute(c)
        .await
        .map(drop))
}

/// Removes a round with everything that hangs on it.
///
/// # Errors
/// Those of the database.
pub async fn remove(tx: &mut Tx, round: RoundId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(REMOVE).bind(round.0).execute(c).await.map(drop))
}
