package httpapi

import (
	"context"

	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
)

// registerDissent adds the operations on disagreement.
func (a *api) registerDissent() {
	const one = "/api/studies/{study}"
	get(a, "dissent", one+"/dissent", "results", "List every minority position with who takes it and what became of it", func(ctx context.Context, in *struct {
		InStudy
		Site     string `query:"site" doc:"letter of the only site"`
		Question string `query:"question" doc:"name of the only question"`
		Group    string `query:"group" doc:"only positions that somebody of this profession group takes; for who may read codings"`
		Level    string `query:"level" doc:"the same of a level"`
		Open     bool   `query:"open" doc:"only what has no answer, or one that has to be looked at again"`
	}) (*service.DissentRegister, error) {
		return a.service.Dissent(ctx, in.Study, service.DissentQuery{Site: in.Site, Question: in.Question, Group: in.Group, Level: in.Level, Open: in.Open})
	})
	get(a, "dissent-pairs", one+"/dissent/pairs", "results", "List the pairs of informants of one site who differ most", func(ctx context.Context, in *struct {
		InStudy
		Site string `query:"site" doc:"letter of the only site"`
	}) (ItemsOf[agreement.Pair], error) {
		items, err := a.service.DissentPairs(ctx, in.Study, in.Site)
		return ItemsOf[agreement.Pair]{nonNil(items)}, err
	})
	get(a, "unheard", one+"/unheard", "results", "Say who has not been heard on a question", func(ctx context.Context, in *struct {
		InStudy
		Question string `query:"question" required:"true" doc:"its name"`
		Site     string `query:"site" doc:"letter of the only site"`
	}) (ItemsOf[service.UnheardGroup], error) {
		items, err := a.service.Unheard(ctx, in.Study, in.Question, in.Site)
		return ItemsOf[service.UnheardGroup]{nonNil(items)}, err
	})
	get(a, "negative-cases", one+"/claims/{code}/negative", "results", "Say what would have to be true for a claim, and where it is not", func(ctx context.Context, in *struct {
		InStudy
		Code string `path:"code"`
	}) (*service.NegativeCases, error) {
		return a.service.NegativeCasesOf(ctx, in.Study, in.Code)
	})
}

// nonNil is a list that JSON writes as one.
func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
