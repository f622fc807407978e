package service

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// tableHolds are the nouns whose rows each table tells, and tableLoses what it has no column for.
var (
	tableHolds = map[string][]string{
		"evidence": {"site", "unit", "participant", "round", "coding", "silence", "excerpt", "coder", "theme", "question", "position"},
		"excerpts": {"site", "unit", "participant", "round", "coding", "excerpt", "coder", "theme", "question", "position", "memo", "attribute_value"},
		"codebook": {"meta_theme", "theme", "question", "position"},
		"sites":    {"site", "attribute", "attribute_value"},
	}
	tableLoses = map[string][]crosscase.LossLine{
		"evidence": {{What: "the place of areas of pages and pictures", Why: "the table has no columns for them"}},
		"codebook": {{What: "colours, and in the tables full definitions", Why: "the table has no columns for them"}},
	}
)

// leftOutNouns are what a person may miss in a table, in words.
var leftOutNouns = []struct{ noun, words string }{
	{"source_text", "texts of sources"}, {"media", "files of recordings, pictures and documents"}, {"coding", "codings"}, {"excerpt", "excerpts"}, {"silence", "silences"},
	{"memo", "memos"}, {"claim", "claims"}, {"typology", "typologies"}, {"type_decision", "decisions on types"}, {"summary", "summaries"}, {"post", "posts"},
	{"pass", "passes of listening"}, {"codebook_version", "versions of the codebook"}, {"written_report", "written reports"}, {"kept_element", "what came from other programs and has no use here"},
}

// tableLoss says what tables hold of the study and what they leave out, and keeps that in the study's history.
func (v *visit) tableLoss(file, format string, tables []string, rows map[string]int64) (*crosscase.LossReport, error) {
	l := &crosscase.LossReport{File: file, Format: format, Direction: crosscase.TransferOut, In: map[string]int64{}, Out: map[string]int64{}}
	for table, n := range rows {
		l.Out["rows of "+table] = max(0, n)
	}
	holds := func(noun string) bool {
		return slices.ContainsFunc(tables, func(t string) bool { return slices.Contains(tableHolds[t], noun) })
	}
	for _, left := range leftOutNouns {
		n, err := v.countSeen(left.noun)
		if err != nil {
			return nil, err
		}
		switch {
		case n == 0:
		case holds(left.noun):
			l.In[left.words] = n
		default:
			l.In[left.words] = n
			l.NotCarried = append(l.NotCarried, crosscase.LossLine{What: left.words, Count: n, Why: "it is a table of something else; an export of open files or .qdpx holds them"})
		}
	}
	for _, t := range tables {
		l.NotCarried = append(l.NotCarried, tableLoses[t]...)
	}
	return l, v.keepExport(l)
}
