package service

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putOwnBook makes what of a file of ours belongs to codebook and design: questions, positions and rounds.
func (in *refiImport) putOwnBook() error {
	if in.own == nil {
		return nil
	}
	if err := in.own.putQuestions(); err != nil {
		return err
	}
	for _, name := range in.own.rounds() {
		if in.names["round"][name] != "" {
			continue
		}
		r := &crosscase.Round{ID: crosscase.RoundID(refi.DerivedGUID("round", name)), Name: name, Ord: int64(len(in.rows["round"]))}
		if err := in.put("round", r); err != nil {
			return err
		}
	}
	return nil
}

// rounds are the names of rounds that interviews and codings are of, in the order met.
func (o *ownWords) rounds() (names []string) {
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, s := range o.in.p.Sources {
		add(o.value(s.Values, variableRound))
	}
	for _, guid := range sortedKeys(o.tags) {
		if t := o.tags[guid]; t[0] == tagRound {
			add(t[1])
		}
	}
	return names
}

// putOwnRest makes silences, and positions that were set by hand.
func (in *refiImport) putOwnRest() error {
	if in.own == nil {
		return nil
	}
	for _, n := range in.own.silences {
		if err := in.own.putSilence(n); err != nil {
			return err
		}
	}
	for _, n := range in.own.overrides {
		if err := in.own.putOverride(n); err != nil {
			return err
		}
	}
	return nil
}

func (o *ownWords) putSilence(n *refi.Source) error {
	in := o.in
	s := stands[crosscase.Silence](in, "silence", n.GUID)
	if s == nil {
		s = &crosscase.Silence{ID: crosscase.SilenceID(n.GUID)}
	}
	s.Kind, s.Aspect, s.Note = crosscase.SilenceKind(strings.TrimPrefix(n.Name, noteSilence)), crosscase.Opinion, ""
	if n.Plain != nil && n.Plain.Text != string(s.Kind) {
		s.Note = n.Plain.Text
	}
	code := n.Codings[0].Code
	theme, question, _, ok := o.themeOf(code)
	if !ok {
		theme = in.themes[code]
	}
	s.ThemeID, s.QuestionID = theme, question
	if cell := o.tag(n.NoteRefs, tagTheme); cell != "" {
		_, name := crosscase.SplitThemeCell(cell)
		s.ThemeID = crosscase.ThemeID(in.names["theme"][name])
	}
	if aspect := o.tag(n.NoteRefs, tagAspect); aspect != "" {
		s.Aspect = crosscase.Aspect(aspect)
	}
	if from, to, ok := strings.Cut(o.tag(n.NoteRefs, tagStretch), "-"); ok {
		s.Start, _ = strconv.ParseInt(from, 10, 64) // what is no number is the beginning
		s.End, _ = strconv.ParseInt(to, 10, 64)
	}
	var err error
	if n.Created.User != "" {
		if s.CoderID, err = in.coder(n.Created); err != nil {
			return err
		}
	}
	for _, src := range in.p.Sources {
		if slices.Contains(src.NoteRefs, n.GUID) && in.sources[src.GUID] != nil {
			s.SourceID = in.sources[src.GUID].row.ID
		}
	}
	for _, u := range o.linked(n) {
		switch u.noun {
		case asSite:
			s.SiteID = u.site
		case asUnit:
			s.UnitID = u.unit
		case asParticipant:
			s.ParticipantID = crosscase.ParticipantID(u.id)
		}
	}
	return in.put("silence", s)
}

// linked are the cases that a note is tied to by a link of ours.
func (o *ownWords) linked(n *refi.Source) (uses []*caseUse) {
	for _, guid := range o.links[n.GUID] {
		for _, u := range o.in.uses {
			if u.guid == guid {
				uses = append(uses, u)
			}
		}
	}
	return uses
}

func (o *ownWords) putOverride(n *refi.Source) error {
	p := o.position[n.Codings[0].Code]
	sites := o.linked(n)
	if p == nil || len(sites) != 1 || sites[0].noun != asSite {
		o.in.lost.add("position set by hand", o.in.where("Note", n.Name, n.GUID, n.Line), "its site or position is not in the file")
		return nil
	}
	s := stands[crosscase.SitePosition](o.in, "site_position", n.GUID)
	if s == nil {
		s = &crosscase.SitePosition{ID: crosscase.RowID(n.GUID)}
	}
	s.SiteID, s.QuestionID, s.PositionID, s.Aspect = sites[0].site, p.QuestionID, p.ID, crosscase.Opinion
	if aspect := o.tag(n.NoteRefs, tagAspect); aspect != "" {
		s.Aspect = crosscase.Aspect(aspect)
	}
	if n.Plain != nil {
		s.Reason = n.Plain.Text
	}
	return o.in.put("site_position", s)
}

// participant fills in what the values of a case say of a participant.
func (o *ownWords) participant(p *crosscase.Participant, values []refi.Value) {
	p.Role, p.Group, p.Level = o.value(values, variableRole), o.value(values, variableGroup), o.value(values, variableStanding)
	if unit := o.value(values, variableUnit); unit != "" {
		p.UnitID = crosscase.UnitID(o.in.names["unit/"+string(p.SiteID)][unit])
	}
}

// interview fills in what the values of a source say of its interview.
func (o *ownWords) interview(i *crosscase.Interview, values []refi.Value) {
	i.RoundID = crosscase.RoundID(o.in.names["round"][o.value(values, variableRound)])
	i.Date, i.Interviewer, i.Mode, i.Consent = o.value(values, variableDate), o.value(values, variableInterviewer), o.value(values, variableMode), o.value(values, variableConsent)
	i.Listened = o.value(values, variableListened) == "true"
}

// memo fills in what tags say of a memo, and takes the answer out of its text.
func (o *ownWords) memo(m *crosscase.Memo, n *refi.Source) {
	m.Code, m.Severity = o.tag(n.NoteRefs, tagCode), o.tag(n.NoteRefs, tagSeverity)
	if kind := o.tag(n.NoteRefs, tagKind); kind != "" {
		m.Kind = crosscase.MemoKind(kind)
	}
	if text, answer, ok := strings.Cut(m.Text, "\n\nAnswer: "); ok {
		m.Text, m.Answer = text, answer
	}
}

// putCodings codes an excerpt as the study did that the file is of. Each position of a set is a coding in the file, all
// but the first under identifiers that follow from the first.
func (o *ownWords) putCodings(rs *refiSource, e *crosscase.Excerpt, list []refi.Coding) error {
	in := o.in
	made := map[string]*crosscase.Coding{}
	var order []string
	for i := range list {
		k := &list[i]
		if first := slices.IndexFunc(list[:i], func(p refi.Coding) bool { return k.GUID == refi.DerivedGUID("coding", p.GUID, k.Code) }); first >= 0 {
			c, p := made[list[first].GUID], o.position[k.Code]
			if c != nil && p != nil {
				c.PositionSet = append(c.PositionSet, p.ID)
			}
			continue
		}
		theme, _, _, ok := o.themeOf(k.Code)
		if !ok {
			theme = in.themes[k.Code]
		}
		if theme == "" {
			in.lost.add("coding", in.where("Coding", "", k.GUID, k.Line), "its code is not in the file")
			continue
		}
		coder := crosscase.CoderID("")
		if k.Created.User != "" {
			var err error
			if coder, err = in.coder(k.Created); err != nil {
				return err
			}
		}
		id := k.GUID
		if a := in.aliases[[2]string{"coding", k.GUID}]; rs.coding[id] == nil && a != nil && rs.coding[a.Row] != nil {
			id = a.Row
			if made[id] != nil {
				continue // another identifier of a coding that is done
			}
		}
		c := &crosscase.Coding{ID: crosscase.CodingID(id), ExcerptID: e.ID, SiteID: e.SiteID, ParticipantID: e.ParticipantID, ThemeID: theme,
			Aspect: crosscase.Opinion, CoderID: coder, At: stamp(k.Created)}
		o.apply(c, k)
		made[id] = c
		order = append(order, id)
	}
	for _, id := range order {
		if err := o.putCoding(rs, made[id]); err != nil {
			return err
		}
	}
	return nil
}

func (o *ownWords) putCoding(rs *refiSource, c *crosscase.Coding) error {
	in, id := o.in, string(c.ID)
	if was := rs.coding[id]; was != nil {
		if was.At == 0 {
			c.At = 0 // the history knows
		}
		same, err := sameRow(was, c)
		if err != nil || same {
			in.res.Skipped++
			in.coded[id] = was
			return err
		}
		if err := in.mayPut("coding", c); err != nil {
			return err
		}
		in.changed["coding"]++
		c.Revision = 0
		rs.coding[id], in.coded[id] = c, c
		return in.tx.Update(c)
	}
	if rs.taken["coding "+id] {
		c.ID = crosscase.CodingID(refi.DerivedGUID("coding", rs.guid, id))
	}
	rs.coding[id], in.coded[id] = c, c
	return in.put("coding", c)
}
