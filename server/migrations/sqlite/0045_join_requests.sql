-- Who asks to speak for an account is handed to a colleague like what is to be read.
alter table handed add column join_request bigint references join_request (id) on delete cascade;
create unique index handed_join_request on handed (join_request);
