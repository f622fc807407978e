package report

import "github.com/crosscase/crosscase"

// Citing cites any excerpt of the study as a reader of a report may see it; false for one that is not there or whose
// words are not to be seen. Number is left to who puts the excerpts in order.
func Citing(d *Data) func(crosscase.ExcerptID) (CitedExcerpt, bool) {
	x := newIndex(d, -1)
	return func(id crosscase.ExcerptID) (CitedExcerpt, bool) {
		e, ok := x.excerpt(id)
		if !ok {
			return CitedExcerpt{}, false
		}
		attribution, source := x.attribute(id)
		return CitedExcerpt{ID: id, Text: e.Text, Form: e.Kind, Spoken: x.spoken(id), Attribution: attribution, Source: source}, true
	}
}
