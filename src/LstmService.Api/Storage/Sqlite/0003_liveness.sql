-- A worker counts this up while it trains, where several nodes share the database; one that stands still is dead.
alter table runs add column beat integer not null default 0;

-- The oldest of a state first, over all tenants.
create index runs_by_age on runs (state, created_at, id);
