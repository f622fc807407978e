package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// app is what every command works with.
type app struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	places         places
	store          *store.Store
	service        *service.Service
	media          *media.Library
	transcriber    transcribe.Engine // nil unless serve was told of one
}

// open opens the database once.
func (a *app) open() (*service.Service, error) {
	if a.service != nil {
		return a.service, nil
	}
	where := a.places.Database
	if where == "" {
		where = filepath.Join(a.places.Data, "crosscase.db")
	}
	st, err := store.Open(a.ctx, where)
	if err != nil {
		return nil, err
	}
	a.store, a.media = st, media.Open(a.places.Data, media.FindTools())
	a.service = service.New(st, service.WithMedia(a.media), service.WithCache(filepath.Join(a.places.Data, "cache")), service.WithTranscriber(a.transcriber))
	return a.service, nil
}

func (a *app) close() {
	if a.media != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), 5*time.Second)
		defer cancel()
		a.media.Close(ctx) // before the database, which jobs write to
	}
	if a.store != nil {
		a.store.Close()
	}
}

// enter opens the database as the person at the command line: the holder of $CROSSCASE_TOKEN, or the one
// local person where there are no accounts.
func (a *app) enter() (*service.Service, context.Context, error) {
	s, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	if token := os.Getenv("CROSSCASE_TOKEN"); token != "" {
		actor, err := s.ActorOfToken(a.ctx, token)
		return s, crosscase.WithActor(a.ctx, actor), err
	}
	actor, ok, err := s.LocalActor(a.ctx)
	if err != nil {
		return nil, nil, err
	}
	if !ok {
		return nil, nil, crosscase.Errorf(crosscase.CodeUnauthorized,
			"this database has accounts: make a token with \"crosscase user token LOGIN\" and set CROSSCASE_TOKEN to it")
	}
	return s, crosscase.WithActor(a.ctx, actor), nil
}

// asOwner opens the database as whoever has it in hand, for accounts and roles.
func (a *app) asOwner() (*service.Service, context.Context, error) {
	s, err := a.open()
	return s, crosscase.WithActor(a.ctx, crosscase.Actor{Account: "local", Name: "command line", Local: true}), err
}
