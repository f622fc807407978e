package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// WrittenLine is a written report in the list of them.
type WrittenLine struct {
	ID       crosscase.ReportID    `json:"id"`
	Kind     crosscase.ReportKind  `json:"kind"`
	Site     string                `json:"site,omitempty" doc:"letter"`
	Title    string                `json:"title"`
	State    crosscase.ReportState `json:"state"`
	Author   string                `json:"author,omitempty"`
	Written  int64                 `json:"written" doc:"epoch milliseconds, UTC"`
	Stale    int                   `json:"stale" doc:"sentences whose evidence has changed since they were written or confirmed"`
	Blocking int                   `json:"blocking" doc:"places that have to be mended before it is locked, the stale ones among them"`
	Open     int                   `json:"open" doc:"objections not answered"`
}

// Written is a written report with what it is held against today.
type Written struct {
	Report     *crosscase.WrittenReport    `json:"report"`
	Site       string                      `json:"site,omitempty" doc:"letter"`
	Findings   []report.Finding            `json:"findings" doc:"where it does not keep a rule, in the order of the text"`
	Objections []*crosscase.Objection      `json:"objections" doc:"in the order they were made"`
	Views      []report.Block              `json:"views" doc:"the tables and figures that the record gives today"`
	Record     []report.Sentence           `json:"record" doc:"the sentences that the record gives today and that the text may take"`
	Excerpts   []report.CitedExcerpt       `json:"excerpts" doc:"those that its sentences and quotations rest on, with their attribution"`
	Snapshots  []*crosscase.ReportSnapshot `json:"snapshots" doc:"without their content, newest first"`
	Altered    bool                        `json:"altered,omitempty" doc:"of a locked report: its snapshot no longer has the hash it was locked under"`
	Next       crosscase.ReportState       `json:"next,omitempty" doc:"the state it can go on to"`
	Seq        int64                       `json:"seq" doc:"number of the study's last change that is in this answer"`
}

// WrittenStart says what report to begin.
type WrittenStart struct {
	Kind  crosscase.ReportKind `json:"kind"`
	Site  string               `json:"site,omitempty" doc:"letter of the site of a site report"`
	Title string               `json:"title,omitempty" doc:"absent is that of the report written from the record"`
	Empty bool                 `json:"empty,omitempty" doc:"begin with nothing; else with what the record says"`
}

// WrittenSave is the text of a report as a person has it.
type WrittenSave struct {
	Revision  int64                       `json:"revision" doc:"that it was made on; a conflict where another one stands"`
	Title     string                      `json:"title"`
	Blocks    []crosscase.WrittenBlock    `json:"blocks"`
	Sentences []crosscase.WrittenSentence `json:"sentences" doc:"what the sentences in the text rest on; hash and was are the program's to say and are not read"`
}

// WrittenReports lists the written reports that the actor may see, those of sites by letter, then the others.
func (s *Service) WrittenReports(ctx context.Context, slug string) ([]WrittenLine, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	rows, err := seen[crosscase.WrittenReport](v, "")
	if err != nil {
		return nil, err
	}
	out := []WrittenLine{}
	for _, r := range rows {
		w, err := v.written(r)
		if err != nil {
			return nil, err
		}
		line := WrittenLine{ID: r.ID, Kind: r.Kind, Site: w.Site, Title: r.Title, State: r.State, Author: r.Author, Written: r.Written}
		for _, f := range w.Findings {
			if f.Rule == report.RuleStale || f.Rule == report.RuleGone {
				line.Stale++
			}
			if f.Blocking {
				line.Blocking++
			}
			if f.Rule == report.RuleObjection {
				line.Open++
			}
		}
		out = append(out, line)
	}
	slices.SortStableFunc(out, func(a, b WrittenLine) int {
		if (a.Site == "") != (b.Site == "") {
			return cmp.Compare(b.Site, a.Site)
		}
		return store.NaturalCompare(a.Site, b.Site)
	})
	return out, nil
}

// StartWritten begins a report, with what the record says or with nothing.
func (s *Service) StartWritten(ctx context.Context, slug string, in WrittenStart) (*Written, error) {
	v, err := s.visitWritten(ctx, slug, crosscase.WriteReports)
	if err != nil {
		return nil, err
	}
	which, letter := string(in.Kind), in.Site
	switch in.Kind {
	case crosscase.SiteReport:
		if letter == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "a site report needs the letter of its site")
		}
	case crosscase.CrossCaseReport:
		if err := v.may(crosscase.ReadCrossCase); err != nil {
			return nil, err
		}
		letter = ""
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no report of the kind %q: begin a site or a cross-case report", in.Kind)
	}
	record, err := v.report(which, letter, s.today())
	if err != nil {
		return nil, err
	}
	row := &crosscase.WrittenReport{
		ID: crosscase.ReportID(s.newID()), Kind: in.Kind, Title: cmp.Or(strings.TrimSpace(in.Title), record.Title), State: crosscase.ReportDraft,
		Author: v.actor.Name, Written: s.now().UnixMilli(),
	}
	if letter != "" {
		ev, err := v.evidence()
		if err != nil {
			return nil, err
		}
		site, err := siteIndex(ev, letter)
		if err != nil {
			return nil, err
		}
		row.SiteID = ev.Sites[site].ID
	}
	if !in.Empty {
		row.Blocks, row.Sentences = report.Draft(record)
	}
	if err := row.Validate(); err != nil {
		return nil, err
	}
	if _, err := v.write(v.head("written_report.create", "written_report", string(row.ID), "begin a report"), func(tx *store.Tx) error { return tx.Insert(row) }); err != nil {
		return nil, err
	}
	return v.written(row)
}

// WrittenReport is one written report with its findings of today.
func (s *Service) WrittenReport(ctx context.Context, slug string, id crosscase.ReportID) (*Written, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return nil, err
	}
	return v.written(row)
}

// SaveWritten keeps the text of a report as a person has it.
func (s *Service) SaveWritten(ctx context.Context, slug string, id crosscase.ReportID, in WrittenSave) (*Written, error) {
	return s.changeWritten(ctx, slug, id, in.Revision, "written_report.update", "write in a report", func(v *visit, row *crosscase.WrittenReport, held *holding) error {
		row.Title, row.Blocks = strings.TrimSpace(in.Title), in.Blocks
		stood := map[string]crosscase.WrittenSentence{}
		for _, s := range row.Sentences {
			stood[s.ID] = s
		}
		used := map[string]bool{}
		for i := range in.Blocks {
			for _, span := range in.Blocks[i].Spans {
				used[span.Sentence] = true
			}
		}
		row.Sentences = nil
		for _, sentence := range in.Sentences {
			if used[sentence.ID] {
				row.Sentences = append(row.Sentences, held.settled(sentence, stood))
			}
		}
		return nil
	})
}

// changeWritten changes a report that is not locked and records it.
func (s *Service) changeWritten(ctx context.Context, slug string, id crosscase.ReportID, revision int64, kind, about string, change func(*visit, *crosscase.WrittenReport, *holding) error) (*Written, error) {
	v, err := s.visitWritten(ctx, slug, crosscase.WriteReports)
	if err != nil {
		return nil, err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return nil, err
	}
	if row.State == crosscase.ReportLocked {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "this report is locked: it stays as it is. Begin a new one to go on")
	}
	if revision != 0 && revision != row.Revision {
		return nil, &crosscase.Error{Code: crosscase.CodeConflict, Details: row, Message: "somebody else has written in this report since: look at both and put them together"}
	}
	held, err := v.holding(row, false)
	if err != nil {
		return nil, err
	}
	if err := change(v, row, held); err != nil {
		return nil, err
	}
	row.Author, row.Written = v.actor.Name, s.now().UnixMilli()
	if err := row.Validate(); err != nil {
		return nil, err
	}
	if _, err := v.write(v.head(kind, "written_report", string(id), about), func(tx *store.Tx) error { return tx.Update(row) }); err != nil {
		return nil, err
	}
	return v.written(row)
}

// visitWritten lets the actor in to do something with written reports, which takes that they may read them.
func (s *Service) visitWritten(ctx context.Context, slug string, action crosscase.Action) (*visit, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	return v, v.may(action)
}

// writtenRow is a written report that the actor may see.
func (v *visit) writtenRow(id crosscase.ReportID) (*crosscase.WrittenReport, error) {
	rows, err := seen[crosscase.WrittenReport](v, "id = $2", string(id))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such report")
	}
	return rows[0], nil
}

// checkWritten refuses rows of reports that are not written by what is made for it: what a sentence rests on is the
// program's to say.
func checkWritten(*visit, *store.Tx, any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "reports, their objections and snapshots are written by the operations under /written alone")
}
