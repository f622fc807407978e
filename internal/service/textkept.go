package service

import (
	"container/list"
	"slices"
	"strings"
	"sync"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// keptTexts remembers the texts that were used last: of each source the newest version, the way of its edits and
// where its excerpts stand.
//
// The rules are:
//   - what is kept is of versions that are saved; a version never changes, so nothing kept goes stale, whatever
//     other servers write;
//   - nothing is read from the database while a lock is held.
type keptTexts struct {
	mu   sync.Mutex
	of   map[crosscase.SourceID]*list.Element
	used list.List // of *keptText, the last used first
	size int       // bytes of their texts
}

// The most that is kept.
const (
	keptSources = 256
	keptBytes   = 64 << 20
)

// keptText is what is kept of one source.
type keptText struct {
	source crosscase.SourceID
	size   int

	mu     sync.Mutex
	newest *textVersion
	first  int64       // the version that ways[0] makes
	ways   []text.Path // of the edits, one a version
	at     int64       // the version that places count in
	places []store.ExcerptPlace
}

// textVersion is one version of a text. It is not altered.
type textVersion struct {
	*crosscase.SourceText
	index *text.Index
	base  int64 // the last version before it, or itself, that is stored whole
	spent int   // what the edits since then weigh
}

// structure is who speaks where in the text, its headings and pages.
func (t *textVersion) structure() text.Structure {
	return text.Structure{Turns: t.Turns, Headings: t.Headings, Pages: t.Pages}
}

// source is what is kept of a source.
func (k *keptTexts) source(id crosscase.SourceID) *keptText {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[crosscase.SourceID]*list.Element{}
	}
	at, ok := k.of[id]
	if !ok {
		at = k.used.PushFront(&keptText{source: id})
		k.of[id] = at
	}
	k.used.MoveToFront(at)
	return at.Value.(*keptText)
}

// keep remembers a version, unless a newer one is known.
func (k *keptTexts) keep(id crosscase.SourceID, t *textVersion) {
	one := k.source(id)
	one.mu.Lock()
	if one.newest == nil || one.newest.Version < t.Version {
		one.newest = t
	}
	size := 2 * len(one.newest.Text)
	one.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.size += size - one.size
	one.size = size
	for k.used.Len() > 1 && (k.used.Len() > keptSources || k.size > keptBytes) {
		last := k.used.Remove(k.used.Back()).(*keptText)
		k.size -= last.size
		last.size = 0
		delete(k.of, last.source)
	}
}

func (k *keptText) version() *textVersion {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.newest
}

// way is the edits that make the versions after from up to to, as far as they are kept: what is returned ends with
// to or begins after from, or both.
func (k *keptText) way(from, to int64) (ways []text.Path, first int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	low, high := max(from+1, k.first), min(to, k.first+int64(len(k.ways))-1)
	if len(k.ways) == 0 || low > high {
		return nil, 0
	}
	return slices.Clone(k.ways[low-k.first : high-k.first+1]), low
}

// keepWay remembers the edits that make version first and those after it.
func (k *keptText) keepWay(first int64, ways []text.Path) {
	k.mu.Lock()
	defer k.mu.Unlock()
	end := k.first + int64(len(k.ways))
	switch last := first + int64(len(ways)); {
	case len(k.ways) == 0 || first < k.first && last >= end:
		k.first, k.ways = first, slices.Clone(ways)
	case first >= k.first && first <= end && last > end:
		k.ways = append(k.ways, ways[end-first:]...)
	case first < k.first && last >= k.first:
		k.ways = append(slices.Clone(ways[:k.first-first]), k.ways...)
		k.first = first
	}
}

// place takes excerpts, in order of their ids, to version to; way are the edits after version from, which is at most
// that of any of them. Those that were taken along before go on from there. With keep that is remembered; revision
// is then the least that is not saved yet.
func (k *keptText) place(rows []store.ExcerptPlace, from, to int64, way []text.Path, keep bool, unsaved int64) []store.ExcerptPlace {
	k.mu.Lock()
	defer k.mu.Unlock()
	known := k.places
	if k.at > to || k.at < from {
		known, keep = nil, keep && k.at < to
	}
	out := make([]store.ExcerptPlace, len(rows))
	for i, r := range rows {
		for len(known) > 0 && strings.Compare(string(known[0].ID), string(r.ID)) < 0 {
			known = known[1:]
		}
		start := r.Version
		if len(known) > 0 && known[0].ID == r.ID && known[0].Revision == r.Revision && k.at >= r.Version {
			r, start = known[0], k.at
		}
		for v := start; v < to; v++ {
			c := way[v-from].Carry(text.Span{Start: int(r.Start), End: int(r.End)})
			r.Start, r.End = int64(c.Span.Start), int64(c.Span.End)
		}
		r.Version = to
		out[i] = r
	}
	if keep {
		k.at, k.places = to, slices.Clone(out)
		for i := range k.places {
			if unsaved > 0 && k.places[i].Revision >= unsaved {
				k.places[i].Revision = 0 // what is not saved may yet come to nothing, and be another row under the same number
			}
		}
	}
	return out
}
