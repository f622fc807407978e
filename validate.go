package crosscase

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// oneOf refuses a value outside a closed list and names the list.
func oneOf[T ~string](field string, got T, allowed ...T) error {
	if slices.Contains(allowed, got) {
		return nil
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
		if a == "" {
			words[i] = "nothing"
		}
	}
	return Errorf(CodeInvalid, "%s is %q: use %s", field, got, strings.Join(words, ", "))
}

// named refuses a missing or over-long name.
func named(what, name string) error {
	switch n := utf8.RuneCountInString(name); {
	case strings.TrimSpace(name) == "":
		return Errorf(CodeInvalid, "%s has no name", what)
	case n > 500:
		return Errorf(CodeInvalid, "%s has a name of %d characters: at most 500", what, n)
	case strings.ContainsRune(name, 0):
		return Errorf(CodeInvalid, "%s has a name with a NUL character", what)
	}
	return nil
}
