-- Raised whenever it is written anew why a proposal is left out, so that nobody writes over what they have not read.
alter table left_out add column revision bigint not null default 1;
