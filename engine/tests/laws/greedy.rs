//! The greedy rule, where its formula divides by nothing.

use engine::election::{Election, Utility};
use engine::greedy::greedy;
use engine::pabulib::parse;

#[test]
fn what_is_free_and_unwanted_does_not_disturb_the_order_of_the_rest() {
    let costs = [5, 0, 2, 0, 1, 2, 1, 5, 5];
    let projects: String =
        costs.iter().enumerate().map(|(number, cost)| format!("p{number};{cost}\n")).collect();
    let text = format!(
        "META\nkey;value\nbudget;8\nvote_type;choose-1\nPROJECTS\nproject_id;cost\n{projects}VOTES\nvoter_id;vote\na;p5\nb;p7\nc;p4\nd;p5\n"
    );
    let file = parse(&text, Utility::Cardinality).expect("fine");
    let chosen = greedy(&Election::new(file.parts).expect("fine"));
    let priced: Vec<_> = chosen
        .iter()
        .map(|&p| file.ids[p as usize].as_str())
        .filter(|id| !["p1", "p3"].contains(id))
        .collect();
    // One vote per unit of money for p4 and p5, a fifth for p7: then nothing is left.
    assert_eq!(priced, ["p4", "p5", "p7"]);
}
