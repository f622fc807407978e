package agreement_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/google/go-cmp/cmp"
)

// study builds an evidence table by name.
type study struct {
	ev    crosscase.Evidence
	words int // excerpts made
}

// newStudy has the sites given and one theme, S1.
func newStudy(sites ...string) *study {
	s := &study{}
	s.ev.Settings = crosscase.DefaultSettings()
	s.ev.MetaThemes = []string{"structure"}
	s.ev.Themes = []crosscase.EvidenceTheme{{Key: "S1", Name: "Posts", Meta: 0, Parent: -1}}
	s.ev.Sources = []crosscase.EvidenceSource{{Name: "transcripts", Kind: crosscase.Transcript}}
	for _, letter := range sites {
		s.ev.Sites = append(s.ev.Sites, crosscase.EvidenceSite{ID: crosscase.SiteID("site-" + letter), Letter: letter, Attributes: map[string]string{}})
	}
	return s
}

func (s *study) ask(name string, kind crosscase.QuestionType, positions ...string) *study {
	s.ev.Questions = append(s.ev.Questions, crosscase.EvidenceQuestion{
		ID: crosscase.QuestionID("q-" + name), Name: name, Type: kind, Positions: positions,
	})
	return s
}

func (s *study) site(letter string) int32 {
	return int32(slices.IndexFunc(s.ev.Sites, func(e crosscase.EvidenceSite) bool { return e.Letter == letter }))
}

// person is the index of a participant, made where new; level and group "" are not recorded.
func (s *study) person(site, pseudonym, group, level string) int32 {
	for i, p := range s.ev.Participants {
		if p.Pseudonym == pseudonym {
			return int32(i)
		}
	}
	place := func(list *[]string, name string) int32 {
		if name == "" {
			return -1
		}
		if at := slices.Index(*list, name); at >= 0 {
			return int32(at)
		}
		*list = append(*list, name)
		return int32(len(*list) - 1)
	}
	s.ev.Participants = append(s.ev.Participants, crosscase.EvidenceParticipant{
		ID: crosscase.ParticipantID("id-" + pseudonym), Pseudonym: pseudonym, Site: s.site(site), Unit: -1,
		Group: place(&s.ev.Groups, group), Level: place(&s.ev.Levels, level), Interviewed: true, Listened: true,
	})
	return int32(len(s.ev.Participants) - 1)
}

// blank is a coding at a site on the first question, with a new excerpt.
func (s *study) blank(site string) crosscase.EvidenceCoding {
	s.words++
	return crosscase.EvidenceCoding{
		Excerpt: crosscase.ExcerptID(fmt.Sprintf("x%04d", s.words)), Site: s.site(site), Unit: -1, Participant: -1,
		Group: -1, Level: -1, Round: -1, Position: -1, Aspect: opinion,
	}
}

const (
	formal   = 0
	practice = 1
	opinion  = 3
)

// say codes a person on a position of the first question.
func (s *study) say(site, pseudonym, group string, position int32) *study {
	d := s.blank(site)
	d.Participant, d.Position = s.person(site, pseudonym, group, ""), position
	s.ev.Codings = append(s.ev.Codings, d)
	return s
}

// count has as many people say each position as counts holds.
func (s *study) count(site, group string, counts ...int) *study {
	for k, n := range counts {
		for i := range n {
			s.say(site, fmt.Sprintf("%s-%s-%d-%d", site, group, k, i), group, int32(k))
		}
	}
	return s
}

// state adds a statement about a site.
func (s *study) state(site string, aspect uint8, position int32) *study {
	d := s.blank(site)
	d.Position, d.Aspect = position, aspect
	s.ev.Codings = append(s.ev.Codings, d)
	return s
}

// only is the one result of a study of one question and site.
func (s *study) only(t *testing.T) agreement.SiteResult {
	t.Helper()
	results := agreement.Analyse(&s.ev, agreement.Options{})
	if len(results) != 1 || len(results[0].Sites) != 1 {
		t.Fatalf("%d results", len(results))
	}
	return results[0].Sites[0]
}

func letters(n int) []string {
	names := make([]string, n)
	for k := range names {
		names[k] = string(rune('A' + k))
	}
	return names
}

// tester is a test, or one run of a property.
type tester interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}

// plain is a value as its JSON says.
func plain(t tester, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var read any
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func same(t tester, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(plain(t, want), plain(t, got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
