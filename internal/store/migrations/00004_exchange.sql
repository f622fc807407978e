-- +goose Up
-- What comes in from other programs and goes out to them: what became of each file, their names for our rows, and
-- what we do not use and give back.

ALTER TABLE coding ADD COLUMN at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE transfer (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  direction TEXT NOT NULL,
  file TEXT NOT NULL,
  format TEXT NOT NULL,
  at BIGINT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT transfer_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE alias (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  noun TEXT NOT NULL,
  row_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  guid TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT alias_kind_guid_key UNIQUE (study_id, kind, guid)
);

CREATE TABLE kept_element (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  kind TEXT NOT NULL,
  guid TEXT NOT NULL,
  xml TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT kept_element_kind_guid_key UNIQUE (study_id, kind, guid),
  CONSTRAINT kept_element_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

-- +goose Down
SELECT 1;
