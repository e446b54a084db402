-- Keys by which clients are known, hashed. A row stays when its key is revoked: once there was a key, nobody gets in without one.
create table api_keys (
  tenant     text not null,
  id         text not null, -- the part of the key that is no secret
  name       text not null,
  role       text not null check (role in ('read', 'train', 'admin')),
  sha256     blob not null, -- of the whole key
  created_at integer not null,
  expires_at integer,
  revoked_at integer,
  primary key (tenant, id)
) without rowid;
create unique index api_keys_by_id on api_keys (id); -- a request brings the key alone
