-- Some of the forecasts a version was judged by, a row a series, to be looked at.

create table backtests (
  tenant   text collate "C" not null,
  model    text collate "C" not null,
  version  bigint           not null,
  series   text collate "C" not null,
  position bigint           not null, -- its number among those kept
  content  bytea            not null, -- JSON, compressed by Brotli
  primary key (tenant, model, version, series),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
);
