-- What else is known of a practice: touchpoints, channel, what could go, documents. JSON; nothing where nothing is said.
alter table practice add column details text;
