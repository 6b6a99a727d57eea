-- The whole of the first schema. Times are microseconds since 1970 in UTC. What happened is a row with who and
-- when, never a boolean. The file of the same name in ../postgres differs in the declaration of keys alone.

-- One row: the last number given out, in commit order, to votes and events together. A transaction that writes
-- either first raises it, and so holds its lock until it commits: who has read n has read all up to n.
create table sequence (id bigint primary key check (id = 1), last bigint not null);
insert into sequence (id, last) values (1, 0);

create table setup_key (id bigint primary key check (id = 1), hash text not null, created bigint not null);

create table account (
    id          integer primary key autoincrement,
    name        text not null unique,
    parent      bigint references account (id),
    tier        bigint not null default 1 check (tier between 1 and 3),
    tier_reason text,
    source      text,
    created     bigint not null
);
create index account_parent on account (parent);
create table account_domain (domain text primary key, account bigint not null references account (id) on delete cascade);
create index account_domain_account on account_domain (account);
create table segment (id integer primary key autoincrement, name text not null unique);
create table account_attribute (
    account bigint not null references account (id) on delete cascade,
    segment bigint not null references segment (id) on delete cascade,
    value   text not null,
    primary key (account, segment)
);

-- Imported people have a source and its key, and no address to sign in with.
create table person (
    id         integer primary key autoincrement,
    name       text not null,
    email      text unique,
    source     text,
    source_key text,
    created    bigint not null,
    unique (source, source_key)
);
create table membership (
    person    bigint primary key references person (id) on delete cascade,
    account   bigint references account (id),
    declared  text,
    confirmed bigint,
    by_person bigint references person (id),
    how       text
);
create index membership_account on membership (account);
create table person_role (
    person   bigint not null references person (id) on delete cascade,
    role     text not null,
    given    bigint not null,
    given_by bigint references person (id),
    primary key (person, role)
);

-- Only the hash of a session's key is kept. `data` is what a stranger began before signing in.
create table session (
    id      integer primary key autoincrement,
    hash    text not null unique,
    person  bigint references person (id) on delete cascade,
    device  text not null default '',
    data    text not null default '{}',
    created bigint not null,
    seen    bigint not null,
    expires bigint not null
);
create index session_person on session (person);
create index session_expires on session (expires);
create table sign_in (
    id        integer primary key autoincrement,
    email     text not null,
    code_hash text not null,
    link_hash text not null unique,
    next      text not null default '',
    wrong     bigint not null default 0,
    created   bigint not null,
    expires   bigint not null,
    used      bigint
);
create index sign_in_email on sign_in (email);

create table round (
    id              integer primary key autoincrement,
    question        text not null,
    introduction    text not null,
    how_votes_count text not null,
    selection       text not null,
    moderation      text not null,
    sample          boolean not null,
    source          text unique,
    created         bigint not null,
    created_by      bigint references person (id)
);
-- The company, once set up, and the round its pages open on.
create table company (
    id      bigint primary key check (id = 1),
    name    text not null,
    round   bigint references round (id),
    created bigint not null
);
create table stage (
    round    bigint not null references round (id) on delete cascade,
    position bigint not null,
    letter   text not null,
    name     text not null,
    text     text not null,
    primary key (round, position)
);
create table culture (
    round    bigint not null references round (id) on delete cascade,
    position bigint not null,
    suit     text not null,
    name     text not null,
    customer text not null,
    vendor   text not null,
    primary key (round, position)
);
create table resource (
    id           integer primary key autoincrement,
    round        bigint not null references round (id) on delete cascade,
    position     bigint not null,
    name         text not null,
    unit         text not null,
    capacity     bigint not null,
    default_cost bigint not null,
    unique (round, name)
);
create table phase_window (
    round  bigint not null references round (id) on delete cascade,
    phase  text not null,
    opens  bigint,
    closes bigint,
    primary key (round, phase)
);
create table speaks_from (
    person  bigint not null references person (id) on delete cascade,
    round   bigint not null references round (id) on delete cascade,
    culture bigint not null,
    at      bigint not null,
    primary key (person, round)
);

-- `stages` and `cultures` are sets of positions, a bit for each.
create table proposal (
    id         integer primary key autoincrement,
    round      bigint not null references round (id) on delete cascade,
    kind       text not null,
    title      text not null,
    why        text not null,
    stages     bigint not null,
    cultures   bigint not null,
    who        text,
    how        text,
    tool       text,
    measure    text,
    author     bigint references person (id),
    status     text not null,
    created    bigint not null,
    source     text,
    source_key text,
    unique (source, source_key)
);
create index proposal_round on proposal (round);
create index proposal_author on proposal (author);
create table verdict (
    id        integer primary key autoincrement,
    proposal  bigint not null references proposal (id) on delete cascade,
    moderator bigint not null references person (id),
    decision  text not null,
    reason    text,
    at        bigint not null
);
create index verdict_proposal on verdict (proposal);
create table left_out (
    proposal  bigint primary key references proposal (id) on delete cascade,
    reason    text not null,
    by_person bigint not null references person (id),
    at        bigint not null
);

-- Every vote ever cast, numbered in commit order. `stance`: 0 taken back, 1 agree, 2 disagree, 3 pass; `strength`:
-- 0 none, 1 nice, 2 important, 3 essential. A vote on behalf was recorded by staff, or imported into an open round,
-- and is counted apart until the voter confirms it; `by_person` says who recorded it.
create table vote_log (
    seq        bigint primary key,
    at         bigint not null,
    person     bigint not null references person (id),
    proposal   bigint not null references proposal (id) on delete cascade,
    stance     bigint not null,
    strength   bigint not null,
    red_line   boolean not null,
    on_behalf  boolean not null default false,
    by_person  bigint references person (id),
    source     text,
    source_key text,
    unique (source, source_key)
);
create index vote_log_proposal on vote_log (proposal);
-- The current vote of each person on each proposal: the last in the log.
create table vote (
    person    bigint not null references person (id),
    proposal  bigint not null references proposal (id) on delete cascade,
    stance    bigint not null,
    strength  bigint not null,
    red_line  boolean not null,
    on_behalf boolean not null default false,
    seq       bigint not null,
    primary key (person, proposal)
);
create index vote_proposal on vote (proposal);

-- Anything else that happened, in the same numbering as votes.
create table event (
    seq     bigint primary key,
    at      bigint not null,
    person  bigint references person (id),
    round   bigint,
    kind    text not null,
    subject bigint,
    detail  text
);

-- The company's lists: activities, functions, tools. `key` is the name in lower case, by which it is found again.
create table list_entry (
    id   integer primary key autoincrement,
    list text not null,
    name text not null,
    key  text not null,
    unique (list, key)
);
create table practice (
    id          integer primary key autoincrement,
    round       bigint not null references round (id) on delete cascade,
    title       text not null,
    activity    bigint not null references list_entry (id),
    accountable bigint not null references list_entry (id),
    how         text,
    tool        bigint references list_entry (id),
    aim         text,
    lead        text,
    lag         text,
    behaviours  bigint not null,
    stages      bigint not null,
    cultures    bigint not null,
    created     bigint not null,
    created_by  bigint not null references person (id),
    removed     bigint,
    removed_by  bigint references person (id)
);
create index practice_round on practice (round);
create table practice_involved (
    practice bigint not null references practice (id) on delete cascade,
    function bigint not null references list_entry (id),
    position bigint not null,
    primary key (practice, function)
);
create table practice_proposal (
    practice bigint not null references practice (id) on delete cascade,
    proposal bigint not null references proposal (id) on delete cascade,
    position bigint not null,
    primary key (practice, proposal)
);
create index practice_proposal_proposal on practice_proposal (proposal);
create table practice_cost (
    practice bigint not null references practice (id) on delete cascade,
    resource bigint not null references resource (id) on delete cascade,
    amount   bigint not null,
    primary key (practice, resource)
);
create table cost_change (
    id            integer primary key autoincrement,
    practice      bigint not null references practice (id) on delete cascade,
    resource      bigint not null references resource (id) on delete cascade,
    amount_before bigint,
    amount_after  bigint not null,
    by_person     bigint not null references person (id),
    at            bigint not null
);
create index cost_change_practice on cost_change (practice);

-- An adopted design. `content` is frozen JSON in which people's words stand by the digest of salt and text; the
-- words themselves are in `words`, where removing text and salt leaves the digest, and the hash still verifies.
create table design (
    version bigint primary key,
    round   bigint not null references round (id) on delete cascade,
    adopted bigint not null,
    signer  bigint not null references person (id),
    content text not null,
    digest  text not null
);
create index design_round on design (round);
create table words (
    version  bigint not null references design (version) on delete cascade,
    digest   text not null,
    salt     text,
    text     text,
    proposal bigint references proposal (id) on delete cascade,
    person   bigint references person (id) on delete cascade,
    primary key (version, digest)
);
create index words_proposal on words (proposal);
create index words_person on words (person);
-- What an adopted design says of each proposal: a practice that it became part of, or why it was left out. The same
-- as in `content`, where it can be looked up by proposal.
create table design_proposal (
    version  bigint not null references design (version) on delete cascade,
    proposal bigint not null references proposal (id) on delete cascade,
    place    bigint not null,
    practice text,
    reason   text,
    primary key (version, proposal, place)
);
create index design_proposal_proposal on design_proposal (proposal);

-- Mail waiting to leave; written in the transaction that wants it sent.
create table mail (
    id        integer primary key autoincrement,
    recipient text not null,
    subject   text not null,
    body      text not null,
    created   bigint not null,
    due       bigint not null,
    tries     bigint not null default 0,
    sent      bigint,
    problem   text
);
create index mail_due on mail (sent, due);
