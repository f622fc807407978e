package service

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
)

// siteLine is a row of a site table.
type siteLine struct {
	number int
	cells  []string
}

const (
	clearShare = 0.6 // of the filled cells of a column that are numbers, or words, for it to be one of numbers, or words
	leastGain  = 4   // cells of a row that fit better one column to the left for it to have moved
)

// kind of a column by its cells.
type columnKind struct{ numbers, words bool }

// moved looks for rows whose values have moved a column to the right, as where a value holds the delimiter and the
// row ends in empty cells, so that their number does not show it. A row has moved where its cells from some column on
// fit the columns clearly better one to the left: numbers among numbers, words among words. The table is then refused
// with all of the rows named, or they are left out where the person says so; none is put right by guessing.
func (in *tableImport) moved(lines []siteLine) ([]siteLine, error) {
	kinds := in.kinds(lines)
	kept, places := lines[:0:0], []string{}
	for _, l := range lines {
		from, gain := bestShift(kinds, l.cells)
		if gain < leastGain {
			kept = append(kept, l)
			continue
		}
		why := fmt.Sprintf("from column %s on, %d of its cells fit one column further left: %q may belong to the value before it", in.t.Header[from], gain, firstWords(l.cells[from]))
		places = append(places, fmt.Sprintf("row %d (%s)", l.number, why))
		in.res.lose(crosscase.LossLine{What: "a row whose values have moved to other columns", Where: fmt.Sprintf("%s, row %d", in.name, l.number), Why: why})
	}
	if len(places) > 0 && !in.opts.LeaveOut {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: the values of %d %s have moved to other columns, as where a value holds the delimiter: %s; put them right, or leave them out (--leave-out-misfits)",
			in.name, len(places), plural("row", len(places)), strings.Join(places[:min(len(places), mostMisfits)], "; "))
	}
	return kept, nil
}

// kinds tells columns of numbers from columns of words.
func (in *tableImport) kinds(lines []siteLine) []columnKind {
	kinds := make([]columnKind, len(in.header))
	for column := range in.header {
		filled, numbers := 0, 0
		for _, l := range lines {
			if cell := l.cells[column]; cell != "" {
				filled++
				if _, ok := number(cell); ok {
					numbers++
				}
			}
		}
		if filled > 0 {
			share := float64(numbers) / float64(filled)
			kinds[column] = columnKind{numbers: share >= clearShare, words: share <= 1-clearShare}
		}
	}
	return kinds
}

// fits is 1 where a cell is of its column's kind, -1 where it is of the other, 0 where either says nothing.
func (k columnKind) fits(cell string) int {
	if cell == "" || !k.numbers && !k.words {
		return 0
	}
	if _, ok := number(cell); ok == k.numbers {
		return 1
	}
	return -1
}

// bestShift is the column from which on the cells of a row fit best one to the left, and how many more fit so.
func bestShift(kinds []columnKind, cells []string) (from, gain int) {
	sum := 0
	for i := len(cells) - 2; i >= 1; i-- {
		sum += kinds[i].fits(cells[i+1]) - kinds[i].fits(cells[i])
		if sum > gain {
			from, gain = i, sum
		}
	}
	return from, gain
}
