package service

import (
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// Service is the studies of one database. It is safe for concurrent use.
type Service struct {
	store *store.Store
	now   func() time.Time
	newID func() string
	media *media.Library // nil where no recordings are kept
	cache string         // directory of what can be made again; "" keeps nothing

	transcriber transcribe.Engine // nil where none is set up

	mu   sync.Mutex
	open map[crosscase.StudyID]*openStudy

	texts keptTexts
}

// Option changes what New takes as given.
type Option func(*Service)

// WithClock sets the clock; tests use a fixed one.
func WithClock(now func() time.Time) Option { return func(s *Service) { s.now = now } }

// WithIDs sets where identifiers come from. They must sort in the order they are made.
func WithIDs(newID func() string) Option { return func(s *Service) { s.newID = newID } }

// WithMedia sets where recordings are kept. Without it there are none.
func WithMedia(l *media.Library) Option { return func(s *Service) { s.media = l } }

// WithCache sets where what takes long to make is kept, such as the compiled engine for PDF files.
func WithCache(dir string) Option { return func(s *Service) { s.cache = dir } }

// WithTranscriber sets the machine that transcribes; nil is none.
func WithTranscriber(e transcribe.Engine) Option { return func(s *Service) { s.transcriber = e } }

// New makes the service of a database.
func New(st *store.Store, options ...Option) *Service {
	s := &Service{
		store: st, now: time.Now, open: map[crosscase.StudyID]*openStudy{},
		newID: func() string { return uuid.Must(uuid.NewV7()).String() },
	}
	for _, o := range options {
		o(s)
	}
	return s
}

// head begins a change by the actor of this visit.
func (v *visit) head(kind, noun, id, about string) store.Head {
	return store.Head{Actor: v.actor, At: v.s.now().UnixMilli(), Kind: kind, Noun: noun, EntityID: id, About: about}
}
