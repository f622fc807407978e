package reader

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var (
	yearFirst  = regexp.MustCompile(`^(\d{4})[-/._ ]?(\d{1,2})[-/._ ]?(\d{1,2})$`)
	dayFirst   = regexp.MustCompile(`^(\d{1,2})[.](\d{1,2})[.](\d{4})$`)
	eitherWay  = regexp.MustCompile(`^(\d{1,2})[-/ _](\d{1,2})[-/ _](\d{4})$`)
	dayMonth   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|\.)?[ _-]*(?:of |de )?(\p{L}+)\.?(?: de)?[ _,-]*(\d{4})$`)
	monthDay   = regexp.MustCompile(`^(\p{L}+)\.?[ _-]*(\d{1,2})(?:st|nd|rd|th)?[ _,-]+(\d{4})$`)
	monthNames = [12][]string{
		{"january", "januar", "jänner", "janvier", "enero", "janeiro", "gennaio", "januari"},
		{"february", "februar", "février", "fevrier", "febrero", "fevereiro", "febbraio", "februari"},
		{"march", "märz", "maerz", "mars", "marzo", "março", "maart"},
		{"april", "avril", "abril", "aprile"},
		{"may", "mai", "mayo", "maio", "maggio", "mei"},
		{"june", "juni", "juin", "junio", "junho", "giugno"},
		{"july", "juli", "juillet", "julio", "julho", "luglio"},
		{"august", "août", "aout", "agosto", "augustus"},
		{"september", "septembre", "septiembre", "setembro", "settembre"},
		{"october", "oktober", "octobre", "octubre", "outubro", "ottobre"},
		{"november", "novembre", "noviembre", "novembro"},
		{"december", "dezember", "décembre", "diciembre", "dezembro", "dicembre"},
	}
)

// ParseDate reads a date as people write it and returns it as YYYY-MM-DD.
//
// The rules are:
//   - year first: 2021-05-31, 2021_05_31, 20210531;
//   - day first with full stops: 31.05.2021;
//   - the month by name, in full or from three letters on, in seven languages: 31 May 2021, 31st May, 2021,
//     May 31, 2021, 31. Mai 2021;
//   - with slashes, dashes or blanks and the year last only where one of the two numbers is above 12
//     or both are the same, since 3/4/2021 is a different day in Boston and in London.
func ParseDate(s string) (string, error) {
	given := strings.Trim(strings.Join(strings.Fields(s), " "), " ,.")
	lower := strings.ToLower(given)
	if m := yearFirst.FindStringSubmatch(lower); m != nil {
		return calendar(given, m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(lower); m != nil {
		return calendar(given, m[3], m[2], m[1])
	}
	if m := eitherWay.FindStringSubmatch(lower); m != nil {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[2])
		switch {
		case first > 12 || first == second:
			return calendar(given, m[3], m[2], m[1])
		case second > 12:
			return calendar(given, m[3], m[1], m[2])
		}
		return "", invalid("the date %q can be read day first or month first: write it as YYYY-MM-DD", given)
	}
	if m := dayMonth.FindStringSubmatch(lower); m != nil {
		return calendar(given, m[3], monthOf(m[2]), m[1])
	}
	if m := monthDay.FindStringSubmatch(lower); m != nil {
		return calendar(given, m[3], monthOf(m[1]), m[2])
	}
	return "", invalid("%q is no date: write it as YYYY-MM-DD", given)
}

// monthOf is the number of a month by name, "0" for no month or more than one.
func monthOf(name string) string {
	found := 0
	for i, names := range monthNames {
		for _, full := range names {
			if full == name || utf8.RuneCountInString(name) >= 3 && strings.HasPrefix(full, name) {
				if found != 0 && found != i+1 {
					return "0"
				}
				found = i + 1
			}
		}
	}
	return strconv.Itoa(found)
}

// calendar refuses days that no calendar has.
func calendar(given, year, month, day string) (string, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1000 || date.Year() != y || int(date.Month()) != m || date.Day() != d {
		return "", invalid("there is no day %q: write it as YYYY-MM-DD", given)
	}
	return date.Format("2006-01-02"), nil
}
