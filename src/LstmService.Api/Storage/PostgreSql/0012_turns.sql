alter table runs add column priority bigint not null default 0; -- -10 to 10; the highest of a tenant's waiting runs goes first
alter table runs add column retries bigint not null default 0;  -- how often it failed of something that can pass
alter table runs add column retry_at bigint;                    -- a waiting run is not taken before

-- Whose turn was when: the tenant with the lowest number is served next.
create table turns (
  tenant text collate "C" not null primary key,
  turn   bigint           not null
);

create index runs_by_turn on runs (state, tenant, priority desc, created_at, id, retry_at);
create index runs_by_end on runs (finished_at);
