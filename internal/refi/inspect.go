package refi

import (
	"context"
	"io"
)

// Inspection is what is in a file, as "crosscase inspect --format json" prints it.
type Inspection struct {
	Format   string    `json:"format"` // qdpx for a project, with its archive or without; qdc for a codebook
	Origin   string    `json:"origin"`
	Counts   Counts    `json:"counts"`
	Problems []Problem `json:"problems"` // never null

	Decisions []string `json:"-"` // how the file was understood, for people
}

// Inspect says what is in a file without importing it.
func Inspect(ctx context.Context, name string, r io.ReaderAt, size int64, limits Limits) (*Inspection, error) {
	p, err := Read(ctx, name, r, size, limits)
	if err != nil {
		return nil, err
	}
	return p.Inspection(), nil
}

// Inspection is what is in the project.
func (p *Project) Inspection() *Inspection {
	in := &Inspection{Format: string(QDPX), Origin: p.Origin, Counts: p.Counts, Problems: p.Problems, Decisions: p.Decisions}
	if p.Container == QDC {
		in.Format = string(QDC)
	}
	if in.Problems == nil {
		in.Problems = []Problem{}
	}
	return in
}
