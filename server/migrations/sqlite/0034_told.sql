-- What is told of a practice in a quarter: the figures as they stood when five more accounts had reported than were told before, or
-- when the quarter had ended (`closed`), which is the last of them. `kept` is in hundredths of a voice. What replaces a row is a
-- new one, so that the highest number says whether anything else is told.
create table report_told (
    id       integer primary key autoincrement,
    practice bigint not null references practice (id) on delete cascade,
    quarter  bigint not null,
    voices   bigint not null,
    kept     bigint not null,
    closed   boolean not null,
    at       bigint not null,
    unique (practice, quarter)
);

-- What had been written by then: words come and go with the figures, since in between they would tell who has just answered.
create table report_told_words (
    practice bigint not null references practice (id) on delete cascade,
    quarter  bigint not null,
    person   bigint not null references person (id) on delete cascade,
    words    text not null,
    primary key (practice, quarter, person)
);
create index report_told_words_person on report_told_words (person);

-- That the promise of a practice goes on as that of another, in which a later version of the design has the same again: what was
-- said and reported of it has moved there.
create table promise_goes_on (
    practice bigint primary key references practice (id) on delete cascade,
    becomes  bigint not null references practice (id) on delete cascade,
    version  bigint not null
);
create index promise_goes_on_becomes on promise_goes_on (becomes);
