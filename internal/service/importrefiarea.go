package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

func areaKey(*crosscase.Excerpt) string { return "" }

func setAreas(to, from *crosscase.Excerpt) {}

func addBoxes(in *refiImport, e *crosscase.Excerpt, sel *refi.Selection) {}

func areaExcerpt(in *refiImport, rs *refiSource, sel *refi.Selection) (*crosscase.Excerpt, string) {
	return nil, "areas"
}
