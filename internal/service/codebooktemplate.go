package service

import (
	"bytes"
	"context"
	"encoding/csv"
	"io/fs"
	"path"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/examples"
)

// CodebookTemplate is a codebook that comes with the program, to begin with.
type CodebookTemplate struct {
	Key       string `json:"key"`
	Title     string `json:"title"`
	About     string `json:"about"`
	Themes    int    `json:"themes"`
	Questions int    `json:"questions"`
}

// codebookTemplates are those there are; each is a codebook table in examples/codebooks.
var codebookTemplates = []CodebookTemplate{{
	Key: "nhs-medical-leadership", Title: "Medical leadership",
	About: "The 30 themes of a study of medical leadership in nine English hospital Trusts (Dickinson, Snelling, Ham and Spurgeon 2017), " +
		"under structure, process and outcomes, with questions and positions. The definitions are ours.",
}}

// CodebookTemplates lists the codebooks that come with the program.
func (s *Service) CodebookTemplates(ctx context.Context, slug string) ([]CodebookTemplate, error) {
	if _, err := s.visit(ctx, slug, crosscase.ReadStudy); err != nil {
		return nil, err
	}
	out := []CodebookTemplate{}
	for _, t := range codebookTemplates {
		body, err := templateTable(t.Key)
		if err != nil {
			return nil, err
		}
		rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil {
			return nil, err
		}
		themes := map[string]bool{}
		for _, row := range rows[1:] {
			themes[row[1]] = true
			if row[6] != "" {
				t.Questions++
			}
		}
		t.Themes = len(themes)
		out = append(out, t)
	}
	return out, nil
}

// AddCodebookTemplate adds a codebook that comes with the program to a study, as one change. What the study has of
// it already is left.
func (s *Service) AddCodebookTemplate(ctx context.Context, slug, key string) (*ImportResult, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodebook)
	if err != nil {
		return nil, err
	}
	body, err := templateTable(key)
	if err != nil {
		return nil, err
	}
	return v.importTable(key+".csv", bytes.NewReader(body), int64(len(body)), ImportOptions{})
}

func templateTable(key string) ([]byte, error) {
	var keys []string
	for _, t := range codebookTemplates {
		keys = append(keys, t.Key)
		if t.Key == key {
			return fs.ReadFile(examples.Files, path.Join("codebooks", key+".csv"))
		}
	}
	return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no codebook template %q: there is %s", key, strings.Join(keys, ", "))
}
