alter table runs add column priority integer not null default 0; -- -10 to 10; the highest of a tenant's waiting runs goes first
alter table runs add column retries integer not null default 0;  -- how often it failed of something that can pass
alter table runs add column retry_at integer;                    -- a waiting run is not taken before

-- Whose turn was when: the tenant with the lowest number is served next.
create table turns (
  tenant text    not null primary key,
  turn   integer not null
) without rowid;

create index runs_by_turn on runs (state, tenant, priority desc, created_at, id, retry_at);
create index runs_by_end on runs (finished_at);
