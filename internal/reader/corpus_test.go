package reader_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

// corpus holds real data that is not part of the project; what needs it is
// skipped where it is not there.
const corpus = "../../../shared/data"

func openCorpus(t testing.TB, path string) (*os.File, int64) {
	t.Helper()
	f, err := os.Open(filepath.Join(corpus, path))
	if err != nil {
		t.Skip("the corpus is not here: ", err)
	}
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	must(t, err)
	return f, info.Size()
}

func readCorpus(t testing.TB, path string) *reader.Document {
	t.Helper()
	f, size := openCorpus(t, path)
	doc, err := reader.Read(context.Background(), filepath.Base(path), f, size, reader.Options{})
	must(t, err)
	return doc
}

// Thirty interviews, each typed in Word and converted to Markdown, with how many
// paragraphs a person counts for each speaker. Labels are bold to the colon or
// before it, and slip: no colon, a full stop or semicolon for it, plain type, a
// heading, a bold bracket, a second interviewee.
var interviews = []struct {
	name               string
	asked, said, other int
}{
	{"01_2021-05-31", 31, 31, 0}, {"02_2021-05-31", 83, 83, 0}, {"03_2021-06-01", 68, 68, 0}, {"04_2021-06-02", 77, 77, 0}, {"05_2021-06-03", 75, 75, 0},
	{"06_2021-06-04", 81, 81, 0}, {"07_2021-06-05", 77, 77, 0}, {"08_2021-06-17", 52, 52, 0}, {"09_2021-06-22", 54, 54, 0}, {"10_2022-07-19", 103, 103, 0},
	{"11_2022-07-19", 90, 89, 0}, {"12_2022-07-20", 107, 107, 0}, {"13_2022-07-20", 158, 158, 0}, {"14_2022-07-20", 55, 55, 0}, {"15_2022-07-21", 83, 83, 0},
	{"16_2022-07-21", 135, 135, 0}, {"17_2022-07-22", 119, 119, 0}, {"18_2022-07-25", 89, 89, 0}, {"19_2022-07-25", 70, 69, 0}, {"20_2022-07-26", 60, 60, 0},
	{"21_2022-07-26", 117, 116, 0}, {"22_2022-07-26", 149, 148, 1}, {"23_2022-07-26", 155, 155, 0}, {"24_2022-07-26", 127, 124, 3}, {"25_2022-07-27", 126, 126, 0},
	{"26_2022-07-27", 109, 109, 0}, {"27_2022-07-27", 131, 128, 3}, {"28_2022-07-27", 131, 131, 0}, {"29_2022-08-14", 141, 140, 0}, {"30_2022-09-22", 138, 138, 0},
}

func TestInterviews(t *testing.T) {
	site, err := reader.NewPattern("--site-from", `(\d+)_`)
	must(t, err)
	date, err := reader.NewPattern("--date-from", `_([\d-]+)\.`)
	must(t, err)
	for _, interview := range interviews {
		t.Run(interview.name, func(t *testing.T) {
			word := readCorpus(t, "biogas-malawi/data-raw/"+interview.name+".docx")
			mark := readCorpus(t, "biogas-malawi/data-raw/"+interview.name+".md")
			if diff := cmp.Diff(typed(mark.Text), typed(word.Text)); diff != "" {
				t.Errorf("the text differs (-md +docx):\n%s", diff)
			}
			for _, doc := range []*reader.Document{word, mark} {
				counts := make(map[string]int)
				for _, turn := range doc.Turns {
					counts[turn.Speaker]++
					if turn.SpeechStart == turn.Start || turn.SpeechStart >= turn.End {
						t.Errorf("%s: turn %q has no words", doc.Format, at(t, doc, turn.Span()))
					}
				}
				want := map[string]int{"Interviewer": interview.asked, "Interviewee": interview.said}
				for speaker, n := range counts {
					if strings.HasPrefix(speaker, "Interviewee") && speaker != "Interviewee" {
						want[speaker] = n
						interview.other -= n
					}
				}
				if diff := cmp.Diff(want, counts); diff != "" {
					t.Errorf("%s: turns (-want +got):\n%s", doc.Format, diff)
				}
			}
			if interview.other *= 2; interview.other > 0 {
				t.Errorf("%d turns of a second interviewee are missing", interview.other)
			}
			if got, err := site.Value(interview.name+".docx", word); err != nil || got != interview.name[:2] {
				t.Errorf("site %q, %v", got, err)
			}
			if got, err := date.Date(interview.name+".docx", word); err != nil || got != interview.name[3:] {
				t.Errorf("date %q, %v", got, err)
			}
		})
	}
}

// typed is a text without the differences between the two versions of an
// interview, each an effect of the conversion: typographic quotation marks,
// dashes, ellipses, hard and doubled blanks, and blanks at the end of a paragraph.
func typed(s string) []string {
	s = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "“", `"`, "”", `"`, "—", "---", "–", "--", "…", "...", "\u00a0", " ").Replace(s)
	s = regexp.MustCompile(` +`).ReplaceAllString(s, " ")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return lines
}

// Twenty-two days of hearings, each turn after a bold label and a colon; the
// third number is of people whose turn goes on after a heading.
func TestHearings(t *testing.T) {
	files, err := filepath.Glob(corpus + "/covid-inquiry/module-3/20*.rst")
	must(t, err)
	if len(files) == 0 {
		t.Skip("the corpus is not here")
	}
	label := regexp.MustCompile(`(?m)^\*\*([^*\n]+)\*\*:`)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		must(t, err)
		want := make(map[string]int)
		for _, m := range label.FindAllStringSubmatch(string(raw), -1) {
			want[m[1]]++
		}
		doc := mustRead(t, filepath.Base(file), raw)
		got := make(map[string]int)
		for _, turn := range doc.Turns {
			if turn.SpeechStart > turn.Start {
				got[turn.Speaker]++
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filepath.Base(file), diff)
		}
	}
}

func TestCommentsAsCodings(t *testing.T) {
	doc := readCorpus(t, "llmcode-games-as-art/test_data/games_as_art/bopp_test_input.docx")
	if len(doc.Notes) != 199 || len(doc.Turns) != 0 {
		t.Fatalf("%d notes, %d turns", len(doc.Notes), len(doc.Turns))
	}
	for _, n := range doc.Notes {
		if n.Kind != reader.Comment || n.Text == "" || n.Span.Empty() || n.Author == "" {
			t.Errorf("note %+v", n)
		}
	}
	if got := at(t, doc, doc.Notes[1].Span); got != "I found this scene to be incredibly touching" {
		t.Errorf("the second comment is on %q", got)
	}
}

// A form, letters, guides and a checklist are documents and have no speakers.
func TestDocumentsWithoutSpeakers(t *testing.T) {
	files, err := filepath.Glob(corpus + "/biogas-malawi/inst/extdata/*.docx")
	must(t, err)
	if len(files) == 0 {
		t.Skip("the corpus is not here")
	}
	for _, file := range files {
		doc := readCorpus(t, "biogas-malawi/inst/extdata/"+filepath.Base(file))
		if len(doc.Turns) != 0 || doc.Text == "" {
			t.Errorf("%s: turns %+v", filepath.Base(file), doc.Turns)
		}
	}
}

func TestFrames(t *testing.T) {
	tests := []struct {
		path      string
		opts      reader.Options
		delimiter string
		columns   int
		rows      int
		fault     string
	}{
		{"nhs-frame/engagement_shmi_2012_2019.csv", reader.Options{}, ",", 21, 1084, ""},
		{"nhs-frame/ae_attendances.csv", reader.Options{}, ",", 6, 12765, ""},
		{"pxtextmining/datasets/phase_1/text_data.csv", reader.Options{}, ",", 8, 10334, ""},
		{"nhs-frame/ERIC-2013-14.csv", reader.Options{HeaderRow: 2}, "$", 115, 251, ""},
		{"nhs-frame/ERIC-2013-14.csv", reader.Options{}, "$", 46, 0, "if the header is a later row"},
		{"llmcode-games-as-art/test_data/bopp_test.csv", reader.Options{}, ",", 8, 174, ""},
		{"insect-study/inst/insect_study/matrices/Int01_ID731.xlsx", reader.Options{}, "", 2, 18, ""},
	}
	for _, test := range tests {
		t.Run(filepath.Base(test.path), func(t *testing.T) {
			f, size := openCorpus(t, test.path)
			table, err := reader.ReadTable(context.Background(), filepath.Base(test.path), f, size, test.opts)
			must(t, err)
			defer table.Close()
			if len(table.Header) != test.columns || table.Delimiter != test.delimiter {
				t.Errorf("%d columns by %q, want %d by %q", len(table.Header), table.Delimiter, test.columns, test.delimiter)
			}
			n := 0
			for ; ; n++ {
				if _, _, err = table.Next(); err != nil {
					break
				}
			}
			if test.fault != "" {
				refused(t, err, test.fault)
			} else if n != test.rows {
				t.Errorf("%d rows, want %d: %v", n, test.rows, err)
			}
		})
	}
}

func BenchmarkInterviewDocx(b *testing.B) {
	f, size := openCorpus(b, "biogas-malawi/data-raw/29_2022-08-14.docx")
	var length int
	for b.Loop() {
		doc, err := reader.Read(context.Background(), "x.docx", f, size, reader.Options{})
		must(b, err)
		length = text.Len(doc.Text)
	}
	b.ReportMetric(float64(length), "codepoints")
}

func BenchmarkHearingRst(b *testing.B) {
	f, size := openCorpus(b, "covid-inquiry/module-3/2024-09-18.rst")
	for b.Loop() {
		_, err := reader.Read(context.Background(), "x.rst", f, size, reader.Options{})
		must(b, err)
	}
	b.SetBytes(size)
}
