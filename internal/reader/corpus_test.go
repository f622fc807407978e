package reader_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosscase/crosscase/internal/reader"
)

const corpus = "../../../shared/data"

func readFile(t testing.TB, path string) *reader.Document {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("not here: ", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := reader.Read(context.Background(), filepath.Base(path), f, info.Size(), reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDump(t *testing.T) {
	files, _ := filepath.Glob(corpus + "/biogas-malawi/data-raw/*.docx")
	for _, f := range files {
		a := readFile(t, f)
		b := readFile(t, strings.TrimSuffix(f, ".docx")+".md")
		count := func(d *reader.Document) string {
			n := map[string]int{}
			for _, turn := range d.Turns {
				n[turn.Speaker]++
			}
			return fmt.Sprint(len(d.Turns), n, " h", len(d.Headings))
		}
		fmt.Println(filepath.Base(f), "docx", count(a), "md", count(b), a.Warnings)
		x, y := words(a.Text), words(b.Text)
		for i := range min(len(x), len(y)) {
			if x[i] != y[i] {
				fmt.Println("   ", i, x[i:min(i+8, len(x))], y[i:min(i+8, len(y))])
				break
			}
		}
		if len(x) != len(y) {
			fmt.Println("   lengths", len(x), len(y))
		}
	}
}

func words(s string) []string {
	return strings.FieldsFunc(strings.NewReplacer("’", "'", "‘", "'", "`", "'").Replace(s), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '\'' || r > 127 && r != '–' && r != '…' && r != '”' && r != '“' && r != '\u00a0')
	})
}
