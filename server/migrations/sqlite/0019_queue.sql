-- How something stood before a verdict, so that the verdict can be taken back, and when it was.
alter table verdict add column stood text;
alter table verdict add column held text;
alter table verdict add column undone bigint;
alter table comment_verdict add column stood text;
alter table comment_verdict add column held text;
alter table comment_verdict add column undone bigint;

-- Who may write nothing for a time, and why. Once they have left, nobody's; a lifted one is kept, as the log of verdicts has it.
create table blocking (
    id        integer primary key autoincrement,
    person    bigint references person (id) on delete set null,
    by_person bigint not null references person (id),
    reason    text not null,
    at        bigint not null,
    lifted    bigint,
    lifted_by bigint references person (id)
);
create unique index blocking_person on blocking (person) where lifted is null;

-- What moderators ask the author of something that waits; closed once they have answered or changed it, or it is asked no longer.
create table question (
    id        integer primary key autoincrement,
    proposal  bigint references proposal (id) on delete cascade,
    comment   bigint references comment (id) on delete cascade,
    by_person bigint not null references person (id),
    text      text not null,
    at        bigint not null,
    answer    text,
    closed    bigint
);
create unique index question_proposal on question (proposal) where closed is null;
create unique index question_comment on question (comment) where closed is null;

-- To which moderator a colleague handed something that waits.
create table handed (
    id        integer primary key autoincrement,
    proposal  bigint unique references proposal (id) on delete cascade,
    comment   bigint unique references comment (id) on delete cascade,
    person    bigint not null references person (id) on delete cascade,
    by_person bigint not null references person (id),
    at        bigint not null
);

-- When a proposal got its present wording, if it had another before.
alter table proposal add column changed bigint;

-- When moderators were last told that something waits too long.
create table overdue (id bigint primary key check (id = 1), told bigint not null);
insert into overdue (id, told) values (1, 0);
