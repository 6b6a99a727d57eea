//! The event log as a chain of digests: writing a link with each event, reading the log, and proving that it is whole.

use super::{Db, Tx, on, row};
use crate::clock::{Dice, digest};
use model::{PAGE_SIZE, RoundId, Timestamp};

row! {
    /// An event with who it was by, and how what it happened to is called today.
    pub struct EventLine {
        seq: i64,
        at: i64,
        name: Option<String>,
        kind: String,
        subject: Option<i64>,
        about: Option<String>,
        round: Option<i64>,
        detail: Option<String>,
        token: Option<String>,
    }
}

row! {
    struct LinkRow {
        seq: i64,
        salt: Option<String>,
        digest: String,
        bare: Option<String>,
        link: String,
        at: Option<i64>,
        person: Option<i64>,
        round: Option<i64>,
        kind: Option<String>,
        subject: Option<i64>,
        detail: Option<String>,
        token: Option<i64>,
    }
}

/// An event as its digest is taken.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub seq: i64,
    pub at: Timestamp,
    pub person: Option<i64>,
    pub round: Option<i64>,
    pub kind: &'a str,
    pub subject: Option<i64>,
    pub detail: Option<&'a str>,
    /// The token of the program that did it.
    pub token: Option<i64>,
}

const LAST: &str = "select link from audit order by seq desc limit 1";
const ADD: &str = "insert into audit (seq, salt, digest, bare, link) values ($1, $2, $3, $4, $5)";
const FORGET: &str = "update audit set salt = null where seq in (select seq from event where person in \
                      (select id from person where source = $1))";
const CHAIN: &str = "select a.seq, a.salt, a.digest, a.bare, a.link, e.at, e.person, e.round, e.kind, e.subject, e.detail, e.token \
                     from audit a left join event e on e.seq = a.seq where a.seq > $1 order by a.seq limit $2";
const UNCHAINED: &str =
    "select seq from event where seq > $1 and seq not in (select seq from audit) order by seq limit $2";

/// Every event with the name of what it happened to, as long as it has one. A verb may be about something else than its noun says.
macro_rules! lines {
    () => {
        " from (select e.seq, e.at, p.name, e.kind, e.subject, e.round, e.detail, t.name as token, case \
         when e.kind like 'proposal.%' or e.kind like 'vote.%' or e.kind like 'writer.%' \
         then (select title from proposal where id = e.subject) \
         when e.kind like 'account.%' then (select name from account where id = e.subject) \
         when e.kind like 'person.%' or e.kind like 'trust.%' or e.kind like 'block.%' \
         then (select name from person where id = e.subject) \
         when e.kind like 'practice.%' or e.kind like 'promise.%' then (select title from practice where id = e.subject) \
         when e.kind like 'activity.%' then (select title from activity where id = e.subject) \
         when e.kind like 'segment.%' then (select name from segment where id = e.subject) \
         when e.kind like 'function.%' or e.kind like 'list.%' then (select name from list_entry where id = e.subject) \
         when e.kind like 'said.%' then (select title from said where id = e.subject) \
         when e.kind like 'token.%' then (select name from token where id = e.subject) \
         when e.kind like 'round.%' then (select question from round where id = e.subject) end as about \
         from event e left join person p on p.id = e.person left join token t on t.id = e.token) line"
    };
}

/// What is looked for, where it is looked for: `$1` a noun or nothing; with `%` around or nothing `$2` words in lower case, and
/// `$3` as they were typed, since SQLite knows the lower case of nothing but a to z.
macro_rules! wanted {
    () => {
        concat!(
            lines!(),
            " where ($1 = '' or kind like $1 || '.%') and ($2 = '' or kind like $2 escape '!' \
             or lower(coalesce(detail, '')) like $2 escape '!' or detail like $3 escape '!' \
             or lower(coalesce(name, '')) like $2 escape '!' or name like $3 escape '!' \
             or lower(coalesce(about, '')) like $2 escape '!' or about like $3 escape '!' \
             or lower(coalesce(token, '')) like $2 escape '!' or token like $3 escape '!')"
        )
    };
}

macro_rules! line {
    () => {
        "select seq, at, name, kind, subject, about, round, detail, token"
    };
}
const ALL: &str = concat!(line!(), lines!(), " where $1 = 0 or round = $1 order by seq");
const COUNT: &str = concat!("select count(*)", wanted!());
const LIST: &str = concat!(line!(), wanted!(), " order by seq desc limit $4 offset $5");
const WANTED: &str = concat!(line!(), wanted!(), " order by seq");

impl Event<'_> {
    fn digest(&self, salt: &str) -> String {
        let Event { seq, at, person, round, kind, subject, detail, token } = self;
        // A list without names has one way to be written.
        let mut list = serde_json::json!([salt, seq, at.0, person, round, kind, subject, detail]);
        // What no program did is written as it was before there were tokens.
        if let (Some(list), Some(token)) = (list.as_array_mut(), token) {
            list.push((*token).into());
        }
        digest(&list.to_string())
    }

    /// Of what names nobody and stays when a person's traces are removed: without a salt, so that it can still be checked then.
    fn bare(&self) -> String {
        let Event { seq, at, round, kind, subject, .. } = self;
        digest(&serde_json::json!([seq, at.0, round, kind, subject]).to_string())
    }
}

/// Links of before there were bare digests have none, and verify as they did.
fn link(before: &str, seq: i64, digest: &str, bare: Option<&str>) -> String {
    let bare = bare.map(|bare| format!(" {bare}")).unwrap_or_default();
    crate::clock::digest(&format!("{before} {seq} {digest}{bare}"))
}

/// Everything that happened, in its order, or in one round alone.
///
/// # Errors
/// Those of the database.
pub async fn all(db: &Db, round: Option<RoundId>) -> Result<Vec<EventLine>, sqlx::Error> {
    let round = round.map_or(0, |round| round.0);
    on!(db, c => sqlx::query_as(ALL).bind(round).fetch_all(c).await)
}

/// Puts an event at the end of the chain. The caller holds the counter, so nobody comes between.
///
/// # Errors
/// Those of the database.
pub async fn add(tx: &mut Tx, event: &Event<'_>) -> Result<(), sqlx::Error> {
    // Nobody ever sees a salt, and no outcome hangs on it: it need not be handed in to be foreseen in tests.
    let salt = Dice::machine().secret();
    let before: Option<String> = on!(tx, c => sqlx::query_scalar(LAST).fetch_optional(c).await)?;
    let (digest, bare) = (event.digest(&salt), event.bare());
    let link = link(before.as_deref().unwrap_or_default(), event.seq, &digest, Some(&bare));
    on!(tx, c => sqlx::query(ADD).bind(event.seq).bind(&salt).bind(&digest).bind(&bare).bind(&link).execute(c).await.map(drop))
}

/// Lets nothing be guessed of the people of a source from the links of what they did, before they are removed.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, source: &str) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(FORGET).bind(source).execute(c).await.map(drop))
}

/// How many there are, and one page of them, the newest first. `noun` and `q` may be empty.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, noun: &str, q: &str, page: usize) -> Result<(usize, Vec<EventLine>), sqlx::Error> {
    let Sought { low, typed } = Sought::new(q);
    let total: i64 =
        on!(db, c => sqlx::query_scalar(COUNT).bind(noun).bind(&low).bind(&typed).fetch_one(c).await)?;
    let skip = i64::try_from((page - 1).saturating_mul(PAGE_SIZE)).unwrap_or(i64::MAX);
    let lines = on!(db, c => sqlx::query_as(LIST)
        .bind(noun)
        .bind(&low)
        .bind(&typed)
        .bind(PAGE_SIZE as i64)
        .bind(skip)
        .fetch_all(c)
        .await)?;
    Ok((usize::try_from(total).unwrap_or(0), lines))
}

/// All of them, in their order. `noun` and `q` may be empty.
///
/// # Errors
/// Those of the database.
pub async fn wanted(db: &Db, noun: &str, q: &str) -> Result<Vec<EventLine>, sqlx::Error> {
    let Sought { low, typed } = Sought::new(q);
    on!(db, c => sqlx::query_as(WANTED).bind(noun).bind(&low).bind(&typed).fetch_all(c).await)
}

/// What is looked for, as patterns.
struct Sought {
    low: String,
    typed: String,
}

impl Sought {
    fn new(q: &str) -> Self {
        let pattern = |q: &str| match q {
            "" => String::new(),
            q => format!("%{}%", q.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
        };
        Self { low: pattern(&q.trim().to_lowercase()), typed: pattern(q.trim()) }
    }
}

/// What became of looking at every link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub links: u64,
    /// Whose salt was removed with a person's traces: that they happened is proved, and not by whom or with which words.
    pub forgotten: u64,
    /// The number and link of the last one.
    pub last: Option<(i64, String)>,
    /// Whether a link that somebody noted earlier is there.
    pub noted: bool,
    /// What does not hold, in sentences.
    pub faults: Vec<String>,
}

/// Read at once.
const CHUNK: i64 = 1_000;
/// Faults that are worth reading.
const MOST_FAULTS: usize = 20;

/// Looks at every link. `noted`: a number and link of an earlier time, which must be there; without it nobody can tell
/// whether the newest events were taken away.
///
/// # Errors
/// Those of the database.
pub async fn verify(db: &Db, noted: Option<&(i64, String)>) -> Result<Verified, sqlx::Error> {
    let mut found = Verified { noted: noted.is_none(), ..Verified::default() };
    let (mut before, mut from, mut first) = (String::new(), i64::MIN, None);
    loop {
        let rows: Vec<LinkRow> =
            on!(db, c => sqlx::query_as(CHAIN).bind(from).bind(CHUNK).fetch_all(c).await)?;
        let Some(last) = rows.last() else { break };
        from = last.seq;
        for row in rows {
            first = first.or(Some(row.seq));
            found.links += 1;
            if row.link != link(&before, row.seq, &row.digest, row.bare.as_deref()) {
                found.fault(format!("event {}: what stood before it was changed or taken out", row.seq));
            }
            found.forgotten += u64::from(row.salt.is_none());
            if let Some(fault) = row.fault() {
                found.fault(format!("event {} {fault}", row.seq));
            }
            found.noted |= noted.is_some_and(|(seq, link)| *seq == row.seq && *link == row.link);
            (before, found.last) = (row.link.clone(), Some((row.seq, row.link)));
        }
    }
    // Those from before the chain was begun are older than its first link.
    let begun = first.unwrap_or(i64::MAX);
    let most = MOST_FAULTS as i64;
    let put_in: Vec<i64> =
        on!(db, c => sqlx::query_scalar(UNCHAINED).bind(begun).bind(most).fetch_all(c).await)?;
    put_in.into_iter().for_each(|seq| found.fault(format!("event {seq} was put in")));
    if let Some((seq, _)) = noted.filter(|_| !found.noted) {
        found.fault(format!("event {seq} is not there with the link that you noted"));
    }
    Ok(found)
}

impl Verified {
    fn fault(&mut self, words: String) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(words);
        }
    }
}

impl LinkRow {
    /// What does not hold of its event.
    fn fault(&self) -> Option<&'static str> {
        let Some(event) = self.event() else {
            // No event is ever removed: of what is forgotten, person and words go, and the event stays.
            return Some("was taken out");
        };
        let bare = self.bare.as_ref();
        if bare.is_some_and(|bare| *bare != event.bare()) {
            return Some("was changed");
        }
        match &self.salt {
            Some(salt) if event.digest(salt) != self.digest => Some("was changed"),
            Some(_) => None,
            // Of before there were bare digests nothing more is known.
            None if bare.is_none() => None,
            // What nobody can check any more is not there.
            None if event.person.is_some() || event.detail.is_some() || event.token.is_some() => {
                Some("is said to be forgotten, and still has a person or words")
            }
            None => None,
        }
    }

    /// `None`: there is no such event any more.
    fn event(&self) -> Option<Event<'_>> {
        Some(Event {
            seq: self.seq,
            at: Timestamp(self.at?),
            person: self.person,
            round: self.round,
            kind: self.kind.as_deref()?,
            subject: self.subject,
            detail: self.detail.as_deref(),
            token: self.token,
        })
    }
}
