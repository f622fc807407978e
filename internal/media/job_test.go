package media_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

func TestJobs(t *testing.T) {
	jobs := media.NewJobs(1)
	var told []media.JobState
	cancel := jobs.Subscribe(func(j media.Job) { told = append(told, j.State) })
	begun, release := make(chan struct{}), make(chan struct{})
	first := jobs.Start(t.Context(), media.Job{ID: "1", StudyID: "s", Kind: "peaks", SourceID: "a"}, func(ctx context.Context, report media.Report) error {
		report(0.5, "half")
		close(begun)
		<-release
		return nil
	})
	<-begun
	if again := jobs.Start(t.Context(), media.Job{ID: "2", StudyID: "s", Kind: "peaks", SourceID: "a"}, nil); again.ID != first.ID {
		t.Errorf("the same work was begun twice: %+v", again)
	}
	ran := false
	jobs.Start(t.Context(), media.Job{ID: "3", StudyID: "s", Kind: "peaks", SourceID: "b"}, func(context.Context, media.Report) error { ran = true; return nil })
	states := func() map[string]media.JobState {
		out := map[string]media.JobState{}
		for _, j := range jobs.List("s") {
			out[j.ID] = j.State
		}
		return out
	}
	if diff := cmp.Diff(map[string]media.JobState{"1": media.JobRunning, "3": media.JobWaiting}, states()); diff != "" {
		t.Error(diff)
	}
	jobs.Stop("3") // while it waits
	jobs.Start(t.Context(), media.Job{ID: "4", StudyID: "s", Kind: "peaks", SourceID: "c"}, func(context.Context, media.Report) error {
		return crosscase.Errorf(crosscase.CodeInvalid, "cannot be read")
	})
	jobs.Start(t.Context(), media.Job{ID: "5", StudyID: "t", Kind: "peaks", SourceID: "d"}, func(context.Context, media.Report) error { return nil })
	close(release)
	jobs.Wait()
	cancel()
	if diff := cmp.Diff(map[string]media.JobState{"1": media.JobDone, "3": media.JobStopped, "4": media.JobFailed}, states()); diff != "" || ran {
		t.Error(diff, ran)
	}
	if told[0] != media.JobWaiting || told[1] != media.JobRunning {
		t.Errorf("told %v", told)
	}
	if j := jobs.TakeFailed("s", "c", "peaks"); j == nil || j.Error != "cannot be read" || jobs.TakeFailed("s", "c", "peaks") != nil {
		t.Errorf("%+v", j)
	}
	heard := len(told)
	jobs.Start(t.Context(), media.Job{ID: "6", StudyID: "s", Kind: "peaks", SourceID: "e"}, func(ctx context.Context, _ media.Report) error {
		<-ctx.Done()
		return errors.New("told to stop")
	})
	jobs.Close(t.Context()) // with the server
	if states()["6"] != media.JobStopped || len(told) != heard {
		t.Error("not stopped with the queue, or told after cancel:", states())
	}
}

func TestStretches(t *testing.T) {
	got := media.Union([]media.Stretch{{50, 60}, {0, 10}, {10, 20}, {5, 8}, {30, 30}, {55, 70}})
	if diff := cmp.Diff([]media.Stretch{{0, 20}, {50, 70}}, got); diff != "" {
		t.Error(diff)
	}
	if n := media.Without([]media.Stretch{{0, 100}}, []media.Stretch{{20, 30}, {90, 200}}); n != 80 {
		t.Error(n)
	}
	if n := media.Total(media.Within([]media.Stretch{{-5, 10}, {90, 200}}, 100)); n != 20 {
		t.Error(n)
	}
}
