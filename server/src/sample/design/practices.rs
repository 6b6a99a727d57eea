//! The practices themselves.

use model::cells::{BehaviourSet, CultureSet, StageSet};
use model::practice::{Audience, Cost, Details, Direction, Indicator, PracticeText, Setting};
use model::round::Resource;
use model::text::TextProblem;
use model::{Name, ProposalId};
use std::collections::HashMap;

/// A measure: name, unit, which way is better, target.
type Measure = (&'static str, &'static str, Direction, i64);

struct Draft {
    title: &'static str,
    activity: &'static str,
    /// Who answers for it, and then who is involved.
    functions: &'static [&'static str],
    how: &'static str,
    tool: &'static str,
    aim: &'static str,
    touchpoints: &'static str,
    channel: (Setting, Audience),
    lead: Measure,
    lag: Measure,
    /// Access, engage, customise, connect, collaborate.
    behaviours: &'static [usize],
    stages: &'static [usize],
    cultures: &'static [usize],
    /// The titles of the proposals that it is made from.
    from: &'static [&'static str],
    /// In the round's resources, in their order.
    costs: [i64; 2],
}

use Audience::{Many, OneToOne};
use Direction::{Down, Up};
use Setting::{Either, InPerson, Remote};

const DRAFTS: [Draft; 9] = [
    Draft {
        title: "One account engineer, from the first question to the running pump",
        activity: "Account engineering",
        functions: &["Application engineering", "Sales", "Service"],
        how: "One engineer keeps the site's file, comes to every talk, and calls in others when they are needed. From the \
              order on the same name answers until water moves.",
        tool: "Site file",
        aim: "Be the supplier whom nobody has to explain their plant to twice.",
        touchpoints: "Calls, the plant itself, one page for each site",
        channel: (InPerson, OneToOne),
        lead: ("People whom a customer explains its site to", "people", Down, 1),
        lag: ("Time from first question to decision", "weeks", Down, 10),
        behaviours: &[1, 2, 4],
        stages: &[3, 4, 5],
        cultures: &[1, 2],
        from: &[
            "Send one person who knows our site, not five",
            "Name the one person who answers from the order to the running pump",
            "Stop asking for our data again after every hand-over",
        ],
        costs: [120, 0],
    },
    Draft {
        title: "Prices and delivery weeks on the page, selector open to all",
        activity: "Catalogue",
        functions: &["Marketing", "Operations"],
        how: "List price and delivery week of every standard pump, renewed each Monday. No address is asked for.",
        tool: "Web catalogue",
        aim: "Be on the short list before anybody has called.",
        touchpoints: "The web catalogue",
        channel: (Remote, Many),
        lead: ("Standard pumps with price and week on the page", "per cent", Up, 100),
        lag: ("Orders that began on the page", "per cent", Up, 35),
        behaviours: &[0],
        stages: &[0, 2],
        cultures: &[0, 1],
        from: &[
            "Put prices and delivery weeks of standard pumps on the page",
            "Keep the selection tool open to everybody, without signing in",
        ],
        costs: [45, 0],
    },
    Draft {
        title: "Nobody is called or written to unasked",
        activity: "Outbound campaigns",
        functions: &["Marketing", "Sales"],
        how: "Campaigns by phone end. Mail goes out only where it concerns a machine that the customer has.",
        tool: "",
        aim: "Win attention by being worth it.",
        touchpoints: "Whatever the customer chose",
        channel: (Remote, OneToOne),
        lead: ("Unasked calls and mails per account", "a quarter", Down, 0),
        lag: ("Customers who would recommend us", "per cent", Up, 60),
        behaviours: &[0],
        stages: &[0],
        cultures: &[0, 1],
        from: &[
            "Stop calling us before we have asked for anything",
            "Stop the newsletter that is the same for everyone",
        ],
        costs: [-70, 0],
    },
    Draft {
        title: "Customers of a like size talk to each other first",
        activity: "References",
        functions: &["Marketing", "Account management"],
        how: "Two customers to choose from, asked each time whether they agree; we are not on the line.",
        tool: "Reference book",
        aim: "Let those who run our pumps speak for them.",
        touchpoints: "A visit to another plant, or a call with its people",
        channel: (Either, OneToOne),
        lead: ("Days from asking to the call", "days", Down, 7),
        lag: ("Talks that lead to an assessment", "per cent", Up, 50),
        behaviours: &[3],
        stages: &[0, 1],
        cultures: &[1, 2],
        from: &[
            "Let us talk to a customer of our size before we talk to you",
            "Ask us each time before you name us as a reference",
        ],
        costs: [25, 0],
    },
    Draft {
        title: "A pilot on loan, with criteria and way out on one page",
        activity: "Pilots",
        functions: &["Application engineering", "Legal"],
        how: "Eight weeks on the customer's own line. What it must achieve is signed by both before it starts.",
        tool: "Pilot sheet",
        aim: "Let figures decide that both have measured.",
        touchpoints: "The customer's own line",
        channel: (InPerson, OneToOne),
        lead: ("Pilots with signed criteria", "per cent", Up, 100),
        lag: ("Pilots that end with a clear yes or no", "per cent", Up, 90),
        behaviours: &[1, 2, 4],
        stages: &[3],
        cultures: &[1, 2, 3],
        from: &["Lend us a pilot pump for eight weeks, with the way out agreed beforehand"],
        costs: [60, 4],
    },
    Draft {
        title: "Risk and cost on one page, with a calculation to change",
        activity: "Business case",
        functions: &["Sales", "Finance", "Service"],
        how: "Ten years of energy, wear and standstill; every assumption beside it; what failed elsewhere on the back.",
        tool: "Cost calculator",
        aim: "Be believed by controllers.",
        touchpoints: "A sheet that both fill in",
        channel: (Either, OneToOne),
        lead: ("Offers that come with an open calculation", "per cent", Up, 80),
        lag: ("Cases that pass the customer's board at the first try", "per cent", Up, 60),
        behaviours: &[2, 4],
        stages: &[3, 4],
        cultures: &[1, 2],
        from: &[
            "Put risk and running cost on one page, with your assumptions",
            "Share your calculation as a spreadsheet that we may change",
            "Tell us what failed elsewhere, not only what worked",
        ],
        costs: [40, 0],
    },
    Draft {
        title: "Four pages of contract below 50,000, and a price that stays",
        activity: "Contracts",
        functions: &["Legal", "Sales"],
        how: "One short contract for everybody. An offer holds for ninety days, and the price with it.",
        tool: "",
        aim: "Be the easiest to buy from.",
        touchpoints: "The contract, and one call about it",
        channel: (Remote, OneToOne),
        lead: ("Small orders on the short contract", "per cent", Up, 95),
        lag: ("Days from yes to signature", "days", Down, 5),
        behaviours: &[0],
        stages: &[5],
        cultures: &[0, 1],
        from: &[
            "Use a contract of four pages for everything under 50,000",
            "Stop the discount that ends on Friday",
        ],
        costs: [-20, 0],
    },
    Draft {
        title: "The same service engineer, who calls before parts wear out",
        activity: "Maintenance",
        functions: &["Service", "Operations"],
        how: "Routes follow people, not postcodes. Six weeks before a part is due there is a call with price and date, and \
              the same day when a fault elsewhere may concern the plant.",
        tool: "Maintenance planner",
        aim: "Keep plants running, and customers with us.",
        touchpoints: "The plant, and a call before parts wear out",
        channel: (InPerson, OneToOne),
        lead: ("Visits by somebody who has been there before", "per cent", Up, 90),
        lag: ("Standstills for a part that was due", "a year", Down, 2),
        behaviours: &[1, 2],
        stages: &[6],
        cultures: &[0, 1, 2, 3],
        from: &[
            "Keep the service engineers who know our plant",
            "Call us before the wearing part wears out",
            "Tell us the same day when a fault elsewhere might concern us",
        ],
        costs: [85, 0],
    },
    Draft {
        title: "Two days a year for customers of one trade, among themselves",
        activity: "Customer days",
        functions: &["Marketing", "Service"],
        how: "At one customer's works, in turn. Four bring a problem, the others tell how they solved it, we listen.",
        tool: "",
        aim: "Learn what customers know.",
        touchpoints: "Two days at a customer's plant",
        channel: (InPerson, Many),
        lead: ("Problems brought by customers", "a day", Up, 4),
        lag: ("Customers who come again", "per cent", Up, 70),
        behaviours: &[3, 4],
        stages: &[7],
        cultures: &[1, 2, 3],
        from: &["Bring customers of one trade together twice a year, without a sales talk"],
        costs: [20, 0],
    },
];

/// The practices as a designer would have written them.
///
/// # Errors
/// None in practice: the texts are within their limits.
pub fn texts(
    proposals: &HashMap<&str, ProposalId>,
    resources: &[Resource],
) -> Result<Vec<PracticeText>, TextProblem> {
    DRAFTS.iter().map(|draft| draft.text(proposals, resources)).collect()
}

impl Draft {
    fn text(
        &self,
        proposals: &HashMap<&str, ProposalId>,
        resources: &[Resource],
    ) -> Result<PracticeText, TextProblem> {
        let mut functions: Vec<Name> =
            self.functions.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
        let accountable = functions.remove(0);
        let asked = |title: &&str| {
            proposals.get(*title).copied().ok_or_else(|| TextProblem(format!("nobody asks {title:?}")))
        };
        let cost = |(resource, amount): (&Resource, i64)| Cost { resource: resource.id, amount };
        let costs = resources.iter().zip(self.costs).filter(|(_, amount)| *amount != 0).map(cost);
        Ok(PracticeText {
            title: self.title.parse()?,
            activity: self.activity.parse()?,
            accountable,
            involved: functions,
            loads: Vec::new(),
            how: Some(self.how.parse()?),
            tool: Some(self.tool).filter(|tool| !tool.is_empty()).map(str::parse).transpose()?,
            aim: Some(self.aim.parse()?),
            details: Details {
                touchpoints: Some(self.touchpoints.parse()?),
                setting: Some(self.channel.0),
                audience: Some(self.channel.1),
                ..Details::default()
            },
            lead: Some(indicator(self.lead)?),
            lag: Some(indicator(self.lag)?),
            behaviours: BehaviourSet::of(self.behaviours),
            stages: StageSet::of(self.stages),
            cultures: CultureSet::of(self.cultures),
            proposals: self.from.iter().map(asked).collect::<Result<_, _>>()?,
            costs: costs.collect(),
            opposites: Vec::new(),
            needs: Vec::new(),
        })
    }
}

fn indicator((name, unit, direction, target): Measure) -> Result<Indicator, TextProblem> {
    Ok(Indicator { name: name.parse()?, unit: unit.parse()?, direction, target })
}
