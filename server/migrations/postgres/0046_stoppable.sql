-- Whether a letter left that asks whether it is so: not to whoever takes no such letters.
alter table on_behalf add column letter boolean not null default true;
alter table activity_outcome add column letter boolean not null default true;

-- Whoever stopped every kind of letter while there were no kinds for these stopped these as well.
insert into notice_way (person, kind, way)
    select w.person, k.kind, 'here' from notice_way w
    join (select 'noted' as kind union all select 'invitation' as kind) k on true
    where w.way = 'here' group by w.person, k.kind having count(*) = 17;
