-- The same tables as SQLite's, in PostgreSQL's types. Names compare by their bytes (collate "C"), as SQLite compares them.
-- Times are milliseconds since 1970 in UTC. Every key carries the tenant.

create table models (
  tenant     text collate "C" not null,
  model      text collate "C" not null,
  created_at bigint           not null,
  revisions  bigint           not null default 0, -- uploads so far; numbers are never used twice
  revision   bigint, -- the newest published upload: the history that forecasts continue
  champion   bigint, -- null until the first version is published
  primary key (tenant, model)
);

-- A series as it was uploaded, prepared and pinned: a revision never changes.
create table series (
  tenant      text collate "C" not null,
  model       text collate "C" not null,
  revision    bigint           not null,
  series      text collate "C" not null,
  position    bigint           not null, -- its number in the upload
  frequency   text             not null,
  start_time  text, -- null for positions
  utc_offset  text, -- null for local times
  start_index bigint           not null default 0,
  points      bigint           not null,
  primary key (tenant, model, revision, series),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);

create table series_points (
  tenant      text collate "C" not null,
  model       text collate "C" not null,
  revision    bigint           not null,
  series      text collate "C" not null,
  first_point bigint           not null, -- the number of the first point in this chunk
  content     bytea            not null, -- little-endian doubles, NaN where none was observed
  primary key (tenant, model, revision, series, first_point),
  foreign key (tenant, model, revision, series) references series (tenant, model, revision, series) on delete cascade
);

-- The record of a job. Quartz only wakes us; what happened stands here.
create table runs (
  tenant          text collate "C" not null,
  id              text collate "C" not null,
  model           text collate "C" not null,
  state           text             not null check (state in ('queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  attempt         bigint           not null default 0, -- the fence: a worker writes only while this is its number
  deaths          bigint           not null default 0, -- attempts whose worker died without getting further than one before
  furthest        double precision not null default 0, -- how far any attempt got, 0 to 1
  created_at      bigint           not null,
  started_at      bigint,
  finished_at     bigint,
  stage           text,
  epoch           bigint,
  epochs          bigint,
  train_loss      double precision,
  validation_loss double precision,
  done            double precision not null default 0,
  seconds_left    double precision,
  revision        bigint           not null, -- the upload it trains on
  request         text             not null, -- horizon, levels and options, JSON
  report          text             not null, -- what the upload was understood as, JSON
  data_hash       text             not null,
  version         bigint,
  note            text, -- why the version is or is not champion
  error           text, -- problem details, JSON
  primary key (tenant, id)
);

create index runs_by_state on runs (tenant, state);
create index runs_by_model on runs (tenant, model);

create table versions (
  tenant      text collate "C" not null,
  model       text collate "C" not null,
  version     bigint           not null,
  run         text collate "C" not null,
  created_at  bigint           not null,
  revision    bigint           not null,
  parent      bigint, -- the champion when it was trained
  frequency   text             not null,
  horizon     bigint           not null,
  evaluation  text             not null,
  composition text             not null,
  choices     text             not null,
  levels      text             not null,
  options     text             not null, -- every choice of the training, made by the user or from the data, JSON
  point       text             not null, -- median or mean
  note        text             not null,
  primary key (tenant, model, version),
  unique (tenant, run),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);

create table artefacts (
  tenant  text collate "C" not null,
  model   text collate "C" not null,
  version bigint           not null,
  sha256  text             not null,
  content bytea            not null,
  primary key (tenant, model, version),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
);
