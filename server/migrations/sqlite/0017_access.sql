-- Who may do what in a round, as JSON; without any, everybody sees it and whoever is signed in takes part.
alter table round add column access text;
-- Somebody who takes part without an account, known by their browser alone. `became`: who they turned out to be.
create table guest (
    person bigint primary key references person (id) on delete cascade,
    since  bigint not null,
    became bigint references person (id)
);
create index guest_became on guest (became);
