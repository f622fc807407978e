package refi

func (r *reading) caseElement(e element) error {
	c := &Case{GUID: r.id(e), Name: e.attr("name"), Description: e.attr("description"), Line: e.line}
	r.p.Cases = append(r.p.Cases, c)
	return r.x.children(func(e element) error {
		switch e.name {
		case "description":
			return r.description(&c.Description)
		case "coderef":
			c.CodeRefs = append(c.CodeRefs, e.guid("targetGUID"))
		case "variablevalue":
			return r.value(&c.Values)
		case "sourceref":
			c.SourceRefs = append(c.SourceRefs, e.guid("targetGUID"))
		case "selectionref":
			c.SelectionRefs = append(c.SelectionRefs, e.guid("targetGUID"))
		}
		return nil
	})
}

func (r *reading) variable(e element) error {
	v := Variable{GUID: r.id(e), Name: e.attr("name"), Type: e.attr("typeOfVariable"), Description: e.attr("description")}
	err := r.each("description", func(element) error { return r.description(&v.Description) })
	r.p.Variables = append(r.p.Variables, v)
	return err
}

var valueTypes = map[string]string{
	"textvalue": "Text", "booleanvalue": "Boolean", "integervalue": "Integer",
	"floatvalue": "Float", "datevalue": "Date", "datetimevalue": "DateTime",
}

// value reads a VariableValue. QualCoder leaves the typed child of an empty number out.
func (r *reading) value(into *[]Value) error {
	var v Value
	err := r.x.children(func(e element) error {
		if e.name == "variableref" {
			v.Variable = e.guid("targetGUID")
			return nil
		}
		kind, ok := valueTypes[e.name]
		if !ok {
			return nil
		}
		text, err := r.x.text()
		v.Type, v.Text = kind, text
		return err
	})
	*into = append(*into, v)
	return err
}
