-- By what a provider of OpenID Connect knows somebody: its own name and theirs there, both for good. `provider`: how the settings
-- call it. The company's own product, which hands people over, is told apart by an issuer that is no address.
create table identity (
    issuer   text not null,
    subject  text not null,
    person   bigint not null references person (id) on delete cascade,
    provider text not null,
    linked   bigint not null,
    seen     bigint not null,
    primary key (issuer, subject)
);
create index identity_person on identity (person);

-- Which ways of signing in are open, to customers and to staff; without a row all are.
create table sign_in_ways (
    who       text primary key,
    mail      boolean not null,
    providers boolean not null,
    hand_over boolean not null,
    changed   bigint not null,
    by_person bigint references person (id)
);

-- What the company's own product has handed over already, by the digest of its key: each counts once.
create table handed_over (hash text primary key, expires bigint not null);
create index handed_over_expires on handed_over (expires);

-- A link that whoever runs the server had printed works whatever ways are open.
alter table sign_in add column by_operator boolean not null default false;
