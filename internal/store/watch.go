package store

import (
	"sync"

	"github.com/crosscase/crosscase"
)

// watchers are told of each change that this process commits. Changes of other processes on the same database
// are found by asking for the study's Seq.
type watchers struct {
	mu  sync.Mutex
	all map[crosscase.StudyID]map[chan struct{}]struct{}
}

// Watch gives a channel that holds a value after changes of a study were committed, however many. stop ends it.
func (s *Store) Watch(study crosscase.StudyID) (changed <-chan struct{}, stop func()) {
	w := &s.watchers
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[crosscase.StudyID]map[chan struct{}]struct{}{}
	}
	if w.all[study] == nil {
		w.all[study] = map[chan struct{}]struct{}{}
	}
	w.all[study][c] = struct{}{}
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all[study], c)
		if len(w.all[study]) == 0 {
			delete(w.all, study)
		}
	}
}

func (w *watchers) tell(study crosscase.StudyID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.all[study] {
		select {
		case c <- struct{}{}:
		default: // it has been told and has not looked yet
		}
	}
}
