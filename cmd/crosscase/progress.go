package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
)

// progress is one line that says how far long work is: kept up to date on a terminal, printed now and then elsewhere.
type progress struct {
	w        io.Writer
	terminal bool
	last     time.Time
	shown    bool
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, terminal: ok && isatty.IsTerminal(f.Fd()), last: time.Now()}
}

func (p *progress) show(format string, args ...any) {
	every := 10 * time.Second
	if p.terminal {
		every = 100 * time.Millisecond
	}
	if time.Since(p.last) < every {
		return
	}
	p.last, p.shown = time.Now(), true
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K"+format, args...)
		return
	}
	fmt.Fprintf(p.w, format+"\n", args...)
}

// bar shows a share of work, from 0 to 1.
func (p *progress) bar(share float64, what string) {
	const wide = 30
	share = max(0, min(1, share))
	full := int(share * wide)
	p.show("[%s%s] %3.0f %% %s", strings.Repeat("#", full), strings.Repeat(".", wide-full), share*100, what)
}

func (p *progress) end() {
	if p.terminal && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
	p.shown = false
}
