//! The route table of the API: every operation, by who may call it. The operations themselves are types in
//! `model::api`; a handler takes the site, the kind of caller it needs, and the request.

pub mod access;
pub mod accounts;
pub mod activities;
pub mod answers;
pub mod asks;
pub mod audit;
pub mod calendars;
pub mod call;
pub mod card;
pub mod comments;
pub mod concealed;
pub mod designs;
pub mod events;
pub mod exported;
pub mod files;
pub mod finding;
pub mod follow_up;
pub mod gap_vote;
pub mod gates;
pub mod intake;
pub mod integrity;
pub mod invitations;
pub mod joining;
pub mod leaving;
pub mod lists;
pub mod mentions;
pub mod merging;
pub mod mine;
pub mod moderation;
pub mod notes;
pub mod notices;
pub mod on_behalf;
pub mod openapi;
pub mod outcomes;
pub mod past;
pub mod people;
pub mod pictures;
pub mod practices;
pub mod profile;
pub mod programs;
pub mod promises;
pub mod proposals;
pub mod purchases;
pub mod queue;
pub mod rounds;
pub mod said;
pub mod scorecard;
pub mod selection;
pub mod session;
pub mod setup;
pub mod sign_off;
pub mod table;
pub mod telling;
pub mod today;
pub mod values;
pub mod votes;
pub mod writing;

use crate::site::Site;
use table::Table;

/// The whole API, below `/api/v1`.
#[must_use]
pub fn table() -> Table {
    Table::new()
        // Anyone. What is shown depends on who asks.
        .on(rounds::list)
        .on(rounds::get)
        .on(proposals::list)
        .on(proposals::similar)
        .on(proposals::get)
        .on(writing::get)
        .on(comments::list)
        .on(comments::find)
        .on(practices::draft)
        .on(practices::finding::find)
        .on(selection::get)
        .on(selection::explain_practice)
        .on(selection::explain_proposal)
        .on(selection::firmness)
        .on(selection::common_ground)
        .on(selection::explore)
        .on(selection::working_list)
        .on(selection::ballots)
        .on(integrity::get)
        .on(moderation::policy)
        .on(said::list)
        .on(programs::practices)
        .on(scorecard::find)
        .on(scorecard::get)
        .on(past::get)
        .on(scorecard::reopened)
        .on(designs::latest)
        .on(designs::get)
        .on(designs::compare)
        .on(designs::compare_draft)
        .on(designs::reading)
        .on(designs::ballots)
        .on(sign_off::get)
        .on(session::viewer)
        .on(session::ways::get)
        .on(session::sign_in::start)
        .on(session::begun::list)
        .on(session::begun::forget)
        .on(session::sign_in::with_code)
        .on(session::sign_in::with_link)
        .on(session::hand_over::get)
        .on(session::hand_over::sign_in)
        .on(session::passkeys::begin_sign_in)
        .on(session::passkeys::sign_in)
        .on(session::sign_out)
        .on(session::set_theme)
        .on(setup::set_up)
        // Whoever holds a letter.
        .on(notices::letter)
        .on(notices::stop_letters)
        .on(notices::resume_letters)
        .on(on_behalf::get)
        .on(on_behalf::answer)
        .on(invitations::get)
        .on(invitations::answer)
        .on(outcomes::get)
        .on(outcomes::answer)
        .on(outcomes::confirm_proposal)
        .on(outcomes::confirm_story)
        .on(joining::opening)
        .on(asks::get)
        .on(asks::answer)
        .on(asks::take_back)
        .on(asks::close)
        // Customers: everybody who is signed in. What a stranger begins here is kept until they have signed in.
        .kept_for_sign_in(proposals::propose)
        .kept_for_sign_in(votes::cast)
        .kept_for_sign_in(comments::add)
        .on(proposals::change)
        .on(comments::change)
        .on(comments::withdraw)
        .on(pictures::add)
        .on(queue::report_proposal)
        .on(queue::report_comment)
        .on(queue::acts::reply)
        .on(votes::mine)
        .on(merging::step_out)
        .on(writing::act)
        .on(proposals::asking::list)
        .on(rounds::declare_culture)
        .on(moderation::list)
        .on(notices::list)
        .on(notices::see)
        .on(notices::see_all)
        .on(notices::choose)
        .on(notices::followed)
        .on(notices::list_followed)
        .on(notices::follow)
        .on(notices::follow_votes)
        .on(session::list)
        .on(session::revoke)
        .on(session::passkeys::list)
        .on(session::passkeys::begin)
        .on(session::passkeys::add)
        .on(session::passkeys::remove)
        .on(session::set_name)
        .on(session::declare_account)
        .on(telling::mine)
        .on(telling::set)
        .on(finding::list)
        .on(finding::mine)
        .on(finding::set)
        .on(finding::ask)
        .on(finding::answer)
        .on(invitations::mine)
        .on(invitations::one_of_mine)
        .on(invitations::answer_mine)
        .on(outcomes::mine::list)
        .on(outcomes::mine::get)
        .on(outcomes::mine::answer)
        .on(outcomes::mine::confirm_proposal)
        .on(outcomes::mine::confirm_story)
        .on(mentions::find)
        // Those of an account, and whoever looks after accounts.
        .on(purchases::list)
        .on(purchases::add)
        .on(purchases::change)
        .on(purchases::set_part)
        .on(purchases::import)
        // Whoever holds a function that must sign, or signs in its holder's place.
        .on(sign_off::sign)
        .on(sign_off::signers::delegate)
        .on(sign_off::signers::end)
        .on(joining::join)
        .on(joining::get)
        .on(joining::make_link)
        .on(joining::revoke_link)
        .on(joining::invited::invite)
        .on(joining::invited::take_back)
        .on(joining::invited::list)
        .on(joining::invited::answer)
        .on(joining::set_coordinator)
        // Staff, whatever their role.
        .on(moderation::export)
        .on(purchases::pace::get)
        .on(notes::list)
        .on(notes::add)
        .on(notes::list_of_account)
        .on(notes::add_to_account)
        // Moderators.
        .on(queue::list)
        .on(queue::comment)
        .on(queue::join_request)
        .on(queue::deciding::many)
        .on(queue::taking_back::undo)
        .on(queue::acts::ask)
        .on(queue::acts::take_back)
        .on(queue::acts::hand)
        .on(queue::acts::colleagues)
        .on(queue::acts::move_to)
        .on(proposals::judge)
        .on(merging::merge)
        .on(merging::unmerge)
        .on(people::set_trust)
        .on(people::block)
        .on(people::unblock)
        .on(comments::judge)
        .on(rounds::change)
        .on(access::get)
        .on(access::set)
        .on(rounds::set_window)
        .on(rounds::open_phase)
        .on(rounds::close_phase)
        .on(gates::list)
        .on(gates::set)
        .on(gates::pass)
        .on(gates::discontinue)
        .on(gates::take_up)
        // Who looks after the vote: moderators and designers.
        .on(selection::integrity)
        .on(answers::answer)
        .on(follow_up::list)
        .on(follow_up::answer)
        .on(said::desk)
        .on(said::add)
        .on(said::change)
        .on(said::publish)
        .on(said::remove)
        // Who talks with customers: moderators, designers and account managers.
        .on(on_behalf::note)
        .on(on_behalf::list)
        .on(on_behalf::withdraw)
        .on(asks::ask)
        .on(asks::list)
        .on(activities::list)
        .on(activities::plan)
        .on(activities::get)
        .on(activities::change)
        .on(activities::cancel)
        .on(activities::hold)
        .on(activities::present)
        .on(activities::note)
        .on(invitations::invite_person)
        .on(invitations::uninvite)
        .on(outcomes::note_proposal)
        .on(outcomes::note_story)
        // Who says how indicators stand: designers and account managers.
        .on(values::set)
        .on(values::remove)
        .on(values::import)
        // Hosts: moderators and account managers.
        .on(people::list)
        .on(people::invite)
        .on(people::confirm)
        .on(people::decline)
        .on(people::part)
        .on(people::many::import)
        .on(accounts::list)
        .on(accounts::get)
        .on(accounts::segments::list)
        .on(card::get)
        .on(card::find)
        .on(profile::find)
        .on(activities::list_of_account)
        .on(invitations::invite_by_profile)
        .on(accounts::add)
        .on(accounts::change)
        .on(accounts::segments::add)
        .on(accounts::segments::rename)
        .on(accounts::segments::remove)
        .on(accounts::segments::rename_value)
        .on(accounts::segments::remove_value)
        .on(accounts::import)
        // Designers.
        .on(practices::add)
        .on(practices::inside_out)
        .on(practices::add_inside_out)
        .on(practices::import_inside_out)
        .on(practices::change)
        .on(practices::undo)
        .on(practices::beginning::begin)
        .on(practices::stories::list)
        .on(practices::stories::set)
        .on(practices::back::put_back)
        .on(practices::split::split)
        .on(practices::join::join)
        .on(practices::moving::move_to)
        .on(practices::remove)
        .on(practices::leave_out)
        .on(practices::take_back)
        .on(sign_off::send)
        .on(sign_off::withdraw)
        .on(mine::effect)
        .on(mine::kept::open_reports)
        .on(mine::data)
        .on(leaving::leave)
        .on(promises::scorecard)
        .on(promises::report)
        .on(promises::take_back)
        .on(promises::close)
        .on(promises::set)
        .on(promises::words)
        .on(scorecard::close)
        .on(scorecard::reopen)
        .on(gap_vote::open)
        .on(integrity::set_capacity)
        .on(lists::list)
        .on(lists::rename)
        .on(lists::merge)
        .on(lists::remove)
        .on(lists::drop_former)
        .on(selection::what_if)
        .on(selection::weightings)
        // Signatories.
        .on(designs::adopt)
        // Admins.
        .on(session::ways::rules)
        .on(session::ways::set)
        .on(audit::list)
        .on(audit::mail_health)
        .on(audit::send_again)
        .on(audit::check_designs)
        .on(intake::list)
        .on(intake::set)
        .on(intake::set_pace)
        .on(asks::set_turns)
        .on(programs::list_tokens)
        .on(programs::add_token)
        .on(programs::revoke_token)
        .on(programs::list_hooks)
        .on(programs::add_hook)
        .on(programs::stop_hook)
        .on(programs::remove_hook)
        .on(programs::replay)
        .on(moderation::set_policy)
        .on(people::set_roles)
        .on(sign_off::signers::set)
        .on(sign_off::signers::remove)
        .on(rounds::add)
        .on(rounds::remove_sample)
}

/// The routes, with files and the API's own description beside them.
pub fn routes() -> axum::Router<Site> {
    let (router, operations) = table().into_parts();
    router.merge(files::routes()).merge(openapi::route(operations))
}
