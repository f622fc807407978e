package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
)

type importCmd struct {
	format
	Study           string   `arg:""`
	Files           []string `arg:"" help:"Projects of other programs (.qdpx .qde .qdc), recordings (.mp3 .m4a .wav …), pictures, texts (.docx .odt .rtf .doc .pdf .html .md .txt …), transcripts (.vtt .srt .TextGrid .eaf), tables (.csv .xlsx), records (.json), or folders of them." type:"path"`
	DryRun          bool     `help:"Say what would be made, and make nothing."`
	Strict          bool     `help:"Refuse what names a site, participant, theme or the like that the study does not have."`
	Encoding        string   `help:"Encoding of the text, where the guess is wrong." placeholder:"NAME"`
	Delimiter       string   `help:"Delimiter of a .csv, where the guess is wrong; 'tab' for a tab." placeholder:"SIGN"`
	Sheet           string   `help:"Sheet of a workbook, the first where none is named; of a .sqlite3 of several projects, the name of one." placeholder:"NAME"`
	Site            string   `help:"Site of all files." placeholder:"LETTER"`
	SiteFrom        string   `help:"Pattern whose group finds the site in the file name or first heading, such as '(\\d+)_'; or the word folder, for the names of a folder's sub-folders." placeholder:"PATTERN"`
	DateFrom        string   `help:"The same for the date." placeholder:"PATTERN"`
	ParticipantFrom string   `help:"The same for the participant." placeholder:"PATTERN"`
	SpeakerFrom     string   `help:"Pattern of a speaker label at the start of a line, such as '^(\\w+):'." placeholder:"PATTERN"`
	Round           string   `help:"Round of the interviews." placeholder:"NAME"`
	Interview       string   `help:"Interview of a recording or transcript, made where it is new; the one named like the file where none is given." placeholder:"NAME"`
	InterviewFrom   string   `help:"The same as --site-from for the interview." placeholder:"PATTERN"`
	JoinTracks      bool     `help:"The files are tracks, one a speaker: those of one interview become one transcript, in the order of their times."`
	Participants    []string `help:"Pseudonyms of who speaks in a recording, with commas between them." placeholder:"NAME,…"`
	Recording       string   `help:"Recording that the times of a transcript count in; that of its interview where none is named." placeholder:"NAME"`
	Comments        string   `help:"What comments of a document become: memos, or codings of the themes they name." enum:"memos,codings" default:"memos"`
	As              string   `help:"What a table is, where its header does not tell: survey, matrix or sites." enum:"survey,matrix,sites," default:""`
	HeaderRow       int      `help:"Row of the table that is its header, counted from 1." placeholder:"N"`
	LeaveOutMisfits bool     `help:"Leave out the rows that do not fit the header, and list them."`
	SiteColumn      string   `help:"Column of a survey or site table with the sites." placeholder:"COLUMN"`
	NameColumn      string   `help:"Column of a site table with their real names." placeholder:"COLUMN"`
	Respondent      string   `help:"Column of a survey that tells the respondents apart, or # for the numbers of its rows." placeholder:"COLUMN"`
	Open            []string `help:"Columns of a survey with answers in words; those that read like it where none is named." placeholder:"COLUMN,…"`
	Code            []string `help:"Columns of a survey with the themes of an answer; CODE=OPEN where there are several answers." placeholder:"COLUMN,…"`
	Rows            string   `help:"What the rows of a matrix are: cases or themes." enum:"cases,themes," default:""`
	CaseIs          string   `help:"What a new case of a matrix is: site, unit or participant." enum:"site,unit,participant," default:""`
	Level           string   `help:"Level of new participants, such as board or unit." placeholder:"WORD"`
	Group           string   `help:"Profession group of new participants." placeholder:"WORD"`
	Cases           []string `help:"What a case or set of a project of another program becomes: site, unit, participant, source (its values are those of its sources) or leave." placeholder:"NAME=WORD,…"`
	CasesAs         string   `help:"What all other cases become; of a file with sets alone, what sets become." placeholder:"WORD"`
}

func (c *importCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	opts := service.ImportOptions{
		Encoding: c.Encoding, Sheet: c.Sheet, Strict: c.Strict, DryRun: c.DryRun, Site: c.Site, SiteFrom: c.SiteFrom, DateFrom: c.DateFrom,
		NameFrom: c.ParticipantFrom, SpeakerFrom: c.SpeakerFrom, Round: c.Round, Level: c.Level, Group: c.Group,
		Interview: c.Interview, Participants: c.Participants, Recording: c.Recording, Comments: c.Comments, InterviewFrom: c.InterviewFrom, Join: c.JoinTracks,
		As: c.As, HeaderRow: c.HeaderRow, LeaveOut: c.LeaveOutMisfits, SiteColumn: c.SiteColumn, NameColumn: c.NameColumn, Respondent: c.Respondent, Open: c.Open, Code: c.Code,
		Rows: c.Rows, CaseIs: c.CaseIs,
	}
	if opts.Cases, err = service.ParseCases(c.Cases); err != nil {
		return err
	}
	opts.CasesAs = c.CasesAs
	switch r := []rune(c.Delimiter); {
	case c.Delimiter == "tab" || c.Delimiter == `\t`:
		opts.Delimiter = '\t'
	case len(r) == 1:
		opts.Delimiter = r[0]
	case len(r) > 1:
		return crosscase.Errorf(crosscase.CodeInvalid, "a delimiter is one sign, not %q", c.Delimiter)
	}
	files, skipped, err := filesIn(c.Files)
	if err != nil {
		return err
	}
	for _, skip := range skipped {
		fmt.Fprintln(a.stderr, "crosscase: left out", skip)
	}
	if len(files) == 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "there is no file to import in %s", strings.Join(c.Files, ", "))
	}
	byFolder := c.SiteFrom == "folder"
	if byFolder {
		opts.SiteFrom = ""
	}
	line := newProgress(a.stderr)
	results, failures := []*service.ImportResult{}, []failure{}
	for i, file := range files {
		about := fmt.Sprintf("%d of %d: %s", i+1, len(files), filepath.Base(file.path))
		line.show("%s", about)
		opts.Progress = importProgress(line, about, file.path)
		opts.Site = c.Site
		if byFolder && file.sub != "" {
			opts.Site = file.sub
		}
		res, err := importFile(ctx, s, c.Study, file.path, opts)
		if err != nil {
			line.end()
			if len(files) == 1 {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fmt.Fprintln(a.stderr, "crosscase:", err)
			failures = append(failures, failure{File: file.shown, Why: err.Error()})
			continue
		}
		results = append(results, res)
		line.end()
		if err := a.tellLoss(file.path, res); err != nil {
			return err
		}
	}
	a.awaitJobs(line)
	line.end()
	if err := c.answer(a.stdout, map[string]any{"imports": results, "failed": failures, "left_out": skipped}, func() *grid { return importGrid(results) }); err != nil {
		return err
	}
	if n := len(failures); n > 0 {
		var names []string
		for _, f := range failures[:min(n, 20)] {
			names = append(names, f.File)
		}
		others := "the others were"
		if c.DryRun {
			others = "the others would be"
		}
		return crosscase.Errorf(crosscase.CodeInvalid, "%d of %d files were not imported (%s); %s", n, len(files), strings.Join(names, ", "), others)
	}
	return nil
}

func importFile(ctx context.Context, s *service.Service, study, name string, opts service.ImportOptions) (*service.ImportResult, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() && strings.EqualFold(filepath.Ext(name), ".qda") {
		return importQDA(ctx, s, study, name, opts)
	}
	if info.IsDir() {
		root, err := os.OpenRoot(name) // links in it lead nowhere outside
		if err != nil {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
		}
		defer root.Close()
		return s.ImportFolder(ctx, study, filepath.Base(name), root.FS(), opts)
	}
	return s.Import(ctx, study, name, f, info.Size(), opts)
}

// importQDA imports the folder in which QualCoder keeps a project: its database, with the media beside it.
func importQDA(ctx context.Context, s *service.Service, study, folder string, opts service.ImportOptions) (*service.ImportResult, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	defer root.Close()
	f, err := root.Open("data.qda")
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is a folder without data.qda: it is no project of QualCoder", folder)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	opts.Beside = root.FS()
	return s.Import(ctx, study, filepath.Base(folder), f, info.Size(), opts)
}

func importGrid(results []*service.ImportResult) *grid {
	g := &grid{head: []string{"file", "kind", "encoding", "delimiter", "site", "date", "turns", "made", "new", "remarks"}}
	for _, r := range results {
		var made, fresh []string
		for _, noun := range slices.Sorted(maps.Keys(r.Counts)) {
			made = append(made, fmt.Sprintf("%d %s", r.Counts[noun], noun))
		}
		for _, noun := range slices.Sorted(maps.Keys(r.Created)) {
			if list := r.Created[noun]; len(list) > 6 {
				fresh = append(fresh, fmt.Sprintf("%s %s … (%d)", noun, strings.Join(list[:6], ", "), len(list)))
			} else {
				fresh = append(fresh, noun+" "+strings.Join(list, ", "))
			}
		}
		remarks := slices.Clone(r.Warnings)
		if r.DryRun {
			remarks = append([]string{"dry run: nothing was made"}, remarks...)
		}
		if r.Guessed {
			remarks = append(remarks, "the encoding is a guess: check the text")
		}
		if r.Skipped > 0 {
			remarks = append(remarks, fmt.Sprintf("%d rows were there already", r.Skipped))
		}
		site, date, turns := "", "", ""
		if p := r.Interview; p != nil {
			site, date, turns = p.Site, p.Date, fmt.Sprint(p.Turns)
		}
		delimiter := r.Delimiter
		if delimiter == "\t" {
			delimiter = "tab"
		}
		g.add(r.File, r.Kind, r.Encoding, delimiter, site, date, turns, strings.Join(made, ", "), strings.Join(fresh, "; "), strings.Join(remarks, "; "))
	}
	return g
}

// importProgress says how far the import of a file is: of a recording in bytes, of a table in rows.
func importProgress(line *progress, about, name string) func(done, of int64) {
	info, err := os.Stat(name)
	if err != nil || !isRecording(name) {
		return func(done, _ int64) { line.show("%s, %d rows", about, done) }
	}
	return func(done, _ int64) { line.bar(float64(done)/float64(max(1, info.Size())), about) }
}

func isRecording(name string) bool {
	return slices.Contains(media.Formats, strings.ToLower(filepath.Ext(name)))
}

// awaitJobs waits for the waveforms of what was imported: with the program they would end.
func (a *app) awaitJobs(line *progress) {
	cancel := a.media.Jobs.Subscribe(func(j media.Job) {
		if j.State == media.JobRunning {
			line.bar(j.Done, "drawing waveforms")
		}
	})
	defer cancel()
	done := make(chan struct{})
	go func() { a.media.Jobs.Wait(); close(done) }()
	select {
	case <-done:
	case <-a.ctx.Done():
	}
}
