package anonymise

import (
	"math"
	"slices"
	"strconv"
)

// Column is one attribute of all owners, such as the budget of every site.
type Column struct {
	Name   string
	Number bool
	Values []string  // by owner; "" is not known
	Cuts   []float64 // where bands begin, rising; none takes those of the quantiles
}

// Banded is what became of a column.
type Banded struct {
	Values     []string  // by owner; "" where it was not known or had to be left out
	Cuts       []float64 // of a number: where its bands begin
	Suppressed bool      // nothing of it is left
	Widened    int       // how many bands were joined so that enough owners share each combination
}

// mostBands is how many bands a figure has at first.
const mostBands = 4

// Widen puts figures into bands, and joins bands or leaves columns out until every combination of values is shared by
// at least k owners (k-anonymity; Sweeney 2002, International Journal of Uncertainty, Fuzziness and Knowledge-Based
// Systems 10(5), 557-570). What is not known counts as a value.
//
// The rules are:
//   - bands are quarters, thirds or halves of the owners as far as each holds k; their borders are rounded to two
//     figures, so that no value of an owner is one;
//   - a text is left out for owners whose word fewer than k share;
//   - where a combination is too rare, the column with the most values is made coarser: of a figure the smallest band
//     joins the one beside it, a text is left out.
func Widen(columns []Column, k int) []Banded {
	out := make([]Banded, len(columns))
	for i := range columns {
		c := &columns[i]
		if c.Number {
			out[i].Cuts = slices.Clone(c.Cuts)
			if len(c.Cuts) == 0 {
				out[i].Cuts = quantiles(numbers(c.Values), k)
			}
			out[i].band(c)
		} else {
			out[i].Values = common(c.Values, k)
			out[i].settle()
		}
	}
	for !anonymous(out, k) {
		widest, most := -1, 0
		for i := range out {
			if n := distinct(out[i].Values); !out[i].Suppressed && n >= most {
				widest, most = i, n
			}
		}
		if widest < 0 {
			break
		}
		out[widest].coarser(&columns[widest])
	}
	return out
}

// band puts each value into its band.
func (b *Banded) band(c *Column) {
	b.Values = make([]string, len(c.Values))
	for i, v := range c.Values {
		if x, err := strconv.ParseFloat(v, 64); err == nil && len(b.Cuts) > 0 {
			b.Values[i] = Label(x, b.Cuts)
		}
	}
	b.settle()
}

func (b *Banded) settle() {
	b.Suppressed = !slices.ContainsFunc(b.Values, func(v string) bool { return v != "" })
}

// coarser joins the smallest band of a figure with the one beside it, or leaves the column out.
func (b *Banded) coarser(c *Column) {
	b.Widened++
	if !c.Number || len(b.Cuts) < 2 {
		b.Values, b.Cuts, b.Suppressed = make([]string, len(c.Values)), nil, true
		return
	}
	counts := make([]int, len(b.Cuts)+1)
	for _, x := range numbers(c.Values) {
		counts[bandOf(x, b.Cuts)]++
	}
	small := 0
	for i, n := range counts {
		if n < counts[small] {
			small = i
		}
	}
	b.Cuts = slices.Delete(b.Cuts, max(small-1, 0), max(small-1, 0)+1)
	b.band(c)
}

// Label is the band of a figure in words: "under 200", "200 to under 400", "400 or more".
func Label(x float64, cuts []float64) string {
	at := bandOf(x, cuts)
	switch {
	case at == 0:
		return "under " + figure(cuts[0])
	case at == len(cuts):
		return figure(cuts[at-1]) + " or more"
	}
	return figure(cuts[at-1]) + " to under " + figure(cuts[at])
}

func figure(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func bandOf(x float64, cuts []float64) int {
	at := 0
	for at < len(cuts) && x >= cuts[at] {
		at++
	}
	return at
}

// quantiles are rounded borders of bands that hold k each; none where there are too few values or they are too alike.
func quantiles(sorted []float64, k int) []float64 {
	for n := min(mostBands, len(sorted)/max(k, 1)); n >= 2; n-- {
		var cuts []float64
		for i := 1; i < n; i++ {
			if cut := rounded(sorted[i*len(sorted)/n]); len(cuts) == 0 || cut > cuts[len(cuts)-1] {
				cuts = append(cuts, cut)
			}
		}
		counts := make([]int, len(cuts)+1)
		for _, x := range sorted {
			counts[bandOf(x, cuts)]++
		}
		if slices.Min(counts) >= k {
			return cuts
		}
	}
	return nil
}

// rounded has two figures.
func rounded(x float64) float64 {
	if x == 0 {
		return 0
	}
	scale := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-1)
	if scale < 1 {
		down := math.Round(1 / scale)
		return math.Round(x*down) / down
	}
	return math.Round(x/scale) * scale
}

func numbers(values []string) []float64 {
	var out []float64
	for _, v := range values {
		if x, err := strconv.ParseFloat(v, 64); err == nil {
			out = append(out, x)
		}
	}
	slices.Sort(out)
	return out
}

// common leaves out what fewer than k share.
func common(values []string, k int) []string {
	counts := map[string]int{}
	for _, v := range values {
		counts[v]++
	}
	out := slices.Clone(values)
	for i, v := range out {
		if counts[v] < k {
			out[i] = ""
		}
	}
	return out
}

// anonymous says whether every combination of values is shared by k owners.
func anonymous(columns []Banded, k int) bool {
	if len(columns) == 0 {
		return true
	}
	counts := map[string]int{}
	for i := range columns[0].Values {
		var key []byte
		for _, c := range columns {
			key = append(append(key, c.Values[i]...), 0)
		}
		counts[string(key)]++
	}
	for _, n := range counts {
		if n < k {
			return false
		}
	}
	return true
}

func distinct(values []string) int {
	seen := map[string]bool{}
	for _, v := range values {
		seen[v] = true
	}
	return len(seen)
}
