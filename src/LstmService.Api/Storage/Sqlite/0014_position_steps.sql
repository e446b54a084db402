-- Positions of a series without times are position_offset + position_step times the number of the step. Those of before were counted
-- in steps, whatever lay between them, and stay so.
alter table series add column position_step integer not null default 1;
alter table series add column position_offset integer not null default 0;
