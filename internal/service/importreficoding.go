package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// codingSpot tells codings of one source apart that have no identifier in common.
type codingSpot struct {
	excerpt crosscase.ExcerptID
	theme   crosscase.ThemeID
	coder   crosscase.CoderID
	at      int64
}

func spotOf(c *crosscase.Coding) codingSpot {
	return codingSpot{c.ExcerptID, c.ThemeID, c.CoderID, c.At}
}

// putCodings codes an excerpt. A coding that is there again under another identifier, by one coder at one time with
// one code, is one coding.
func (in *refiImport) putCodings(rs *refiSource, e *crosscase.Excerpt, list []refi.Coding) error {
	for i := range list {
		if err := in.putCoding(rs, e, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

func (in *refiImport) putCoding(rs *refiSource, e *crosscase.Excerpt, k *refi.Coding) error {
	theme := in.themes[k.Code]
	if theme == "" {
		why := "its code is not in the file"
		if in.folders[k.Code] != "" {
			why = "its code is a meta-theme in the study, which nothing is coded with: make it a theme"
		}
		in.lost.add("coding", in.where("Coding", "", k.GUID, k.Line), why)
		return nil
	}
	coder, err := in.coder(k.Created)
	if err != nil {
		return err
	}
	spot := codingSpot{e.ID, theme, coder, stamp(k.Created)}
	was := rs.coding[k.GUID]
	if a := in.aliases[[2]string{"coding", k.GUID}]; was == nil && a != nil && a.Noun == "coding" && rs.coding[a.Row] != nil && spotOf(rs.coding[a.Row]) == spot {
		was = rs.coding[a.Row]
	}
	if was == nil {
		if was = rs.codings[spot]; was != nil {
			if err := in.alias("coding", string(was.ID), "coding", k.GUID); err != nil {
				return err
			}
		}
	}
	if was != nil {
		in.coded[k.GUID] = was
		return in.recode(rs, was, spot, e)
	}
	id := k.GUID
	if !refi.IsGUID(id) || rs.taken["coding "+id] || !in.claim("coding", id, "coding", rs.guid+id) {
		id = refi.DerivedGUID("coding", rs.guid, k.GUID, string(e.ID), string(theme), string(coder))
	}
	c := &crosscase.Coding{ID: crosscase.CodingID(id), ExcerptID: e.ID, SiteID: e.SiteID, ParticipantID: e.ParticipantID, ThemeID: theme,
		Aspect: crosscase.Opinion, CoderID: coder, At: spot.at}
	if p := in.places[rs.s.GUID]; p != nil && p.unit != nil {
		c.UnitID = p.unit.unit
	}
	if who := stands[crosscase.Participant](in, "participant", string(c.ParticipantID)); who != nil {
		c.UnitID = crosscase.UnitID(firstOf(string(c.UnitID), string(who.UnitID)))
	}
	rs.coding[id], rs.codings[spot], in.coded[k.GUID] = c, c, c
	if err := in.put("coding", c); err != nil {
		return err
	}
	for _, also := range k.Also {
		if err := in.alias("coding", id, "coding", also); err != nil {
			return err
		}
	}
	return in.alias("coding", id, "coding", k.GUID)
}

// recode brings a coding that stands to what the file says of it.
func (in *refiImport) recode(rs *refiSource, was *crosscase.Coding, spot codingSpot, e *crosscase.Excerpt) error {
	if spotOf(was) == spot || was.At != 0 && spot.at == 0 && spotOf(was) == (codingSpot{spot.excerpt, spot.theme, spot.coder, was.At}) {
		in.res.Skipped++
		return nil
	}
	next := *was
	next.ExcerptID, next.ThemeID, next.CoderID, next.Revision = spot.excerpt, spot.theme, spot.coder, 0
	if spot.at != 0 {
		next.At = spot.at
	}
	next.SiteID = e.SiteID
	if err := in.mayPut("coding", &next); err != nil {
		return err
	}
	delete(rs.codings, spotOf(was))
	rs.coding[string(next.ID)], rs.codings[spotOf(&next)] = &next, &next
	in.changed["coding"]++
	return in.tx.Update(&next)
}
