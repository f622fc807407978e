package service

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkTransfer refuses what only an import or export writes, by itself.
func checkTransfer(*visit, *store.Tx, any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "transfers, aliases and kept elements are written by the import or export they tell of, and not by themselves")
}

// byTheWay are nouns that a change writes of itself: they take no right of their own to be taken back with it.
var byTheWay = map[string]bool{"transfer": true, "alias": true, "kept_element": true}

// newTransfer is the row that keeps a report.
func (v *visit) newTransfer(report *crosscase.LossReport) *crosscase.Transfer {
	return &crosscase.Transfer{ID: crosscase.RowID(v.s.newID()), Direction: report.Direction, File: report.File, Format: report.Format,
		At: v.s.now().UnixMilli(), Report: *report}
}

// finish ends the write of an import: it reports what became of the file and keeps the report in the same change.
// An import that wrote nothing keeps none, and a dry run is ended by its error.
func (v *visit) finish(tx *store.Tx, res *ImportResult) error {
	if res.Loss == nil {
		res.Loss = plainLoss(res)
	}
	if res.DryRun {
		return errDryRun
	}
	if tx.Recorded() == 0 {
		return nil
	}
	return tx.Insert(v.newTransfer(res.Loss))
}

// plainLoss reports a file that was read whole.
func plainLoss(res *ImportResult) *crosscase.LossReport {
	l := &crosscase.LossReport{File: res.File, Format: formatOf(res.File), Direction: crosscase.TransferIn, In: map[string]int64{}, Out: maps.Clone(res.Counts)}
	for _, n := range []struct {
		of string
		n  int64
	}{{"rows", res.Rows}, {"rows that were there already", res.Skipped}} {
		if n.n > 0 {
			l.In[n.of] = n.n
		}
	}
	if p := res.Interview; p != nil && p.Length > 0 {
		l.In["characters"], l.In["turns"] = int64(p.Length), int64(p.Turns)
	}
	l.NotCarried = append(l.NotCarried, res.lost...)
	for _, w := range res.Warnings {
		l.Mapped = append(l.Mapped, crosscase.LossLine{What: w})
	}
	return l
}

// formatOf is a file's format by its ending.
func formatOf(file string) string {
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
}

// WriteLoss writes a report as "md" (Markdown) or "json".
func WriteLoss(report *crosscase.LossReport, format string, w io.Writer) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	if format != "md" {
		return crosscase.Errorf(crosscase.CodeInvalid, "a loss report is written as md or json, not as %q", format)
	}
	var b strings.Builder
	way, in, out := "came in from", "In the file", "In the study"
	if report.Direction == crosscase.TransferOut {
		way, in, out = "went out to", "In the study", "In the file"
	}
	fmt.Fprintf(&b, "# What %s %s\n\n", way, markdownText(report.File))
	fmt.Fprintf(&b, "Format: %s\n", markdownText(report.Format))
	if report.Origin != "" {
		fmt.Fprintf(&b, "Written by: %s\n", markdownText(report.Origin))
	}
	if report.Profile != "" {
		fmt.Fprintf(&b, "Written for: %s\n", markdownText(report.Profile))
	}
	writeCounts(&b, in, report.In)
	writeCounts(&b, out, report.Out)
	writeLines(&b, "Mapped", report.Mapped)
	if report.NotCarried == nil {
		b.WriteString("\n## Not carried\n\nNothing: all of it was carried.\n")
	}
	writeLines(&b, "Not carried", report.NotCarried)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeCounts(b *strings.Builder, head string, counts map[string]int64) {
	fmt.Fprintf(b, "\n## %s\n\n", head)
	if len(counts) == 0 {
		b.WriteString("Nothing.\n")
		return
	}
	b.WriteString("| kind | count |\n|---|---:|\n")
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(b, "| %s | %d |\n", markdownText(strings.ReplaceAll(kind, "_", " ")), counts[kind])
	}
}

func writeLines(b *strings.Builder, head string, lines []crosscase.LossLine) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", head)
	for _, l := range lines {
		fmt.Fprintf(b, "- %s\n", markdownText(l.String()))
	}
}

var markdownSigns = strings.NewReplacer("\n", " ", "\r", " ", `\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "|", `\|`, "<", "&lt;", "[", `\[`, "#", `\#`)

// markdownText keeps what a file says from being read as Markdown.
func markdownText(s string) string { return markdownSigns.Replace(s) }
