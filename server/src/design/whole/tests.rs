use super::{Fate, Part, left};
use model::cells::{CultureSet, StageSet};
use model::practice::{Cost, PracticeText};
use model::round::Resource;
use model::{PracticeId, ResourceId};

fn practice(stages: &[usize], cultures: &[usize]) -> PracticeText {
    PracticeText {
        title: "One face".parse().unwrap(),
        activity: "Calling".parse().unwrap(),
        accountable: "Sales".parse().unwrap(),
        involved: Vec::new(),
        loads: Vec::new(),
        how: None,
        tool: None,
        aim: None,
        details: model::practice::Details::default(),
        lead: None,
        lag: None,
        behaviours: model::cells::BehaviourSet::default(),
        stages: StageSet::of(stages),
        cultures: CultureSet::of(cultures),
        proposals: Vec::new(),
        costs: Vec::new(),
        opposites: Vec::new(),
        needs: Vec::new(),
    }
}

fn part(stages: &[usize], cultures: &[usize]) -> Part {
    Part { stages: StageSet::of(stages), cultures: CultureSet::of(cultures) }
}

/// What becomes of the practice that is not kept, and of another in the same cells.
fn fates(part: Part, text: &PracticeText) -> (Fate, Fate) {
    (part.fate(PracticeId(1), text, PracticeId(1)), part.fate(PracticeId(2), text, PracticeId(1)))
}

#[test]
fn only_what_stands_in_the_part_alone_and_the_promise_itself_are_decided() {
    let cell = part(&[3], &[1]);
    assert_eq!(fates(cell, &practice(&[3], &[1])), (Fate::Open, Fate::Open));
    assert_eq!(fates(cell, &practice(&[3], &[0])), (Fate::GoesOn, Fate::GoesOn));
    assert_eq!(fates(cell, &practice(&[2], &[1])), (Fate::GoesOn, Fate::GoesOn));
    let rest = Fate::GoesOnIn(part(&[3], &[0, 2]));
    assert_eq!(fates(cell, &practice(&[3], &[0, 1, 2])), (rest, Fate::GoesOn));
    let rest = Fate::GoesOnIn(part(&[2], &[1]));
    assert_eq!(fates(cell, &practice(&[2, 3], &[1])), (rest, Fate::GoesOn));
    // One cell of a block is not taken out of it; a stage of it is.
    let block = practice(&[2, 3], &[0, 1]);
    assert_eq!(fates(cell, &block), (Fate::GoesOn, Fate::GoesOn));
    let rest = Fate::GoesOnIn(part(&[2], &[0, 1]));
    assert_eq!(fates(part(&[3], &[0, 1]), &block), (rest, Fate::GoesOn));
}

#[test]
fn what_goes_on_is_spent_and_no_more_than_there_is() {
    let resource = |id, capacity| Resource {
        id: ResourceId(id),
        name: format!("Resource {id}").parse().unwrap(),
        unit: "hours".parse().unwrap(),
        capacity,
        default_cost: 1,
    };
    let costs = |amounts: &[(i64, i64)]| PracticeText {
        costs: amounts
            .iter()
            .map(|(id, amount)| Cost { resource: ResourceId(*id), amount: *amount })
            .collect(),
        ..practice(&[0], &[0])
    };
    // What one saves, no other spends.
    let going_on = [costs(&[(1, 4), (2, 9)]), costs(&[(1, 3), (2, -2)])];
    let left = left(&[resource(1, 10), resource(2, 8), resource(3, 5)], going_on.iter());
    assert_eq!(left.iter().map(|one| one.capacity).collect::<Vec<_>>(), [3, 0, 5]);
}
