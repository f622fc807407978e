package service

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// lossLines gathers remarks of a loss report; of one sort only so many are listed and the others counted.
type lossLines struct {
	lines []crosscase.LossLine
	of    map[string]int // what was said and why -> how often
	at    map[string]int // the same -> the line that counts the rest
}

const listedLosses = 200

func newLossLines() *lossLines { return &lossLines{of: map[string]int{}, at: map[string]int{}} }

// add lists one thing.
func (l *lossLines) add(what, where, why string) {
	key := what + "\x00" + why
	l.of[key]++
	if l.of[key] <= listedLosses {
		l.lines = append(l.lines, crosscase.LossLine{What: what, Where: where, Why: why})
		return
	}
	if l.of[key] == listedLosses+1 {
		l.at[key] = len(l.lines)
		l.lines = append(l.lines, crosscase.LossLine{What: "more of this sort: " + what, Why: why})
	}
	l.lines[l.at[key]].Count++
}

// count lists a number of things; none are not listed.
func (l *lossLines) count(n int64, what, why string) {
	if n > 0 {
		l.lines = append(l.lines, crosscase.LossLine{What: what, Why: why, Count: n})
	}
}

// report is the loss report of the import.
func (in *refiImport) report() *crosscase.LossReport {
	l := &crosscase.LossReport{File: in.p.File, Format: formatOf(in.p.File), Direction: crosscase.TransferIn, Origin: in.p.Origin,
		In: refiCounts(in.p), Out: maps.Clone(in.res.Counts)}
	for noun, n := range in.changed {
		l.Out[noun+", changed"] = n
	}
	if in.res.Skipped > 0 {
		l.Out["rows that were there already"] = in.res.Skipped
	}
	for _, d := range in.p.Decisions {
		l.Mapped = append(l.Mapped, crosscase.LossLine{What: d})
	}
	l.Mapped = append(l.Mapped, in.mapped.lines...)
	for _, p := range in.p.Problems {
		if p.Recovered {
			l.Mapped = append(l.Mapped, crosscase.LossLine{What: p.What, Where: p.Where})
		} else {
			l.NotCarried = append(l.NotCarried, crosscase.LossLine{What: p.What, Where: p.Where})
		}
	}
	l.NotCarried = append(l.NotCarried, in.lost.lines...)
	return l
}

// refiCounts is what a file holds, by kind; what it has none of is left out.
func refiCounts(p *refi.Project) map[string]int64 {
	n := p.Counts
	out := map[string]int64{}
	for kind, count := range map[string]int{
		"users": n.Users, "codes": n.Codes, "text sources": n.Sources.Text, "PDF sources": n.Sources.PDF, "picture sources": n.Sources.Picture,
		"audio sources": n.Sources.Audio, "video sources": n.Sources.Video, "selections": n.Selections, "codings": n.Codings, "notes": n.Notes,
		"cases": n.Cases, "variables": n.Variables, "sets": n.Sets, "links": n.Links, "graphs": n.Graphs,
	} {
		if count > 0 {
			out[kind] = int64(count)
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

// quoted is a name as it may stand in a report: short and of one line.
func quoted(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if r := []rune(name); len(r) > 80 {
		name = string(r[:80]) + "…"
	}
	return fmt.Sprintf("“%s”", name)
}

// cutName makes a name one that a row may have: of one line, without what does not print, at most 500 characters.
func cutName(name string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "�")))
	if r := []rune(name); len(r) > 480 {
		name = strings.TrimSpace(string(r[:480])) + "…"
	}
	return name
}

// sortedKeys are the keys of a map in order, so that what is written does not depend on chance.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// firstOf is the first text that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}
