package report

import (
	"strings"

	"github.com/crosscase/crosscase"
)

// What the writers agree on: the same words in each format.

// frontLines are the lines under the title.
func frontLines(r *Report) []string {
	var lines []string
	for _, s := range []string{r.Subtitle, r.Study, longDate(r.Date)} {
		if s != "" && s != r.Title {
			lines = append(lines, s)
		}
	}
	if r.Synthetic {
		lines = append(lines, syntheticLabel)
	}
	return lines
}

const syntheticLabel = "Synthetic data: no real people or organisations."

// quoted is the text of a quotation as its form asks.
func quoted(q *Quotation) string { return quotedText(q.Text, q.Form, q.Spoken) }

// inContext is a quotation between the words around it, where these are shown.
func inContext(q *Quotation) string {
	words := quoted(q)
	if q.Before != "" {
		words = "… " + q.Before + " " + words
	}
	if q.After != "" {
		words += " " + q.After + " …"
	}
	return words
}

// quotedText sets somebody's own words in quotation marks. What a document says stands without them,
// since it may be the researcher's; a gist and a note say what they are.
func quotedText(text string, form crosscase.ExcerptKind, spoken bool) string {
	text = strings.TrimSpace(clean(text))
	switch {
	case form == crosscase.Gist:
		return text + " [gist]"
	case form == crosscase.NoteOnly:
		return text + " [note]"
	case !spoken:
		return text
	}
	if r := []rune(text); len(r) > 1 && strings.ContainsRune("“\"«„", r[0]) && strings.ContainsRune("”\"»“", r[len(r)-1]) {
		return text
	}
	return "“" + text + "”"
}

func quoteSource(q *Quotation) string { return attributed(q.Attribution, q.Source) }

// attributed is who spoke and in what.
func attributed(attribution, source string) string {
	if source == "" {
		return attribution
	}
	return attribution + " (" + source + ")"
}

// cellText is a cell's text with the sign of a small cell.
func cellText(c Cell) string {
	if c.Small {
		return c.Text + "*"
	}
	return c.Text
}

func rowText(r Row) string {
	if len(r.Cells) == 0 {
		return ""
	}
	return cellText(r.Cells[0])
}
