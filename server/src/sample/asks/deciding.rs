//! While a purchase is decided: assessment, the business case, contract and procurement.

use super::{Ask, Fate, PLAIN, Poll};
use model::proposal::Kind;

pub const ASKS: [Ask; 12] = [
    Ask {
        kind: Kind::Change,
        title: "Send one person who knows our site, not five",
        why: "Last spring we explained the same pump house to sales, to application engineering, to service, to your \
              partner and to your finance department. Each asked for the same drawings. Send us one person who has read \
              our file, and who calls in the others when they are needed.",
        stages: &[3, 4, 5],
        cultures: &[1, 2],
        particulars: [
            "One account engineer",
            "",
            "One file for each site",
            "People whom we had to explain our site to",
        ],
        author: 5,
        hour: 7,
        fate: Fate::Voted(Poll::new(40, 92, 3)),
    },
    Ask {
        kind: Kind::Start,
        title: "Lend us a pilot pump for eight weeks, with the way out agreed beforehand",
        why: "We believe a figure that we have measured ourselves. Eight weeks on our own line tell us more than any \
              reference. Write down before it starts what it must achieve, who pays for what, and how it leaves again if \
              it does not.",
        stages: &[3],
        cultures: &[1, 2, 3],
        particulars: [
            "",
            "Criteria on one page, signed by both",
            "",
            "Pilots that ended with a clear yes or no",
        ],
        author: 18,
        hour: 12,
        fate: Fate::Voted(Poll::new(34, 82, 9)),
    },
    Ask {
        kind: Kind::Change,
        title: "Put risk and running cost on one page, with your assumptions",
        why: "The purchase price is a seventh of what the pump costs us. We need energy, wear, standstill and disposal \
              over ten years on one page, and every assumption next to it, so that we can argue with it.",
        stages: &[3, 4],
        cultures: &[1, 2],
        particulars: ["", "", "", ""],
        author: 9,
        hour: 20,
        fate: Fate::Voted(Poll::new(33, 88, 3)),
    },
    Ask {
        kind: Kind::Start,
        title: "Share your calculation as a spreadsheet that we may change",
        why: "A PDF of a business case is an advertisement. Our controller will rebuild it anyway, with our own price of \
              energy, and will trust it once she has broken it twice.",
        stages: &[4],
        cultures: &[1, 2, 3],
        particulars: ["", "", "A spreadsheet without macros", ""],
        author: 37,
        hour: 29,
        fate: Fate::Voted(Poll::new(28, 86, 4)),
    },
    Ask {
        kind: Kind::Stop,
        title: "Stop the discount that ends on Friday",
        why: "Our board meets once a month, and your quarter is not our quarter. A price that is only true until Friday \
              tells us that the price was never true, and the next offer is read with a smaller trust.",
        stages: &[4, 5],
        cultures: &[0, 1, 2],
        particulars: PLAIN,
        author: 11,
        hour: 45,
        fate: Fate::Voted(Poll::new(35, 77, 14)),
    },
    Ask {
        kind: Kind::Start,
        title: "Offer a contract in which you are paid from the energy that we save",
        why: "If you are as sure of the saving as your slides are, take part of the risk. We measure together, you get a \
              share for five years, and we both want the same thing from the first day on.",
        stages: &[4, 5],
        cultures: &[3],
        particulars: [
            "",
            "Measured for a quarter before and every quarter after",
            "",
            "Energy per cubic metre moved",
        ],
        author: 32,
        hour: 57,
        fate: Fate::Voted(Poll::new(34, 44, 44).red(3, 0)),
    },
    Ask {
        kind: Kind::Change,
        title: "Use a contract of four pages for everything under 50,000",
        why: "We bought a pump for 18,000 with a contract of 41 pages. Our lawyer cost more than the spare seals. Four \
              pages in plain language, the same for everyone, and the long one where it is needed.",
        stages: &[5],
        cultures: &[0, 1],
        particulars: ["Legal", "", "", "Days from yes to signature"],
        author: 10,
        hour: 66,
        fate: Fate::Voted(Poll::new(36, 91, 3)),
    },
    Ask {
        kind: Kind::Start,
        title: "Let our purchasing system order spares directly from yours",
        why: "We order the same 60 parts again and again. Someone here types them from our system into your form, and \
              somebody at yours types them back. Both make mistakes.",
        stages: &[5, 6],
        cultures: &[0],
        particulars: ["", "", "Punch-out from the common purchasing systems", "Orders typed by hand"],
        author: 12,
        hour: 83,
        fate: Fate::Voted(Poll::new(21, 67, 10)),
    },
    Ask {
        kind: Kind::Stop,
        title: "Stop asking for our data again after every hand-over",
        why: "Sales had the duty point, the medium and the drawings. The project manager asked for them again, then \
              commissioning, then service. It is the same company on the letterhead.",
        stages: &[5, 6],
        cultures: &[0, 1, 2, 3],
        particulars: PLAIN,
        author: 3,
        hour: 102,
        fate: Fate::Voted(Poll::new(31, 90, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Name the one person who answers from the order to the running pump",
        why: "When the base plate came without the motor four people were sorry and nobody was in charge. One name, one \
              number, until water moves.",
        stages: &[5],
        cultures: &[0, 1, 2],
        particulars: ["One person, with a deputy", "", "", "Orders that ran on the agreed day"],
        author: 25,
        hour: 121,
        fate: Fate::Voted(Poll::new(28, 89, 4)),
    },
    Ask {
        kind: Kind::Change,
        title: "Answer a technical question within two working days, even with “not yet”",
        why: "We do not need the full answer in two days. We need to know that somebody has the question, and by when \
              there will be one, because a fitter and a crane are waiting for it.",
        stages: &[3, 5, 6],
        cultures: &[0, 1],
        particulars: ["", "", "", "Questions answered within two working days"],
        author: 38,
        hour: 160,
        fate: Fate::Voted(Poll::new(24, 83, 4)),
    },
    Ask {
        kind: Kind::Start,
        title: "Make remote monitoring part of every new pump",
        why: "With it you would have seen our bearing fail ten days before we heard it. Build it into every pump, switch \
              it on from the first day, and let us all learn from the fleet.",
        stages: &[5, 6],
        cultures: &[2, 3],
        particulars: ["", "", "Sensors with a modem of their own", ""],
        author: 31,
        hour: 36,
        fate: Fate::Voted(Poll::new(38, 42, 47).red(9, 0)),
    },
];
