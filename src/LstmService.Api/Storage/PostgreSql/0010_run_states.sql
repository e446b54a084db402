-- Every state a run was in, numbered from 1, so that who follows a job misses none, however short it was.
create table run_states (
  tenant     text collate "C" not null,
  run        text collate "C" not null,
  number     bigint not null,
  state      text not null,
  attempt    bigint not null,
  primary key (tenant, run, number),
  foreign key (tenant, run) references runs (tenant, id) on delete cascade
);

alter table runs add column progressed bigint not null default 0; -- how often progress was recorded

-- What came before was not kept.
insert into run_states (tenant, run, number, state, attempt) select tenant, id, 1, state, attempt from runs;

-- A trigger, so that no statement that moves a run can forget it.
create function record_run_state() returns trigger language plpgsql as $$
begin
  insert into run_states (tenant, run, number, state, attempt)
  select new.tenant, new.id, 1 + coalesce(max(number), 0), new.state, new.attempt
  from run_states where tenant = new.tenant and run = new.id;
  return null;
end $$;

create trigger run_state_first after insert on runs for each row execute function record_run_state();

create trigger run_state_next after update on runs for each row when (old.state <> new.state) execute function record_run_state();
