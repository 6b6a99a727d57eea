-- The rules of a selection as numbers (JSON; what is missing has its default), beside the text that customers read.
alter table round add column rules text not null default '{}';

-- Up to which vote breakdowns by segment and culture are counted, the same on every instance: renewed only when five more
-- accounts have voted or voting has closed (domain rule 6). `step` rises with each; the last one is shown.
create table breakdown (
    round bigint not null references round (id) on delete cascade,
    step  bigint not null,
    cut   bigint not null,
    at    bigint not null,
    primary key (round, step)
);

-- What an adopted design was computed from: pseudonymous, in canonical form, and the digest that the design names.
create table design_ballots (
    version bigint primary key references design (version) on delete cascade,
    content text not null,
    digest  text not null
);
