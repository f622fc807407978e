package report

import "strings"

// layout is how a table is set on a page. Widths are in twentieths of a point.
type layout struct {
	widths []int
	style  string
	across bool // the page is turned
}

// tableSizes are the sizes a table may be set in, the first that fits an upright page. A table that
// none fits goes across the page in the middle one.
var tableSizes = []struct {
	style string
	em    int
}{{"TableText", 180}, {"TableSmall", 160}, {"TableTiny", 140}}

// layOut fits the columns to the page: each at least as wide as its longest word, the rest of the width
// shared by what their longest lines would like.
func layOut(t *Table) layout {
	for _, size := range tableSizes {
		least, liked := columnNeeds(t, size.em)
		if sum(least) <= docxUprightWidth {
			return layout{shareWidth(least, liked, docxUprightWidth), size.style, false}
		}
	}
	size := tableSizes[1]
	least, liked := columnNeeds(t, size.em)
	return layout{shareWidth(least, liked, docxAcrossWidth), size.style, true}
}

const docxCellPadding = 180

// readable is how many times its size a column of text is wide at least, where its text asks for it.
const readable = 11

// columnNeeds is how wide each column must be, and how wide it would like to be.
func columnNeeds(t *Table, em int) (least, liked []int) {
	n := len(t.Columns)
	least, liked = make([]int, n), make([]int, n)
	for i, c := range t.Columns {
		least[i], liked[i] = wordWidth(c.Heading, em, true), lineWidth(c.Heading, em, true)*2/3
	}
	for _, row := range t.Rows {
		if row.Kind == GroupRow {
			continue
		}
		for i := 0; i < n && i < len(row.Cells); i++ {
			text, bold := cellText(row.Cells[i]), row.Kind == TotalRow
			least[i], liked[i] = max(least[i], wordWidth(text, em, bold)), max(liked[i], lineWidth(text, em, bold))
		}
	}
	for i, c := range t.Columns {
		if c.Align != Right && c.Align != Centre {
			least[i] = max(least[i], min(liked[i], readable*em)) // no text in a column of single words
		}
		least[i] = min(least[i], 3200) + docxCellPadding
		liked[i] = max(min(liked[i], 5600)+docxCellPadding, least[i])
		if c.Width > 0 {
			liked[i] = max(least[i], int(c.Width*docxUprightWidth))
		}
	}
	level(t, liked)
	return least, liked
}

// level gives columns of numbers the same width where there is room for it.
func level(t *Table, liked []int) {
	widest, leveled := 0, make([]int, len(liked))
	for i, c := range t.Columns {
		if c.Align == Right && c.Width == 0 {
			widest = max(widest, liked[i])
		}
	}
	for i, c := range t.Columns {
		leveled[i] = liked[i]
		if c.Align == Right && c.Width == 0 {
			leveled[i] = widest
		}
	}
	if sum(leveled) <= docxUprightWidth {
		copy(liked, leveled)
	}
}

// shareWidth gives each column its least, and of the rest what it likes in proportion.
func shareWidth(least, liked []int, page int) []int {
	sumLeast, sumLiked := sum(least), sum(liked)
	out := make([]int, len(least))
	for i := range least {
		switch {
		case sumLeast >= page:
			out[i] = least[i] * page / max(sumLeast, 1)
		case sumLiked <= page:
			out[i] = liked[i] + (page-sumLiked)/len(least)
		default:
			out[i] = least[i] + (page-sumLeast)*(liked[i]-least[i])/max(sumLiked-sumLeast, 1)
		}
	}
	if n := len(out); n > 0 {
		out[n-1] += page - sum(out)
	}
	return out
}

func sum(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}

// wordWidth is the width of the longest word of a text.
func wordWidth(s string, em int, bold bool) int {
	longest := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '-' || r == '/' }) {
		longest = max(longest, lineWidth(w, em, bold))
	}
	return longest
}

// lineWidth estimates the longest line of a text; letters are a little wider than in common fonts, so
// that a font set in the place of ours still fits.
func lineWidth(s string, em int, bold bool) int {
	longest, line := 0, 0
	for _, r := range s {
		if r == '\n' {
			longest, line = max(longest, line), 0
			continue
		}
		line += hundredths(r)
	}
	width := max(longest, line) * em / 100
	if bold {
		width = width * 108 / 100
	}
	return width
}

// hundredths is the width of a letter in hundredths of its size.
func hundredths(r rune) int {
	switch {
	case strings.ContainsRune("ijlI.,;:!|'’()[]/ ", r):
		return 32
	case strings.ContainsRune("frt-“”*", r):
		return 42
	case strings.ContainsRune("mwMW%@", r):
		return 92
	case r >= 'A' && r <= 'Z':
		return 70
	case r > 0x2e80:
		return 105
	}
	return 60
}
