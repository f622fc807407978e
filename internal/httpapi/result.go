package httpapi

import (
	"context"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// registerResults adds the operations that answer with what the analysis says, as the command line prints it.
func (a *api) registerResults() {
	const one = "/api/studies/{study}"
	get(a, "agreement", one+"/agreement", "results", "Say what the voices of each site say on each question", func(ctx context.Context, in *struct {
		InStudy
		Site     string `query:"site" doc:"letter of the only site"`
		Question string `query:"question" doc:"name of the only question"`
	}) (*agreement.Agreement, error) {
		return a.service.Agreement(ctx, in.Study, in.Site, in.Question)
	})
	get(a, "compare", one+"/compare", "results", "Say what the sites show on each question, with its place on the consistency map", ofStudy(a.service.Compare))
	get(a, "coverage", one+"/coverage", "results", "Say which themes have evidence at which sites", ofStudy(a.service.Coverage))
	get(a, "voice-balance", one+"/voice-balance", "results", "Set whose words are marked to be quoted beside whom the study heard", ofStudy(a.service.VoiceBalance))
	get(a, "contrast", one+"/contrast", "results", "Set what is formally so against practice, question by question", itemsOf(a.service.FormalPractice))
	get(a, "vantage", one+"/vantage", "results", "Set the voices of one level against those of another", func(ctx context.Context, in *struct {
		InStudy
		One   string `query:"one" doc:"a level; default board"`
		Other string `query:"other" doc:"another; default unit"`
	}) (ItemsOf[agreement.Vantage], error) {
		items, err := a.service.Vantages(ctx, in.Study, in.One, in.Other)
		return ItemsOf[agreement.Vantage]{items}, err
	})
	get(a, "relate", one+"/relate", "results", "Set the sites with one condition against those with another", a.relate)
}

type inRelate struct {
	InStudy
	XAttribute string           `query:"x_attribute" doc:"name of a site attribute; either this or a question"`
	XEquals    string           `query:"x_equals" doc:"the value it must have"`
	XAtLeast   optionalNumber   `query:"x_at_least" doc:"the number it must reach; stands before equals"`
	XQuestion  string           `query:"x_question"`
	XAspect    crosscase.Aspect `query:"x_aspect" doc:"default the only aspect there is evidence under, else opinion"`
	XPosition  string           `query:"x_position"`
	YAttribute string           `query:"y_attribute" doc:"name of a site attribute; either this or a question"`
	YEquals    string           `query:"y_equals" doc:"the value it must have"`
	YAtLeast   optionalNumber   `query:"y_at_least" doc:"the number it must reach; stands before equals"`
	YQuestion  string           `query:"y_question"`
	YAspect    crosscase.Aspect `query:"y_aspect" doc:"default the only aspect there is evidence under, else opinion"`
	YPosition  string           `query:"y_position"`
}

func (a *api) relate(ctx context.Context, in *inRelate) (*agreement.Relation, error) {
	return a.service.Relate(ctx, in.Study,
		agreement.Condition{Attribute: in.XAttribute, Equals: in.XEquals, AtLeast: in.XAtLeast.number(), Question: in.XQuestion, Aspect: in.XAspect, Position: in.XPosition},
		agreement.Condition{Attribute: in.YAttribute, Equals: in.YEquals, AtLeast: in.YAtLeast.number(), Question: in.YQuestion, Aspect: in.YAspect, Position: in.YPosition})
}
