package httpapi

import (
	"math/bits"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// oracle is one text as the property test keeps it: a list of characters, each with an identity of its own and the
// codings it is under. It knows nothing of how the program carries excerpts along.
//
// Its rules are:
//   - a character that is not deleted stays under its codings, wherever it goes;
//   - a new character comes under the codings that are over both characters beside it; if it replaces others,
//     under those that were over all that it replaces;
//   - a stretch that is moved keeps the codings that lie wholly in it, loses the others, and comes under those
//     that are over both characters beside its new place;
//   - a coding without a character is lost. It keeps its words, and the place where the last of them was deleted;
//   - a lost coding is under its words again when they stand somewhere as characters that were not so side by side
//     before the edit: where they stood; or elsewhere, if they are 12 characters or more and stand once in the text;
//   - words lost in this very edit are elsewhere also if what is before or behind them is the same as it was.
type oracle struct {
	source  string
	version int64
	chars   []char
	marks   []oracleMark
	lastID  int
	next    []int // once asked for: who stands behind each character, by identity
}

type char struct {
	r     rune
	id    int
	under under
}

// under is a set of codings.
type under [4]uint64

func (u under) has(m int) bool { return u[m/64]&(1<<(m%64)) != 0 }
func (u under) and(v under) under {
	for i := range u {
		u[i] &= v[i]
	}
	return u
}
func (u under) or(v under) under {
	for i := range u {
		u[i] |= v[i]
	}
	return u
}
func (u under) without(v under) under {
	for i := range u {
		u[i] &^= v[i]
	}
	return u
}
func (u under) each(fn func(m int)) {
	for i, w := range u {
		for ; w != 0; w &= w - 1 {
			fn(64*i + bits.TrailingZeros64(w))
		}
	}
}

func one(m int) (u under) {
	u[m/64] = 1 << (m % 64)
	return u
}

type oracleMark struct {
	excerpt crosscase.ExcerptID
	codings int
	count   int    // characters under it
	words   string // as they are, or were last
	first   string // as it was coded
	lost    bool
	place   int // of a lost one
}

func (o *oracle) clone() *oracle {
	c := *o
	c.next = nil
	c.chars, c.marks = slices.Clone(o.chars), slices.Clone(o.marks)
	return &c
}

func (o *oracle) text() string { return spell(o.chars) }

func spell(chars []char) string {
	var b strings.Builder
	for _, c := range chars {
		b.WriteRune(c.r)
	}
	return b.String()
}

// at is the codings of the character at a place, or none.
func (o *oracle) at(i int) under {
	if i < 0 || i >= len(o.chars) {
		return under{}
	}
	return o.chars[i].under
}

func (o *oracle) count(chars []char, by int) {
	for _, c := range chars {
		c.under.each(func(m int) { o.marks[m].count += by })
	}
}

// replace puts s in the place of [a,b) and returns the codings that it touched.
func (o *oracle) replace(a, b int, s string) under {
	over := o.at(a - 1).and(o.at(a))
	touched := over
	if a < b {
		over, touched = o.chars[a].under, under{}
		for _, c := range o.chars[a:b] {
			over, touched = over.and(c.under), touched.or(c.under)
		}
	}
	fresh := make([]char, 0, len(s))
	for _, r := range s {
		o.lastID++
		fresh = append(fresh, char{r, o.lastID, over})
	}
	o.count(o.chars[a:b], -1)
	o.count(fresh, 1)
	o.chars = slices.Replace(o.chars, a, b, fresh...)
	for m := range o.marks {
		k := &o.marks[m]
		switch {
		case !k.lost || k.place <= a:
		case k.place >= b:
			k.place += len(fresh) - (b - a)
		default:
			k.place = a
		}
	}
	o.lose(touched, a)
	return touched
}

// lose notes which of the codings have no character any more.
func (o *oracle) lose(some under, place int) {
	some.each(func(m int) {
		if k := &o.marks[m]; k.count == 0 && !k.lost {
			k.lost, k.place = true, place
		}
	})
}

// move takes [a,b) to before to.
func (o *oracle) move(a, b, to int) under {
	block := slices.Clone(o.chars[a:b])
	inBlock := make([]int, len(o.marks))
	for _, c := range block {
		c.under.each(func(m int) { inBlock[m]++ })
	}
	var travels, touched under
	for m, n := range inBlock {
		if n > 0 && n == o.marks[m].count {
			travels = travels.or(one(m))
		} else if n > 0 {
			touched = touched.or(one(m))
		}
	}
	o.count(block, -1)
	o.chars = slices.Delete(o.chars, a, b)
	landing := to
	if to > a {
		landing -= b - a
	}
	over := o.at(landing - 1).and(o.at(landing))
	touched = touched.or(over)
	for i := range block {
		block[i].under = block[i].under.and(travels).or(over)
	}
	o.count(block, 1)
	o.chars = slices.Insert(o.chars, landing, block...)
	for m := range o.marks {
		k := &o.marks[m]
		if !k.lost {
			continue
		}
		if a < k.place && k.place < b {
			k.place += landing - a
			continue
		}
		if k.place >= b {
			k.place -= b - a
		}
		if k.place > landing {
			k.place += b - a
		}
	}
	return touched
}

// follow does the steps of an edit, and brings back what came back. It returns the codings whose words were touched.
func (o *oracle) follow(steps []crosscase.TextStep) under {
	before := o.clone()
	var touched under
	for _, s := range steps {
		if s.To != nil {
			touched = touched.or(o.move(s.Start, s.End, *s.To))
		} else {
			touched = touched.or(o.replace(s.Start, s.End, s.Text))
		}
	}
	var body string
	for m := range o.marks {
		if k := &o.marks[m]; k.lost {
			if body == "" {
				body = o.text()
			}
			if at, words, ok := o.again(before, m, body); ok {
				k.count, k.lost = utf8.RuneCountInString(words), false
				for i := at; i < at+k.count; i++ {
					o.chars[i].under = o.chars[i].under.or(one(m))
				}
				touched = touched.or(one(m))
			}
		}
	}
	touched.each(func(m int) {
		if k := &o.marks[m]; !k.lost {
			k.words = spell(o.under(m))
		}
	})
	return touched
}

// under is the characters under a coding.
func (o *oracle) under(m int) []char {
	start, end := o.span(m)
	return o.chars[start:end]
}

func (o *oracle) span(m int) (start, end int) {
	if k := &o.marks[m]; k.lost {
		return k.place, k.place
	}
	start = slices.IndexFunc(o.chars, func(c char) bool { return c.under.has(m) })
	for end = start; end < len(o.chars) && o.chars[end].under.has(m); end++ {
	}
	return start, end
}

// again is where the words of a lost coding, the last or else the first, stand again.
func (o *oracle) again(before *oracle, m int, body string) (at int, words string, ok bool) {
	k := &o.marks[m]
	if !before.marks[m].lost {
		at, ok = o.moved(before, m, body)
		return at, k.words, ok
	}
	for _, words = range []string{k.words, k.first} {
		if at, ok = o.back(before, words, body, k.place); ok {
			return at, words, true
		}
	}
	return 0, "", false
}

// newly are the places where words stand as characters that were not side by side before.
func (o *oracle) newly(before *oracle, words, body string) []int {
	var out []int
	n := utf8.RuneCountInString(words)
	if strings.TrimSpace(words) == "" {
		return nil
	}
	if before.next == nil {
		before.next = make([]int, before.lastID+1)
		for i := 0; i+1 < len(before.chars); i++ {
			before.next[before.chars[i].id] = before.chars[i+1].id
		}
	}
	from, at := 0, 0
	for {
		i := strings.Index(body[from:], words)
		if i < 0 {
			return out
		}
		at += utf8.RuneCountInString(body[from : from+i])
		from += i
		fresh := o.chars[at].id > before.lastID
		for j := at; j+1 < at+n && !fresh; j++ {
			fresh = o.chars[j].id > before.lastID || before.next[o.chars[j].id] != o.chars[j+1].id
		}
		if fresh {
			out = append(out, at)
		}
		_, w := utf8.DecodeRuneInString(body[from:])
		from += w
		at++
	}
}

func (o *oracle) back(before *oracle, words, body string, place int) (int, bool) {
	if !strings.Contains(body, words) {
		return 0, false
	}
	places := o.newly(before, words, body)
	n := utf8.RuneCountInString(words)
	for _, at := range places {
		if at <= place && place <= at+n {
			return at, true
		}
	}
	if len(places) == 1 && n >= 12 && strings.Index(body, words) == strings.LastIndex(body, words) {
		return places[0], true
	}
	return 0, false
}

func (o *oracle) moved(before *oracle, m int, body string) (int, bool) {
	words := o.marks[m].words
	if !strings.Contains(body, words) {
		return 0, false
	}
	places := o.newly(before, words, body)
	if len(places) == 0 {
		return 0, false
	}
	old := before.text()
	n := utf8.RuneCountInString(words)
	if n >= 40 && strings.Index(body, words) == strings.LastIndex(body, words) && strings.Index(old, words) == strings.LastIndex(old, words) {
		return places[0], true
	}
	start, end := before.span(m)
	best, bestScore, bestFar := 0, 0, 0
	for _, at := range places {
		score := max(alike(before.chars, start, -1, o.chars, at), alike(before.chars, end, 1, o.chars, at+n))
		far := max(at-o.marks[m].place, o.marks[m].place-at)
		if score > bestScore || score == bestScore && score > 0 && far < bestFar {
			best, bestScore, bestFar = at, score, far
		}
	}
	return best, bestScore > 0
}

// alike counts how far two texts agree from two places on, up to 32 characters: less than 10 count only where both texts end.
func alike(a []char, i, by int, b []char, j int) int {
	if by < 0 {
		i, j = i-1, j-1
	}
	for n := 0; ; n, i, j = n+1, i+by, j+by {
		endA, endB := i < 0 || i >= len(a), j < 0 || j >= len(b)
		if n == 32 || endA && endB || endA && n >= 10 || endB && n >= 10 {
			return n + 1
		}
		if endA || endB || a[i].r != b[j].r {
			if n >= 10 {
				return n + 1
			}
			return 0
		}
	}
}

// plain is what becomes of text that is put in.
func plain(s string) string {
	return norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// same compares the desk with the oracle: every coding is there, on its characters.
func (o *oracle) same(t testing.TB, got *service.DeskSource) {
	t.Helper()
	if want := o.text(); got.Text != want || got.Length != int64(len(o.chars)) || got.Version != o.version {
		t.Fatalf("source %s: the text (version %d, length %d) is not that of version %d, length %d", o.source, got.Version, got.Length, o.version, len(o.chars))
	}
	byID := map[crosscase.ExcerptID]*service.DeskExcerpt{}
	for i := range got.Excerpts {
		byID[got.Excerpts[i].ID] = &got.Excerpts[i]
	}
	if len(byID) != len(o.marks) {
		t.Fatalf("%d excerpts, want %d", len(byID), len(o.marks))
	}
	for m := range o.marks {
		o.sameMark(t, m, byID[o.marks[m].excerpt])
	}
	for i, turn := range got.Turns {
		if turn.Start > turn.Speech || turn.Speech > turn.End || turn.End > len(o.chars) || i > 0 && got.Turns[i-1].End > turn.Start {
			t.Fatalf("turn %d is %+v after %+v", i, turn, got.Turns[max(i-1, 0)])
		}
		if turn.Start > 0 && o.chars[turn.Start-1].r != '\n' {
			t.Fatalf("turn %d at %d does not begin a line", i, turn.Start)
		}
	}
}

func (o *oracle) sameMark(t testing.TB, m int, e *service.DeskExcerpt) {
	t.Helper()
	k := &o.marks[m]
	start, end := o.span(m)
	was := k.first
	if !k.lost && k.words == k.first {
		was = ""
	}
	switch {
	case e == nil:
		t.Fatalf("excerpt %s (%q) is gone", k.excerpt, k.words)
	case len(e.Codings) != k.codings:
		t.Fatalf("excerpt %s has %d codings, want %d", e.ID, len(e.Codings), k.codings)
	case e.Lost != k.lost || e.Text != k.words || e.Was != was || e.Start != int64(start) || e.End != int64(end):
		t.Fatalf("excerpt %s is at %d-%d lost=%v %q was %q;\nwant %d-%d lost=%v %q was %q", e.ID, e.Start, e.End, e.Lost, e.Text, e.Was, start, end, k.lost, k.words, was)
	}
}
