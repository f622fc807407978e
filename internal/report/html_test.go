package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	parse "golang.org/x/net/html"
)

// elements that a report may hold.
var elements = strings.Fields(`html head meta title style body main header nav section h1 h2 h3 h4 p ul li a span b strong em br
details summary figure figcaption blockquote div table caption thead tbody tr th td svg rect g line text circle`)

// inspect fails where a page holds an element or reference that a report may not.
func inspect(t testing.TB, page []byte) {
	t.Helper()
	doc, err := parse.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var links []string
	for n := range doc.Descendants() {
		if n.Type != parse.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			t.Fatalf("the page holds <%s>", n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "srcset", a.Key == "action", a.Key == "style":
				t.Fatalf("the page holds %s=%q", a.Key, a.Val)
			case a.Key == "href":
				if !strings.HasPrefix(a.Val, "#") {
					t.Fatalf("the page links to %q", a.Val)
				}
				links = append(links, a.Val[1:])
			case a.Key == "id":
				if ids[a.Val] {
					t.Fatalf("id %q is used twice", a.Val)
				}
				ids[a.Val] = true
			}
		}
	}
	for _, l := range links {
		if !ids[l] {
			t.Fatalf("a link leads to #%s, which is nowhere", l)
		}
	}
}

func TestWriteHTML(t *testing.T) {
	f := heard(t)
	r := site(t, f, "A")
	page := html(t, r)
	t.Run("NothingFromOutside", func(t *testing.T) {
		inspect(t, page)
		inspect(t, html(t, CrossCaseReport(f.Data)))
		if i := bytes.Index(page, []byte("url(")); i >= 0 {
			t.Error("the style asks for a file")
		}
	})
	t.Run("EverySentenceHasItsID", func(t *testing.T) {
		for b := range blocks(r) {
			for _, s := range b.Sentences {
				if !bytes.Contains(page, []byte(`id="`+escaped(s.ID)+`"`)) {
					t.Errorf("no id %q", s.ID)
				}
			}
		}
	})
	t.Run("EvidenceOpens", func(t *testing.T) {
		if n := bytes.Count(page, []byte("<details>")); n < 10 {
			t.Errorf("%d lists of excerpts", n)
		}
		if !bytes.Contains(page, []byte("Doctor, site A")) {
			t.Error("excerpts are not attributed")
		}
	})
}

// hostile puts one text wherever a report has text.
func hostile(text string) *Report {
	id := crosscase.ExcerptID(text)
	s := say("s"+text, Count, []crosscase.ExcerptID{id}, "{} {} {}", text, em(text), strong(text))
	return &Report{
		Title: text, Subtitle: text, Study: text, Date: text, Synthetic: true,
		Sections: []Section{{ID: "x" + text, Heading: text, Level: 1, Blocks: []Block{
			paragraph(s, say("t"+text, Linking, nil, text)), list(say("l"+text, Count, []crosscase.ExcerptID{id}, "{}", text)),
			quoteBlock(Quotation{ID: "q" + text, Text: text, Form: crosscase.Verbatim, Spoken: true, Attribution: text, Source: text, Excerpt: id}),
			tableBlock(&Table{
				ID: "table" + text, Number: 1, Caption: text, Columns: []Column{{Heading: text}, {Heading: text, Align: Right}},
				Rows: []Row{{Kind: GroupRow, Cells: []Cell{{Text: text}}}, {Cells: []Cell{{Text: text, Small: true}, {Text: text}}}, {Kind: TotalRow, Cells: []Cell{{Text: text}}}}, Notes: []string{text, text},
			}),
			figureBlock(&Figure{ID: "figure" + text, Number: 1, Caption: text, Alt: text, SVG: "<svg></svg>"}),
		}}},
		Excerpts: []CitedExcerpt{{Number: 1, ID: id, Text: text, Form: crosscase.Verbatim, Attribution: text, Source: text}},
	}
}

// FuzzHostileText: no text of a study can break a format, or be read as part of it.
func FuzzHostileText(f *testing.F) {
	for _, s := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `]]>&lt;&#0;`, "\x00\x01\x0b\x1f\u0085\ufffe", "a\r\nb\rc\td", `' onload='x`, `</title></style><script>`,
		"שלום <b>עולם</b>", "👩‍⚕️🏥", "\xff\xfe broken", "| a | b |\n|---|", "[x](javascript:alert(1))", "{}", "=1+1", "", "1. one", "# head", "{\\rtf1}", "\u202e", "--><!--", "<!doctype",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "{}") {
			text = strings.ReplaceAll(text, "{}", "") // a template of ours, not a text
		}
		r := hostile(text)
		if !strings.Contains(text, "\x00") { // ids are ours and hold letters and digits; those here hold anything
			inspect(t, html(t, r))
		}
		wellFormed(t, docx(t, r))
		for _, line := range strings.Split(string(markdown(t, r)), "\n") {
			if strings.Contains(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\<`, ""), "<script") {
				t.Fatalf("Markdown holds %q", line)
			}
		}
		var b bytes.Buffer
		if err := WriteXLSX(&b, AllTables(r)); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.Bytes())
	})
}
