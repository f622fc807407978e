package storetest

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"
)

// Postgres makes an empty database on a PostgreSQL of this test's own process and returns its URL. The server
// is started once, from the binaries that are installed, in a directory of its own, and ends with the process.
// Where there is none the test is skipped, or fails if CROSSCASE_REQUIRE_POSTGRES is 1.
func Postgres(tb testing.TB) string {
	tb.Helper()
	dir, err := server()
	if err != nil {
		if os.Getenv("CROSSCASE_REQUIRE_POSTGRES") == "1" {
			tb.Fatal(err)
		}
		tb.Skip(err)
	}
	db, err := sql.Open("pgx", databaseURL(dir, "postgres"))
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("study%d", databases.Add(1))
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		db, err := sql.Open("pgx", databaseURL(dir, "postgres"))
		if err != nil {
			return
		}
		defer db.Close()
		db.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)") // or it goes with the server
	})
	return databaseURL(dir, name)
}

var (
	databases atomic.Int64
	server    = sync.OnceValues(start)
)

func databaseURL(dir, name string) string {
	return "postgres:///" + name + "?user=postgres&host=" + url.QueryEscape(dir)
}

// start starts the server and returns the directory of its socket. A shell keeps watch: it reads from a pipe
// that only this process holds, so that it stops the server and removes the directory however the process
// ends, by a panic, a timeout or a kill too.
func start() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "crosscase-pg")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("/bin/sh", "-c", watch, "crosscase-pg", bin, dir)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "HOME=" + dir}
	if err := apart(cmd, dir); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	if _, err := cmd.StdinPipe(); err != nil { // its other end closes with this process
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if line != "ready\n" {
		rest, _ := io.ReadAll(out)
		return "", fmt.Errorf("PostgreSQL in %s did not start: %s%s %v", bin, line, rest, err)
	}
	held = cmd
	return dir, nil
}

// held keeps the pipe to the watching shell open: were it collected, the server would stop.
//
//nolint:unused // it is held, not read
var held *exec.Cmd

const watch = `
bin=$1
dir=$2
trap 'rm -rf "$dir"' EXIT
trap '' INT HUP TERM
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 &&
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c max_connections=50 -c max_wal_size=2GB" start >>"$dir/log" 2>&1 </dev/null || {
  cat "$dir/log"
  exit 1
}
echo ready
cat >/dev/null
"$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
`

// binaries finds the directory of the newest PostgreSQL that is installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		version := func(path string) (n int) {
			fmt.Sscanf(strings.TrimPrefix(path, "/usr/lib/postgresql/"), "%d", &n)
			return n
		}
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil && runtime.GOOS != "windows" {
		return filepath.Dir(path), nil
	}
	return "", fmt.Errorf("no PostgreSQL is installed; for these tests install one, on Debian: apt-get install postgresql")
}
