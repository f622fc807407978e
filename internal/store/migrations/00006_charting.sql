-- +goose Up
-- Charting: cells of types and role groups, how far each is, and what its text rested on when it was saved.

-- SQLite cannot add a reference of two columns to a table that stands: the service watches this one.
ALTER TABLE summary ADD COLUMN typology_id TEXT;
ALTER TABLE summary ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE summary ADD COLUMN role_group TEXT NOT NULL DEFAULT '';
ALTER TABLE summary ADD COLUMN status TEXT NOT NULL DEFAULT 'draft';
ALTER TABLE summary ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE summary ADD COLUMN basis TEXT NOT NULL DEFAULT '[]';
ALTER TABLE summary ADD COLUMN basis_seq BIGINT NOT NULL DEFAULT 0;

CREATE TABLE matrix_view (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  rows_of TEXT NOT NULL,
  columns_of TEXT NOT NULL,
  sites TEXT NOT NULL,
  typology TEXT NOT NULL,
  column_set TEXT NOT NULL,
  filters TEXT NOT NULL,
  sort TEXT NOT NULL,
  descending BOOLEAN NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT matrix_view_name_key UNIQUE (study_id, name)
);

CREATE TABLE dissent_answer (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  aspect TEXT NOT NULL,
  position TEXT NOT NULL,
  answer TEXT NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  basis TEXT NOT NULL,
  basis_seq BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT dissent_answer_site_id_key UNIQUE (study_id, site_id, question_id, aspect, position),
  CONSTRAINT dissent_answer_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT dissent_answer_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

-- +goose Down
SELECT 1;
