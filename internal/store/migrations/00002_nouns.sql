-- +goose Up
-- The nouns of a study. Lists that nothing joins on are JSON in TEXT.

CREATE TABLE site (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  letter TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT site_letter_key UNIQUE (study_id, letter)
);

CREATE TABLE site_identity (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT site_identity_site_id_key UNIQUE (study_id, site_id),
  CONSTRAINT site_identity_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE unit (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT unit_site_id_name_key UNIQUE (study_id, site_id, name),
  CONSTRAINT unit_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE participant (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  unit_id TEXT,
  pseudonym TEXT NOT NULL,
  role TEXT NOT NULL,
  role_group TEXT NOT NULL,
  level TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT participant_site_id_pseudonym_key UNIQUE (study_id, site_id, pseudonym),
  CONSTRAINT participant_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT participant_unit_id FOREIGN KEY (study_id, unit_id) REFERENCES unit (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX participant_by_site_id ON participant (study_id, site_id);

CREATE TABLE participant_identity (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  participant_id TEXT NOT NULL,
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT participant_identity_participant_id_key UNIQUE (study_id, participant_id),
  CONSTRAINT participant_identity_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT participant_identity_participant_id FOREIGN KEY (study_id, participant_id) REFERENCES participant (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE round (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  ord BIGINT NOT NULL,
  target BIGINT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT round_name_key UNIQUE (study_id, name)
);

CREATE TABLE guide (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  round_id TEXT,
  title TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT guide_title_key UNIQUE (study_id, title),
  CONSTRAINT guide_round_id FOREIGN KEY (study_id, round_id) REFERENCES round (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE topic (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  guide_id TEXT NOT NULL,
  ord BIGINT NOT NULL,
  wording TEXT NOT NULL,
  themes TEXT NOT NULL,
  questions TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT topic_guide_id FOREIGN KEY (study_id, guide_id) REFERENCES guide (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX topic_by_guide_id ON topic (study_id, guide_id);

CREATE TABLE interview (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  round_id TEXT,
  site_id TEXT,
  unit_id TEXT,
  participants TEXT NOT NULL,
  mode TEXT NOT NULL,
  date TEXT NOT NULL,
  interviewer TEXT NOT NULL,
  consent TEXT NOT NULL,
  listened BOOLEAN NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT interview_name_key UNIQUE (study_id, name),
  CONSTRAINT interview_round_id FOREIGN KEY (study_id, round_id) REFERENCES round (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT interview_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT interview_unit_id FOREIGN KEY (study_id, unit_id) REFERENCES unit (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX interview_by_site_id ON interview (study_id, site_id);

CREATE TABLE source (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  genre TEXT NOT NULL,
  site_id TEXT,
  interview_id TEXT,
  file TEXT NOT NULL,
  encoding TEXT NOT NULL,
  version BIGINT NOT NULL,
  length BIGINT NOT NULL,
  media TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT source_name_key UNIQUE (study_id, name),
  CONSTRAINT source_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT source_interview_id FOREIGN KEY (study_id, interview_id) REFERENCES interview (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX source_by_site_id ON source (study_id, site_id);
CREATE INDEX source_by_interview_id ON source (study_id, interview_id) WHERE interview_id IS NOT NULL;

CREATE TABLE source_text (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  source_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  text TEXT NOT NULL,
  turns TEXT NOT NULL,
  headings TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT source_text_source_id_version_key UNIQUE (study_id, source_id, version),
  CONSTRAINT source_text_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT source_text_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE meta_theme (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  ord BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT meta_theme_name_key UNIQUE (study_id, name)
);

CREATE TABLE theme (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  meta_theme_id TEXT,
  parent_id TEXT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  full_definition TEXT NOT NULL,
  use_when TEXT NOT NULL,
  not_when TEXT NOT NULL,
  example TEXT NOT NULL,
  colour TEXT NOT NULL,
  ord BIGINT NOT NULL,
  retired BOOLEAN NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT theme_name_key UNIQUE (study_id, name),
  CONSTRAINT theme_meta_theme_id FOREIGN KEY (study_id, meta_theme_id) REFERENCES meta_theme (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT theme_parent_id FOREIGN KEY (study_id, parent_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE question (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  theme_id TEXT,
  name TEXT NOT NULL,
  prompt TEXT NOT NULL,
  definition TEXT NOT NULL,
  use_when TEXT NOT NULL,
  not_when TEXT NOT NULL,
  example TEXT NOT NULL,
  type TEXT NOT NULL,
  tolerance DOUBLE PRECISION NOT NULL,
  ord BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT question_name_key UNIQUE (study_id, name),
  CONSTRAINT question_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE position (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  question_id TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  ord BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT position_question_id_name_key UNIQUE (study_id, question_id, name),
  CONSTRAINT position_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE site_position (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  aspect TEXT NOT NULL,
  position_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT site_position_site_id_question_id_aspect_key UNIQUE (study_id, site_id, question_id, aspect),
  CONSTRAINT site_position_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT site_position_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT site_position_position_id FOREIGN KEY (study_id, position_id) REFERENCES position (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE coder (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT coder_name_key UNIQUE (study_id, name)
);

CREATE TABLE excerpt (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  site_id TEXT,
  participant_id TEXT,
  kind TEXT NOT NULL,
  measure TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at BIGINT NOT NULL,
  text TEXT NOT NULL,
  key_excerpt BOOLEAN NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT excerpt_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT excerpt_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT excerpt_participant_id FOREIGN KEY (study_id, participant_id) REFERENCES participant (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX excerpt_by_source_id ON excerpt (study_id, source_id, start_at);

CREATE TABLE coding (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  excerpt_id TEXT NOT NULL,
  site_id TEXT,
  unit_id TEXT,
  participant_id TEXT,
  round_id TEXT,
  role_group TEXT NOT NULL,
  level TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  question_id TEXT,
  position_id TEXT,
  position_set TEXT NOT NULL,
  number DOUBLE PRECISION,
  aspect TEXT NOT NULL,
  elicited TEXT NOT NULL,
  coder_id TEXT,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT coding_excerpt_id FOREIGN KEY (study_id, excerpt_id) REFERENCES excerpt (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_unit_id FOREIGN KEY (study_id, unit_id) REFERENCES unit (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_participant_id FOREIGN KEY (study_id, participant_id) REFERENCES participant (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_round_id FOREIGN KEY (study_id, round_id) REFERENCES round (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_position_id FOREIGN KEY (study_id, position_id) REFERENCES position (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT coding_coder_id FOREIGN KEY (study_id, coder_id) REFERENCES coder (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX coding_by_excerpt_id ON coding (study_id, excerpt_id);

CREATE TABLE silence (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  unit_id TEXT,
  participant_id TEXT,
  source_id TEXT,
  theme_id TEXT,
  question_id TEXT,
  aspect TEXT NOT NULL,
  kind TEXT NOT NULL,
  coder_id TEXT,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT silence_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_unit_id FOREIGN KEY (study_id, unit_id) REFERENCES unit (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_participant_id FOREIGN KEY (study_id, participant_id) REFERENCES participant (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_source_id FOREIGN KEY (study_id, source_id) REFERENCES source (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT silence_coder_id FOREIGN KEY (study_id, coder_id) REFERENCES coder (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE memo (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  site_id TEXT,
  about TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  severity TEXT NOT NULL,
  answer TEXT NOT NULL,
  author TEXT NOT NULL,
  written BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT memo_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE attribute (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  type TEXT NOT NULL,
  definition TEXT NOT NULL,
  ord BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT attribute_owner_name_key UNIQUE (study_id, owner, name)
);

CREATE TABLE attribute_value (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  attribute_id TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  site_id TEXT,
  value TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT attribute_value_attribute_id_owner_id_key UNIQUE (study_id, attribute_id, owner_id),
  CONSTRAINT attribute_value_attribute_id FOREIGN KEY (study_id, attribute_id) REFERENCES attribute (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT attribute_value_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE post (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT NOT NULL,
  title TEXT NOT NULL,
  level BIGINT NOT NULL,
  reports_to TEXT,
  profession TEXT NOT NULL,
  sessions DOUBLE PRECISION,
  accountable BOOLEAN NOT NULL,
  mode TEXT NOT NULL,
  ord BIGINT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT post_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT post_reports_to FOREIGN KEY (study_id, reports_to) REFERENCES post (study_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX post_by_site_id ON post (study_id, site_id);

CREATE TABLE summary (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  site_id TEXT,
  unit_id TEXT,
  participant_id TEXT,
  theme_id TEXT,
  question_id TEXT,
  text TEXT NOT NULL,
  excerpts TEXT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT summary_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT summary_unit_id FOREIGN KEY (study_id, unit_id) REFERENCES unit (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT summary_participant_id FOREIGN KEY (study_id, participant_id) REFERENCES participant (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT summary_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT summary_question_id FOREIGN KEY (study_id, question_id) REFERENCES question (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE claim (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  code TEXT NOT NULL,
  statement TEXT NOT NULL,
  section TEXT NOT NULL,
  theme_id TEXT,
  subject TEXT NOT NULL,
  wording TEXT NOT NULL,
  quantifier TEXT NOT NULL,
  n BIGINT NOT NULL,
  scope TEXT NOT NULL,
  predicate TEXT NOT NULL,
  sites TEXT NOT NULL,
  exceptions TEXT NOT NULL,
  antecedents TEXT NOT NULL,
  against TEXT NOT NULL,
  typology TEXT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  ord BIGINT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT claim_code_key UNIQUE (study_id, code),
  CONSTRAINT claim_theme_id FOREIGN KEY (study_id, theme_id) REFERENCES theme (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE typology (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  unit TEXT NOT NULL,
  types TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT typology_key_key UNIQUE (study_id, key)
);

CREATE TABLE type_decision (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  typology_id TEXT NOT NULL,
  site_id TEXT NOT NULL,
  type TEXT NOT NULL,
  basis TEXT NOT NULL,
  rivals TEXT NOT NULL,
  negative TEXT NOT NULL,
  second TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  second_by TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT type_decision_typology_id_site_id_key UNIQUE (study_id, typology_id, site_id),
  CONSTRAINT type_decision_typology_id FOREIGN KEY (study_id, typology_id) REFERENCES typology (study_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT type_decision_site_id FOREIGN KEY (study_id, site_id) REFERENCES site (study_id, id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE member (
  study_id TEXT NOT NULL,
  id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  account_id TEXT NOT NULL,
  role TEXT NOT NULL,
  sites TEXT NOT NULL,
  PRIMARY KEY (study_id, id),
  CONSTRAINT member_account_id_key UNIQUE (study_id, account_id)
);

-- Without it the undo of an import would look through all silences for each source it takes away.
CREATE INDEX silence_by_source_id ON silence (study_id, source_id) WHERE source_id IS NOT NULL;
CREATE UNIQUE INDEX theme_code_key ON theme (study_id, code) WHERE code <> '';
CREATE UNIQUE INDEX memo_code_key ON memo (study_id, code) WHERE code <> '';

-- +goose Down
SELECT 1;
