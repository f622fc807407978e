package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putKept keeps what the study has no use for, to be written back by an export: links, graphs, and the sets and cases
// that became nothing.
func (in *refiImport) putKept() error {
	n := map[string]int64{}
	keep := func(kind, guid, xml string) error {
		n[kind]++
		key := guid
		if key == "" {
			key = refi.DerivedGUID("kept", kind, xml)
		}
		for _, id := range []string{guid, refi.DerivedGUID("kept", kind, key)} {
			if k := stands[crosscase.KeptElement](in, "kept_element", id); k != nil && k.Kind == kind {
				k.XML = xml
				return in.put("kept_element", k)
			}
		}
		id := key
		if !refi.IsGUID(id) || in.rows["kept_element"][id] != nil {
			id = refi.DerivedGUID("kept", kind, key)
		}
		return in.put("kept_element", &crosscase.KeptElement{ID: crosscase.RowID(id), Kind: kind, GUID: key, XML: xml})
	}
	for i := range in.p.Links {
		if l := &in.p.Links[i]; !in.used[l.GUID] || l.GUID == "" {
			if err := keep("link", l.GUID, l.XML()); err != nil {
				return err
			}
		}
	}
	for i := range in.p.Graphs {
		if err := keep("graph", in.p.Graphs[i].GUID, in.p.Graphs[i].XML()); err != nil {
			return err
		}
	}
	for i := range in.p.Sets {
		if s := &in.p.Sets[i]; !in.becameRow(s) {
			if err := keep("set", s.GUID, s.XML()); err != nil {
				return err
			}
		}
	}
	for _, u := range in.uses {
		if u.kase != nil && u.As == asLeave {
			if err := keep("case", u.guid, u.kase.XML()); err != nil {
				return err
			}
		}
	}
	for _, kind := range sortedKeys(n) {
		in.mapped.count(n[kind], kind+" kept as it is", "the study has no place for it; an export writes it back")
	}
	return nil
}

// becameRow says whether a set became a site, unit or participant.
func (in *refiImport) becameRow(s *refi.Set) bool {
	for _, u := range in.uses {
		if u.set == s {
			return u.noun != ""
		}
	}
	return false
}
