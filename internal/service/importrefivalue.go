package service

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// valueOwner is whose value a variable is here: a site, unit, participant or source.
type valueOwner struct {
	noun string
	id   string
	site crosscase.SiteID
}

// givenValue is one value of one variable with its owner.
type givenValue struct {
	valueOwner
	text  string
	where string
}

// attributeOwners are whose attributes a variable may become, in the order in which the first takes its identifier.
var attributeOwners = []string{asSite, asUnit, asParticipant, asSource}

// putValues makes attributes of the variables, one for each kind of owner that has a value of it, and their values.
//
// The rules are:
//   - an attribute is a number where every value is one;
//   - one owner has one value of an attribute: of several the first stays;
//   - an empty value is not known, and has no row.
func (in *refiImport) putValues() error {
	given := map[string]map[string][]givenValue{} // variable -> noun
	for _, u := range in.uses {
		if u.kase == nil {
			continue
		}
		where := in.where("Case", u.Name, u.guid, u.kase.Line)
		switch {
		case u.As == asSource:
			for _, s := range u.whole {
				if rs := in.sources[s]; rs != nil {
					in.gather(given, valueOwner{asSource, string(rs.row.ID), rs.row.SiteID}, u.kase.Values, where)
				}
			}
		case u.noun != "":
			in.gather(given, valueOwner{u.noun, u.id, u.site}, u.kase.Values, where)
		}
	}
	for _, s := range in.p.Sources {
		if rs := in.sources[s.GUID]; rs != nil {
			in.gather(given, valueOwner{asSource, string(rs.row.ID), rs.row.SiteID}, s.Values, in.where("source", s.Name, s.GUID, s.Line))
		}
	}
	values := in.standingValues()
	for i := range in.p.Variables {
		x := &in.p.Variables[i]
		for _, noun := range attributeOwners {
			list := given[x.GUID][noun]
			if len(list) == 0 {
				continue
			}
			a, err := in.putAttribute(x, noun, list)
			if err != nil {
				return err
			}
			if err := in.putValuesOf(a, list, values); err != nil {
				return err
			}
		}
		if len(given[x.GUID]) == 0 {
			in.lost.add("variable "+quoted(x.Name), in.where("Variable", "", x.GUID, 0), "nothing has a value of it")
		}
	}
	return nil
}

func (in *refiImport) gather(given map[string]map[string][]givenValue, owner valueOwner, values []refi.Value, where string) {
	for _, val := range values {
		text := strings.TrimSpace(strings.Map(dropControl, val.Text))
		if text == "" {
			continue
		}
		if given[val.Variable] == nil {
			given[val.Variable] = map[string][]givenValue{}
		}
		given[val.Variable][owner.noun] = append(given[val.Variable][owner.noun], givenValue{owner, text, where})
	}
}

func dropControl(r rune) rune {
	if r != '\n' && r != '\t' && unicode.IsControl(r) {
		return -1
	}
	return r
}

// standingValues are the values in the study by attribute and owner.
func (in *refiImport) standingValues() map[[2]string]*crosscase.AttributeValue {
	out := map[[2]string]*crosscase.AttributeValue{}
	for _, row := range in.rows["attribute_value"] {
		val := row.(*crosscase.AttributeValue)
		out[[2]string{string(val.AttributeID), val.OwnerID}] = val
	}
	return out
}

// putAttribute makes or finds the attribute that a variable is for one kind of owner.
func (in *refiImport) putAttribute(x *refi.Variable, owner string, list []givenValue) (*crosscase.Attribute, error) {
	kind := "variable"
	id, was := in.known("attribute", kind, x.GUID)
	if a := stands[crosscase.Attribute](in, "attribute", id); was && a.Owner != owner {
		id, was = refi.DerivedGUID("attribute", x.GUID, owner), false
		was = in.rows["attribute"][id] != nil
	}
	name, holder := in.vacant("attribute", "attribute/"+owner, ifElse(was, id, ""), attributeName(x.Name))
	if !was && holder != "" {
		id, was = holder, true
		in.claim("attribute", id, kind, x.GUID+owner)
	}
	if was {
		a := stands[crosscase.Attribute](in, "attribute", id)
		a.Definition = firstOf(x.Description, a.Definition)
		return a, in.put("attribute", a)
	}
	if id == "" {
		id = in.newRow("attribute", kind, x.GUID, owner)
	}
	a := &crosscase.Attribute{ID: crosscase.AttributeID(id), Owner: owner, Name: name, Label: cutName(x.Name), Type: "number", Definition: x.Description,
		Ord: int64(len(in.rows["attribute"]))}
	if a.Label == a.Name {
		a.Label = ""
	}
	for _, val := range list {
		if _, ok := number(val.text); !ok {
			a.Type = "text"
		}
	}
	if strings.EqualFold(x.Type, "text") || strings.EqualFold(x.Type, "boolean") {
		a.Type = "text"
	}
	if err := in.put("attribute", a); err != nil {
		return nil, err
	}
	if refi.IsGUID(x.GUID) {
		return a, nil
	}
	return a, in.alias("attribute", id, kind, x.GUID)
}

func ifElse(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func (in *refiImport) putValuesOf(a *crosscase.Attribute, list []givenValue, standing map[[2]string]*crosscase.AttributeValue) error {
	written := map[string]string{}
	for _, val := range list {
		if first, ok := written[val.id]; ok {
			if first != val.text {
				in.lost.add("value "+quoted(val.text)+" of "+quoted(a.Name), val.where, "its owner has the value "+quoted(first)+" already")
			}
			continue
		}
		written[val.id] = val.text
		text := val.text
		if f, ok := number(text); a.Type == "number" {
			if !ok {
				in.lost.add("value "+quoted(text)+" of "+quoted(a.Name), val.where, "the attribute is a number in this study")
				continue
			}
			text = strconv.FormatFloat(f, 'f', -1, 64)
		}
		row := standing[[2]string{string(a.ID), val.id}]
		if row == nil {
			row = &crosscase.AttributeValue{ID: crosscase.RowID(refi.DerivedGUID("value", string(a.ID), val.id)), AttributeID: a.ID, OwnerID: val.id}
		} else {
			c := *row
			row = &c
		}
		row.SiteID, row.Value = val.site, text
		if err := in.put("attribute_value", row); err != nil {
			return err
		}
	}
	return nil
}

// attributeName is a name that predicates can use: letters, digits and underscores, in lower case.
func attributeName(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if b.Len() == 0 && unicode.IsDigit(r) {
			b.WriteString("v_")
		}
		if gap {
			b.WriteByte('_')
		}
		gap = false
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return "variable"
	}
	return b.String()
}
