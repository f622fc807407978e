package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/httpapi"
	"github.com/crosscase/crosscase/web"
)

type serveCmd struct {
	Addr   string `help:"Address to listen on; a port of 0 takes a free one." default:"127.0.0.1:8787"`
	Secure bool   `help:"The page is reached by https, through a proxy: session cookies are sent over https alone."`
	transcriberFlags
}

func (c *serveCmd) Run(a *app) error {
	var err error
	if a.transcriber, err = c.engine(); err != nil {
		return err
	}
	return a.serve(c.Addr, "", c.Secure, false)
}

// serve serves until the program is told to stop. path is where the printed URL points.
func (a *app) serve(addr, path string, secure, browser bool) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "--addr %q is no address: write host:port", addr)
	}
	loopback := isLoopback(host)
	_, nobody, err := s.LocalActor(a.ctx)
	if err != nil {
		return err
	}
	if nobody && !loopback {
		return crosscase.Errorf(crosscase.CodeInvalid,
			"on %s others can reach the page, and there is no account yet: make one with \"crosscase user add LOGIN --admin\", or serve on 127.0.0.1", addr)
	}
	a.media.Uploads.Sweep(time.Now())
	log := slog.New(slog.NewTextHandler(a.stderr, nil))
	handler, err := httpapi.New(s, httpapi.Options{Page: web.Dist, Sessions: a.store, Secure: secure, Loopback: loopback, Logger: log, Version: version})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "cannot listen on %s: %v; choose another with --addr", addr, err)
	}
	url := "http://" + l.Addr().String() + path
	fmt.Fprintln(a.stdout, url)
	fmt.Fprintln(a.stderr, "serving; stop with Ctrl+C")
	if browser {
		openBrowser(url)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() {
		<-a.ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), 5*time.Second)
		defer cancel()
		server.Shutdown(ctx)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// openBrowser shows a URL in the person's browser; where that cannot be done, the printed URL does.
func openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	if path, err := exec.LookPath(name); err == nil {
		if err := exec.Command(path, args...).Start(); err != nil {
			return // the printed URL is there
		}
	}
}
