package service

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// opened is a source that rows point into, with its excerpts and the codings on them.
type opened struct {
	src      *crosscase.Source
	index    *text.Index // nil without a text
	excerpts map[string]*crosscase.Excerpt
	codings  map[string]bool
}

// excerpt finds or makes the excerpt of the row: a span of a source, or a document of the row's own words.
// The source it is in is returned where it was in the study before.
func (e *evidenceImport) excerpt(site *crosscase.Site, who crosscase.ParticipantID) (*crosscase.Excerpt, *opened, error) {
	if e.cell("source") == "" {
		if e.cell("start") != "" || e.cell("end") != "" {
			return nil, nil, e.wrong("start", "there are start and end but no source they count in")
		}
		ex, err := e.documentOf(site, who)
		return ex, nil, err
	}
	in, err := e.open(e.cell("source"))
	if err != nil {
		return nil, nil, err
	}
	if in.src.SiteID != "" && in.src.SiteID != site.ID {
		return nil, nil, e.wrong("source", "source %q is of another site than %s", in.src.Name, site.Letter)
	}
	ex := &crosscase.Excerpt{SourceID: in.src.ID, SiteID: site.ID, ParticipantID: who, Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, Version: in.src.Version}
	if err := e.span(in, ex); err != nil {
		return nil, nil, err
	}
	key := spanKey(ex)
	if old, ok := in.excerpts[key]; ok {
		return old, in, nil
	}
	ex.ID = crosscase.ExcerptID(e.v.s.newID())
	in.excerpts[key] = ex
	e.res.Counts["excerpt"]++
	return ex, in, e.tx.Insert(ex)
}

// spanKey tells the excerpts of a source apart; one whose words are gone from the text stands with others in one place.
func spanKey(ex *crosscase.Excerpt) string {
	key := fmt.Sprint(ex.Measure, ex.Start, "-", ex.End, "/", ex.ParticipantID)
	if ex.Lost {
		key += "/" + ex.Text
	}
	return key
}

// open loads a source that rows point into.
func (e *evidenceImport) open(name string) (*opened, error) {
	src, ok := e.sources[name]
	if !ok {
		return nil, e.wrong("source", "source %q is not in the study; import it first, or leave the cell empty and the row makes a document of its excerpt", name)
	}
	if in, ok := e.texts[src.ID]; ok {
		return in, nil
	}
	if err := e.v.sees("source", src.SiteID); err != nil {
		return nil, err
	}
	in := &opened{src: src, excerpts: map[string]*crosscase.Excerpt{}, codings: map[string]bool{}}
	e.texts[src.ID] = in
	if src.Version > 0 {
		body, err := e.v.in(e.tx).textAt(src, src.Version)
		if err != nil {
			return nil, err
		}
		in.index = body.index
	}
	excerpts, err := store.ListTx[crosscase.Excerpt](e.tx, "source_id = $2", string(src.ID))
	if err != nil {
		return nil, err
	}
	if err := e.v.in(e.tx).placed(src, excerpts); err != nil {
		return nil, err
	}
	for _, ex := range excerpts {
		in.excerpts[spanKey(ex)] = ex
	}
	codings, err := store.ListTx[crosscase.Coding](e.tx, "excerpt_id IN (SELECT id FROM excerpt WHERE study_id = $1 AND source_id = $2)", string(src.ID))
	if err != nil {
		return nil, err
	}
	for _, c := range codings {
		in.codings[codingKey(c)] = true
	}
	return in, nil
}

// span reads start and end, or finds the row's words in the source.
func (e *evidenceImport) span(in *opened, ex *crosscase.Excerpt) error {
	start, end, words := e.cell("start"), e.cell("end"), text.Normalize(e.cell("excerpt"))
	if start == "" && end == "" {
		if in.index == nil || words == "" {
			return e.wrong("start", "source %q is named, but neither start and end nor words to find in it", in.src.Name)
		}
		found := text.Locate(in.index.Text(), words)
		if len(found) != 1 {
			return e.wrong("excerpt", "the words stand %d times in source %q: give start and end", len(found), in.src.Name)
		}
		ex.Start, ex.End, ex.Text = int64(found[0].Start), int64(found[0].End), words
		return nil
	}
	if strings.ContainsRune(start+end, ':') {
		return e.timeSpan(in, ex, start, end, words)
	}
	var err error
	if ex.Start, err = strconv.ParseInt(start, 10, 64); err != nil {
		return e.wrong("start", "%q is no number of code points and no time", start)
	}
	if ex.End, err = strconv.ParseInt(end, 10, 64); err != nil {
		return e.wrong("end", "%q is no number of code points and no time", end)
	}
	if err := ex.Validate(); err != nil {
		return err
	}
	if in.index == nil {
		return e.wrong("start", "source %q has no text: give times as mm:ss.mmm", in.src.Name)
	}
	if ex.End > int64(in.index.Len()) {
		return e.wrong("end", "%d is past the end of source %q, which has %d code points", ex.End, in.src.Name, in.index.Len())
	}
	if ex.Text, err = in.index.Slice(text.Span{Start: int(ex.Start), End: int(ex.End)}); err != nil {
		return err
	}
	if words != "" && ex.Start == ex.End { // exported when they were gone from the text
		ex.Text, ex.Was, ex.Lost = words, words, true
		return nil
	}
	if words != "" && !sameWords(words, ex.Text) {
		return e.wrong("excerpt", "the words are not those that stand at %d to %d of source %q", ex.Start, ex.End, in.src.Name)
	}
	return nil
}

func sameWords(a, b string) bool {
	return a == b || slices.Equal(strings.Fields(a), strings.Fields(b))
}

func (e *evidenceImport) timeSpan(in *opened, ex *crosscase.Excerpt, start, end, words string) error {
	var err error
	if ex.Start, err = parseTime(start); err != nil {
		return e.wrong("start", "%v", err)
	}
	if ex.End, err = parseTime(end); err != nil {
		return e.wrong("end", "%v", err)
	}
	ex.Measure, ex.Version, ex.Text = crosscase.Milliseconds, 0, words
	if words == "" {
		ex.Kind = crosscase.NoteOnly
	}
	if in.src.Kind != crosscase.Recording {
		return e.wrong("start", "source %q is no recording: give start and end in code points", in.src.Name)
	}
	if in.src.Length > 0 && ex.End > in.src.Length {
		return e.wrong("end", "%s is past the end of recording %q", end, in.src.Name)
	}
	return ex.Validate()
}

// parseTime reads [h:]mm:ss[.mmm] as milliseconds.
func parseTime(s string) (int64, error) {
	var total float64
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, fmt.Errorf("%q is no time; write mm:ss.mmm", s)
	}
	for i, p := range parts {
		f, err := strconv.ParseFloat(p, 64)
		if err != nil || f < 0 || i > 0 && f >= 60 || f > 1e6 {
			return 0, fmt.Errorf("%q is no time; write mm:ss.mmm", s)
		}
		total = total*60 + f
	}
	return time.Duration(total * float64(time.Second)).Round(time.Millisecond).Milliseconds(), nil
}

// documentOf makes a document of the row's words. Rows of the same speaker with the same words share it.
func (e *evidenceImport) documentOf(site *crosscase.Site, who crosscase.ParticipantID) (*crosscase.Excerpt, error) {
	words := text.Normalize(e.cell("excerpt"))
	sum := sha256.Sum256([]byte(string(site.ID) + "\x00" + string(who) + "\x00" + words))
	key := [16]byte(sum[:16])
	if id, ok := e.made[key]; ok && words != "" {
		return &crosscase.Excerpt{ID: id}, nil
	}
	if err := e.v.may(crosscase.WriteSources); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s row %d", e.name, e.line)
	if old, ok := e.sources[name]; ok {
		return nil, e.wrong("", "source %q is in the study already: this file was imported before; undo that import, or rename the file", old.Name)
	}
	if strings.ContainsRune(words, 0) {
		return nil, e.wrong("excerpt", "there is a NUL character in the words")
	}
	src := &crosscase.Source{ID: crosscase.SourceID(e.v.s.newID()), Name: name, Kind: crosscase.Document, Genre: crosscase.GenreFieldNote,
		SiteID: site.ID, File: e.name, Version: 1, Length: int64(text.Len(words))}
	if err := e.tx.Insert(src); err != nil {
		return nil, err
	}
	body := &crosscase.SourceText{ID: crosscase.SourceTextID(e.v.s.newID()), SiteID: site.ID, SourceID: src.ID, Version: 1, Text: words}
	if err := e.tx.Insert(body); err != nil {
		return nil, err
	}
	ex := &crosscase.Excerpt{ID: crosscase.ExcerptID(e.v.s.newID()), SourceID: src.ID, SiteID: site.ID, ParticipantID: who,
		Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, Version: 1, End: src.Length, Text: words}
	if words == "" {
		ex.Kind = crosscase.NoteOnly
	}
	e.res.Counts["source"]++
	e.res.Counts["excerpt"]++
	if err := e.tx.Insert(ex); err != nil {
		return nil, err
	}
	if len(e.made) < 2_000_000 {
		e.made[key] = ex.ID
	}
	return ex, nil
}
