package text

import "github.com/crosscase/crosscase"

// Edit is one edit of a text, as excerpts are taken through it.
type Edit struct {
	before, after *Index
	path          Path
	version       int64 // that it makes
	quotes        *Quotations
}

// NewEdit is the edit by which steps make version, whose text is after, of the text before.
func NewEdit(before, after *Index, path Path, version int64) *Edit {
	return &Edit{before: before, after: after, path: path, version: version, quotes: NewQuotations(after, path)}
}

// Follow takes an excerpt, whose offsets count in the text before, through the edit. written says that it has to
// be written down, since the edits alone would not tell what it was before; what comes back counts in the new text in
// either case.
//
// The rules are:
//   - where its words have changed, Text has them as they are now and Was as it was first coded; Was is empty
//     again once they are the same;
//   - where its words are gone, they are looked for in what the edit put in elsewhere; what is not found there is
//     lost: it keeps its words in Text, and Start and End are where they stood;
//   - a lost excerpt comes back with its words, as they were last or first;
//   - the Text of a gist or note is a person's own and stays; Was is then the words of the source.
func (e *Edit) Follow(x *crosscase.Excerpt) (next *crosscase.Excerpt, written bool, err error) {
	n := *x
	span := Span{int(x.Start), int(x.End)}
	c := e.path.Carry(span)
	if x.Lost {
		n.Start, n.End = int64(c.Span.Start), int64(c.Span.End)
		for _, words := range LostWords(x) {
			if back, ok := e.quotes.Back(words, c.Span.Start); ok {
				n.Lost = false
				return &n, true, e.stand(&n, back)
			}
		}
		if c.Fate != Kept {
			n.Version = e.version
		}
		return &n, c.Fate != Kept, nil
	}
	if c.Fate == Kept {
		n.Start, n.End = int64(c.Span.Start), int64(c.Span.End)
		return &n, false, nil
	}
	was, err := e.before.Slice(span)
	if err != nil {
		return nil, false, err
	}
	if n.Was == "" {
		n.Was = was
	}
	if c.Fate == Lost {
		moved, ok := e.quotes.Moved(e.before, span, c.Span.Start)
		if !ok {
			n.Start, n.End, n.Version, n.Lost = int64(c.Span.Start), int64(c.Span.End), e.version, true
			return &n, true, nil
		}
		c.Span = moved
	}
	return &n, true, e.stand(&n, c.Span)
}

// stand puts an excerpt on a stretch of the new text.
func (e *Edit) stand(x *crosscase.Excerpt, at Span) error {
	words, err := e.after.Slice(at)
	if err != nil {
		return err
	}
	Stand(x, at, words, e.version)
	return nil
}

// Stand puts an excerpt on a stretch of a version of its text, which has the words there.
func Stand(x *crosscase.Excerpt, at Span, words string, version int64) {
	x.Start, x.End, x.Version = int64(at.Start), int64(at.End), version
	if x.Kind == crosscase.Verbatim {
		x.Text = words
	}
	if x.Was == words {
		x.Was = ""
	}
}

// LostWords are the words with which a lost excerpt comes back.
func LostWords(x *crosscase.Excerpt) []string {
	if x.Kind == crosscase.Verbatim && x.Text != x.Was {
		return []string{x.Text, x.Was}
	}
	return []string{x.Was}
}

// Touches says whether the edit does more to a span than to shift it.
func (e *Edit) Touches(s Span) bool { return e.path.Carry(s).Fate != Kept }
