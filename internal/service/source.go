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
