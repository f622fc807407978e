package reader

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// columnOf is the column of a cell address such as AB12, counted from 0.
func columnOf(address string) (int, bool) {
	n := 0
	for i := 0; i < len(address); i++ {
		c := address[i]
		switch {
		case c >= 'A' && c <= 'Z' && i < 4:
			n = n*26 + int(c-'A') + 1
		case c >= '0' && c <= '9' && i > 0:
			return n - 1, true
		default:
			return 0, false
		}
	}
	return 0, false
}

func columnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// shortest is n in the fewest digits that read back as n, without an exponent
// where a person would not write one.
func shortest(n float64) string {
	if a := math.Abs(n); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// serialDate is the date and time of a serial number of Excel: days since the
// end of 1899, with a 29 February 1900 that never was. Days alone are
// YYYY-MM-DD, parts of a day hh:mm:ss, both YYYY-MM-DDThh:mm:ss, to the second.
func serialDate(n float64, from04 bool) (string, bool) {
	if n < 0 || n >= 2958466 {
		return "", false
	}
	days := math.Floor(n)
	seconds := math.Round((n - days) * 86400)
	if seconds == 86400 {
		days, seconds = days+1, 0
	}
	clock := time.Duration(seconds) * time.Second
	if days == 0 && !from04 {
		return time.Time{}.Add(clock).Format("15:04:05"), true
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from04:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		epoch = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	at := epoch.AddDate(0, 0, int(days)).Add(clock)
	if seconds == 0 {
		return at.Format("2006-01-02"), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}

// builtInDate says whether one of Excel's numbered formats is a date or a time.
func builtInDate(format int) bool {
	return format >= 14 && format <= 22 || format >= 27 && format <= 36 || format >= 45 && format <= 47 || format >= 50 && format <= 58
}

var formatNoise = regexp.MustCompile(`"[^"]*"|\\.|\[(?:[^\]hms]|[hms][^\]hms])[^\]]*\]|_.|\*.`)

// dateFormat says whether a format code shows a date or a time: whether letters
// of one are left once quoted text, escapes, colours and conditions are out.
func dateFormat(code string) bool {
	if strings.EqualFold(code, "general") {
		return false
	}
	code, _, _ = strings.Cut(code, ";")
	return strings.ContainsAny(strings.ToLower(formatNoise.ReplaceAllString(code, "")), "ymdhs")
}

var escapedCell = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescapeCell undoes Excel's way of writing letters that XML cannot hold.
func unescapeCell(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapedCell.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil || n >= 0xD800 && n < 0xE000 {
			return code
		}
		return string(rune(n))
	})
}
