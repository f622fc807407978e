package service

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// MaskChange is something that an anonymised archive changes, and how often.
type MaskChange struct {
	What  string `json:"what" doc:"name, coder, date, value of an attribute, …"`
	Table string `json:"table"`
	Where string `json:"where,omitempty" doc:"the source or row, as it is called in the archive"`
	Was   string `json:"was,omitempty" doc:"what stood there; only in a preview, never in the archive"`
	Put   string `json:"put,omitempty" doc:"what stands there instead; empty where it was left out"`
	Count int64  `json:"count"`
}

// ArchivePreview is what an anonymised archive would change.
type ArchivePreview struct {
	Changes []MaskChange `json:"changes"`
}

// maskChanges counts what is changed.
type maskChanges struct {
	at   map[MaskChange]int
	list []MaskChange
}

func newMaskChanges() *maskChanges { return &maskChanges{at: map[MaskChange]int{}} }

func (c *maskChanges) add(one MaskChange) {
	i, ok := c.at[one]
	if !ok {
		i = len(c.list)
		c.at[one] = i
		c.list = append(c.list, one)
	}
	c.list[i].Count++
}

// sorted are the changes; without was those that differ in it alone are one.
func (c *maskChanges) sorted(was bool) []MaskChange {
	out := newMaskChanges()
	out.list = []MaskChange{}
	for _, one := range c.list {
		n := one.Count
		if one.Count = 0; !was {
			one.Was = ""
		}
		i, ok := out.at[one]
		if !ok {
			i = len(out.list)
			out.at[one] = i
			out.list = append(out.list, one)
		}
		out.list[i].Count += n
	}
	slices.SortFunc(out.list, func(a, b MaskChange) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Was, b.Was), cmp.Compare(a.Put, b.Put))
	})
	return out.list
}

// note counts a change of the row in hand.
func (m *mask) note(what, put, was string) {
	if !m.quiet {
		m.changes.add(MaskChange{What: what, Table: m.table, Where: m.where, Was: was, Put: put})
	}
}

// left counts a row that is left out.
func (m *mask) left(what, why string) { m.note(what+", left out: "+why, "", "") }

func figureOf(n int) string { return strconv.Itoa(n) }

// write lists the changes, without what stood there before.
func (m *mask) write(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"what", "table", "where", "put", "count"}); err != nil {
		return err
	}
	for _, c := range m.changes.sorted(false) {
		if err := out.Write([]string{c.What, c.Table, c.Where, c.Put, strconv.FormatInt(c.Count, 10)}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// readme says what was changed and what a person still has to look at.
func (m *mask) readme(b *strings.Builder) {
	period := "month"
	if m.opts.Years {
		period = "year"
	}
	b.WriteString(`
## Anonymised

This archive was changed before it was given away. ` + "`changes.csv`" + ` lists what stands where now, and how often.

- Real names of sites and participants that were known are replaced by letters and pseudonyms, as whole words.
- Who coded, wrote or asked is C1, C2, …; posts held by participants and names of files are left out.
- Figures are bands. A combination of attributes is shared by at least ` + strconv.Itoa(fewest) + ` sites, units, participants or sources;
  where it was not, bands were joined or values left out.
- Days and times are the first day of their ` + period + `.
- Ids are others than in the study.
`)
	if !m.opts.Media {
		b.WriteString("- Recordings are left out.\n")
	}
	b.WriteString(`
What no program finds has to be looked for by a person: nicknames, places, names that were never recorded, dates and
figures within texts, and what somebody says that only one could have said.
`)
}
