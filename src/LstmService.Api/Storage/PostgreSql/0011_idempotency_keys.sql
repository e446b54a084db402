-- What a client calls a request of its own, so that asking twice trains once; kept for a day.
create table idempotency_keys (
  tenant     text collate "C" not null,
  name       text collate "C" not null,
  payload    text             not null, -- SHA-256 of what was asked for
  run        text collate "C" not null,
  created_at bigint           not null,
  primary key (tenant, name)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
