-- Which functions must sign the draft of a round before it is adopted, and who holds each. `stages` and `cultures`: only where a
-- practice stands in one of these, a bit for each; 0 is anywhere.
create table signing (
    id        integer primary key autoincrement,
    round     bigint not null references round (id) on delete cascade,
    function  bigint not null references list_entry (id),
    person    bigint not null references person (id),
    stages    bigint not null,
    cultures  bigint not null,
    at        bigint not null,
    by_person bigint not null references person (id),
    unique (round, function)
);
create index signing_person on signing (person);

-- Who signs in the holder's place, from the first day to the last; `ended` when that was called off before.
create table signing_delegate (
    id        integer primary key autoincrement,
    signing   bigint not null references signing (id) on delete cascade,
    person    bigint not null references person (id),
    first     bigint not null,
    last      bigint not null,
    at        bigint not null,
    by_person bigint not null references person (id),
    ended     bigint
);
create index signing_delegate_signing on signing_delegate (signing);
create index signing_delegate_person on signing_delegate (person);

-- A draft as it was sent to review: canonical JSON and the digest of it, which is what is signed. At most one of a round is open.
create table review (
    id      integer primary key autoincrement,
    round   bigint not null references round (id) on delete cascade,
    content text not null,
    digest  text not null,
    words   text,
    sent    bigint not null,
    sent_by bigint not null references person (id),
    ended   bigint,
    ending  text
);
create unique index review_open on review (round) where ended is null;

-- What a function said of what is in review; the last counts, the others stay to be known.
create table sign_off (
    id        integer primary key autoincrement,
    review    bigint not null references review (id) on delete cascade,
    function  bigint not null references list_entry (id),
    person    bigint not null references person (id),
    delegated boolean not null,
    verdict   text not null,
    words     text,
    at        bigint not null
);
create index sign_off_review on sign_off (review);
create index sign_off_person on sign_off (person);

-- Raised by every change, so that nobody writes over what they have not seen.
alter table practice add column revision bigint not null default 1;

-- Whether what is left out is left out for now, or for good.
alter table left_out add column decision text not null default 'not_now';
alter table design_proposal add column decision text;
