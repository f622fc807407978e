package report

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/claims"
)

// fixture is a study in memory that tests add to. Its numbers are those of the worked example; whatever
// its people say is made up and labelled so.
type fixture struct {
	*Data
	excerpts map[crosscase.ExcerptID]*crosscase.Excerpt
	facts    workedFacts
}

type workedFacts struct {
	Sites []struct {
		Letter       string
		Attributes   map[string]float64
		People       map[string]int
		Posts        [][]string
		Officer      string
		OfficerClass string `json:"officer_class"`
	}
	Themes []struct{ ID, Meta, Label string }
	Self   map[string]string `json:"self_description"`
}

var groups = []string{"doctor", "manager", "nurse", "psychologist"}

// worked is the worked example: sites, people, themes, posts, one question that the record answers, and
// some of its inconsistencies.
func worked(t testing.TB) *fixture {
	t.Helper()
	raw, err := os.ReadFile("testdata/worked.json")
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{Data: &Data{Title: "Medical leadership at nine hospital Trusts", Date: "2026-03-09"}, excerpts: map[crosscase.ExcerptID]*crosscase.Excerpt{}}
	if err := json.Unmarshal(raw, &f.facts); err != nil {
		t.Fatal(err)
	}
	f.Excerpt = func(id crosscase.ExcerptID) (*crosscase.Excerpt, bool) { e, ok := f.excerpts[id]; return e, ok }
	f.Evidence = &crosscase.Evidence{
		Settings: crosscase.DefaultSettings(), Groups: slices.Clone(groups), Levels: []string{"board", "unit"},
		Sources: []crosscase.EvidenceSource{
			{ID: "account", Name: "The published account", Kind: crosscase.Document, Genre: crosscase.GenreAccount},
			{ID: "table", Name: "Table 4", Kind: crosscase.Document, Genre: crosscase.GenreTable},
			{ID: "interviews", Name: "A_doctor_03.docx", Kind: crosscase.Transcript},
		},
		Rounds: []string{"board", "unit"},
	}
	f.Rounds = []*crosscase.Round{{ID: "board", Name: "board", Target: 45}, {ID: "unit", Name: "unit", Target: 135}}
	f.addAttributes()
	f.addSites()
	f.addThemes()
	f.addStatements()
	f.addMemos()
	f.analyse()
	return f
}

func (f *fixture) addAttributes() {
	for i, a := range [][2]string{
		{"budget_gbp_m", "Budget (£ million)"}, {"staff_headcount", "Staff (headcount)"}, {"consultants", "Consultants"},
		{"doctors_on_board_of_directors", "Doctors on board of directors"}, {"doctors_on_management_board", "Doctors on management board"},
	} {
		f.Attributes = append(f.Attributes, &crosscase.Attribute{Owner: "site", Name: a[0], Label: a[1], Type: "number", Ord: int64(i)})
	}
}

func (f *fixture) addSites() {
	ev := f.Evidence
	for i, s := range f.facts.Sites {
		site := crosscase.EvidenceSite{ID: crosscase.SiteID("site-" + s.Letter), Letter: s.Letter, Attributes: map[string]string{}}
		for name, v := range s.Attributes {
			site.Attributes[name] = strings.ReplaceAll(figures(v), ",", "")
		}
		ev.Sites = append(ev.Sites, site)
		for g, group := range groups {
			for n := range s.People[plural(group)] {
				f.addPerson(fmt.Sprintf("%s-%s-%d", s.Letter, group, n+1), int32(i), int32(g), 1)
			}
		}
		f.addPosts(site.ID, s.Posts, s.Officer, s.OfficerClass)
	}
	for n := range 46 {
		f.addPerson(fmt.Sprintf("board-%02d", n+1), -1, -1, 0)
	}
}

func (f *fixture) addPerson(pseudonym string, site, group, level int32) {
	ev := f.Evidence
	id := crosscase.ParticipantID("person-" + pseudonym)
	ev.Participants = append(ev.Participants, crosscase.EvidenceParticipant{
		ID: id, Pseudonym: pseudonym, Site: site, Unit: -1, Group: group, Level: level, Interviewed: true,
	})
	in := &crosscase.Interview{ID: crosscase.InterviewID("interview-" + pseudonym), RoundID: crosscase.RoundID(ev.Levels[level]), Participants: []crosscase.ParticipantID{id}}
	if site >= 0 {
		in.SiteID = ev.Sites[site].ID
	}
	f.Interviews = append(f.Interviews, in)
}

func (f *fixture) addPosts(site crosscase.SiteID, levels [][]string, officer, class string) {
	listed := false
	for i, titles := range levels {
		for _, title := range titles {
			p := &crosscase.Post{ID: crosscase.PostID(fmt.Sprintf("%s-%d-%s", site, i, title)), SiteID: site, Title: title, Level: int64(i + 1), Profession: "doctor", Ord: int64(len(f.Posts))}
			if title == officer {
				p.Accountable, listed = true, true
			}
			f.Posts = append(f.Posts, p)
		}
	}
	if class == "joint" {
		for _, title := range []string{"General manager", "Clinical director"} {
			f.Posts = append(f.Posts, &crosscase.Post{ID: crosscase.PostID(string(site) + title), SiteID: site, Title: title, Accountable: true, Mode: "joint", Ord: int64(len(f.Posts))})
		}
	} else if !listed {
		f.Posts = append(f.Posts, &crosscase.Post{ID: crosscase.PostID(string(site) + officer), SiteID: site, Title: officer, Accountable: true, Profession: class, Ord: int64(len(f.Posts))})
	}
}

func (f *fixture) addThemes() {
	ev := f.Evidence
	for _, t := range f.facts.Themes {
		at := slices.Index(ev.MetaThemes, t.Meta)
		if at < 0 {
			at = len(ev.MetaThemes)
			ev.MetaThemes = append(ev.MetaThemes, t.Meta)
		}
		ev.Themes = append(ev.Themes, crosscase.EvidenceTheme{ID: crosscase.ThemeID(t.ID), Key: t.ID, Name: t.Label, Meta: int32(at), Parent: -1})
	}
}

func (f *fixture) theme(key string) int32 {
	return int32(slices.IndexFunc(f.Evidence.Themes, func(t crosscase.EvidenceTheme) bool { return t.Key == key }))
}

// ask adds a question and gives its index.
func (f *fixture) ask(theme, name, prompt string, kind crosscase.QuestionType, positions ...string) int32 {
	f.Evidence.Questions = append(f.Evidence.Questions, crosscase.EvidenceQuestion{
		ID: crosscase.QuestionID(name), Name: name, Prompt: prompt, Theme: f.theme(theme), Type: kind, Positions: positions,
	})
	return int32(len(f.Evidence.Questions) - 1)
}

// addStatements puts in what the record says of the sites through nobody in particular.
func (f *fixture) addStatements() {
	self := f.ask("S5", "self_description", "How does the Trust describe itself?", crosscase.Nominal, "medically_led", "clinically_led", "managerially_led", "aligned")
	officer := f.ask("S4", "responsible_officer", "Who is accountable for the unit?", crosscase.Nominal, "doctor", "general_manager", "joint")
	for i, s := range f.facts.Sites {
		f.code(coded{site: int32(i), person: -1, source: 0, question: self, position: slices.Index(f.Evidence.Questions[self].Positions, f.facts.Self[s.Letter]), aspect: 2,
			kind: crosscase.Gist, text: "The Trust calls itself " + humanised(f.facts.Self[s.Letter]) + "."})
		f.code(coded{site: int32(i), person: -1, source: 1, question: officer, position: slices.Index(f.Evidence.Questions[officer].Positions, s.OfficerClass), aspect: 0,
			kind: crosscase.Gist, text: "Answerable for the principal unit: " + s.Officer + "."})
	}
}

type coded struct {
	site, person, source int32
	question             int32
	theme                string // where there is no question
	position             int
	set                  []int32
	number               float64
	aspect               uint8
	kind                 crosscase.ExcerptKind
	text                 string
	key                  bool
}

// code adds an excerpt with its coding.
func (f *fixture) code(c coded) crosscase.ExcerptID {
	ev := f.Evidence
	id := crosscase.ExcerptID(fmt.Sprintf("x%04d", len(f.excerpts)+1))
	f.excerpts[id] = &crosscase.Excerpt{ID: id, Kind: c.kind, Text: c.text, Key: c.key}
	row := crosscase.EvidenceCoding{
		ID: crosscase.CodingID("c" + string(id)), Excerpt: id, Source: c.source, Site: c.site, Unit: -1, Participant: c.person,
		Group: -1, Level: -1, Round: -1, Question: c.question, Position: -1, Aspect: c.aspect,
	}
	if c.theme != "" {
		row.Theme, row.Question = f.theme(c.theme), -1
	} else {
		q := &ev.Questions[c.question]
		row.Theme = q.Theme
		switch q.Type {
		case crosscase.SetType:
			row.Set = c.set
		case crosscase.Numeric:
			row.Number, row.HasNumber = c.number, true
		default:
			row.Position = int32(c.position)
		}
	}
	if c.person >= 0 {
		ev.Participants[c.person].Listened = true
	}
	ev.Codings = append(ev.Codings, row)
	return id
}

func (f *fixture) addMemos() {
	for _, m := range []crosscase.Memo{
		{Code: "I07", Severity: "medium", Text: "Four levels are claimed, but two of the four titles are functional directors, and the accountable officer is not among those listed", About: []crosscase.About{{Noun: "site", Key: "D"}, {Noun: "table", Key: "table4"}}},
		{Code: "I19", Severity: "high", Text: "The design implies 135 unit interviews; 105 were held, four of them at this site", Answer: "Thin evidence is flagged", About: []crosscase.About{{Noun: "site", Key: "F"}, {Noun: "table", Key: "table2"}}},
		{Code: "I25", Severity: "medium", Text: "Fieldwork dates are not given"},
		{Code: "I03", Severity: "high", Text: "Said of every Trust in one paragraph and denied for three in the next", About: []crosscase.About{{Noun: "claim", Key: "C35"}}},
	} {
		m.ID, m.Kind = crosscase.MemoID(m.Code), crosscase.MemoInconsistency
		f.Memos = append(f.Memos, &m)
	}
}

// analyse computes what is computed in a study.
func (f *fixture) analyse() {
	f.Agreement = agreement.Analyse(f.Evidence, agreement.Options{})
	f.Comparison = agreement.Compare(f.Evidence, f.Agreement, agreement.CompareOptions{})
	f.Contrasts = agreement.FormalPractice(f.Agreement)
	f.Vantages = agreement.Vantages(f.Evidence, agreement.Options{}, "", "")
	f.Coverage = nil
}

// heard is the worked example with people who speak: made up, by a seeded generator.
func heard(t testing.TB) *fixture {
	f := worked(t)
	f.Synthetic = true
	f.Title += " (with synthetic voices)"
	ev := f.Evidence
	for i := range ev.Sites { // board interviewees of known sites
		for n := range 5 {
			f.addPerson(fmt.Sprintf("%s-board-%d", ev.Sites[i].Letter, n+1), int32(i), int32(n%2), 0)
		}
	}
	questions := []int32{
		f.ask("S1", "role_clear", "Are the leadership roles of doctors clear?", crosscase.Nominal, "clear", "unclear"),
		f.ask("P1", "training", "Are doctors trained before they take up a post?", crosscase.Nominal, "yes", "no", "only some"),
		f.ask("P4", "sessions", "How many sessions a week does a clinical director have?", crosscase.Numeric),
		f.ask("P9", "triumvirate", "Does the triumvirate work?", crosscase.Ordinal, "not at all", "partly", "well"),
		f.ask("P10", "members", "Who takes part in decisions of the unit?", crosscase.SetType, "doctor", "manager", "nurse"),
		f.ask("P12", "engaged", "Are doctors engaged in running their unit?", crosscase.Ordinal, "few", "some", "most"),
		f.ask("O5", "effect", "Does medical leadership improve performance?", crosscase.Nominal, "yes", "no", "cannot say"),
	}
	ev.Questions[questions[2]].Tolerance = 1
	r := rand.New(rand.NewPCG(1, 2))
	for p := range ev.Participants {
		person := &ev.Participants[p]
		if person.Site < 0 {
			continue
		}
		for k, q := range questions {
			if r.Float64() < 0.45 {
				continue
			}
			f.speak(r, int32(p), q, k)
			if r.Float64() < 0.08 {
				f.speak(r, int32(p), q, k+1)
			}
		}
		if r.Float64() < 0.2 {
			f.code(coded{site: person.Site, person: int32(p), source: 2, theme: "P14", kind: crosscase.Verbatim, text: "Synthetic remark: the rota is what breaks first."})
		}
	}
	ev.Silences = append(ev.Silences,
		crosscase.EvidenceSilence{ID: "s1", Site: 0, Unit: -1, Participant: 0, Theme: f.theme("S6"), Question: -1, Kind: crosscase.NotAsked},
		crosscase.EvidenceSilence{ID: "s2", Site: 0, Unit: -1, Participant: 1, Theme: f.theme("P1"), Question: questions[1], Aspect: 3, Kind: crosscase.AskedNoView})
	f.code(coded{site: 0, person: -1, source: 0, question: questions[1], position: 1, aspect: 3, kind: crosscase.Gist, text: "No training is given before appointment."})
	f.addResults()
	f.analyse()
	return f
}

var remarks = []string{
	"Synthetic remark: we said so at the time, and nobody wrote it down.",
	"Synthetic remark: it depends on who holds the post & for how long <really>.",
	"Synthetic remark: on paper yes; on a Friday afternoon, no.",
	"Synthetic remark: ask the ward and you will hear something else 🙂.",
	"Synthetic remark: I was told in the corridor that I had the job, and that the papers would follow. They followed in the spring, by which time there was another structure and I was doing a different job under the same name.",
	"ملاحظة مصطنعة: الأمر يتوقف على المدير.",
}

func (f *fixture) speak(r *rand.Rand, p, q int32, k int) {
	ev := f.Evidence
	question := &ev.Questions[q]
	lean := int(ev.Participants[p].Site+int32(k)) % max(len(question.Positions), 1)
	if k%3 == 0 && ev.Participants[p].Group == 0 { // doctors see some questions their own way
		lean = (lean + 1) % max(len(question.Positions), 1)
	}
	position := lean
	if r.Float64() < 0.15 && len(question.Positions) > 0 {
		position = r.IntN(len(question.Positions))
	}
	c := coded{site: ev.Participants[p].Site, person: p, source: 2, question: q, position: position, aspect: 3, kind: crosscase.Verbatim,
		text: remarks[r.IntN(len(remarks))], key: r.Float64() < 0.1, number: float64(2 + lean + r.IntN(4))}
	if question.Type == crosscase.SetType {
		c.set = []int32{int32(position)}
		if r.Float64() < 0.5 {
			c.set = append(c.set, int32((position+1)%3))
			slices.Sort(c.set)
		}
	}
	f.code(c)
}

// addResults puts in claims, types and relations as their packages would give them.
func (f *fixture) addResults() {
	f.Standings = []claims.Result{
		{ID: "C02", Statement: "Five Trusts run a programme of their own", Status: "holds", Section: crosscase.SectionFindings, Sites: []string{"A", "B", "E", "G", "I"}, Scope: []string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}, Unknown: []string{"F"}, Evidence: []crosscase.ExcerptID{"x0001", "x0003"}, Basis: "the named sites are those evidenced"},
		{ID: "C35", Statement: "Boards at all Trusts describe a triumvirate", Status: "contradicted_by:C37", Section: crosscase.SectionFindings, Sites: []string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}, Scope: []string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}, Against: []claims.Link{{ID: "C37", Status: "holds"}}},
		{ID: "C53", Statement: "Limits on time show that credibility is protected", Status: "overgeneralised", Section: crosscase.SectionDiscussion, RestsOn: []claims.Link{{ID: "C20", Status: "holds"}}, Flags: []claims.Flag{{Kind: claims.FlagWiderScope, Text: "it speaks of nine sites; its antecedents are evidenced at G"}}},
	}
	criterion := func(id, indicator, answer string) claims.CriterionAnswer {
		return claims.CriterionAnswer{Criterion: id, Indicator: indicator, Expects: "yes", Weight: "required", Answer: answer}
	}
	c := claims.Classification{Typology: "mckee1999", Title: "McKee et al. 1999", Source: "McKee, Marnoch and Dinnie (1999)", Unit: "directorate"}
	for i, s := range f.Evidence.Sites {
		met := claims.Met
		if i > 5 {
			met = claims.Contradicted
		}
		standing := claims.Possible
		if i > 5 {
			standing = claims.Contradicted
		}
		c.Sites = append(c.Sites, claims.SiteTypes{Site: s.Letter, Type: crosscase.TypeNone, Basis: "none fits; power_sharing is possible", Types: []claims.TypeStanding{
			{Type: "traditionalist", Label: "Traditionalist", Standing: claims.NoEvidence, Criteria: []claims.CriterionAnswer{criterion("TR1", "focus of unit leadership", claims.NoEvidence)}},
			{Type: "power_sharing", Label: "Power-sharing", Standing: standing, Criteria: []claims.CriterionAnswer{criterion("PS2", "team with business manager", claims.Met), criterion("PS3", "team with nurse manager", met)}},
		}})
	}
	f.Types = []claims.Classification{c}
	f.Typologies = []*crosscase.Typology{{ID: "t1", Key: "mckee1999", Title: c.Title}}
	f.Decisions = []*crosscase.TypeDecision{{TypologyID: "t1", SiteID: "site-B", Type: "power_sharing", Basis: "doctor and manager lead together", Rivals: []crosscase.Rival{{Type: "traditionalist", Standing: "no evidence"}}, Negative: "G, H and I", Second: "power_sharing"}}
	one := 1.0
	most := 2.0 / 3
	f.Relations = []agreement.Relation{{
		X: agreement.Condition{Attribute: "budget_gbp_m", AtLeast: new(450.0)}, Y: agreement.Condition{Question: "responsible_officer", Aspect: crosscase.Formal, Position: "doctor"},
		Consistency: &most, Coverage: &one, Both: []string{"B", "D"}, XOnly: []string{"C"}, Neither: []string{"H"}, Exceptions: []string{"C"}, Verdict: agreement.OneException,
	}}
}
