package claims

import (
	"math"
	"strconv"

	"github.com/crosscase/crosscase"
)

// Record is what a study shows: the sites and the study as predicates see them. It is not changed once made.
type Record struct {
	Names Names
	sites []*subject
	study *subject
}

// SiteRecord is one site as it is put into a record.
type SiteRecord struct {
	Letter     string
	Attributes map[string]string // by name; what is not known is absent
	Positions  []SitePosition    // what is not there is unknown
}

// SitePosition is where a site stands on one question under one aspect.
type SitePosition struct {
	Question string
	Aspect   crosscase.Aspect
	State    State
	Text     string   // nominal, ordinal
	Set      []string // set-valued
	Number   float64  // numeric
	Excerpts []crosscase.ExcerptID
}

// State says how far a site's position can be relied on.
type State uint8

// The states are:
const (
	Decided State = iota // modal, contested modal, stated or set by hand
	Mixed                // known to be mixed
	Unknown              // thin, or no evidence
)

// StudyRecord is the study as a whole.
type StudyRecord struct {
	Attributes   map[string]string // of the study, by name
	Units        int
	Participants int
	Groups       map[string]int // participants by profession group
	Levels       map[string]int // participants by level
	Interviews   int
	Rounds       map[string]int // interviews by round
	Targets      map[string]int // interviews planned by round; without a target a round is absent
}

// NewRecord makes a record. Numbers that cannot be read are left out: what is not known is absent.
func NewRecord(names Names, sites []SiteRecord, study StudyRecord) *Record {
	r := &Record{Names: names}
	kinds := map[string]kind{}
	for _, a := range names.Attributes {
		if a.Owner == "site" {
			kinds[a.Name] = attributeKind(a)
		}
	}
	words, valued := names.siteFields(), map[string]int{}
	for _, s := range sites {
		r.sites = append(r.sites, siteSubject(&names, words, s, kinds))
	}
	for _, s := range r.sites {
		for name, k := range kinds {
			if k == number && s.knows(ref{ofAttribute, name}) {
				valued[name]++
			}
		}
	}
	for name, n := range valued {
		if n == len(sites) {
			rankSites(r.sites, name)
		}
	}
	r.study = studySubject(&names, study, len(sites))
	for _, s := range append(r.sites, r.study) {
		s.seal()
	}
	return r
}

// Letters are the sites of the record in order.
func (r *Record) Letters() []string {
	out := make([]string, len(r.sites))
	for i, s := range r.sites {
		out[i] = s.letter
	}
	return out
}

// subject is what a predicate is asked of: a site, or the study.
type subject struct {
	letter   string
	values   map[string]map[string]any // by head word and name; what is unknown is absent
	mixed    map[ref]bool
	excerpts map[ref][]crosscase.ExcerptID
	vars     map[string]any // values, with site and evidenced, as the interpreter takes them
}

func newSubject(letter string, words map[string]*fields) *subject {
	s := &subject{letter: letter, values: map[string]map[string]any{}, mixed: map[ref]bool{}, excerpts: map[ref][]crosscase.ExcerptID{}}
	for word := range words {
		s.values[word] = map[string]any{}
	}
	return s
}

func (s *subject) set(of, name string, v any) { s.values[of][name] = v }

func (s *subject) knows(r ref) bool {
	_, ok := s.values[r.of][r.name]
	return ok
}

// seal makes the variables that evaluation takes, once all values are set.
func (s *subject) seal() {
	has := map[string]bool{}
	s.vars = map[string]any{ofSite: s.letter, evidenced: has}
	for word, values := range s.values {
		s.vars[word] = values
		for name := range values {
			has[ref{word, name}.String()] = true
		}
	}
}

func siteSubject(names *Names, words map[string]*fields, in SiteRecord, kinds map[string]kind) *subject {
	s := newSubject(in.Letter, words)
	for name, value := range in.Attributes {
		k, declared := kinds[name]
		if !declared {
			continue
		}
		if k == text {
			s.set(ofAttribute, name, value)
		} else if f, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(f) {
			s.set(ofAttribute, name, f)
		}
	}
	single := map[string]crosscase.Aspect{}
	types := map[string]crosscase.QuestionType{}
	for _, q := range names.Questions {
		types[q.Name] = q.Type
		if len(q.Aspects) == 1 {
			single[q.Name] = q.Aspects[0]
		}
	}
	for _, p := range in.Positions {
		t, declared := types[p.Question]
		if !declared || p.State == Unknown {
			continue
		}
		s.place(string(p.Aspect), t, p)
		if single[p.Question] == p.Aspect {
			s.place(ofPosition, t, p)
		}
	}
	return s
}

// place puts one position under one head word.
func (s *subject) place(of string, t crosscase.QuestionType, p SitePosition) {
	var v any
	switch {
	case t == crosscase.Numeric && p.State == Mixed:
		v = math.NaN()
	case t == crosscase.Numeric:
		v = p.Number
	case t == crosscase.SetType && p.State == Mixed:
		v = []string{crosscase.PositionMixed}
	case t == crosscase.SetType:
		v = p.Set
	case p.State == Mixed:
		v = crosscase.PositionMixed
	default:
		v = p.Text
	}
	s.set(of, p.Question, v)
	at := ref{of, p.Question}
	s.excerpts[at] = p.Excerpts
	if p.State == Mixed {
		s.mixed[at] = true
	}
}

func studySubject(names *Names, in StudyRecord, sites int) *subject {
	s := newSubject("", names.studyFields())
	for _, a := range names.Attributes {
		value, ok := in.Attributes[a.Name]
		if a.Owner != "study" || !ok {
			continue
		}
		if attributeKind(a) == text {
			s.set(ofStudy, a.Name, value)
		} else if f, err := strconv.ParseFloat(value, 64); err == nil {
			s.set(ofStudy, a.Name, f)
		}
	}
	for name, n := range map[string]int{"sites": sites, "units": in.Units, "participants": in.Participants, "interviews": in.Interviews} {
		s.set(ofCount, name, float64(n))
	}
	count := func(of string, names []string, by map[string]int) {
		for _, name := range names {
			s.set(of, name, float64(by[name]))
		}
	}
	count(ofInterviews, names.Rounds, in.Rounds)
	count(ofParticipants, names.Groups, in.Groups)
	count(ofLevel, names.Levels, in.Levels)
	for name, n := range in.Targets {
		s.set(ofTarget, name, float64(n))
	}
	return s
}
