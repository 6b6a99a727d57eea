-- Customers who write a proposal with its author: invited, or having offered themselves, until they write it; or no longer.
create table writer (
    proposal bigint not null references proposal (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    state    text not null,
    at       bigint not null,
    primary key (proposal, person)
);
create index writer_person on writer (person);

-- Earlier wordings of proposals, once published: whose they were, since when, when they were replaced, and
-- whether whoever had voted was then asked again.
create table proposal_wording (
    id        integer primary key autoincrement,
    proposal  bigint not null references proposal (id) on delete cascade,
    by_person bigint references person (id) on delete set null,
    kind      text not null,
    title     text not null,
    why       text not null,
    stages    bigint not null,
    cultures  bigint not null,
    who       text,
    how       text,
    tool      text,
    measure   text,
    at        bigint not null,
    until     bigint not null,
    asked     boolean not null
);
create index proposal_wording_proposal on proposal_wording (proposal);
create index proposal_wording_person on proposal_wording (by_person);

-- Whose the present wording is, if not its author's.
alter table proposal add column changed_by bigint references person (id) on delete set null;

-- What voters said on an earlier wording. It counts no more, by entry `seq` of the log, until they say it again.
create table asked_again (
    proposal bigint not null references proposal (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    stance   bigint not null,
    strength bigint not null,
    red_line boolean not null,
    seq      bigint not null,
    at       bigint not null,
    primary key (proposal, person)
);
create index asked_again_person on asked_again (person);
