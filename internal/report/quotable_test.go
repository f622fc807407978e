package report

import "testing"

func TestMisquoted(t *testing.T) {
	const excerpt = "We never planned  to open it, you know; the board heard of it in the spring. Nobody was against it."
	for _, c := range []struct {
		name, quotation string
		from            string
		wrong           bool
	}{
		{"whole", excerpt, "", false},
		{"in quotation marks", "“" + excerpt + "”", "", false},
		{"a beginning", "We never planned to open it", "", false},
		{"an end", "Nobody was against it.", "", false},
		{"words left out", "We never planned to open it … Nobody was against it.", "", false},
		{"words left out in brackets", "We never planned to open it [...] Nobody was against it.", "", false},
		{"words put in", "We never planned to open [the second clinic], you know", "", false},
		{"capital changed in brackets", "[T]he board heard of it in the spring", "", false},
		{"one word other", "We never planned to close it", "close it", true},
		{"one letter other", "We never planed to open it", "planed to open it", true},
		{"words left out silently", "We never planned to open it. Nobody was against it.", "it. Nobody was against it.", true},
		{"in another order", "Nobody was against it. … We never planned to open it", "We never planned to open it", true},
		{"cut within a word", "We never planned to op", "op", true},
		{"begun within a word", "ever planned to open it", "ever planned to open it", true},
		{"an ending sign other", "Nobody was against it!", "it!", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			from, wrong := Misquoted(c.quotation, excerpt)
			if wrong != c.wrong || from != c.from {
				t.Errorf("got %q, %v; want %q, %v", from, wrong, c.from, c.wrong)
			}
		})
	}
}

func FuzzMisquoted(f *testing.F) {
	f.Add("a […] b", "a c b")
	f.Fuzz(func(t *testing.T, quotation, excerpt string) {
		Misquoted(quotation, excerpt)
		if _, wrong := Misquoted(excerpt, excerpt); wrong && !leftOut.MatchString(excerpt) && folded(unquoted(excerpt)) == folded(excerpt) {
			t.Errorf("%q is no quotation of itself", excerpt)
		}
	})
}

func TestOtherNumbers(t *testing.T) {
	for _, c := range []struct {
		text, record, only, missing string
	}{
		{"Two of the 12 say so.", "2 of the twelve people say so.", "", ""},
		{"Three of the 12 say so.", "Two of the 12 say so.", "3", "2"},
		{"Most say so.", "Nine of the 12 say so.", "", "12 and 9"},
		{"In no ward is it one person alone.", "Nobody says so.", "", ""},
		{"Twenty-one of 1,204", "21 of 1204", "", ""},
		{"75% say so", "80% say so", "75%", "80%"},
	} {
		only, missing := OtherNumbers(c.text, c.record)
		if joined(only) != c.only || joined(missing) != c.missing {
			t.Errorf("%q against %q: got %v, %v", c.text, c.record, only, missing)
		}
	}
}
