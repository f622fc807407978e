package service

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// What a case or set of a file may become.
const (
	asSite        = "site"
	asUnit        = "unit"
	asParticipant = "participant"
	asSource      = "source" // its values are those of its sources
	asLeave       = "leave"  // it is kept, and written back by an export
)

var caseWords = []string{asSite, asUnit, asParticipant, asSource, asLeave}

// CaseMapping says what a case or set of a file becomes, or in a dry run would become.
type CaseMapping struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind" doc:"case or set"`
	Path     []string `json:"path,omitempty" doc:"folders and cases that it is in"`
	Sources  int      `json:"sources" doc:"sources that belong to it as a whole"`
	Passages int      `json:"passages" doc:"passages of sources that belong to it"`
	Values   int      `json:"values" doc:"attributes it has"`
	As       string   `json:"as" enum:"site,unit,participant,source,leave"`
	Why      string   `json:"why"`
}

// caseUse is a case or set with what it becomes.
type caseUse struct {
	*CaseMapping
	kase     *refi.Case // nil of a set
	set      *refi.Set
	guid     string
	whole    []string // sources
	passages []refi.Member
	above    *caseUse // the case it is in

	noun string // of the row it became, "" for none
	id   string
	site crosscase.SiteID // that the row is, or belongs to
	unit crosscase.UnitID
}

// planCases decides what cases and sets become.
//
// The rules, in order, are:
//   - what the person says of its name;
//   - what it was before, in the study;
//   - what the person says of all cases; of sets too, where the file has no cases;
//   - a case without a name stands for its sources; one with a variable level is what that says;
//   - a case in the folder of people is a participant, one in the folder of places a site;
//   - a case inside another, in the hierarchy or because all its sources are the other's, is a participant,
//     or a unit where it holds cases itself; any other case is a site;
//   - a set named "Site: X" is site X; any other set is left as it is.
func (in *refiImport) planCases() error {
	in.gatherCases()
	said := map[string]bool{}
	for _, u := range in.uses {
		if as, name := in.saidOf(u); as != "" {
			said[name] = true
			if !slices.Contains(caseWords, as) {
				return crosscase.Errorf(crosscase.CodeInvalid, "case %s cannot become a %q: use one of %s", quoted(name), as, strings.Join(caseWords, ", "))
			}
			u.As, u.Why = as, "as you said"
		}
	}
	for name := range in.opts.Cases {
		if !said[name] {
			return crosscase.Errorf(crosscase.CodeInvalid, "there is no case or set %s in the file: %s", quoted(name), in.caseNames())
		}
	}
	if in.opts.CasesAs != "" && !slices.Contains(caseWords, in.opts.CasesAs) {
		return crosscase.Errorf(crosscase.CodeInvalid, "cases cannot become a %q: use one of %s", in.opts.CasesAs, strings.Join(caseWords, ", "))
	}
	larger := in.largerCases()
	for _, u := range in.uses {
		if u.As == "" {
			in.decideCase(u, larger[u])
		}
		in.res.Mapping = append(in.res.Mapping, *u.CaseMapping)
	}
	return nil
}

// gatherCases lists the cases and the sets that hold sources, those above others first.
func (in *refiImport) gatherCases() {
	holder := in.selectionHolders()
	byGUID := map[string]*caseUse{}
	for _, c := range in.p.Cases {
		u := &caseUse{kase: c, guid: c.GUID, CaseMapping: &CaseMapping{Name: c.Name, Kind: "case", Path: c.Path, Values: len(c.Values)}}
		u.whole = slices.Clone(c.SourceRefs)
		for _, ref := range c.SelectionRefs {
			u.passages = append(u.passages, refi.Member{Source: holder[ref], Selection: ref})
		}
		for _, m := range c.Members {
			if m.Selection == "" {
				u.whole = append(u.whole, m.Source)
			} else {
				u.passages = append(u.passages, m)
			}
		}
		in.uses = append(in.uses, u)
		byGUID[c.GUID] = u
	}
	for _, u := range in.uses {
		if u.kase.Parent != "" && byGUID[u.kase.Parent] != u {
			u.above = byGUID[u.kase.Parent]
		}
	}
	for i := range in.p.Sets {
		if s := &in.p.Sets[i]; len(s.Sources) > 0 {
			in.uses = append(in.uses, &caseUse{set: s, guid: s.GUID, whole: slices.Clone(s.Sources), CaseMapping: &CaseMapping{Name: s.Name, Kind: "set"}})
		}
	}
	for _, u := range in.uses {
		slices.Sort(u.whole)
		u.whole = slices.Compact(u.whole)
		u.Sources, u.Passages = len(u.whole), len(u.passages)
	}
}

// selectionHolders is the source of each selection.
func (in *refiImport) selectionHolders() map[string]string {
	of := map[string]string{}
	for _, s := range in.p.Sources {
		for _, sel := range s.Selections {
			of[sel.GUID] = s.GUID
		}
		for _, t := range s.Transcripts {
			for _, sel := range t.Selections {
				of[sel.GUID] = s.GUID
			}
		}
	}
	return of
}

// saidOf is what the person says of a case by its name, exactly or in another case of letters.
func (in *refiImport) saidOf(u *caseUse) (as, name string) {
	if as, ok := in.opts.Cases[u.Name]; ok {
		return as, u.Name
	}
	for _, name := range sortedKeys(in.opts.Cases) {
		if strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(u.Name)) {
			return in.opts.Cases[name], name
		}
	}
	return "", ""
}

func (in *refiImport) caseNames() string {
	var names []string
	for _, u := range in.uses {
		if len(names) < 20 && u.Name != "" {
			names = append(names, quoted(u.Name))
		}
	}
	if len(names) == 0 {
		return "it holds none"
	}
	return "it holds " + strings.Join(names, ", ")
}

// largerCases finds for each case the smallest other that has all its sources and more.
func (in *refiImport) largerCases() map[*caseUse]*caseUse {
	having := map[string][]*caseUse{}
	for _, u := range in.uses {
		if u.kase != nil {
			for _, s := range u.whole {
				having[s] = append(having[s], u)
			}
		}
	}
	larger := map[*caseUse]*caseUse{}
	for _, u := range in.uses {
		if u.kase == nil || len(u.whole) == 0 {
			continue
		}
		for _, other := range having[u.whole[0]] {
			if len(other.whole) <= len(u.whole) || larger[u] != nil && len(other.whole) >= len(larger[u].whole) {
				continue
			}
			if !slices.ContainsFunc(u.whole, func(s string) bool { _, ok := slices.BinarySearch(other.whole, s); return !ok }) {
				larger[u] = other
			}
		}
	}
	return larger
}

var (
	peopleFolder = regexp.MustCompile(`(?i)^(people|persons?|participants?|interviewees?|respondents?|informants?|personen|teilnehmer.*|befragte|personas|participantes)$`)
	placesFolder = regexp.MustCompile(`(?i)^(places?|sites?|organi[sz]ations?|hospitals?|trusts?|schools?|orte|organisationen|lugares|organizaciones)$`)
	siteSet      = regexp.MustCompile(`^Site: (.+)$`)
)

func (in *refiImport) decideCase(u, larger *caseUse) {
	decide := func(as, why string, args ...any) { u.As, u.Why = as, fmt.Sprintf(why, args...) }
	for _, noun := range []string{asSite, asUnit, asParticipant} {
		if a := in.aliases[[2]string{u.Kind, u.guid}]; in.rows[noun][u.guid] != nil || a != nil && a.Noun == noun && in.rows[noun][a.Row] != nil {
			decide(noun, "it is one in the study")
			return
		}
	}
	if u.set != nil {
		switch {
		case siteSet.MatchString(u.Name):
			decide(asSite, "its name says so")
		case in.opts.CasesAs != "" && len(in.p.Cases) == 0:
			decide(in.opts.CasesAs, "as you said of all cases, of which there are only sets")
		default:
			decide(asLeave, "sets are left as they are unless you say what they stand for")
		}
		return
	}
	if u.above == nil {
		u.above = larger
	}
	level := strings.ToLower(in.valueNamed(u.kase.Values, "level"))
	folder := ""
	if n := len(u.Path); n > 0 && u.kase.Parent == "" {
		folder = u.Path[n-1]
	}
	switch {
	case in.opts.CasesAs != "":
		decide(in.opts.CasesAs, "as you said of all cases")
	case u.Name == "" && u.Sources > 0:
		decide(asSource, "it has no name, so it stands for its sources")
	case u.Name == "":
		decide(asLeave, "it has neither a name nor sources")
	case slices.Contains(caseWords[:3], level):
		decide(level, "its variable level says so")
	case peopleFolder.MatchString(folder):
		decide(asParticipant, "it is in the folder %s", quoted(folder))
	case placesFolder.MatchString(folder):
		decide(asSite, "it is in the folder %s", quoted(folder))
	case u.above != nil && in.holdsCases(u):
		decide(asUnit, "it is in case %s and holds cases itself", quoted(u.above.Name))
	case u.above != nil:
		decide(asParticipant, "it is in case %s", quoted(u.above.Name))
	default:
		decide(asSite, "it is in no other case")
	}
}

func (in *refiImport) holdsCases(u *caseUse) bool {
	return slices.ContainsFunc(in.uses, func(o *caseUse) bool { return o.kase != nil && o.kase.Parent == u.guid && o != u && u.guid != "" })
}

// valueNamed is the value of a variable of a name, "" for none.
func (in *refiImport) valueNamed(values []refi.Value, name string) string {
	for _, val := range values {
		for i := range in.p.Variables {
			if x := &in.p.Variables[i]; x.GUID == val.Variable && strings.EqualFold(x.Name, name) {
				return strings.TrimSpace(val.Text)
			}
		}
	}
	return ""
}

// ParseCases reads what a person says of cases, each as NAME=WORD.
func ParseCases(said []string) (map[string]string, error) {
	if len(said) == 0 {
		return nil, nil
	}
	out := map[string]string{}
	for _, one := range said {
		i := strings.LastIndex(one, "=")
		if i < 1 {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%q does not say what a case becomes: write NAME=site, or unit, participant, source or leave after its name", one)
		}
		out[strings.TrimSpace(one[:i])] = strings.ToLower(strings.TrimSpace(one[i+1:]))
	}
	return out, nil
}
