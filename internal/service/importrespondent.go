package service

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// one reads one respondent.
func (s *surveyImport) one() error {
	site, who, err := s.respondent()
	if err != nil {
		return err
	}
	p, known := s.participants[string(site.ID)+"/"+who]
	if !known {
		p = &crosscase.Participant{ID: crosscase.ParticipantID(s.v.s.newID()), SiteID: site.ID, Pseudonym: who, Group: s.opts.Group, Level: s.opts.Level}
		if err := s.fresh("participant", strings.TrimPrefix(site.Letter+"/"+who, "/")); err != nil {
			return err
		}
		s.participants[string(site.ID)+"/"+who] = p
		if err := p.Validate(); err != nil {
			return err
		}
		if err := s.tx.Insert(p); err != nil {
			return err
		}
	}
	for _, c := range s.columns {
		if c.attribute != nil {
			if err := s.value(c, p); err != nil {
				return err
			}
		}
	}
	return s.document(site, p)
}

// respondent is the site and the pseudonym of the row in hand.
func (s *surveyImport) respondent() (*crosscase.Site, string, error) {
	site, who := &crosscase.Site{}, ""
	letter := s.opts.Site
	if s.opts.Respondent == RowNumber {
		who = strconv.Itoa(s.line)
	}
	for _, c := range s.columns {
		cell := strings.TrimSpace(s.row[c.index])
		switch c.As {
		case "respondent":
			if who = cell; who == "" {
				return nil, "", s.wrong(c.Name, "the row does not say who answered")
			}
			if strings.Contains(who, "@") {
				return nil, "", s.wrong(c.Name, "this looks like an address, and participants go by a pseudonym: take a column with numbers or codes for --respondent")
			}
		case "site":
			if letter = cell; letter == "" {
				return nil, "", s.wrong(c.Name, "the row has no site")
			}
		}
	}
	if letter != "" {
		known, ok := s.sites[letter]
		if !ok {
			if err := s.fresh("site", letter); err != nil {
				return nil, "", err
			}
			known = &crosscase.Site{ID: crosscase.SiteID(s.v.s.newID()), Letter: letter}
			if err := s.v.insert(s.tx, "site", known); err != nil {
				return nil, "", err
			}
			s.sites[letter] = known
		}
		site = known
	}
	if err := s.v.sees("site", site.ID); err != nil {
		return nil, "", err
	}
	key := string(site.ID) + "/" + who
	if first, ok := s.rows[key]; ok {
		return nil, "", s.wrong(s.opts.Respondent, "respondent %q stands in row %d already", who, first)
	}
	s.rows[key] = s.line
	return site, who, nil
}

// value writes a closed answer; one that the participant has already stays.
func (s *surveyImport) value(c *surveyColumn, p *crosscase.Participant) error {
	cell := strings.TrimSpace(s.row[c.index])
	key := string(c.attribute.ID) + "/" + string(p.ID)
	if cell == "" || s.values[key] {
		return nil
	}
	if c.attribute.Type == "number" {
		f, ok := number(cell)
		if !ok {
			return s.wrong(c.Name, "%q is no number", cell)
		}
		cell = strconv.FormatFloat(f, 'f', -1, 64)
	}
	s.values[key] = true
	s.res.Counts["attribute_value"]++
	return s.tx.Insert(&crosscase.AttributeValue{ID: crosscase.RowID(s.v.s.newID()), AttributeID: c.attribute.ID, OwnerID: string(p.ID), SiteID: p.SiteID, Value: cell})
}

// document writes the answers in words of a respondent, and codes them where the table does.
func (s *surveyImport) document(site *crosscase.Site, p *crosscase.Participant) error {
	body := &crosscase.SourceText{ID: crosscase.SourceTextID(s.v.s.newID()), SiteID: p.SiteID, Version: 1}
	var out strings.Builder
	length, several := 0, 0
	for _, c := range s.columns {
		if c.As == "open" {
			several++
		}
	}
	answers := map[int]text.Span{}
	write := func(line string) text.Span {
		if length > 0 {
			out.WriteByte('\n')
			length++
		}
		out.WriteString(line)
		span := text.Span{Start: length, End: length + text.Len(line)}
		length = span.End
		return span
	}
	for _, c := range s.columns {
		answer := text.Normalize(strings.TrimSpace(s.row[c.index]))
		if c.As != "open" || answer == "" {
			continue
		}
		if strings.ContainsRune(answer, 0) {
			return s.wrong(c.Name, "there is a NUL character in the words")
		}
		if several > 1 {
			h := write(text.Normalize(strings.Join(strings.Fields(c.Name), " ")))
			body.Headings = append(body.Headings, crosscase.Heading{Start: h.Start, End: h.End, Level: 1})
		}
		span := write(answer)
		answers[c.index] = span
		body.Turns = append(body.Turns, crosscase.Turn{Start: span.Start, Speech: span.Start, End: span.End, Speaker: p.Pseudonym, ParticipantID: p.ID})
	}
	if length == 0 {
		return nil
	}
	base := strings.TrimSuffix(s.name, "."+formatOf(s.name))
	name := base + " " + strings.TrimPrefix(site.Letter+"/"+p.Pseudonym, "/")
	if s.sources[name] {
		s.res.Skipped++
		return nil
	}
	s.sources[name] = true
	body.Text = out.String()
	src := &crosscase.Source{ID: crosscase.SourceID(s.v.s.newID()), Name: name, Kind: crosscase.Document, Genre: crosscase.GenreFieldNote, SiteID: p.SiteID,
		File: s.name, Encoding: s.res.Encoding, Version: 1, Length: int64(length)}
	if err := src.Validate(); err != nil {
		return err
	}
	s.res.Counts["source"]++
	if err := s.tx.Insert(src); err != nil {
		return err
	}
	body.SourceID = src.ID
	if err := s.tx.Insert(body); err != nil {
		return err
	}
	return s.codings(src, body.Text, answers, p)
}

// codings codes the answers as the code columns say.
func (s *surveyImport) codings(src *crosscase.Source, whole string, answers map[int]text.Span, p *crosscase.Participant) error {
	excerpts, coded := map[int]*crosscase.Excerpt{}, map[string]bool{}
	for _, c := range s.columns {
		cell := strings.TrimSpace(s.row[c.index])
		if c.As != "code" || cell == "" {
			continue
		}
		span, ok := answers[c.about]
		if !ok {
			s.res.lose(crosscase.LossLine{What: "codes of an answer that is empty", Where: s.name + ", column " + c.Name, Why: "there are no words to code"})
			continue
		}
		ex := excerpts[c.about]
		if ex == nil {
			words, err := text.Slice(whole, span.Start, span.End)
			if err != nil {
				return err
			}
			ex = &crosscase.Excerpt{ID: crosscase.ExcerptID(s.v.s.newID()), SourceID: src.ID, SiteID: p.SiteID, ParticipantID: p.ID, Kind: crosscase.Verbatim,
				Measure: crosscase.CodePoints, Start: int64(span.Start), End: int64(span.End), Version: 1, Text: words}
			excerpts[c.about] = ex
			s.res.Counts["excerpt"]++
			if err := s.tx.Insert(ex); err != nil {
				return err
			}
		}
		for _, name := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
			theme, err := s.theme(strings.TrimSpace(name))
			if err != nil {
				return err
			}
			key := fmt.Sprint(ex.ID, theme.ID)
			if coded[key] {
				continue
			}
			coded[key] = true
			s.res.Counts["coding"]++
			if err := s.tx.Insert(&crosscase.Coding{ID: crosscase.CodingID(s.v.s.newID()), ExcerptID: ex.ID, SiteID: p.SiteID, ParticipantID: p.ID, ThemeID: theme.ID, Aspect: crosscase.Opinion}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *surveyImport) theme(name string) (*crosscase.Theme, error) {
	return s.v.themeOf(s.tx, s.book, name, s.opts.Strict, s.res)
}
