package claims

import (
	"cmp"
	"slices"
	"strings"
)

// near picks up to three of the names that a person may have meant.
//
// The rules are:
//   - a name within a third of its length in edits (at least 2), or containing or contained in what was typed, is near;
//   - the nearest come first, equal ones in their own order.
func near(typed string, names []string) []string {
	type candidate struct {
		name string
		away int
	}
	low := strings.ToLower(typed)
	var found []candidate
	for _, name := range names {
		n := strings.ToLower(name)
		away := edits(low, n)
		if away <= max(2, len(n)/3) || len(low) >= 4 && strings.Contains(n, low) || len(n) >= 4 && strings.Contains(low, n) {
			found = append(found, candidate{name, away})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.away, b.away) })
	var out []string
	for _, c := range found[:min(3, len(found))] {
		out = append(out, c.name)
	}
	return out
}

// edits is the Levenshtein distance in runes; names beyond 200 runes count as far away.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 200 || len(y) > 200 {
		return max(len(x), len(y))
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// didYouMean ends a message with the near names, or with what there is when nothing is near.
func didYouMean(typed string, names []string) string {
	if n := near(typed, names); len(n) > 0 {
		return "; did you mean " + oneOfWords(n) + "?"
	}
	switch {
	case len(names) == 0:
		return "; there is none yet"
	case len(names) <= 8:
		return "; there is " + oneOfWords(names)
	}
	return ""
}

// oneOfWords writes a, b or c.
func oneOfWords(names []string) string { return joinWords(names, " or ") }

// andWords writes a, b and c.
func andWords(names []string) string { return joinWords(names, " and ") }

func joinWords(names []string, last string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + last + names[len(names)-1]
}
