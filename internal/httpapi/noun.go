package httpapi

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// largestRow bounds the body of a row; the text of a source is the largest there is.
const largestRow = 16 << 20

// registerNouns adds, for every noun but study and member, which have operations of their own, the five
// operations on its rows. A text is only read: it comes with its source, and excerpts count in it.
func (a *api) registerNouns() {
	registerNoun[crosscase.Site](a, "site", "sites")
	registerNoun[crosscase.SiteIdentity](a, "site_identity", "site-identities")
	registerNoun[crosscase.Unit](a, "unit", "units")
	registerNoun[crosscase.Participant](a, "participant", "participants")
	registerNoun[crosscase.ParticipantIdentity](a, "participant_identity", "participant-identities")
	registerNoun[crosscase.Round](a, "round", "rounds")
	registerNoun[crosscase.Guide](a, "guide", "guides")
	registerNoun[crosscase.Topic](a, "topic", "topics")
	registerNoun[crosscase.Interview](a, "interview", "interviews")
	registerNoun[crosscase.Source](a, "source", "sources")
	registerReading[crosscase.SourceText](a, "source_text", "source-texts")
	registerReading[crosscase.TextEdit](a, "text_edit", "text-edits")
	registerReading[crosscase.Media](a, "media", "media")
	registerNoun[crosscase.Pass](a, "pass", "passes")
	registerNoun[crosscase.Excerpt](a, "excerpt", "excerpts")
	registerNoun[crosscase.MetaTheme](a, "meta_theme", "meta-themes")
	registerNoun[crosscase.Theme](a, "theme", "themes")
	registerNoun[crosscase.Question](a, "question", "questions")
	registerNoun[crosscase.Position](a, "position", "positions")
	registerNoun[crosscase.CodebookVersion](a, "codebook_version", "codebook-versions")
	registerNoun[crosscase.Revisit](a, "revisit", "revisits")
	registerNoun[crosscase.SitePosition](a, "site_position", "site-positions")
	registerNoun[crosscase.Coder](a, "coder", "coders")
	registerNoun[crosscase.Coding](a, "coding", "codings")
	registerNoun[crosscase.Silence](a, "silence", "silences")
	registerNoun[crosscase.Memo](a, "memo", "memos")
	registerNoun[crosscase.Attribute](a, "attribute", "attributes")
	registerNoun[crosscase.AttributeValue](a, "attribute_value", "attribute-values")
	registerNoun[crosscase.Post](a, "post", "posts")
	registerNoun[crosscase.Summary](a, "summary", "summaries")
	registerNoun[crosscase.MatrixView](a, "matrix_view", "matrix-views")
	registerNoun[crosscase.DissentAnswer](a, "dissent_answer", "dissent-answers")
	registerNoun[crosscase.Claim](a, "claim", "claims")
	registerNoun[crosscase.Typology](a, "typology", "typologies")
	registerNoun[crosscase.TypeDecision](a, "type_decision", "type-decisions")
	registerReading[crosscase.Transfer](a, "transfer", "transfers")
	registerReading[crosscase.Alias](a, "alias", "aliases")
	registerReading[crosscase.KeptElement](a, "kept_element", "kept-elements")
	registerReading[crosscase.WrittenReport](a, "written_report", "written-reports")
	registerReading[crosscase.ReportSnapshot](a, "report_snapshot", "report-snapshots")
	registerReading[crosscase.Objection](a, "objection", "objections")
}

// Rows is a page of the rows of a noun, in the order they were made.
type Rows[T any] struct {
	Items []*T `json:"items"`
	Total int  `json:"total" doc:"rows that fit the filters, on all pages"`
}

type InRow struct {
	InStudy
	ID string `path:"id" doc:"the row's id, or the key a person knows it by"`
}

type inRows struct {
	InStudy
	Limit  int `query:"limit" minimum:"0" doc:"rows a page; 0 is all"`
	Offset int `query:"offset" minimum:"0" doc:"rows to leave out first"`
	where  url.Values
}

// Resolve notes every further parameter: a field and the value it must have.
func (in *inRows) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	in.where = u.Query()
	in.where.Del("limit")
	in.where.Del("offset")
	return nil
}

type inDelete struct {
	InRow
	With bool `query:"with_contents" doc:"delete what belongs to it too; one undo brings all of it back"`
}

// nounRoutes is the operations on the rows of one noun.
type nounRoutes[T any] struct {
	a      *api
	noun   string
	plural string   // in addresses
	fields []string // that a list can be narrowed down by
}

func registerNoun[T any](a *api, noun, plural string) {
	n := registerReading[T](a, noun, plural)
	create := n.op("create", http.MethodPost, "", "Add ")
	create.DefaultStatus = http.StatusCreated
	register(a, create, n.create)
	register(a, n.op("replace", http.MethodPut, "/{id}", "Write over "), n.replace)
	register(a, n.op("delete", http.MethodDelete, "/{id}", "Delete "), n.delete)
}

// registerReading adds the operations that read the rows of a noun.
func registerReading[T any](a *api, noun, plural string) *nounRoutes[T] {
	n := &nounRoutes[T]{a: a, noun: noun, plural: plural}
	rows := n.op("list", http.MethodGet, "", "List ")
	rows.Summary = "List " + strings.ReplaceAll(plural, "-", " ")
	for _, f := range scalars(reflect.TypeFor[T]()) {
		n.fields = append(n.fields, f.name)
		rows.Parameters = append(rows.Parameters, &huma.Param{
			Name: f.name, In: "query", Description: "only rows with this value", Schema: &huma.Schema{Type: f.kind},
		})
	}
	register(a, rows, n.list)
	register(a, n.op("get", http.MethodGet, "/{id}", "Show "), n.get)
	return n
}

// op is one operation; its summary is what it does, followed by the noun.
func (n *nounRoutes[T]) op(verb, method, below, does string) huma.Operation {
	article := "a "
	if strings.ContainsRune("aeio", rune(n.noun[0])) {
		article = "an "
	}
	return huma.Operation{
		OperationID: verb + "-" + strings.ReplaceAll(n.noun, "_", "-"), Method: method, Path: "/api/studies/{study}/nouns/" + n.plural + below,
		Summary: does + article + strings.ReplaceAll(n.noun, "_", " "), Tags: []string{"nouns"}, MaxBodyBytes: largestRow,
		Metadata: map[string]any{"noun": n.noun},
	}
}

func (n *nounRoutes[T]) list(ctx context.Context, in *inRows) (*answer[Rows[T]], error) {
	where := map[string]string{}
	for field, values := range in.where {
		if !slices.Contains(n.fields, field) {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s has no field %q to choose by: use %s", n.noun, field, strings.Join(n.fields, ", "))
		}
		where[field] = values[0]
	}
	found, err := n.a.service.List(ctx, in.Study, n.noun, where)
	if err != nil {
		return nil, err
	}
	page := Rows[T]{Items: []*T{}, Total: len(found)}
	found = found[min(in.Offset, len(found)):]
	if in.Limit > 0 {
		found = found[:min(in.Limit, len(found))]
	}
	for _, row := range found {
		page.Items = append(page.Items, row.(*T))
	}
	return &answer[Rows[T]]{page}, nil
}

func (n *nounRoutes[T]) get(ctx context.Context, in *InRow) (*answer[*T], error) {
	row, err := n.a.service.Get(ctx, in.Study, n.noun, in.ID)
	if err != nil {
		return nil, err
	}
	return &answer[*T]{row.(*T)}, nil
}

func (n *nounRoutes[T]) create(ctx context.Context, in *struct {
	InStudy
	Body Draft[T]
}) (*answer[*T], error) {
	row, err := n.a.service.CreateRecord(ctx, in.Study, n.noun, service.Record(in.Body.fields))
	if err != nil {
		return nil, err
	}
	return &answer[*T]{row.(*T)}, nil
}

// replace finds the row first, so that it can be named by key as everywhere.
func (n *nounRoutes[T]) replace(ctx context.Context, in *struct {
	InRow
	Body T
}) (*answer[*T], error) {
	standing, err := n.a.service.Get(ctx, in.Study, n.noun, in.ID)
	if err != nil {
		return nil, err
	}
	row := &in.Body
	id := reflect.ValueOf(row).Elem().FieldByName("ID")
	id.Set(reflect.ValueOf(standing).Elem().FieldByName("ID"))
	if _, err := n.a.service.Update(ctx, in.Study, n.noun, row); err != nil {
		return nil, err
	}
	return &answer[*T]{row}, nil
}

func (n *nounRoutes[T]) delete(ctx context.Context, in *inDelete) (*answer[*crosscase.Change], error) {
	change, err := n.a.service.Delete(ctx, in.Study, n.noun, in.ID, in.With)
	return &answer[*crosscase.Change]{change}, err
}

type scalar struct{ name, kind string }

// scalars are the fields of a row that hold one value.
func scalars(t reflect.Type) []scalar {
	var out []scalar
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" || f.Tag.Get("db") == "" {
			continue
		}
		typ := f.Type
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		switch typ.Kind() {
		case reflect.String:
			out = append(out, scalar{name, huma.TypeString})
		case reflect.Bool:
			out = append(out, scalar{name, huma.TypeBoolean})
		case reflect.Int64:
			out = append(out, scalar{name, huma.TypeInteger})
		case reflect.Float64:
			out = append(out, scalar{name, huma.TypeNumber})
		}
	}
	slices.SortFunc(out, func(a, b scalar) int { return cmp.Compare(a.name, b.name) })
	return out
}
