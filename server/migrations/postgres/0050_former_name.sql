-- Names that stand for an entry of the company's lists, since it was renamed or others were merged into it. `key` is the name in lower case.
create table former_name (
    list  text not null,
    key   text not null,
    name  text not null,
    entry bigint not null references list_entry (id) on delete cascade,
    primary key (list, key)
);
create index former_name_entry on former_name (entry);
