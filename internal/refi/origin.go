package refi

import "strings"

// conventionOf is how the program that calls itself origin counts, as measured on its files or as
// those who read them report; the standard where nothing is known.
//
// NVivo counts UTF-16 units and CRLF as two. ATLAS.ti, MAXQDA and QualCoder count code points and CRLF
// as one. QualCoder measures areas of a page from the top, the others from the bottom. known says
// that the program is one of these, or ours, which names one of them as its profile.
func conventionOf(origin string) (c Convention, known bool) {
	c = Convention{Basis: ByOrigin}
	ours := IsOurs(origin)
	origin = strings.ToLower(origin)
	switch {
	case strings.Contains(origin, "nvivo"):
		c.UTF16 = true
	case strings.Contains(origin, "qualcoder"):
		c.OneBreak, c.PageTop = true, true
	case strings.Contains(origin, "atlas"), strings.Contains(origin, "maxqda"):
		c.OneBreak = true
	default:
		return c, ours
	}
	return c, true
}

// Ours is how files say that this program wrote them.
const Ours = "Crosscase"

// IsOurs says whether this program wrote a file, for whichever other program.
func IsOurs(origin string) bool { return origin == Ours || strings.HasPrefix(origin, Ours+" for ") }

func isQualCoder(origin string) bool { return strings.Contains(strings.ToLower(origin), "qualcoder") }
