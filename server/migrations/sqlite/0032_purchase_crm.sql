-- What the company's CRM systems call a purchase, so that a list of theirs can be read in again: `crm` is the system's name, `key` what
-- it calls the purchase.
create table purchase_crm (
    crm      text not null,
    key      text not null,
    purchase bigint not null references purchase (id) on delete cascade,
    primary key (crm, key)
);
create index purchase_crm_purchase on purchase_crm (purchase);
