-- +goose Up
-- Excerpts on the pages of PDFs and on pictures.

ALTER TABLE excerpt ADD COLUMN areas TEXT NOT NULL DEFAULT '[]';
ALTER TABLE source_text ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE media ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';

-- +goose Down
SELECT 1;
