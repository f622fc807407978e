package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is what the sheets of an Excel file share.
type workbook struct {
	strings []string
	dates   []bool // by style: the number is a date or a time
	from04  bool   // days count from 1904
}

// openWorkbook finds the sheet and begins to read it.
//
// It is a reader of our own because the row iterator of the excelize library does
// not tell the style of a cell, without which 44347 and 31.05.2021 look alike.
func (t *Table) openWorkbook(r io.ReaderAt, size int64, opts Options) error {
	a, err := openArchive(t.name, r, size, "an Excel workbook")
	if err != nil {
		return err
	}
	root, err := relations(t.ctx, a, "/_rels/.rels", "/")
	if err != nil {
		return err
	}
	main := root["officeDocument"]
	if main == "" || !a.has(main) {
		main = "/xl/workbook.xml"
	}
	if !a.has(main) || a.has("/word/document.xml") {
		return invalid("%s is not an Excel workbook; save it again as .xlsx", t.name)
	}
	folder, file := path.Split(main)
	related := folder + "_rels/" + file + ".rels"
	own, err := relations(t.ctx, a, related, folder)
	if err != nil {
		return err
	}
	book := &workbook{}
	sheets, err := readSheets(t.ctx, a, main, book)
	if err != nil {
		return err
	}
	chosen, err := choose(t.name, sheets, opts.Sheet)
	if err != nil {
		return err
	}
	part, err := relationTarget(t.ctx, a, related, folder, chosen.relation)
	if err != nil {
		return err
	}
	if book.strings, err = readSharedStrings(t.ctx, a, or(own["sharedStrings"], folder+"sharedStrings.xml")); err != nil {
		return err
	}
	if book.dates, err = readDateStyles(t.ctx, a, or(own["styles"], folder+"styles.xml")); err != nil {
		return err
	}
	x, err := a.openXML(t.ctx, part)
	if errors.Is(err, errNoPart) {
		return invalid("%s is damaged: its sheet %q is missing", t.name, chosen.name)
	}
	if err != nil {
		return err
	}
	t.Sheet = chosen.name
	t.rows = &sheetRows{x: x, book: book, name: t.name}
	return nil
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

type sheet struct{ name, relation string }

// readSheets reads the list of sheets and the way dates count.
func readSheets(ctx context.Context, a *archive, part string, book *workbook) ([]sheet, error) {
	x, err := a.openSide(ctx, part)
	if err != nil {
		return nil, err
	}
	defer x.close()
	var sheets []sheet
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return sheets, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Space != "s" {
			continue
		}
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			book.from04 = v == "1" || v == "true"
		case "sheet":
			one := sheet{name: attr(e, "name")}
			for _, at := range e.Attr {
				if at.Name.Local == "id" && at.Name.Space != "" {
					one.relation = at.Value
				}
			}
			sheets = append(sheets, one)
		}
	}
}

func choose(name string, sheets []sheet, wanted string) (sheet, error) {
	if len(sheets) == 0 {
		return sheet{}, invalid("%s has no sheet", name)
	}
	if wanted == "" {
		return sheets[0], nil
	}
	var names []string
	for _, s := range sheets {
		if strings.EqualFold(s.name, wanted) {
			return s, nil
		}
		names = append(names, strconv.Quote(s.name))
	}
	return sheet{}, invalid("%s has no sheet %q: it has %s", name, wanted, strings.Join(names, ", "))
}

// relationTarget is the target of one relation by its id.
func relationTarget(ctx context.Context, a *archive, part, folder, id string) (string, error) {
	x, err := a.openSide(ctx, part)
	if err != nil {
		return "", invalid("%s is damaged: it does not say where its sheets are", a.name)
	}
	defer x.close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return "", invalid("%s is damaged: it does not say where its sheets are", a.name)
		}
		if err != nil {
			return "", err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && attr(e, "Id") == id {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = folder + target
			}
			return path.Clean(target), nil
		}
	}
}
