// Package synthetic makes up studies for tests and benchmarks. Nothing in them is about real people, and
// every study, source and text made here says that it is synthetic.
package synthetic

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Spec says how much to make up.
type Spec struct {
	Sites, Interviews, Codings, Themes, Questions int
	Seed                                          uint64
}

// ParseSpec reads sites=9,interviews=151,codings=3000,seed=1. What is not said is that.
func ParseSpec(text string) (Spec, error) {
	s := Spec{Sites: 9, Interviews: 151, Codings: 3000, Themes: 30, Questions: 40, Seed: 1}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		name, val, _ := strings.Cut(part, "=")
		n, err := strconv.Atoi(val)
		if err != nil || n < 0 {
			return s, fmt.Errorf("%q: write name=number", part)
		}
		switch name {
		case "sites":
			s.Sites = n
		case "interviews":
			s.Interviews = n
		case "codings":
			s.Codings = n
		case "themes":
			s.Themes = n
		case "questions":
			s.Questions = n
		case "seed":
			s.Seed = uint64(n)
		default:
			return s, fmt.Errorf("%q is none of sites, interviews, codings, themes, questions, seed", name)
		}
	}
	if s.Sites < 1 || s.Interviews < s.Sites || s.Themes < 1 || s.Questions < 1 {
		return s, fmt.Errorf("give at least one site, theme and question, and an interview for each site")
	}
	return s, nil
}

// Study is a made-up study: the same Spec makes the same one.
type Study struct {
	Spec
	people []person
	biases [][]float64 // by site and question: how far the site leans to the first position
}

type person struct {
	site               int
	name, group, level string
	unit               string
}

var (
	groups = []string{"doctor", "manager", "nurse"}
	metas  = []string{"Structure", "Process", "Outcomes"}
	words  = strings.Fields("ward board budget rota theatre clinic team lead audit plan nurse doctor manager session contract review shift meeting target patient service report change trust unit")
)

// New makes up a study.
func New(spec Spec) *Study {
	s := &Study{Spec: spec}
	rng := s.rng(1)
	for i := range spec.Interviews {
		p := person{site: i % spec.Sites, group: groups[rng.IntN(len(groups))], level: "unit"}
		if i/spec.Sites%3 == 0 {
			p.level = "board"
		} else {
			p.unit = fmt.Sprintf("unit %d", 1+i/spec.Sites%3)
		}
		p.name = fmt.Sprintf("%s-%02d", Letter(p.site), 1+i/spec.Sites)
		s.people = append(s.people, p)
	}
	for range spec.Sites {
		row := make([]float64, spec.Questions)
		for q := range row {
			row[q] = rng.Float64()
		}
		s.biases = append(s.biases, row)
	}
	return s
}

func (s *Study) rng(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(s.Seed, stream)) }

// Letter names the sites A to Z, then S27 and on.
func Letter(site int) string {
	if site < 26 {
		return string(rune('A' + site))
	}
	return fmt.Sprintf("S%d", site+1)
}

// WriteSites writes the site table.
func (s *Study) WriteSites(w io.Writer) error {
	rng := s.rng(2)
	rows := [][]string{{"site", "name", "budget_m", "staff", "region"}}
	for i := range s.Sites {
		rows = append(rows, []string{Letter(i), "", strconv.Itoa(100 + rng.IntN(900)), strconv.Itoa(2000 + rng.IntN(12000)), []string{"north", "midlands", "south"}[rng.IntN(3)]})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// WriteCodebook writes the codebook: themes under three meta-themes, questions of every type but set-valued.
func (s *Study) WriteCodebook(w io.Writer) error {
	rows := [][]string{{"meta_theme", "theme", "definition", "question", "prompt", "type", "positions"}}
	for i := range s.Themes {
		rows = append(rows, []string{metas[i*len(metas)/s.Themes], themeCell(i), "Synthetic theme.", "", "", "", ""})
	}
	for q := range s.Questions {
		theme := q % s.Themes
		rows = append(rows, []string{metas[theme*len(metas)/s.Themes], themeCell(theme), "", question(q), "Synthetic question?", questionType(q), positions(q)})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func themeCell(i int) string { return fmt.Sprintf("T%d: Synthetic theme %d", i+1, i+1) }
func question(q int) string  { return fmt.Sprintf("question_%d", q+1) }

func questionType(q int) string {
	switch q % 10 {
	case 3, 7:
		return "ordinal"
	case 9:
		return "numeric"
	}
	return "nominal"
}

func positions(q int) string {
	switch questionType(q) {
	case "ordinal":
		return "low|middle|high"
	case "numeric":
		return ""
	}
	return "yes|partly|no"
}

// WriteRecords writes the rounds, participants and interviews as records.
func (s *Study) WriteRecords(w io.Writer) error {
	list := []map[string]any{{"noun": "round", "name": "board", "ord": 0}, {"noun": "round", "name": "unit", "ord": 1}}
	for site := range s.Sites {
		for u := 1; u <= 3; u++ {
			list = append(list, map[string]any{"noun": "unit", "site": Letter(site), "name": fmt.Sprintf("unit %d", u)})
		}
	}
	for _, p := range s.people {
		rec := map[string]any{"noun": "participant", "site": Letter(p.site), "pseudonym": p.name, "group": p.group, "level": p.level, "role": "synthetic " + p.group}
		if p.unit != "" {
			rec["unit"] = p.unit
		}
		list = append(list, rec)
	}
	for _, p := range s.people {
		list = append(list, map[string]any{"noun": "interview", "site": Letter(p.site), "name": "synthetic interview " + p.name, "round": p.level,
			"participants": []string{p.name}, "listened": true})
	}
	return json.NewEncoder(w).Encode(list)
}

// WriteEvidence writes the evidence table, a row per coding.
func (s *Study) WriteEvidence(w io.Writer) error {
	out := csv.NewWriter(w)
	rng := s.rng(3)
	if err := out.Write([]string{"site", "unit", "participant", "group", "level", "round", "excerpt", "theme", "question", "position", "aspect", "elicited", "coder"}); err != nil {
		return err
	}
	aspects := []string{"opinion", "opinion", "opinion", "practice", "formal"}
	for i := range s.Codings {
		p := s.people[rng.IntN(len(s.people))]
		q := rng.IntN(s.Questions)
		if err := out.Write([]string{Letter(p.site), p.unit, p.name, p.group, p.level, p.level, sentence(rng, i), fmt.Sprintf("T%d", q%s.Themes+1), question(q),
			s.answer(rng, p.site, q), aspects[rng.IntN(len(aspects))], []string{"yes", "no"}[rng.IntN(2)], fmt.Sprintf("coder %d", 1+rng.IntN(3))}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// answer leans to the first position as far as the site does.
func (s *Study) answer(rng *rand.Rand, site, q int) string {
	if questionType(q) == "numeric" {
		return strconv.Itoa(1 + rng.IntN(3) + int(6*s.biases[site][q]))
	}
	list := strings.Split(positions(q), "|")
	if rng.Float64() < s.biases[site][q] {
		return list[0]
	}
	return list[1+rng.IntN(len(list)-1)]
}

func sentence(rng *rand.Rand, i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Synthetic excerpt %d:", i+1)
	for range 8 + rng.IntN(12) {
		b.WriteByte(' ')
		b.WriteString(words[rng.IntN(len(words))])
	}
	b.WriteByte('.')
	return b.String()
}
