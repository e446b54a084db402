-- What is known beside the values of a series, pinned with its revision.
create table series_covariates (
  tenant   text collate "C" not null,
  model    text collate "C" not null,
  revision bigint           not null,
  series   text collate "C" not null,
  name     text collate "C" not null,
  position bigint           not null, -- its number beside the others
  role     text             not null check (role in ('known', 'past', 'static')),
  points   bigint           not null, -- of a known one also those after the last value
  texts    text,                      -- JSON, of categories; null where they are numbers
  numbers  bytea,                     -- little-endian doubles, NaN where none was given; null where they are categories
  primary key (tenant, model, revision, series, name),
  foreign key (tenant, model, revision, series) references series (tenant, model, revision, series) on delete cascade
);
