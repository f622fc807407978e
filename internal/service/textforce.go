package service

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// rowsOf reads rows of a noun, within the write where there is one.
func rowsOf[T any](v *visit, where string, args ...any) ([]*T, error) {
	if v.tx != nil {
		return store.ListTx[T](v.tx, where, args...)
	}
	return store.List[T](v.ctx, v.s.store, v.study.ID, where, args...)
}

// saved says whether what stands in the source's row is saved, and not written by the very write that is going on.
func (v *visit) saved(src *crosscase.Source) bool { return v.tx == nil || src.Revision < v.tx.Seq() }

// textInForce is the text of a source with its turns and headings, in the version in force. It must not be altered.
func (v *visit) textInForce(src *crosscase.Source) (*crosscase.SourceText, error) {
	t, err := v.textAt(src, src.Version)
	if err != nil {
		return nil, err
	}
	return t.SourceText, nil
}

// textAt is one version of a source's text: the last that is stored whole, with the edits since.
func (v *visit) textAt(src *crosscase.Source, version int64) (*textVersion, error) {
	if version < 1 || version > src.Version {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "source %q has no text in version %d: it has versions 1 to %d", src.Name, version, src.Version)
	}
	kept := v.s.texts.source(src.ID)
	t := kept.version()
	if t != nil && t.Version == version {
		return t, nil
	}
	if t == nil || t.Version > version {
		var err error
		if t, err = v.wholeText(src, version); err != nil {
			return nil, err
		}
	}
	edits, err := v.edits(src, t.Version, version)
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		if t, err = t.edited(e); err != nil {
			return nil, fmt.Errorf("version %d of source %s: %w", e.Version, src.ID, err)
		}
	}
	if v.saved(src) {
		v.s.texts.keep(src.ID, t)
	}
	return t, nil
}

// wholeText is the last version, up to the one given, that is stored whole.
func (v *visit) wholeText(src *crosscase.Source, version int64) (*textVersion, error) {
	found, err := rowsOf[crosscase.SourceText](v, `source_id = $2 AND version = (
		SELECT MAX(t.version) FROM source_text t WHERE t.study_id = $1 AND t.source_id = $2 AND t.version <= $3)`, string(src.ID), version)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "source %q has no text", src.Name)
	}
	return &textVersion{SourceText: found[0], index: text.NewIndex(found[0].Text), base: found[0].Version}, nil
}

// edits are those that make the versions after from up to to, in order.
func (v *visit) edits(src *crosscase.Source, from, to int64) ([]*crosscase.TextEdit, error) {
	if from >= to {
		return nil, nil
	}
	found, err := rowsOf[crosscase.TextEdit](v, "source_id = $2 AND version > $3 AND version <= $4", string(src.ID), from, to)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b *crosscase.TextEdit) int { return cmp.Compare(a.Version, b.Version) })
	if int64(len(found)) != to-from {
		return nil, fmt.Errorf("source %s: there are %d edits for the versions %d to %d", src.ID, len(found), from+1, to)
	}
	return found, nil
}

// edited is the version that an edit makes.
func (t *textVersion) edited(e *crosscase.TextEdit) (*textVersion, error) {
	body, err := text.Apply(t.Text, e.Steps)
	if err != nil {
		return nil, err
	}
	index := text.NewIndex(body)
	lines := t.structure().Carry(index, text.PathOf(e.Steps))
	next := *t.SourceText
	next.Version, next.Text = e.Version, body
	next.Turns, next.Headings, next.Pages = lines.Turns, lines.Headings, lines.Pages
	return &textVersion{SourceText: &next, index: index, base: t.base, spent: t.spent + text.Weight(e.Steps)}, nil
}

// ways are the paths of the edits that make the versions after from up to to.
func (v *visit) ways(src *crosscase.Source, from, to int64) ([]text.Path, error) {
	if from >= to {
		return nil, nil
	}
	kept := v.s.texts.source(src.ID)
	have, first := kept.way(from, to)
	if int64(len(have)) == to-from {
		return have, nil
	}
	var missing [2][]*crosscase.TextEdit // before and after what is kept
	var err error
	if len(have) == 0 {
		missing[1], err = v.edits(src, from, to)
		first = to + 1
	} else if missing[0], err = v.edits(src, from, first-1); err == nil {
		missing[1], err = v.edits(src, first+int64(len(have))-1, to)
	}
	if err != nil {
		return nil, err
	}
	all := make([]text.Path, 0, to-from)
	for _, e := range missing[0] {
		all = append(all, text.PathOf(e.Steps))
	}
	all = append(all, have...)
	for _, e := range missing[1] {
		all = append(all, text.PathOf(e.Steps))
	}
	if v.saved(src) {
		kept.keepWay(from+1, all)
	}
	return all, nil
}
