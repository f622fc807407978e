package service

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// WrittenConfirm says of stale sentences what is to become of them.
type WrittenConfirm struct {
	Revision  int64    `json:"revision"`
	Sentences []string `json:"sentences" doc:"ids"`
	Take      bool     `json:"take,omitempty" doc:"put what the record says now in their place; else they stand as they are, on what the record says now"`
}

// ConfirmWritten brings stale sentences up to the record of today.
func (s *Service) ConfirmWritten(ctx context.Context, slug string, id crosscase.ReportID, in WrittenConfirm) (*Written, error) {
	return s.changeWritten(ctx, slug, id, in.Revision, "written_report.confirm", "confirm sentences of a report", func(v *visit, row *crosscase.WrittenReport, held *holding) error {
		for _, name := range in.Sentences {
			i := slices.IndexFunc(row.Sentences, func(s crosscase.WrittenSentence) bool { return s.ID == name })
			if i < 0 {
				return crosscase.Errorf(crosscase.CodeInvalid, "the report has no sentence %q", name)
			}
			sentence := &row.Sentences[i]
			now, standing := held.said[sentence.From]
			switch {
			case sentence.From == "":
				sentence.Hash = held.basis(sentence.Evidence, sentence.Claims)
			case !standing:
				return crosscase.Errorf(crosscase.CodeInvalid, "the record does not say this any more: take the sentence out, or make it one of your own with its evidence")
			default:
				sentence.Kind, sentence.Evidence, sentence.Hash, sentence.Was = now.Kind, now.Evidence, now.Hash, now.Text
				if in.Take {
					row.Blocks = retold(row.Blocks, name, now)
				}
			}
		}
		return nil
	})
}

// retold is the text with a sentence in the words of the record.
func retold(blocks []crosscase.WrittenBlock, id string, now *report.Sentence) []crosscase.WrittenBlock {
	out := slices.Clone(blocks)
	told := false
	for i := range out {
		var spans []crosscase.WrittenSpan
		for _, s := range out[i].Spans {
			switch {
			case s.Sentence != id:
				spans = append(spans, s)
			case !told:
				told = true
				for _, run := range now.Marked() {
					spans = append(spans, crosscase.WrittenSpan{Text: run.Text, Mark: string(run.Mark), Sentence: id})
				}
			}
		}
		out[i].Spans = spans
	}
	return out
}

// nextState is the state after one; "" after the last.
func nextState(s crosscase.ReportState) crosscase.ReportState {
	i := slices.Index(crosscase.ReportStates, s)
	if i < 0 || i+1 >= len(crosscase.ReportStates) {
		return ""
	}
	return crosscase.ReportStates[i+1]
}

// WrittenGo says where a report is to go.
type WrittenGo struct {
	Revision int64                 `json:"revision"`
	State    crosscase.ReportState `json:"state" doc:"the next one, or draft to go back"`
}

// GoWritten brings a report into its next state, or back to draft.
//
// The rules are:
//   - every objection of the step that is left must be answered;
//   - it is locked only where it keeps every rule, and from then on it stays as it is;
//   - each step forward keeps the report as it stands.
func (s *Service) GoWritten(ctx context.Context, slug string, id crosscase.ReportID, in WrittenGo) (*Written, error) {
	v, err := s.visitWritten(ctx, slug, crosscase.WriteReports)
	if err != nil {
		return nil, err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return nil, err
	}
	if in.Revision != 0 && in.Revision != row.Revision {
		return nil, &crosscase.Error{Code: crosscase.CodeConflict, Details: row, Message: "somebody else has written in this report since: look at it again"}
	}
	switch {
	case row.State == crosscase.ReportLocked:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "this report is locked: it stays as it is. Begin a new one to go on")
	case in.State != crosscase.ReportDraft && in.State != nextState(row.State):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "a report that is %s goes on to %s, or back to draft", stateWords(row.State), stateWords(nextState(row.State)))
	}
	w, err := v.written(row)
	if err != nil {
		return nil, err
	}
	if in.State != crosscase.ReportDraft {
		if err := mayGo(w, in.State); err != nil {
			return nil, err
		}
	}
	cited := claimsCited(row)
	if in.State == crosscase.ReportLocked && len(cited) > 0 {
		if err := v.may(crosscase.WriteClaims); err != nil {
			return nil, err
		}
	}
	row.State = in.State
	kept, err := v.snapshot(row)
	if err != nil {
		return nil, err
	}
	if in.State == crosscase.ReportLocked {
		row.LockedHash = kept.Hash
	}
	_, err = v.write(v.head("written_report."+string(in.State), "written_report", string(id), "make a report "+stateWords(in.State)), func(tx *store.Tx) error {
		if in.State == crosscase.ReportLocked {
			if err := v.lockClaims(tx, cited); err != nil {
				return err
			}
		}
		if in.State != crosscase.ReportDraft {
			if err := tx.Insert(kept); err != nil {
				return err
			}
		}
		return tx.Update(row)
	})
	if err != nil {
		return nil, err
	}
	return v.written(row)
}

func stateWords(s crosscase.ReportState) string { return strings.ReplaceAll(string(s), "_", "-") }

// mayGo refuses a step that something stands in the way of.
func mayGo(w *Written, to crosscase.ReportState) error {
	var open []string
	for _, f := range w.Findings {
		if to == crosscase.ReportLocked && f.Blocking || f.Rule == report.RuleObjection {
			open = append(open, f.Says)
		}
	}
	if len(open) == 0 {
		return nil
	}
	more := ""
	if len(open) > 3 {
		more = fmt.Sprintf(" And %d more.", len(open)-3)
		open = open[:3]
	}
	return &crosscase.Error{Code: crosscase.CodeInvalid, Details: w.Findings,
		Message: fmt.Sprintf("the report cannot be made %s yet. %s%s", stateWords(to), strings.Join(open, " "), more)}
}

// snapshot is the report as it stands, with its tables.
func (v *visit) snapshot(row *crosscase.WrittenReport) (*crosscase.ReportSnapshot, error) {
	made, err := v.assembled(row, false)
	if err != nil {
		return nil, err
	}
	content, err := json.Marshal(struct {
		Report   *crosscase.WrittenReport `json:"report"`
		Readable *report.Report           `json:"readable"`
	}{row, made})
	if err != nil {
		return nil, err
	}
	return &crosscase.ReportSnapshot{
		ID: crosscase.RowID(v.s.newID()), ReportID: row.ID, SiteID: row.SiteID, State: row.State, At: v.s.now().UnixMilli(), Author: v.actor.Name,
		Content: string(content), Hash: hashOf(string(content)),
	}, nil
}

// assembled is a written report set for the writers.
func (v *visit) assembled(row *crosscase.WrittenReport, nameless bool) (*report.Report, error) {
	held, err := v.holding(row, nameless)
	if err != nil {
		return nil, err
	}
	objections, err := seen[crosscase.Objection](v, "report_id = $2", string(row.ID))
	if err != nil {
		return nil, err
	}
	return report.Assemble(row.Title, row.Blocks, row.Sentences, held.record, held.data.Excerpt, report.Citing(held.data), objections), nil
}

// WriteWritten writes a report as docx, html, md or xlsx (its tables alone). A locked one is written as it was locked.
// nameless names nobody, for the host's contact to check the facts.
func (s *Service) WriteWritten(ctx context.Context, slug string, id crosscase.ReportID, format string, nameless bool, w io.Writer) error {
	write, ok := reportFormats[format]
	if !ok {
		return crosscase.Errorf(crosscase.CodeInvalid, "a report cannot be written as %q: use docx, html, md or xlsx", format)
	}
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return err
	}
	if row.State == crosscase.ReportLocked && !nameless {
		made, err := v.lockedReport(row)
		if err != nil {
			return err
		}
		return write(w, made)
	}
	made, err := v.assembled(row, nameless)
	if err != nil {
		return err
	}
	return write(w, made)
}

// lockedReport is a report as it was locked.
func (v *visit) lockedReport(row *crosscase.WrittenReport) (*report.Report, error) {
	rows, err := seen[crosscase.ReportSnapshot](v, "report_id = $2 AND hash = $3", string(row.ID), row.LockedHash)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || hashOf(rows[0].Content) != row.LockedHash {
		return nil, crosscase.Errorf(crosscase.CodeConflict, "the snapshot of this locked report is not what was locked: \"crosscase audit\" says since when")
	}
	var kept struct {
		Readable *report.Report `json:"readable"`
	}
	if err := json.Unmarshal([]byte(rows[0].Content), &kept); err != nil {
		return nil, err
	}
	return kept.Readable, nil
}

func (s *Service) today() string { return s.now().UTC().Format(time.DateOnly) }
