//! After buying: using it, staying, and speaking of it to others; and what moderators have still to read, or declined.

use super::{Ask, Fate, PLAIN, Poll};
use model::proposal::Kind;

pub const ASKS: [Ask; 11] = [
    Ask {
        kind: Kind::Keep,
        title: "Keep the service engineers who know our plant",
        why: "Berit has come for nine years. She hears what is wrong before she opens the box. Every time somebody at \
              your end plans her routes anew we get a stranger, and a stranger needs a day. Whatever else you change, keep this.",
        stages: &[6],
        cultures: &[0, 1, 2, 3],
        particulars: [
            "The same engineer, with one deputy",
            "",
            "",
            "Visits by somebody who has been here before",
        ],
        author: 4,
        hour: 16,
        fate: Fate::Voted(Poll::new(38, 95, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Call us before the wearing part wears out",
        why: "You know when it was built in and how many hours it lasts. We should not be the ones who remember. One \
              call six weeks ahead, with the price and a date that you can keep.",
        stages: &[6],
        cultures: &[0, 1],
        particulars: [
            "Service",
            "Six weeks ahead",
            "The maintenance planner",
            "Standstills for a part that was due",
        ],
        author: 15,
        hour: 48,
        fate: Fate::Voted(Poll::new(33, 87, 6)),
    },
    Ask {
        kind: Kind::Start,
        title: "Tell us the same day when a fault elsewhere might concern us",
        why: "We heard from a neighbour that the seal of our series had been recalled. We would rather be woken for \
              nothing than not be told.",
        stages: &[6],
        cultures: &[0, 1, 2, 3],
        particulars: ["", "By phone to whoever is on duty", "", "Hours from knowing to telling"],
        author: 26,
        hour: 88,
        fate: Fate::Voted(Poll::new(26, 96, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Give us an hour each year on what we could stop paying you for",
        why: "You see forty plants like ours. Once a year tell us what we buy from you out of habit. You will lose a \
              little on paper, and we shall never ask another for an offer again.",
        stages: &[6],
        cultures: &[2, 3],
        particulars: PLAIN,
        author: 0,
        hour: 110,
        fate: Fate::Voted(Poll::new(23, 74, 9)),
    },
    Ask {
        kind: Kind::Change,
        title: "Write the machine and our order number on every invoice",
        why: "An invoice that says “service, 4 h” goes round our house for two weeks. With the number of the machine and \
              of our order it is paid in two days.",
        stages: &[5, 6],
        cultures: &[0],
        particulars: PLAIN,
        author: 30,
        hour: 132,
        fate: Fate::Voted(Poll::new(19, 79, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Bring customers of one trade together twice a year, without a sales talk",
        why: "What we learn from each other at lunch on your open day is the reason why we come. Make it the whole day: \
              four of us bring a problem, the others say how they solved it, and you listen.",
        stages: &[7],
        cultures: &[1, 2, 3],
        particulars: ["", "A day at one customer's works, in turn", "", "Customers who come again"],
        author: 7,
        hour: 141,
        fate: Fate::Voted(Poll::new(27, 81, 7)),
    },
    Ask {
        kind: Kind::Start,
        title: "Ask us each time before you name us as a reference",
        why: "We like to speak well of you. But three strangers rang our plant manager in one week, and we learnt from \
              them that we are on your page.",
        stages: &[7],
        cultures: &[0, 1, 2, 3],
        particulars: PLAIN,
        author: 21,
        hour: 170,
        fate: Fate::Voted(Poll::new(22, 91, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Publish results together with us, the poor ones too",
        why: "We would put our name beside a report that also says what did not work. Nobody believes the other kind.",
        stages: &[7],
        cultures: &[3],
        particulars: PLAIN,
        author: 35,
        hour: 290,
        fate: Fate::Voted(Poll::new(4, 75, 0)),
    },
    Ask {
        kind: Kind::Start,
        title: "Print manuals in the language of those who mount the pump",
        why: "The manual came in English and German. The people with the spanner read Polish and Romanian. One page with \
              pictures would do.",
        stages: &[5, 6],
        cultures: &[0],
        particulars: PLAIN,
        author: 13,
        hour: 318,
        fate: Fate::Waiting,
    },
    Ask {
        kind: Kind::Start,
        title: "Take old pumps back at a price that we know when we buy",
        why: "There are eleven of yours in our yard. If we knew on the day of buying what you give for one after ten \
              years, it would be part of the case, and they would not lie there.",
        stages: &[4, 6],
        cultures: &[1, 2],
        particulars: PLAIN,
        author: 36,
        hour: 327,
        fate: Fate::Waiting,
    },
    Ask {
        kind: Kind::Start,
        title: "Give us Berit's private number for weekends",
        why: "The hotline takes forty minutes on a Sunday, and she would know at once.",
        stages: &[6],
        cultures: &[0],
        particulars: PLAIN,
        author: 28,
        hour: 205,
        fate: Fate::Declined(
            "This asks for a private person's number. Please ask for what you need from us at weekends instead; we \
             shall publish that at once.",
        ),
    },
];
