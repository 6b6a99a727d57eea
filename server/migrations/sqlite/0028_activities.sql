-- Activities: staff and customers at work together. `starts` and `ends` are moments; `utc_offset` is how many minutes the clock there
-- is ahead of UTC. `sequence` grows with every change, as calendars want it. Where it stands follows from `held`, `presented` and
-- `cancelled`, and who did that from the log.
create table activity (
    id          integer primary key autoincrement,
    round       bigint not null references round (id) on delete cascade,
    kind        text not null,
    title       text not null,
    description text not null,
    starts      bigint not null,
    ends        bigint not null,
    utc_offset  bigint not null,
    one_to_one  boolean not null,
    link        text,
    place       text,
    most        bigint,
    sequence    bigint not null,
    held        bigint,
    presented   bigint,
    cancelled   bigint,
    reason      text,
    result      text,
    at          bigint not null,
    by_person   bigint not null references person (id),
    changed     bigint not null
);
create index activity_round on activity (round);
create index activity_by on activity (by_person);

-- Who is invited, what they answered, and whether they were there.
create table activity_invited (
    activity bigint not null references activity (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    at       bigint not null,
    answer   text,
    answered bigint,
    present  bigint,
    primary key (activity, person)
);
create index activity_invited_person on activity_invited (person);

-- The links of letters to them, of which each letter has one of its own: what is kept is a digest.
create table activity_link (
    hash     text primary key,
    activity bigint not null,
    person   bigint not null,
    expires  bigint not null,
    foreign key (activity, person) references activity_invited (activity, person) on delete cascade
);
create index activity_link_of on activity_link (activity, person);

-- What staff noted that somebody present proposed or told. `words` are there until it is answered: then they are those of the proposal
-- or the comment that it became, or nobody's.
create table activity_outcome (
    id        integer primary key autoincrement,
    activity  bigint not null references activity (id) on delete cascade,
    person    bigint references person (id) on delete set null,
    words     text,
    hash      text not null unique,
    expires   bigint not null,
    by_person bigint not null references person (id),
    at        bigint not null,
    answered  bigint,
    proposal  bigint references proposal (id) on delete set null,
    comment   bigint references comment (id) on delete set null
);
create index activity_outcome_activity on activity_outcome (activity);
create index activity_outcome_person on activity_outcome (person);
create index activity_outcome_by on activity_outcome (by_person);
create index activity_outcome_proposal on activity_outcome (proposal);
create index activity_outcome_comment on activity_outcome (comment);

-- Staff's notes on an activity stand with their other notes.
alter table note add column activity bigint references activity (id) on delete cascade;
create index note_activity on note (activity);
