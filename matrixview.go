package crosscase

// MatrixView is a view of a matrix that a team keeps: which rows and columns, in which order.
type MatrixView struct {
	StudyID    StudyID        `db:"study_id" json:"-"`
	ID         RowID          `db:"id" json:"id"`
	Revision   int64          `db:"revision" json:"revision"`
	Name       string         `db:"name" json:"name" doc:"unique in the study"`
	Rows       string         `db:"rows_of" json:"rows" doc:"participant, unit, site, type or role"`
	Columns    string         `db:"columns_of" json:"columns" doc:"theme or question"`
	Sites      []SiteID       `db:"sites,json" json:"sites,omitempty" doc:"the only sites; absent is all"`
	Typology   string         `db:"typology" json:"typology,omitempty" doc:"where rows are types: the key of the typology; absent is the first"`
	ColumnSet  []string       `db:"column_set,json" json:"column_set,omitempty" doc:"keys of the only columns, in this order; absent is all"`
	Filters    []MatrixFilter `db:"filters,json" json:"filters,omitempty" doc:"what a row must fulfil, all of them"`
	Sort       string         `db:"sort" json:"sort,omitempty" doc:"the attribute the rows are sorted by"`
	Descending bool           `db:"descending" json:"descending,omitempty"`
}

// MatrixFilter is what an attribute of a row, or of its site, must be. Numbers are compared as numbers.
type MatrixFilter struct {
	Attribute string `json:"attribute" doc:"name of an attribute; or group, level, unit, status, stale"`
	Is        string `json:"is" doc:"equals, not, at_least or at_most"`
	Value     string `json:"value"`
}

// Validate refuses a view without a name, or of rows, columns or filters that there are not.
func (m *MatrixView) Validate() error {
	if err := named("view of a matrix", m.Name); err != nil {
		return err
	}
	if err := oneOf("rows of view "+m.Name, m.Rows, "participant", "unit", "site", "type", "role"); err != nil {
		return err
	}
	for _, f := range m.Filters {
		if err := f.Validate(); err != nil {
			return err
		}
	}
	return oneOf("columns of view "+m.Name, m.Columns, "theme", "question")
}

// Validate refuses a filter that compares nothing.
func (f *MatrixFilter) Validate() error {
	if f.Attribute == "" {
		return Errorf(CodeInvalid, "a filter needs the attribute it looks at")
	}
	return oneOf("comparison of filter "+f.Attribute, f.Is, "equals", "not", "at_least", "at_most")
}
