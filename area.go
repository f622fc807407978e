package crosscase

import "math"

// Page is one page of a PDF in points, or the whole of a picture in pixels, as it is seen.
type Page struct {
	X      float64 `json:"x,omitempty" doc:"of the left edge; other than 0 in some PDFs"`
	Y      float64 `json:"y,omitempty" doc:"of the bottom edge of a PDF's page; other than 0 in some"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Area is a rectangle on a page of a PDF, in points from the bottom left before the page is turned; or of a picture,
// in pixels from the top left.
type Area struct {
	Page int64   `json:"page" doc:"counted from 0; 0 of a picture"`
	X0   float64 `json:"x0"`
	Y0   float64 `json:"y0"`
	X1   float64 `json:"x1" doc:"greater than x0"`
	Y1   float64 `json:"y1" doc:"greater than y0"`
}

// mostAreas is how many areas one excerpt may have: a line of text is one.
const mostAreas = 5000

// Validate refuses an area without width or height, or of no page.
func (a Area) Validate() error {
	for _, x := range []float64{a.X0, a.Y0, a.X1, a.Y1} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return Errorf(CodeInvalid, "an area has an edge that is no finite number")
		}
	}
	if a.X1 <= a.X0 || a.Y1 <= a.Y0 {
		return Errorf(CodeInvalid, "an area from (%g, %g) to (%g, %g) has nothing in it: x1 is greater than x0, and y1 than y0", a.X0, a.Y0, a.X1, a.Y1)
	}
	if a.Page < 0 {
		return Errorf(CodeInvalid, "an area is on page %d: pages are counted from 0", a.Page)
	}
	return nil
}

// Within refuses an area that is on none of the pages, or reaches over the edge of its own by more than a point or
// pixel. Where the pages are not known it refuses nothing.
func (a Area) Within(pages []Page) error {
	if len(pages) == 0 {
		return nil
	}
	if a.Page >= int64(len(pages)) {
		return Errorf(CodeInvalid, "an area is on page %d, counted from 0, and there are %d pages", a.Page, len(pages))
	}
	p := pages[a.Page]
	if a.X0 < p.X-1 || a.Y0 < p.Y-1 || a.X1 > p.X+p.Width+1 || a.Y1 > p.Y+p.Height+1 {
		return Errorf(CodeInvalid, "an area from (%g, %g) to (%g, %g) reaches over the edge of page %d, which goes from (%g, %g) to (%g, %g)",
			a.X0, a.Y0, a.X1, a.Y1, a.Page, p.X, p.Y, p.X+p.Width, p.Y+p.Height)
	}
	return nil
}

// pagesOf are the pages [start, end) that areas are on, the first to the last.
func pagesOf(areas []Area) (start, end int64) {
	for i, a := range areas {
		if i == 0 || a.Page < start {
			start = a.Page
		}
		end = max(end, a.Page+1)
	}
	return start, end
}
