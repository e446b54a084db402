-- What the values of a model's series are: 'values' or 'symbols', from its first upload on.
alter table models add column kind text not null default 'values';

-- The symbols of an upload: its series' points hold their numbers, from 0 in this order.
create table vocabularies (
  tenant   text collate "C" not null,
  model    text collate "C" not null,
  revision bigint           not null,
  symbols  text             not null, -- a JSON array
  primary key (tenant, model, revision),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);
