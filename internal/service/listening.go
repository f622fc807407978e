package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
)

// Listening is how far a study has been listened to and transcribed, recording by recording.
type Listening struct {
	Items       []ListeningLine `json:"items"`
	Length      int64           `json:"length" doc:"milliseconds of all recordings"`
	Heard       int64           `json:"heard"`
	Unheard     int64           `json:"unheard"`
	Transcribed int64           `json:"transcribed" doc:"milliseconds whose words a person has typed or checked"`
	ByMachine   int64           `json:"by_machine" doc:"milliseconds whose words only a machine has put down"`
}

// ListeningLine is one recording.
type ListeningLine struct {
	SourceID    crosscase.SourceID `json:"source_id"`
	Source      string             `json:"source" doc:"its name"`
	Site        string             `json:"site,omitempty" doc:"letter"`
	Interview   string             `json:"interview,omitempty"`
	Length      int64              `json:"length" doc:"milliseconds; 0 is not known"`
	Heard       int64              `json:"heard"`
	Unheard     int64              `json:"unheard"`
	Passes      int64              `json:"passes" doc:"the highest hearing that anybody is at"`
	Listeners   []string           `json:"listeners" doc:"names of coders"`
	Transcribed int64              `json:"transcribed"`
	ByMachine   int64              `json:"by_machine"`
}

// Listening says how far the recordings that the actor may see have been listened to.
func (s *Service) Listening(ctx context.Context, slug string) (*Listening, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	recordings, err := seen[crosscase.Source](v, "kind = $2", string(crosscase.Recording))
	if err != nil {
		return nil, err
	}
	all, err := seen[crosscase.Pass](v, "")
	if err != nil {
		return nil, err
	}
	passes := map[crosscase.SourceID][]*crosscase.Pass{}
	for _, p := range all {
		passes[p.SourceID] = append(passes[p.SourceID], p)
	}
	coders, err := v.coders()
	if err != nil {
		return nil, err
	}
	sites, interviews, err := v.siteAndInterviewNames()
	if err != nil {
		return nil, err
	}
	words, err := v.wordsOf(recordings)
	if err != nil {
		return nil, err
	}
	out := &Listening{Items: []ListeningLine{}}
	for _, src := range recordings {
		heard := media.Total(media.Within(stretchesOf(passes[src.ID]), src.Length))
		line := ListeningLine{SourceID: src.ID, Source: src.Name, Site: sites[src.SiteID], Interview: interviews[src.InterviewID],
			Length: src.Length, Heard: heard, Unheard: max(0, src.Length-heard), Listeners: []string{}}
		for _, p := range passes[src.ID] {
			line.Passes = max(line.Passes, p.Number)
			if c := coders[p.CoderID]; c != nil && !slices.Contains(line.Listeners, c.Name) {
				line.Listeners = append(line.Listeners, c.Name)
			}
		}
		slices.Sort(line.Listeners)
		line.Transcribed, line.ByMachine = words[src.ID].measure(src.Length)
		out.Length += line.Length
		out.Heard += line.Heard
		out.Unheard += line.Unheard
		out.Transcribed += line.Transcribed
		out.ByMachine += line.ByMachine
		out.Items = append(out.Items, line)
	}
	slices.SortStableFunc(out.Items, func(a, b ListeningLine) int {
		return cmp.Or(store.NaturalCompare(a.Site, b.Site), store.NaturalCompare(a.Source, b.Source))
	})
	return out, nil
}

func (v *visit) siteAndInterviewNames() (map[crosscase.SiteID]string, map[crosscase.InterviewID]string, error) {
	sites, err := seen[crosscase.Site](v, "")
	if err != nil {
		return nil, nil, err
	}
	interviews, err := seen[crosscase.Interview](v, "")
	if err != nil {
		return nil, nil, err
	}
	letter, name := map[crosscase.SiteID]string{}, map[crosscase.InterviewID]string{}
	for _, s := range sites {
		letter[s.ID] = s.Letter
	}
	for _, i := range interviews {
		name[i.ID] = i.Name
	}
	return letter, name, nil
}
