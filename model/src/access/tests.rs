//! The policy as a full table: who asks × of whom the act is × of whom the round is.

use super::{Access, Act, Answer, Asker, Audience, Circle};
use crate::account::Attribute;
use crate::person::Role;
use crate::{AccountId, SegmentId};

/// Stranger, signed in without an account, of another account, of a chosen one; account manager, designer, moderator, admin.
const ASKERS: [&str; 8] =
    ["stranger", "unconfirmed", "other", "chosen", "account manager", "designer", "moderator", "admin"];

fn audiences() -> [(&'static str, Audience); 6] {
    let circle = Circle { segments: Vec::new(), accounts: vec![AccountId(1)] };
    [
        ("public", Audience::Public),
        ("customers", Audience::Customers),
        ("confirmed", Audience::Confirmed),
        ("chosen", Audience::Chosen(circle)),
        ("staff", Audience::Staff),
        ("designers", Audience::Roles { roles: vec![Role::Designer, Role::Signatory] }),
    ]
}

fn audience(name: &str) -> Audience {
    audiences().into_iter().find(|(other, _)| *other == name).map(|(_, audience)| audience).unwrap()
}

fn ask(access: &Access, act: Act, who: &str) -> Answer {
    let chosen = who == "chosen";
    let within = |circle: &Circle| chosen && circle.accounts == [AccountId(1)];
    let role = Role::ALL.into_iter().find(|role| role.name() == who);
    let asker = Asker {
        signed_in: who != "stranger",
        roles: &role.into_iter().collect::<Vec<_>>(),
        confirmed: matches!(who, "chosen" | "other"),
        within: &within,
    };
    access.answer(act, &asker)
}

fn sign(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::SignIn => "sign in",
        Answer::No => "no",
        Answer::Hidden => "-",
    }
}

/// Of whom a round is, and whether each of `ASKERS` sees it.
const SEE: [(&str, [&str; 8]); 6] = [
    ("public", ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("customers", ["-", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("confirmed", ["-", "-", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("chosen", ["-", "-", "-", "yes", "yes", "yes", "yes", "yes"]),
    ("staff", ["-", "-", "-", "-", "yes", "yes", "yes", "yes"]),
    ("designers", ["-", "-", "-", "-", "-", "yes", "yes", "yes"]),
];

/// Of whom voting is in a public round, and what each of `ASKERS` is told.
const VOTE: [(&str, [&str; 8]); 6] = [
    ("public", ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("customers", ["sign in", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("confirmed", ["sign in", "no", "yes", "yes", "no", "no", "no", "no"]),
    ("chosen", ["sign in", "no", "no", "yes", "no", "no", "no", "no"]),
    ("staff", ["no", "no", "no", "no", "yes", "yes", "yes", "yes"]),
    ("designers", ["no", "no", "no", "no", "no", "yes", "no", "yes"]),
];

/// The same of proposing and commenting, which staff may wherever customers do.
const WRITE: [(&str, [&str; 8]); 6] = [
    ("public", ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("customers", ["sign in", "yes", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("confirmed", ["sign in", "no", "yes", "yes", "yes", "yes", "yes", "yes"]),
    ("chosen", ["sign in", "no", "no", "yes", "yes", "yes", "yes", "yes"]),
    ("staff", ["no", "no", "no", "no", "yes", "yes", "yes", "yes"]),
    ("designers", ["no", "no", "no", "no", "no", "yes", "no", "yes"]),
];

#[test]
fn the_policy_is_the_table() {
    for (seen, sees) in SEE {
        for (who, expected) in ASKERS.into_iter().zip(sees) {
            let access = Access { see: audience(seen), ..Access::default() };
            assert_eq!(sign(ask(&access, Act::See, who)), expected, "{who} sees a round for {seen}");
        }
        for (act, table) in [(Act::Propose, WRITE), (Act::Vote, VOTE), (Act::Comment, WRITE)] {
            for (of, answers) in table {
                for (place, who) in ASKERS.into_iter().enumerate() {
                    let mut access = Access { see: audience(seen), ..Access::default() };
                    *access.of_mut(act) = audience(of);
                    // Who does not see it may do nothing in it.
                    let expected = if sees[place] == "-" { "-" } else { answers[place] };
                    let told = sign(ask(&access, act, who));
                    assert_eq!(told, expected, "{who}: {act:?} of {of} in a round for {seen}");
                }
            }
        }
    }
}

#[test]
fn no_audience_takes_in_whom_a_wider_one_leaves_out() {
    let order = audiences();
    for pair in order[..4].windows(2) {
        for who in &ASKERS[..4] {
            let sees = |see: &Audience| {
                ask(&Access { see: see.clone(), ..Access::default() }, Act::See, who) == Answer::Yes
            };
            assert!(sees(&pair[0].1) || !sees(&pair[1].1), "{who}: {} and {}", pair[0].0, pair[1].0);
        }
    }
}

#[test]
fn customers_read_it_in_words_that_name_no_account() {
    let attribute =
        |segment, value: &str| Attribute { segment: SegmentId(segment), value: value.parse().unwrap() };
    let name = |segment: SegmentId| (segment.0 == 1).then(|| "Industry".parse().unwrap());
    let words = |segments: Vec<Attribute>, accounts: &[i64]| {
        let accounts = accounts.iter().map(|id| AccountId(*id)).collect();
        Audience::Chosen(Circle { segments, accounts }).in_words(name)
    };
    let banks = || vec![attribute(1, "Banks"), attribute(1, "Insurers")];
    assert_eq!(words(banks(), &[]), "customers in Industry: Banks or Insurers");
    assert_eq!(
        words(banks(), &[7]),
        "customers in Industry: Banks or Insurers, and customers we have invited"
    );
    assert_eq!(words(vec![attribute(9, "Large")], &[]), "customers in Large");
    assert_eq!(words(vec![], &[7, 8]), "customers we have invited");
    assert_eq!(words(vec![], &[]), "nobody yet");
    let staff = |roles: &[Role]| Audience::Roles { roles: roles.to_vec() }.in_words(name);
    assert_eq!(staff(&[Role::Designer]), "our designers");
    let three = [Role::Moderator, Role::Designer, Role::Signatory];
    assert_eq!(staff(&three), "our moderators, designers and signatories");
    assert_eq!(Access::default().in_words(name).vote, "everybody who has signed in");
    let confirmed = Access { vote: Audience::Confirmed, ..Access::default() };
    let told = confirmed.refusal(Act::Vote, name);
    assert!(
        told.starts_with("Votes in this round are cast by customers whose account is confirmed. If"),
        "{told}"
    );
}

#[test]
fn the_share_of_guests_is_published() {
    let access = Access { vote: Audience::Public, ..Access::default() };
    let words = access.in_words(|_| None).vote;
    assert!(
        words.contains(&format!("their share of the result is {} percent", super::GUESTS_SHARE)),
        "{words}"
    );
}
