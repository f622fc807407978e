package service

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase/internal/tidy"
)

// papers writes what says how the folder fits together: for people, for programs, and the columns as a table.
func (w *folderWriter) papers() error {
	if w.mask != nil {
		w.mask.quiet = true // what they say is counted where it stands
	}
	for _, one := range []struct {
		name  string
		write func(io.Writer) error
	}{{"data-dictionary.csv", w.dictionary}, {"datapackage.json", w.dataPackage}, {"README.md", w.readme}} {
		f, err := w.to.Create(one.name)
		if err != nil {
			return err
		}
		if err := one.write(f); err != nil {
			return err
		}
	}
	return nil
}

// written are the tables that the folder has: those with rows.
func (w *folderWriter) written() []*tidy.Table {
	var out []*tidy.Table
	for _, t := range w.tables {
		for _, one := range t.All() {
			if w.rows[one.Name] > 0 {
				out = append(out, one)
			}
		}
	}
	return out
}

func (w *folderWriter) dictionary(f io.Writer) error {
	out := csv.NewWriter(f)
	if err := out.Write([]string{"table", "column", "type", "meaning", "unit", "names"}); err != nil {
		return err
	}
	for _, t := range w.written() {
		for _, c := range t.Columns {
			if err := out.Write([]string{t.Name, c.Name, c.Type, c.Meaning, c.Unit, c.Noun}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// The parts of a Frictionless Data Package that are used here (https://specs.frictionlessdata.io/data-package/).
type (
	dataPackage struct {
		Profile   string         `json:"profile"`
		Name      string         `json:"name"`
		Title     string         `json:"title"`
		About     string         `json:"description,omitempty"`
		Crosscase packageMark    `json:"crosscase"`
		Resources []dataResource `json:"resources"`
	}
	packageMark struct {
		Format     int  `json:"format"`
		Anonymised bool `json:"anonymised,omitempty"`
	}
	dataResource struct {
		Profile  string     `json:"profile"`
		Name     string     `json:"name"`
		Path     string     `json:"path"`
		Format   string     `json:"format"`
		Encoding string     `json:"encoding"`
		Schema   dataSchema `json:"schema"`
	}
	dataSchema struct {
		Fields      []dataField   `json:"fields"`
		PrimaryKey  []string      `json:"primaryKey,omitempty"`
		ForeignKeys []dataForeign `json:"foreignKeys,omitempty"`
	}
	dataField struct {
		Name   string `json:"name"`
		Type   string `json:"type"`
		Format string `json:"format,omitempty"`
		About  string `json:"description,omitempty"`
		Unit   string `json:"unit,omitempty"`
	}
	dataForeign struct {
		Fields    string        `json:"fields"`
		Reference dataReference `json:"reference"`
	}
	dataReference struct {
		Resource string `json:"resource"`
		Fields   string `json:"fields"`
	}
)

func (w *folderWriter) dataPackage(f io.Writer) error {
	p := dataPackage{Profile: "tabular-data-package", Name: w.v.study.Slug, Title: w.v.study.Title, About: w.v.study.About, Crosscase: packageMark{folderFormat, w.mask != nil}}
	if w.mask != nil {
		p.Name, p.Title, p.About = "study", w.mask.words(p.Title), w.mask.words(p.About)
	}
	there := map[string]bool{}
	for _, t := range w.written() {
		there[t.Name] = true
	}
	for _, t := range w.written() {
		r := dataResource{Profile: "tabular-data-resource", Name: strings.ReplaceAll(t.Name, "_", "-"), Path: tablePath(t), Format: "csv", Encoding: "utf-8"}
		for i, c := range t.Columns {
			field := dataField{Name: c.Name, Type: c.Type, About: c.Meaning, Unit: c.Unit}
			switch c.Type {
			case "list":
				field.Type = "string"
				field.About += " (values parted by |)"
			case "datetime":
				field.Format = "any"
			}
			r.Schema.Fields = append(r.Schema.Fields, field)
			if c.Name == "id" && t.Of == nil || t.Of != nil && (i == 0 || c.Name == "n" || strings.HasSuffix(c.Name, "_n") && i <= 1) {
				r.Schema.PrimaryKey = append(r.Schema.PrimaryKey, c.Name)
			}
			if c.Noun != "" && c.Type == "string" && there[c.Noun] {
				r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, dataForeign{c.Name, dataReference{strings.ReplaceAll(c.Noun, "_", "-"), "id"}})
			}
		}
		p.Resources = append(p.Resources, r)
	}
	e := json.NewEncoder(f)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(p)
}

// tableWords say in a line what a row of each of the main tables is.
var tableWords = map[string]string{
	"study": "the study with its settings", "site": "an organisation studied, by its letter", "unit": "a part of a site", "participant": "a person who took part, by pseudonym",
	"interview": "one conversation", "source": "a recording, transcript, document or picture", "source_text": "the text of a source", "source_text_turns": "what one person says, a stretch of a text",
	"meta_theme": "the upper level of the codebook", "theme": "a theme of the codebook", "question": "a point within a theme on which people can differ", "position": "an answer that a question allows",
	"excerpt": "a stretch of a source, with its words", "coding": "one theme, and where there is one an answer, given to one excerpt by one coder", "silence": "something that was not said, or not asked",
	"memo": "a note about anything", "attribute": "something known of sites, units, participants or sources", "attribute_value": "its value for one of them",
	"claim": "what is said of the sites", "typology": "a scheme of types", "type_decision": "the placing of a site in a scheme", "coder": "who coded", "summary": "what stands in a cell of the matrix",
	"media": "the file of a recording", "site_position": "a reading of a site set by hand", "post": "a leadership post at a site", "pass": "a stretch that was listened to",
}

func (w *folderWriter) readme(f io.Writer) error {
	var b strings.Builder
	title, about := w.v.study.Title, w.v.study.About
	if w.mask != nil {
		title, about = w.mask.words(title), w.mask.words(about)
	}
	fmt.Fprintf(&b, "# %s\n\n", title)
	if about != "" {
		b.WriteString(about + "\n\n")
	}
	if w.v.study.Synthetic {
		b.WriteString("The people and words in it are made up.\n\n")
	}
	b.WriteString(folderReadme)
	if w.mask != nil {
		w.mask.readme(&b)
	}
	b.WriteString("\n## Tables\n\n| table | rows | a row is |\n|---|---:|---|\n")
	for _, t := range w.written() {
		words := tableWords[t.Name]
		if words == "" {
			words = "see data-dictionary.csv"
		}
		b.WriteString("| " + t.Name + ".csv | " + strconv.FormatInt(w.rows[t.Name], 10) + " | " + words + " |\n")
	}
	b.WriteString("\n## What is not here\n\n")
	for _, l := range w.loss.NotCarried {
		b.WriteString("- " + l.String() + "\n")
	}
	_, err := io.WriteString(f, b.String())
	return err
}

const folderReadme = `This folder holds a qualitative study of several sites, in files that any program reads. It was written by Crosscase,
which can read it back into an empty study (` + "`crosscase import STUDY FOLDER`" + `).

- ` + "`tables/`" + ` has a table for each kind of thing, one row an observation: CSV, UTF-8, comma, one header line.
- ` + "`texts/`" + ` has the long texts. Short ones stand in the column ` + "`text`" + ` of source_text.csv.
- ` + "`media/`" + ` has the recordings, where they were taken along.
- ` + "`data-dictionary.csv`" + ` says what each column means; ` + "`datapackage.json`" + ` says the same to programs (Frictionless Data Package).

## How it fits together

A coding gives a theme to an excerpt, and where people can differ a question and the position taken. An excerpt is a
stretch of a source. A source belongs to a site and often to an interview. Rows name each other by id: the column
` + "`site_id`" + ` of one table is the column ` + "`id`" + ` of site.csv. Beside such a column stands one for the eye, ` + "`site`" + `, with the
letter, name or pseudonym; reading back uses the id alone.

Start and end of an excerpt count Unicode code points of the text from 0, the end not included; of a recording they
are milliseconds. Lists in a cell are parted by ` + "`|`" + `. Times are UTC. What is not known is empty.

In R:

    library(readr); library(dplyr)
    coding  <- read_csv("tables/coding.csv",  col_types = cols(.default = "c"))
    excerpt <- read_csv("tables/excerpt.csv", col_types = cols(.default = "c"))
    coding |> left_join(excerpt, by = c("excerpt_id" = "id")) |> count(site.x, theme)

In Python:

    import pandas as pd
    coding = pd.read_csv("tables/coding.csv", dtype=str, keep_default_na=False)
    excerpt = pd.read_csv("tables/excerpt.csv", dtype=str, keep_default_na=False)
    coding.merge(excerpt, left_on="excerpt_id", right_on="id").groupby(["site_x", "theme"]).size()
`
