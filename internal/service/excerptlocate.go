package service

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// excerptPlace is where an excerpt stands, in words.
type excerptPlace struct {
	before, after    string
	kind             string // of its source
	line, turn, time string // "" where they do not count
}

// sourcesAtOnce is how many texts are held while excerpts are found in them.
const sourcesAtOnce = 64

// locate finds the place of each row and the words around it, some sources at a time.
func (t *excerptTable) locate() error {
	of := map[crosscase.SourceID][]int{}
	var ids []crosscase.SourceID
	for i := range t.rows {
		id := t.rows[i].excerpt.SourceID
		if len(of[id]) == 0 {
			ids = append(ids, id)
		}
		of[id] = append(of[id], i)
	}
	slices.Sort(ids)
	excerpts := make([]*crosscase.Excerpt, 0, len(t.rows))
	for i := range t.rows {
		excerpts = append(excerpts, t.rows[i].excerpt)
	}
	if err := t.v.placedAll(t.names.sources, excerpts); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, sourcesAtOnce) {
		texts, err := t.v.textsOf(t.names.sources, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			src := t.names.sources[id]
			if src == nil {
				continue
			}
			l := newLocator(texts[id])
			for _, i := range of[id] {
				t.rows[i].place = l.place(t.rows[i].excerpt)
				t.rows[i].place.kind = string(src.Kind)
			}
		}
	}
	return nil
}

// textsOf reads the texts in force of some sources; those that were never corrected in one statement.
func (v *visit) textsOf(sources map[crosscase.SourceID]*crosscase.Source, ids []crosscase.SourceID) (map[crosscase.SourceID]*textVersion, error) {
	out := map[crosscase.SourceID]*textVersion{}
	var first []crosscase.SourceID
	for _, id := range ids {
		src := sources[id]
		switch {
		case src == nil || src.Version == 0:
		case src.Version == 1:
			first = append(first, id)
		default:
			t, err := v.textAt(src, src.Version)
			if err != nil {
				return nil, err
			}
			out[id] = t
		}
	}
	rows, err := rowsIn[crosscase.SourceText](v, "source_id IN (%s) AND version = 1", first)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out[r.SourceID] = &textVersion{SourceText: r, index: text.NewIndex(r.Text), base: 1}
	}
	return out, nil
}

// oneLine is text on one line. It is a copy, so as not to hold the whole text it was cut from.
func oneLine(s string) string { return strings.Clone(strings.Join(strings.Fields(s), " ")) }

// locator finds places in one text; body is nil where there is none.
type locator struct {
	body  *textVersion
	lines []int // code points where lines begin
}

func newLocator(body *textVersion) *locator {
	l := &locator{body: body}
	if body == nil {
		return l
	}
	l.lines = []int{0}
	at := 0
	for _, r := range body.Text {
		at++
		if r == '\n' {
			l.lines = append(l.lines, at)
		}
	}
	return l
}

func (l *locator) place(e *crosscase.Excerpt) excerptPlace {
	var p excerptPlace
	if e.Measure == crosscase.Milliseconds {
		p.time = clock(e.Start)
		return p
	}
	if e.Measure != crosscase.CodePoints || l.body == nil || e.Version == 0 {
		return p
	}
	start := int(e.Start)
	before, after := around(l.body.index, start, int(e.End))
	p.before, p.after = oneLine(before), oneLine(after)
	p.line = strconv.Itoa(sort.SearchInts(l.lines, start+1))
	if i := sort.Search(len(l.body.Turns), func(i int) bool { return l.body.Turns[i].Start > start }); i > 0 && start < l.body.Turns[i-1].End {
		p.turn = strconv.Itoa(i)
		if t := &l.body.Turns[i-1]; t.To > 0 || t.From > 0 {
			p.time = clock(t.From)
		}
	}
	return p
}
