package crosscase

import "regexp"

// MetaTheme is the upper level of the codebook: structure, process, outcomes.
type MetaTheme struct {
	StudyID  StudyID     `db:"study_id" json:"-"`
	ID       MetaThemeID `db:"id" json:"id"`
	Revision int64       `db:"revision" json:"revision"`
	Name     string      `db:"name" json:"name"`
	Ord      int64       `db:"ord" json:"ord"`
}

// Theme is one theme of the codebook. Its fields are those of MacQueen et al. (1998),
// Cultural Anthropology Methods 10(2), 31-36.
type Theme struct {
	StudyID     StudyID     `db:"study_id" json:"-"`
	ID          ThemeID     `db:"id" json:"id"`
	Revision    int64       `db:"revision" json:"revision"`
	MetaThemeID MetaThemeID `db:"meta_theme_id,null" json:"meta_theme_id,omitempty"`
	ParentID    ThemeID     `db:"parent_id,null" json:"parent_id,omitempty" doc:"the theme this is a sub-theme of"`
	Code        string      `db:"code" json:"code,omitempty" doc:"short key such as S1; unique in the study where given"`
	Name        string      `db:"name" json:"name" doc:"label; unique in the study"`
	Definition  string      `db:"definition" json:"definition,omitempty"`
	Full        string      `db:"full_definition" json:"full_definition,omitempty"`
	UseWhen     string      `db:"use_when" json:"use_when,omitempty"`
	NotWhen     string      `db:"not_when" json:"not_when,omitempty"`
	Example     string      `db:"example" json:"example,omitempty"`
	Colour      string      `db:"colour" json:"colour,omitempty"`
	Ord         int64       `db:"ord" json:"ord"`
	Retired     bool        `db:"retired" json:"retired,omitempty" doc:"kept with its codings, no longer offered"`
	Meaning     int64       `db:"meaning" json:"meaning,omitempty" doc:"number of the change that last altered what it means; what was coded before is to be revisited"`
}

// Key is how a theme is named in tables and JSON: its code, or its name where it has none.
func (t *Theme) Key() string {
	if t.Code != "" {
		return t.Code
	}
	return t.Name
}

// Cell is how a theme is written in the codebook table: "S1: Label", or the name alone.
func (t *Theme) Cell() string {
	if t.Code != "" && t.Code != t.Name {
		return t.Code + ": " + t.Name
	}
	return t.Name
}

var themeCell = regexp.MustCompile(`^([A-Za-z]{1,4}\d{1,3}[a-z]?):\s+(.+)$`)

// SplitThemeCell reads what Cell wrote; code is "" where the cell is a name alone.
func SplitThemeCell(cell string) (code, name string) {
	if m := themeCell.FindStringSubmatch(cell); m != nil {
		return m[1], m[2]
	}
	return "", cell
}

// Validate refuses a meta-theme without a name.
func (m *MetaTheme) Validate() error { return named("meta-theme", m.Name) }

// Validate refuses a theme without a name, or under itself.
func (t *Theme) Validate() error {
	if t.ID != "" && t.ParentID == t.ID {
		return Errorf(CodeInvalid, "theme %s cannot be its own sub-theme", t.Name)
	}
	return named("theme", t.Name)
}
