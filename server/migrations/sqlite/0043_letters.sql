-- Letters about one proposal or one promise that somebody does not want any more. What they would say stands under News all the same.
create table hushed_proposal (
    person   bigint not null references person (id) on delete cascade,
    proposal bigint not null references proposal (id) on delete cascade,
    at       bigint not null,
    primary key (person, proposal)
);
create index hushed_proposal_proposal on hushed_proposal (proposal);
create table hushed_promise (
    person   bigint not null references person (id) on delete cascade,
    practice bigint not null references practice (id) on delete cascade,
    at       bigint not null,
    primary key (person, practice)
);
create index hushed_promise_practice on hushed_promise (practice);

-- Whether somebody follows what they vote on, as they last said: where they voted, or on their own page.
create table follows_votes (
    person bigint primary key references person (id) on delete cascade,
    wanted boolean not null,
    at     bigint not null
);

-- What is kept of a letter's subject once it has left: none of what let one in. `about`: the one thing that all of it is about, so that
-- what is undone before it leaves is taken out.
alter table mail add column kept text;
alter table mail add column about text;
