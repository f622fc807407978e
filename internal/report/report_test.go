package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run with -update and read the difference", path)
	}
}

func markdown(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteMarkdown(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docx(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDocx(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func html(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func site(t testing.TB, f *fixture, letter string) *Report {
	t.Helper()
	r, err := SiteReport(f.Data, letter)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSiteReport(t *testing.T) {
	golden(t, "site-a.md", markdown(t, site(t, heard(t), "A")))
	golden(t, "site-d-stated.md", markdown(t, site(t, worked(t), "D")))
}

func TestCrossCaseReport(t *testing.T) {
	golden(t, "cross-case.md", markdown(t, CrossCaseReport(heard(t).Data)))
}

func TestTables(t *testing.T) {
	golden(t, "tables.md", markdown(t, Tables(worked(t).Data)))
}

func TestMethods(t *testing.T) {
	golden(t, "methods.md", markdown(t, Methods(worked(t).Data)))
}
