-- What staff noted that a customer said: a vote in the log, which counts apart until its voter says that it is so. `source` and
-- `said` tell where and on which day they said it; `hash` is the digest of what the link in their letter carries. `answered`: when
-- they answered by that link. How they did stands in their own vote alone.
create table on_behalf (
    id        integer primary key autoincrement,
    person    bigint not null references person (id) on delete cascade,
    proposal  bigint not null references proposal (id) on delete cascade,
    stance    bigint not null,
    strength  bigint not null,
    red_line  boolean not null,
    source    text not null,
    said      bigint not null,
    by_person bigint not null references person (id),
    at        bigint not null,
    hash      text not null unique,
    expires   bigint not null,
    answered  bigint,
    unique (person, proposal)
);
create index on_behalf_proposal on on_behalf (proposal);
create index on_behalf_by on on_behalf (by_person);
