-- Since when a proposal has had the words that votes on it are for; null while its present words have never been public. A
-- change of case or punctuation alone leaves it as it was.
alter table proposal add column worded bigint;
alter table proposal_wording add column worded bigint;

-- Whether its pictures, too, were others afterwards. Until now: whether whoever had voted was asked again at once.
alter table proposal_wording rename column asked to pictures;

update proposal_wording set worded = coalesce(
    (select max(earlier.until) from proposal_wording earlier
     where earlier.proposal = proposal_wording.proposal and earlier.pictures and earlier.id < proposal_wording.id),
    (select created from proposal where id = proposal_wording.proposal));
update proposal set worded = coalesce(
    (select max(until) from proposal_wording where proposal = proposal.id and pictures), created)
where status <> 'waiting';

-- Nobody could read it when it was replaced (declined, or taken out of sight): nor will they as an earlier wording.
alter table proposal_wording add column hidden boolean not null default false;
