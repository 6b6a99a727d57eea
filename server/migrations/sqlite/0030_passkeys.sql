-- Keys that people's devices keep, by which they sign in. `credential`: what has to be known of one to make sure of it, its public
-- key and its counter among it. `handle`: by which the device knows whom it keeps it for; it says nothing of them.
create table passkey (
    id            integer primary key autoincrement,
    person        bigint not null references person (id) on delete cascade,
    credential_id text not null unique,
    handle        text not null,
    name          text not null,
    credential    text not null,
    created       bigint not null,
    used          bigint
);
create index passkey_person on passkey (person);

-- What a browser's authenticator was asked, by the digest of the browser's session: to make a passkey (`adding`) or to show one.
-- Each is taken out when it is answered, so that nothing is answered twice, whichever instance hears the answer.
create table passkey_challenge (
    session text not null,
    adding  boolean not null,
    state   text not null,
    expires bigint not null,
    primary key (session, adding)
);
create index passkey_challenge_expires on passkey_challenge (expires);

-- Open where nobody has said otherwise.
alter table sign_in_ways add column passkeys boolean not null default true;
