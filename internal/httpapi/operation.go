package httpapi

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// answer is a body sent as JSON.
type answer[T any] struct{ Body T }

// InStudy is what every operation on a study is asked with.
type InStudy struct {
	Study string `path:"study" doc:"the study's short name"`
}

// slowestBody is how long the body of a request may take to arrive.
const slowestBody = time.Minute

// register adds an operation whose errors become problems.
func register[I, O any](a *api, op huma.Operation, do func(context.Context, *I) (*O, error)) {
	op.BodyReadTimeout = slowestBody
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		var withHeaders huma.HeadersError
		if err != nil && !errors.As(err, &withHeaders) {
			err = a.problem(ctx, err)
		}
		if err != nil {
			return nil, err
		}
		return out, nil
	})
}

// get adds an operation that reads something of a study.
func get[I, T any](a *api, id, path, tag, summary string, ask func(context.Context, *I) (T, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{tag}, Summary: summary}
	register(a, op, func(ctx context.Context, in *I) (*answer[T], error) {
		body, err := ask(ctx, in)
		return &answer[T]{body}, err
	})
}

// ofStudy is an operation that asks for nothing but the study.
func ofStudy[T any](ask func(context.Context, string) (T, error)) func(context.Context, *InStudy) (T, error) {
	return func(ctx context.Context, in *InStudy) (T, error) { return ask(ctx, in.Study) }
}

// itemsOf is such an operation whose answer is a list.
func itemsOf[T any](ask func(context.Context, string) ([]T, error)) func(context.Context, *InStudy) (ItemsOf[T], error) {
	return func(ctx context.Context, in *InStudy) (ItemsOf[T], error) {
		items, err := ask(ctx, in.Study)
		return ItemsOf[T]{items}, err
	}
}

// ItemsOf is a list.
type ItemsOf[T any] struct {
	Items []T `json:"items"`
}

// optionalNumber is a number in a query that may be absent.
type optionalNumber struct {
	Value float64
	set   bool
}

// Receiver is where huma puts the number.
func (n *optionalNumber) Receiver() reflect.Value { return reflect.ValueOf(n).Elem().Field(0) }

// OnParamSet notes whether there was one.
func (n *optionalNumber) OnParamSet(set bool, _ any) { n.set = set }

// Schema is that of a number.
func (optionalNumber) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeNumber} }

func (n optionalNumber) number() *float64 {
	if !n.set {
		return nil
	}
	return &n.Value
}
