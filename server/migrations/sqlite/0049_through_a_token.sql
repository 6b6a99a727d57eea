-- The token of the program that did something, whose maker stands as the person. A number alone: tokens go when their makers leave.
alter table event add column token bigint;
