-- When a model is trained anew by itself.
create table schedules (
  tenant     text    not null,
  model      text    not null,
  cron       text,             -- Quartz's cron expression; null where only drift trains
  time_zone  text    not null, -- of the IANA database
  on_drift   integer not null, -- 1: also when its errors have grown
  next_at    integer,          -- when the expression is due next
  created_at integer not null,
  primary key (tenant, model),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);

create index schedules_by_time on schedules (next_at);

-- How far a version's forecasts were from the points that were appended later, a row an upload of such points.
create table live_errors (
  tenant   text    not null,
  model    text    not null,
  version  integer not null,
  revision integer not null, -- the upload that held the points
  points   integer not null,
  error    real    not null, -- the sum of absolute errors
  expected real,             -- the same of the backtest, step by step; null where there is none
  covered  integer not null, -- points inside the 80% interval
  primary key (tenant, model, version, revision),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
);
