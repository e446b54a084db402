-- What a client calls a request of its own, so that asking twice trains once; kept for a day.
create table idempotency_keys (
  tenant     text    not null,
  name       text    not null,
  payload    text    not null, -- SHA-256 of what was asked for
  run        text    not null,
  created_at integer not null,
  primary key (tenant, name)
) without rowid;

create index idempotency_keys_by_age on idempotency_keys (created_at);
