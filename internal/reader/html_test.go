package reader_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"Paragraphs":    {"<p>One\n  and   two.</p>\n\n<p> </p><div>Three<p>Four</div>five", "One and two.\nThree\nFour\nfive"},
		"InlineIsOne":   {"<p>a<b>b</b> <i>c</i><span> d</span>&nbsp;e&amp;f &eacute;</p>", "ab c d\u00a0e&f é"},
		"LeavesOut":     {"<title>no</title><script>if (a < b) { '<p>no</p>' }</script><style>p{}</style><p>yes<svg><text>no</text></svg></p><template><p>no</p></template><iframe src=x>no</iframe>", "yes"},
		"Hidden":        {"<div hidden>no <div>no</div></div><p style='Display: none'>no</p><p>yes</p>", "yes"},
		"Breaks":        {"one<br>two<br/> three<hr>four", "one\ntwo\nthree\nfour"},
		"Pre":           {"<pre>a\n  b</pre>", "a\n  b"},
		"Lists":         {"<ul><li>a<li>b<ol><li>c</ol></ul>", "a\nb\nc"},
		"Table":         {"<p>x</p><table><tr><th>a<th>b</tr><tr><td>c</td><td><p>d1</p><p>d2</p></td></tr><tr><td><td>e<td></table>y", "x\na\tb\nc\td1\nd2\n\te\ny"},
		"TableInTable":  {"<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", "a\nb\tc\td"},
		"TornTags":      {"<p>a</b></div></td></tr></table><td>b<", "a\nb<"},
		"WordConditons": {"<!--[if gte mso 9]><xml>no</xml><![endif]--><p class=MsoNormal>yes<o:p></o:p></p>", "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, mustRead(t, "x.html", []byte(c.body)).Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHTMLHeadingsAndTurns(t *testing.T) {
	doc := mustRead(t, "x.htm", []byte("<h1>Talk <em>one</em></h1><h3>Sub</h3><p><b>Anna:</b> Hello.<p><b>Ben:</b> Yes.<p><b>Anna:</b> Good.<p><b>Ben:</b> Bye."))
	if len(doc.Headings) != 2 || doc.Headings[0].Text != "Talk one" || doc.Headings[0].Level != 1 || doc.Headings[1].Level != 3 {
		t.Errorf("%+v", doc.Headings)
	}
	if len(doc.Turns) != 4 || doc.Turns[1].Speaker != "Ben" {
		t.Errorf("%+v", doc.Turns)
	}
}

func TestHTMLEncodings(t *testing.T) {
	for name, c := range map[string]struct{ body, encoding string }{
		"Meta":      {"<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc", "ISO-8859-2"},
		"HTTPEquiv": {"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\"><p>\xb3\xf3d\xbc", "ISO-8859-2"},
		"XML":       {"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><html><p>\xb3\xf3d\xbc", "ISO-8859-2"},
		"UTF8":      {"<p>łódź", "UTF-8"},
		"Mark":      {"\xEF\xBB\xBF<meta charset=iso-8859-2><p>łódź", "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustRead(t, "x.html", []byte(c.body))
			if doc.Text != "łódź" || !strings.EqualFold(doc.Encoding, c.encoding) || doc.Guessed {
				t.Errorf("%q in %s, guessed %v", doc.Text, doc.Encoding, doc.Guessed)
			}
		})
	}
	t.Run("MetaThatLies", func(t *testing.T) {
		doc := mustRead(t, "x.html", []byte("<meta charset=utf-8><p>Gr\xfc\xdfe aus M\xfcnchen, sch\xf6ne Gr\xfc\xdfe und \xe4hnliche W\xf6rter"))
		if !strings.Contains(doc.Text, "Grüße aus München") || !doc.Guessed {
			t.Errorf("%q in %s, guessed %v", doc.Text, doc.Encoding, doc.Guessed)
		}
	})
}

func TestHTMLHostile(t *testing.T) {
	t.Run("DeepTables", func(t *testing.T) {
		_, err := read("x.html", []byte(strings.Repeat("<table><tr><td>", 5000)), reader.Options{})
		refused(t, err, "nests more than")
	})
	t.Run("DeepElements", func(t *testing.T) { // cost nothing, since there is no tree
		if doc := mustRead(t, "x.html", []byte(strings.Repeat("<div><b>", 200_000)+"deep")); doc.Text != "deep" {
			t.Errorf("%.40q", doc.Text)
		}
	})
	t.Run("Entities", func(t *testing.T) { // are letters here and never expand
		doc := mustRead(t, "x.html", []byte(`<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>x &b; &lt;script&gt;`))
		if !strings.Contains(doc.Text, "&b; <script>") {
			t.Errorf("%q", doc.Text)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<p>a<b>b", "<table><tr><td>a<td>b</table>", "<h1>x<table><h2>y</h1></table>", "<pre>\n a</pre><br>", "<div hidden><div></div>x</div>y",
		"<meta charset=utf-16><p>x", "<script><!--<script></script>-->x</script>y", "<table><tr><td><table></tr></td>z"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { soundDocument(t, "x.html", data) })
}

// soundDocument asserts what holds of whatever was read, and that what was not is refused for a reason.
func soundDocument(t *testing.T, name string, data []byte) {
	t.Helper()
	doc, err := read(name, data, reader.Options{})
	if err != nil {
		if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Fatal(err)
		}
		return
	}
	sound(t, doc)
}
