-- Every state a run was in, numbered from 1, so that who follows a job misses none, however short it was.
create table run_states (
  tenant     text not null,
  run        text not null,
  number     integer not null,
  state      text not null,
  attempt    integer not null,
  primary key (tenant, run, number),
  foreign key (tenant, run) references runs (tenant, id) on delete cascade
);

alter table runs add column progressed integer not null default 0; -- how often progress was recorded

-- What came before was not kept.
insert into run_states (tenant, run, number, state, attempt) select tenant, id, 1, state, attempt from runs;

-- Triggers, so that no statement that moves a run can forget it.
create trigger run_state_first after insert on runs begin
  insert into run_states (tenant, run, number, state, attempt) values (new.tenant, new.id, 1, new.state, new.attempt);
end;

create trigger run_state_next after update of state on runs when old.state <> new.state begin
  insert into run_states (tenant, run, number, state, attempt)
  select new.tenant, new.id, 1 + max(number), new.state, new.attempt from run_states where tenant = new.tenant and run = new.id;
end;
