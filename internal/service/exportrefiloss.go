package service

import (
	"strings"

	"github.com/crosscase/crosscase"
)

// exchangeLines are remarks of a report.
type exchangeLines struct{ list []crosscase.LossLine }

func (l *exchangeLines) add(what string, count int64, where, why string) {
	l.list = append(l.list, crosscase.LossLine{What: what, Where: where, Why: why, Count: count})
}

// count adds a remark on so many things; none for 0.
func (l *exchangeLines) count(n int64, what string, why ...string) {
	if n > 0 {
		l.list = append(l.list, crosscase.LossLine{What: what, Count: n, Why: strings.Join(why, "; ")})
	}
}

// withoutPlace are nouns that REFI-QDA has no place for, and why.
var withoutPlace = []struct{ noun, why string }{
	{"guide", "the format has no guides"}, {"topic", "the format has no guides"},
	{"pass", "the format does not say who listened to what"},
	{"text_edit", "the format has one version of a text: the last is written"},
	{"codebook_version", "the format has one codebook: the one in force is written"}, {"revisit", "the format has one codebook"},
	{"post", "the format has no organisation charts"},
	{"summary", "the format has no matrices"},
	{"claim", "the format has no claims"}, {"typology", "the format has no typologies"}, {"type_decision", "the format has no typologies"},
	{"site_identity", "real names are never written for another program"}, {"participant_identity", "real names are never written for another program"},
}

// loseRest lists what the format has no place for, in numbers.
func (x *exchange) loseRest() error {
	complete := ""
	if x.o.Complete {
		complete = "; it is in " + completeEntry
	}
	for _, n := range withoutPlace {
		if !x.v.access.May(crosscase.Nouns[n.noun].Read) {
			continue
		}
		rows, err := x.v.countSeen(n.noun)
		if err != nil {
			return err
		}
		why := n.why
		if !notComplete[n.noun] {
			why += complete
		}
		x.lost.count(rows, strings.ReplaceAll(n.noun, "_", " "), why)
	}
	x.lost.count(x.hidden, "coding or silence of another coder", "coding is blind in this study: only who manages it may take out what others coded")
	x.lost.add("history, settings and members of the study", 0, "", "the format has no place for them")
	return nil
}

// countSeen is how many rows of a noun the actor may see.
func (v *visit) countSeen(noun string) (int64, error) {
	if !v.access.May(crosscase.Nouns[noun].Read) {
		return 0, nil
	}
	if !v.access.Limited() {
		return v.s.store.Count(v.ctx, v.study.ID, noun, "")
	}
	rows, err := v.rows(noun, "")
	if err != nil {
		return 0, err
	}
	n := int64(0)
	for _, r := range rows {
		if v.seesRow("", r) == nil {
			n++
		}
	}
	return n, nil
}

// loseForCodebook says that a codebook is a codebook.
func (x *exchange) loseForCodebook() {
	for _, n := range []string{"source", "excerpt", "coding", "silence", "memo", "site", "participant"} {
		x.lost.count(x.counts[n], n, "a .qdc holds the codebook alone: write a .qdpx")
	}
	x.counts = nonZero(map[string]int64{"meta_theme": x.counts["meta_theme"], "theme": x.counts["theme"], "question": x.counts["question"], "position": x.counts["position"]})
}
