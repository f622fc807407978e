package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// BenchmarkTenCoders lets ten people with accounts of their own apply themes in one study at once, each in a
// transcript of 60,000 characters, over TCP to a database of the default kind. One iteration is 1,000 codings of each.
func BenchmarkTenCoders(b *testing.B) {
	const people, each = 10, 1000
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, Options{})
		must := func(err error) {
			if err != nil {
				b.Fatal(err)
			}
		}
		must(w.service.CreateStudy(w.owner, &crosscase.Study{Slug: "s", Title: "A study"}))
		tokens, sources := make([]string, people), make([]string, people)
		for i := range 30 {
			_, err := w.service.CreateRecord(w.owner, "s", "theme", service.Record{"code": fmt.Sprint("T", i), "name": fmt.Sprint("theme ", i)})
			must(err)
		}
		_, err := w.service.CreateRecord(w.owner, "s", "site", service.Record{"letter": "A"})
		must(err)
		text := strings.Repeat("Ann: What happened then, and who was there with you?\nBen: It was the board, I think.\n", 720)
		for i := range people {
			login := fmt.Sprint("coder", i)
			_, err := w.service.AddAccount(b.Context(), login, password, false)
			must(err)
			tokens[i], err = w.service.NewToken(b.Context(), login, "bench")
			must(err)
			must(w.service.SetMember(w.owner, "s", login, crosscase.CoderRole, nil))
			src, err := w.service.CreateRecord(w.owner, "s", "source", service.Record{"name": fmt.Sprint("talk ", i), "kind": "transcript", "site": "A", "text": text})
			must(err)
			sources[i] = string(src.(*crosscase.Source).ID)
		}
		server := httptest.NewServer(w.api)
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: people}}
		took := make([][]time.Duration, people)
		b.StartTimer()
		began := time.Now()
		var wg sync.WaitGroup
		for i := range people {
			wg.Go(func() {
				for n := range each {
					start := (n * 37) % 59000
					body, _ := json.Marshal(map[string]any{"start": start, "end": start + 80, "theme_id": fmt.Sprint("T", n%30)})
					r, _ := http.NewRequest("POST", server.URL+"/api/studies/s/desk/sources/"+sources[i]+"/codings", bytes.NewReader(body))
					r.Header.Set("Authorization", "Bearer "+tokens[i])
					r.Header.Set("Content-Type", "application/json")
					from := time.Now()
					res, err := client.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, res.Body)
					res.Body.Close()
					if res.StatusCode != 201 {
						b.Errorf("status %d", res.StatusCode)
						return
					}
					took[i] = append(took[i], time.Since(from))
				}
			})
		}
		wg.Wait()
		b.StopTimer()
		all := slices.Concat(took...)
		slices.Sort(all)
		b.ReportMetric(float64(len(all))/time.Since(began).Seconds(), "codings/s")
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "ms-median")
		b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, "ms-p95")
		server.Close()
		w.store.Close()
		b.StartTimer()
	}
}
