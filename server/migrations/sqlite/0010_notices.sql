-- News for a person, made from the event log by the herald. `due`: when it leaves by mail unless it is read before; none where it
-- is not to, or has.
create table notice (
    id      integer primary key autoincrement,
    person  bigint not null references person (id) on delete cascade,
    kind    text not null,
    what    text not null,
    round   bigint references round (id) on delete cascade,
    subject bigint not null,
    words   text,
    at      bigint not null,
    seen    bigint,
    due     bigint
);
create index notice_person on notice (person, id);
create index notice_due on notice (due, person);

-- Whether somebody wants news of a proposal. Who wrote it does, unless they say otherwise.
create table follow (
    person   bigint not null references person (id) on delete cascade,
    proposal bigint not null references proposal (id) on delete cascade,
    wanted   boolean not null,
    at       bigint not null,
    primary key (person, proposal)
);
create index follow_proposal on follow (proposal);

-- How news of a kind reaches somebody, where they do not want it the ordinary way.
create table notice_way (
    person bigint not null references person (id) on delete cascade,
    kind   text not null,
    way    text not null,
    primary key (person, kind)
);

-- Lets whoever holds a letter to this person say which letters they no longer want, and nothing else.
create table letter_key (
    person bigint primary key references person (id) on delete cascade,
    key    text not null unique
);

-- How far the herald has come: the last event told of, within the next one the last person told, and until when phases
-- that open and close by themselves were told. What happened before it was there is not told.
create table herald (
    id     bigint primary key check (id = 1),
    seq    bigint not null,
    person bigint not null,
    until  bigint
);
insert into herald (id, seq, person) select 1, last, 0 from sequence where id = 1;

alter table mail add column html text;
alter table mail add column unsubscribe text;
