-- Who lets staff who look after their organisation be told how they vote.
create table telling (
    person bigint primary key references person (id) on delete cascade,
    at     bigint not null
);
