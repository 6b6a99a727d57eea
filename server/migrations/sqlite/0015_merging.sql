-- A moderator took a proposal up into another. `seq` is the number of the event, among those of the vote log: what was said on
-- `target` before it counts together with what was said on `source`. An undone one is kept.
create table merging (
    id        integer primary key autoincrement,
    source    bigint not null references proposal (id) on delete cascade,
    target    bigint not null references proposal (id) on delete cascade,
    by_person bigint not null references person (id),
    at        bigint not null,
    seq       bigint not null,
    undone    bigint
);
create unique index merging_source on merging (source) where undone is null;
create index merging_target on merging (target);

-- Whoever does not want what they said on a merged wording to count for the one that remains.
create table merging_out (
    merging bigint not null references merging (id) on delete cascade,
    person  bigint not null references person (id) on delete cascade,
    at      bigint not null,
    primary key (merging, person)
);
create index merging_out_person on merging_out (person);
