-- The stories of customers that a designer has put beside a practice. The story itself stands where it was told: who takes it back there
-- takes it from here.
create table practice_story (
    practice bigint not null references practice (id) on delete cascade,
    comment  bigint not null references comment (id) on delete cascade,
    at       bigint not null,
    primary key (practice, comment)
);
create index practice_story_comment on practice_story (comment);
