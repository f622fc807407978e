-- +goose Up
-- The coding desk: excerpts that stay on their words while the text is corrected, recordings and what was heard
-- of them, versions of the codebook.

ALTER TABLE excerpt ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE excerpt ADD COLUMN was TEXT NOT NULL DEFAULT '';
ALTER TABLE excerpt ADD COLUMN lost BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE excerpt ADD COLUMN turns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE excerpt ADD COLUMN coder_id TEXT NOT NULL DEFAULT '';
ALTER TABLE excerpt ADD COLUMN machine BOOLEAN NOT NULL DEFAULT FALSE;
-- Until now a source had one text.
UPDATE excerpt SET version = 1 WHERE measure = 'code_points'
  AND EXISTS (SELECT 1 FROM source s WHERE s.study_id = excerpt.study_id AND s.id = excerpt.source_id AND s.version = 1);

-- SQLite cannot add a reference of two columns to a table that stands: the service watches this one.
ALTER TABLE source ADD COLUMN recording_id TEXT;
ALTER TABLE silence ADD COLUMN start_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE silence ADD COLUMN end_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE theme ADD COLUMN meaning BIGINT NOT NULL DEFAULT 0;
ALTER TABLE coder ADD COLUMN account_id TEXT NOT NULL DEFAULT '';

CREATE TABLE text_edit (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  source_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  steps TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT text_edit_source_id_version_key UNIQUE (study_id, source_id, version),
  CONSTRAINT text_edit_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT text_edit_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE media (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  source_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  type TEXT NOT NULL,
  duration BIGINT NOT NULL,
  tracks TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT media_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT media_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX media_by_source_id ON media (study_id, source_id);

CREATE TABLE pass (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  source_id TEXT NOT NULL,
  coder_id TEXT,
  number BIGINT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  themes TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT pass_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT pass_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT pass_coder_id FOREIGN KEY (study_id, coder_id) REFERENCES coder (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX pass_by_source_id ON pass (study_id, source_id);

CREATE TABLE codebook_version (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT codebook_version_number_key UNIQUE (study_id, number)
);

CREATE TABLE revisit (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  source_id TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  meaning BIGINT NOT NULL,
  coder_id TEXT,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT revisit_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT revisit_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT revisit_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT revisit_coder_id FOREIGN KEY (study_id, coder_id) REFERENCES coder (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX revisit_by_source_id ON revisit (study_id, source_id);
CREATE INDEX coding_by_theme_id ON coding (study_id, theme_id);

-- +goose Down
SELECT 1;
