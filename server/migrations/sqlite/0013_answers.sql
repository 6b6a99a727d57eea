-- What the company officially says to a proposal; the last counts, the others stay to be known.
create table official_answer (
    id        integer primary key autoincrement,
    proposal  bigint not null references proposal (id) on delete cascade,
    text      text not null,
    by_person bigint not null references person (id),
    at        bigint not null
);
create index official_answer_proposal on official_answer (proposal);
