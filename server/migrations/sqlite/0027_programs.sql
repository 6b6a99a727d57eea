-- "You said, we did": what the team tells of a promise. `event`: what it was suggested by, which is taken up once. Without
-- `published` it is a draft.
create table said (
    id           integer primary key autoincrement,
    did          text not null,
    title        text not null,
    words        text not null,
    practice     bigint not null references practice (id) on delete cascade,
    event        bigint unique,
    at           bigint not null,
    published    bigint,
    changed      bigint not null,
    created_by   bigint references person (id)
);
create index said_published on said (published);
create index said_practice on said (practice);

-- Tokens by which other programs call: of each a digest of its text. `scopes` between spaces.
create table token (
    id        integer primary key autoincrement,
    name      text not null,
    hash      text not null unique,
    scopes    text not null,
    by_person bigint not null references person (id),
    created   bigint not null,
    last_used bigint,
    revoked   bigint
);

-- Where other programs are told what has happened. The secret signs what is sent, so it is kept as it is. `kinds` between spaces.
create table hook (
    id         integer primary key autoincrement,
    url        text not null,
    secret     text not null,
    kinds      text not null,
    created    bigint not null,
    created_by bigint references person (id),
    stopped    bigint
);

-- How far the event log has been read for hooks: those that are added later are told of what comes later.
create table hook_cursor (
    id  bigint primary key check (id = 1),
    seq bigint not null
);
insert into hook_cursor (id, seq) select 1, last from sequence where id = 1;

-- What is sent to a hook, until it is taken; what was given up is due at the end of time.
create table hook_delivery (
    id      integer primary key autoincrement,
    hook    bigint not null references hook (id) on delete cascade,
    message text not null,
    kind    text not null,
    body    text not null,
    at      bigint not null,
    due     bigint not null,
    tries   bigint not null,
    sent    bigint,
    problem text
);
create index hook_delivery_due on hook_delivery (due) where sent is null;
create index hook_delivery_hook on hook_delivery (hook);
