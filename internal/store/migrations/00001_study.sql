-- +goose Up
-- One text for SQLite and PostgreSQL. Two words differ: BYTES is BLOB or BYTEA, and SQLite takes
-- DOUBLE PRECISION and BIGINT as its own REAL and INTEGER. Every table has study_id first in its key;
-- references are deferred to the commit, so that a change may be undone in any order.

CREATE TABLE study (
  id TEXT NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  slug TEXT NOT NULL CONSTRAINT study_slug UNIQUE,
  title TEXT NOT NULL,
  about TEXT NOT NULL,
  synthetic BOOLEAN NOT NULL,
  settings TEXT NOT NULL,
  created BIGINT NOT NULL
);

-- The head of a study's history: the number and hash of its last change. Writers queue up on this row.
CREATE TABLE study_head (
  study_id TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE change (
  study_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  noun TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  about TEXT NOT NULL,
  rows_changed BIGINT NOT NULL,
  undoes BIGINT NOT NULL,
  undone_by BIGINT NOT NULL,
  digest TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (study_id, seq)
);

-- What a change did, apart from the chain, so that it can be erased when a participant withdraws.
CREATE TABLE change_content (
  study_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  part BIGINT NOT NULL,
  salt TEXT NOT NULL,
  body BYTES NOT NULL,
  PRIMARY KEY (study_id, seq, part)
);

CREATE TABLE account (
  id TEXT NOT NULL PRIMARY KEY,
  login TEXT NOT NULL CONSTRAINT account_login UNIQUE,
  password TEXT NOT NULL,
  admin BOOLEAN NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE api_token (
  hash TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE web_session (
  token TEXT NOT NULL PRIMARY KEY,
  data BYTES NOT NULL,
  expiry BIGINT NOT NULL
);

-- +goose Down
SELECT 1;
