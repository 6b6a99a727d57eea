//! Every column of the tables that says whose a row is, against what goes when somebody leaves and what they can take along: a new one is
//! in one of the lists here, or the tests fail. The schema is asked itself; on SQLite alone, since both have the same tables.

use crate::harness::Here;
use model::api::mine::GetMyData;
use server::db::On;
use server::db::leaving::FORGET;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that name a person without a link to the table of persons.
const WITHOUT_LINK: [&str; 4] = ["author", "email", "person", "recipient"];

/// What stays when somebody leaves, and why. The person's own row has no name and no address then, so who stands here is nobody.
const STAYS: [(&str, &[&str]); 8] = [
    // Acts in a role, of which the record of rounds, designs and verdicts consists. Whoever has a role cannot leave; whoever had one
    // stands in them without a name.
    (
        "acts of staff",
        &[
            "activity.by_person",
            "activity_outcome.by_person",
            "ask.by_person",
            "asking.changed_by",
            "blocking.by_person",
            "blocking.lifted_by",
            "comment_verdict.moderator",
            "cost_change.by_person",
            "design.signer",
            "discontinuing.by_person",
            "discontinuing.resumed_by",
            "gap.closed_by",
            "gate_pass.by_person",
            "handed.by_person",
            "hook.created_by",
            "indicator_value.by_person",
            "join_request.by_person",
            "left_out.by_person",
            "merging.by_person",
            "note.author",
            "official_answer.by_person",
            "on_behalf.by_person",
            "person_role.given_by",
            "practice.created_by",
            "practice.removed_by",
            "practice_change.by_person",
            "promise.changed_by",
            "question.by_person",
            "review.sent_by",
            "round.created_by",
            "said.created_by",
            "sign_in_ways.by_person",
            "signing.by_person",
            "signing_delegate.by_person",
            "trusted.by_person",
            "verdict.moderator",
            "vote_log.by_person",
        ],
    ),
    (
        "acts for colleagues, who stay: that somebody let them in or gave them a part",
        &[
            "account_invitation.by_person",
            "coordinator.by_person",
            "join_link.revoked_by",
            "membership.by_person",
            "purchase_part.by_person",
        ],
    ),
    (
        "nobody leaves who has one: an admin takes it from them first",
        &["person_role.person", "signing.person"],
    ),
    (
        "nobody would mean that the proposal's author wrote it",
        &["proposal.changed_by", "proposal_wording.by_person"],
    ),
    (
        "votes of open rounds are taken back; ballots of an adopted round stay, pseudonymous",
        &["vote.person", "vote_log.person"],
    ),
    ("a guest's own row is a person of its own, without a name", &["guest.person"]),
    ("emptied beside the list", &["person.email", "words.person"]),
    // Invitations go by whom they were to, and links with them; the last is a place in a list, as far as news has been told.
    (
        "goes with another, or is nobody's",
        &["account_invitation.email", "activity_link.person", "herald.person"],
    ),
];

/// What `/me/data` gives of each table, by the name of the field.
const GIVEN: [(&str, &str); 47] = [
    ("account_invitation", "asked_to_speak"),
    ("activity_invited", "activities"),
    ("activity_outcome", "noted_at_activities"),
    ("ask", "asked"),
    ("asked_again", "asked_again"),
    ("blocking", "blocked"),
    ("comment", "comments"),
    ("complaint", "complaints"),
    ("contact", "contacts"),
    ("coordinator", "coordinates"),
    ("event", "log"),
    ("findable", "findable"),
    ("follow", "follows"),
    ("follows_votes", "follow_what_i_vote_on"),
    // Votes that they gave before they signed in.
    ("guest", "votes"),
    ("hushed_promise", "no_letters_about"),
    ("hushed_proposal", "no_letters_about"),
    ("identity", "known_at"),
    ("join_link", "links_made"),
    ("join_request", "asked_to_join"),
    ("mail", "letters"),
    ("membership", "profile"),
    ("mention", "named_in"),
    ("merging_out", "stepped_out_of"),
    ("notice", "news"),
    ("notice_way", "ways"),
    ("on_behalf", "noted_for_me"),
    ("passkey", "passkeys"),
    ("person", "profile"),
    ("person_role", "profile"),
    ("picture", "pictures"),
    ("proposal", "proposals"),
    ("proposal_wording", "earlier_wordings"),
    ("purchase_part", "purchases"),
    ("purchase_step", "purchases"),
    ("question", "questions"),
    ("report", "reports"),
    ("report_told_words", "reports"),
    ("session", "devices"),
    ("sign_off", "signing_off"),
    ("signing", "signing_off"),
    ("signing_delegate", "signing_off"),
    ("speaks_from", "profile"),
    ("telling", "lets_votes_be_told_since"),
    ("trusted", "trusted"),
    ("vote_log", "votes"),
    ("writer", "writes_with_others"),
];

/// Tables that name persons and of which nothing is given, and why.
const KEPT_BACK: [(&str, &[&str]); 5] = [
    // That they did it stands in the log of theirs; what they did it to is the company's.
    (
        "acts of staff, which their log has",
        &[
            "activity",
            "asking",
            "comment_verdict",
            "cost_change",
            "design",
            "discontinuing",
            "gap",
            "gate_pass",
            "handed",
            "hook",
            "indicator_value",
            "left_out",
            "merging",
            "official_answer",
            "practice",
            "practice_change",
            "promise",
            "review",
            "round",
            "said",
            "sign_in_ways",
            "token",
            "verdict",
        ],
    ),
    ("notes of staff never leave staff", &["note"]),
    ("keys, or digests of them, with nothing else", &["activity_link", "letter_key", "sign_in"]),
    ("copies: of what the votes' log has, and of names in designs that everybody reads", &["vote", "words"]),
    ("nobody's", &["herald"]),
];

/// `table.column` of whatever names a person.
async fn columns(here: &Here) -> BTreeSet<String> {
    const TABLES: &str = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' \
                          and name not like '\\_sqlx%' escape '\\'";
    const LINKS: &str = "select \"from\" from pragma_foreign_key_list($1) where \"table\" = 'person'";
    const COLUMNS: &str = "select name from pragma_table_info($1)";
    let On::Sqlite(db) = here.site.db.each() else { panic!("this asks SQLite") };
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(db).await.unwrap();
    let mut found = BTreeSet::new();
    for table in &tables {
        let links: Vec<String> = sqlx::query_scalar(LINKS).bind(table).fetch_all(db).await.unwrap();
        let all: Vec<String> = sqlx::query_scalar(COLUMNS).bind(table).fetch_all(db).await.unwrap();
        let named = all.into_iter().filter(|column| WITHOUT_LINK.contains(&column.as_str()));
        found.extend(links.into_iter().chain(named).map(|column| format!("{table}.{column}")));
    }
    assert!(found.len() > 90, "{found:?}");
    found
}

/// Whether a statement that takes somebody's traces away looks for them in this column.
fn forgotten(column: &str) -> bool {
    let (table, column) = column.split_once('.').unwrap();
    FORGET.iter().any(|sql| {
        let of_table = [format!("delete from {table} where "), format!("update {table} set ")];
        let sought =
            [format!("{column} = $1"), format!("{column} = (select email from person where id = $1)")];
        of_table.iter().any(|begin| sql.starts_with(begin)) && sought.iter().any(|one| sql.contains(one))
    })
}

fn listed(list: &[(&str, &[&str])]) -> BTreeSet<String> {
    list.iter().flat_map(|(_, names)| names.iter().map(|name| (*name).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_names_a_person_goes_when_they_leave_or_stays_for_a_reason() {
    let here = Here::sqlite().await;
    let left: BTreeSet<String> =
        columns(&here).await.into_iter().filter(|column| !forgotten(column)).collect();
    assert_eq!(left, listed(&STAYS), "write it into FORGET, or say why it stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_names_a_person_is_theirs_to_take_along_or_kept_back_for_a_reason() {
    let here = Here::sqlite().await;
    here.company().await;
    let ada = here.customer("Ada").await;
    let tables: BTreeSet<String> =
        columns(&here).await.iter().filter_map(|column| Some(column.split_once('.')?.0.to_owned())).collect();
    let given: BTreeMap<&str, &str> = GIVEN.into_iter().collect();
    assert_eq!(given.len(), GIVEN.len(), "each once");
    let told: BTreeSet<String> =
        given.keys().map(|table| (*table).to_owned()).chain(listed(&KEPT_BACK)).collect();
    assert_eq!(tables, told, "give it at /me/data, or say why not");
    let data = here.call(&ada, GetMyData {}).await.unwrap();
    let fields: BTreeSet<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
    let expected: BTreeSet<&str> = given.into_values().chain(["written"]).collect();
    assert_eq!(fields, expected);
}
