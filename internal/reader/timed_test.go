package reader_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

// line is a turn as a person sees it.
type line struct {
	From, To       int64
	Speaker, Words string
}

func readTimed(t *testing.T, name, body string) (*reader.Document, error) {
	t.Helper()
	return reader.Read(t.Context(), name, strings.NewReader(body), int64(len(body)), reader.Options{})
}

func linesOf(d *reader.Document) []line {
	var out []line
	for _, s := range d.Said() {
		out = append(out, line{s.From, s.To, s.Speaker, s.Words})
	}
	return out
}

func TestTimed(t *testing.T) {
	for name, c := range map[string]struct {
		file, body, text string
		want             []line
	}{
		"Voices": {
			file: "a.vtt",
			body: "\ufeffWEBVTT - made by something\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE who was there\nis not said\n\n3f2a-11\n00:00.000 --> 00:02.000 align:start position:0%\n<v.loud Anna O&#39;Hara>Good <i>morning</i>.</v>\n\n00:02.500 --> 01:00:04.000\n<v Ben>Is it &lt;good&gt; &amp; <00:03.000>well?</v> <v Anna O&#39;Hara>Yes.\n",
			text: "Anna O'Hara: Good morning.\nBen: Is it <good> & well?\nAnna O'Hara: Yes.",
			want: []line{{0, 2000, "Anna O'Hara", "Good morning."}, {2500, 3604000, "Ben", "Is it <good> & well?"}, {2500, 3604000, "Anna O'Hara", "Yes."}},
		},
		"Prefixes": {
			file: "a.srt",
			body: "1\r\n00:00:01,000 --> 00:00:02,000\r\nINTERVIEWER: How did\r\nit begin?\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nAnna: {\\an8}By chance.\r\n\r\n3\r\n00:00:03,000 --> 00:00:04,000\r\nWe had no plan.\r\n\r\n4\r\n00:00:05,000 --> 00:00:06,000\r\nINTERVIEWER: None?\r\n\r\n5\r\n00:00:06,000 --> 00:00:07,000\r\nAnna: None.\r\n",
			text: "INTERVIEWER: How did it begin?\nAnna: By chance.\nWe had no plan.\nINTERVIEWER: None?\nAnna: None.",
			want: []line{{1000, 2000, "INTERVIEWER", "How did it begin?"}, {2000, 3000, "Anna", "By chance."}, {3000, 4000, "Anna", "We had no plan."}, {5000, 6000, "INTERVIEWER", "None?"}, {6000, 7000, "Anna", "None."}},
		},
		"Joined": { // captions cut to the width of a screen are one sentence, unless there is a pause
			file: "a.vtt",
			body: "WEBVTT\n\n00:00.000 --> 00:01.000\nWe never\n\n00:01.000 --> 00:02.000\nplanned it.\n\n00:02.000 --> 00:03.000\nIt\n\n00:09.000 --> 00:10.000\ncame about\n",
			text: "We never planned it.\nIt\ncame about",
			want: []line{{0, 2000, "", "We never planned it."}, {2000, 3000, "", "It"}, {9000, 10000, "", "came about"}},
		},
		"Overlapping": {
			file: "a.vtt",
			body: "WEBVTT\n\n00:00.000 --> 00:05.000\n<v A>One.\n\n00:02.000 --> 00:03.000\n<v B>Two.\n",
			text: "A: One.\nB: Two.",
			want: []line{{0, 5000, "A", "One."}, {2000, 3000, "B", "Two."}},
		},
		"BlankLineWithin": {
			file: "a.srt",
			body: "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nand two.\n\n2\n00:00:02,000 --> 00:00:03,000\nThree.\n",
			text: "One and two.\nThree.",
			want: []line{{1000, 2000, "", "One and two."}, {2000, 3000, "", "Three."}},
		},
		"RightToLeftAndEmoji": {
			file: "a.vtt",
			body: "WEBVTT\n\n00:00.000 --> 00:01.000\n<v مريم>\u200fصباح الخير.\n\n00:01.000 --> 00:02.000\n<v A>e\u0301 👩‍👩‍👧.\n",
			text: "مريم: صباح الخير.\nA: é 👩‍👩‍👧.",
			want: []line{{0, 1000, "مريم", "صباح الخير."}, {1000, 2000, "A", "é 👩‍👩‍👧."}},
		},
		"GridLong": {
			file: "a.TextGrid",
			body: "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 5 \ntiers? <exists> \nsize = 3 \nitem []: \n    item [1]:\n        class = \"IntervalTier\" \n        name = \"Anna\" \n        xmin = 0 \n        xmax = 5 \n        intervals: size = 2 \n        intervals [1]:\n            xmin = 0 \n            xmax = 1.2345 \n            text = \"He said \"\"no\"\".\" \n        intervals [2]:\n            xmin = 1.2345 \n            xmax = 5 \n            text = \"\" \n    item [2]:\n        class = \"TextTier\" \n        name = \"clicks\" \n        xmin = 0 \n        xmax = 5 \n        points: size = 1 \n        points [1]:\n            number = 2 \n            mark = \"click\" \n    item [3]:\n        class = \"IntervalTier\" \n        name = \"Ben\" \n        xmin = 0 \n        xmax = 5 \n        intervals: size = 1 \n        intervals [1]:\n            xmin = 1 \n            xmax = 2 \n            text = \"Really?\nReally.\" \n",
			text: "Anna: He said \"no\".\nBen: Really? Really.",
			want: []line{{0, 1235, "Anna", "He said \"no\"."}, {1000, 2000, "Ben", "Really? Really."}},
		},
		"GridShort": {
			file: "a.textgrid",
			body: "File type = \"ooTextFile\"\n\"TextGrid\"\n\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"Anna\"\n0\n5\n1\n0.5\n2\n\"Hello there\" ! a remark\n",
			text: "Anna: Hello there",
			want: []line{{500, 2000, "Anna", "Hello there"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := readTimed(t, c.file, c.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.text, doc.Text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.want, linesOf(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Praat saves UTF-16 where a text needs it.
func TestGridInUTF16(t *testing.T) {
	body := "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"Zoë\"\n0\n5\n1\n0\n2\n\"Grüße\"\n"
	for name, mark := range map[string]string{"BE": "\xFE\xFF", "LE": "\xFF\xFE"} {
		var b strings.Builder
		b.WriteString(mark)
		for _, u := range utf16.Encode([]rune(body)) {
			if name == "BE" {
				b.Write([]byte{byte(u >> 8), byte(u)})
			} else {
				b.Write([]byte{byte(u), byte(u >> 8)})
			}
		}
		doc, err := readTimed(t, "a.TextGrid", b.String())
		if err != nil || doc.Text != "Zoë: Grüße" || doc.Encoding != "UTF-16"+name {
			t.Errorf("%s: %+v, %v", name, doc, err)
		}
	}
}

func TestTimedRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, body, want string }{
		"Backwards":     {"a.vtt", "WEBVTT\n\n00:09.000 --> 00:10.000\nx\n\n00:02.000 --> 00:03.000\ny\n", "a.vtt, line 6: the times run backwards: a caption at 00:00:02.000 comes after one at 00:00:09.000 (line 3)"},
		"Inverted":      {"a.srt", "1\n00:00:05,000 --> 00:00:02,000\nx\n", "a.srt, line 2: the caption ends before it begins (00:00:05.000 --> 00:00:02.000)"},
		"NoHeader":      {"a.vtt", "00:01.000 --> 00:02.000\nx\n", "its first line is not WEBVTT"},
		"TornTime":      {"a.vtt", "WEBVTT\n\n00:01.000 --> 00:0", "line 3"},
		"NoTime":        {"a.vtt", "WEBVTT\n\n00:71.000 --> 00:72.000\nx\n", "line 3"},
		"NoCaptions":    {"a.vtt", "WEBVTT\n\nNOTE nothing\n", "no words with times"},
		"NoWords":       {"a.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n", "no words with times"},
		"NoGrid":        {"a.TextGrid", "some words", "no TextGrid"},
		"BinaryGrid":    {"a.TextGrid", "ooBinaryFile\x08TextGrid", "a.TextGrid"},
		"TornGrid":      {"a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n5\n3\n0\n1\n\"x", "the file may have been cut off"},
		"GridTooFew":    {"a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n5\n3\n0\n1\n\"x\"\n", "the file may have been cut off"},
		"GridBackwards": {"a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n9\n2\n5\n6\n\"x\"\n1\n2\n\"y\"\n", "line 16: the times run backwards: an interval at 00:00:01.000 comes after one that ends at 00:00:06.000"},
		"GridHuge":      {"a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n9\n<exists>\n99999999999\n", "no number of tiers"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := readTimed(t, c.file, c.body)
			if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v, %v; want %q", doc, err, c.want)
			}
		})
	}
}

// A file that ends in the middle keeps what is whole and says so.
func TestTimedTorn(t *testing.T) {
	doc, err := readTimed(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWhole.\n\n00:02.000 --> 00:03.000\n")
	if err != nil || len(doc.Turns) != 1 || len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "line 6") {
		t.Errorf("%+v, %v", doc, err)
	}
}

func FuzzTimed(f *testing.F) {
	f.Add("a.vtt", "WEBVTT\n\n1\n00:00.000 --> 00:02.000\n<v A>x</v> &amp; y\n\n00:02.000 --> 00:03.000\nNOTE z\n")
	f.Add("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nA: One\n\n2\n00:00:02,000 --> 00:00:03,000\nA: Two\n")
	f.Add("a.TextGrid", "\"ooTextFile\"\n\"TextGrid\"\n0\n5\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n5\n1\n0\n1\n\"x\"\"y\"\n")
	f.Fuzz(func(t *testing.T, name, body string) {
		ending := map[byte]string{0: ".vtt", 1: ".srt", 2: ".textgrid"}[byte(len(name)%3)]
		for _, known := range []string{".vtt", ".srt", ".TextGrid"} {
			if strings.HasSuffix(name, known) {
				ending = known
			}
		}
		doc, err := reader.Read(t.Context(), "a"+ending, strings.NewReader(body), int64(len(body)), reader.Options{})
		if err != nil {
			if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		if doc.Text != text.Normalize(doc.Text) {
			t.Fatalf("the text is not in normal form: %q", doc.Text)
		}
		last, from := 0, int64(0)
		for _, turn := range doc.Turns {
			if turn.Start < last || turn.SpeechStart < turn.Start || turn.SpeechStart >= turn.End || turn.End > text.Len(doc.Text) {
				t.Fatalf("turn %+v after %d in %q", turn, last, doc.Text)
			}
			if turn.TimeStart < from || turn.TimeEnd < turn.TimeStart {
				t.Fatalf("turn %+v goes back in time", turn)
			}
			last, from = turn.End, turn.TimeStart
		}
	})
}
