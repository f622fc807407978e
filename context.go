package crosscase

import "context"

type actorKey struct{}

// WithActor says in ctx who acts.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom is who acts; the zero Actor, who may do nothing, where ctx does not say.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
