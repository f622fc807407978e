package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkTheme refuses a theme under one of its own sub-themes, and notes when what it means changes.
func checkTheme(v *visit, tx *store.Tx, row any) error {
	t := row.(*crosscase.Theme)
	themes, err := store.ListTx[crosscase.Theme](tx, "")
	if err != nil {
		return err
	}
	var standing *crosscase.Theme
	parent := map[crosscase.ThemeID]crosscase.ThemeID{}
	for _, o := range themes {
		parent[o.ID] = o.ParentID
		if o.ID == t.ID {
			standing = o
		}
	}
	parent[t.ID] = t.ParentID
	for at, steps := t.ParentID, 0; at != ""; at, steps = parent[at], steps+1 {
		if at == t.ID || steps > len(themes) {
			return crosscase.Errorf(crosscase.CodeInvalid, "theme %q cannot stand under one of its own sub-themes", t.Name)
		}
	}
	if standing == nil || meaningOf(standing) != meaningOf(t) {
		t.Meaning = tx.Seq()
	} else {
		t.Meaning = standing.Meaning
	}
	return nil
}

// meaningOf is what says when a theme applies. Label, colour and place do not.
func meaningOf(t *crosscase.Theme) [5]string {
	return [...]string{t.Definition, t.Full, t.UseWhen, t.NotWhen, t.Example}
}

// alterMeaning notes that a theme came to mean something else without a change of its own fields.
func alterMeaning(tx *store.Tx, id crosscase.ThemeID) error {
	if id == "" {
		return nil
	}
	t, err := store.GetTx[crosscase.Theme](tx, string(id))
	if err != nil || t.Meaning == tx.Seq() {
		return err
	}
	t.Meaning = tx.Seq()
	return tx.Update(t)
}
