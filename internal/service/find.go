package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// Search is what is looked for, and where.
type Search struct {
	Find    string               `json:"find" doc:"letters, words or a regular expression; for speaker the label of one"`
	How     string               `json:"how,omitempty" doc:"exact (default), words, regexp or speaker"`
	Sources []crosscase.SourceID `json:"sources,omitempty" doc:"the only ones to look in; absent is all"`
}

// FoundList is what a search found.
type FoundList struct {
	Items []Found `json:"items" doc:"by site, source and place"`
	Total int     `json:"total" doc:"places, also those beyond the limit"`
}

// Found is one place of a text.
type Found struct {
	SourceID crosscase.SourceID `json:"source_id"`
	Source   string             `json:"source"`
	Site     string             `json:"site,omitempty"`
	Version  int64              `json:"version" doc:"of the text that start and end count in"`
	Start    int                `json:"start"`
	End      int                `json:"end"`
	Before   string             `json:"before"`
	Match    string             `json:"match"`
	After    string             `json:"after"`
	Speaker  string             `json:"speaker,omitempty"`
}

const (
	mostFound    = 1000 // places that are listed
	foundContext = 60   // code points shown on either side
	longestMatch = 300  // code points shown of a place
)

// Find looks for something in the texts of a study that the actor may see.
func (s *Service) Find(ctx context.Context, slug string, q Search, limit int) (*FoundList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	if limit <= 0 || limit > mostFound {
		limit = mostFound
	}
	out := &FoundList{Items: []Found{}}
	err = v.search(q, func(p *place) error {
		out.Total++
		if len(out.Items) < limit {
			out.Items = append(out.Items, p.found())
		}
		return nil
	})
	return out, err
}

// place is where something was found.
type place struct {
	src     *crosscase.Source
	site    string
	body    *crosscase.SourceText
	index   *text.Index
	runes   []rune
	span    text.Span
	speaker string
}

func (p *place) found() Found {
	cut := func(from, to int) string { return string(p.runes[max(from, 0):min(to, len(p.runes))]) }
	match := cut(p.span.Start, p.span.End)
	if p.span.Len() > longestMatch {
		match = cut(p.span.Start, p.span.Start+longestMatch) + "…"
	}
	return Found{
		SourceID: p.src.ID, Source: p.src.Name, Site: p.site, Version: p.src.Version, Start: p.span.Start, End: p.span.End, Speaker: p.speaker,
		Before: cut(p.span.Start-foundContext, p.span.Start), Match: match, After: cut(p.span.End, p.span.End+foundContext),
	}
}

// search calls each for every place found, by site, source and place.
func (v *visit) search(q Search, each func(*place) error) error {
	var finder *text.Finder
	if q.How != "speaker" {
		var err error
		if finder, err = text.NewFinder(q.Find, text.How(q.How)); err != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
		}
	} else if strings.TrimSpace(q.Find) == "" {
		return crosscase.Errorf(crosscase.CodeInvalid, "which speaker? give the label as it stands in the text")
	}
	sources, err := seen[crosscase.Source](v, "version > 0")
	if err != nil {
		return err
	}
	sites, err := seen[crosscase.Site](v, "")
	if err != nil {
		return err
	}
	letter := map[crosscase.SiteID]string{}
	for _, s := range sites {
		letter[s.ID] = s.Letter
	}
	slices.SortStableFunc(sources, func(a, b *crosscase.Source) int {
		return cmp.Or(store.NaturalCompare(letter[a.SiteID], letter[b.SiteID]), store.NaturalCompare(a.Name, b.Name))
	})
	for _, src := range sources {
		if len(q.Sources) > 0 && !slices.Contains(q.Sources, src.ID) {
			continue
		}
		if err := v.ctx.Err(); err != nil {
			return err
		}
		body, err := v.textInForce(src)
		if err != nil {
			return err
		}
		p := &place{src: src, site: letter[src.SiteID], body: body, index: text.NewIndex(body.Text)}
		spans, err := p.spans(q, finder)
		if err != nil || len(spans) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		p.runes = []rune(body.Text)
		for _, span := range spans {
			p.span, p.speaker = span, speakerLabel(body.Turns, span.Start)
			if err := each(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *place) spans(q Search, finder *text.Finder) ([]text.Span, error) {
	if finder != nil {
		return finder.Find(p.index, 0)
	}
	var out []text.Span
	for _, t := range p.body.Turns {
		if strings.EqualFold(strings.TrimSpace(t.Speaker), strings.TrimSpace(q.Find)) && t.End > t.Speech {
			out = append(out, text.Span{Start: t.Speech, End: t.End})
		}
	}
	return out, nil
}

// speakerLabel is the label of who speaks at a place; "" for nobody.
func speakerLabel(turns []crosscase.Turn, at int) string {
	if t := turnAt(turns, at); t != nil {
		return t.Speaker
	}
	return ""
}

// turnAt is the turn at a place; nil where there is none. Turns are in order.
func turnAt(turns []crosscase.Turn, at int) *crosscase.Turn {
	i, _ := slices.BinarySearchFunc(turns, at, func(t crosscase.Turn, at int) int {
		if t.End <= at {
			return -1
		}
		return 1
	})
	if i < len(turns) && turns[i].Start <= at {
		return &turns[i]
	}
	return nil
}
