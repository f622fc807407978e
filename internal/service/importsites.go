package service

import (
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// sites reads a site table: a row per site; every column but site and name is an attribute.
func (in *tableImport) sites(tx *store.Tx) error {
	var lines []siteLine
	seen := map[string]int{}
	numeric, filled := map[string]bool{}, map[string]bool{}
	for _, h := range in.header {
		numeric[h] = true
	}
	for {
		more, err := in.next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		letter := in.cell("site")
		if letter == "" {
			return in.wrong("site", "the row has no site")
		}
		if first, ok := seen[letter]; ok {
			return in.wrong("site", "site %q stands in row %d already", letter, first)
		}
		seen[letter] = in.line
		cells := make([]string, len(in.header))
		for i, h := range in.header {
			cells[i] = in.cell(h)
		}
		lines = append(lines, siteLine{in.line, cells})
	}
	lines, err := in.moved(lines)
	if err != nil {
		return err
	}
	for _, l := range lines {
		for i, h := range in.header {
			if _, ok := number(l.cells[i]); l.cells[i] != "" {
				filled[h] = true
				numeric[h] = numeric[h] && ok
			}
		}
	}
	for h := range numeric {
		numeric[h] = numeric[h] && filled[h]
	}
	attributes, err := in.siteAttributes(tx, numeric, filled)
	if err != nil {
		return err
	}
	standing, err := store.ListTx[crosscase.Site](tx, "")
	if err != nil {
		return err
	}
	byLetter := map[string]*crosscase.Site{}
	for _, s := range standing {
		byLetter[s.Letter] = s
	}
	for _, l := range lines {
		in.row, in.line = l.cells, l.number
		site, ok := byLetter[in.cell("site")]
		if !ok {
			site = &crosscase.Site{ID: crosscase.SiteID(in.v.s.newID()), Letter: in.cell("site")}
			if err := in.v.insert(tx, "site", site); err != nil {
				return in.at(err)
			}
			in.res.created("site", site.Letter)
		} else if err := in.v.sees("site", site.ID); err != nil {
			return err
		}
		if err := in.siteName(tx, site); err != nil {
			return in.at(err)
		}
		for _, a := range attributes {
			if val := in.cell(a.column); val != "" {
				if err := in.setValue(tx, a.Attribute, site.ID, val); err != nil {
					return in.at(err)
				}
			}
		}
	}
	return nil
}

// number reads a decimal number; NaN and infinities are none.
func number(cell string) (float64, bool) {
	f, err := strconv.ParseFloat(cell, 64)
	return f, err == nil && f-f == 0
}

type siteAttribute struct {
	*crosscase.Attribute
	column string
}

// siteAttributes finds or makes the attributes of the columns; one whose cells are all numbers is a number.
func (in *tableImport) siteAttributes(tx *store.Tx, numeric, filled map[string]bool) ([]siteAttribute, error) {
	standing, err := store.ListTx[crosscase.Attribute](tx, "owner = 'site'")
	if err != nil {
		return nil, err
	}
	byName := map[string]*crosscase.Attribute{}
	for _, a := range standing {
		byName[fold(a.Name)] = a
	}
	var out []siteAttribute
	for i, h := range in.header {
		if h == "site" || h == "name" {
			continue
		}
		a, ok := byName[h]
		if !ok {
			h = attributeKey(h)
			a, ok = byName[h]
		}
		if !ok {
			a = &crosscase.Attribute{ID: crosscase.AttributeID(in.v.s.newID()), Owner: "site", Name: h, Label: in.t.Header[i], Type: "text", Ord: int64(len(standing) + i)}
			if a.Label == a.Name {
				a.Label = ""
			}
			if numeric[in.header[i]] {
				a.Type = "number"
			}
			if err := in.v.insert(tx, "attribute", a); err != nil {
				return nil, err
			}
			in.res.created("attribute", h)
		} else if a.Type == "number" && filled[in.header[i]] && !numeric[in.header[i]] {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s, column %s: the attribute is a number in this study, and a cell of the column is none", in.name, h)
		}
		byName[h] = a
		out = append(out, siteAttribute{a, in.header[i]})
	}
	return out, nil
}

// siteName keeps the real name of a site in its own table.
func (in *tableImport) siteName(tx *store.Tx, site *crosscase.Site) error {
	name := in.cell("name")
	if name == "" {
		return nil
	}
	if err := in.v.may(crosscase.WriteIdentity); err != nil {
		return err
	}
	found, err := store.ListTx[crosscase.SiteIdentity](tx, "site_id = $2", string(site.ID))
	if err != nil {
		return err
	}
	if len(found) > 0 {
		if found[0].Name == name {
			return nil
		}
		found[0].Name = name
		return tx.Update(found[0])
	}
	in.res.created("site_identity", "")
	return in.v.insert(tx, "site_identity", &crosscase.SiteIdentity{ID: crosscase.RowID(in.v.s.newID()), SiteID: site.ID, Name: name})
}

// setValue writes the value of an attribute of a site.
func (in *tableImport) setValue(tx *store.Tx, a *crosscase.Attribute, site crosscase.SiteID, val string) error {
	if a.Type == "number" {
		f, ok := number(val)
		if !ok {
			return in.wrong(a.Name, "%q is no number", val)
		}
		val = strconv.FormatFloat(f, 'f', -1, 64)
	}
	found, err := store.ListTx[crosscase.AttributeValue](tx, "attribute_id = $2 AND owner_id = $3", string(a.ID), string(site))
	if err != nil {
		return err
	}
	if len(found) > 0 {
		if found[0].Value == val {
			return nil
		}
		found[0].Value = val
		return tx.Update(found[0])
	}
	in.res.created("attribute_value", "")
	return in.v.insert(tx, "attribute_value", &crosscase.AttributeValue{
		ID: crosscase.RowID(in.v.s.newID()), AttributeID: a.ID, OwnerID: string(site), SiteID: site, Value: val})
}
