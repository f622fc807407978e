package main

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // to tamper with a database
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"crosscase": main})
}

// The scripts are stories: what somebody does with the program, and what they see.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("CROSSCASE_DATA", filepath.Join(env.WorkDir, "data"))
			shared, err := filepath.Abs("../../../shared/data")
			if err != nil {
				return err
			}
			env.Setenv("SHARED", shared)
			examples, err := filepath.Abs("../../examples")
			env.Setenv("EXAMPLES", examples)
			return err
		},
		Condition: func(cond string) (bool, error) {
			if cond != "shared" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat("../../../shared/data/biogas-malawi")
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"as":     as,
			"sql":    sqlCommand,
			"bomb":   bomb,
			"blob":   blob,
			"latin1": latin1,
			"rows":   rows,
			"grows":  grows,
			"lying":  lying,
		},
	})
}

// as signs LOGIN in by a new token; "as nobody" signs out.
func as(ts *testscript.TestScript, neg bool, args []string) {
	ts.Setenv("CROSSCASE_TOKEN", "")
	if args[0] == "nobody" {
		return
	}
	ts.Check(ts.Exec("crosscase", "user", "token", args[0]))
	ts.Setenv("CROSSCASE_TOKEN", strings.TrimSpace(ts.ReadFile("stdout")))
}

// sqlCommand runs a statement behind the program's back.
func sqlCommand(ts *testscript.TestScript, neg bool, args []string) {
	db, err := sql.Open("sqlite", filepath.Join(ts.Getenv("CROSSCASE_DATA"), "crosscase.db"))
	ts.Check(err)
	defer db.Close()
	res, err := db.Exec(args[0])
	ts.Check(err)
	n, err := res.RowsAffected()
	ts.Check(err)
	if n == 0 {
		ts.Fatalf("the statement changed nothing: %s", args[0])
	}
}

// bomb writes a .docx whose document unpacks to a gigabyte.
func bomb(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	z := zip.NewWriter(f)
	w, err := z.Create("word/document.xml")
	ts.Check(err)
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = ' '
	}
	for range 1024 {
		_, err := w.Write(block)
		ts.Check(err)
	}
	ts.Check(z.Close())
}

// blob writes a file of a given number of MiB.
func blob(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	var mib int64
	fmt.Sscan(args[1], &mib)
	f.WriteString("PK\x03\x04")
	ts.Check(f.Truncate(mib << 20))
}

// latin1 rewrites a UTF-8 file in Windows-1252.
func latin1(ts *testscript.TestScript, neg bool, args []string) {
	var out []byte
	for _, r := range ts.ReadFile(args[0]) {
		if r > 255 {
			ts.Fatalf("%q is not in the encoding", r)
		}
		out = append(out, byte(r))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o644))
}

// rows writes an evidence table of a given number of rows.
func rows(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	var n int
	fmt.Sscan(args[1], &n)
	fmt.Fprintln(f, "site,participant,excerpt,theme,question,position")
	for i := range n {
		fmt.Fprintf(f, "%c,p%d,made-up words %d,Theme %d,question %d,yes\n", 'A'+i%9, i%200, i, i%30, i%30)
	}
}

// lying copies an MP3 file and has its header say that it is 5,000 frames long.
func lying(ts *testscript.TestScript, neg bool, args []string) {
	body := []byte(ts.ReadFile(args[0]))
	at := max(bytes.Index(body, []byte("Xing")), bytes.Index(body, []byte("Info")))
	if at < 0 {
		ts.Fatalf("%s has no header to lie in", args[0])
	}
	binary.BigEndian.PutUint32(body[at+8:], 5000)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o644))
}

// grows waits until a file has a given number of bytes.
func grows(ts *testscript.TestScript, neg bool, args []string) {
	var want int64
	fmt.Sscan(args[1], &want)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.Size() >= want {
			return
		}
	}
	ts.Fatalf("%s did not reach %d bytes within a minute", args[0], want)
}
