package service

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// holding is what a written report is held against: the record of today.
type holding struct {
	data    *report.Data
	record  *report.Report
	said    map[string]*report.Sentence
	letter  string
	dissent []report.Dissent
	basis   func([]crosscase.ExcerptID, []string) string
}

// holding makes the report from the record that a written one is held against; nameless names nobody in attributions.
func (v *visit) holding(row *crosscase.WrittenReport, nameless bool) (*holding, error) {
	which, letter := string(row.Kind), ""
	if row.Kind == crosscase.CrossCaseReport {
		if err := v.may(crosscase.ReadCrossCase); err != nil {
			return nil, err
		}
	} else {
		ev, err := v.evidence()
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(ev.Sites, func(s crosscase.EvidenceSite) bool { return s.ID == row.SiteID })
		if at < 0 {
			return nil, crosscase.Errorf(crosscase.CodeNotFound, "the site of this report is not there any more")
		}
		letter = ev.Sites[at].Letter
	}
	d, err := v.reportData(which, letter, v.s.today())
	if err != nil {
		return nil, err
	}
	if nameless {
		ev := *d.Evidence
		ev.Settings.Disclosure = crosscase.DiscloseNone
		d.Evidence = &ev
	}
	record, err := reportOf(d, which, letter)
	if err != nil {
		return nil, err
	}
	dissent, err := v.accounted(letter)
	if err != nil {
		return nil, err
	}
	return &holding{data: d, record: record, said: report.SentencesOf(record), letter: letter, dissent: dissent, basis: basisOf(d)}, nil
}

// settled gives a sentence that a person wrote what the program knows of it.
//
// The rules are:
//   - a sentence of the record keeps what it rested on when it was taken or confirmed; its kind and evidence are the record's;
//   - one that is taken from the record now rests on what the record says now;
//   - a sentence of one's own rests on its evidence as it is whenever that is set anew.
func (h *holding) settled(in crosscase.WrittenSentence, stood map[string]crosscase.WrittenSentence) crosscase.WrittenSentence {
	old, known := stood[in.ID]
	switch {
	case known && old.From != "" && in.From == old.From:
		old.Memo = in.Memo
		return old
	case in.From != "":
		if now, ok := h.said[in.From]; ok {
			return crosscase.WrittenSentence{ID: in.ID, From: in.From, Kind: now.Kind, Evidence: now.Evidence, Memo: in.Memo, Hash: now.Hash, Was: now.Text}
		}
		in.From = ""
	}
	in.Hash, in.Was = "", ""
	if known && old.From == "" && slices.Equal(old.Evidence, in.Evidence) && slices.Equal(old.Claims, in.Claims) {
		in.Hash = old.Hash
	} else if len(in.Evidence)+len(in.Claims) > 0 {
		in.Hash = h.basis(in.Evidence, in.Claims)
	}
	return in
}

// basisOf is the hash of what a sentence of one's own rests on: the words of its excerpts with all codings of them, and
// the standings of its claims.
func basisOf(d *report.Data) func([]crosscase.ExcerptID, []string) string {
	var codings map[crosscase.ExcerptID][]string
	return func(evidence []crosscase.ExcerptID, cited []string) string {
		if codings == nil {
			codings = codingsByExcerpt(d.Evidence)
		}
		h := sha256.New()
		for _, id := range slices.Sorted(slices.Values(evidence)) {
			words := ""
			if d.Excerpt != nil {
				if e, ok := d.Excerpt(id); ok {
					words = e.Text
				}
			}
			fmt.Fprintf(h, "%s\x00%s\x00%q\x01", id, words, codings[id])
		}
		for _, code := range slices.Sorted(slices.Values(cited)) {
			standing := "gone"
			if i := slices.IndexFunc(d.Standings, func(r claims.Result) bool { return r.ID == code }); i >= 0 {
				raw, _ := json.Marshal(d.Standings[i]) // plain data
				standing = string(raw)
			}
			_, _ = io.WriteString(h, code+"\x00"+standing+"\x02")
		}
		return hex.EncodeToString(h.Sum(nil)[:8])
	}
}

// codingsByExcerpt says of each excerpt how it is coded, in an order of its own.
func codingsByExcerpt(ev *crosscase.Evidence) map[crosscase.ExcerptID][]string {
	out := map[crosscase.ExcerptID][]string{}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		theme, question, position := "", "", ""
		if c.Theme >= 0 {
			theme = string(ev.Themes[c.Theme].ID)
		}
		if c.Question >= 0 {
			q := &ev.Questions[c.Question]
			question = string(q.ID)
			if c.Position >= 0 {
				position = q.Positions[c.Position]
			}
			for _, k := range c.Set {
				position += "|" + q.Positions[k]
			}
		}
		if c.HasNumber {
			position = fmt.Sprint(c.Number)
		}
		who := ""
		if c.Participant >= 0 {
			who = string(ev.Participants[c.Participant].ID)
		}
		out[c.Excerpt] = append(out[c.Excerpt], fmt.Sprint(theme, question, position, c.Aspect, who))
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}

// written is a report with what it is held against today.
func (v *visit) written(row *crosscase.WrittenReport) (*Written, error) {
	held, err := v.holding(row, false)
	if err != nil {
		return nil, err
	}
	objections, err := seen[crosscase.Objection](v, "report_id = $2", string(row.ID))
	if err != nil {
		return nil, err
	}
	snapshots, err := seen[crosscase.ReportSnapshot](v, "report_id = $2", string(row.ID))
	if err != nil {
		return nil, err
	}
	out := &Written{Report: row, Site: held.letter, Findings: nonNil(held.examine(row, objections)), Objections: nonNil(objections), Views: []report.Block{}, Record: []report.Sentence{}, Excerpts: []report.CitedExcerpt{}, Snapshots: nonNil(snapshots), Next: nextState(row.State), Seq: held.data.Evidence.Revision}
	for i := range held.record.Sections {
		for _, b := range held.record.Sections[i].Blocks {
			if b.Table != nil || b.Figure != nil {
				out.Views = append(out.Views, b)
			}
			out.Record = append(out.Record, b.Sentences...)
		}
	}
	for _, s := range snapshots {
		if s.State == crosscase.ReportLocked && (hashOf(s.Content) != row.LockedHash || s.Hash != row.LockedHash) {
			out.Altered = true
		}
		s.Content = ""
	}
	slices.Reverse(snapshots)
	cite := report.Citing(held.data)
	cited := map[crosscase.ExcerptID]bool{}
	add := func(ids ...crosscase.ExcerptID) {
		for _, id := range ids {
			if c, ok := cite(id); ok && !cited[id] {
				cited[id] = true
				out.Excerpts = append(out.Excerpts, c)
			}
		}
	}
	for i := range row.Blocks {
		add(row.Blocks[i].Excerpt)
	}
	for i := range row.Sentences {
		add(row.Sentences[i].Evidence...)
	}
	return out, nil
}

// examine finds where a report does not keep a rule.
func (h *holding) examine(row *crosscase.WrittenReport, objections []*crosscase.Objection) []report.Finding {
	words := h.data.Excerpt
	if words == nil {
		words = func(crosscase.ExcerptID) (*crosscase.Excerpt, bool) { return nil, false }
	}
	return report.Examine(&report.Examined{
		Blocks: row.Blocks, Sentences: row.Sentences, Record: h.record, Words: words, Basis: h.basis,
		Dissent: h.dissent, Objections: objections, Discussion: discussion(h.data, row),
	})
}

// accounted is every minority position of a site, with whether the register of dissent has an answer that still stands.
func (v *visit) accounted(letter string) ([]report.Dissent, error) {
	if letter == "" {
		return nil, nil
	}
	register, err := v.dissent(DissentQuery{Site: letter})
	if err != nil {
		return nil, err
	}
	out := make([]report.Dissent, len(register.Items))
	for i, l := range register.Items {
		out[i] = report.Dissent{Question: cmp.Or(l.Prompt, l.Question), Position: l.Position, Excerpts: l.Excerpts, Answered: l.Answer != nil && !l.Answer.Stale}
	}
	return out, nil
}

// discussion finds the claims of the discussion that a report cites and that do not rest on claims of the findings.
func discussion(d *report.Data, row *crosscase.WrittenReport) []report.Finding {
	var out []report.Finding
	for _, s := range row.Sentences {
		for _, code := range s.Claims {
			i := slices.IndexFunc(d.Claims, func(c *crosscase.Claim) bool { return c.Code == code })
			if i < 0 || d.Claims[i].Section != crosscase.SectionDiscussion || i >= len(d.Standings) {
				continue
			}
			switch crosscase.Standing(d.Standings[i].Status) {
			case crosscase.NoAntecedent, crosscase.WeakAntecedent, crosscase.Overgeneralised:
				out = append(out, report.Finding{Rule: report.RuleDiscussion, Blocking: true, Block: -1, Sentence: s.ID,
					Says: "Claim " + code + " of the discussion does not rest on findings: " + string(d.Standings[i].Status) + ". Name the findings it rests on, or say less."})
			}
		}
	}
	return out
}

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// claimsCited are the codes of the claims that the sentences of a report cite, each once.
func claimsCited(row *crosscase.WrittenReport) []string {
	var out []string
	for _, s := range row.Sentences {
		for _, c := range s.Claims {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// lockClaims locks the claims that a locked report cites, so that checking them fails when one no longer holds.
func (v *visit) lockClaims(tx *store.Tx, codes []string) error {
	for _, code := range codes {
		rows, err := store.ListTx[crosscase.Claim](tx, "code = $2", code)
		if err != nil {
			return err
		}
		for _, c := range rows {
			if c.State == crosscase.ClaimLocked {
				continue
			}
			c.State = crosscase.ClaimLocked
			if err := tx.Update(c); err != nil {
				return err
			}
		}
	}
	return nil
}
