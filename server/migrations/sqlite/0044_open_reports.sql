-- Whom a report is told: nobody, unless its author lets whoever looks after their account read it (`readable`), and with their name
-- (`named`). `opened`: since when somebody may, or might once, in this quarter; it stays when they may no longer, since who has read
-- does not forget. `late`: somebody of the account had reported in this quarter before, and was told with everybody's by then.
alter table report add column readable boolean not null default false;
alter table report add column named boolean not null default false;
alter table report add column opened bigint;
alter table report add column late boolean not null default false;

-- How many of the voices are accounts of which nobody reads a report: what is told, less what is read, rests on them.
alter table report_told add column hidden bigint not null default 0;
update report_told set hidden = voices;
