-- That the promise of a practice goes on as that of another, in which a later version of the design has the same again: what was
-- said and reported of it has moved there.
create table promise_goes_on (
    practice bigint primary key references practice (id) on delete cascade,
    becomes  bigint not null references practice (id) on delete cascade,
    version  bigint not null
);
create index promise_goes_on_becomes on promise_goes_on (becomes);
