package crosscase

import "strconv"

// Attribute is something known of each site, unit, participant or source, or of the study, such as a budget.
type Attribute struct {
	StudyID    StudyID     `db:"study_id" json:"-"`
	ID         AttributeID `db:"id" json:"id"`
	Revision   int64       `db:"revision" json:"revision"`
	Owner      string      `db:"owner" json:"owner" doc:"whose: study, site, unit, participant or source"`
	Name       string      `db:"name" json:"name" doc:"short key, unique for its owner; predicates of claims use it"`
	Label      string      `db:"label" json:"label,omitempty"`
	Type       string      `db:"type" json:"type" doc:"number or text"`
	Definition string      `db:"definition" json:"definition,omitempty"`
	Ord        int64       `db:"ord" json:"ord"`
}

// AttributeValue is the value of one attribute for one owner. What is not known has no row.
type AttributeValue struct {
	StudyID     StudyID     `db:"study_id" json:"-"`
	ID          RowID       `db:"id" json:"id"`
	Revision    int64       `db:"revision" json:"revision"`
	AttributeID AttributeID `db:"attribute_id" json:"attribute_id"`
	OwnerID     string      `db:"owner_id" json:"owner_id" doc:"the study, site, unit, participant or source"`
	SiteID      SiteID      `db:"site_id,null" json:"site_id,omitempty" doc:"the site the owner belongs to"`
	Value       string      `db:"value" json:"value" doc:"a number in its shortest form where the attribute is one"`
}

// Validate refuses an attribute of an unknown owner or type.
func (a *Attribute) Validate() error {
	if err := oneOf("owner of attribute "+a.Name, a.Owner, "study", "site", "unit", "participant", "source"); err != nil {
		return err
	}
	if err := oneOf("type of attribute "+a.Name, a.Type, "number", "text"); err != nil {
		return err
	}
	return named("attribute", a.Name)
}

// Validate refuses a value without attribute or owner.
func (v *AttributeValue) Validate() error {
	if v.AttributeID == "" || v.OwnerID == "" {
		return Errorf(CodeInvalid, "an attribute value needs its attribute and its owner")
	}
	return nil
}

// Float is the value as a number; false where it is none.
func (v *AttributeValue) Float() (float64, bool) {
	f, err := strconv.ParseFloat(v.Value, 64)
	return f, err == nil
}
