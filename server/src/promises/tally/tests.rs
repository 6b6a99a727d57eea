//! What is told in which steps, and that a report counts once.

use super::*;
use proptest::prelude::*;

#[test]
fn few_are_not_told_and_fewer_than_ten_not_measured() {
    assert_eq!(told(4, 4.0), None);
    assert_eq!(told(5, 2.5), Some(Told::Counted { voices: 5, kept: 250 }));
    assert_eq!(told(9, 9.0), Some(Told::Counted { voices: 9, kept: 900 }));
    // Wilson's interval for 5 of 10: 0.2366 to 0.7634.
    assert_eq!(told(10, 5.0), Some(Told::Measured { voices: 10, kept: 500, low: 237, high: 763 }));
}

#[test]
fn a_step_is_five_more_accounts_or_the_end_of_the_quarter() {
    let of = |(voices, kept)| Sum { voices, kept, hidden: voices };
    let step = |now: (u32, u32), known: Option<((u32, u32), bool)>, running| {
        let known = known.map(|(sum, closed)| Last { sum: of(sum), at: 3, closed });
        let step = next((1, 7), of(now), known, Quarter(running));
        step.map(|step| (step.voices, step.kept, step.closed))
    };
    assert_eq!([step((4, 0), None, 7), step((5, 500), None, 7)], [None, Some((5, 500, false))]);
    let known = Some(((5, 500), false));
    assert_eq!([step((9, 0), known, 7), step((10, 0), known, 7)], [None, Some((10, 0, false))]);
    // At its end once, however many, but for fewer than five.
    assert_eq!(step((6, 500), known, 8), Some((6, 500, true)));
    assert_eq!(step((4, 0), known, 8), Some((5, 500, true)));
    assert_eq!(step((4, 400), None, 8), Some((0, 0, true)));
    assert_eq!(step((40, 0), Some(((5, 500), true)), 8), None);
}

#[test]
fn whose_report_is_read_makes_no_step() {
    let step = |hidden, known| next((1, 7), Sum { voices: 9, kept: 300, hidden }, known, Quarter(7));
    assert_eq!((step(4, None), step(5, None).map(|step| step.voices)), (None, Some(9)));
    let known = Last { sum: Sum { voices: 5, kept: 100, hidden: 5 }, at: 3, closed: false };
    assert_eq!(step(9, Some(known)), None);
    // What is told no longer rests on five accounts that keep it to themselves: at the end it stays as it was, of its moment.
    let end = next((1, 7), Sum { voices: 9, kept: 300, hidden: 2 }, Some(known), Quarter(8)).unwrap();
    assert_eq!((end.voices, end.hidden, end.at, end.closed), (5, 5, Some(3), true));
}

proptest! {
    /// However reports come in, the last word of each person in a quarter counts once, and counting what has changed comes to
    /// the same as counting all.
    #[test]
    fn a_report_counts_once(
        said in prop::collection::vec((1..4_i64, 1..3_i64, 1..40_i64, prop::option::of(any::<bool>())), 0..200),
        cuts in prop::collection::vec(1..40_usize, 1..8),
        shared in 1..40_i64,
    ) {
        let rows: Vec<ReportRow> = said.iter().zip(1..)
            .map(|((practice, quarter, person, kept), id)| ReportRow { id, practice: *practice, person: *person, quarter: *quarter, kept: *kept, opened: false })
            .collect();
        let accounts: Accounts = (1..40).map(|person| (person, person % shared)).collect();
        // At the end of the quarters everything is told as it stands.
        let (mut reports, none, end) = (Reports::default(), Known::default(), Quarter(3));
        let mut counted: FxHashMap<Group, Sum> = FxHashMap::default();
        let sums = |steps: Vec<Step>| steps.into_iter().map(|step| ((step.practice, step.quarter), Sum { voices: step.voices, kept: step.kept, hidden: step.hidden }));
        let mut rest = rows.as_slice();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() { break }
            let (some, more) = rest.split_at((*cut).min(rest.len()));
            let touched = reports.take_in(some.to_vec());
            touched.iter().for_each(|group| { counted.remove(group); });
            counted.extend(sums(reports.due(Some(&touched), &accounts, &none, end)));
            rest = more;
        }
        let whole: FxHashMap<Group, Sum> = sums(reports.due(None, &accounts, &none, end)).collect();
        prop_assert_eq!(&counted, &whole);
        for group in (1..4).flat_map(|practice| (1..3).map(move |quarter| (practice, quarter))) {
            let mut last: FxHashMap<i64, bool> = FxHashMap::default();
            for row in rows.iter().filter(|row| (row.practice, row.quarter) == group) {
                match row.kept {
                    Some(kept) => {
                        last.insert(row.person, kept);
                    }
                    None => {
                        last.remove(&row.person);
                    }
                }
            }
            let voices = last.keys().map(|person| person % shared).collect::<FxHashSet<i64>>().len() as u32;
            let shown = whole.get(&group).map_or(0, |sum| sum.voices);
            prop_assert_eq!(shown, if may_show(voices) { voices } else { 0 });
        }
    }
}
