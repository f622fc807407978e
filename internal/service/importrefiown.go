package service

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// ownWords takes back what an export of ours wrote in words of the format; refiwords.go has the rules.
type ownWords struct {
	in        *refiImport
	tags      map[string][2]string // note -> name and value
	questions []*ownCode
	positions []*ownCode
	question  map[string]crosscase.QuestionID // by code
	position  map[string]*crosscase.Position  // by code
	code      map[string]string               // short key of a theme, by code
	coding    map[string]string               // note -> what it says of a coding
	silences  []*refi.Source
	overrides []*refi.Source
	links     map[string][]string // note -> cases
	values    map[string]string   // variable of ours -> its name
}

// ownCode is a question or position with the code it stands in.
type ownCode struct {
	*refi.Code
	in string
}

// takeOwn takes out of the project what is in words of ours; nil for a file of another program.
func (in *refiImport) takeOwn() {
	if in.p.Origin != refiOrigin {
		return
	}
	o := &ownWords{in: in, tags: map[string][2]string{}, question: map[string]crosscase.QuestionID{}, position: map[string]*crosscase.Position{},
		code: map[string]string{}, coding: map[string]string{}, links: map[string][]string{}, values: map[string]string{}}
	in.own = o
	listed := map[string]bool{}
	in.p.Sets = slices.DeleteFunc(in.p.Sets, func(s refi.Set) bool {
		ours := s.GUID == refi.DerivedGUID("set", setQuestions) || s.GUID == refi.DerivedGUID("set", setPositions)
		for _, c := range s.Codes {
			listed[c] = listed[c] || ours
		}
		return ours || strings.HasPrefix(s.Name, setSite) && slices.ContainsFunc(in.p.Cases, func(c *refi.Case) bool { return s.GUID == refi.DerivedGUID("site", c.GUID) })
	})
	in.p.Codes = o.takeCodes(in.p.Codes, "", listed, false)
	in.p.Notes = slices.DeleteFunc(in.p.Notes, o.takeNote)
	in.p.Links = slices.DeleteFunc(in.p.Links, func(l refi.Link) bool {
		switch l.Name {
		case linkSilence, linkOverride:
			o.links[l.Origin] = append(o.links[l.Origin], l.Target)
			return true
		}
		return l.Name == linkGrounds && l.GUID == refi.DerivedGUID("link", l.Name, l.Origin, l.Target)
	})
	for _, x := range in.p.Variables {
		if x.GUID == refi.DerivedGUID("variable", x.Name) {
			o.values[x.GUID] = x.Name
		}
	}
}

func (o *ownWords) takeCodes(codes []*refi.Code, above string, listed map[string]bool, within bool) []*refi.Code {
	kept := codes[:0:0]
	for _, c := range codes {
		if listed[c.GUID] {
			if within {
				o.positions = append(o.positions, &ownCode{c, above})
			} else {
				o.questions = append(o.questions, &ownCode{c, above})
			}
			o.takeCodes(c.Codes, c.GUID, listed, true)
			continue
		}
		if code, name := crosscase.SplitThemeCell(c.Name); code != "" && c.Codable {
			o.code[c.GUID], c.Name = code, name
		}
		c.Codes = o.takeCodes(c.Codes, c.GUID, listed, false)
		kept = append(kept, c)
	}
	return kept
}

// takeNote says whether a note is none of a person's, and what it is.
func (o *ownWords) takeNote(n *refi.Source) bool {
	body := ""
	if n.Plain != nil {
		body = n.Plain.Text
	}
	name, value, ok := strings.Cut(n.Name, ": ")
	switch {
	case ok && n.GUID == refi.DerivedGUID("tag", n.Name):
		o.tags[n.GUID] = [2]string{name, value}
	case n.Name == noteCoding:
		o.coding[n.GUID] = body
	case strings.HasPrefix(n.Name, noteSilence) && len(n.Codings) > 0:
		o.silences = append(o.silences, n)
	case strings.HasPrefix(n.Name, noteOverride) && len(n.Codings) > 0:
		o.overrides = append(o.overrides, n)
	case strings.HasPrefix(n.Name, noteGrounds): // follows from the codings
	default:
		return false
	}
	return true
}

// tag is what a tag among the notes says; "" for none.
func (o *ownWords) tag(refs []string, name string) string {
	for _, r := range refs {
		if t, ok := o.tags[r]; ok && t[0] == name {
			return t[1]
		}
	}
	return ""
}

// said is a definition with what stands under each of the headings behind it.
func said(description string) (definition string, under map[string]string) {
	under = map[string]string{}
	head := ""
	var parts [2]strings.Builder
	put := func(s string) {
		b := &parts[0]
		if head != "" {
			under[head] = strings.TrimPrefix(under[head]+"\n\n"+s, "\n\n")
			return
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(s)
	}
	for _, part := range strings.Split(description, "\n\n") {
		if h, rest, ok := strings.Cut(part, ": "); ok && slices.Contains(descriptionHeads, h) {
			head, part = h, rest
		}
		put(part)
	}
	return parts[0].String(), under
}

// theme gives a theme its short key and reads its fields off the description.
func (o *ownWords) theme(t *crosscase.Theme, c *refi.Code) {
	t.Code = firstOf(o.code[c.GUID], t.Code)
	var under map[string]string
	t.Definition, under = said(c.Description)
	t.Full, t.UseWhen, t.NotWhen, t.Example = under["In full"], under["Use when"], under["Not when"], under["Example"]
}

// putQuestions makes the questions and positions.
func (o *ownWords) putQuestions() error {
	for _, c := range o.questions {
		q := stands[crosscase.Question](o.in, "question", c.GUID)
		if q == nil {
			q = &crosscase.Question{ID: crosscase.QuestionID(c.GUID), Ord: int64(len(o.in.rows["question"]))}
			q.Name, _ = o.in.vacant("question", "question", c.GUID, c.Name)
		}
		q.ThemeID = o.in.themes[c.in]
		var under map[string]string
		q.Definition, under = said(c.Description)
		q.UseWhen, q.NotWhen, q.Example, q.Prompt, q.Type = under["Use when"], under["Not when"], under["Example"], under["Prompt"], crosscase.QuestionType(under["Type"])
		q.Tolerance, _ = strconv.ParseFloat(under["Tolerance"], 64) // none is 0
		if err := o.in.put("question", q); err != nil {
			return err
		}
		o.question[c.GUID] = q.ID
	}
	for _, c := range o.positions {
		p := stands[crosscase.Position](o.in, "position", c.GUID)
		if p == nil {
			p = &crosscase.Position{ID: crosscase.PositionID(c.GUID), Ord: int64(len(o.in.rows["position"]))}
		}
		p.QuestionID, p.Name, p.Definition = o.question[c.in], c.Name, c.Description
		if err := o.in.put("position", p); err != nil {
			return err
		}
		o.position[c.GUID] = p
	}
	return nil
}

// themeOf is the theme of a coding whose code is a question or position, and what else the code says; false for
// another code.
func (o *ownWords) themeOf(code string) (theme crosscase.ThemeID, question crosscase.QuestionID, position *crosscase.Position, ok bool) {
	question, ok = o.question[code]
	if position = o.position[code]; position != nil {
		question, ok = position.QuestionID, true
	}
	if q := stands[crosscase.Question](o.in, "question", string(question)); q != nil {
		theme = q.ThemeID
	}
	return theme, question, position, ok
}

// apply fills in what tags say of a coding.
func (o *ownWords) apply(c *crosscase.Coding, k *refi.Coding) {
	_, question, position, _ := o.themeOf(k.Code)
	c.QuestionID = question
	if position != nil {
		c.PositionID = position.ID
		if q := stands[crosscase.Question](o.in, "question", string(question)); q != nil && q.Type == crosscase.SetType {
			c.PositionID, c.PositionSet = "", []crosscase.PositionID{position.ID}
		}
	}
	if aspect := o.tag(k.NoteRefs, tagAspect); aspect != "" {
		c.Aspect = crosscase.Aspect(aspect)
	}
	if n := o.tag(k.NoteRefs, tagNumber); n != "" {
		if f, ok := number(n); ok {
			c.Number = &f
		}
	}
	c.Elicited, c.Group, c.Level = o.tag(k.NoteRefs, tagElicited), o.tag(k.NoteRefs, tagGroup), o.tag(k.NoteRefs, tagLevel)
	for _, r := range k.NoteRefs {
		if note, ok := o.coding[r]; ok {
			c.Note = note
		}
	}
	if name := o.tag(k.NoteRefs, tagSite); name != "" {
		c.SiteID = crosscase.SiteID(o.in.names["site"][name])
	}
	if name := o.tag(k.NoteRefs, tagParticipant); name != "" {
		c.ParticipantID = crosscase.ParticipantID(o.inSite("participant", name, string(c.SiteID)))
	}
	c.UnitID = ""
	if who := stands[crosscase.Participant](o.in, "participant", string(c.ParticipantID)); who != nil {
		c.UnitID = who.UnitID
	}
	if name := o.tag(k.NoteRefs, tagUnit); name != "" {
		c.UnitID = crosscase.UnitID(o.inSite("unit", name, string(c.SiteID)))
	}
	c.RoundID = crosscase.RoundID(o.in.names["round"][o.tag(k.NoteRefs, tagRound)])
	if cell := o.tag(k.NoteRefs, tagTheme); cell != "" {
		_, name := crosscase.SplitThemeCell(cell)
		if id := o.in.names["theme"][name]; id != "" {
			c.ThemeID = crosscase.ThemeID(id)
		}
	}
}

// inSite finds a unit or participant written as "A / name".
func (o *ownWords) inSite(noun, name, site string) string {
	if letter, rest, ok := strings.Cut(name, " / "); ok {
		site, name = o.in.names["site"][letter], rest
	}
	return o.in.names[noun+"/"+site][name]
}

// excerpt fills in what an excerpt is that its selection does not show.
func (o *ownWords) excerpt(rs *refiSource, e *crosscase.Excerpt, sel *refi.Selection) {
	e.ParticipantID, e.SiteID = "", rs.row.SiteID
	if p := o.in.places[rs.s.GUID]; p != nil {
		for i := range p.passages {
			if u := p.passages[i].use; u.noun == asParticipant && p.passages[i].selection == sel.GUID {
				e.ParticipantID = crosscase.ParticipantID(u.id)
			}
		}
	}
	if kind := o.tag(sel.NoteRefs, tagKind); kind != "" {
		e.Kind = crosscase.ExcerptKind(kind)
	} else {
		e.Kind = crosscase.Verbatim
	}
	e.Key, e.Machine = o.tag(sel.NoteRefs, tagKey) != "", o.tag(sel.NoteRefs, tagMachine) != ""
	if sel.Description != "" {
		e.Text = text.Normalize(sel.Description)
	}
	if name := o.tag(sel.NoteRefs, tagSite); name != "" {
		e.SiteID = crosscase.SiteID(o.in.names["site"][name])
	}
}

// value is what a variable of ours says of a case or source.
func (o *ownWords) value(values []refi.Value, name string) string {
	for _, val := range values {
		if o.values[val.Variable] == name {
			return strings.TrimSpace(val.Text)
		}
	}
	return ""
}
