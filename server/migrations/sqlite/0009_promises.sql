-- How far a practice of an adopted design has come. One that nobody has said anything of is planned.
create table promise (
    practice   bigint primary key references practice (id) on delete cascade,
    progress   text not null,
    reason     text,
    owner      text,
    starts     bigint,
    review     bigint,
    changed    bigint not null,
    changed_by bigint not null references person (id)
);

-- Whether a practice was kept towards somebody in a quarter of a year; without `kept` it has been taken back. What replaces a
-- report is a new row, so that the highest number says whether anything has changed.
create table report (
    id       integer primary key autoincrement,
    practice bigint not null references practice (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    quarter  bigint not null,
    kept     boolean,
    feeling  text,
    words    text,
    at       bigint not null,
    unique (practice, person, quarter)
);
create index report_person on report (person);
