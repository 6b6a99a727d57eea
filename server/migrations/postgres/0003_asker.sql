-- Which browser asked for a mail: the digest of a secret that its session keeps. A code works there alone.
alter table sign_in add column asker text not null default '';
