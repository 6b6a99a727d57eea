-- The small round in which customers vote anew on a cell that a gap has opened again.
alter table gap add column round bigint references round (id) on delete set null;
create index gap_round on gap (round);
