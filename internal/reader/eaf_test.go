package reader_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
)

const eafHead = `<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///a.wav"/></HEADER>` +
	`<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="2500"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="4000"/></TIME_ORDER>`

// spoken is an annotation with its own times, below one of another.
func spoken(id, from, to, words string) string {
	return `<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="` + id + `" TIME_SLOT_REF1="` + from + `" TIME_SLOT_REF2="` + to + `"><ANNOTATION_VALUE>` + words + `</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>`
}

func below(id, of, words string) string {
	return `<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="` + id + `" ANNOTATION_REF="` + of + `"><ANNOTATION_VALUE>` + words + `</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>`
}

func TestEAF(t *testing.T) {
	body := eafHead +
		`<TIER TIER_ID="A_utt" PARTICIPANT="Anna">` + spoken("a1", "ts1", "ts2", "Is it &amp; was?") + spoken("a2", "ts3", "ts4", "") + `</TIER>` +
		`<TIER TIER_ID="A_en" PARENT_REF="A_utt">` + below("b1", "a1", "no") + `</TIER>` +
		`<TIER TIER_ID="A_words" PARENT_REF="A_utt">` + below("w1", "a2", "It") + below("w2", "a2", "was.") + `</TIER>` +
		`<TIER TIER_ID="Ben">` + spoken("c1", "ts1", "ts3", "Yes.") + `</TIER></ANNOTATION_DOCUMENT>`
	doc, err := readTimed(t, "a.eaf", body)
	if err != nil {
		t.Fatal(err)
	}
	want := []line{{500, 1500, "Anna", "Is it & was?"}, {500, 2500, "Ben", "Yes."}, {2500, 4000, "Anna", "It was."}}
	if d := cmp.Diff(want, linesOf(doc)); d != "" {
		t.Error(d)
	}
	if len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "A_en, A_words") || !doc.Timed {
		t.Errorf("%q", doc.Warnings)
	}
}

func TestEAFRefused(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"NoEAF":      {"<html/>", "no ELAN file"},
		"NoXML":      {"hello <", "damaged"},
		"Torn":       {eafHead + "<TIER", "damaged"},
		"Entities":   {`<!DOCTYPE x [<!ENTITY a "b">]><ANNOTATION_DOCUMENT/>`, "declares entities"},
		"Deep":       {eafHead + strings.Repeat("<TIER>", 2000), "nests more than"},
		"NoWords":    {eafHead + `</ANNOTATION_DOCUMENT>`, "no words with times"},
		"Frames":     {`<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="PAL-frames"/></ANNOTATION_DOCUMENT>`, "set it to milliseconds"},
		"NoSlot":     {eafHead + `<TIER TIER_ID="A">` + spoken("a", "ts1", "ts9", "x") + `</TIER></ANNOTATION_DOCUMENT>`, "does not define"},
		"Backwards":  {eafHead + `<TIER TIER_ID="A">` + spoken("a", "ts4", "ts1", "x") + `</TIER></ANNOTATION_DOCUMENT>`, "ends before it begins (00:00:04.000 to 00:00:00.500)"},
		"NoTier":     {eafHead + spoken("a", "ts1", "ts3", "x") + `</ANNOTATION_DOCUMENT>`, "outside a tier"},
		"StrangeSum": {`<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="x" TIME_VALUE="1e9"/></TIME_ORDER></ANNOTATION_DOCUMENT>`, "no number of milliseconds"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := readTimed(t, "a.eaf", c.body)
			if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v, %v; want %q", doc, err, c.want)
			}
		})
	}
}

func FuzzEAF(f *testing.F) {
	f.Add(`<TIER TIER_ID="A">` + spoken("a", "ts1", "ts4", "x") + `</TIER><TIER TIER_ID="B" PARENT_REF="A">` + below("b", "a", "y") + `</TIER>`)
	f.Add(`<TIER TIER_ID="A" PARENT_REF="A">` + below("a", "a", "") + below("b", "a", "y") + `</TIER>`)
	f.Add(`<TIER TIER_ID="A">` + spoken("", "", "ts2", "") + `</TIER><TIER PARENT_REF="A">` + spoken("", "ts2", "", "z") + `</TIER>`)
	f.Fuzz(func(t *testing.T, body string) {
		soundDocument(t, "x.eaf", []byte(eafHead+body+`</ANNOTATION_DOCUMENT>`))
		soundDocument(t, "x.eaf", []byte(body))
	})
}

// What programs for meetings save as text is a transcript with times.
func TestMeetings(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		data []byte
		want []line
	}{
		"Zoom": {"a.txt", []byte("[Anna O'Hara] 10:02:11\nGood morning.\nAll of you.\n\n[Ben] 10:02:15\nYes.\n\n[Anna O'Hara] 10:02:19\nWell.\n"),
			[]line{{0, 4000, "Anna O'Hara", "Good morning.\nAll of you."}, {4000, 8000, "Ben", "Yes."}, {8000, 8000, "Anna O'Hara", "Well."}}},
		"ZoomFromZero": {"a.txt", []byte("[Anna] 00:00:03\nGood morning.\n[Ben] 00:00:05\nYes.\n"),
			[]line{{3000, 5000, "Anna", "Good morning."}, {5000, 5000, "Ben", "Yes."}}},
		"ZoomVTT": {"a.vtt", []byte("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnna O'Hara: Good morning.\n\n2\n00:00:02.500 --> 00:00:04.000\nBen: Yes.\n\n3\n00:00:05.000 --> 00:00:06.000\nAnna O'Hara: Well.\n\n4\n00:00:07.000 --> 00:00:08.000\nBen: Bye.\n"),
			[]line{{1000, 2000, "Anna O'Hara", "Good morning."}, {2500, 4000, "Ben", "Yes."}, {5000, 6000, "Anna O'Hara", "Well."}, {7000, 8000, "Ben", "Bye."}}},
		"TeamsVTT": {"a.vtt", []byte("WEBVTT\n\n8a7e2e5e-6f1c-4d5e-9c39-1f2f3a4b5c6d/12-0\n00:00:01.000 --> 00:00:02.000\n<v Anna O&#39;Hara>Good morning.</v>\n\n8a7e2e5e-6f1c-4d5e-9c39-1f2f3a4b5c6d/13-0\n00:00:02.500 --> 00:00:04.000\n<v Ben>Yes.</v>\n"),
			[]line{{1000, 2000, "Anna O'Hara", "Good morning."}, {2500, 4000, "Ben", "Yes."}}},
		"TeamsWordOld": {"a.docx", wordFile(t, p("0:0:1.250 --&gt; 0:0:4.0")+p("Anna O'Hara")+p("Good morning.")+p("0:0:4.5 --&gt; 0:0:6.0")+p("Ben")+p("Yes.")),
			[]line{{1250, 4000, "Anna O'Hara", "Good morning."}, {4500, 6000, "Ben", "Yes."}}},
		"TeamsWord": {"a.docx", wordFile(t, p("Weekly meeting")+p("Anna O'Hara   0:03")+p("Good morning.")+p("Ben   0:05")+p("Yes.")+p("Anna O'Hara   1:00:07")+p("Well.")+p("Ben   1:00:09")+p("Bye.")),
			[]line{{3000, 5000, "Anna O'Hara", "Good morning."}, {5000, 3607000, "Ben", "Yes."}, {3607000, 3609000, "Anna O'Hara", "Well."}, {3609000, 3609000, "Ben", "Bye."}}},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustRead(t, c.file, c.data)
			if d := cmp.Diff(c.want, linesOf(doc)); d != "" {
				t.Errorf("%s\n%q", d, doc.Text)
			}
			if !doc.Timed {
				t.Error("not timed")
			}
		})
	}
	t.Run("OneLineIsNone", func(t *testing.T) {
		if doc := mustRead(t, "a.txt", []byte("[Anna] 10:02:11\nwrote this down\n")); doc.Timed || len(doc.Turns) != 0 {
			t.Errorf("%+v", doc.Turns)
		}
	})
}
