package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// codebookNouns are the nouns that a codebook is made of.
var codebookNouns = []string{"meta_theme", "theme", "question", "position"}

// bookState is the codebook as it stood after one change.
type bookState struct {
	metas     map[string]*crosscase.MetaTheme
	themes    map[string]*crosscase.Theme
	questions map[string]*crosscase.Question
	positions map[string]*crosscase.Position
}

func newBookState() *bookState {
	return &bookState{map[string]*crosscase.MetaTheme{}, map[string]*crosscase.Theme{}, map[string]*crosscase.Question{}, map[string]*crosscase.Position{}}
}

// put sets the row with an id; nil takes it away.
func (b *bookState) put(noun, id string, row any) {
	switch noun {
	case "meta_theme":
		setOrDelete(b.metas, id, row)
	case "theme":
		setOrDelete(b.themes, id, row)
	case "question":
		setOrDelete(b.questions, id, row)
	case "position":
		setOrDelete(b.positions, id, row)
	}
}

func setOrDelete[T any](m map[string]*T, id string, row any) {
	if r, ok := row.(*T); ok && r != nil {
		m[id] = r
	} else {
		delete(m, id)
	}
}

func (b *bookState) clone() *bookState {
	out := newBookState()
	for id, r := range b.metas {
		out.metas[id] = r
	}
	for id, r := range b.themes {
		out.themes[id] = r
	}
	for id, r := range b.questions {
		out.questions[id] = r
	}
	for id, r := range b.positions {
		out.positions[id] = r
	}
	return out
}

// bookNow reads the codebook with the number of the change it stands at.
func (v *visit) bookNow() (*bookState, int64, error) {
	for {
		before, err := v.s.store.Seq(v.ctx, v.study.ID)
		if err != nil {
			return nil, 0, err
		}
		b := newBookState()
		for _, noun := range codebookNouns {
			rows, err := v.s.store.Rows(v.ctx, v.study.ID, noun, "")
			if err != nil {
				return nil, 0, err
			}
			for _, row := range rows {
				b.put(noun, idOf(row), row)
			}
		}
		after, err := v.s.store.Seq(v.ctx, v.study.ID)
		if err != nil || after == before {
			return b, after, err
		}
	}
}

// withoutCodebook are nouns whose own changes leave the codebook as it is; there are very many of them.
var withoutCodebook = []string{"coding", "excerpt", "silence", "pass", "memo", "text_edit", "source_text", "revisit", "summary", "codebook_version"}

// bookChange is what one change did to the codebook, in its order.
type bookChange struct {
	*crosscase.Change
	rows []store.RowChange
}

// bookChanges reads what changes after the number did to the codebook, oldest first.
func (v *visit) bookChanges(after int64) ([]bookChange, error) {
	changes, err := v.s.store.Changes(v.ctx, v.study.ID, after, 0)
	if err != nil {
		return nil, err
	}
	var out []bookChange
	for _, c := range changes {
		if slices.Contains(withoutCodebook, c.Noun) {
			continue
		}
		b := bookChange{Change: c}
		erased, err := v.s.store.Content(v.ctx, v.study.ID, c.Seq, func(r store.RowChange) error {
			if slices.Contains(codebookNouns, r.Noun) {
				b.rows = append(b.rows, r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if erased {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "what change %d did was erased from the history, so the codebook before it is not known: compare versions made after it", c.Seq)
		}
		if len(b.rows) > 0 {
			out = append(out, b)
		}
	}
	return out, nil
}

// before takes changes back from a state, the last first.
func (b *bookState) before(changes []bookChange) *bookState {
	out := b.clone()
	for _, c := range slices.Backward(changes) {
		for _, r := range slices.Backward(c.rows) {
			out.put(r.Noun, r.ID, r.Before)
		}
	}
	return out
}
