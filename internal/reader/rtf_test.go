package reader_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

const rtfHead = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}}{\colortbl;\red0\green0\blue0;}` +
	`{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\*\cs10 Default;}}{\info{\title no}}{\header no}`

func TestRTF(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"Paragraphs":    {`One\par  \par Two` + "\r\n" + `three\line four\tab five}`, "One\nTwothree\nfour\tfive"},
		"Letters":       {`a\'e9\'80 \emdash  \lquote x\rquote\~\_\{\}\\}`, "aé€ — ‘x’\u00a0\u2011{}\\"},
		"Unicode":       {`\uc1\u8364?\u-10179?\u-8704?{\uc2\u233\'8e\'8ex}\uc0\u233 y}`, "€\U0001F600éxéy"},
		"CodePages":     {`{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}{\f2 \'93\'fa\'96\'7b}}`, "Привет日本"},
		"Ignorable":     {`a{\*\unknown no{\b no}}{\pict 00ff}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt b}}{\listtext 1.\tab}c{\bin3 {{{d}}`, "abcd"},
		"Alternatives":  {`{\upr{no}{\*\ud yes}}}`, "yes"},
		"Deleted":       {`a{\deleted no\par }{\revised b}}`, "ab"},
		"Hidden":        {`a{\v no}b}`, "ab"},
		"Table":         {`x\par\trowd\intbl a\cell b1\par b2\cell\row\trowd\pard\intbl\cell {\b d}\cell\row\pard y}`, "x\na\tb1\nb2\n\td\ny"},
		"TextBox":       {`Out{\shp{\*\shpinst\shpleft0{\sp{\sn no}{\sv no}}{\shptxt In\par Too\par}}{\shprslt no}}side\par}`, "Outside\nIn\nToo"},
		"BytesLeftOver": {`a\'zzb\u99999999c\'`, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustRead(t, "x.rtf", []byte(rtfHead+c.body))
			if name == "BytesLeftOver" { // nothing more is promised than that it comes to an end
				return
			}
			if diff := cmp.Diff(c.want, doc.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRTFHeadingsTurnsAndNotes(t *testing.T) {
	doc := mustRead(t, "x.rtf", []byte(rtfHead+`\pard\s1 Talk\par\pard\s2 Part\par\pard\plain{\b Anna:} Hello{\super\chftn{\footnote\pard {\chftn} About \'e9 hello.}}.\par`+
		`{\b Ben:} {\*\atrfstart 1}Yes{\*\atrfend 1}{\*\atnid BB}{\*\atnauthor Bea}\chatn{\*\annotation{\*\atnref 1}{\*\atndate 5}{\chatn} Sure?}.\par{\b Anna:} Good{\footnote\ftnalt At the end.}.\par{\b Ben:} Bye.\par}`))
	if want := "Talk\nPart\nAnna: Hello.\nBen: Yes.\nAnna: Good.\nBen: Bye."; doc.Text != want {
		t.Errorf("%q", doc.Text)
	}
	if len(doc.Headings) != 2 || doc.Headings[0].Level != 1 || doc.Headings[1].Level != 2 || len(doc.Turns) != 4 {
		t.Errorf("%+v, %+v", doc.Headings, doc.Turns)
	}
	want := []reader.Note{
		{Kind: reader.Footnote, Span: text.Span{Start: 21, End: 21}, Text: "About é hello."},
		{Kind: reader.Comment, Span: text.Span{Start: 28, End: 31}, Text: "Sure?", Author: "Bea"},
		{Kind: reader.Endnote, Span: text.Span{Start: 43, End: 43}, Text: "At the end."},
	}
	if diff := cmp.Diff(want, doc.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestRTFHostile(t *testing.T) {
	t.Run("Deep", func(t *testing.T) {
		_, err := read("x.rtf", []byte(`{\rtf1 `+strings.Repeat("{", 100_000)), reader.Options{})
		refused(t, err, "nests more than")
	})
	t.Run("DeepBoxes", func(t *testing.T) {
		soundDocument(t, "x.rtf", []byte(`{\rtf1 `+strings.Repeat(`{\shptxt a\par `, 900)))
	})
	t.Run("Torn", func(t *testing.T) {
		doc := mustRead(t, "x.rtf", []byte(`{\rtf1 Anna said{\footnote and`))
		if doc.Text != "Anna said" || len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "cut off") {
			t.Errorf("%+v", doc)
		}
	})
	t.Run("AnotherName", func(t *testing.T) {
		doc := mustRead(t, "x.doc", []byte(`{\rtf1 a}`))
		if doc.Text != "a" || len(doc.Warnings) != 1 {
			t.Errorf("%+v", doc)
		}
	})
	t.Run("NoRTF", func(t *testing.T) {
		_, err := read("x.rtf", []byte("hello"), reader.Options{})
		refused(t, err, "does not begin like")
	})
}

func FuzzRTF(f *testing.F) {
	for _, s := range []string{`a\par b}`, `{\footnote x}{\*\annotation y}`, `\trowd\intbl a\cell{\b b}\cell\row`, `{\shptxt a\cell\par b}`, `\u-10179?\u-8704?\'`, `{\upr{a}{\*\ud b}}`,
		`{\*\atrfstart 1}a{\*\atrfend 1}{\*\annotation{\*\atnref 1}x{\footnote y}}`, `\bin99999999999 x`, `{\*\nesttableprops\nestrow}\nestcell`} {
		f.Add([]byte(rtfHead + s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { soundDocument(t, "x.rtf", append([]byte(`{\rtf`), data...)) })
}
