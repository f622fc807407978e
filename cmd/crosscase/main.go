// Command crosscase is the workbench: it serves the page and the API, and does from the command line
// what they do.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/crosscase/crosscase"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit statuses are:
const (
	exitDone  = 0
	exitNo    = 1 // the answer is no: a claim fails, a chain does not verify
	exitUsage = 2 // wrong usage or bad input
	exitBroke = 3 // something broke
)

// errNo is the answer no.
var errNo = fmt.Errorf("no")

// run is the whole program: arguments in, exit status out.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (status int) {
	var cli commands
	exited := false
	parser, err := kong.New(&cli,
		kong.Name("crosscase"),
		kong.Description("The workbench of teams that study many organisations at once."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited, status = true, code }),
	)
	if err != nil {
		fmt.Fprintln(stderr, "crosscase:", err)
		return exitBroke
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if exited {
		return status
	}
	if err != nil {
		fmt.Fprintln(stderr, "crosscase:", err)
		fmt.Fprintln(stderr, "\"crosscase --help\" lists the commands, \"crosscase COMMAND --help\" what one of them takes.")
		return exitUsage
	}
	app := &app{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, places: cli.places}
	defer app.close()
	err = kctx.Run(app)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	}
	fmt.Fprintln(stderr, "crosscase:", err)
	if crosscase.ErrorCode(err) == crosscase.CodeInternal {
		return exitBroke
	}
	return exitUsage
}

// commands is the command line.
type commands struct {
	places

	Demo  demoCmd  `cmd:"" help:"The worked example, opened in the browser."`
	Serve serveCmd `cmd:"" help:"Serve the page and the API."`

	Study  studyCmd  `cmd:"" help:"List, create, show and delete studies."`
	Import importCmd `cmd:"" help:"Read files into a study: recordings, transcripts, documents, tables, records."`
	Export exportCmd `cmd:"" help:"Write a study's tables to a file."`

	Codebook codebookCmd `cmd:"" help:"Versions and differences of the codebook, what to revisit, merging, templates: crosscase codebook STUDY …"`

	Inspect inspectCmd `cmd:"" help:"Say what is in a .qdpx or .qdc, without importing it."`

	List   listCmd   `cmd:"" help:"List the rows of a noun: sites, participants, themes, codings, …"`
	Add    addCmd    `cmd:"" help:"Add a row: crosscase add STUDY post site=A title='Medical Director' level=1."`
	Change changeCmd `cmd:"" help:"Change fields of a row, named by its key."`
	Remove removeCmd `cmd:"" help:"Delete a row, named by its key."`
	Undo   undoCmd   `cmd:"" help:"Take back your last change, or one by its number."`
	Redo   redoCmd   `cmd:"" help:"Take back your last undo."`

	Matrix    matrixCmd    `cmd:"" help:"Count codings by case and theme or question."`
	Agreement agreementCmd `cmd:"" help:"Agreement within each site."`
	Compare   compareCmd   `cmd:"" help:"Consistency between sites."`
	Contrast  contrastCmd  `cmd:"" help:"What is formally so against practice, and board against unit."`
	Relate    relateCmd    `cmd:"" help:"Set the sites with one condition against those with another."`
	Coverage  coverageCmd  `cmd:"" help:"Which themes have evidence at which sites."`
	Dissent   dissentCmd   `cmd:"" help:"Every minority position with who takes it and what became of it."`
	Claims    claimsCmd    `cmd:"" help:"How each claim stands; with check, exit status 1 where a locked one no longer holds."`
	Classify  classifyCmd  `cmd:"" help:"Place the sites in typologies."`
	Report    reportCmd    `cmd:"" help:"Write a report: site LETTER, cross-case, methods or tables."`

	Audit   auditCmd   `cmd:"" help:"Show a study's history, or verify it."`
	User    userCmd    `cmd:"" help:"Accounts, tokens and roles."`
	Doctor  doctorCmd  `cmd:"" help:"Say what is missing here, and what works without it; exit status 1 where something is."`
	Migrate migrateCmd `cmd:"" help:"Bring the database up to date. Every command does this by itself."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// places is where a study's data lives.
type places struct {
	Data     string `help:"Directory of the database and media; ./crosscase-data where none is given." default:"crosscase-data" env:"CROSSCASE_DATA" type:"path" placeholder:"DIR"`
	Database string `help:"PostgreSQL instead of the file in the data directory: postgres://…" env:"CROSSCASE_DATABASE" placeholder:"URL"`
}
