-- Keys by which clients are known, hashed. A row stays when its key is revoked: once there was a key, nobody gets in without one.
create table api_keys (
  tenant     text collate "C" not null,
  id         text collate "C" not null, -- the part of the key that is no secret
  name       text not null,
  role       text not null check (role in ('read', 'train', 'admin')),
  sha256     bytea not null, -- of the whole key
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint,
  primary key (tenant, id)
);
create unique index api_keys_by_id on api_keys (id); -- a request brings the key alone
