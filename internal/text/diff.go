package text

import (
	"sort"
	"unicode/utf8"
)

// Hunk is one stretch that an edit replaced: Old became New. Either may be
// empty. What lies between hunks is the same in both texts.
type Hunk struct {
	Old, New Span
}

// Diff compares two texts word by word, in two steps: lines that stand once in
// either text are matched first (patience), then the words between them (Myers
// 1986, Algorithmica 1:251-266, greedy). A stretch that differs in more than
// maxEdits words is one hunk. Hunks come in order, in code points, and none touches the next.
func Diff(old, edited string) []Hunk {
	d := &differ{ids: make(map[string]int)}
	a, b := d.words(old), d.words(edited)
	d.a, d.b = a, b
	d.lines(0, len(a.id), 0, len(b.id))
	return refine(d.hunks, old, edited)
}

// maxEdits bounds the time (words times edits) and memory (edits squared) of one comparison.
const maxEdits = 1000

// words are the tokens of a text: a number for each, equal for equal words, and where each begins.
type words struct {
	id []int
	at []int // code points; one more than id
}

type differ struct {
	ids   map[string]int
	a, b  words
	hunks []Hunk
}

// words cuts s into runs of letters and digits, line ends, and single other code points.
func (d *differ) words(s string) words {
	var w words
	start, offset := 0, 0
	var kind rune
	take := func(end, at int) {
		if end == start {
			return
		}
		word := s[start:end]
		id, ok := d.ids[word]
		if !ok {
			id = len(d.ids)
			d.ids[word] = id
		}
		w.id = append(w.id, id)
		w.at = append(w.at, at)
	}
	first := 0
	for i, r := range s {
		next := rune(0)
		if inWord(r) {
			next = 'w'
		}
		if next == 0 || next != kind {
			take(i, first)
			start, first = i, offset
		}
		kind = next
		offset++
	}
	take(len(s), first)
	w.at = append(w.at, offset)
	return w
}

// replace notes that words [a0,a1) of the old text became [b0,b1) of the new one.
func (d *differ) replace(a0, a1, b0, b1 int) {
	if a0 == a1 && b0 == b1 {
		return
	}
	h := Hunk{
		Old: Span{d.a.at[a0], d.a.at[a1]},
		New: Span{d.b.at[b0], d.b.at[b1]},
	}
	if n := len(d.hunks); n > 0 && d.hunks[n-1].Old.End == h.Old.Start && d.hunks[n-1].New.End == h.New.Start {
		d.hunks[n-1].Old.End, d.hunks[n-1].New.End = h.Old.End, h.New.End
		return
	}
	d.hunks = append(d.hunks, h)
}

// trim leaves out what both stretches begin and end with.
func (d *differ) trim(a0, a1, b0, b1 int) (int, int, int, int) {
	for a0 < a1 && b0 < b1 && d.a.id[a0] == d.b.id[b0] {
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && d.a.id[a1-1] == d.b.id[b1-1] {
		a1, b1 = a1-1, b1-1
	}
	return a0, a1, b0, b1
}

// lines matches lines that stand once in either stretch and compares between them.
func (d *differ) lines(a0, a1, b0, b1 int) {
	a0, a1, b0, b1 = d.trim(a0, a1, b0, b1)
	if a0 == a1 || b0 == b1 {
		d.replace(a0, a1, b0, b1)
		return
	}
	for _, m := range d.commonLines(a0, a1, b0, b1) {
		d.myers(a0, m.a, b0, m.b)
		a0, b0 = m.a+m.n, m.b+m.n
	}
	d.myers(a0, a1, b0, b1)
}

// match is n words from a and from b that are the same.
type match struct{ a, b, n int }

// commonLines are the lines that stand once in either stretch, the longest
// sequence of them that is in the same order in both.
func (d *differ) commonLines(a0, a1, b0, b1 int) []match {
	newline, ok := d.ids["\n"]
	if !ok {
		return nil
	}
	type seen struct{ a, b, inA, inB, n int }
	known := make(map[string]*seen)
	var order []*seen
	each := func(w words, from, to int, visit func(key string, at, n int)) {
		var key []byte
		start := from
		for i := from; i < to; i++ {
			key = utf8.AppendRune(key, rune(w.id[i]%0xD000))
			key = utf8.AppendRune(key, rune(w.id[i]/0xD000))
			if w.id[i] == newline {
				visit(string(key), start, i+1-start)
				key, start = key[:0], i+1
			}
		}
		if start < to {
			visit(string(key), start, to-start)
		}
	}
	each(d.a, a0, a1, func(key string, at, n int) {
		s := known[key]
		if s == nil {
			s = &seen{a: at, n: n}
			known[key] = s
			order = append(order, s)
		}
		s.inA++
	})
	each(d.b, b0, b1, func(key string, at, n int) {
		if s := known[key]; s != nil {
			s.b = at
			s.inB++
		}
	})
	var candidates []match
	for _, s := range order {
		if s.inA == 1 && s.inB == 1 {
			candidates = append(candidates, match{s.a, s.b, s.n})
		}
	}
	return longestRising(candidates)
}

// longestRising is the longest sequence of matches, which are in order of a, that is in order of b too.
func longestRising(matches []match) []match {
	var tails []int // index of the match that ends the best sequence of each length
	previous := make([]int, len(matches))
	for i, m := range matches {
		n := sort.Search(len(tails), func(j int) bool { return matches[tails[j]].b >= m.b })
		previous[i] = -1
		if n > 0 {
			previous[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	if len(tails) == 0 {
		return nil
	}
	chain := make([]match, len(tails))
	at := tails[len(tails)-1]
	for i := len(chain) - 1; i >= 0; i-- {
		chain[i] = matches[at]
		at = previous[at]
	}
	return chain
}

// myers compares two stretches by words.
func (d *differ) myers(a0, a1, b0, b1 int) {
	a0, a1, b0, b1 = d.trim(a0, a1, b0, b1)
	n, m := a1-a0, b1-b0
	if n == 0 || m == 0 {
		d.replace(a0, a1, b0, b1)
		return
	}
	limit := min(n+m, maxEdits)
	// front[k+limit] is how far into a the best path on diagonal k = x-y has come.
	front := make([]int, 2*limit+2)
	var trace [][]int
	found := -1
	for e := 0; e <= limit && found < 0; e++ {
		trace = append(trace, append([]int(nil), front[limit-e:limit+e+1]...))
		for k := -e; k <= e; k += 2 {
			var x int
			if k == -e || k != e && front[k-1+limit] < front[k+1+limit] {
				x = front[k+1+limit]
			} else {
				x = front[k-1+limit] + 1
			}
			y := x - k
			for x < n && y < m && d.a.id[a0+x] == d.b.id[b0+y] {
				x, y = x+1, y+1
			}
			front[k+limit] = x
			if x == n && y == m {
				found = e
				break
			}
		}
	}
	if found < 0 {
		d.replace(a0, a1, b0, b1)
		return
	}
	var matches []match
	x, y := n, m
	for e := found; e > 0; e-- {
		// The trace of step e holds the diagonals -e to e as they were before it.
		was := func(k int) int { return trace[e][k+e] }
		k := x - y
		down := k == -e || k != e && was(k-1) < was(k+1)
		fromK := k - 1
		if down {
			fromK = k + 1
		}
		fromX := was(fromK)
		fromY := fromX - fromK
		startX := fromX + 1
		if down {
			startX = fromX
		}
		if run := x - startX; run > 0 {
			matches = append(matches, match{startX, startX - k, run})
		}
		x, y = fromX, fromY
	}
	if x > 0 {
		matches = append(matches, match{0, 0, x})
	}
	at, bt := 0, 0
	for i := len(matches) - 1; i >= 0; i-- {
		d.replace(a0+at, a0+matches[i].a, b0+bt, b0+matches[i].b)
		at, bt = matches[i].a+matches[i].n, matches[i].b+matches[i].n
	}
	d.replace(a0+at, a1, b0+bt, b1)
}

// refine narrows each hunk to the code points in which its two sides differ.
func refine(hunks []Hunk, old, edited string) []Hunk {
	a, b := NewIndex(old), NewIndex(edited)
	for i := range hunks {
		h := &hunks[i]
		was, err := a.Slice(h.Old)
		if err != nil {
			continue
		}
		now, err := b.Slice(h.New)
		if err != nil {
			continue
		}
		x, y := []rune(was), []rune(now)
		for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
			x, y = x[1:], y[1:]
			h.Old.Start++
			h.New.Start++
		}
		for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
			x, y = x[:len(x)-1], y[:len(y)-1]
			h.Old.End--
			h.New.End--
		}
	}
	return hunks
}
