package claims_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/claims"
)

const exampleDir = "../../examples/nhs-medical-leadership"

// example is the worked example as its files tell it, without a store.
type example struct {
	input      claims.Input
	evidence   *crosscase.Evidence
	claims     []*crosscase.Claim
	typologies []*crosscase.Typology
	memos      []crosscase.Memo
	rows       []map[string]string // of the evidence table
	texts      map[string]string   // by name of source
	notes      map[crosscase.ExcerptID]string
	coded      []int // the row of each coding
}

type exampleRecord struct {
	Noun         string          `json:"noun"`
	Name         string          `json:"name"`
	Round        string          `json:"round"`
	Target       int             `json:"target"`
	Genre        crosscase.Genre `json:"genre"`
	Text         string          `json:"text"`
	Attribute    string          `json:"attribute"`
	Owner        string          `json:"owner"`
	Type         string          `json:"type"`
	Value        string          `json:"value"`
	Site         string          `json:"site"`
	Group        string          `json:"group"`
	Level        json.RawMessage `json:"level"`
	Pseudonym    string          `json:"pseudonym"`
	Participants []string        `json:"participants"`
	Theme        string          `json:"theme"`
}

func readTable(t testing.TB, name string) []map[string]string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(exampleDir, name))
	must(t, err)
	rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	must(t, err)
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, head := range rows[0] {
			m[head] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// loadExample reads the files. Facts are left out by their note (F109).
func loadExample(t testing.TB, without ...string) *example {
	t.Helper()
	x := &example{texts: map[string]string{}, notes: map[crosscase.ExcerptID]string{}}
	ev := &crosscase.Evidence{Settings: crosscase.DefaultSettings()}
	x.evidence = ev
	x.input = claims.Input{Evidence: ev, Study: map[string]string{}, Interviews: map[string]int{}, Targets: map[string]int{}}
	x.readSites(t)
	x.readCodebook(t)
	x.readRecords(t)
	x.readEvidence(t, without)
	paths, _ := filepath.Glob("../../examples/typologies/*.json")
	for _, path := range paths {
		typology := &crosscase.Typology{}
		readJSON(t, path, typology)
		if err := typology.Validate(); err != nil {
			t.Fatal(err)
		}
		x.typologies = append(x.typologies, typology)
	}
	slices.SortFunc(x.claims, func(a, b *crosscase.Claim) int { return int(a.Ord - b.Ord) })
	x.input.Stands = stands(agreement.Analyse(ev, agreement.Options{}))
	return x
}

// stands passes on what agreement found.
func stands(results []agreement.QuestionResult) []claims.Stand {
	var out []claims.Stand
	for _, q := range results {
		for _, s := range q.Sites {
			out = append(out, claims.Stand{
				Question: q.QuestionIndex, Site: s.SiteIndex, Aspect: q.AspectIndex,
				Position: s.Position, Decided: s.Decided, Value: s.Value,
			})
		}
	}
	return out
}

func (x *example) readSites(t testing.TB) {
	for _, row := range readTable(t, "sites.csv") {
		s := crosscase.EvidenceSite{ID: crosscase.SiteID(row["site"]), Letter: row["site"], Attributes: map[string]string{}}
		for name, value := range row {
			if name != "site" && name != "name" && value != "" {
				s.Attributes[name] = value
			}
		}
		x.evidence.Sites = append(x.evidence.Sites, s)
	}
}

func (x *example) readCodebook(t testing.TB) {
	ev := x.evidence
	for _, row := range readTable(t, "codebook.csv") {
		code, name := crosscase.SplitThemeCell(row["theme"])
		at := slices.IndexFunc(ev.Themes, func(th crosscase.EvidenceTheme) bool { return th.Key == code })
		if at < 0 {
			at = len(ev.Themes)
			ev.Themes = append(ev.Themes, crosscase.EvidenceTheme{ID: crosscase.ThemeID(code), Key: code, Name: name, Parent: -1})
		}
		if row["question"] == "" {
			continue
		}
		q := crosscase.EvidenceQuestion{
			ID: crosscase.QuestionID(row["question"]), Name: row["question"], Prompt: row["prompt"],
			Theme: int32(at), Type: crosscase.QuestionType(row["type"]),
		}
		if row["positions"] != "" {
			q.Positions = strings.Split(row["positions"], "|")
		}
		ev.Questions = append(ev.Questions, q)
	}
}

func (x *example) readRecords(t testing.TB) {
	var raw []json.RawMessage
	for _, name := range []string{"attributes.json", "records.json", "claims.json"} {
		var more []json.RawMessage
		readJSON(t, filepath.Join(exampleDir, name), &more)
		raw = append(raw, more...)
	}
	for _, b := range raw {
		var r exampleRecord
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		switch r.Noun {
		case "round":
			x.evidence.Rounds = append(x.evidence.Rounds, r.Name)
			x.input.Targets[r.Name] = r.Target
		case "source":
			x.texts[r.Name] = r.Text
			x.evidence.Sources = append(x.evidence.Sources, crosscase.EvidenceSource{ID: crosscase.SourceID(r.Name), Name: r.Name, Kind: crosscase.Document, Genre: r.Genre})
		case "participant":
			p := crosscase.EvidenceParticipant{Pseudonym: r.Pseudonym, Site: x.site(r.Site), Unit: -1, Group: index(&x.evidence.Groups, r.Group)}
			p.Level = index(&x.evidence.Levels, strings.Trim(string(r.Level), `"`))
			x.evidence.Participants = append(x.evidence.Participants, p)
		case "interview":
			x.input.Interviews[r.Round]++
		case "attribute":
			x.input.Attributes = append(x.input.Attributes, crosscase.Attribute{Owner: r.Owner, Name: r.Name, Type: r.Type})
		case "attribute_value":
			x.input.Study[r.Attribute] = r.Value
		case "claim":
			c := &crosscase.Claim{ThemeID: crosscase.ThemeID(r.Theme)}
			must(t, json.Unmarshal(b, c), c.Validate())
			x.claims = append(x.claims, c)
		case "memo":
			var m crosscase.Memo
			must(t, json.Unmarshal(b, &m), m.Validate())
			x.memos = append(x.memos, m)
		case "coder":
		case "post":
			p := crosscase.Post{SiteID: crosscase.SiteID(r.Site)}
			must(t, json.Unmarshal(b, &p), p.Validate())
		default:
			t.Fatalf("a record of no known noun: %s", b)
		}
	}
}

func (x *example) readEvidence(t testing.TB, without []string) {
	ev := x.evidence
	for i, row := range readTable(t, "evidence.csv") {
		x.rows = append(x.rows, row)
		if slices.Contains(without, row["note"]) {
			continue
		}
		c := crosscase.EvidenceCoding{
			ID: crosscase.CodingID(strconv.Itoa(i)), Excerpt: crosscase.ExcerptID("excerpt of " + row["note"]),
			Site: x.site(row["site"]), Unit: -1, Participant: -1, Group: index(&ev.Groups, row["group"]), Level: index(&ev.Levels, row["level"]),
			Round: int32(slices.Index(ev.Rounds, row["round"])), Question: -1, Position: -1,
			Aspect: uint8(slices.Index(crosscase.Aspects, crosscase.Aspect(row["aspect"]))),
			Theme:  int32(slices.IndexFunc(ev.Themes, func(th crosscase.EvidenceTheme) bool { return th.Key == row["theme"] })),
			Source: int32(slices.IndexFunc(ev.Sources, func(s crosscase.EvidenceSource) bool { return s.Name == row["source"] })),
		}
		if c.Theme < 0 || c.Source < 0 {
			t.Fatalf("row %d: theme %q or source %q is not in the example", i+2, row["theme"], row["source"])
		}
		if row["question"] != "" {
			x.answer(t, &c, row)
		}
		ev.Codings = append(ev.Codings, c)
		x.coded = append(x.coded, i)
	}
}

func (x *example) answer(t testing.TB, c *crosscase.EvidenceCoding, row map[string]string) {
	c.Question = int32(slices.IndexFunc(x.evidence.Questions, func(q crosscase.EvidenceQuestion) bool { return q.Name == row["question"] }))
	if c.Question < 0 {
		t.Fatalf("question %q is not in the codebook", row["question"])
	}
	q := x.evidence.Questions[c.Question]
	position := func(name string) int32 {
		at := slices.Index(q.Positions, name)
		if at < 0 {
			t.Fatalf("question %s has no position %q", q.Name, name)
		}
		return int32(at)
	}
	switch q.Type {
	case crosscase.Numeric:
		n, err := strconv.ParseFloat(row["position"], 64)
		must(t, err)
		c.Number, c.HasNumber = n, true
	case crosscase.SetType:
		for _, name := range strings.Split(row["position"], "|") {
			c.Set = append(c.Set, position(name))
		}
	default:
		c.Position = position(row["position"])
	}
}

func (x *example) site(letter string) int32 {
	return int32(slices.IndexFunc(x.evidence.Sites, func(s crosscase.EvidenceSite) bool { return s.Letter == letter }))
}

func index(list *[]string, name string) int32 {
	if name == "" {
		return -1
	}
	if !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
	return int32(slices.Index(*list, name))
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}
