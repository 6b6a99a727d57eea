//! A list of purchases as CSV, with a heading. Columns of ours: `name` (needed), `account` (its name, or what a CRM calls it, as
//! `salesforce:0015e00000ABCDE`), `crm_id` (the same of the purchase), `stage`, `culture`, `state`, `since` (a day). Or as Salesforce
//! exports its `Opportunity`: `Id` or `OpportunityId`, `AccountId`, `Name`, `StageName`, `IsClosed`, `IsWon`, `LastStageChangeDate`; or
//! HubSpot its deals: `hs_object_id`, `dealname`, `dealstage`. A column that is not there changes nothing; an empty cell clears.

use crate::transfer::sheet::{self, Sheet, whole};
use model::account::CrmId;
use model::api::accounts::LineFault;
use model::purchase::State;
use model::text::TextProblem;
use model::time::Day;
use model::{Name, Problem};
use std::collections::HashMap;

/// One purchase. What is `None` has no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    /// Its account's name, or what a CRM calls that.
    pub account: Named,
    pub crm_id: Option<CrmId>,
    pub name: Name,
    /// In the words of the list.
    pub stage: Option<Option<Name>>,
    pub culture: Option<Option<Name>>,
    pub state: Option<State>,
    pub since: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Name(String),
    Crm(CrmId),
}

/// Most lines of a list: all are written as one, and nobody votes meanwhile.
pub const MOST_ROWS: usize = 2_000;

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Crm(id) => id.fmt(f),
        }
    }
}

/// Which columns hold what a CRM calls something, with the name that the system has here.
type Called = &'static [(&'static str, &'static str)];

const ACCOUNT: Called = &[("AccountId", "salesforce")];
const PURCHASE: Called =
    &[("OpportunityId", "salesforce"), ("Id", "salesforce"), ("hs_object_id", "hubspot")];
const NAME: [&str; 3] = ["name", "Name", "dealname"];
const STAGE: [&str; 3] = ["stage", "StageName", "dealstage"];
const SINCE: [&str; 2] = ["since", "LastStageChangeDate"];
/// Of a day as CRM systems write it, `2026-05-03T10:00:00.000Z`, what is before the hour.
const DAY: usize = 10;

/// The rows that can be read, and what is wrong with the others.
///
/// # Errors
/// When the heading cannot be used.
pub fn read(csv: &str) -> Result<(Vec<Row>, Vec<LineFault>), Problem> {
    let refused = |message: String| Problem::field("csv", message);
    let sheet =
        Sheet::read("the list", whole(csv)?.as_bytes()).map_err(|fault| refused(format!("{fault:#}.")))?;
    let has = |column: &str| sheet.headings().iter().any(|heading| heading == column);
    if !NAME.iter().any(|column| has(column)) {
        return Err(refused("There is no column called name, Name or dealname.".into()));
    }
    if !has("account") && !ACCOUNT.iter().any(|(column, _)| has(column)) {
        return Err(refused("There is no column called account or AccountId.".into()));
    }
    let mut faults: Vec<LineFault> = sheet
        .faults()
        .iter()
        .map(|fault| LineFault { line: fault.line, message: format!("The row {}.", fault.message) })
        .collect();
    let columns = Columns { has: &has };
    if sheet.rows().len() > MOST_ROWS {
        return Err(refused(format!("Please send at most {MOST_ROWS} lines at once.")));
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for line in sheet.rows() {
        let row = columns.row(line).and_then(|row| match lines.insert(row.key(), row.line) {
            Some(before) => Err(format!("{} stands in line {before} already.", row.name)),
            None => Ok(row),
        });
        match row {
            Ok(row) => rows.push(row),
            Err(message) => faults.push(LineFault { line: line.line, message }),
        }
    }
    Ok((rows, faults))
}

struct Columns<'a> {
    has: &'a dyn Fn(&str) -> bool,
}

impl Columns<'_> {
    fn row(&self, row: &sheet::Row) -> Result<Row, String> {
        let account = match self.called(row, ACCOUNT, "account")? {
            Some(id) => Named::Crm(id),
            None => named(row.plain("account").trim())?,
        };
        let crm_id = match (self.called(row, PURCHASE, "crm_id")?, row.plain("crm_id").trim()) {
            (Some(id), _) => Some(id),
            (None, "") => None,
            (None, own) => Some(own.parse().map_err(said("crm_id"))?),
        };
        Ok(Row {
            line: row.line,
            account,
            crm_id,
            name: Name::parse(self.first(row, &NAME).unwrap_or_default()).map_err(said("name"))?,
            stage: self.word(row, &STAGE).map_err(said("stage"))?,
            culture: self.word(row, &["culture"]).map_err(said("culture"))?,
            state: self.state(row).map_err(said("state"))?,
            since: self.day(row).map_err(said("since"))?,
        })
    }

    /// The cell of the first of these columns that is there.
    fn first<'r>(&self, row: &'r sheet::Row, columns: &[&str]) -> Option<&'r str> {
        columns.iter().find(|column| (self.has)(column)).map(|column| row.plain(column).trim())
    }

    fn word(&self, row: &sheet::Row, columns: &[&str]) -> Result<Option<Option<Name>>, TextProblem> {
        let filled = |cell: &str| (!cell.is_empty()).then(|| Name::parse(cell)).transpose();
        self.first(row, columns).map(filled).transpose()
    }

    fn called(&self, row: &sheet::Row, called: Called, what: &str) -> Result<Option<CrmId>, String> {
        let column = called.iter().find(|(column, _)| (self.has)(column));
        let key =
            column.map(|(column, crm)| (crm, row.plain(column).trim())).filter(|(_, key)| !key.is_empty());
        let id = key.map(|(crm, key)| format!("{crm}:{key}").parse());
        id.transpose().map_err(said(what))
    }

    fn state(&self, row: &sheet::Row) -> Result<Option<State>, TextProblem> {
        if let Some(word) = self.first(row, &["state"]) {
            return if word.is_empty() { Ok(Some(State::Open)) } else { word.parse().map(Some) };
        }
        let flag = |column: &str| match self.first(row, &[column]).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0" | "") => Ok(Some(false)),
            Some(_) => Err(TextProblem(format!("{column} is true or false."))),
        };
        let (closed, won) = (flag("IsClosed")?, flag("IsWon")?);
        Ok(match (closed, won) {
            (None, None) => None,
            (_, Some(true)) => Some(State::Won),
            // A CRM does not tell whether they bought elsewhere or nothing.
            (Some(true), _) => Some(State::Lost),
            _ => Some(State::Open),
        })
    }

    fn day(&self, row: &sheet::Row) -> Result<Option<Day>, TextProblem> {
        let day = self.first(row, &SINCE).filter(|cell| !cell.is_empty());
        day.map(|cell| cell.get(..DAY).unwrap_or(cell).parse()).transpose()
    }
}

/// An account by its name, or by what a CRM calls it.
fn named(cell: &str) -> Result<Named, String> {
    if cell.is_empty() {
        return Err("account: There is no account in this row.".into());
    }
    Ok(cell.parse().map_or_else(|_| Named::Name(cell.to_owned()), Named::Crm))
}

fn said(column: &str) -> impl Fn(TextProblem) -> String {
    move |refused| format!("{column}: {refused}")
}

impl Row {
    /// The same for all rows of one purchase.
    fn key(&self) -> String {
        match (&self.crm_id, &self.account) {
            (Some(id), _) => id.to_string(),
            (None, Named::Crm(account)) => format!("{account}\n{}", self.name),
            (None, Named::Name(account)) => format!("{}\n{}", account.to_lowercase(), self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_ours_and_as_crm_systems_export_them() {
        let ours = "account,name,stage,culture,state,since\nAcme,Pumps,Idea,,won,2026-05-03\n";
        let (rows, faults) = read(ours).unwrap();
        assert_eq!(faults, []);
        let row = &rows[0];
        assert_eq!((&row.account, row.name.as_str()), (&Named::Name("Acme".into()), "Pumps"));
        assert_eq!(
            (row.stage.clone(), row.culture.clone()),
            (Some(Some(Name::parse("Idea").unwrap())), Some(None))
        );
        assert_eq!((row.state, row.since, &row.crm_id), (Some(State::Won), "2026-05-03".parse().ok(), &None));

        let salesforce = "Id,AccountId,Name,StageName,IsClosed,IsWon,LastStageChangeDate\n\
                          006A,0015e,Pumps,Prospecting,false,false,2026-05-03T10:00:00.000Z\n\
                          006B,0015e,Valves,Closed,true,false,\n";
        let (rows, faults) = read(salesforce).unwrap();
        assert_eq!(faults, []);
        assert_eq!(rows[0].account, Named::Crm("salesforce:0015e".parse().unwrap()));
        assert_eq!(rows[0].crm_id, "salesforce:006A".parse().ok());
        assert_eq!((rows[0].state, rows[0].since), (Some(State::Open), "2026-05-03".parse().ok()));
        assert_eq!((rows[1].state, rows[1].since, &rows[1].culture), (Some(State::Lost), None, &None));

        let hubspot = "hs_object_id;dealname;dealstage;account\n77;Pumps;;hubspot:12\n";
        let (rows, faults) = read(hubspot).unwrap();
        assert_eq!(faults, []);
        assert_eq!((&rows[0].crm_id, &rows[0].stage), (&"hubspot:77".parse().ok(), &Some(None)));
        assert_eq!(rows[0].account, Named::Crm("hubspot:12".parse().unwrap()));
    }

    #[test]
    fn broken_rows_are_told_by_line_and_stop_nothing() {
        let csv = "account,name,state,since\n\
                   ,Pumps,,\n\
                   Acme,,,\n\
                   Acme,Pumps,gone,\n\
                   Acme,Pumps,,yesterday\n\
                   Acme,Pumps,,\n\
                   Acme,Pumps,,\n\
                   Acme,Pumps\n";
        let (rows, faults) = read(csv).unwrap();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [6]);
        let mut lines: Vec<u64> = faults.iter().map(|fault| fault.line).collect();
        lines.sort_unstable();
        assert_eq!(lines, [2, 3, 4, 5, 7, 8], "{faults:?}");
        for heading in ["", "account\n", "name\n", "Name,stage\n"] {
            assert!(read(heading).is_err_and(|problem| problem.about("csv").is_some()), "{heading}");
        }
        let long = |rows: usize| {
            let rows: String = (0..rows).map(|row| format!("Acme,Pump {row}\n")).collect();
            read(&["account,name\n", &rows].concat())
        };
        assert_eq!(long(MOST_ROWS).unwrap().0.len(), MOST_ROWS);
        assert!(long(MOST_ROWS + 1).is_err());
    }
}
