//! From the fields of a practice's form to those of the request.

use crate::form::nested::{Fields, drop_blank, missing, nest, numbers, split};
use crate::form::values::text;
use model::Problem;
use model::practice::Document;
use serde_json::{Value, json};

/// The costs' names begin so; the resource's number follows.
pub(super) const COST: &str = "cost-";

/// `number` goes into the field `called`: the round of a new practice, or the practice.
/// What is there `today` answers no proposals.
pub(super) fn shape(fields: &mut Fields, called: &str, number: i64, today: bool) -> Result<(), Problem> {
    fields.insert(called.to_owned(), number.into());
    for (name, wanted) in [
        ("proposals", "Tick at least one proposal that it answers."),
        ("stages", "Choose at least one stage."),
        ("cultures", "Choose at least one culture."),
    ] {
        let none = fields.get(name).and_then(Value::as_array).is_none_or(Vec::is_empty);
        if none && !(today && name == "proposals") {
            return Err(Problem::field(name, wanted));
        }
    }
    split(fields, "involved", &[',', ';', '\n']);
    loads(fields)?;
    documents(fields)?;
    let blank = ["details.touchpoints", "details.redundant", "details.setting", "details.audience"];
    drop_blank(fields, &blank);
    drop_blank(fields, &["how", "tool", "aim"]);
    indicator(fields, ["lead.name", "lead.unit", "lead.direction", "lead.target"])?;
    indicator(fields, ["lag.name", "lag.unit", "lag.direction", "lag.target"])?;
    numbers(fields, &["target"])?;
    costs(fields)?;
    nest(fields);
    Ok(())
}

/// A document on each line.
fn documents(fields: &mut Fields) -> Result<(), Problem> {
    let lines = text(fields, "details.documents");
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let documents = lines.map(str::parse::<Document>).collect::<Result<Vec<_>, _>>();
    let documents = documents.map_err(|refused| Problem::field("details.documents", refused.0))?;
    fields.insert("details.documents".into(), json!(documents));
    Ok(())
}

/// An indicator is there as a whole or not at all.
fn indicator(fields: &mut Fields, names: [&str; 4]) -> Result<(), Problem> {
    let [name, unit, _, target] = names;
    let empty =
        [name, unit, target].into_iter().filter(|name| text(fields, name).is_empty()).collect::<Vec<_>>();
    match empty.len() {
        0 => Ok(()),
        3 => {
            names.into_iter().for_each(|name| drop(fields.remove(name)));
            Ok(())
        }
        _ => Err(missing(&empty)),
    }
}

/// Hours that stand in a field of their own, or behind the colon after a function's name.
fn loads(fields: &mut Fields) -> Result<(), Problem> {
    numbers(fields, &["hours"])?;
    let mut loads = Vec::new();
    if let Some(hours) = fields.remove("hours") {
        if text(fields, "accountable").is_empty() {
            return Err(Problem::field("accountable", "Say which function takes these hours."));
        }
        loads.push(json!({ "function": text(fields, "accountable"), "hours": hours }));
    }
    if let Some(Value::Array(involved)) = fields.get_mut("involved") {
        for function in involved {
            let typed = function.as_str().and_then(|text| text.rsplit_once(':'));
            let typed =
                typed.and_then(|(name, hours)| Some((name.trim(), hours.trim().parse::<i64>().ok()?)));
            if let Some((name, hours)) = typed {
                loads.push(json!({ "function": name, "hours": hours }));
                *function = name.into();
            }
        }
    }
    fields.insert("loads".into(), Value::Array(loads));
    Ok(())
}

fn costs(fields: &mut Fields) -> Result<(), Problem> {
    let names = fields.keys().filter(|name| name.starts_with(COST)).cloned().collect::<Vec<_>>();
    let mut costs = Vec::new();
    for name in names {
        numbers(fields, &[&name])?;
        if let Some(amount) =
            fields.remove(&name).and_then(|amount| amount.as_i64()).filter(|amount| *amount != 0)
        {
            costs.push(json!({ "resource": name[COST.len()..], "amount": amount }));
        }
    }
    fields.insert("costs".into(), Value::Array(costs));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Name;

    fn typed(more: Value) -> Fields {
        let mut fields = Fields::new();
        let base = json!({
            "title": "One person for our site", "activity": "Visit", "accountable": "Sales", "involved": "R&D: 5, Service, Partner: Acme", "hours": "12",
            "how": "", "tool": " ", "aim": "", "proposals": ["3"], "stages": ["0"], "cultures": ["1"], "behaviours": [],
            "lead.name": "", "lead.unit": "", "lead.direction": "up", "lead.target": "", "lag.name": "Stay",
            "lag.unit": "%", "lag.direction": "up", "lag.target": "90", "details.setting": "", "details.touchpoints": "A call", "details.documents": "Prices https://x.example/a\n\n https://x.example/b ", "cost-7": "-5", "cost-8": "0",
        });
        for part in [base, more] {
            if let Value::Object(part) = part {
                fields.extend(part);
            }
        }
        fields
    }

    #[test]
    fn becomes_the_request() {
        let mut fields = typed(json!({}));
        shape(&mut fields, "round", 2, false).unwrap();
        let request: model::api::practices::AddPractice =
            serde_json::from_value(Value::Object(fields)).unwrap();
        assert_eq!(
            request.text.involved.iter().map(Name::as_str).collect::<Vec<_>>(),
            ["R&D", "Service", "Partner: Acme"]
        );
        let loads = request.text.loads.iter().map(|load| (load.function.as_str(), load.hours));
        assert_eq!(loads.collect::<Vec<_>>(), [("Sales", 12), ("R&D", 5)]);
        assert_eq!(request.text.costs.len(), 1);
        assert_eq!(request.text.costs[0].amount, -5);
        assert_eq!(request.text.lag.map(|lag| lag.target), Some(90));
        let details = &request.text.details;
        assert_eq!(
            details.documents.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(),
            ["Prices", "https://x.example/b"]
        );
        assert!(details.touchpoints.is_some() && details.setting.is_none());
        assert!(request.text.lead.is_none() && request.text.tool.is_none());
    }

    #[test]
    fn complaints_name_their_field() {
        let problem = |more: Value| shape(&mut typed(more), "round", 2, false).unwrap_err();
        assert!(problem(json!({ "proposals": [] })).about("proposals").is_some());
        assert!(shape(&mut typed(json!({ "proposals": [] })), "round", 2, true).is_ok());
        assert!(problem(json!({ "lead.name": "Days" })).about("lead.unit").is_some());
        assert!(problem(json!({ "lag.target": "many" })).about("lag.target").is_some());
        assert!(problem(json!({ "hours": "many" })).about("hours").is_some());
        assert!(problem(json!({ "accountable": " " })).about("accountable").is_some());
        assert!(problem(json!({ "details.documents": "Prices" })).about("details.documents").is_some());
        assert!(problem(json!({ "cost-7": "1.5" })).about("cost-7").is_some());
    }
}
