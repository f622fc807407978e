package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkTheme refuses a theme under one of its own sub-themes.
func checkTheme(v *visit, tx *store.Tx, row any) error {
	t := row.(*crosscase.Theme)
	themes, err := store.ListTx[crosscase.Theme](tx, "")
	if err != nil {
		return err
	}
	parent := map[crosscase.ThemeID]crosscase.ThemeID{}
	for _, o := range themes {
		parent[o.ID] = o.ParentID
	}
	parent[t.ID] = t.ParentID
	for at, steps := t.ParentID, 0; at != ""; at, steps = parent[at], steps+1 {
		if at == t.ID || steps > len(themes) {
			return crosscase.Errorf(crosscase.CodeInvalid, "theme %q cannot stand under one of its own sub-themes", t.Name)
		}
	}
	return nil
}
