package reader_test
import ("testing";"strings";"time";"fmt";"runtime";"github.com/crosscase/crosscase/internal/reader")
func TestHostile(t *testing.T) {
	const n = 16<<20
	gen := map[string]string{}
	for _, u := range []string{"[", "[]", "[](", "*", "*a", "*a ", "**a *b ", "_a_", "`", "`a``b", "<b ", "<", "~~", "~~a", "a\n", "\n", "^a", "&a", "\\", "[^1]", "- a\n", "> ", ">", "a: b\n", "|", "|-\n", "# a\n", "A: b\n", "**A**: b\n\n", "a  \n", "![", "<!--", "<http://", "{.a}[", "\u0301", "e\u0301","---\n","a\n\n","[a]{.", "=\n=\n"} {
		gen[u] = strings.Repeat(u, n/len(u))
	}
	for u, s := range gen {
		for _, name := range []string{"x.md","x.txt"} {
			for _, size := range []int{1<<20, n} {
			runtime.GC()
			var m0, m1 runtime.MemStats; runtime.ReadMemStats(&m0)
			start := time.Now()
			_, err := read(name, []byte(s[:min(len(s),size)]), reader.Options{})
			d := time.Since(start)
			runtime.ReadMemStats(&m1)
			if d > time.Second || m1.TotalAlloc-m0.TotalAlloc > 1<<30 { fmt.Printf("%q %s %d %v alloc %d MiB sys %d MiB %.80v\n", u, name, size, d, (m1.TotalAlloc-m0.TotalAlloc)>>20, m1.Sys>>20, err) }
			}
		}
	}
}
