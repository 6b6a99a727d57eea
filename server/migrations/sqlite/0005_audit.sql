-- Every event is a link of a chain, so that changing one, or taking one out, shows: `digest` is taken of the event and its
-- `salt`, `link` of the link before and the digest. Where a person's traces are removed from an event its salt goes, so that
-- nothing can be guessed from what stays, and the chain still holds. Events from before this table are in no chain.
create table audit (
    seq    bigint primary key,
    salt   text,
    digest text not null,
    link   text not null
);
