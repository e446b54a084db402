-- Times are milliseconds since 1970 in UTC. Every key carries the tenant.

create table models (
  tenant     text    not null,
  model      text    not null,
  created_at integer not null,
  revisions  integer not null default 0, -- uploads so far; numbers are never used twice
  revision   integer,                    -- the newest published upload: the history that forecasts continue
  champion   integer,                    -- null until the first version is published
  primary key (tenant, model)
) without rowid;

-- A series as it was uploaded, prepared and pinned: a revision never changes.
create table series (
  tenant      text    not null,
  model       text    not null,
  revision    integer not null,
  series      text    not null,
  position    integer not null, -- its number in the upload
  frequency   text    not null,
  start_time  text,             -- null for positions
  utc_offset  text,             -- null for local times
  start_index integer not null default 0,
  points      integer not null,
  primary key (tenant, model, revision, series),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
) without rowid;

create table series_points (
  tenant      text    not null,
  model       text    not null,
  revision    integer not null,
  series      text    not null,
  first_point integer not null, -- the number of the first point in this chunk
  content     blob    not null, -- little-endian doubles, NaN where none was observed
  primary key (tenant, model, revision, series, first_point),
  foreign key (tenant, model, revision, series) references series (tenant, model, revision, series) on delete cascade
);

-- The record of a job. Quartz only wakes us; what happened stands here.
create table runs (
  tenant          text    not null,
  id              text    not null,
  model           text    not null,
  state           text    not null check (state in ('queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled')),
  attempt         integer not null default 0, -- the fence: a worker writes only while this is its number
  deaths          integer not null default 0, -- attempts whose worker died without getting further than one before
  furthest        real    not null default 0, -- how far any attempt got, 0 to 1
  created_at      integer not null,
  started_at      integer,
  finished_at     integer,
  stage           text,
  epoch           integer,
  epochs          integer,
  train_loss      real,
  validation_loss real,
  done            real    not null default 0,
  seconds_left    real,
  revision        integer not null, -- the upload it trains on
  request         text    not null, -- horizon, levels and options, JSON
  report          text    not null, -- what the upload was understood as, JSON
  data_hash       text    not null,
  version         integer,
  note            text,             -- why the version is or is not champion
  error           text,             -- problem details, JSON
  primary key (tenant, id)
);

create index runs_by_state on runs (tenant, state);
create index runs_by_model on runs (tenant, model);

create table versions (
  tenant      text    not null,
  model       text    not null,
  version     integer not null,
  run         text    not null,
  created_at  integer not null,
  revision    integer not null,
  parent      integer,          -- the champion when it was trained
  frequency   text    not null,
  horizon     integer not null,
  evaluation  text    not null,
  composition text    not null,
  choices     text    not null,
  levels      text    not null,
  options     text    not null, -- every choice of the training, made by the user or from the data, JSON
  point       text    not null, -- median or mean
  note        text    not null,
  primary key (tenant, model, version),
  unique (tenant, run),
  foreign key (tenant, model) references models (tenant, model) on delete cascade
);

create table artefacts (
  tenant  text    not null,
  model   text    not null,
  version integer not null,
  sha256  text    not null,
  content blob    not null,
  primary key (tenant, model, version),
  foreign key (tenant, model, version) references versions (tenant, model, version) on delete cascade
);
