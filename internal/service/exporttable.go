package service

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// ExportTable writes one of the three tables, evidence, codebook or sites, as .csv or .xlsx, with the columns
// that importing it takes. table "" writes all three as the sheets of a workbook. The codebook is written as a
// Word document too. file is the name it is kept under in the history, with what it does not hold.
func (s *Service) ExportTable(ctx context.Context, slug, table, format, file string, w io.Writer) (*crosscase.LossReport, error) {
	v, err := s.visit(ctx, slug, crosscase.Export)
	if err != nil {
		return nil, err
	}
	tables := []string{table}
	switch {
	case table == "" && format == "xlsx":
		tables = []string{"evidence", "codebook", "sites"}
	case table == "":
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which table: evidence, codebook or sites")
	case !slices.Contains([]string{"evidence", "codebook", "sites"}, table):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no table %q: choose evidence, codebook or sites", table)
	}
	rows := map[string]int64{}
	counted := func(table string, row func([]string) error) error {
		rows[table]-- // the header
		return v.writeTable(table, func(cells []string) error {
			rows[table]++
			return row(cells)
		})
	}
	switch {
	case format == "docx" && table == "codebook":
		err = v.writeCodebookDocument(w)
	case format == "csv":
		out := csv.NewWriter(w)
		if err = counted(tables[0], out.Write); err == nil {
			out.Flush()
			err = out.Error()
		}
	case format == "xlsx":
		sheets := make([]sheet, len(tables))
		for i, t := range tables {
			sheets[i] = sheet{t, func(row func([]string) error) error { return counted(t, row) }}
		}
		err = writeSheets(w, sheets)
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "tables are written as .csv or .xlsx, the codebook as .docx too, not %q", format)
	}
	if err != nil {
		return nil, err
	}
	return v.tableLoss(file, format, tables, rows)
}

// writeTable writes the rows of a table, the header first.
func (v *visit) writeTable(table string, row func([]string) error) error {
	switch table {
	case "codebook":
		return v.writeCodebook(row)
	case "sites":
		return v.writeSites(row)
	}
	return v.writeEvidence(row)
}

// writeCodebookDocument writes the codebook to be read and printed.
func (v *visit) writeCodebookDocument(w io.Writer) error {
	book, err := v.s.store.Codebook(v.ctx, v.study.ID)
	if err != nil {
		return err
	}
	return report.WriteDocx(w, report.CodebookReport(&report.Codebook{
		Study: v.study.Title, Date: v.s.now().UTC().Format(time.DateOnly), Synthetic: v.study.Synthetic,
		MetaThemes: book.MetaThemes, Themes: book.Themes, Questions: book.Questions, Positions: book.Positions,
	}))
}

func (v *visit) writeCodebook(row func([]string) error) error {
	book, err := v.s.store.Codebook(v.ctx, v.study.ID)
	if err != nil {
		return err
	}
	metas := map[crosscase.MetaThemeID]string{}
	for _, m := range book.MetaThemes {
		metas[m.ID] = m.Name
	}
	themes := map[crosscase.ThemeID]*crosscase.Theme{}
	for _, t := range book.Themes {
		themes[t.ID] = t
	}
	if err := row(codebookColumns); err != nil {
		return err
	}
	for _, t := range book.Themes {
		name := t.Cell()
		if p, ok := themes[t.ParentID]; ok {
			name = p.Cell() + " > " + name
		}
		if err := row([]string{metas[t.MetaThemeID], name, t.Definition, t.UseWhen, t.NotWhen, t.Example, "", "", "", ""}); err != nil {
			return err
		}
		for _, q := range book.Questions {
			if q.ThemeID != t.ID {
				continue
			}
			var names []string
			for _, p := range book.Positions[q.ID] {
				names = append(names, p.Name)
			}
			if err := row([]string{metas[t.MetaThemeID], name, q.Definition, q.UseWhen, q.NotWhen, q.Example, q.Name, q.Prompt, string(q.Type), strings.Join(names, "|")}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *visit) writeSites(row func([]string) error) error {
	sites, err := store.List[crosscase.Site](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	slices.SortFunc(sites, func(a, b *crosscase.Site) int { return store.NaturalCompare(a.Letter, b.Letter) })
	attributes, err := store.List[crosscase.Attribute](v.ctx, v.s.store, v.study.ID, "owner = 'site'")
	if err != nil {
		return err
	}
	slices.SortStableFunc(attributes, func(a, b *crosscase.Attribute) int { return int(a.Ord - b.Ord) })
	values, err := store.List[crosscase.AttributeValue](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	of := map[string]string{}
	for _, val := range values {
		of[val.OwnerID+"/"+string(val.AttributeID)] = val.Value
	}
	names := map[crosscase.SiteID]string{}
	if v.access.May(crosscase.ReadIdentities) {
		identities, err := store.List[crosscase.SiteIdentity](v.ctx, v.s.store, v.study.ID, "")
		if err != nil {
			return err
		}
		for _, i := range identities {
			names[i.SiteID] = i.Name
		}
	}
	header := []string{"site", "name"}
	for _, a := range attributes {
		header = append(header, a.Name)
	}
	if err := row(header); err != nil {
		return err
	}
	for _, s := range sites {
		if !v.access.Sees(s.ID) {
			continue
		}
		cells := []string{s.Letter, names[s.ID]}
		for _, a := range attributes {
			cells = append(cells, of[string(s.ID)+"/"+string(a.ID)])
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	return nil
}
