package service_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// BenchmarkExportProject writes 200 sources of 8,000 words with 20,000 codings as a .qdpx.
func BenchmarkExportProject(b *testing.B) {
	x := newExchange(b, storetest.SQLite(b))
	importProject(b, x, "one.qdpx", project(b, 200, 20_000, 0))
	for b.Loop() {
		report, err := x.ExportExchange(x.ctx, "s", service.ExchangeOptions{File: "s.qdpx", Format: "qdpx"}, io.Discard)
		if err != nil || report.Out["codings"] != 20_000 {
			b.Fatal(err, report)
		}
	}
}

// BenchmarkImportOwn imports what that wrote into an empty study.
func BenchmarkImportOwn(b *testing.B) {
	x := newExchange(b, storetest.SQLite(b))
	importProject(b, x, "one.qdpx", project(b, 200, 20_000, 0))
	var data bytes.Buffer
	if _, err := x.ExportExchange(x.ctx, "s", service.ExchangeOptions{File: "s.qdpx", Format: "qdpx"}, &data); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		x := newExchange(b, storetest.SQLite(b))
		b.StartTimer()
		if res := importProject(b, x, "s.qdpx", data.Bytes()); res.Counts["coding"] != 20_000 {
			b.Fatal(res.Counts)
		}
	}
}
