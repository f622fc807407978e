package media

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/crosscase/crosscase"
)

// JobState is how far a job is.
type JobState string

// The states are:
const (
	JobWaiting JobState = "waiting"
	JobRunning JobState = "running"
	JobDone    JobState = "done"
	JobFailed  JobState = "failed"
	JobStopped JobState = "stopped" // by a person, or with the server
)

// Over says whether nothing more comes of it.
func (s JobState) Over() bool { return s == JobDone || s == JobFailed || s == JobStopped }

// Job is work on a recording that goes on in the background. It lives as long as the server does: what it
// leaves behind when it is done is in the database or the media directory.
type Job struct {
	ID        string              `json:"id"`
	StudyID   crosscase.StudyID   `json:"-"`
	SiteID    crosscase.SiteID    `json:"-"`
	Account   crosscase.AccountID `json:"-"` // who began it
	Kind      string              `json:"kind" enum:"peaks,transcribe"`
	SourceID  crosscase.SourceID  `json:"source_id"`
	ExcerptID crosscase.ExcerptID `json:"excerpt_id,omitempty"`
	State     JobState            `json:"state" enum:"waiting,running,done,failed,stopped"`
	Done      float64             `json:"done" doc:"0 to 1"`
	Note      string              `json:"note" doc:"what it is at, or what came of it"`
	Error     string              `json:"error,omitempty" doc:"why it failed"`
}

// Report says of a running job how far it is, from 0 to 1, and what it is at.
type Report func(done float64, note string)

// Work is what a job does. It ends with its context.
type Work func(ctx context.Context, report Report) error

// keptJobs is how many finished jobs are remembered.
const keptJobs = 100

// Jobs runs jobs, a few at a time, in the order they came. It is safe for concurrent use.
type Jobs struct {
	slots chan struct{}
	wait  sync.WaitGroup
	ctx   context.Context
	close context.CancelFunc

	mu        sync.Mutex
	jobs      []*running // oldest first
	listeners map[int]func(Job)
	next      int
}

type running struct {
	Job
	cancel context.CancelFunc
}

// NewJobs runs so many jobs at a time.
func NewJobs(atOnce int) *Jobs {
	j := &Jobs{slots: make(chan struct{}, atOnce), listeners: map[int]func(Job){}}
	j.ctx, j.close = context.WithCancel(context.Background())
	return j
}

// Start begins a job, unless one of the same kind for the same source and excerpt is under way: then that is the
// answer. values carries what the work may ask its context for, such as who acts; that it is done does not matter.
func (j *Jobs) Start(values context.Context, job Job, work Work) Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, r := range j.jobs {
		if !r.State.Over() && r.StudyID == job.StudyID && r.Kind == job.Kind && r.SourceID == job.SourceID && r.ExcerptID == job.ExcerptID {
			return r.Job
		}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(values))
	context.AfterFunc(j.ctx, cancel)
	job.State, job.Done = JobWaiting, 0
	r := &running{Job: job, cancel: cancel}
	j.forget()
	j.jobs = append(j.jobs, r)
	j.tell(r)
	j.wait.Add(1)
	go j.run(ctx, r, work)
	return r.Job
}

func (j *Jobs) run(ctx context.Context, r *running, work Work) {
	defer j.wait.Done()
	defer r.cancel()
	select {
	case j.slots <- struct{}{}:
		defer func() { <-j.slots }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil { // where it was stopped just as a slot became free, too
		j.set(r, func(job *Job) { job.State = JobStopped })
		return
	}
	j.set(r, func(job *Job) { job.State = JobRunning })
	err := work(ctx, func(done float64, note string) {
		j.set(r, func(job *Job) { job.Done, job.Note = max(0, min(1, done)), note })
	})
	j.set(r, func(job *Job) {
		switch {
		case err == nil:
			job.State, job.Done = JobDone, 1
		case ctx.Err() != nil:
			job.State = JobStopped
		default:
			job.State, job.Error = JobFailed, forPeople(err)
		}
	})
}

// forPeople is what of an error a person is told.
func forPeople(err error) string {
	var e *crosscase.Error
	var tool *toolError
	if errors.As(err, &e) && e.Code != crosscase.CodeInternal || errors.As(err, &tool) {
		return err.Error()
	}
	return "something broke in the server (" + err.Error() + ")"
}

// set changes a job and tells of it where it is another hundredth further or in another state.
func (j *Jobs) set(r *running, change func(*Job)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := r.Job
	if change(&r.Job); int(before.Done*100) != int(r.Done*100) || before.State != r.State || before.Note != r.Note {
		j.tell(r)
	}
}

func (j *Jobs) tell(r *running) {
	for _, listener := range j.listeners {
		listener(r.Job)
	}
}

// forget makes room for another job.
func (j *Jobs) forget() {
	over := 0
	for _, r := range j.jobs {
		if r.State.Over() {
			over++
		}
	}
	j.jobs = slices.DeleteFunc(j.jobs, func(r *running) bool {
		if over <= keptJobs || !r.State.Over() {
			return false
		}
		over--
		return true
	})
}

// List is the jobs of a study, the newest first.
func (j *Jobs) List(study crosscase.StudyID) []Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := []Job{}
	for _, r := range slices.Backward(j.jobs) {
		if r.StudyID == study {
			out = append(out, r.Job)
		}
	}
	return out
}

// Stop ends a job; one that is over already stays as it is.
func (j *Jobs) Stop(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, r := range j.jobs {
		if r.ID == id {
			r.cancel()
		}
	}
}

// TakeFailed is the last job of a kind for a source where that failed, and forgets it: the next one may do better.
func (j *Jobs) TakeFailed(study crosscase.StudyID, source crosscase.SourceID, kind string) *Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, r := range slices.Backward(j.jobs) {
		if r.StudyID != study || r.SourceID != source || r.Kind != kind {
			continue
		}
		if r.State != JobFailed {
			return nil
		}
		j.jobs = slices.Delete(j.jobs, i, i+1)
		return &r.Job
	}
	return nil
}

// Subscribe has listener told of every job, of all studies, whenever it goes on, until cancel is called. It is
// called while the queue is held: it may not call the queue, and may not wait.
func (j *Jobs) Subscribe(listener func(Job)) (cancel func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	id := j.next
	j.next++
	j.listeners[id] = listener
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		delete(j.listeners, id)
	}
}

// Wait waits until no job is under way.
func (j *Jobs) Wait() { j.wait.Wait() }

// Close stops all jobs and waits for them as long as ctx does.
func (j *Jobs) Close(ctx context.Context) {
	j.close()
	done := make(chan struct{})
	go func() { j.wait.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
