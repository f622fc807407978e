package report

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// isAbout says whether a memo points at a thing by any of its keys; "" stands for every key.
func isAbout(m *crosscase.Memo, noun string, keys ...string) bool {
	return slices.ContainsFunc(m.About, func(a crosscase.About) bool {
		return a.Noun == noun && (slices.Contains(keys, "") || slices.Contains(keys, a.Key))
	})
}

// ofSite says whether a memo is about this site, whatever else it is about.
func (s *siteReport) ofSite(m *crosscase.Memo) bool {
	return m.SiteID != "" && m.SiteID == s.ev.Sites[s.site].ID || isAbout(m, "site", s.letter)
}

// memosAbout are the site's inconsistencies about one thing, each shown in one place only.
func (s *siteReport) memosAbout(id, noun string, keys ...string) []Block {
	var items []Sentence
	for _, m := range s.Memos {
		if m.Kind == crosscase.MemoInconsistency && !s.shown[m.ID] && s.ofSite(m) && isAbout(m, noun, keys...) {
			s.shown[m.ID] = true
			items = append(items, inconsistency(id, m))
		}
	}
	if len(items) == 0 {
		return nil
	}
	return []Block{list(items...)}
}

// inconsistencies are those about the site that stand nowhere else.
func (s *siteReport) inconsistencies() {
	var items []Sentence
	for _, m := range s.Memos {
		if m.Kind == crosscase.MemoInconsistency && !s.shown[m.ID] && s.ofSite(m) {
			s.shown[m.ID] = true
			items = append(items, inconsistency("inconsistencies", m))
		}
	}
	if len(items) == 0 {
		return
	}
	sec := s.section("inconsistencies", "Other inconsistencies about this site", 1)
	sec.Blocks = append(sec.Blocks, list(items...))
}

// inconsistency tells where the record contradicts itself or its source, and what was done about it.
func inconsistency(prefix string, m *crosscase.Memo) Sentence {
	code := "Inconsistency"
	if m.Code != "" {
		code += " " + m.Code
	}
	if m.Severity != "" {
		code += " (" + m.Severity + ")"
	}
	text := m.Text
	if m.Title != "" && m.Title != m.Text {
		text = full(m.Title) + " " + text
	}
	answer := "It is open."
	if m.Answer != "" {
		answer = "Answer: " + full(m.Answer)
	}
	key := m.Code
	if key == "" {
		key = string(m.ID)
	}
	return say(prefix+".inconsistency."+slug(key), Descriptive, nil, "{} {} {}", strong(code+"."), full(text), answer)
}
