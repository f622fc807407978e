package main

import (
	"cmp"
	"fmt"
	"os"

	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
)

type doctorCmd struct {
	format
	transcriberFlags
}

// finding is what the doctor says of one thing.
type finding struct {
	What    string `json:"what"`
	State   string `json:"state"` // ok, missing, or off: not wanted, and not missed
	About   string `json:"about"`
	Without string `json:"without,omitempty"` // what still works, and what does not
}

func (c *doctorCmd) Run(a *app) error {
	findings := []finding{a.examineDirectory(), a.examineDatabase()}
	findings = append(findings, a.examineTools()...)
	findings = append(findings, c.examineTranscriber(a))
	if err := c.answer(a.stdout, map[string]any{"findings": findings}, func() *grid {
		g := &grid{head: []string{"what", "state", "about", "without it"}}
		for _, f := range findings {
			g.add(f.What, f.State, f.About, f.Without)
		}
		return g
	}); err != nil {
		return err
	}
	for _, f := range findings {
		if f.State == "missing" {
			return errNo
		}
	}
	return nil
}

// examineDirectory tries to write to the data directory, by which it is made where it is not there yet.
func (a *app) examineDirectory() finding {
	f := finding{What: "data directory", State: "ok", About: a.places.Data}
	err := os.MkdirAll(a.places.Data, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(a.places.Data, "doctor-*"); err == nil {
			probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err != nil {
		f.State, f.About, f.Without = "missing", err.Error(), "no recordings and uploads can be kept; choose another with --data"
	}
	return f
}

func (a *app) examineDatabase() finding {
	f := finding{What: "database", State: "ok"}
	_, err := a.open()
	var version int64
	if err == nil {
		version, err = a.store.Version(a.ctx)
	}
	if err != nil {
		f.State, f.About, f.Without = "missing", err.Error(), "nothing works"
		return f
	}
	f.About = fmt.Sprintf("%s, version %d, as this program wants it", a.store.Dialect(), version)
	return f
}

func (a *app) examineTools() []finding {
	tools := media.FindTools()
	tell := func(what, path, without string) finding {
		if path == "" {
			return finding{What: what, State: "missing", About: "not in the PATH; on Debian: apt-get install ffmpeg", Without: without}
		}
		version, err := media.Version(a.ctx, path)
		if err != nil {
			return finding{What: what, State: "missing", About: err.Error(), Without: without}
		}
		return finding{What: what, State: "ok", About: version}
	}
	return []finding{
		a.examineOffice(),
		tell("ffmpeg", tools.FFmpeg, "recordings play, are marked and coded; waveforms only of .wav files; no machine transcription"),
		tell("ffprobe", tools.FFprobe, "recordings are told by how they begin; the length of others than .wav files is not known"),
	}
}

func (a *app) examineOffice() finding {
	f := finding{What: "LibreOffice", State: "ok", About: reader.FindOffice()}
	if f.About == "" {
		f.State, f.About, f.Without = "off", "not in the PATH; on Debian: apt-get install libreoffice-writer libreoffice-impress",
			"files from before 2007 (.doc, .ppt) are refused; .docx, .odt, .rtf and all others are read"
	}
	return f
}

func (c *doctorCmd) examineTranscriber(a *app) finding {
	f := finding{What: "transcriber", State: "off", About: "none is set up (--transcribe-url or --transcribe-command of serve)", Without: "people transcribe"}
	engine, err := c.engine()
	if err == nil && engine == nil {
		return f
	}
	if err == nil {
		err = engine.Reach(a.ctx)
	}
	if err != nil {
		f.State, f.About = "missing", err.Error()
		return f
	}
	about := engine.About()
	return finding{What: "transcriber", State: "ok", About: about.Where + "; model " + cmp.Or(about.Model, "not named")}
}
