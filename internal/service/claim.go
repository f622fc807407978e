package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/store"
)

// Claims is what the record says of each claim today.
func (s *Service) Claims(ctx context.Context, slug string) ([]claims.Result, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	_, _, results, err := v.claims()
	return nonNil(results), err
}

// Classify places every site in each typology, or in the one whose key is given.
func (s *Service) Classify(ctx context.Context, slug, key string) ([]claims.Classification, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	record, engine, err := v.record()
	if err != nil {
		return nil, err
	}
	typologies, err := store.List[crosscase.Typology](ctx, s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	out := []claims.Classification{}
	for _, t := range typologies {
		if key != "" && t.Key != key {
			continue
		}
		c, err := engine.Classify(ctx, record, t)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	if key != "" && len(out) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no typology %q", key)
	}
	return out, nil
}

// claims evaluates all claims of the study.
func (v *visit) claims() ([]*crosscase.Claim, []*crosscase.Typology, []claims.Result, error) {
	record, engine, err := v.record()
	if err != nil {
		return nil, nil, nil, err
	}
	list, err := store.List[crosscase.Claim](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, nil, nil, err
	}
	slices.SortStableFunc(list, func(a, b *crosscase.Claim) int {
		if a.Ord != b.Ord {
			return int(a.Ord - b.Ord)
		}
		return store.NaturalCompare(a.Code, b.Code)
	})
	typologies, err := store.List[crosscase.Typology](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, nil, nil, err
	}
	results, err := engine.Evaluate(v.ctx, record, list, typologies)
	return list, typologies, results, err
}

// record is what predicates are asked of, with the engine that compiles them.
func (v *visit) record() (*claims.Record, *claims.Engine, error) {
	ev, results, _, err := v.analysis()
	if err != nil {
		return nil, nil, err
	}
	in := claims.Input{Evidence: ev, Study: map[string]string{}, Interviews: map[string]int{}, Targets: map[string]int{}}
	for i := range results {
		for k := range results[i].Sites {
			site := &results[i].Sites[k]
			in.Stands = append(in.Stands, claims.Stand{
				Question: results[i].QuestionIndex, Site: site.SiteIndex, Aspect: results[i].AspectIndex,
				Position: site.Position, Decided: site.Decided, Value: site.Value,
			})
		}
	}
	if err := v.studyFacts(&in); err != nil {
		return nil, nil, err
	}
	record := claims.FromEvidence(in)
	o := v.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.engine == nil || !o.engine.Fits(record.Names) {
		if o.engine, err = claims.NewEngine(record.Names); err != nil {
			return nil, nil, err
		}
	}
	return record, o.engine, nil
}

// studyFacts fills in what is known of the study as a whole.
func (v *visit) studyFacts(in *claims.Input) error {
	attributes, err := store.List[crosscase.Attribute](v.ctx, v.s.store, v.study.ID, "owner = 'site' OR study_id = $1 AND owner = 'study'")
	if err != nil {
		return err
	}
	names := map[crosscase.AttributeID]string{}
	for _, a := range attributes {
		in.Attributes = append(in.Attributes, *a)
		names[a.ID] = a.Name
	}
	values, err := store.List[crosscase.AttributeValue](v.ctx, v.s.store, v.study.ID, "owner_id = $1")
	if err != nil {
		return err
	}
	for _, val := range values {
		in.Study[names[val.AttributeID]] = val.Value
	}
	rounds, err := store.List[crosscase.Round](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	byID := map[crosscase.RoundID]string{}
	for _, r := range rounds {
		byID[r.ID] = r.Name
		in.Targets[r.Name] = int(r.Target)
		in.Interviews[r.Name] = 0
	}
	interviews, err := store.List[crosscase.Interview](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	for _, i := range interviews {
		in.Interviews[byID[i.RoundID]]++
	}
	return nil
}

// checkClaim refuses a claim whose predicate does not compile against this study, or that rests on itself.
func checkClaim(v *visit, tx *store.Tx, row any) error {
	c := row.(*crosscase.Claim)
	engine, err := v.engineFor(tx)
	if err != nil {
		return err
	}
	check := engine.Check
	if c.Subject == "study" {
		check = engine.CheckStudy
	}
	if c.Predicate != "" {
		if err := check(c.Predicate); err != nil {
			return inClaim(c, "predicate", err)
		}
	}
	if c.Scope != "" {
		if err := engine.Check(c.Scope); err != nil {
			return inClaim(c, "scope", err)
		}
	}
	others, err := store.ListTx[crosscase.Claim](tx, "")
	if err != nil {
		return err
	}
	all := []*crosscase.Claim{c}
	for _, o := range others {
		if o.ID != c.ID {
			all = append(all, o)
		}
	}
	return claims.CheckAntecedents(all)
}

func inClaim(c *crosscase.Claim, what string, err error) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "%s of claim %s: %v", what, c.Code, err)
}

// checkTypology refuses a typology whose criteria a person wrote wrong. Criteria that ask for what this study
// does not have are allowed in those imported as data; they are without evidence.
func checkTypology(v *visit, tx *store.Tx, row any) error {
	t := row.(*crosscase.Typology)
	if t.Source != "" {
		return nil // a published scheme, made for many studies
	}
	engine, err := v.engineFor(tx)
	if err != nil {
		return err
	}
	return engine.CheckTypology(t)
}

// engineFor compiles against the names of the study as the write in hand leaves them.
func (v *visit) engineFor(tx *store.Tx) (*claims.Engine, error) {
	names, err := v.names(tx)
	if err != nil {
		return nil, err
	}
	o := v.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.engine != nil && o.engine.Fits(*names) {
		return o.engine, nil
	}
	engine, err := claims.NewEngine(*names)
	if err != nil {
		return nil, err
	}
	o.engine = engine
	return engine, nil
}

// names are what a predicate may name, read within a write.
func (v *visit) names(tx *store.Tx) (*claims.Names, error) {
	book, err := readBook(tx)
	if err != nil {
		return nil, err
	}
	out := &claims.Names{Themes: map[crosscase.ThemeID]string{}}
	for id, t := range book.themeByID {
		out.Themes[id] = t.Key()
	}
	used, err := tx.AspectsInUse()
	if err != nil {
		return nil, err
	}
	for id, q := range book.byID {
		question := claims.Question{Name: q.Name, Type: q.Type, Aspects: used[id]}
		for _, p := range book.positions[id] {
			question.Positions = append(question.Positions, p.Name)
		}
		slices.Sort(question.Positions)
		out.Questions = append(out.Questions, question)
	}
	slices.SortFunc(out.Questions, func(a, b claims.Question) int { return store.NaturalCompare(a.Name, b.Name) })
	attributes, err := store.ListTx[crosscase.Attribute](tx, "owner IN ('site', 'study')")
	if err != nil {
		return nil, err
	}
	for _, a := range attributes {
		out.Attributes = append(out.Attributes, *a)
	}
	if err := each(tx, func(r *crosscase.Round) { out.Rounds = append(out.Rounds, r.Name) }); err != nil {
		return nil, err
	}
	groups, levels := map[string]bool{}, map[string]bool{}
	err = each(tx, func(p *crosscase.Participant) {
		if !v.access.Sees(p.SiteID) {
			return
		}
		if p.Group != "" && !groups[p.Group] {
			groups[p.Group] = true
			out.Groups = append(out.Groups, p.Group)
		}
		if p.Level != "" && !levels[p.Level] {
			levels[p.Level] = true
			out.Levels = append(out.Levels, p.Level)
		}
	})
	return out, err
}
