package crosscase_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/crosscase/crosscase"

// mayImport is the import rule: each package of ours, and those of ours it may use. Imports point down.
var mayImport = map[string][]string{
	"":                         {},
	"web":                      {},
	"examples":                 {},
	"examples/synthetic":       {},
	"internal/text":            {""},
	"internal/agreement":       {""},
	"internal/basis":           {""},
	"internal/claims":          {""},
	"internal/anonymise":       {""},
	"internal/tidy":            {""},
	"internal/refi":            {"", "internal/text"},
	"internal/refi/refitest":   {},
	"internal/reader":          {"", "internal/text"},
	"internal/media":           {"", "internal/text"},
	"internal/transcribe":      {"", "internal/reader"},
	"internal/report":          {"", "internal/text", "internal/agreement", "internal/claims"},
	"internal/store":           {"", "internal/text"},
	"internal/store/storetest": {"", "internal/store"},
	"internal/service":         {"", "examples", "internal/text", "internal/agreement", "internal/basis", "internal/claims", "internal/reader", "internal/refi", "internal/media", "internal/transcribe", "internal/report", "internal/store", "internal/tidy", "internal/anonymise"},
	"internal/httpapi":         {"", "internal/media", "internal/service", "internal/agreement", "internal/claims", "internal/report", "internal/store", "web"},
	"cmd/crosscase":            {"*"},
}

// onlyIn are imports that one package alone may have.
var onlyIn = map[string]string{
	"database/sql":                  "internal/store",
	"modernc.org/sqlite":            "internal/store",
	"github.com/jackc/pgx/v5":       "internal/store",
	"github.com/danielgtaylor/huma": "internal/httpapi",
	"github.com/alecthomas/kong":    "cmd/crosscase",
}

func TestImportsPointDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(strings.TrimPrefix(fields[0], module), "/")
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("package %q is not in the import rule: say in imports_test.go and ARCHITECTURE.md what it may use", pkg)
			continue
		}
		seen++
		for _, imported := range fields[1:] {
			for path, home := range onlyIn {
				if (imported == path || strings.HasPrefix(imported, path+"/")) && pkg != home && !strings.HasPrefix(pkg, home+"/") {
					t.Errorf("%s imports %s, which belongs in %s alone", pkg, imported, home)
				}
			}
			ours, ok := strings.CutPrefix(imported, module)
			if !ok || slices.Contains(allowed, "*") {
				continue
			}
			if ours = strings.TrimPrefix(ours, "/"); !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, against the import rule", pkg, imported)
			}
		}
		if pkg == "" {
			for _, imported := range fields[1:] {
				if strings.Contains(imported, ".") {
					t.Errorf("the root package imports %s; it uses the standard library only", imported)
				}
			}
		}
	}
	if seen < len(mayImport)-1 {
		t.Errorf("found %d packages of the %d in the rule", seen, len(mayImport))
	}
}
