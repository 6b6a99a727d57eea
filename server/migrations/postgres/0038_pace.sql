-- How much one author may write in a short while before a moderator reads it first; nothing for the ordinary number.
alter table company add column pace bigint;
