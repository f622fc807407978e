package store_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"testing"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// bulkSize is how many rows the benchmarks write; CROSSCASE_BULK sets another.
func bulkSize(b *testing.B) int {
	n := 300_000
	if s := os.Getenv("CROSSCASE_BULK"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	return n
}

// peak watches the memory that the Go runtime holds until it is stopped; what SQLite takes beside it is bounded by its cache.
func peak() (stop func() uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	done, result := make(chan struct{}), make(chan uint64)
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		var most uint64
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-done:
				result <- most
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 { close(done); return <-result }
}

// design writes sites, units, participants, a codebook and coders for the bulk to point at.
type design struct {
	sites        []crosscase.SiteID
	units        []crosscase.UnitID
	participants []crosscase.ParticipantID
	themes       []crosscase.ThemeID
	questions    []crosscase.QuestionID
	positions    [][]crosscase.PositionID
	coder        crosscase.CoderID
	round        crosscase.RoundID
	source       crosscase.SourceID
}

func newDesign(tb testing.TB, s *store.Store, study crosscase.StudyID, id func() string) *design {
	d := &design{coder: crosscase.CoderID(id()), round: crosscase.RoundID(id()), source: crosscase.SourceID(id())}
	rows := []any{&crosscase.Coder{ID: d.coder, Name: "First"}, &crosscase.Round{ID: d.round, Name: "2021"}}
	for i := range 30 {
		site := crosscase.SiteID(id())
		d.sites = append(d.sites, site)
		rows = append(rows, &crosscase.Site{ID: site, Letter: fmt.Sprint("S", i)})
		unit := crosscase.UnitID(id())
		d.units = append(d.units, unit)
		rows = append(rows, &crosscase.Unit{ID: unit, SiteID: site, Name: "Ward"})
		for k := range 20 {
			p := crosscase.ParticipantID(id())
			d.participants = append(d.participants, p)
			rows = append(rows, &crosscase.Participant{ID: p, SiteID: site, UnitID: unit, Pseudonym: fmt.Sprint("P", k), Group: []string{"doctor", "nurse", "manager"}[k%3], Level: "board"})
		}
	}
	for i := range 20 {
		theme := crosscase.ThemeID(id())
		d.themes = append(d.themes, theme)
		rows = append(rows, &crosscase.Theme{ID: theme, Name: fmt.Sprint("Theme ", i), Code: fmt.Sprint("T", i)})
		q := crosscase.QuestionID(id())
		d.questions = append(d.questions, q)
		rows = append(rows, &crosscase.Question{ID: q, ThemeID: theme, Name: fmt.Sprint("q", i), Type: crosscase.Nominal})
		var positions []crosscase.PositionID
		for k := range 3 {
			p := crosscase.PositionID(id())
			positions = append(positions, p)
			rows = append(rows, &crosscase.Position{ID: p, QuestionID: q, Name: fmt.Sprint("answer ", k)})
		}
		d.positions = append(d.positions, positions)
	}
	rows = append(rows, &crosscase.Source{ID: d.source, Name: "All", Kind: crosscase.Document})
	storetest.Insert(tb, s, study, rows...)
	return d
}

func (d *design) coding(i int, id string, excerpt crosscase.ExcerptID) *crosscase.Coding {
	p := i % len(d.participants)
	q := i % len(d.questions)
	return &crosscase.Coding{
		ID: crosscase.CodingID(id), ExcerptID: excerpt, SiteID: d.sites[p/20], UnitID: d.units[p/20], ParticipantID: d.participants[p], RoundID: d.round,
		ThemeID: d.themes[q], QuestionID: d.questions[q], PositionID: d.positions[q][i%3], Aspect: crosscase.Opinion, CoderID: d.coder,
	}
}

func report(b *testing.B, what string, ops int, took, cpu time.Duration, mem uint64) {
	b.Logf("%s: %d rows in %.2f s (processor %.2f s), %.0f rows/s, %.2f µs a row, peak %d MiB",
		what, ops, took.Seconds(), cpu.Seconds(), float64(ops)/took.Seconds(), float64(took.Microseconds())/float64(ops), mem>>20)
}

func timed(b *testing.B, what string, ops int, fn func()) {
	runtime.GC()
	stop, at, cpu := peak(), time.Now(), processor()
	fn()
	report(b, what, ops, time.Since(at), processor()-cpu, stop())
}

// processor is the time that this process has had of the processors.
func processor() time.Duration {
	sample := []metrics.Sample{{Name: "/cpu/classes/user:cpu-seconds"}, {Name: "/cpu/classes/gc/total:cpu-seconds"}}
	metrics.Read(sample)
	return time.Duration((sample[0].Value.Float64() + sample[1].Value.Float64()) * 1e9)
}

// BenchmarkCodings writes codings on few excerpts in one change, and then reads them all.
func BenchmarkCodings(b *testing.B) {
	n := bulkSize(b)
	for b.Loop() {
		s := storetest.SQLite(b)
		study := storetest.Study(b, s)
		id := storetest.IDs(0)
		d := newDesign(b, s, study.ID, id)
		excerpts := make([]any, 1000)
		for i := range excerpts {
			excerpts[i] = &crosscase.Excerpt{ID: crosscase.ExcerptID(id()), SourceID: d.source, Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, Text: "Words."}
		}
		storetest.Insert(b, s, study.ID, excerpts...)
		timed(b, "write", n, func() {
			storetest.Write(b, s, study.ID, "import.evidence", func(tx *store.Tx) error {
				for i := range n {
					if err := tx.Insert(d.coding(i, id(), excerpts[i*1000/n].(*crosscase.Excerpt).ID)); err != nil {
						return err
					}
				}
				return nil
			})
		})
		readAll(b, s, study, n)
	}
}

// BenchmarkImport writes what an evidence table becomes: for each row a source, its text, an excerpt and a coding.
func BenchmarkImport(b *testing.B) {
	n := bulkSize(b) / 4
	for b.Loop() {
		s := storetest.SQLite(b)
		study := storetest.Study(b, s)
		id := storetest.IDs(0)
		d := newDesign(b, s, study.ID, id)
		timed(b, "write", 4*n, func() { writeImport(b, s, study.ID, d, n, id) })
		readAll(b, s, study, 4*n)
	}
}

func writeImport(b *testing.B, s *store.Store, study crosscase.StudyID, d *design, n int, id func() string) {
	storetest.Write(b, s, study, "import.evidence", func(tx *store.Tx) error {
		for i := range n {
			text := fmt.Sprintf("In my view the ward does what the board has decided, at least on most days; this is row %d of the table.", i)
			p := i % len(d.participants)
			source := crosscase.SourceID(id())
			excerpt := crosscase.ExcerptID(id())
			for _, row := range []any{
				&crosscase.Source{ID: source, Name: fmt.Sprint("row ", i), Kind: crosscase.Document, Genre: crosscase.GenreAccount, SiteID: d.sites[p/20], Version: 1, Length: int64(len(text))},
				&crosscase.SourceText{ID: crosscase.SourceTextID(id()), SourceID: source, SiteID: d.sites[p/20], Version: 1, Text: text},
				&crosscase.Excerpt{ID: excerpt, SourceID: source, SiteID: d.sites[p/20], ParticipantID: d.participants[p], Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, End: int64(len(text)), Text: text},
				d.coding(i, id(), excerpt),
			} {
				if err := tx.Insert(row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func readAll(b *testing.B, s *store.Store, study *crosscase.Study, n int) {
	timed(b, "load evidence", n, func() {
		if _, err := s.LoadEvidence(context.Background(), study); err != nil {
			b.Fatal(err)
		}
	})
	timed(b, "verify", n, func() {
		v, err := s.Verify(context.Background(), study.ID)
		if err != nil {
			b.Fatal(err)
		}
		if len(v.Faults) > 0 {
			b.Fatalf("%+v", v.Faults)
		}
	})
}
