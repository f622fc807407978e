package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/examples"
	"github.com/crosscase/crosscase/examples/synthetic"
	"github.com/crosscase/crosscase/internal/service"
)

// workedExample is the folder and the slug of the worked example.
const workedExample = "nhs-medical-leadership"

// buildWorkedExample makes the worked example from its data files, by the same imports as any study.
func buildWorkedExample(ctx context.Context, s *service.Service) error {
	body, err := fs.ReadFile(examples.Files, path.Join(workedExample, "study.json"))
	if err != nil {
		return err
	}
	var study crosscase.Study
	if err := json.Unmarshal(body, &study); err != nil {
		return fmt.Errorf("study.json: %w", err)
	}
	study.Settings = crosscase.DefaultSettings()
	if err := s.CreateStudy(ctx, &study); err != nil {
		return err
	}
	files := []string{"attributes.json", "sites.csv", "codebook.csv", "records.json", "evidence.csv", "claims.json"}
	for _, name := range files {
		if err := importBytes(ctx, s, study.Slug, path.Join(workedExample, name)); err != nil {
			return err
		}
	}
	return addTypologies(ctx, s, study.Slug)
}

// addTypologies adds the typologies to a study, those its facts bear on first.
func addTypologies(ctx context.Context, s *service.Service, slug string) error {
	for _, key := range []string{"self_description", "mckee1999", "mintzberg1979", "freidson1986", "unit_form"} {
		if err := importBytes(ctx, s, slug, "typologies/"+key+".json"); err != nil {
			return err
		}
	}
	return nil
}

func importBytes(ctx context.Context, s *service.Service, slug, name string) error {
	body, err := fs.ReadFile(examples.Files, name)
	if err != nil {
		return err
	}
	_, err = s.Import(ctx, slug, path.Base(name), bytes.NewReader(body), int64(len(body)), service.ImportOptions{Strict: path.Base(name) == "evidence.csv"})
	return err
}

// createSynthetic makes a study and fills it with made-up data, by the same imports as any study.
func createSynthetic(ctx context.Context, a *app, s *service.Service, study *crosscase.Study, text string) error {
	spec, err := synthetic.ParseSpec(text)
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "--synthetic: %v", err)
	}
	study.Synthetic = true
	study.Title += " (synthetic)"
	if err := s.CreateStudy(ctx, study); err != nil {
		return err
	}
	made := synthetic.New(spec)
	line := newProgress(a.stderr)
	defer line.end()
	opts := service.ImportOptions{Progress: func(done, _ int64) { line.show("%d of %d codings", done, spec.Codings) }}
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{{"codebook.csv", made.WriteCodebook}, {"sites.csv", made.WriteSites}, {"records.json", made.WriteRecords}, {"synthetic.csv", made.WriteEvidence}} {
		if err := importWritten(ctx, s, study.Slug, part.name, part.write, opts); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.stderr, "made synthetic study %s: %d sites, %d interviews, %d codings\n", study.Slug, spec.Sites, spec.Interviews, spec.Codings)
	return nil
}

// importWritten imports what write writes, through a temporary file.
func importWritten(ctx context.Context, s *service.Service, slug, name string, write func(io.Writer) error, opts service.ImportOptions) error {
	f, err := os.CreateTemp("", "crosscase-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := write(f); err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	_, err = s.Import(ctx, slug, name, f, size, opts)
	return err
}
