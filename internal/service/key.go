package service

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// A row can be named by its id, or by the key a person knows it by:
//   - a site by its letter, a unit by its name, a participant by pseudonym, the last two also as "A/name";
//   - a theme by code or name, a question, meta-theme, round, interview, source, coder or attribute by name;
//   - a position by its name within its question, a post by its title within its site;
//   - a claim or memo by its code, a typology by its key, a guide by its title.

// find is the id of a row the actor may see, given its id or key. near narrows the search: a site for
// units, participants and posts, a question for positions, an owner for attributes.
func (v *visit) find(noun, key string, near map[string]string) (string, error) {
	rows, err := v.rows(noun, "id = $2", key)
	if err != nil {
		return "", err
	}
	if len(rows) == 0 {
		cond, args := keyCondition(noun, key)
		for _, column := range slices.Sorted(maps.Keys(near)) {
			args = append(args, near[column])
			cond += fmt.Sprintf(" AND %s = $%d", column, len(args)+1)
		}
		if rows, err = v.rows(noun, cond, args...); err != nil {
			return "", err
		}
	}
	if i := strings.Index(key, "/"); len(rows) == 0 && i > 0 && (noun == "unit" || noun == "participant" || noun == "post") {
		site, err := v.find("site", key[:i], nil)
		if err == nil {
			return v.find(noun, key[i+1:], map[string]string{"site_id": site})
		}
		if crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			return "", err
		}
	}
	rows = slices.DeleteFunc(rows, func(row any) bool { return v.seesRow(noun, row) != nil || !matches(row, near) })
	switch len(rows) {
	case 0:
		return "", crosscase.Errorf(crosscase.CodeNotFound, "there is no %s %q", strings.ReplaceAll(noun, "_", " "), key)
	case 1:
		return idOf(rows[0]), nil
	}
	return "", crosscase.Errorf(crosscase.CodeInvalid, "%q names %d %s: say which by its site or question, as in A/%s", key, len(rows), plural(noun, len(rows)), key)
}

// keyCondition is the SQL that finds rows of a noun by key; its first placeholder is $2.
func keyCondition(noun, key string) (string, []any) {
	columns, ok := map[string][]string{
		"site": {"letter"}, "unit": {"name"}, "participant": {"pseudonym"}, "round": {"name"}, "guide": {"title"},
		"interview": {"name"}, "source": {"name"}, "meta_theme": {"name"}, "theme": {"code", "name"}, "question": {"name"},
		"position": {"name"}, "coder": {"name"}, "memo": {"code"}, "attribute": {"name"}, "post": {"title"},
		"claim": {"code"}, "typology": {"key"}, "matrix_view": {"name"}, "study": {"slug"}, "topic": {"wording"},
	}[noun]
	if !ok {
		return "id = $2", []any{key}
	}
	var parts []string
	var args []any
	for _, c := range columns {
		args = append(args, key)
		parts = append(parts, fmt.Sprintf("%s = $%d", c, len(args)+1))
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// isNotFound says whether an error is that something is not there.
func isNotFound(err error) bool {
	var e *crosscase.Error
	return errors.As(err, &e) && e.Code == crosscase.CodeNotFound
}
