package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/store"
)

// TypologyList is the typologies of a study, in the order they were added.
type TypologyList struct {
	Items []TypologyLine `json:"items"`
}

// TypologyLine is a scheme with its types and what each expects.
type TypologyLine struct {
	ID     string     `json:"id" doc:"its key, such as mckee1999"`
	Title  string     `json:"title"`
	Source string     `json:"source,omitempty"`
	Unit   string     `json:"unit,omitempty" doc:"what the scheme classifies"`
	Note   string     `json:"note,omitempty"`
	Types  []TypeLine `json:"types"`
}

// TypeLine is one type.
type TypeLine struct {
	ID       string          `json:"id"`
	Label    string          `json:"label,omitempty"`
	Criteria []CriterionLine `json:"criteria"`
}

// CriterionLine is what a type expects of a site.
type CriterionLine struct {
	ID        string `json:"id"`
	Indicator string `json:"indicator"`
	Expects   string `json:"expects"`
	Weight    string `json:"weight" doc:"required, supporting or incompatible"`
	Predicate string `json:"predicate,omitempty" doc:"CEL; absent where the study asked nothing that would show it"`
}

// Placement is the sites of a study in one typology.
type Placement struct {
	Typology TypologyLine    `json:"typology"`
	Sites    []SitePlacement `json:"sites"`
}

// SitePlacement is one site's place.
type SitePlacement struct {
	Site     string            `json:"site"`
	Types    []TypePlacement   `json:"types" doc:"every type of the typology in order"`
	Placed   string            `json:"placed" doc:"id of the type that fits, or none, or between"`
	Basis    string            `json:"basis"`
	Rivals   []crosscase.Rival `json:"rivals" doc:"other types with evidence, and how they stand"`
	Decision *PlacementRecord  `json:"decision,omitempty" doc:"what a person decided"`
}

// TypePlacement is how one type stands at one site, with its criteria by answer.
type TypePlacement struct {
	Type         string          `json:"type"`
	Standing     string          `json:"standing" doc:"fits, possible, contradicted or no_evidence"`
	Met          int             `json:"met"`
	Contradicted int             `json:"contradicted"`
	Mixed        int             `json:"mixed"`
	NoEvidence   int             `json:"no_evidence"`
	Criteria     []CriterionMark `json:"criteria"`
}

// CriterionMark is one criterion at one site.
type CriterionMark struct {
	ID       string                `json:"id"`
	Mark     string                `json:"mark" doc:"met, contradicted, mixed or no_evidence"`
	Excerpts []crosscase.ExcerptID `json:"excerpts"`
	Note     string                `json:"note,omitempty"`
}

// PlacementRecord is a person's decision on a site.
type PlacementRecord struct {
	Type      string            `json:"type"`
	Basis     string            `json:"basis"`
	Rivals    []crosscase.Rival `json:"rivals,omitempty"`
	Negative  string            `json:"negative,omitempty" doc:"the negative cases"`
	Second    string            `json:"second,omitempty" doc:"the type a second person assigned without seeing this"`
	DecidedBy string            `json:"decided_by,omitempty"`
	SecondBy  string            `json:"second_by,omitempty"`
}

// TypologyLines lists the typologies.
func (s *Service) TypologyLines(ctx context.Context, slug string) (*TypologyList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	all, err := v.typologies()
	if err != nil {
		return nil, err
	}
	out := &TypologyList{Items: make([]TypologyLine, len(all))}
	for i, t := range all {
		out.Items[i] = typologyLine(t)
	}
	return out, nil
}

// ClassifyView places the sites in one typology, given by its key; "" is the first.
func (s *Service) ClassifyView(ctx context.Context, slug, key string) (*Placement, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	all, err := v.typologies()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(t *crosscase.Typology) bool { return key == "" || t.Key == key })
	if at < 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no typology %q", key)
	}
	record, engine, err := v.record()
	if err != nil {
		return nil, err
	}
	placed, err := engine.Classify(ctx, record, all[at])
	if err != nil {
		return nil, err
	}
	decisions, err := v.decisions(all[at].ID)
	if err != nil {
		return nil, err
	}
	out := &Placement{Typology: typologyLine(all[at]), Sites: make([]SitePlacement, len(placed.Sites))}
	for i := range placed.Sites {
		out.Sites[i] = sitePlacement(&placed.Sites[i])
		out.Sites[i].Decision = decisions[placed.Sites[i].Site]
	}
	return out, nil
}

// typologies are those of the study, in the order they were added.
func (v *visit) typologies() ([]*crosscase.Typology, error) {
	return store.List[crosscase.Typology](v.ctx, v.s.store, v.study.ID, "")
}

// decisions are what people decided, by the site's letter.
func (v *visit) decisions(typology crosscase.TypologyID) (map[string]*PlacementRecord, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	rows, err := seen[crosscase.TypeDecision](v, "typology_id = $2", string(typology))
	if err != nil {
		return nil, err
	}
	letter, out := lettersByID(ev), map[string]*PlacementRecord{}
	for _, d := range rows {
		out[letter[d.SiteID]] = &PlacementRecord{
			Type: d.Type, Basis: d.Basis, Rivals: d.Rivals, Negative: d.Negative, Second: d.Second, DecidedBy: d.DecidedBy, SecondBy: d.SecondBy,
		}
	}
	return out, nil
}

func typologyLine(t *crosscase.Typology) TypologyLine {
	out := TypologyLine{ID: t.Key, Title: t.Title, Source: t.Source, Unit: t.Unit, Note: t.Note, Types: []TypeLine{}}
	for _, ty := range t.Types {
		line := TypeLine{ID: ty.ID, Label: ty.Label, Criteria: []CriterionLine{}}
		for _, c := range ty.Criteria {
			line.Criteria = append(line.Criteria, CriterionLine{
				ID: c.ID, Indicator: c.Indicator, Expects: c.Expects, Weight: cmp.Or(c.Weight, "required"), Predicate: c.Predicate,
			})
		}
		out.Types = append(out.Types, line)
	}
	return out
}

func sitePlacement(s *claims.SiteTypes) SitePlacement {
	out := SitePlacement{Site: s.Site, Placed: s.Type, Basis: s.Basis, Types: []TypePlacement{}, Rivals: []crosscase.Rival{}}
	for _, t := range s.Types {
		place := TypePlacement{Type: t.Type, Standing: t.Standing, Criteria: []CriterionMark{}}
		for _, c := range t.Criteria {
			*map[string]*int{
				claims.Met: &place.Met, claims.Contradicted: &place.Contradicted, claims.MixedAnswer: &place.Mixed, claims.NoEvidence: &place.NoEvidence,
			}[c.Answer]++
			place.Criteria = append(place.Criteria, CriterionMark{ID: c.Criterion, Mark: c.Answer, Excerpts: nonNil(c.Evidence), Note: c.Note})
		}
		out.Types = append(out.Types, place)
		if t.Type != s.Type && t.Standing != claims.NoEvidence {
			out.Rivals = append(out.Rivals, crosscase.Rival{Type: t.Type, Standing: t.Standing})
		}
	}
	return out
}
