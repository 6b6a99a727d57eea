//! What is kept about one person.

use super::{Db, on, row};
use model::PersonId;

row! {
    pub struct OwnProposalRow {
        id: i64,
        round: i64,
        kind: String,
        title: String,
        why: String,
        stages: i64,
        cultures: i64,
        who: Option<String>,
        how: Option<String>,
        tool: Option<String>,
        measure: Option<String>,
        status: String,
        created: i64,
    }
}

row! {
    pub struct OwnVerdictRow {
        proposal: i64,
        decision: String,
        reason: Option<String>,
        at: i64,
    }
}

row! {
    pub struct OwnVoteRow {
        proposal: i64,
        at: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        on_behalf: bool,
    }
}

row! {
    /// What staff noted that they said.
    pub struct OwnNotedRow {
        proposal: i64,
        stance: i64,
        strength: i64,
        red_line: bool,
        source: String,
        said: i64,
        at: i64,
        answered: Option<i64>,
    }
}

row! {
    /// A wording whose merging they stepped out of.
    pub struct OwnStepRow {
        proposal: i64,
        at: i64,
    }
}

row! {
    /// How they stand to writing a proposal of somebody else.
    pub struct OwnWritingRow {
        proposal: i64,
        state: String,
        at: i64,
    }
}

row! {
    /// An earlier wording that they gave to a proposal.
    pub struct OwnWordingRow {
        proposal: i64,
        title: String,
        why: String,
        until: i64,
    }
}

row! {
    /// Where somebody named them, as they were told.
    pub struct OwnMentionRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        told: i64,
    }
}

row! {
    /// What they said of a purchase, or which part they have in one.
    pub struct OwnPurchaseRow {
        purchase: i64,
        name: Option<String>,
        stage: Option<String>,
        culture: Option<String>,
        state: Option<String>,
        role: Option<String>,
        at: i64,
    }
}

row! {
    /// What they asked to join, and what was answered.
    pub struct OwnRequestRow {
        account: String,
        at: i64,
        answered: Option<i64>,
        accepted: Option<bool>,
        reason: Option<String>,
    }
}

row! {
    pub struct OwnInvitedRow {
        account: String,
        at: i64,
        answered: Option<i64>,
        accepted: Option<bool>,
    }
}

row! {
    /// A link to join their account with, which they made.
    pub struct OwnLinkRow {
        at: i64,
        expires: i64,
        used: i64,
    }
}

row! {
    pub struct OwnReportRow {
        practice: i64,
        quarter: i64,
        kept: Option<bool>,
        feeling: Option<String>,
        words: Option<String>,
        readable: bool,
        named: bool,
        at: i64,
    }
}

row! {
    /// A comment or story, or an earlier wording of one.
    pub struct OwnWordsRow {
        id: i64,
        proposal: i64,
        kind: String,
        tone: Option<String>,
        status: String,
        text: String,
        created: i64,
        until: Option<i64>,
    }
}

row! {
    /// A picture that they uploaded; itself it is read at its address.
    pub struct OwnPictureRow {
        id: i64,
        proposal: Option<i64>,
        comment: Option<i64>,
        alt: Option<String>,
        at: i64,
    }
}

row! {
    /// What this person said against something.
    pub struct OwnComplaintRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        reason: String,
        at: i64,
    }
}

row! {
    /// What a moderator asked about something of theirs.
    pub struct OwnQuestionRow {
        proposal: Option<i64>,
        comment: Option<i64>,
        text: String,
        at: i64,
        answer: Option<String>,
        closed: Option<i64>,
    }
}

row! {
    /// A time in which they could write nothing.
    pub struct OwnBlockRow {
        reason: String,
        at: i64,
        lifted: Option<i64>,
    }
}

row! {
    pub struct OwnEventRow {
        at: i64,
        kind: String,
        subject: i64,
        round: Option<i64>,
    }
}

row! {
    pub struct OwnLetterRow {
        subject: String,
        created: i64,
        sent: Option<i64>,
    }
}

row! {
    /// What this person was told.
    pub struct OwnNoticeRow {
        kind: String,
        what: String,
        subject: i64,
        words: Option<String>,
        at: i64,
        seen: Option<i64>,
    }
}

row! {
    pub struct OwnFollowRow {
        proposal: i64,
        wanted: bool,
        at: i64,
    }
}

row! {
    /// A letter that asked whether a promise was kept.
    pub struct OwnAskRow {
        practice: i64,
        quarter: i64,
        at: i64,
    }
}

row! {
    pub struct OwnWayRow {
        kind: String,
        way: String,
    }
}

row! {
    /// A function that this person holds or held the signature of, or what they said for one.
    pub struct OwnSigningRow {
        function: String,
        what: String,
        words: Option<String>,
        at: i64,
    }
}

const SIGNING: &str = "select e.name as function, 'holds' as what, cast(null as text) as words, s.at from signing s \
                       join list_entry e on e.id = s.function where s.person = $1 \
                       union all select e.name, 'signs in the place of its holder', cast(null as text), d.at from signing_delegate d \
                       join signing s on s.id = d.signing join list_entry e on e.id = s.function where d.person = $1 \
                       union all select e.name, o.verdict, o.words, o.at from sign_off o \
                       join list_entry e on e.id = o.function where o.person = $1 order by 4, 1, 2";
const PROPOSALS: &str = "select id, round, kind, title, why, stages, cultures, who, how, tool, measure, status, created \
                         from proposal where author = $1 order by id";
const VERDICTS: &str = "select v.proposal, v.decision, v.reason, v.at from verdict v join proposal p on p.id = v.proposal \
                        where p.author = $1 order by v.id";
// With those that they gave as a guest before they signed in.
const VOTES: &str = "select proposal, at, stance, strength, red_line, on_behalf from vote_log where person = $1 \
                     or person in (select person from guest where became = $1) order by seq";
// With the words that have been replaced since, and are still told.
const REPORTS: &str = "select practice, quarter, kept, feeling, words, readable, named, at from report where person = $1 \
                       union all select t.practice, t.quarter, cast(null as boolean), cast(null as text), t.words, $2, $2, f.at \
                       from report_told_words t join report_told f on f.practice = t.practice and f.quarter = t.quarter \
                       where t.person = $1 and not exists (select 1 from report r where r.practice = t.practice \
                       and r.quarter = t.quarter and r.person = t.person and r.words = t.words) order by 8, 1, 2";
const ASKS: &str = "select practice, quarter, at from ask where person = $1 order by id";
const WORDS: &str = "select id, proposal, kind, tone, status, text, created, cast(null as bigint) as until, 1 as present from comment \
                     where author = $1 union all select c.id, c.proposal, c.kind, c.tone, c.status, w.text, c.created, \
                     w.until, 0 as present from comment_wording w join comment c on c.id = w.comment where c.author = $1 \
                     order by 1, 9, 8";
const PICTURES: &str = "select id, proposal, comment, alt, at from picture where author = $1 order by id";
const PURCHASES: &str = "select purchase, name, stage, culture, state, cast(null as text) as role, at from purchase_step \
                         where by_person = $1 union all select purchase, cast(null as text), cast(null as text), cast(null as text), \
                         cast(null as text), role, at from purchase_part where person = $1 order by 1, 7, 6";
const INVITED: &str = "select a.name as account, i.at, i.answered, i.accepted from account_invitation i \
                       join account a on a.id = i.account where i.person = $1 order by i.id";
const REQUESTS: &str =
    "select account, at, answered, accepted, reason from join_request where person = $1 order by id";
const LINKS: &str = "select at, expires, used from join_link where by_person = $1 order by id";
const COORDINATES: &str = "select at from coordinator where person = $1";
const TELLING: &str = "select at from telling where person = $1";
const FINDABLE: &str = "select at, line from findable where person = $1";
const WRITING: &str = "select proposal, state, at from writer where person = $1 order by proposal";
const WORDINGS: &str = "select w.proposal, w.title, w.why, w.until from proposal_wording w join proposal p on p.id = w.proposal \
                        where w.by_person = $1 or (w.by_person is null and p.author = $1) order by w.id";
const ASKED_AGAIN: &str = "select proposal from asked_again where person = $1 order by proposal";
const MENTIONS: &str =
    "select proposal, comment, told from mention where person = $1 and told is not null order by id";
const COMPLAINTS: &str = "select proposal, comment, reason, at from complaint where person = $1 order by id";
const QUESTIONS: &str = "select q.proposal, q.comment, q.text, q.at, q.answer, q.closed from question q \
                         left join proposal p on p.id = q.proposal left join comment c on c.id = q.comment \
                         where p.author = $1 or c.author = $1 order by q.id";
const TRUSTED: &str = "select at from trusted where person = $1";
const BLOCKS: &str = "select reason, at, lifted from blocking where person = $1 order by id";
// Whether somebody whom one invited was known here is told by `invitation.sent` in no case, and is not told otherwise either.
const EVENTS: &str =
    "select at, kind, subject, round from event where person = $1 and kind <> 'person.invited' order by seq";
const LETTERS: &str = "select subject, created, sent from mail where recipient = $1 order by id";

const NOTICES: &str = "select kind, what, subject, words, at, seen from notice where person = $1 order by id";
const FOLLOWS: &str = "select proposal, wanted, at from follow where person = $1 order by proposal";
const NOTED: &str = "select proposal, stance, strength, red_line, source, said, at, answered from on_behalf \
                     where person = $1 order by id";
const STEPPED_OUT: &str = "select m.source as proposal, o.at from merging_out o join merging m on m.id = o.merging \
                           where o.person = $1 order by 2, 1";
const FOLLOWS_VOTES: &str = "select wanted from follows_votes where person = $1";
const HUSHED_PROPOSALS: &str = "select proposal from hushed_proposal where person = $1 order by 1";
const HUSHED_PROMISES: &str = "select practice from hushed_promise where person = $1 order by 1";
const WAYS: &str = "select kind, way from notice_way where person = $1 order by kind";

/// All of it, each kind in its own order.
pub struct Mine {
    pub proposals: Vec<OwnProposalRow>,
    pub verdicts: Vec<OwnVerdictRow>,
    pub votes: Vec<OwnVoteRow>,
    pub reports: Vec<OwnReportRow>,
    pub asks: Vec<OwnAskRow>,
    pub words: Vec<OwnWordsRow>,
    pub pictures: Vec<OwnPictureRow>,
    /// Since when others find them, and what they say of themselves.
    pub findable: Option<(i64, Option<String>)>,
    /// Since when they let it be told how they vote.
    pub telling: Option<i64>,
    pub mentions: Vec<OwnMentionRow>,
    pub writing: Vec<OwnWritingRow>,
    pub wordings: Vec<OwnWordingRow>,
    /// Proposals that were changed since they voted.
    pub asked_again: Vec<i64>,
    pub requests: Vec<OwnRequestRow>,
    pub invited: Vec<OwnInvitedRow>,
    pub links: Vec<OwnLinkRow>,
    /// Since when they invite others to their account.
    pub coordinates: Option<i64>,
    pub purchases: Vec<OwnPurchaseRow>,
    pub complaints: Vec<OwnComplaintRow>,
    pub events: Vec<OwnEventRow>,
    pub letters: Vec<OwnLetterRow>,
    pub notices: Vec<OwnNoticeRow>,
    pub follows: Vec<OwnFollowRow>,
    pub follows_votes: Option<bool>,
    pub hushed_proposals: Vec<i64>,
    pub hushed_promises: Vec<i64>,
    pub ways: Vec<OwnWayRow>,
    pub noted: Vec<OwnNotedRow>,
    pub stepped_out: Vec<OwnStepRow>,
    pub signing: Vec<OwnSigningRow>,
    pub questions: Vec<OwnQuestionRow>,
    pub blocks: Vec<OwnBlockRow>,
    /// Since when their words pass the rules on intake.
    pub trusted: Option<i64>,
}

/// `address`: where letters to this person go.
///
/// # Errors
/// Those of the database.
pub async fn load(db: &Db, person: PersonId, address: &str) -> Result<Mine, sqlx::Error> {
    let id = person.0;
    Ok(Mine {
        proposals: on!(db, c => sqlx::query_as(PROPOSALS).bind(id).fetch_all(c).await)?,
        verdicts: on!(db, c => sqlx::query_as(VERDICTS).bind(id).fetch_all(c).await)?,
        votes: on!(db, c => sqlx::query_as(VOTES).bind(id).fetch_all(c).await)?,
        reports: on!(db, c => sqlx::query_as(REPORTS).bind(id).bind(false).fetch_all(c).await)?,
        purchases: on!(db, c => sqlx::query_as(PURCHASES).bind(id).fetch_all(c).await)?,
        requests: on!(db, c => sqlx::query_as(REQUESTS).bind(id).fetch_all(c).await)?,
        invited: on!(db, c => sqlx::query_as(INVITED).bind(id).fetch_all(c).await)?,
        links: on!(db, c => sqlx::query_as(LINKS).bind(id).fetch_all(c).await)?,
        coordinates: on!(db, c => sqlx::query_scalar(COORDINATES).bind(id).fetch_optional(c).await)?,
        telling: on!(db, c => sqlx::query_scalar(TELLING).bind(id).fetch_optional(c).await)?,
        findable: on!(db, c => sqlx::query_as(FINDABLE).bind(id).fetch_optional(c).await)?,
        writing: on!(db, c => sqlx::query_as(WRITING).bind(id).fetch_all(c).await)?,
        wordings: on!(db, c => sqlx::query_as(WORDINGS).bind(id).fetch_all(c).await)?,
        asked_again: on!(db, c => sqlx::query_scalar(ASKED_AGAIN).bind(id).fetch_all(c).await)?,
        mentions: on!(db, c => sqlx::query_as(MENTIONS).bind(id).fetch_all(c).await)?,
        asks: on!(db, c => sqlx::query_as(ASKS).bind(id).fetch_all(c).await)?,
        words: on!(db, c => sqlx::query_as(WORDS).bind(id).fetch_all(c).await)?,
        pictures: on!(db, c => sqlx::query_as(PICTURES).bind(id).fetch_all(c).await)?,
        complaints: on!(db, c => sqlx::query_as(COMPLAINTS).bind(id).fetch_all(c).await)?,
        events: on!(db, c => sqlx::query_as(EVENTS).bind(id).fetch_all(c).await)?,
        letters: on!(db, c => sqlx::query_as(LETTERS).bind(address).fetch_all(c).await)?,
        notices: on!(db, c => sqlx::query_as(NOTICES).bind(id).fetch_all(c).await)?,
        follows: on!(db, c => sqlx::query_as(FOLLOWS).bind(id).fetch_all(c).await)?,
        follows_votes: on!(db, c => sqlx::query_scalar(FOLLOWS_VOTES).bind(id).fetch_optional(c).await)?,
        hushed_proposals: on!(db, c => sqlx::query_scalar(HUSHED_PROPOSALS).bind(id).fetch_all(c).await)?,
        hushed_promises: on!(db, c => sqlx::query_scalar(HUSHED_PROMISES).bind(id).fetch_all(c).await)?,
        ways: on!(db, c => sqlx::query_as(WAYS).bind(id).fetch_all(c).await)?,
        noted: on!(db, c => sqlx::query_as(NOTED).bind(id).fetch_all(c).await)?,
        stepped_out: on!(db, c => sqlx::query_as(STEPPED_OUT).bind(id).fetch_all(c).await)?,
        signing: on!(db, c => sqlx::query_as(SIGNING).bind(id).fetch_all(c).await)?,
        questions: on!(db, c => sqlx::query_as(QUESTIONS).bind(id).fetch_all(c).await)?,
        blocks: on!(db, c => sqlx::query_as(BLOCKS).bind(id).fetch_all(c).await)?,
        trusted: on!(db, c => sqlx::query_scalar(TRUSTED).bind(id).fetch_optional(c).await)?,
    })
}
