-- What the company's CRM systems call an account: `crm` is the system's name, `key` what it calls the account.
create table account_crm (
    crm     text not null,
    key     text not null,
    account bigint not null references account (id) on delete cascade,
    primary key (crm, key)
);
create index account_crm_account on account_crm (account);

-- One buying decision at an account. What is said of it stands in its steps, the last of which holds. Stage and culture stand there
-- in words, and not as places in the list of a round: a purchase outlives rounds. `own`: the account's own people said so.
create table purchase (
    id      integer primary key autoincrement,
    account bigint not null references account (id) on delete cascade,
    created bigint not null
);
create index purchase_account on purchase (account);
create table purchase_step (
    id        integer primary key autoincrement,
    purchase  bigint not null references purchase (id) on delete cascade,
    name      text not null,
    stage     text,
    culture   text,
    state     text not null,
    own       boolean not null,
    by_person bigint references person (id),
    at        bigint not null
);
create index purchase_step_purchase on purchase_step (purchase);
create index purchase_step_by on purchase_step (by_person);
-- The part that somebody of the account has in it.
create table purchase_part (
    purchase  bigint not null references purchase (id) on delete cascade,
    person    bigint not null references person (id) on delete cascade,
    role      text not null,
    by_person bigint references person (id),
    at        bigint not null,
    primary key (purchase, person, role)
);
create index purchase_part_person on purchase_part (person);
