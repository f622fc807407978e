package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
)

type listCmd struct {
	format
	Study string   `arg:""`
	Noun  string   `arg:"" help:"site, unit, participant, post, theme, question, coding, claim, …"`
	Where []string `arg:"" optional:"" help:"field=value"`
}

func (c *listCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	where, err := pairs(c.Where)
	if err != nil {
		return err
	}
	text := map[string]string{}
	for k, v := range where {
		text[k] = fmt.Sprint(v)
	}
	rows, err := s.List(ctx, c.Study, c.Noun, text)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"items": rows}, func() *grid { return rowsGrid(c.Noun, rows) })
}

// rowsGrid lays rows of one noun out by their fields, in the order of their declaration.
func rowsGrid(noun string, rows []any) *grid {
	g := &grid{head: store.Fields(noun)}
	for _, row := range rows {
		body, err := json.Marshal(row)
		if err != nil {
			continue
		}
		var fields map[string]any
		if err := json.Unmarshal(body, &fields); err != nil {
			continue
		}
		cells := make([]any, len(g.head))
		for i, name := range g.head {
			switch v := fields[name].(type) {
			case nil:
				cells[i] = ""
			case string, bool, float64:
				cells[i] = fmt.Sprint(v)
			default:
				b, _ := json.Marshal(v) // it came from JSON
				cells[i] = string(b)
			}
		}
		g.add(cells...)
	}
	return g
}

type addCmd struct {
	format
	Study  string   `arg:""`
	Noun   string   `arg:""`
	Fields []string `arg:"" help:"field=value; what it belongs to by key: site=A, theme=S1, question=… ; field=@FILE reads the value from a file"`
}

func (c *addCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	rec, err := record(c.Noun, c.Fields)
	if err != nil {
		return err
	}
	row, err := s.CreateRecord(ctx, c.Study, c.Noun, rec)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, row, func() *grid { return rowsGrid(c.Noun, []any{row}) })
}

type changeCmd struct {
	format
	Study  string   `arg:""`
	Noun   string   `arg:""`
	Key    string   `arg:"" help:"letter, code, name or id; A/name for a unit, participant or post of site A"`
	Fields []string `arg:"" help:"field=value"`
}

func (c *changeCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	rec, err := record(c.Noun, c.Fields)
	if err != nil {
		return err
	}
	row, err := s.UpdateRecord(ctx, c.Study, c.Noun, c.Key, rec)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, row, func() *grid { return rowsGrid(c.Noun, []any{row}) })
}

type removeCmd struct {
	Study        string `arg:""`
	Noun         string `arg:""`
	Key          string `arg:""`
	WithContents bool   `help:"Also delete everything that belongs to it; one undo brings all of it back."`
}

func (c *removeCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	change, err := s.Delete(ctx, c.Study, c.Noun, c.Key, c.WithContents)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "deleted %d rows; \"crosscase undo %s\" brings them back\n", change.Rows, c.Study)
	return nil
}

type undoCmd struct {
	Study  string `arg:""`
	Change int64  `help:"Number of the change; your last one where none is given." placeholder:"N"`
}

func (c *undoCmd) Run(a *app) error { return revert(a, c.Study, c.Change, (*service.Service).Undo) }

type redoCmd struct {
	Study  string `arg:""`
	Change int64  `help:"Number of the undo; your last one where none is given." placeholder:"N"`
}

func (c *redoCmd) Run(a *app) error { return revert(a, c.Study, c.Change, (*service.Service).Redo) }

// record reads field=value arguments as the noun's own types.
func record(noun string, args []string) (service.Record, error) {
	given, err := pairs(args)
	if err != nil {
		return nil, err
	}
	rec := service.Record{}
	for name, val := range given {
		rec[name] = store.ParseField(noun, name, fmt.Sprint(val))
	}
	return rec, nil
}

func pairs(args []string) (map[string]any, error) {
	out := map[string]any{}
	for _, arg := range args {
		name, val, ok := strings.Cut(arg, "=")
		if !ok || name == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%q is not field=value", arg)
		}
		if strings.HasPrefix(val, "@") {
			var err error
			if val, err = readArgument(val[1:]); err != nil {
				return nil, err
			}
		}
		if slices.Contains([]string{"id", "revision"}, name) && val == "" {
			continue
		}
		out[name] = val
	}
	return out, nil
}
