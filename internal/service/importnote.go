package service

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// What the comments of a document become:
const (
	CommentsMemos   = "memos"
	CommentsCodings = "codings"
)

// longestTheme is how many letters a comment, or a part of one, may have to be the name of a theme.
const longestTheme = 100

// notes keeps what stands beside the text.
//
// The rules are:
//   - a comment, footnote or endnote becomes a memo about an excerpt: the words that a comment is about, the word that
//     a note is called at, or the line where there is no word before it;
//   - if comments are to be codings, each is one coding for each theme it names, with semicolons or line ends between
//     them; who wrote it is the coder; a part too long to be a name, and a comment about no words, stay memos;
//   - whoever speaks the words is the participant of the coding;
//   - notes on the same words share their excerpt.
func (in *interviewImport) notes(tx *store.Tx, src *crosscase.Source, body *crosscase.SourceText) error {
	if len(in.doc.Notes) == 0 {
		return nil
	}
	coding := in.opts.Comments == CommentsCodings
	if coding {
		if err := in.v.may(crosscase.WriteCodings); err != nil {
			return err
		}
	}
	if in.v.may(crosscase.WriteMemos) != nil && !coding {
		in.res.lose(crosscase.LossLine{What: "comments and notes", Where: in.name, Why: "your role does not allow memos", Count: int64(len(in.doc.Notes))})
		return nil
	}
	w := &noteWriter{in: in, tx: tx, src: src, body: body, index: text.NewIndex(body.Text), excerpts: map[text.Span]*crosscase.Excerpt{}, coders: map[string]crosscase.CoderID{}, coded: map[string]bool{}}
	if coding {
		var err error
		if w.book, err = readBook(tx); err != nil {
			return err
		}
		if err := each(tx, func(c *crosscase.Coder) { w.coders[c.Name] = c.ID }); err != nil {
			return err
		}
	}
	for _, n := range in.doc.Notes {
		rest := n.Text
		if coding && n.Kind == reader.Comment && n.Span.Len() > 0 {
			var err error
			if rest, err = w.codings(n); err != nil {
				return err
			}
		}
		if rest == "" {
			continue
		}
		if err := w.memo(n, rest); err != nil {
			return err
		}
	}
	return nil
}

// noteWriter writes the notes of one document.
type noteWriter struct {
	in       *interviewImport
	tx       *store.Tx
	src      *crosscase.Source
	body     *crosscase.SourceText
	index    *text.Index
	excerpts map[text.Span]*crosscase.Excerpt
	book     *book
	coders   map[string]crosscase.CoderID
	coded    map[string]bool // codings of this document, so that one said twice is one
}

// codings writes a coding for each theme that a comment names, and returns what is no name.
func (w *noteWriter) codings(n reader.Note) (rest string, err error) {
	var left []string
	for _, part := range strings.FieldsFunc(n.Text, func(r rune) bool { return r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if utf8.RuneCountInString(part) > longestTheme {
			left = append(left, part)
			continue
		}
		if err := w.coding(n, part); err != nil {
			return "", err
		}
	}
	if len(left) > 0 {
		w.in.res.Warnings = append(w.in.res.Warnings, fmt.Sprintf("a comment of %d letters is too long to name a theme and became a memo", utf8.RuneCountInString(strings.Join(left, "; "))))
	}
	return strings.Join(left, "\n"), nil
}

func (w *noteWriter) coding(n reader.Note, name string) error {
	theme, err := w.in.v.themeOf(w.tx, w.book, name, w.in.opts.Strict, w.in.res)
	if err != nil {
		return err
	}
	coder, err := w.coder(n.Author)
	if err != nil {
		return err
	}
	ex, err := w.excerpt(n.Span)
	if err != nil {
		return err
	}
	c := &crosscase.Coding{ID: crosscase.CodingID(w.in.v.s.newID()), ExcerptID: ex.ID, SiteID: ex.SiteID, ParticipantID: ex.ParticipantID,
		ThemeID: theme.ID, Aspect: crosscase.Opinion, CoderID: coder, At: written(n.Date)}
	key := codingKey(c)
	if w.coded[key] {
		return nil
	}
	w.coded[key] = true
	w.in.res.Counts["coding"]++
	return w.in.v.insert(w.tx, "coding", c)
}

func (w *noteWriter) coder(name string) (crosscase.CoderID, error) {
	if name == "" {
		return "", nil
	}
	if id, ok := w.coders[name]; ok {
		return id, nil
	}
	c := &crosscase.Coder{ID: crosscase.CoderID(w.in.v.s.newID()), Name: name}
	w.coders[name] = c.ID
	w.in.res.created("coder", name)
	return c.ID, w.in.v.insert(w.tx, "coder", c)
}

// noteTitles are what a memo that was a note is called.
var noteTitles = map[reader.NoteKind]string{reader.Comment: "Comment", reader.Footnote: "Footnote", reader.Endnote: "Endnote"}

func (w *noteWriter) memo(n reader.Note, words string) error {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	m := &crosscase.Memo{ID: crosscase.MemoID(w.in.v.s.newID()), Kind: crosscase.MemoNote, SiteID: w.src.SiteID,
		About: []crosscase.About{{Noun: "source", Key: string(w.src.ID)}},
		Title: noteTitles[n.Kind], Text: words, Author: n.Author, Written: written(n.Date)}
	if span := w.place(n.Span); span.Len() > 0 {
		ex, err := w.excerpt(span)
		if err != nil {
			return err
		}
		m.About = []crosscase.About{{Noun: "excerpt", Key: string(ex.ID)}}
	}
	w.in.res.Counts["memo"]++
	return w.in.v.insert(w.tx, "memo", m)
}

// place is the words that a note is about: for one without words the word before it, else its line.
func (w *noteWriter) place(s text.Span) text.Span {
	if s.Len() > 0 {
		return s
	}
	at, err := w.index.Byte(s.Start)
	if err != nil {
		return text.Span{}
	}
	whole := w.index.Text()
	line := whole[strings.LastIndexByte(whole[:at], '\n')+1 : at]
	trimmed := strings.TrimRightFunc(line, unicode.IsSpace)
	from := strings.LastIndexFunc(trimmed, unicode.IsSpace)
	if _, size := utf8.DecodeRuneInString(trimmed[max(from, 0):]); from >= 0 {
		from += size
	}
	if trimmed != "" {
		end := s.Start - text.Len(line[len(trimmed):])
		return text.Span{Start: end - text.Len(trimmed[max(from, 0):]), End: end}
	}
	rest, _, _ := strings.Cut(whole[at:], "\n")
	return text.Span{Start: s.Start, End: s.Start + text.Len(rest)}
}

func (w *noteWriter) excerpt(s text.Span) (*crosscase.Excerpt, error) {
	if ex, ok := w.excerpts[s]; ok {
		return ex, nil
	}
	words, err := w.index.Slice(s)
	if err != nil {
		return nil, err
	}
	ex := &crosscase.Excerpt{ID: crosscase.ExcerptID(w.in.v.s.newID()), SourceID: w.src.ID, SiteID: w.src.SiteID, ParticipantID: speakerAt(w.body.Turns, s.Start),
		Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, Start: int64(s.Start), End: int64(s.End), Version: w.src.Version, Text: words}
	if err := ex.Validate(); err != nil {
		return nil, err
	}
	w.excerpts[s] = ex
	w.in.res.Counts["excerpt"]++
	return ex, w.tx.Insert(ex)
}

// written is a date of a file as epoch milliseconds; 0 where it says none.
func written(date string) int64 {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, date); err == nil {
			return max(0, t.UnixMilli())
		}
	}
	return 0
}

// loss reports what was in a document and what became of it.
func (in *interviewImport) loss() *crosscase.LossReport {
	if n := in.doc.Tracked.Deleted; n > 0 {
		in.res.lose(crosscase.LossLine{What: "words that tracked changes delete", Where: in.name, Why: "tracked changes are taken as accepted", Count: int64(n)})
	}
	l := plainLoss(in.res)
	if n := in.doc.Tracked.Deleted; n > 0 {
		l.In["tracked deletions"] = int64(n)
	}
	for _, n := range in.doc.Notes {
		l.In[string(n.Kind)+"s"]++
	}
	for _, c := range []struct {
		what, become string
		n            int
	}{
		{"tracked insertions", "taken as accepted: the words are in the text", in.doc.Tracked.Inserted},
		{"tracked moves", "taken as accepted: the words stand where they went", in.doc.Tracked.Moved},
		{"pages", "kept as places in the text", len(in.doc.Pages)},
		{"headings", "kept as headings of the text", len(in.doc.Headings)},
	} {
		if c.n > 0 {
			l.In[c.what] = int64(c.n)
			l.Mapped = append(l.Mapped, crosscase.LossLine{What: c.what, Why: c.become, Count: int64(c.n)})
		}
	}
	return l
}
