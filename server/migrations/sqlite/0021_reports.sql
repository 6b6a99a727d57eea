-- The letters that ask somebody whether a practice was kept towards them: after a contact, by whom, or, without `by_person`,
-- because it was their turn. `hash` is the digest of what the link carries. What they say stands in `report` alone.
create table ask (
    id        integer primary key autoincrement,
    practice  bigint not null references practice (id) on delete cascade,
    person    bigint not null references person (id) on delete cascade,
    quarter   bigint not null,
    by_person bigint references person (id),
    at        bigint not null,
    hash      text not null unique,
    expires   bigint not null,
    unique (person, practice, quarter)
);
create index ask_practice on ask (practice);
create index ask_quarter on ask (quarter);
create index ask_by on ask (by_person);

-- Whether customers are asked in turn, since when, and how often one person at most in a quarter of a year. Nobody is until somebody
-- says so.
create table asking (
    id         bigint primary key check (id = 1),
    cap        bigint not null,
    since      bigint,
    changed    bigint not null,
    changed_by bigint references person (id)
);

-- What an indicator of a practice was on a day, in thousandths of its unit. `source`: by hand, from a list, or over the API.
create table indicator_value (
    id        integer primary key autoincrement,
    practice  bigint not null references practice (id) on delete cascade,
    which     text not null,
    day       bigint not null,
    value     bigint not null,
    source    text not null,
    by_person bigint references person (id),
    at        bigint not null,
    unique (practice, which, day)
);

-- That customers of a quarter say that a practice is not kept, which opens its review and its cells again; until somebody closes it.
create table gap (
    id        integer primary key autoincrement,
    practice  bigint not null references practice (id) on delete cascade,
    quarter   bigint not null,
    at        bigint not null,
    closed    bigint,
    closed_by bigint references person (id),
    reason    text,
    unique (practice, quarter)
);
