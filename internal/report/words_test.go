package report

import "testing"

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{figures(3022.5), "3,022.5"}, {figures(47527), "47,527"}, {figures(-1234567), "−1,234,567"}, {figures(999), "999"}, {figures(0), "0"},
		{rounded(-0.001, 2), "0.00"}, {rounded(2.0/3, 2), "0.67"}, {percent(2.0 / 3), "67%"},
		{number(0), "none"}, {number(9), "nine"}, {number(10), "10"}, {number(1200), "1,200"},
		{counted(1, "person"), "one person"}, {counted(2, "person"), "two people"}, {counted(0, "voice"), "no voices"},
		{spelled("14 of them"), "fourteen of them"}, {spelled("21"), "twenty-one"}, {spelled("105 people"), "105 people"}, {spelled("40 "), "forty "},
		{plural("nurse"), "nurses"}, {plural("secretary"), "secretaries"}, {plural("clinical staff"), "clinical staff"}, {plural("boss"), "bosses"}, {plural("day"), "days"}, {plural("chairman"), "chairmen"},
		{joined([]string{"a", "b", "c"}), "a, b and c"}, {siteNames([]string{"A"}), "site A"}, {siteNames([]string{"A", "B"}), "sites A and B"},
		{full("Said."), "Said."}, {full("Said"), "Said."}, {full("“Said?”"), "“Said?”"},
		{slug("S 1: Who—leads?"), "s-1-who-leads"}, {longDate("2026-03-09"), "9 March 2026"}, {longDate("spring"), "spring"},
		{setWords("doctor|nurse"), "doctor and nurse"}, {setWords("medically_led"), "medically led"},
		{rounded(exact(0.1+0.2)*10, 0), "3"}, {clean("a\x00b\r\nc"), "ab\nc"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
