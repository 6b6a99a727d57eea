-- A picture as it is shown: made anew from what was uploaded. It belongs to one proposal or comment, or, for a day at most, to
-- nothing yet, and is its author's alone. The bytes come last, so that the rest is read without them.
create table picture (
    id       integer primary key autoincrement,
    author   bigint references person (id) on delete cascade,
    proposal bigint references proposal (id) on delete cascade,
    comment  bigint references comment (id) on delete cascade,
    alt      text,
    kind     text not null,
    width    bigint not null,
    height   bigint not null,
    digest   text not null,
    at       bigint not null,
    bytes    blob not null,
    check (proposal is null or comment is null)
);
create index picture_author on picture (author);
create index picture_proposal on picture (proposal);
create index picture_comment on picture (comment);
