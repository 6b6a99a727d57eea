-- A customer was asked to speak for an account by its coordinator, who typed name and address. It stands until it is answered or
-- its time is over; who was not here before becomes a member by the letter's link, of which `link` is the digest.
create table account_invitation (
    id        integer primary key autoincrement,
    account   bigint not null references account (id) on delete cascade,
    person    bigint not null references person (id) on delete cascade,
    name      text not null,
    email     text not null,
    by_person bigint references person (id),
    at        bigint not null,
    expires   bigint not null,
    link      text,
    answered  bigint,
    accepted  boolean
);
create index account_invitation_account on account_invitation (account);
create index account_invitation_person on account_invitation (person);

-- A second digest of each event, without a salt, of what names nobody: it still holds when a person's traces are removed, and is
-- part of the chain. Links from before it have none.
alter table audit add column bare text;
