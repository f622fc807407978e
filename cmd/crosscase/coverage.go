package main

import (
	"fmt"

	"github.com/crosscase/crosscase/internal/agreement"
)

// coverageMark shows one cell: codings about the site in particular, and in brackets those of tables and
// general statements.
func coverageMark(c agreement.CoverageCell) string {
	switch general := c.Codings - c.SiteSpecific; {
	case c.Codings == 0:
		return "·"
	case general == 0:
		return fmt.Sprint(c.SiteSpecific)
	case c.SiteSpecific == 0:
		return fmt.Sprintf("(%d)", general)
	default:
		return fmt.Sprintf("%d (%d)", c.SiteSpecific, general)
	}
}
