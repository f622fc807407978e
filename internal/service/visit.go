package service

import (
	"context"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// visit is one actor in one study: what they asked for has been allowed.
type visit struct {
	ctx    context.Context
	s      *Service
	study  *crosscase.Study
	actor  crosscase.Actor
	access crosscase.Access
	tx     *store.Tx // within a write, so that it reads what it has just written
	basis  basisHow  // which basis the summaries that it writes take
}

// in is the visit within a write.
func (v *visit) in(tx *store.Tx) *visit {
	w := *v
	w.tx = tx
	return &w
}

// rows reads rows of a noun, within the write where there is one.
func (v *visit) rows(noun, where string, args ...any) ([]any, error) {
	if v.tx != nil {
		return v.tx.Rows(noun, where, args...)
	}
	return v.s.store.Rows(v.ctx, v.study.ID, noun, where, args...)
}

// visit lets the actor of ctx into a study to do something, or says why not.
func (s *Service) visit(ctx context.Context, slug string, action crosscase.Action) (*visit, error) {
	actor := crosscase.ActorFrom(ctx)
	if actor.Account == "" {
		return nil, crosscase.Errorf(crosscase.CodeUnauthorized, "sign in first")
	}
	study, err := s.store.StudyBySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	access, err := s.accessOf(ctx, actor, study.ID)
	if err != nil {
		return nil, err
	}
	v := &visit{ctx: ctx, s: s, study: study, actor: actor, access: access}
	return v, v.may(action)
}

// accessOf is what an actor may do in a study.
func (s *Service) accessOf(ctx context.Context, actor crosscase.Actor, study crosscase.StudyID) (crosscase.Access, error) {
	if actor.Local {
		return crosscase.Access{Role: crosscase.PrincipalInvestigator}, nil
	}
	m, err := s.store.Membership(ctx, study, actor.Account)
	if err != nil || m == nil {
		return crosscase.Access{}, err
	}
	return crosscase.Access{Role: m.Role, Sites: m.Sites}, nil
}

// may refuses an action. Who may not even see the study learns nothing of it.
func (v *visit) may(action crosscase.Action) error {
	switch {
	case v.access.May(action):
		return nil
	case !v.access.May(crosscase.ReadStudy):
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no study %q: \"crosscase study list\" shows those there are", v.study.Slug)
	case isRead(action):
		return crosscase.Errorf(crosscase.CodeNotFound, "there is nothing of that kind here for you")
	}
	return crosscase.Errorf(crosscase.CodeForbidden, "your role in this study, %s, does not allow that (%s)", v.access.Role, action)
}

func isRead(a crosscase.Action) bool { return len(a) > 5 && a[:5] == "read_" }

// sees refuses a row of a site out of the actor's sight.
func (v *visit) sees(noun string, site crosscase.SiteID) error {
	if v.access.Sees(site) {
		return nil
	}
	return crosscase.Errorf(crosscase.CodeNotFound, "there is no such %s", noun)
}
