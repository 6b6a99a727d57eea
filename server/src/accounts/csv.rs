//! Accounts from CSV, with a heading: `name` (needed; an account of this name is updated), `parent` (a name, of this
//! file or known), `tier`, `tier_reason`, `domains` (separated by spaces), `crm_ids` (likewise); what a CRM calls its accounts in
//! its own exports, `AccountId`, `Id` or `hs_object_id`, is the same for that CRM alone. Every further column could be a segment
//! attribute, but for those that say nothing of a customer; which of them are is said by whoever puts the sheet in. A column that is not
//! there changes nothing; an empty cell clears. Commas or semicolons may separate. A `'` before what a spreadsheet would take for a formula
//! is not part of the cell.

use crate::transfer::sheet::{Lines, armed, separator, whole};
use csv::{ReaderBuilder, StringRecord, Trim};
use model::account::{AccountText, Attribute, CrmId, Tier};
use model::api::accounts::LineFault;
use model::text::TextProblem;
use model::{Name, Problem, Reason, SegmentId};
use std::collections::HashMap;

/// A file that could be read, with the rows that could not.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its further columns: what could be segment attributes.
    pub segments: Vec<Name>,
    pub rows: Vec<Row>,
    pub faults: Vec<LineFault>,
}

/// One account. What is `None` has no column.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: u64,
    pub name: Name,
    pub parent: Option<Option<Name>>,
    tier: Option<Tier>,
    tier_reason: Option<Option<Reason>>,
    domains: Option<Vec<String>>,
    crm_ids: Option<Vec<CrmId>>,
    /// By CRM, where it has a column of its own.
    called: Vec<(&'static str, Option<CrmId>)>,
    /// In the order of the sheet's segments. What is wrong with one matters only where the column is taken.
    values: Vec<Result<Option<Name>, String>>,
}

/// Where the columns are.
struct Heading {
    name: usize,
    parent: Option<usize>,
    tier: Option<usize>,
    tier_reason: Option<usize>,
    domains: Option<usize>,
    crm_ids: Option<usize>,
    called: Vec<(usize, &'static str)>,
    attributes: Vec<(usize, Name)>,
}

/// What CRM systems call the number of an account where they export it, with the name that the system has here.
const CALLED: [(&str, &str); 3] =
    [("AccountId", "salesforce"), ("Id", "salesforce"), ("hs_object_id", "hubspot")];
/// What CRM systems export beside it that says nothing of a customer: no segments.
const OF_THE_CRM: [&str; 12] = [
    "IsDeleted",
    "ParentId",
    "MasterRecordId",
    "OwnerId",
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
    "createdate",
    "hs_lastmodifieddate",
    "hubspot_owner_id",
];

/// # Errors
/// When the heading cannot be used. Broken rows are among the sheet's faults.
pub fn read(csv: &str) -> Result<Sheet, Problem> {
    let csv = whole(csv)?;
    let bytes = csv.as_bytes();
    let mut place = Lines::new(bytes);
    let mut reader =
        ReaderBuilder::new().delimiter(separator(bytes)).flexible(true).trim(Trim::All).from_reader(bytes);
    let broken = |fault: csv::Error| Problem::field("csv", format!("This is not CSV: {fault}."));
    let heading = heading(reader.headers().map_err(broken)?)?;
    let columns = reader.headers().map_err(broken)?.len();
    let mut sheet = Sheet {
        segments: heading.attributes.iter().map(|(_, name)| name.clone()).collect(),
        ..Sheet::default()
    };
    let mut lines: HashMap<Name, u64> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = place.of(record.position());
        let row = if record.len() == columns {
            row(&heading, &record, line)
        } else {
            Err(format!("Columns in this row: {}; in the heading: {columns}.", record.len()))
        };
        let row = row.and_then(|row| match lines.insert(row.name.clone(), line) {
            Some(before) => Err(format!("{} stands in line {before} already.", row.name)),
            None => Ok(row),
        });
        match row {
            Ok(row) => sheet.rows.push(row),
            Err(message) => sheet.faults.push(LineFault { line, message }),
        }
    }
    Ok(sheet)
}

fn heading(record: &StringRecord) -> Result<Heading, Problem> {
    let find = |wanted: &str| record.iter().position(|column| column.eq_ignore_ascii_case(wanted));
    let known = ["name", "parent", "tier", "tier_reason", "domains", "crm_ids"];
    let known = || known.into_iter().chain(CALLED.map(|(heading, _)| heading));
    let mut attributes = Vec::new();
    for (place, column) in record.iter().enumerate() {
        if known().chain(OF_THE_CRM).any(|known| column.eq_ignore_ascii_case(known)) {
            continue;
        }
        // What cannot be a name can be no attribute: it says nothing here.
        let Ok(name) = Name::parse(armed(column)) else { continue };
        if attributes.iter().any(|(_, other)| *other == name) {
            return Err(Problem::field("csv", format!("There are two columns called {name}.")));
        }
        attributes.push((place, name));
    }
    let mut called: Vec<(usize, &'static str)> = Vec::new();
    for (heading, crm) in CALLED {
        // Of two columns for one CRM the first here is meant: `Id` is that of whatever was exported.
        if called.iter().all(|(_, other)| *other != crm) {
            called.extend(find(heading).map(|place| (place, crm)));
        }
    }
    Ok(Heading {
        name: find("name").ok_or_else(|| Problem::field("csv", "There is no column called name."))?,
        parent: find("parent"),
        tier: find("tier"),
        tier_reason: find("tier_reason"),
        domains: find("domains"),
        crm_ids: find("crm_ids"),
        called,
        attributes,
    })
}

fn row(heading: &Heading, record: &StringRecord, line: u64) -> Result<Row, String> {
    let cell = |place: usize| armed(record.get(place).unwrap_or_default());
    let filled = |place: usize| Some(cell(place)).filter(|text| !text.is_empty());
    let name = |place: usize| filled(place).map(Name::parse).transpose();
    let said = |column: &'static str| move |refused| format!("{column}: {refused}");
    let tier = |place: usize| {
        let tier = filled(place).map_or(Ok(i64::from(Tier::LEAST)), str::parse);
        tier.ok().and_then(Tier::new).ok_or_else(|| "tier: A tier is 1, 2 or 3.".to_owned())
    };
    let reason = |place: usize| filled(place).map(Reason::parse).transpose();
    let domains = |place: usize| cell(place).split_whitespace().map(str::to_owned).collect();
    let crm_ids =
        |place: usize| cell(place).split_whitespace().map(str::parse).collect::<Result<Vec<CrmId>, _>>();
    let called = heading.called.iter().map(|(place, crm)| {
        let id = filled(*place).map(|key| format!("{crm}:{key}").parse()).transpose();
        id.map(|id| (*crm, id)).map_err(|refused: TextProblem| format!("{crm}: {refused}"))
    });
    let values = heading
        .attributes
        .iter()
        .map(|(place, column)| name(*place).map_err(|refused| format!("{column}: {refused}")));
    Ok(Row {
        line,
        name: Name::parse(cell(heading.name)).map_err(said("name"))?,
        parent: heading.parent.map(name).transpose().map_err(said("parent"))?,
        tier: heading.tier.map(tier).transpose()?,
        tier_reason: heading.tier_reason.map(reason).transpose().map_err(said("tier_reason"))?,
        domains: heading.domains.map(domains),
        crm_ids: heading.crm_ids.map(crm_ids).transpose().map_err(said("crm_ids"))?,
        called: called.collect::<Result<_, _>>()?,
        values: values.collect(),
    })
}

impl Sheet {
    /// Keeps only those further columns that are wanted, and gives the others. Rows whose values cannot be taken are faults from
    /// now on.
    pub fn keep(&mut self, wanted: impl Fn(&Name) -> bool) -> Vec<Name> {
        let kept: Vec<bool> = self.segments.iter().map(wanted).collect();
        let mut rows = Vec::with_capacity(self.rows.len());
        for mut row in std::mem::take(&mut self.rows) {
            let mut places = kept.iter();
            row.values.retain(|_| places.next() == Some(&true));
            match row.values.iter().find_map(|value| value.as_ref().err().cloned()) {
                Some(message) => self.faults.push(LineFault { line: row.line, message }),
                None => rows.push(row),
            }
        }
        self.rows = rows;
        let (taken, left): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.segments).into_iter().zip(kept).partition(|(_, kept)| *kept);
        self.segments = taken.into_iter().map(|(name, _)| name).collect();
        left.into_iter().map(|(name, _)| name).collect()
    }
}

impl Row {
    /// What the account will be, from what it is; its parent aside. `segments` are the sheet's, by key.
    #[must_use]
    pub fn over(&self, before: Option<&AccountText>, segments: &[SegmentId]) -> AccountText {
        let mut text = before.cloned().unwrap_or_else(|| AccountText {
            name: self.name.clone(),
            parent: None,
            tier: Tier::default(),
            tier_reason: None,
            domains: Vec::new(),
            crm_ids: Vec::new(),
            attributes: Vec::new(),
        });
        text.tier = self.tier.unwrap_or(text.tier);
        if let Some(reason) = &self.tier_reason {
            text.tier_reason.clone_from(reason);
        }
        if let Some(domains) = &self.domains {
            text.domains.clone_from(domains);
        }
        if let Some(ids) = &self.crm_ids {
            text.crm_ids.clone_from(ids);
        }
        for (crm, id) in &self.called {
            text.crm_ids.retain(|other| other.crm != *crm);
            text.crm_ids.extend(id.clone());
        }
        for (segment, value) in segments.iter().zip(&self.values) {
            text.attributes.retain(|attribute| attribute.segment != *segment);
            let value = value.clone().ok().flatten().map(|value| Attribute { segment: *segment, value });
            text.attributes.extend(value);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_as_salesforce_exports_them() {
        let csv = "Id,IsDeleted,Name,ParentId,Industry,OwnerId\n0015e,false,Acme,,Steel,0055e\n";
        let sheet = read(csv).unwrap();
        assert_eq!((sheet.faults, &sheet.segments[..]), (Vec::new(), &["Industry".parse().unwrap()][..]));
        assert_eq!(sheet.rows[0].over(None, &[SegmentId(7)]).crm_ids, ["salesforce:0015e".parse().unwrap()]);
        let both = read("Id,AccountId,Name\n0035e,0015e,Acme\n").unwrap();
        assert_eq!(both.rows[0].over(None, &[]).crm_ids, ["salesforce:0015e".parse().unwrap()]);
    }

    #[test]
    fn broken_rows_are_told_by_line_and_stop_nothing() {
        let csv = "\u{feff}Name;Tier;Tier_reason;Domains;Industry\n\
                   Acme;;;acme.example acme.test;Steel\n\
                   ;1;;;\n\
                   \"Two\nlines\";1;;;\n\
                   Beta;4;;;\n\
                   Beta;2;Speaks for many;;Paper\n\
                   Acme;1;;;\n\
                   Gamma;1\n";
        let sheet = read(csv).unwrap();
        assert_eq!(sheet.segments, ["Industry".parse().unwrap()]);
        let names: Vec<&str> = sheet.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Acme", "Beta"]);
        let lines: Vec<u64> = sheet.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [3, 4, 6, 8, 9], "{:?}", sheet.faults);
        let text = sheet.rows[0].over(None, &[SegmentId(7)]);
        assert_eq!(text.domains, ["acme.example", "acme.test"]);
        assert_eq!(text.attributes, [Attribute { segment: SegmentId(7), value: "Steel".parse().unwrap() }]);
    }

    #[test]
    fn columns_that_are_left_out_break_no_row() {
        let long = "x".repeat(Name::MAX + 1);
        let csv = format!("Name,Description,,Industry\nAcme,{long},1,Steel\nBeta,,,{long}\n");
        let mut sheet = read(&csv).unwrap();
        assert_eq!(sheet.keep(|name| name.as_str() == "Industry"), ["Description".parse().unwrap()]);
        assert_eq!(sheet.segments, ["Industry".parse().unwrap()]);
        assert_eq!(sheet.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Acme"]);
        assert_eq!(sheet.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
        let text = sheet.rows[0].over(None, &[SegmentId(7)]);
        assert_eq!(text.attributes, [Attribute { segment: SegmentId(7), value: "Steel".parse().unwrap() }]);
    }

    #[test]
    fn lines_are_counted_as_spreadsheets_write_them() {
        let sheet = read("name,Industry\r\n'=Acme,'-\r\n,Steel\r\n").unwrap();
        assert_eq!(sheet.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
        assert_eq!(sheet.rows[0].name.as_str(), "=Acme");
    }

    #[test]
    fn a_heading_must_say_which_column_is_the_name() {
        assert!(read("").is_err());
        assert!(read("account,tier\nAcme,1\n").is_err_and(|problem| problem.about("csv").is_some()));
        assert!(read("name,Size,Size\n").is_err());
        assert!(read("name\n").is_ok_and(|sheet| sheet.rows.is_empty()));
    }

    #[test]
    fn columns_that_are_not_there_change_nothing_and_empty_cells_clear() {
        let before = AccountText {
            name: "Acme".parse().unwrap(),
            parent: None,
            tier: Tier::new(2).unwrap(),
            tier_reason: Some("Speaks for many.".parse().unwrap()),
            domains: vec!["acme.example".into()],
            crm_ids: Vec::new(),
            attributes: Vec::new(),
        };
        let over = |csv: &str| read(csv).unwrap().rows[0].over(Some(&before), &[]);
        assert_eq!(over("name\nAcme\n"), before);
        let cleared = over("name,tier,tier_reason,domains\nAcme,,,\n");
        assert_eq!((cleared.tier, cleared.tier_reason, cleared.domains), (Tier::default(), None, Vec::new()));
    }
}
