-- When staff took back what they had noted, before the customer answered. The row goes when that day is over.
alter table on_behalf add column withdrawn bigint;
