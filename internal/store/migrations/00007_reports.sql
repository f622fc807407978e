-- +goose Up
-- Reports that people write on top of the evidence, the objections to them, and how they stood when they went on.

CREATE TABLE written_report (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  kind TEXT NOT NULL,
  site_id TEXT,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  blocks TEXT NOT NULL,
  sentences TEXT NOT NULL,
  author TEXT NOT NULL,
  written BIGINT NOT NULL,
  locked_hash TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT written_report_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE report_snapshot (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  report_id TEXT NOT NULL,
  site_id TEXT,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  author TEXT NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT report_snapshot_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT report_snapshot_report_id FOREIGN KEY (study_id, report_id) REFERENCES written_report (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX report_snapshot_by_report_id ON report_snapshot (study_id, report_id);

CREATE TABLE objection (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  report_id TEXT NOT NULL,
  site_id TEXT,
  kind TEXT NOT NULL,
  sentence TEXT NOT NULL,
  words TEXT NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT objection_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT objection_report_id FOREIGN KEY (study_id, report_id) REFERENCES written_report (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX objection_by_report_id ON objection (study_id, report_id);

-- +goose Down
SELECT 1;
