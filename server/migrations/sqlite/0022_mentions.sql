-- Whom a text names, and when they were told of it: once, however often it is changed.
create table mention (
    id       integer primary key autoincrement,
    proposal bigint references proposal (id) on delete cascade,
    comment  bigint references comment (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    at       bigint not null,
    told     bigint
);
create unique index mention_proposal on mention (proposal, person);
create unique index mention_comment on mention (comment, person);
create index mention_person on mention (person);
