package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
)

// Passes is what was listened to of one recording.
type Passes struct {
	Length      int64           `json:"length" doc:"milliseconds; 0 is not known"`
	Mine        int64           `json:"mine" doc:"which hearing it is for me now: once I have heard all of it, the next"`
	Items       []PassLine      `json:"items"`
	Heard       []media.Stretch `json:"heard" doc:"what anybody has heard, [start, end) in milliseconds"`
	HeardMine   []media.Stretch `json:"heard_mine"`
	Unheard     int64           `json:"unheard" doc:"milliseconds"`
	Transcribed int64           `json:"transcribed" doc:"milliseconds whose words a person has typed or checked"`
	ByMachine   int64           `json:"by_machine" doc:"milliseconds whose words only a machine has put down"`
}

// PassLine is one stretch that one person listened to.
type PassLine struct {
	ID     crosscase.PassID    `json:"id"`
	Coder  string              `json:"coder"`
	Mine   bool                `json:"mine"`
	Number int64               `json:"number" doc:"which hearing it was for them"`
	Start  int64               `json:"start"`
	End    int64               `json:"end"`
	Themes []crosscase.ThemeID `json:"themes" doc:"what was listened for; empty is everything"`
	Note   string              `json:"note"`
	At     int64               `json:"at"`
}

// Heard is a stretch that the actor has listened to.
type Heard struct {
	Number int64    `json:"number,omitempty" minimum:"0" doc:"which hearing it is; absent is the one they are at"`
	Start  int64    `json:"start" minimum:"0"`
	End    int64    `json:"end" minimum:"0"`
	Themes []string `json:"themes,omitempty" doc:"what was listened for, by id, code or name; absent is everything"`
	Note   string   `json:"note,omitempty" maxLength:"10000"`
}

const (
	passGap    = 1000 // milliseconds between two stretches that were heard without a break: players tell the time in steps
	heardShare = 0.9  // of a recording that makes its interview one that was listened to

	passListen  = "pass.listen" // the kind of the change
	passMeasure = "media.measure"
)

// Passes says what was listened to of a recording.
func (s *Service) Passes(ctx context.Context, slug, source string) (*Passes, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	src, _, err := v.recording(source)
	if err != nil {
		return nil, err
	}
	return v.passes(src)
}

// Listen writes down that the actor has listened to a stretch of a recording.
//
// The rules are:
//   - a stretch that touches or overlaps one of the same person, at the same hearing and for the same themes, is
//     joined to it;
//   - where the recordings of an interview have been heard to heardShare, by whomever, the interview counts as
//     listened to;
//   - listening is no edit: "undo my last change" passes it over.
func (s *Service) Listen(ctx context.Context, slug, source string, in Heard) (*Passes, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WritePasses); err != nil {
		return nil, err
	}
	src, _, err := v.recording(source)
	if err != nil {
		return nil, err
	}
	end := in.End
	if src.Length > 0 {
		end = min(end, src.Length)
	}
	if in.Start < 0 || end <= in.Start {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "from %s to %s is no stretch of this recording, which is %s long", media.Clock(in.Start), media.Clock(in.End), media.Clock(src.Length))
	}
	p := &crosscase.Pass{SiteID: src.SiteID, SourceID: src.ID, Number: in.Number, Start: in.Start, End: end, Note: in.Note, At: s.now().UnixMilli()}
	for _, key := range in.Themes {
		id, err := v.find("theme", key, nil)
		if err != nil {
			return nil, err
		}
		p.Themes = append(p.Themes, crosscase.ThemeID(id))
	}
	if p.CoderID, err = v.coder(); err != nil {
		return nil, err
	}
	_, err = v.write(v.head(passListen, "pass", string(src.ID), "listen"), func(tx *store.Tx) error {
		w := v.in(tx)
		if err := w.joinPass(tx, src, p); err != nil {
			return err
		}
		return w.listened(tx, src)
	})
	if err != nil {
		return nil, err
	}
	return v.passes(src)
}

// joinPass writes a pass, as part of those that it touches.
func (v *visit) joinPass(tx *store.Tx, src *crosscase.Source, p *crosscase.Pass) error {
	own, err := store.ListTx[crosscase.Pass](tx, "source_id = $2 AND coder_id = $3", string(src.ID), string(p.CoderID))
	if err != nil {
		return err
	}
	if p.Number == 0 {
		p.Number = hearingOf(own, src.Length)
	}
	slices.SortFunc(own, func(a, b *crosscase.Pass) int { return int(a.Start - b.Start) })
	var into *crosscase.Pass
	for _, q := range own {
		if q.Number != p.Number || !sameThemes(q.Themes, p.Themes) || q.Start > p.End+passGap || q.End < p.Start-passGap {
			continue
		}
		p.Start, p.End = min(p.Start, q.Start), max(p.End, q.End)
		if into == nil {
			into = q
			continue
		}
		into.Note = joinNotes(into.Note, q.Note)
		if err := tx.Delete("pass", string(q.ID)); err != nil {
			return err
		}
	}
	if into == nil {
		p.ID = crosscase.PassID(v.s.newID())
		return v.insert(tx, "pass", p)
	}
	into.Start, into.End, into.At, into.Note = p.Start, p.End, p.At, joinNotes(into.Note, p.Note)
	return tx.Update(into)
}

func joinNotes(a, b string) string {
	if a == "" || b == "" || a == b {
		return max(a, b)
	}
	return a + "\n" + b
}

func sameThemes(a, b []crosscase.ThemeID) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// hearingOf is which hearing of a recording a person is at: their last, or the one after it once they have heard it all.
func hearingOf(own []*crosscase.Pass, length int64) int64 {
	var last int64 = 1
	for _, p := range own {
		last = max(last, p.Number)
	}
	var of []media.Stretch
	for _, p := range own {
		if p.Number == last {
			of = append(of, media.Stretch{p.Start, p.End})
		}
	}
	if length > 0 && media.Total(media.Within(of, length)) >= length-passGap {
		return last + 1
	}
	return last
}

// listened marks the interview of a recording as listened to where that is so.
func (v *visit) listened(tx *store.Tx, src *crosscase.Source) error {
	if src.InterviewID == "" {
		return nil
	}
	i, err := store.GetTx[crosscase.Interview](tx, string(src.InterviewID))
	if err != nil || i.Listened {
		return err
	}
	recordings, err := store.ListTx[crosscase.Source](tx, "interview_id = $2 AND kind = $3", string(i.ID), string(crosscase.Recording))
	if err != nil {
		return err
	}
	var length, heard int64
	for _, r := range recordings {
		passes, err := store.ListTx[crosscase.Pass](tx, "source_id = $2", string(r.ID))
		if err != nil {
			return err
		}
		if r.Length == 0 {
			return nil // nobody knows how much of it this is
		}
		length += r.Length
		heard += media.Total(media.Within(stretchesOf(passes), r.Length))
	}
	if float64(heard) < heardShare*float64(length) {
		return nil
	}
	i.Listened = true
	return tx.Update(i)
}

func stretchesOf(passes []*crosscase.Pass) []media.Stretch {
	out := make([]media.Stretch, len(passes))
	for i, p := range passes {
		out[i] = media.Stretch{p.Start, p.End}
	}
	return out
}

// passes is what was heard of a recording.
func (v *visit) passes(src *crosscase.Source) (*Passes, error) {
	rows, err := seen[crosscase.Pass](v, "source_id = $2", string(src.ID))
	if err != nil {
		return nil, err
	}
	coders, err := v.coders()
	if err != nil {
		return nil, err
	}
	out := &Passes{Length: src.Length, Items: []PassLine{}}
	var own []*crosscase.Pass
	for _, p := range rows {
		c := coders[p.CoderID]
		mine := c != nil && c.AccountID != "" && c.AccountID == v.actor.Account
		if mine {
			own = append(own, p)
		}
		line := PassLine{ID: p.ID, Mine: mine, Number: p.Number, Start: p.Start, End: p.End, Themes: nonNil(p.Themes), Note: p.Note, At: p.At}
		if c != nil {
			line.Coder = c.Name
		}
		out.Items = append(out.Items, line)
	}
	out.Mine = hearingOf(own, src.Length)
	out.Heard = media.Union(media.Within(stretchesOf(rows), src.Length))
	out.HeardMine = media.Union(media.Within(stretchesOf(own), src.Length))
	out.Unheard = max(0, src.Length-media.Total(out.Heard))
	words, err := v.wordsOf([]*crosscase.Source{src})
	if err != nil {
		return nil, err
	}
	out.Transcribed, out.ByMachine = words[src.ID].measure(src.Length)
	return out, nil
}

// coders are all coders by id.
func (v *visit) coders() (map[crosscase.CoderID]*crosscase.Coder, error) {
	rows, err := store.List[crosscase.Coder](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	out := make(map[crosscase.CoderID]*crosscase.Coder, len(rows))
	for _, c := range rows {
		out[c.ID] = c
	}
	return out, nil
}
