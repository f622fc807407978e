package store

import (
	"fmt"
	"reflect"

	"github.com/crosscase/crosscase"
)

func to(column, table string) ref   { return ref{column: column, to: table} }
func many(column, table string) ref { return ref{column: column, to: table, json: true} }

// tables lists every noun of a study, a referenced one before those that refer to it.
var tables = []*table{
	newTable("study", crosscase.Study{}),
	newTable("site", crosscase.Site{}),
	newTable("site_identity", crosscase.SiteIdentity{}, to("site_id", "site")),
	newTable("unit", crosscase.Unit{}, to("site_id", "site")),
	newTable("participant", crosscase.Participant{}, to("site_id", "site"), to("unit_id", "unit")),
	newTable("participant_identity", crosscase.ParticipantIdentity{}, to("site_id", "site"), to("participant_id", "participant")),
	newTable("round", crosscase.Round{}),
	newTable("guide", crosscase.Guide{}, to("round_id", "round")),
	newTable("meta_theme", crosscase.MetaTheme{}),
	newTable("theme", crosscase.Theme{}, to("meta_theme_id", "meta_theme"), to("parent_id", "theme")),
	newTable("question", crosscase.Question{}, to("theme_id", "theme")),
	newTable("position", crosscase.Position{}, to("question_id", "question")),
	newTable("topic", crosscase.Topic{}, to("guide_id", "guide"), many("themes", "theme"), many("questions", "question")),
	newTable("interview", crosscase.Interview{}, to("round_id", "round"), to("site_id", "site"), to("unit_id", "unit"), many("participants", "participant")),
	newTable("source", crosscase.Source{}, to("site_id", "site"), to("interview_id", "interview"), to("recording_id", "source")),
	newTable("source_text", crosscase.SourceText{}, to("site_id", "site"), to("source_id", "source")),
	newTable("text_edit", crosscase.TextEdit{}, to("site_id", "site"), to("source_id", "source")),
	newTable("media", crosscase.Media{}, to("site_id", "site"), to("source_id", "source")),
	newTable("coder", crosscase.Coder{}),
	newTable("pass", crosscase.Pass{}, to("site_id", "site"), to("source_id", "source"), to("coder_id", "coder"), many("themes", "theme")),
	newTable("codebook_version", crosscase.CodebookVersion{}),
	newTable("revisit", crosscase.Revisit{}, to("site_id", "site"), to("source_id", "source"), to("theme_id", "theme"), to("coder_id", "coder")),
	newTable("excerpt", crosscase.Excerpt{}, to("source_id", "source"), to("site_id", "site"), to("participant_id", "participant")),
	newTable("coding", crosscase.Coding{}, to("excerpt_id", "excerpt"), to("site_id", "site"), to("unit_id", "unit"), to("participant_id", "participant"),
		to("round_id", "round"), to("theme_id", "theme"), to("question_id", "question"), to("position_id", "position"), many("position_set", "position"), to("coder_id", "coder")),
	newTable("silence", crosscase.Silence{}, to("site_id", "site"), to("unit_id", "unit"), to("participant_id", "participant"), to("source_id", "source"),
		to("theme_id", "theme"), to("question_id", "question"), to("coder_id", "coder")),
	newTable("site_position", crosscase.SitePosition{}, to("site_id", "site"), to("question_id", "question"), to("position_id", "position")),
	newTable("memo", crosscase.Memo{}, to("site_id", "site")),
	newTable("attribute", crosscase.Attribute{}),
	newTable("attribute_value", crosscase.AttributeValue{}, to("attribute_id", "attribute"), to("site_id", "site")),
	newTable("post", crosscase.Post{}, to("site_id", "site"), to("reports_to", "post")),
	newTable("claim", crosscase.Claim{}, to("theme_id", "theme")),
	newTable("typology", crosscase.Typology{}),
	newTable("summary", crosscase.Summary{}, to("site_id", "site"), to("unit_id", "unit"), to("participant_id", "participant"), to("typology_id", "typology"),
		to("theme_id", "theme"), to("question_id", "question"), many("excerpts", "excerpt")),
	newTable("matrix_view", crosscase.MatrixView{}, many("sites", "site")),
	newTable("dissent_answer", crosscase.DissentAnswer{}, to("site_id", "site"), to("question_id", "question")),
	newTable("type_decision", crosscase.TypeDecision{}, to("typology_id", "typology"), to("site_id", "site")),
	newTable("written_report", crosscase.WrittenReport{}, to("site_id", "site")),
	newTable("report_snapshot", crosscase.ReportSnapshot{}, to("site_id", "site"), to("report_id", "written_report")),
	newTable("objection", crosscase.Objection{}, to("site_id", "site"), to("report_id", "written_report")),
	newTable("member", crosscase.Member{}, many("sites", "site")),
	newTable("transfer", crosscase.Transfer{}, to("site_id", "site")),
	newTable("alias", crosscase.Alias{}),
	newTable("kept_element", crosscase.KeptElement{}, to("site_id", "site")),
}

var (
	tableByName = map[string]*table{}
	tableByType = map[reflect.Type]*table{}
)

func init() {
	for i, t := range tables {
		t.place = i
		tableByName[t.name] = t
		tableByType[t.typ] = t
	}
	for _, t := range tables {
		for i := range t.refs {
			t.refs[i].table = tableByName[t.refs[i].to]
		}
	}
}

// tableFor finds the table of a row given as a pointer to its struct.
func tableFor(row any) (*table, reflect.Value, error) {
	v := reflect.ValueOf(row)
	if v.Kind() != reflect.Pointer {
		return nil, v, fmt.Errorf("store: %T is no pointer to a row", row)
	}
	t, ok := tableByType[v.Elem().Type()]
	if !ok {
		return nil, v, fmt.Errorf("store: %T has no table", row)
	}
	return t, v.Elem(), nil
}

// Nouns lists the names of all nouns, in the order of their tables.
func Nouns() []string {
	out := make([]string, len(tables))
	for i, t := range tables {
		out[i] = t.name
	}
	return out
}

// New makes an empty row of a noun, as a pointer to its struct; nil for an unknown noun.
func New(noun string) any {
	t, ok := tableByName[noun]
	if !ok {
		return nil
	}
	return reflect.New(t.typ).Interface()
}

// SiteOf is the site a row belongs to; false where rows of its noun belong to none.
func SiteOf(row any) (crosscase.SiteID, bool) {
	t, v, err := tableFor(row)
	if err != nil {
		return "", false
	}
	if t.name == "site" {
		return crosscase.SiteID(t.idOf(v)), true
	}
	if t.site < 0 {
		return "", false
	}
	return crosscase.SiteID(v.Field(t.site).String()), true
}

// RevisionOf is the number of the change that last wrote a row, 0 where it is no row.
func RevisionOf(row any) int64 {
	t, v, err := tableFor(row)
	if err != nil {
		return 0
	}
	return v.Field(t.rev).Int()
}

// Reference is a column of a noun that names rows of another noun.
type Reference struct {
	Field string // the name in JSON and SQL
	Noun  string
	List  bool
}

// References lists where rows of a noun point.
func References(noun string) []Reference {
	t, ok := tableByName[noun]
	if !ok {
		return nil
	}
	out := make([]Reference, len(t.refs))
	for i, r := range t.refs {
		out[i] = Reference{Field: r.column, Noun: r.to, List: r.json}
	}
	return out
}

// Named is a row that another row names.
type Named struct {
	Reference
	ID string
}

// NamedBy lists the rows that a row, a pointer to its struct, names.
func NamedBy(row any) []Named {
	t, v, err := tableFor(row)
	if err != nil {
		return nil
	}
	var out []Named
	for _, r := range t.refs {
		ref, f := Reference{Field: r.column, Noun: r.to, List: r.json}, v.Field(r.field)
		if !r.json {
			if id := f.String(); id != "" {
				out = append(out, Named{ref, id})
			}
			continue
		}
		for i := range f.Len() {
			out = append(out, Named{ref, f.Index(i).String()})
		}
	}
	return out
}
