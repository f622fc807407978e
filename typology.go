package crosscase

// Typology is a scheme, its types, and what each expects of a site.
type Typology struct {
	StudyID  StudyID    `db:"study_id" json:"-"`
	ID       TypologyID `db:"id" json:"id"`
	Revision int64      `db:"revision" json:"revision"`
	Key      string     `db:"key" json:"key" doc:"short key such as mckee1999; unique in the study"`
	Title    string     `db:"title" json:"title"`
	Source   string     `db:"source" json:"source,omitempty" doc:"where the scheme was published"`
	Unit     string     `db:"unit" json:"unit,omitempty" doc:"what the scheme classifies, in its author's words"`
	Types    []Type     `db:"types,json" json:"types"`
	Note     string     `db:"note" json:"note,omitempty"`
}

// Type is one type of a typology.
type Type struct {
	ID       string      `json:"id"`
	Label    string      `json:"label,omitempty"`
	Criteria []Criterion `json:"criteria,omitempty"`
}

// Criterion is what a type expects of a site.
type Criterion struct {
	ID        string `json:"id"`
	Indicator string `json:"indicator"`
	Expects   string `json:"expects"`
	Weight    string `json:"weight,omitempty" doc:"required (the default), supporting or incompatible"`
	Predicate string `json:"predicate,omitempty" doc:"CEL over the site record; empty where the study asked nothing that would show it"`
}

// TypeDecision is a person's placing of a site, with its basis and what speaks against it.
type TypeDecision struct {
	StudyID    StudyID    `db:"study_id" json:"-"`
	ID         RowID      `db:"id" json:"id"`
	Revision   int64      `db:"revision" json:"revision"`
	TypologyID TypologyID `db:"typology_id" json:"typology_id"`
	SiteID     SiteID     `db:"site_id" json:"site_id"`
	Type       string     `db:"type" json:"type" doc:"id of the type, or none, or between"`
	Basis      string     `db:"basis" json:"basis"`
	Rivals     []Rival    `db:"rivals,json" json:"rivals,omitempty" doc:"other types considered and how each stands"`
	Negative   string     `db:"negative" json:"negative,omitempty" doc:"the negative cases"`
	Second     string     `db:"second" json:"second,omitempty" doc:"the type a second person assigned without seeing this"`
	DecidedBy  string     `db:"decided_by" json:"decided_by,omitempty"`
	SecondBy   string     `db:"second_by" json:"second_by,omitempty"`
}

// Rival is another type that was considered.
type Rival struct {
	Type     string `json:"type"`
	Standing string `json:"standing"`
}

// Words a decision can hold besides the id of a type.
const (
	TypeNone    = "none"    // no type fits
	TypeBetween = "between" // between types
)

// Validate refuses a typology without types, or with two of one id.
func (t *Typology) Validate() error {
	if err := named("typology", t.Key); err != nil {
		return err
	}
	if len(t.Types) == 0 {
		return Errorf(CodeInvalid, "typology %s has no types", t.Key)
	}
	types, criteria := map[string]bool{}, map[string]bool{}
	for _, ty := range t.Types {
		if ty.ID == "" || types[ty.ID] || ty.ID == TypeNone || ty.ID == TypeBetween {
			return Errorf(CodeInvalid, "typology %s: type id %q is missing, used twice or reserved", t.Key, ty.ID)
		}
		types[ty.ID] = true
		for _, c := range ty.Criteria {
			if c.ID == "" || criteria[c.ID] {
				return Errorf(CodeInvalid, "typology %s, type %s: criterion id %q is missing or used twice", t.Key, ty.ID, c.ID)
			}
			criteria[c.ID] = true
			if err := oneOf("weight of criterion "+c.ID, c.Weight, "", "required", "supporting", "incompatible"); err != nil {
				return err
			}
		}
	}
	return nil
}

// Validate refuses a decision without type or basis.
func (d *TypeDecision) Validate() error {
	if d.TypologyID == "" || d.SiteID == "" || d.Type == "" {
		return Errorf(CodeInvalid, "a type decision needs typology, site and type ('none' and 'between' are legal)")
	}
	if d.Basis == "" {
		return Errorf(CodeInvalid, "a type decision needs its basis: say which evidence decided it")
	}
	if len(d.Rivals) == 0 {
		return Errorf(CodeInvalid, "a type decision names at least one rival type and how it stands")
	}
	return nil
}
