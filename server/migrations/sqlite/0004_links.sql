-- Practices of a round that cannot be done together; the lower number stands first.
create table practice_opposite (
    practice bigint not null references practice (id) on delete cascade,
    other    bigint not null references practice (id) on delete cascade,
    primary key (practice, other)
);
create index practice_opposite_other on practice_opposite (other);

-- What must be there for a practice to be.
create table practice_need (
    practice bigint not null references practice (id) on delete cascade,
    need     bigint not null references practice (id) on delete cascade,
    primary key (practice, need)
);
create index practice_need_need on practice_need (need);
