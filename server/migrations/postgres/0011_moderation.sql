-- What the company says of how it moderates; its own words, or the ready-made ones where there are none.
alter table company add column policy text;

-- Whether the reason may be read by customers in the log of verdicts. Those who gave one before there was a log wrote for its
-- author alone.
alter table verdict add column shared boolean not null default false;
alter table comment_verdict add column shared boolean not null default false;
