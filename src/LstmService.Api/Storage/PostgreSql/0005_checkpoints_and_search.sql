-- The newest state of a running training, from which the next attempt goes on; gone when the run is over.
create table run_checkpoints (
  tenant     text collate "C" not null,
  run        text collate "C" not null,
  attempt    bigint           not null, -- who wrote it: its death is no reason to give the run up
  created_at bigint           not null,
  content    bytea            not null,
  primary key (tenant, run),
  foreign key (tenant, run) references runs (tenant, id) on delete cascade
);

alter table runs add column point bigint;  -- the point of a search that progress was last of, from 1
alter table runs add column points bigint; -- how many points the search has
alter table runs add column search text;   -- what became of every point, JSON

-- A checkpoint says better whether an attempt got further.
alter table runs drop column furthest;
