-- What is to be so before a phase of a round is opened. A phase that has any is opened by hand alone.
create table gate_criterion (
    round    bigint not null references round (id) on delete cascade,
    phase    text not null,
    position bigint not null,
    text     text not null,
    primary key (round, phase, position)
);

-- That a phase was opened through its gate: the criteria as they then were (JSON), each met or not, and why those that were not
-- did not matter.
create table gate_pass (
    id        integer primary key autoincrement,
    round     bigint not null references round (id) on delete cascade,
    phase     text not null,
    criteria  text not null,
    reason    text,
    at        bigint not null,
    by_person bigint not null references person (id)
);
create index gate_pass_round on gate_pass (round);

-- That a round was discontinued, and why. `windows`: when its phases were open (JSON), to be put back when it is taken up again.
create table discontinuing (
    id         integer primary key autoincrement,
    round      bigint not null references round (id) on delete cascade,
    reason     text not null,
    windows    text not null,
    at         bigint not null,
    by_person  bigint not null references person (id),
    resumed    bigint,
    resumed_by bigint references person (id)
);
create unique index discontinuing_open on discontinuing (round) where resumed is null;

-- What a practice was before each change, so that whoever made the last can take it back. `sitting`: kept by itself while its form was
-- open; what is kept so in one sitting is one change.
create table practice_change (
    id        integer primary key autoincrement,
    practice  bigint not null references practice (id) on delete cascade,
    revision  bigint not null,
    was       text not null,
    sitting   boolean not null,
    at        bigint not null,
    by_person bigint not null references person (id)
);
create index practice_change_practice on practice_change (practice);
