//! Purchases from a list, as a CRM exports them: what is sound goes in together, what is not is told by line. What the list says is said
//! by staff; a culture that the account declared itself stays.

use super::sheet::{self, Named, Row};
use super::{MOST_PURCHASES, TO_COME, seen};
use crate::auth::Importer;
use crate::db::events::{self, What};
use crate::db::{Tx, identities, purchases as table};
use crate::error::Result;
use crate::memory::{Member, World};
use crate::site::Site;
use futures::FutureExt;
use model::api::accounts::{Imported, LineFault};
use model::api::purchases::ImportPurchases;
use model::purchase::{PurchaseText, State, Step, is_declared};
use model::time::Day;
use model::{AccountId, Name, PersonId, Problem, PurchaseId, Timestamp};
use std::collections::{HashMap, HashSet};

/// Most lines that say which stage a word of the list stands for.
pub const MOST_STAGES: usize = 100;

/// What the rows' words come to.
struct Words {
    /// By the list's word in small letters, ours.
    stages: HashMap<String, Name>,
    /// The names of stages and cultures in the rounds that the reader sees, in small letters.
    known_stages: HashSet<String>,
    known_cultures: HashSet<String>,
}

pub async fn import(site: Site, who: Importer, request: ImportPurchases) -> Result<Imported> {
    let (rows, faults) = sheet::read(&request.csv)?;
    let (now, by) = (site.clock.now(), who.id);
    let (words, rows) = {
        let world = site.memory.read();
        let named = |row: Row| {
            let account = match &row.account {
                Named::Name(name) => world.directory.account_named(name),
                Named::Crm(_) => None,
            };
            (row, account)
        };
        let rows: Vec<(Row, Option<AccountId>)> = rows.into_iter().map(named).collect();
        (Words::new(&world, &who, &request.stages)?, rows)
    };
    site.db.write(move |tx| async move { put(tx, &words, rows, faults, by, now).await }.boxed()).await
}

impl Words {
    fn new(world: &World, who: &Member, stages: &str) -> std::result::Result<Self, Problem> {
        let refused = |message: String| Problem::field("stages", message);
        let mut ours = HashMap::new();
        for line in stages.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (theirs, name) = line.split_once('=').ok_or_else(|| {
                refused(format!("“{line}” is not as “Prospecting = Idea” is: their stage, =, yours."))
            })?;
            let name = Name::parse(name).map_err(|why| refused(format!("“{line}”: {why}")))?;
            ours.insert(theirs.trim().to_lowercase(), name);
        }
        if ours.len() > MOST_STAGES {
            return Err(refused(format!("Please keep this to {MOST_STAGES} lines.")));
        }
        let small = |name: &Name| name.as_str().to_lowercase();
        let rounds = || seen(world, who);
        Ok(Self {
            stages: ours,
            known_stages: rounds().flat_map(|round| &round.stages).map(|stage| small(&stage.name)).collect(),
            known_cultures: rounds().flat_map(|round| &round.cultures).map(|one| small(&one.name)).collect(),
        })
    }

    /// What a row makes of a purchase, from what was said of it last.
    fn text(
        &self,
        row: &Row,
        before: Option<&PurchaseText>,
        declared: bool,
    ) -> std::result::Result<PurchaseText, String> {
        let known = |names: &HashSet<String>, name: &Name| names.contains(&name.as_str().to_lowercase());
        let stage = row.stage.as_ref().map(|word| {
            word.as_ref().map(|word| self.stages.get(&word.as_str().to_lowercase()).unwrap_or(word))
        });
        let stage = match stage {
            None => before.and_then(|before| before.stage.clone()),
            Some(Some(name)) if !known(&self.known_stages, name) => {
                return Err(format!(
                    "stage: No round has a stage called {name}. Say which of yours it is, as “{name} = …”, with the stages."
                ));
            }
            Some(name) => name.cloned(),
        };
        let held = before.and_then(|before| before.culture.clone());
        let culture = match &row.culture {
            Some(Some(name)) if !declared && !known(&self.known_cultures, name) => {
                return Err(format!("culture: No round has a culture called {name}."));
            }
            Some(culture) if !declared => culture.clone(),
            _ => held,
        };
        let state = row.state.or(before.map(|before| before.state)).unwrap_or(State::Open);
        Ok(PurchaseText { name: row.name.clone(), stage, culture, state })
    }
}

async fn put(
    tx: &mut Tx,
    words: &Words,
    rows: Vec<(Row, Option<AccountId>)>,
    faults: Vec<LineFault>,
    by: PersonId,
    now: Timestamp,
) -> Result<Imported> {
    // Others who say something of a purchase wait for this transaction, so that what is read here stays true.
    events::take(tx, 0).await?;
    let mut done = Imported { faults, ..Imported::default() };
    for (row, account) in rows {
        let account = match &row.account {
            Named::Crm(id) => identities::account_in_crm(tx, id).await?,
            Named::Name(_) => account,
        };
        let came = match account {
            Some(account) => one(tx, words, &row, account, by, now).await?,
            None => Came::Refused(format!(
                "account: There is no account called {}. Add it, or give the name that it has here.",
                row.account
            )),
        };
        match came {
            Came::Added => done.added += 1,
            Came::Changed => done.changed += 1,
            Came::Same => done.unchanged += 1,
            Came::Refused(message) => done.faults.push(LineFault { line: row.line, message }),
        }
    }
    done.faults.sort_by_key(|fault| fault.line);
    if done.added + done.changed > 0 {
        let detail = format!("{} added, {} changed", done.added, done.changed);
        events::record(tx, now, Some(by), What::new("purchase.imported", 0), Some(&detail)).await?;
    }
    Ok(done)
}

enum Came {
    Added,
    Changed,
    Same,
    /// Why the row is passed over.
    Refused(String),
}

/// Adds a row's purchase, or says what is new of it.
async fn one(
    tx: &mut Tx,
    words: &Words,
    row: &Row,
    account: AccountId,
    by: PersonId,
    now: Timestamp,
) -> Result<Came> {
    if row.since.is_some_and(|day| day > Day::of(now)) {
        return Ok(Came::Refused(format!("since: {TO_COME}")));
    }
    let found = match &row.crm_id {
        Some(id) => table::in_crm(tx, id).await?,
        None => table::called(tx, account, &row.name).await?,
    };
    let Some(id) = found else {
        if table::count(tx, account).await? >= MOST_PURCHASES {
            return Ok(Came::Refused(format!("An account has {MOST_PURCHASES} purchases at most.")));
        }
        let text = match words.text(row, None, false) {
            Ok(text) => text,
            Err(message) => return Ok(Came::Refused(message)),
        };
        let id = table::add(tx, account, now).await?;
        if let Some(called) = &row.crm_id {
            table::call(tx, id, called).await?;
        }
        table::say(tx, id, &text, false, Some(by), row.since.map_or(now, Day::begins)).await?;
        return Ok(Came::Added);
    };
    change(tx, words, row, (id, account), by, now).await
}

async fn change(
    tx: &mut Tx,
    words: &Words,
    row: &Row,
    (id, account): (PurchaseId, AccountId),
    by: PersonId,
    now: Timestamp,
) -> Result<Came> {
    let rows = table::one_in(tx, id).await?;
    if rows.purchases.iter().any(|one| one.account != account.0) {
        return Ok(Came::Refused("account: The purchase stands at another account.".into()));
    }
    let steps: Vec<Step> = rows.steps.iter().filter_map(super::step_of_staff).collect();
    let declared = is_declared(steps.iter().map(|step| (&step.text.culture, step.own)));
    let last = steps.last();
    let text = match words.text(row, last.map(|step| &step.text), declared) {
        Ok(text) => text,
        Err(message) => return Ok(Came::Refused(message)),
    };
    if last.is_some_and(|last| last.text == text) {
        return Ok(Came::Same);
    }
    // Never before what was said last: what comes in later holds.
    let since = row.since.map_or(now, Day::begins).max(last.map_or(Timestamp(0), |last| last.at));
    table::say(tx, id, &text, false, Some(by), since).await?;
    Ok(Came::Changed)
}
