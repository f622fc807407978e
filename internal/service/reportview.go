package service

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// The reports are:
const (
	ReportSite      = "site"
	ReportCrossCase = "cross-case"
	ReportMethods   = "methods"
	ReportTables    = "tables"
)

// reportFormats are the formats a report is written in.
var reportFormats = map[string]func(io.Writer, *report.Report) error{
	"docx": report.WriteDocx,
	"html": report.WriteHTML,
	"md":   report.WriteMarkdown,
	"xlsx": func(w io.Writer, r *report.Report) error { return report.WriteXLSX(w, report.AllTables(r)) },
}

// Report makes a report: site (of the site with the letter), cross-case, methods or tables. date is printed as the
// day it was made; "" is today.
func (s *Service) Report(ctx context.Context, slug, which, letter, date string) (*report.Report, error) {
	need := crosscase.ReadCrossCase
	switch which {
	case ReportSite:
		need = crosscase.ReadResults
	case ReportCrossCase, ReportMethods, ReportTables:
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no report %q: use site, cross-case, methods or tables", which)
	}
	v, err := s.visit(ctx, slug, need)
	if err != nil {
		return nil, err
	}
	if date == "" {
		date = s.now().UTC().Format(time.DateOnly)
	} else if _, err := time.Parse(time.DateOnly, date); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "date %q is no day; write it as 2021-05-31", date)
	}
	return v.report(which, letter, date)
}

// WriteReport makes a report and writes it as docx, html, md or xlsx (its tables alone).
func (s *Service) WriteReport(ctx context.Context, slug, which, letter, date, format string, w io.Writer) error {
	write, ok := reportFormats[format]
	if !ok {
		return crosscase.Errorf(crosscase.CodeInvalid, "a report cannot be written as %q: use docx, html, md or xlsx", format)
	}
	r, err := s.Report(ctx, slug, which, letter, date)
	if err != nil {
		return err
	}
	return write(w, r)
}

// QuotedExcerpts are the excerpts that the report of a site quotes, in order; "" takes the reports of all sites the
// actor may see. There is none for who may not read texts.
func (s *Service) QuotedExcerpts(ctx context.Context, slug, letter string) ([]crosscase.ExcerptID, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	of := []string{letter}
	if letter == "" {
		ev, err := v.evidence()
		if err != nil {
			return nil, err
		}
		of = letters(ev)
	}
	out := []crosscase.ExcerptID{}
	for _, l := range of {
		r, err := v.report(ReportSite, l, "")
		if err != nil {
			return nil, err
		}
		for i := range r.Sections {
			for _, b := range r.Sections[i].Blocks {
				if b.Quotation != nil && !slices.Contains(out, b.Quotation.Excerpt) {
					out = append(out, b.Quotation.Excerpt)
				}
			}
		}
	}
	return out, nil
}

// report makes a report that the actor has been allowed.
func (v *visit) report(which, letter, date string) (*report.Report, error) {
	d, err := v.reportData(which, letter, date)
	if err != nil {
		return nil, err
	}
	return reportOf(d, which, letter)
}

// reportData gathers what a report is made of.
func (v *visit) reportData(which, letter, date string) (*report.Data, error) {
	ev, results, compared, err := v.analysis()
	if err != nil {
		return nil, err
	}
	d := &report.Data{
		Title: v.study.Title, About: v.study.About, Synthetic: v.study.Synthetic, Date: date,
		Evidence: ev, Agreement: results, Coverage: agreement.Coverage(ev, agreement.CoverageOptions{}),
		Contrasts: agreement.FormalPractice(results), Vantages: agreement.Vantages(ev, agreement.Options{}, "", ""),
	}
	only := crosscase.SiteID("")
	if which == ReportSite {
		site, err := siteIndex(ev, letter)
		if err != nil {
			return nil, err
		}
		only = ev.Sites[site].ID
	} else {
		d.Comparison = compared
		if err := v.reportClaims(d); err != nil {
			return nil, err
		}
	}
	if err := v.reportRows(d); err != nil {
		return nil, err
	}
	return d, v.reportTexts(d, only)
}

func reportOf(d *report.Data, which, letter string) (*report.Report, error) {
	switch which {
	case ReportSite:
		return report.SiteReport(d, letter)
	case ReportCrossCase:
		return report.CrossCaseReport(d), nil
	case ReportMethods:
		return report.Methods(d), nil
	}
	return report.Tables(d), nil
}

// reportClaims fills in claims and types as they stand.
func (v *visit) reportClaims(d *report.Data) error {
	var err error
	if d.Claims, _, d.Standings, err = v.claims(); err != nil {
		return err
	}
	if d.Typologies, err = v.typologies(); err != nil {
		return err
	}
	record, engine, err := v.record()
	if err != nil {
		return err
	}
	for _, t := range d.Typologies {
		c, err := engine.Classify(v.ctx, record, t)
		if err != nil {
			return err
		}
		d.Types = append(d.Types, *c)
	}
	d.Decisions, err = seen[crosscase.TypeDecision](v, "")
	return err
}

// reportRows fills in what the study holds beside its evidence. Memos are for who may read codings.
func (v *visit) reportRows(d *report.Data) error {
	var err error
	if d.Attributes, err = seen[crosscase.Attribute](v, ""); err != nil {
		return err
	}
	if d.Values, err = seen[crosscase.AttributeValue](v, "owner_id = $2", string(v.study.ID)); err != nil {
		return err
	}
	if d.Sites, err = seen[crosscase.Site](v, ""); err != nil {
		return err
	}
	if d.Units, err = seen[crosscase.Unit](v, ""); err != nil {
		return err
	}
	if d.Posts, err = seen[crosscase.Post](v, ""); err != nil {
		return err
	}
	if d.Rounds, err = seen[crosscase.Round](v, ""); err != nil {
		return err
	}
	if d.Interviews, err = seen[crosscase.Interview](v, ""); err != nil {
		return err
	}
	if v.access.May(crosscase.ReadCodings) {
		d.Memos, err = seen[crosscase.Memo](v, "")
	}
	slices.SortStableFunc(d.Memos, func(a, b *crosscase.Memo) int { return store.NaturalCompare(a.Code, b.Code) })
	return err
}

// reportTexts gives the words of the excerpts to who may read them; only, where not empty, is the one site that they
// are wanted of.
func (v *visit) reportTexts(d *report.Data, only crosscase.SiteID) error {
	if !v.access.May(crosscase.ReadCodings) {
		return nil
	}
	where, args := "", []any(nil)
	if only != "" {
		where, args = "(site_id = $2 OR site_id IS NULL)", []any{string(only)}
	}
	rows, err := seen[crosscase.Excerpt](v, where, args...)
	if err != nil {
		return err
	}
	texts := make(map[crosscase.ExcerptID]*crosscase.Excerpt, len(rows))
	for _, e := range rows {
		texts[e.ID] = e
	}
	d.Excerpt = func(id crosscase.ExcerptID) (*crosscase.Excerpt, bool) {
		e, ok := texts[id]
		return e, ok
	}
	return nil
}
