package service

import (
	"strings"

	"github.com/crosscase/crosscase"
)

type mask struct{}

func (m *mask) row(any) (bool, error)            { return true, nil }
func (m *mask) text(*crosscase.SourceText) error { return nil }
func (m *mask) words(s string) string            { return s }
func (m *mask) readme(*strings.Builder)          {}
