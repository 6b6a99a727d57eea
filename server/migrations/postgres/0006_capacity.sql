-- What a function can carry, in hours a month; null where nobody has said.
alter table list_entry add column capacity bigint;

-- What a practice takes from each of its functions, in hours a month; a function that is not here gives none.
create table practice_load (
    practice bigint not null references practice (id) on delete cascade,
    function bigint not null references list_entry (id),
    hours    bigint not null,
    primary key (practice, function)
);
create index practice_load_function on practice_load (function);
