package service_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

const answers = `ID,Trust,Age (years),Role,What was good?,What was not?,Code
1,A,41,nurse,"The people on the ward, who had time for us.",Nothing at all comes to my mind there.,Staff; Time
2,A,,doctor,Food was warm and it was on time every day.,,Food
3,B,55,nurse,,,
`

func TestSurvey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		o := service.ImportOptions{As: service.AsSurvey, Respondent: "ID", SiteColumn: "trust", Code: []string{"Code=What was good?"}, Open: []string{"What was good?", "What was not?"}}
		res := importBytes(t, s, ctx, "poll.csv", []byte(answers), o)
		want := map[string]int64{"site": 2, "participant": 3, "attribute": 2, "attribute_value": 5, "source": 2, "excerpt": 2, "theme": 3, "coding": 3}
		if d := cmp.Diff(want, res.Counts); d != "" {
			t.Error(d)
		}
		var as []string
		for _, c := range res.Columns {
			as = append(as, c.Name+"="+c.As+" "+c.Key+" "+c.Type)
		}
		if d := cmp.Diff([]string{"ID=respondent  ", "Trust=site  ", "Age (years)=attribute age_years number", "Role=attribute role text", "What was good?=open  ", "What was not?=open  ", "Code=code  "}, as); d != "" {
			t.Error(d)
		}
		texts := rowsOf[crosscase.SourceText](t, s, ctx, "source_text")
		if want := "What was good?\nThe people on the ward, who had time for us.\nWhat was not?\nNothing at all comes to my mind there."; texts[0].Text != want || len(texts[0].Headings) != 2 || texts[0].Turns[1].ParticipantID == "" {
			t.Errorf("%+v", texts[0])
		}
		for _, e := range rowsOf[crosscase.Excerpt](t, s, ctx, "excerpt") {
			if e.ParticipantID == "" || !strings.HasSuffix(e.Text, ".") || strings.Contains(e.Text, "\n") {
				t.Errorf("%+v", e)
			}
		}
		if res := importBytes(t, s, ctx, "poll.csv", []byte(answers), o); res.Change != 0 || res.Skipped != 2 {
			t.Errorf("a second time: %+v", res)
		}
	})
}

func TestSurveyFindsAnswersInWords(t *testing.T) {
	c := newCase(t)
	res, err := c.Import(c.lead, c.slug, "poll.csv", strings.NewReader(answers), int64(len(answers)), service.ImportOptions{As: service.AsSurvey, Respondent: "id", Site: "A", DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if res.Columns[4].As != "open" || res.Columns[5].As != "open" || res.Columns[3].As != "attribute" {
		t.Errorf("%+v", res.Columns)
	}
}

func TestSurveyRefused(t *testing.T) {
	c := newCase(t)
	for name, x := range map[string]struct {
		body string
		o    service.ImportOptions
		want string
	}{
		"NoRespondent": {answers, service.ImportOptions{}, "--respondent); there are ID, Trust"},
		"NoSuchColumn": {answers, service.ImportOptions{Respondent: "who"}, `no column "who"`},
		"Twice":        {"ID,x\n1,a\n1,b\n", service.ImportOptions{Respondent: "ID"}, `row 3, column ID: respondent "1" stands in row 2 already`},
		"Address":      {"ID,x\nanna@example.org,a\n", service.ImportOptions{Respondent: "ID"}, "pseudonym"},
		"CodeOfWhich":  {answers, service.ImportOptions{Respondent: "ID", Code: []string{"Code"}}, "say which one column Code is about"},
		"Misfits":      {"ID,x\n1,a\n2,b,c\n3,d\n4\n", service.ImportOptions{Respondent: "ID"}, "2 rows do not fit the header: line 3, line 5"},
	} {
		t.Run(name, func(t *testing.T) {
			x.o.As = service.AsSurvey
			_, err := c.Import(c.lead, c.slug, "poll.csv", strings.NewReader(x.body), int64(len(x.body)), x.o)
			if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), x.want) {
				t.Errorf("%v; want %q", err, x.want)
			}
		})
	}
	t.Run("LeftOut", func(t *testing.T) {
		body := "ID,x\n1,a\n2,b,c\n3,d\n"
		res, err := c.Import(c.lead, c.slug, "poll.csv", strings.NewReader(body), int64(len(body)), service.ImportOptions{As: service.AsSurvey, Respondent: "ID", LeaveOut: true})
		if err != nil || res.Counts["participant"] != 2 || len(res.Loss.NotCarried) == 0 || !strings.Contains(res.Loss.NotCarried[0].Where, "line 3") {
			t.Errorf("%+v, %v", res, err)
		}
	})
	t.Run("OKRowNumbers", func(t *testing.T) {
		body := "x\na\nb\n"
		res, err := c.Import(c.lead, c.slug, "poll.csv", strings.NewReader(body), int64(len(body)), service.ImportOptions{As: service.AsSurvey, Respondent: service.RowNumber, Site: "A", DryRun: true})
		if err != nil || strings.Join(res.Created["participant"], " ") != "A/2 A/3" {
			t.Errorf("%+v, %v", res, err)
		}
	})
	t.Run("ErrRole", func(t *testing.T) {
		_, err := c.Import(c.coder, c.slug, "poll.csv", strings.NewReader(answers), int64(len(answers)), service.ImportOptions{As: service.AsSurvey, Respondent: "ID"})
		wantCode(t, "a coder", err, crosscase.CodeForbidden)
	})
}

func TestMatrix(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		words := ",1 : Trust,2 : Time\nA : North,They trust each other.,\nB : South,\"Not yet,\nthey say.\",Too little.\n"
		res := importBytes(t, s, ctx, "m.csv", []byte(words), service.ImportOptions{As: service.AsMatrix})
		if d := cmp.Diff(map[string]int64{"site": 2, "theme": 2, "summary": 3}, res.Counts); d != "" {
			t.Error(d)
		}
		other := ",North,South\nTrust,Another view.,\"Not yet,\nthey say.\"\nPlace,Far.,\n"
		res = importBytes(t, s, ctx, "n.csv", []byte(other), service.ImportOptions{As: service.AsMatrix})
		if d := cmp.Diff(map[string]int64{"theme": 1, "summary": 1}, res.Counts); d != "" || res.Skipped != 1 || len(res.Loss.NotCarried) != 1 {
			t.Errorf("%s %+v", d, res)
		}
		counts := ",A : P1,B : P2\n1 : Trust,2,0\n2 : Time,1,\n"
		res = importBytes(t, s, ctx, "c.csv", []byte(counts), service.ImportOptions{As: service.AsMatrix, Rows: service.RowsThemes, CaseIs: "participant", Site: "North"})
		if d := cmp.Diff(map[string]int64{"participant": 1, "summary": 2}, res.Counts); d != "" || len(res.Warnings) != 1 {
			t.Errorf("%s %q", d, res.Warnings)
		}
		texts := map[string]bool{}
		for _, x := range rowsOf[crosscase.Summary](t, s, ctx, "summary") {
			texts[x.Text] = true
		}
		for _, want := range []string{"They trust each other.", "Not yet,\nthey say.", "Too little.", "Far.", "coded 2 times", "coded once"} {
			if !texts[want] {
				t.Errorf("no summary %q in %v", want, texts)
			}
		}
	})
}

// A delimiter within a value moves what follows it; where the row ends in empty cells only that shows it.
func TestSitesMoved(t *testing.T) {
	c := newCase(t)
	var b strings.Builder
	b.WriteString("code$trust$region$beds$kind$staff$type$open\n")
	for i := range 20 {
		b.WriteString(strings.ReplaceAll("T#$Hospital #$north$20#$acute$5#$a$yes\n", "#", string(rune('a'+i))))
	}
	body := strings.NewReplacer("20a", "201", "20b", "202", "5a", "51", "5b", "52").Replace(b.String())
	for i := range 20 {
		body = strings.ReplaceAll(body, "20"+string(rune('a'+i)), "2"+string(rune('0'+i%10)))
		body = strings.ReplaceAll(body, "$5"+string(rune('a'+i)), "$5"+string(rune('0'+i%10)))
	}
	body += "Tx$Barking$ Havering$north$20$acute$50$a\n"
	o := service.ImportOptions{As: service.AsSites, SiteColumn: "code", NameColumn: "trust"}
	_, err := c.Import(c.lead, c.slug, "t.csv", strings.NewReader(body), int64(len(body)), o)
	if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "the values of 1 row have moved") || !strings.Contains(err.Error(), "row 22") {
		t.Fatal(err)
	}
	o.LeaveOut = true
	res, err := c.Import(c.lead, c.slug, "t.csv", strings.NewReader(body), int64(len(body)), o)
	if err != nil || res.Counts["site"] != 20 || len(res.Loss.NotCarried) != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}
