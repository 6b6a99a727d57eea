-- A link with which whoever has it joins an account: only its digest is kept. It works until `expires`, `most` times, and no more
-- once it is revoked.
create table join_link (
    id         integer primary key autoincrement,
    account    bigint not null references account (id) on delete cascade,
    hash       text not null unique,
    by_person  bigint references person (id),
    at         bigint not null,
    expires    bigint not null,
    most       bigint not null,
    used       bigint not null default 0,
    revoked    bigint,
    revoked_by bigint references person (id)
);
create index join_link_account on join_link (account);

-- Somebody asked to speak for an account, in their own words; and what they were answered, by whom and why.
create table join_request (
    id        integer primary key autoincrement,
    person    bigint not null references person (id) on delete cascade,
    account   text not null,
    at        bigint not null,
    answered  bigint,
    accepted  boolean,
    reason    text,
    by_person bigint references person (id)
);
create index join_request_person on join_request (person);
insert into join_request (person, account, at)
    select m.person, m.declared, p.created from membership m join person p on p.id = m.person
    where m.confirmed is null and m.declared is not null;

-- Who invites colleagues to their own account.
create table coordinator (
    person    bigint primary key references person (id) on delete cascade,
    account   bigint not null references account (id) on delete cascade,
    by_person bigint references person (id),
    at        bigint not null
);
create index coordinator_account on coordinator (account);

-- Who wishes to be found by other customers, and what they say of themselves.
create table findable (
    person bigint primary key references person (id) on delete cascade,
    line   text,
    at     bigint not null
);

-- A customer asked another to get in touch, through us; and the answer. Neither learns an address.
create table contact (
    id        integer primary key autoincrement,
    asker     bigint not null references person (id) on delete cascade,
    asked     bigint not null references person (id) on delete cascade,
    words     text not null,
    at        bigint not null,
    answered  bigint,
    accepted  boolean,
    reply     text
);
create index contact_asker on contact (asker);
create index contact_asked on contact (asked);
