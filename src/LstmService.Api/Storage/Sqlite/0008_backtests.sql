-- Some of the forecasts a version was judged by, a row a series, to be looked at.

create table backtests (
  tenant   text    not null,
  model    text    not null,
  version  integer not null,
  series   text    not null,
  position integer not null, -- its number among those kept
  content  blob    not null, -- JSON, compressed by Brotli
  primary key (tenant, model, version, series),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
) without rowid;
