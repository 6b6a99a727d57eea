-- Version 0: how the company engages today, before customers were asked. Its practices come from no proposal and are never adopted.
alter table practice add column inside_out boolean not null default false;
