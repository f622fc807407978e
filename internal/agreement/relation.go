package agreement

import (
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
)

// Condition is something that is so at a site or is not: an attribute that equals
// a text or reaches a number, or a position on a question. One of Attribute and
// Question is given.
type Condition struct {
	Attribute string           `json:"attribute,omitempty"`
	Equals    string           `json:"equals,omitempty"`
	AtLeast   *float64         `json:"at_least,omitempty" doc:"the attribute is this number or more; stands before equals"`
	Question  string           `json:"question,omitempty" doc:"the question's name"`
	Aspect    crosscase.Aspect `json:"aspect,omitempty" doc:"default: the only aspect the question has evidence under, else opinion"`
	Position  string           `json:"position,omitempty" doc:"a position, or mixed; of a set-valued question also one of the set"`
}

// Distinction is how cleanly X tells the sites that show Y from the others.
type Distinction string

// The distinctions are:
const (
	Cleanly      Distinction = "cleanly"       // X where Y is and nowhere else
	OneException Distinction = "one_exception" // but for one site
	NotDistinct  Distinction = "not"           // more exceptions, or no site has both, or none has neither
)

// Relation is how the sites with X and those with Y lie to each other. The lists
// hold letters in display order and cover every site once.
type Relation struct {
	X           Condition   `json:"x"`
	Y           Condition   `json:"y"`
	Consistency *float64    `json:"consistency" doc:"|X and Y| / |X|, 0 to 1; null where no site has X"`
	Coverage    *float64    `json:"coverage" doc:"|X and Y| / |Y|, 0 to 1; null where no site has Y"`
	Both        []string    `json:"both"`
	XOnly       []string    `json:"x_only"`
	YOnly       []string    `json:"y_only"`
	Neither     []string    `json:"neither"`
	Unknown     []string    `json:"unknown" doc:"sites where X or Y is not known; in no count"`
	Exceptions  []string    `json:"exceptions" doc:"x_only and y_only in display order"`
	Verdict     Distinction `json:"verdict"`
}

// Relate sets the sites with X against those with Y. Its error is CodeInvalid where
// a condition names nothing the study has.
//
// The rules are:
//   - the world is open: a site whose attribute is not recorded, or whose position is thin or
//     unknown, is unknown, and stands in neither set nor outside it;
//   - a mixed site is known not to be on any one position, and is an exception where X would have it there;
//   - where every known site has both, or none has Y, X distinguishes nothing.
func Relate(ev *crosscase.Evidence, results []QuestionResult, x, y Condition) (Relation, error) {
	rel := Relation{X: x, Y: y, Both: []string{}, XOnly: []string{}, YOnly: []string{}, Neither: []string{}, Unknown: []string{}, Exceptions: []string{}}
	holdsX, err := x.test(ev, results)
	if err != nil {
		return rel, err
	}
	holdsY, err := y.test(ev, results)
	if err != nil {
		return rel, err
	}
	for s := range ev.Sites {
		letter := ev.Sites[s].Letter
		inX, knownX := holdsX(int32(s))
		inY, knownY := holdsY(int32(s))
		switch {
		case !knownX || !knownY:
			rel.Unknown = append(rel.Unknown, letter)
		case inX && inY:
			rel.Both = append(rel.Both, letter)
		case inX:
			rel.XOnly = append(rel.XOnly, letter)
			rel.Exceptions = append(rel.Exceptions, letter)
		case inY:
			rel.YOnly = append(rel.YOnly, letter)
			rel.Exceptions = append(rel.Exceptions, letter)
		default:
			rel.Neither = append(rel.Neither, letter)
		}
	}
	rel.Consistency = ratio(len(rel.Both), len(rel.Both)+len(rel.XOnly))
	rel.Coverage = ratio(len(rel.Both), len(rel.Both)+len(rel.YOnly))
	rel.Verdict = NotDistinct
	if len(rel.Both) > 0 && len(rel.Neither) > 0 {
		switch len(rel.Exceptions) {
		case 0:
			rel.Verdict = Cleanly
		case 1:
			rel.Verdict = OneException
		}
	}
	return rel, nil
}

func ratio(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	share := float64(part) / float64(whole)
	return &share
}

// test makes the condition a question to each site: is it so, and is that known.
func (c Condition) test(ev *crosscase.Evidence, results []QuestionResult) (func(site int32) (holds, known bool), error) {
	switch {
	case (c.Attribute == "") == (c.Question == ""):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "a condition needs an attribute or a question, and one of them only")
	case c.Attribute != "":
		return c.testAttribute(ev)
	}
	r, err := c.result(results)
	if err != nil {
		return nil, err
	}
	if c.Position == "" {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "condition on question %s: say which position", c.Question)
	}
	return func(site int32) (bool, bool) {
		at := slices.IndexFunc(r.Sites, func(s SiteResult) bool { return s.SiteIndex == site })
		if at < 0 {
			return false, false
		}
		s := &r.Sites[at]
		if !s.Decided {
			return s.Position == c.Position, s.Position == crosscase.PositionMixed
		}
		return s.Position == c.Position || r.Type == crosscase.SetType && slices.Contains(parts(s.Position), c.Position), true
	}, nil
}

func (c Condition) testAttribute(ev *crosscase.Evidence) (func(int32) (bool, bool), error) {
	recorded := func(s crosscase.EvidenceSite) bool { _, ok := s.Attributes[c.Attribute]; return ok }
	if !slices.ContainsFunc(ev.Sites, recorded) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "attribute %s is recorded at no site: check its name", c.Attribute)
	}
	return func(site int32) (bool, bool) {
		value, known := ev.Sites[site].Attributes[c.Attribute]
		if c.AtLeast == nil || !known {
			return value == c.Equals, known
		}
		v, err := strconv.ParseFloat(value, 64)
		return reaches(v, *c.AtLeast), err == nil
	}, nil
}

// result finds the question under the condition's aspect.
func (c Condition) result(results []QuestionResult) (*QuestionResult, error) {
	var found []*QuestionResult
	for i := range results {
		if results[i].Question == c.Question && (c.Aspect == "" || results[i].Aspect == c.Aspect) {
			found = append(found, &results[i])
		}
	}
	for _, r := range found {
		if len(found) == 1 || r.Aspect == crosscase.Opinion {
			return r, nil
		}
	}
	if len(found) > 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "condition on question %s: it has evidence under several aspects; say which", c.Question)
	}
	return nil, crosscase.Errorf(crosscase.CodeInvalid, "condition on question %s: there is no such question, or nothing under that aspect", c.Question)
}
