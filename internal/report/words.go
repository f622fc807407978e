package report

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
)

var small = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

// number is a count in running text: a word under ten, figures with separators from there.
func number(n int) string {
	if n == 0 {
		return "none"
	}
	if n > 0 && n < len(small) {
		return small[n]
	}
	return figures(float64(n))
}

var tens = [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}

var teens = [...]string{"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}

// spelled is a text whose count at the beginning, up to 99, is put in words.
func spelled(s string) string {
	digits, rest, _ := strings.Cut(s, " ")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 10 || n > 99 {
		return s
	}
	word := tens[n/10]
	switch {
	case n < 20:
		word = teens[n-10]
	case n%10 > 0:
		word += "-" + small[n%10]
	}
	return strings.TrimSuffix(word+" "+rest, " ") + strings.Repeat(" ", len(s)-len(strings.TrimRight(s, " ")))
}

// counted is a count with its noun: "no voices", "one voice", "12 voices".
func counted(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	if n == 0 {
		return "no " + plural(noun)
	}
	return number(n) + " " + plural(noun)
}

// figures is a number in its shortest form with thousands separators.
func figures(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "–"
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	whole, fraction, found := strings.Cut(s, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// digits is a count in figures.
func digits(n int) string { return figures(float64(n)) }

// rounded is a number rounded to a number of decimals, which are always printed.
func rounded(f float64, decimals int) string {
	s := strconv.FormatFloat(f, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// percent is a share as a whole percentage.
func percent(share float64) string { return rounded(share*100, 0) + "%" }

// joined is "a", "a and b", "a, b and c".
func joined(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// siteNames is "site A", "sites A and B", "no site".
func siteNames(letters []string) string {
	switch len(letters) {
	case 0:
		return "no site"
	case 1:
		return "site " + letters[0]
	}
	return "sites " + joined(letters)
}

// plural of a noun as the codebook or the product uses it.
func plural(noun string) string {
	lower := strings.ToLower(noun)
	switch {
	case noun == "":
		return ""
	case lower == "person":
		return noun[:len(noun)-len("person")] + "people"
	case strings.HasSuffix(lower, "staff"), strings.HasSuffix(lower, "s") && !strings.HasSuffix(lower, "ss"), strings.HasSuffix(lower, "people"):
		return noun
	case strings.HasSuffix(lower, "woman"), strings.HasSuffix(lower, "man"):
		return noun[:len(noun)-2] + "en"
	case strings.HasSuffix(lower, "y") && len(lower) > 1 && !strings.ContainsRune("aeiou", rune(lower[len(lower)-2])):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(lower, "ch"), strings.HasSuffix(lower, "sh"), strings.HasSuffix(lower, "x"), strings.HasSuffix(lower, "ss"):
		return noun + "es"
	}
	return noun + "s"
}

// capital is s with its first letter upper case.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// humanised makes words of a short key: formal_accountability_with → formal accountability with.
func humanised(key string) string {
	return strings.TrimSpace(strings.ReplaceAll(key, "_", " "))
}

// full ends a text as a sentence ends.
func full(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	switch r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "”’\"')]")); r {
	case '.', '!', '?', '…', '。', '؟':
		return s
	}
	return s + "."
}

// aspectNames are the aspects as a label.
var aspectNames = map[crosscase.Aspect]string{
	crosscase.Formal:    "formal",
	crosscase.Practice:  "practice",
	crosscase.SelfLabel: "self-label",
	crosscase.Opinion:   "opinion",
}

// slug is a text as part of an id: letters and digits in lower case, hyphens between.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			dash = false
		} else if !dash && b.Len() > 0 {
			b.WriteByte('-')
			dash = true
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
