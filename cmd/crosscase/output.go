package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
)

// format is how a reading command answers.
type format struct {
	Format string `help:"table, json or csv." enum:"table,json,csv" default:"table"`
}

// grid is an answer as rows.
type grid struct {
	head []string
	rows [][]string
}

func (g *grid) add(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = cell(c)
	}
	g.rows = append(g.rows, row)
}

func cell(c any) string {
	switch v := c.(type) {
	case *float64:
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', 3, 64)
	case float64:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case *int:
		if v == nil {
			return ""
		}
		return strconv.Itoa(*v)
	case *string:
		if v == nil {
			return ""
		}
		return *v
	case []string:
		return strings.Join(v, " ")
	}
	return fmt.Sprint(c)
}

// answer prints whole as JSON, or rows as a table or CSV.
func (f format) answer(w io.Writer, whole any, rows func() *grid) error {
	switch f.Format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		return enc.Encode(whole)
	case "csv":
		g := rows()
		out := csv.NewWriter(w)
		if err := out.Write(g.head); err != nil {
			return err
		}
		return out.WriteAll(g.rows)
	}
	g := rows()
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, strings.Join(g.head, "\t"))
	for _, row := range g.rows {
		fmt.Fprintln(out, strings.ReplaceAll(strings.Join(row, "\t"), "\n", " "))
	}
	return out.Flush()
}
