//! Files of elections as others write them: read whichever way they are written, refused with the line where something is wrong.

use engine::election::Utility;
use engine::pabulib::parse;

const GOOD: &str = "META\nkey;value\nbudget;10.5\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n1;2,25;\"a;\n\"\"b\"\nVOTES\nvoter_id;vote\nx;1\n";

#[test]
fn a_file_that_is_wrong_is_refused_with_its_line() {
    let read = parse(GOOD, Utility::Cost).expect("fine");
    assert_eq!((read.parts.capacities, read.decimals), (vec![1050], 2));
    assert_eq!(read.parts.practices[0].costs, vec![225]);
    let refused = |from: &str, to: &str| {
        parse(&GOOD.replace(from, to), Utility::Cost).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(refused("x;1", "x;7"), "line 11: vote: there is no project 7");
    assert_eq!(refused("x;1\n", ""), "VOTES: there are none");
    assert_eq!(refused("x;1", "x"), "line 11: the row ends before its vote");
    assert_eq!(refused("x;1", "x;1;2"), "line 11: VOTES: 3 cells under 2 columns");
    assert_eq!(refused("10.5", "much"), "line 3: much is not a number that can be counted with");
    assert_eq!(refused("10.5", "0"), "line 3: budget: there is nothing to spend");
    assert_eq!(refused("budget", "money"), "META: there is no budget");
    assert_eq!(refused("1;2,25", "1;two"), "line 7: two is not a number that can be counted with");
    assert_eq!(refused("1;2,25", "1;-2"), "line 7: cost: -2 is below 0");
    assert_eq!(refused("approval", "approving"), "vote_type: approving is not known");
}

#[test]
fn a_file_is_the_same_election_however_it_is_written() {
    let read = |text: &str| format!("{:?}", parse(text, Utility::Cost).expect("fine"));
    let plain = GOOD.replace("a;\n", "a;");
    for other in [
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.replace('\n', "\r"),
        plain.replace("x;1", "x;\"1\";;"),
        plain.replace("budget", "budget;7\nbudget"),
        plain.replace("PROJECTS", "\nprojects"),
    ] {
        assert_eq!(read(&other), read(&plain), "{other}");
    }
    let nobody = parse(&plain.replace("x;1", "x;None"), Utility::Cost).expect("an empty ballot");
    assert_eq!((nobody.parts.weights.len(), nobody.parts.approvals), (1, vec![vec![]]));
}
