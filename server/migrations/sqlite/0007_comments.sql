-- What people write beside proposals: comments with one level of replies, and stories of a tone. `held` names the rule of intake
-- that made something wait, besides the round's own; `changed` is when the present wording came, if there was one before.
create table comment (
    id       integer primary key autoincrement,
    proposal bigint not null references proposal (id) on delete cascade,
    parent   bigint references comment (id) on delete cascade,
    kind     text not null,
    tone     text,
    text     text not null,
    author   bigint references person (id),
    status   text not null,
    held     text,
    created  bigint not null,
    changed  bigint
);
create index comment_proposal on comment (proposal);
create index comment_parent on comment (parent);
create index comment_author on comment (author);
-- Wordings that were published and then replaced.
create table comment_wording (
    id      integer primary key autoincrement,
    comment bigint not null references comment (id) on delete cascade,
    text    text not null,
    until   bigint not null
);
create index comment_wording_comment on comment_wording (comment);
create table comment_verdict (
    id        integer primary key autoincrement,
    comment   bigint not null references comment (id) on delete cascade,
    moderator bigint not null references person (id),
    decision  text not null,
    reason    text,
    at        bigint not null
);
create index comment_verdict_comment on comment_verdict (comment);
alter table proposal add column held text;

-- What people say against a proposal or a comment, once each; settled when a moderator has decided.
create table complaint (
    id       integer primary key autoincrement,
    proposal bigint references proposal (id) on delete cascade,
    comment  bigint references comment (id) on delete cascade,
    person   bigint not null references person (id) on delete cascade,
    reason   text not null,
    at       bigint not null,
    settled  bigint,
    unique (proposal, person),
    unique (comment, person)
);

-- Whose words are published without being read first, and which words nobody's are.
create table trusted (
    person    bigint primary key references person (id) on delete cascade,
    by_person bigint references person (id),
    at        bigint not null
);
create table blocked_word (word text primary key);

-- What staff note on a proposal or an account; it never leaves staff.
create table note (
    id       integer primary key autoincrement,
    proposal bigint references proposal (id) on delete cascade,
    account  bigint references account (id) on delete cascade,
    author   bigint references person (id),
    text     text not null,
    at       bigint not null
);
create index note_proposal on note (proposal);
create index note_account on note (account);
