package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/basis"
	"github.com/crosscase/crosscase/internal/store"
)

// Charting is a text to be charted in a cell.
type Charting struct {
	ChartCellKey
	Text     string                 `json:"text" maxLength:"100000"`
	Excerpts *[]crosscase.ExcerptID `json:"excerpts,omitempty" doc:"what it is linked to; absent leaves the links as they are"`
	Status   crosscase.ChartStatus  `json:"status,omitempty" doc:"absent: a new text is a draft"`
	Revision int64                  `json:"revision,omitempty" minimum:"0" doc:"of the summary as you read it; 0 where the cell was empty. Where it stands otherwise now that is a conflict, whose details are what stands"`
	Seal     string                 `json:"seal,omitempty" doc:"of the cell as the chart gave it: where it is another by now, the text does not rest on what came meanwhile, and is stale from the start"`
}

// Charted is what charting did.
type Charted struct {
	Summary ChartText `json:"summary"`
	Seq     int64     `json:"seq" doc:"number of the change; 0 where nothing was altered"`
}

// Chart writes the text of a cell.
func (s *Service) Chart(ctx context.Context, slug string, in Charting) (*Charted, error) {
	v, err := s.visitNoun(ctx, slug, "summary", true)
	if err != nil {
		return nil, err
	}
	cell, err := v.cellOf(in.ChartCellKey)
	if err != nil {
		return nil, err
	}
	if in.Seal != "" {
		seal, err := v.sealOf(cell)
		if err != nil {
			return nil, err
		}
		if seal != in.Seal {
			v.basis = basisAsItWas
		}
	}
	return v.chart("summary.chart", cell, func(sum *crosscase.Summary, standing bool) error {
		if standing != (in.Revision != 0) || standing && in.Revision != sum.Revision {
			return chartConflict(sum, standing)
		}
		sum.Text, sum.Author = in.Text, v.actor.Name
		if in.Excerpts != nil {
			sum.Excerpts = *in.Excerpts
		}
		if in.Status != "" {
			sum.Status = in.Status
		}
		return nil
	})
}

// SetChartStatus says how far a cell is.
func (s *Service) SetChartStatus(ctx context.Context, slug string, in ChartStatusOf) (*Charted, error) {
	v, err := s.visitNoun(ctx, slug, "summary", true)
	if err != nil {
		return nil, err
	}
	cell, err := v.cellOf(in.ChartCellKey)
	if err != nil {
		return nil, err
	}
	if in.Status == crosscase.ChartNothing {
		n, err := v.codingsIn(cell)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "codings lie in this cell (%d): it cannot be said that there was nothing", n)
		}
	}
	return v.chart("summary.status", cell, func(sum *crosscase.Summary, standing bool) error {
		if standing && sum.Revision != in.Revision && in.Status != crosscase.ChartNotListened && in.Status != crosscase.ChartNothing {
			return chartConflict(sum, standing) // checked or signed off is a text that one has read
		}
		if sum.Text != "" && (in.Status == crosscase.ChartNotListened || in.Status == crosscase.ChartNothing) {
			return crosscase.Errorf(crosscase.CodeInvalid, "the cell has a text: take it away before saying that there was nothing")
		}
		if sum.Text == "" && (in.Status == crosscase.ChartChecked || in.Status == crosscase.ChartSignedOff) {
			return crosscase.Errorf(crosscase.CodeInvalid, "the cell has no text yet that could be checked: chart it first")
		}
		sum.Status = in.Status
		if !standing {
			sum.Author = v.actor.Name
		}
		return nil
	})
}

// ChartStatusOf is the status to be given to a cell.
type ChartStatusOf struct {
	ChartCellKey
	Status   crosscase.ChartStatus `json:"status" enum:"not_listened,listened_nothing,draft,checked,signed_off"`
	Revision int64                 `json:"revision,omitempty" minimum:"0" doc:"of the summary as you read it; 0 where the cell was empty"`
}

// ChartLink is an excerpt to be linked to a cell.
type ChartLink struct {
	ChartCellKey
	Excerpt crosscase.ExcerptID `json:"excerpt"`
	Remove  bool                `json:"remove,omitempty" doc:"take the link away instead"`
}

// LinkExcerpt links an excerpt to a cell, or takes the link away. Whatever others wrote in the cell meanwhile stays.
func (s *Service) LinkExcerpt(ctx context.Context, slug string, in ChartLink) (*Charted, error) {
	v, err := s.visitNoun(ctx, slug, "summary", true)
	if err != nil {
		return nil, err
	}
	cell, err := v.cellOf(in.ChartCellKey)
	if err != nil {
		return nil, err
	}
	kind := "summary.link"
	if in.Remove {
		kind = "summary.unlink"
	}
	return v.chart(kind, cell, func(sum *crosscase.Summary, standing bool) error {
		has := slices.Contains(sum.Excerpts, in.Excerpt)
		switch {
		case in.Remove:
			sum.Excerpts = slices.DeleteFunc(slices.Clone(sum.Excerpts), func(e crosscase.ExcerptID) bool { return e == in.Excerpt })
		case !has:
			sum.Excerpts = append(slices.Clone(sum.Excerpts), in.Excerpt)
		}
		if standing && has == in.Remove { // a link is added to what the text rests on; what changed beside it stays to be looked at
			v.basis = basisOfLinks
		}
		if !standing {
			sum.Author = v.actor.Name
		}
		return nil
	})
}

// chartAbout is what the history says of each kind of change.
var chartAbout = map[string]string{
	"summary.chart": "chart a cell", "summary.status": "say how far a cell is", "summary.link": "link an excerpt to a cell",
	"summary.unlink": "take a link out of a cell", "summary.confirm": "confirm that a text is still true",
}

// chart writes the summary of a cell: alter is given the one that stands, or an empty one.
func (v *visit) chart(kind string, cell *crosscase.Summary, alter func(sum *crosscase.Summary, standing bool) error) (*Charted, error) {
	state, err := v.charted()
	if err != nil {
		return nil, err
	}
	cell.ID = crosscase.SummaryID(v.s.newID())
	if i := slices.IndexFunc(state.summaries, func(o *crosscase.Summary) bool { return basis.SameCell(o, cell) }); i >= 0 {
		cell.ID = state.summaries[i].ID
	}
	var sum *crosscase.Summary
	c, err := v.write(v.head(kind, "summary", string(cell.ID), chartAbout[kind]), func(tx *store.Tx) error {
		rows, err := store.ListTx[crosscase.Summary](tx, "id = $2", string(cell.ID))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			sum = cell
			if err := alter(sum, false); err != nil {
				return err
			}
			return v.in(tx).insert(tx, "summary", sum)
		}
		sum = rows[0]
		before := *sum
		if err := alter(sum, true); err != nil {
			return err
		}
		if err := v.in(tx).check(tx, "summary", sum); err != nil {
			return err
		}
		if len(store.Altered(&before, sum)) == 0 {
			return nil
		}
		return tx.Update(sum)
	})
	if err != nil {
		return nil, err
	}
	out := &Charted{}
	if c != nil {
		out.Seq = c.Seq
	}
	if state, err = v.charted(); err != nil {
		return nil, err
	}
	out.Summary = chartText(sum, state.since[sum.ID])
	return out, nil
}

// codingsIn counts the codings in a cell.
func (v *visit) codingsIn(cell *crosscase.Summary) (int, error) {
	c, err := v.charted()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.chart.CellOf(cell).Codings), nil
}

// sealOf is the seal of a cell: of what lies in it, whatever its summary is linked to.
func (v *visit) sealOf(cell *crosscase.Summary) (string, error) {
	unlinked := *cell
	unlinked.Excerpts = nil
	now, _, err := v.basisNow(&unlinked)
	return basis.Seal(now), err
}

// chartConflict says that a cell stands otherwise than its writer had read it.
func chartConflict(standing *crosscase.Summary, is bool) error {
	if !is {
		return crosscase.Errorf(crosscase.CodeConflict, "the text of this cell was taken away by somebody else: save again to chart it anew")
	}
	return &crosscase.Error{Code: crosscase.CodeConflict, Details: standing, Message: "this cell was charted by somebody else since you read it: look at both and save again"}
}

// ChartConfirm says which text is still true.
type ChartConfirm struct {
	Revision int64  `json:"revision" doc:"of the summary as you read it"`
	Seal     string `json:"seal,omitempty" doc:"of the cell as the chart gave it; where it is another by now nothing is confirmed"`
}

// ConfirmSummary says that a text is still true: it takes the basis of now.
func (s *Service) ConfirmSummary(ctx context.Context, slug string, id crosscase.SummaryID, in ChartConfirm) (*Charted, error) {
	v, err := s.visitNoun(ctx, slug, "summary", true)
	if err != nil {
		return nil, err
	}
	v.basis = basisOfNow
	found, err := seen[crosscase.Summary](v, "id = $2", string(id))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such summary")
	}
	return v.chart("summary.confirm", found[0], func(sum *crosscase.Summary, standing bool) error {
		if !standing || sum.Revision != in.Revision {
			return chartConflict(sum, standing)
		}
		if in.Seal == "" {
			return nil
		}
		seal, err := v.sealOf(sum)
		if err != nil {
			return err
		}
		if seal != in.Seal {
			return crosscase.Errorf(crosscase.CodeConflict, "what the text rests on changed again while you looked at it: look once more and confirm it then")
		}
		return nil
	})
}
