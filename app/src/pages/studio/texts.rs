//! Two texts of a practice side by side: what each says, field by field, and where they differ.

use super::desk::Desk;
use crate::parts::glyph::Axes;
use leptos::prelude::*;
use model::cells::BEHAVIOURS;
use model::practice::{Audience, Details, Direction, Indicator, PracticeText, Setting};
use model::{PracticeId, ProposalId, ResourceId};

/// What a text only points at, by name.
pub(super) struct Names<'a> {
    pub axes: &'a Axes,
    pub practice: &'a dyn Fn(PracticeId) -> String,
    pub proposal: &'a dyn Fn(ProposalId) -> String,
    pub resource: &'a dyn Fn(ResourceId) -> String,
}

/// What two texts say where they differ, with what each column is.
pub(super) fn table(
    desk: Desk,
    columns: [&'static str; 2],
    one: &PracticeText,
    other: &PracticeText,
) -> AnyView {
    let axes = desk.axes.get_value();
    let practice = |id: PracticeId| {
        let title = desk.practice(id).map(|practice| practice.text.title.to_string());
        title.unwrap_or_else(|| ["practice ", &id.to_string()].concat())
    };
    let cards = desk.draft.with_untracked(|draft| {
        let left = draft.left.iter().map(|left| &left.card);
        let from = draft.practices.iter().flat_map(|practice| &practice.from);
        left.chain(from).map(|card| (card.id, card.title.to_string())).collect::<Vec<_>>()
    });
    let proposal = |id: ProposalId| {
        let title = cards.iter().find(|(card, _)| *card == id).map(|(_, title)| title.clone());
        title.unwrap_or_else(|| ["proposal ", &id.to_string()].concat())
    };
    let resources = desk.round.with_untracked(|round| round.resources.clone());
    let resource = |id: ResourceId| {
        let name = resources.iter().find(|one| one.id == id).map(|one| one.name.to_string());
        name.unwrap_or_else(|| ["resource ", &id.to_string()].concat())
    };
    let names = Names { axes: &axes, practice: &practice, proposal: &proposal, resource: &resource };
    let rows = said(one, &names)
        .into_iter()
        .zip(said(other, &names))
        .filter(|(one, other)| one.1 != other.1)
        .map(|(one, other)| {
            view! { <tr><th scope="row">{one.0}</th><td>{or_nothing(one.1)}</td><td>{or_nothing(other.1)}</td></tr> }
                .into_any()
        })
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return view! { <p>"Both say the same."</p> }.into_any();
    }
    let [first, second] = columns;
    view! {
        <table class="parts">
            <thead><tr><td></td><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn or_nothing(words: String) -> String {
    if words.is_empty() { "nothing".into() } else { words }
}

/// What a text says, field by field, always in the same order. A field that is new is missed here by the compiler.
pub(super) fn said(text: &PracticeText, names: &Names<'_>) -> Vec<(&'static str, String)> {
    let PracticeText {
        title,
        activity,
        accountable,
        involved,
        loads,
        how,
        tool,
        aim,
        details,
        lead,
        lag,
        behaviours,
        stages,
        cultures,
        proposals,
        costs,
        opposites,
        needs,
    } = text;
    let Details { touchpoints, setting, audience, redundant, documents } = details;
    let served = BEHAVIOURS.iter().enumerate().filter(|(at, _)| behaviours.has(*at));
    let cost = |cost: &model::practice::Cost| {
        [&(names.resource)(cost.resource), ": ", &cost.amount.to_string()].concat()
    };
    let hours =
        |load: &model::practice::Load| [load.function.as_str(), ": ", &load.hours.to_string()].concat();
    vec![
        ("What we will do", title.to_string()),
        ("Activity", activity.to_string()),
        ("Answerable", accountable.to_string()),
        ("Involved", list(involved.iter().map(ToString::to_string))),
        ("Hours a month", list(loads.iter().map(hours))),
        ("How", or_empty(how.as_ref())),
        ("Tool", or_empty(tool.as_ref())),
        ("Aim", or_empty(aim.as_ref())),
        ("Touchpoints", or_empty(touchpoints.as_ref())),
        ("Setting", setting.map_or("", Setting::words).to_owned()),
        ("Customers at a time", audience.map_or("", Audience::words).to_owned()),
        ("What could go", or_empty(redundant.as_ref())),
        ("Documents", list(documents.iter().map(ToString::to_string))),
        ("Lead indicator", lead.as_ref().map(measured).unwrap_or_default()),
        ("Lag indicator", lag.as_ref().map(measured).unwrap_or_default()),
        ("Behaviours", list(served.map(|(_, name)| (*name).to_owned()))),
        ("Stages", names.axes.stage_names(*stages)),
        ("Cultures", names.axes.culture_names(*cultures)),
        ("Made from", list(proposals.iter().map(|id| (names.proposal)(*id)))),
        ("Costs", list(costs.iter().filter(|one| one.amount != 0).map(cost))),
        ("Cannot be done together with", list(opposites.iter().map(|id| (names.practice)(*id)))),
        ("Cannot be done without", list(needs.iter().map(|id| (names.practice)(*id)))),
    ]
}

/// "Days until the first answer: down to 2 days".
pub(super) fn measured(indicator: &Indicator) -> String {
    let Indicator { name, unit, direction, target } = indicator;
    let way = if *direction == Direction::Up { ": up to " } else { ": down to " };
    [name.as_str(), way, &target.to_string(), " ", unit.as_str()].concat()
}

fn or_empty(said: Option<&impl ToString>) -> String {
    said.map(ToString::to_string).unwrap_or_default()
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::glyph::{Column, Row};
    use model::cells::{BehaviourSet, CultureSet, StageSet};
    use model::practice::{Cost, Load};

    fn indicator(name: &str, unit: &str, direction: Direction, target: i64) -> Indicator {
        Indicator { name: name.parse().unwrap(), unit: unit.parse().unwrap(), direction, target }
    }

    fn text() -> PracticeText {
        PracticeText {
            title: "One engineer".parse().unwrap(),
            activity: "Visits".parse().unwrap(),
            accountable: "Service".parse().unwrap(),
            involved: Vec::new(),
            loads: Vec::new(),
            how: None,
            tool: None,
            aim: None,
            details: Details::default(),
            lead: Some(indicator("Days", "days", Direction::Down, 2)),
            lag: Some(indicator("Stay", "%", Direction::Up, 90)),
            behaviours: BehaviourSet::default(),
            stages: StageSet::of(&[0]),
            cultures: CultureSet::of(&[0]),
            proposals: vec![ProposalId(1)],
            costs: Vec::new(),
            opposites: Vec::new(),
            needs: Vec::new(),
        }
    }

    type Change = fn(&mut PracticeText);

    /// Each field once, and each part of those that have parts.
    const CHANGES: [(&str, Change); 28] = [
        ("What we will do", |text| text.title = "Two".parse().unwrap()),
        ("Activity", |text| text.activity = "Calls".parse().unwrap()),
        ("Answerable", |text| text.accountable = "Sales".parse().unwrap()),
        ("Involved", |text| text.involved = vec!["R&D".parse().unwrap()]),
        ("Hours a month", |text| text.loads = vec![Load { function: "R&D".parse().unwrap(), hours: 3 }]),
        ("How", |text| text.how = Some("So.".parse().unwrap())),
        ("Tool", |text| text.tool = Some("Diary".parse().unwrap())),
        ("Aim", |text| text.aim = Some("Stay.".parse().unwrap())),
        ("Touchpoints", |text| text.details.touchpoints = Some("A call".parse().unwrap())),
        ("Setting", |text| text.details.setting = Some(Setting::Remote)),
        ("Customers at a time", |text| text.details.audience = Some(Audience::Many)),
        ("What could go", |text| text.details.redundant = Some("Forms".parse().unwrap())),
        ("Documents", |text| text.details.documents = vec!["List https://x.example/a".parse().unwrap()]),
        ("Lead indicator", |text| text.lead = None),
        ("Lead indicator", |text| text.lead = Some(indicator("Hours", "days", Direction::Down, 2))),
        ("Lead indicator", |text| text.lead = Some(indicator("Days", "weeks", Direction::Down, 2))),
        ("Lead indicator", |text| text.lead = Some(indicator("Days", "days", Direction::Up, 2))),
        ("Lead indicator", |text| text.lead = Some(indicator("Days", "days", Direction::Down, 3))),
        ("Lag indicator", |text| text.lag = Some(indicator("Stay", "%", Direction::Up, 91))),
        ("Lag indicator", |text| text.lag = None),
        ("Behaviours", |text| text.behaviours = BehaviourSet(2)),
        ("Stages", |text| text.stages = StageSet::of(&[1])),
        ("Cultures", |text| text.cultures = CultureSet::of(&[1])),
        ("Made from", |text| text.proposals.push(ProposalId(2))),
        ("Costs", |text| text.costs = vec![Cost { resource: ResourceId(1), amount: 5 }]),
        ("Costs", |text| text.costs = vec![Cost { resource: ResourceId(2), amount: 5 }]),
        ("Cannot be done together with", |text| text.opposites = vec![PracticeId(4)]),
        ("Cannot be done without", |text| text.needs = vec![PracticeId(4)]),
    ];

    #[test]
    fn whatever_differs_is_said_in_its_row_and_in_no_other() {
        let row = |name: &str| Row { letter: name.into(), name: name.into() };
        let column = |name: &str| Column { suit: model::round::Suit::Diamonds, name: name.into() };
        let axes = Axes {
            stages: ["Idea", "Mentor", "Case"].map(row).into(),
            cultures: ["Offered", "Added", "Created"].map(column).into(),
        };
        let names = Names {
            axes: &axes,
            practice: &|id| id.to_string(),
            proposal: &|id| id.to_string(),
            resource: &|id| id.to_string(),
        };
        let before = said(&text(), &names);
        let mut rows = std::collections::BTreeSet::new();
        for (row, change) in CHANGES {
            let mut changed = text();
            change(&mut changed);
            let after = said(&changed, &names);
            let differ = before.iter().zip(&after).filter(|(one, other)| one.1 != other.1);
            assert_eq!(differ.map(|(one, _)| one.0).collect::<Vec<_>>(), [row]);
            rows.insert(row);
        }
        let all = before.iter().map(|(row, _)| *row).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(rows, all, "every row is changed once");
    }
}
