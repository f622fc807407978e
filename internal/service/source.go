package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkSourceText refuses a text written by itself: excerpts count in it, and only what carries them along may
// change it. A source is given its text when it is made or imported.
func checkSourceText(*visit, *store.Tx, any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "a text comes with its source and cannot be written or deleted by itself: excerpts count in it")
}

// keepText keeps, of a source that has a text, what follows from the text: its version and length.
func keepText(stands, row any) {
	src, ok := row.(*crosscase.Source)
	if !ok {
		return
	}
	old := stands.(*crosscase.Source)
	if src.Version = old.Version; old.Version > 0 {
		src.Length = old.Length
	}
}
