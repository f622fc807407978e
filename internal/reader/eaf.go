package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
)

// readEAF reads an annotation file of ELAN (EAF 2 and 3). A tier is a speaker: its participant, else its name.
//
// The rules are:
//   - tiers without a parent are what was said; those below one (translation, glosses, words) say it again and are
//     left out and named, but where an annotation above has no words: it has those of the annotations below it,
//     in their order;
//   - times are milliseconds; a slot without a time lies evenly between its neighbours;
//   - an annotation that ends before it begins is refused.
func readEAF(ctx context.Context, name, letters string) ([]cue, []string, error) {
	x := &xmlPart{ctx: ctx, dec: xml.NewDecoder(&tokenLimit{r: strings.NewReader(letters), name: name}), closer: io.NopCloser(nil), file: name, part: "its XML", prefix: map[string]string{}}
	x.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it has been decoded
	e := &eaf{name: name, x: x, slot: map[string]int{}, byID: map[string]*eafAnnotation{}}
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := e.start(start); err != nil {
				return nil, nil, err
			}
		}
	}
	if !e.root {
		return nil, nil, invalid("%s is no ELAN file: its root is not ANNOTATION_DOCUMENT", name)
	}
	return e.cues()
}

// eaf is an ELAN file on its way through.
type eaf struct {
	name  string
	x     *xmlPart
	root  bool
	times []int64 // of the slots in order; -1 where there is none
	slot  map[string]int
	tiers []eafTier
	byID  map[string]*eafAnnotation
	count int
}

type eafTier struct {
	speaker, name, parent string
	annotations           []*eafAnnotation
}

type eafAnnotation struct {
	from, to string // slots
	of       string // the annotation it is below
	words    string
	below    []*eafAnnotation
}

func (e *eaf) start(t xml.StartElement) error {
	switch t.Name.Local {
	case "ANNOTATION_DOCUMENT":
		e.root = true
	case "HEADER":
		if unit := attr(t, "TIME_UNITS"); unit != "" && unit != "milliseconds" {
			return invalid("%s counts time in %s: set it to milliseconds in ELAN", e.name, short(unit))
		}
	case "TIME_SLOT":
		if len(e.times) >= 4*maxCues {
			return invalid("%s holds more than %d times: split it", e.name, 4*maxCues)
		}
		at := int64(-1)
		if said := attr(t, "TIME_VALUE"); said != "" {
			var err error
			if at, err = strconv.ParseInt(said, 10, 64); err != nil || at < 0 || at > 1<<40 {
				return invalid("%s: the time %q of slot %s is no number of milliseconds", e.name, short(said), short(attr(t, "TIME_SLOT_ID")))
			}
		}
		e.slot[attr(t, "TIME_SLOT_ID")] = len(e.times)
		e.times = append(e.times, at)
	case "TIER":
		if len(e.tiers) >= maxEntries {
			return invalid("%s holds more than %d tiers", e.name, maxEntries)
		}
		tier := eafTier{name: tidySpeaker(attr(t, "TIER_ID")), parent: attr(t, "PARENT_REF")}
		if tier.speaker = tidySpeaker(attr(t, "PARTICIPANT")); tier.speaker == "" {
			tier.speaker = tier.name
		}
		e.tiers = append(e.tiers, tier)
	case "ALIGNABLE_ANNOTATION", "REF_ANNOTATION":
		if len(e.tiers) == 0 {
			return e.x.damaged("an annotation stands outside a tier")
		}
		if e.count++; e.count > maxCues {
			return invalid("%s holds more than %d annotations: split it", e.name, maxCues)
		}
		a := &eafAnnotation{from: attr(t, "TIME_SLOT_REF1"), to: attr(t, "TIME_SLOT_REF2"), of: attr(t, "ANNOTATION_REF")}
		e.byID[attr(t, "ANNOTATION_ID")] = a
		tier := &e.tiers[len(e.tiers)-1]
		tier.annotations = append(tier.annotations, a)
		return e.words(a)
	}
	return nil
}

// words reads the value of the annotation just opened.
func (e *eaf) words(a *eafAnnotation) error {
	depth := len(e.x.open) - 1
	var out strings.Builder
	for len(e.x.open) > depth {
		token, err := e.x.next()
		if err != nil {
			return err
		}
		if data, ok := token.(xml.CharData); ok && out.Len() < maxText {
			out.Write(data)
		}
	}
	a.words = tidyWords(out.String())
	return nil
}

func (e *eaf) cues() ([]cue, []string, error) {
	e.fillTimes()
	e.hang()
	var cues []cue
	var leftOut []string
	for _, t := range e.tiers {
		if t.parent != "" {
			if len(t.annotations) > 0 {
				leftOut = append(leftOut, t.name)
			}
			continue
		}
		for _, a := range t.annotations {
			words := a.said(0)
			if words == "" {
				continue
			}
			from, ok1 := e.slot[a.from]
			to, ok2 := e.slot[a.to]
			if !ok1 || !ok2 {
				return nil, nil, invalid("%s: an annotation of the tier %s (%q) has a time that the file does not define", e.name, t.name, short(words))
			}
			c := cue{from: e.times[from], to: e.times[to], speaker: t.speaker, words: words}
			if c.to < c.from {
				return nil, nil, invalid("%s: an annotation of the tier %s ends before it begins (%s to %s): put its times right", e.name, t.name, stampText(c.from), stampText(c.to))
			}
			cues = append(cues, c)
		}
	}
	var warnings []string
	if len(leftOut) > 0 {
		warnings = append(warnings, fmt.Sprintf("tiers below others say again what those say and are left out: %s", strings.Join(leftOut[:min(len(leftOut), 20)], ", ")))
	}
	return cues, warnings, nil
}

// hang puts the annotations of lower tiers below those they are of: by reference, or by time within one of the parent.
func (e *eaf) hang() {
	byName := map[string]*eafTier{}
	for i := range e.tiers {
		byName[e.tiers[i].name] = &e.tiers[i]
	}
	for _, t := range e.tiers {
		parent := byName[tidySpeaker(t.parent)]
		if t.parent == "" || parent == nil {
			continue
		}
		for _, a := range t.annotations {
			if above := e.byID[a.of]; above != nil && above != a {
				above.below = append(above.below, a)
				continue
			}
			from, ok := e.slot[a.from]
			if !ok {
				continue
			}
			at := e.times[from]
			// The annotations of a tier stand in the order of their times.
			i := sort.Search(len(parent.annotations), func(i int) bool { return e.times[e.slot[parent.annotations[i].to]] > at })
			if len(e.times) > 0 && i < len(parent.annotations) && e.times[e.slot[parent.annotations[i].from]] <= at {
				parent.annotations[i].below = append(parent.annotations[i].below, a)
			}
		}
	}
}

// said is the words of an annotation, or those below it where it has none.
func (a *eafAnnotation) said(depth int) string {
	if a.words != "" || depth > 20 {
		return a.words
	}
	var out []string
	for _, b := range a.below {
		if words := b.said(depth + 1); words != "" {
			out = append(out, words)
		}
	}
	return strings.Join(out, " ")
}

// fillTimes gives the slots without a time one, evenly between those that have one.
func (e *eaf) fillTimes() {
	last := -1
	for i, at := range e.times {
		if at < 0 {
			continue
		}
		if last >= 0 {
			for j := last + 1; j < i; j++ {
				e.times[j] = e.times[last] + (at-e.times[last])*int64(j-last)/int64(i-last)
			}
		}
		last = i
	}
	before := int64(0)
	for i, at := range e.times {
		if at < 0 {
			e.times[i] = before
		}
		before = e.times[i]
	}
}
