//! Before there is a purchase: the idea, the sponsor who takes it up, and where the organisation stands on it.

use super::{Ask, Fate, PLAIN, Poll};
use model::proposal::Kind;

pub const ASKS: [Ask; 10] = [
    Ask {
        kind: Kind::Stop,
        title: "Stop calling us before we have asked for anything",
        why: "Three of your people rang our maintenance office in one quarter, each with the same script, about a pump \
              that we took out two years ago. We do look for new things, but when we have a reason to. Be easy to find, \
              and wait for us.",
        stages: &[0],
        cultures: &[0, 1],
        particulars: ["", "", "", "Unasked calls and mails per account, each quarter"],
        author: 6,
        hour: 2,
        fate: Fate::Voted(Poll::new(34, 76, 15).cold(3)),
    },
    Ask {
        kind: Kind::Start,
        title: "Put prices and delivery weeks of standard pumps on the page",
        why: "For a standard end-suction pump we need a number, not a meeting. If list price and delivery week are on the \
              page you are on our shortlist the same day. Today we ask your competitor first, because his page says it.\n\n\
              We know that it is a list price. We can divide.",
        stages: &[0, 2],
        cultures: &[0, 1],
        particulars: ["Whoever keeps the catalogue", "", "The web catalogue", ""],
        author: 33,
        hour: 5,
        fate: Fate::Voted(Poll::new(36, 89, 5)),
    },
    Ask {
        kind: Kind::Start,
        title: "Tell us what failed elsewhere, not only what worked",
        why: "Every supplier shows us success. We would give you an hour at once for the three installations that went \
              wrong, why, and what you changed afterwards. That is the risk we are paid to find, and you have seen it \
              a hundred times more often than we have.",
        stages: &[0, 3],
        cultures: &[2, 3],
        particulars: [
            "Somebody from service who was there",
            "One page for each case, names left out",
            "",
            "",
        ],
        author: 17,
        hour: 9,
        fate: Fate::Voted(Poll::new(31, 84, 6)),
    },
    Ask {
        kind: Kind::Start,
        title: "Let us talk to a customer of our size before we talk to you",
        why: "A waterworks of nine people learns little from a refinery. Put us through to somebody who runs what we run. \
              Half an hour on the phone without you on the line is worth more to us than a day at your works.",
        stages: &[0, 1],
        cultures: &[1, 2],
        particulars: [
            "",
            "Two customers to choose from, who have agreed to it",
            "",
            "Days from asking to the call",
        ],
        author: 14,
        hour: 26,
        fate: Fate::Voted(Poll::new(33, 85, 3)),
    },
    Ask {
        kind: Kind::Start,
        title: "Give our sponsor ten slides that she can use without you",
        why: "Whoever takes your idea up on our side sits alone in the meeting where it lives or dies. Give her a short \
              deck in plain words, with the cost of doing nothing and the three questions that our finance people will \
              ask, and let her change every line of it.",
        stages: &[1, 2],
        cultures: &[1, 2],
        particulars: PLAIN,
        author: 8,
        hour: 31,
        fate: Fate::Voted(Poll::new(27, 70, 11)),
    },
    Ask {
        kind: Kind::Keep,
        title: "Keep the selection tool open to everybody, without signing in",
        why: "It is the best thing on your page. Our fitters use it on a phone in the pump house. The moment it wants an \
              address from them they will use somebody else's.",
        stages: &[0, 2, 3],
        cultures: &[0, 1],
        particulars: ["", "", "The pump selector", ""],
        author: 22,
        hour: 40,
        fate: Fate::Voted(Poll::new(29, 93, 0)),
    },
    Ask {
        kind: Kind::Change,
        title: "Bring somebody who has run a plant, not only somebody who sells",
        why: "The first talk decides whether we go on. With an engineer who has stood next to a flooded basement at three \
              in the morning it takes twenty minutes until we talk about what matters.",
        stages: &[1, 2],
        cultures: &[1, 2, 3],
        particulars: ["An application engineer", "", "", ""],
        author: 19,
        hour: 52,
        fate: Fate::Voted(Poll::new(30, 80, 7)),
    },
    Ask {
        kind: Kind::Start,
        title: "Say early when we are too small for you, or you for us",
        why: "We waited eleven weeks for an offer that never came. I think that we were too small for it to be worth \
              anybody's while. Say so in the first week. We shall not be offended, and you may keep us as a customer for spares.",
        stages: &[2],
        cultures: &[0],
        particulars: ["", "", "", "Weeks until a clear yes or no"],
        author: 24,
        hour: 75,
        fate: Fate::Voted(Poll::new(9, 78, 11)),
    },
    Ask {
        kind: Kind::Stop,
        title: "Stop the newsletter that is the same for everyone",
        why: "We make cheese. In one year we had a newsletter about mining pumps, one about ships and one about your \
              anniversary. Write when something concerns the machines that we have, or leave it.",
        stages: &[0],
        cultures: &[0, 1, 2],
        particulars: PLAIN,
        author: 1,
        hour: 98,
        fate: Fate::Voted(Poll::new(25, 72, 8)),
    },
    Ask {
        kind: Kind::Start,
        title: "Hold half a day's workshop at our site before any offer",
        why: "Offers written at a desk miss what our site needs. Come for half a day with process and maintenance at one \
              table, walk the line, and write down together what the pump has to do. It saves three rounds of questions.",
        stages: &[2, 3],
        cultures: &[2, 3],
        particulars: [
            "One engineer of yours, three people of ours",
            "Half a day, with minutes the next morning",
            "",
            "",
        ],
        author: 23,
        hour: 61,
        fate: Fate::Voted(Poll::new(32, 47, 41).cold(0)),
    },
];
