package service

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// areaKey tells excerpts on pages apart by their areas.
func areaKey(e *crosscase.Excerpt) string {
	if e.Measure != crosscase.PageBox {
		return ""
	}
	return fmt.Sprint(e.Areas)
}

// areasOf are the boxes of a selection as areas: their corners in order, cut to the page where it is known, and counted
// from the corner that areas are.
func (in *refiImport) areasOf(rs *refiSource, sel *refi.Selection) (areas []crosscase.Area, why string) {
	pages := in.pagesOf(rs)
	for _, b := range sel.Boxes {
		a := crosscase.Area{Page: b.Page, X0: float64(min(b.X1, b.X2)), Y0: float64(min(b.Y1, b.Y2)), X1: float64(max(b.X1, b.X2)), Y1: float64(max(b.Y1, b.Y2))}
		var page *crosscase.Page
		if b.Page >= 0 && b.Page < int64(len(pages)) {
			page = &pages[b.Page]
		}
		if rs.s.Kind == refi.PDF && in.p.Convention.PageTop {
			if page == nil {
				why = "it is measured from the top of a page of which the height is not known"
				continue
			}
			top := page.Y + page.Height
			a.Y0, a.Y1 = top-a.Y1, top-a.Y0
		}
		if page != nil {
			a.X0, a.X1 = min(max(a.X0, page.X), page.X+page.Width), min(max(a.X1, page.X), page.X+page.Width)
			a.Y0, a.Y1 = min(max(a.Y0, page.Y), page.Y+page.Height), min(max(a.Y1, page.Y), page.Y+page.Height)
		} else if len(pages) > 0 {
			why = fmt.Sprintf("it is on page %d, counted from 0, of %d", b.Page, len(pages))
			continue
		}
		if err := a.Validate(); err != nil {
			why = err.Error()
			continue
		}
		areas = append(areas, a)
	}
	return areas, why
}

// pagesOf are the pages of a source, as far as they are known.
func (in *refiImport) pagesOf(rs *refiSource) []crosscase.Page {
	if f := in.files[rs.s.Media.Member]; f != nil && f.pic != nil {
		return []crosscase.Page{f.pic.Page}
	}
	if rs.row == nil {
		return nil
	}
	if rs.pages == nil {
		rs.pages = []crosscase.Page{}
		for _, row := range in.rows["media"] {
			if m := row.(*crosscase.Media); m.SourceID == rs.row.ID && len(m.Pages) > 0 {
				rs.pages = m.Pages
			}
		}
	}
	return rs.pages
}

// areaExcerpt is a selection on a picture or a page, with the words that came with it.
func (in *refiImport) areaExcerpt(rs *refiSource, sel *refi.Selection) (*crosscase.Excerpt, string) {
	areas, why := in.areasOf(rs, sel)
	if len(areas) == 0 {
		return nil, firstOf(why, "it has no place on a page")
	}
	e := &crosscase.Excerpt{Kind: crosscase.NoteOnly, Measure: crosscase.PageBox, Areas: areas}
	if words := strings.TrimSpace(sel.Quote); words != "" {
		e.Kind, e.Text = crosscase.Verbatim, words
	}
	return e, ""
}

// wholeArea is all of a picture or of the pages of a PDF; nil where their size is not known.
func (in *refiImport) wholeArea(rs *refiSource) (areas []crosscase.Area) {
	for i, p := range in.pagesOf(rs) {
		areas = append(areas, crosscase.Area{Page: int64(i), X0: p.X, Y0: p.Y, X1: p.X + p.Width, Y1: p.Y + p.Height})
	}
	return areas
}
