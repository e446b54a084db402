-- When a model is trained anew by itself.
create table schedules (
  tenant     text collate "C" not null,
  model      text collate "C" not null,
  cron       text, -- Quartz's cron expression; null where only drift trains
  time_zone  text             not null, -- of the IANA database
  on_drift   bigint           not null, -- 1: also when its errors have grown
  next_at    bigint, -- when the expression is due next
  created_at bigint           not null,
  primary key (tenant, model),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);

create index schedules_by_time on schedules (next_at);

-- How far a version's forecasts were from the points that were appended later, a row an upload of such points.
create table live_errors (
  tenant   text collate "C" not null,
  model    text collate "C" not null,
  version  bigint           not null,
  revision bigint           not null, -- the upload that held the points
  points   bigint           not null,
  error    double precision not null, -- the sum of absolute errors
  expected double precision, -- the same of the backtest, step by step; null where there is none
  covered  bigint           not null, -- points inside the 80% interval
  primary key (tenant, model, version, revision),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
);
