package agreement

import "github.com/crosscase/crosscase"

// Balance is whose words a report quotes, beside whom the study heard.
type Balance struct {
	Quotes  int                   `json:"quotes" doc:"different excerpts quoted"`
	Sites   []BalanceRow          `json:"sites" doc:"every site in display order, then those without one where there are any"`
	Groups  []BalanceRow          `json:"groups" doc:"every profession group, then those without one where there are any"`
	Unknown []crosscase.ExcerptID `json:"unknown,omitempty" doc:"quoted, but coded nowhere, so that nobody can say whose they are"`
}

// BalanceRow is one site or group. Its shares are of all quotations and of all
// people interviewed; null where there are none.
type BalanceRow struct {
	Key              string   `json:"key" doc:"empty where not recorded"`
	Quotes           int      `json:"quotes"`
	Quoted           int      `json:"quoted" doc:"different people quoted"`
	Interviewed      int      `json:"interviewed"`
	ShareQuotes      *float64 `json:"share_quotes"`
	ShareInterviewed *float64 `json:"share_interviewed"`
}

// QuoteBalance counts the excerpts quoted by site and by group against the people
// interviewed there. An excerpt quoted twice counts once. Whose an excerpt is, the
// codings of it say; a statement counts for the group whose view it reports.
func QuoteBalance(ev *crosscase.Evidence, quoted []crosscase.ExcerptID) *Balance {
	b := &Balance{Sites: make([]BalanceRow, len(ev.Sites)+1), Groups: make([]BalanceRow, len(ev.Groups)+1)}
	for s := range ev.Sites {
		b.Sites[s].Key = ev.Sites[s].Letter
	}
	for g := range ev.Groups {
		b.Groups[g].Key = ev.Groups[g]
	}
	interviewed := 0
	for i := range ev.Participants {
		if p := &ev.Participants[i]; p.Interviewed {
			interviewed++
			row(b.Sites, p.Site).Interviewed++
			row(b.Groups, p.Group).Interviewed++
		}
	}
	b.quote(ev, quoted)
	b.Sites, b.Groups = finish(b.Sites, b.Quotes, interviewed), finish(b.Groups, b.Quotes, interviewed)
	return b
}

// row is the row of an index, the last for -1.
func row(rows []BalanceRow, index int32) *BalanceRow {
	if index < 0 {
		return &rows[len(rows)-1]
	}
	return &rows[index]
}

func (b *Balance) quote(ev *crosscase.Evidence, quoted []crosscase.ExcerptID) {
	speaker := speakers(ev, quoted)
	done := make(map[crosscase.ExcerptID]bool, len(quoted))
	heard := make([]bool, len(ev.Participants))
	for _, id := range quoted {
		if done[id] {
			continue
		}
		done[id] = true
		b.Quotes++
		at := speaker[id]
		if at < 0 {
			b.Unknown = append(b.Unknown, id)
			continue
		}
		d := &ev.Codings[at]
		site, group := row(b.Sites, siteOf(ev, d)), row(b.Groups, rowOf(ev, RowRole, d))
		site.Quotes++
		group.Quotes++
		if d.Participant >= 0 && !heard[d.Participant] {
			heard[d.Participant] = true
			site.Quoted++
			group.Quoted++
		}
	}
}

// speakers is a coding of each quoted excerpt, -1 for none: one that names a
// participant where there is one, else one that says most of site and group.
func speakers(ev *crosscase.Evidence, quoted []crosscase.ExcerptID) map[crosscase.ExcerptID]int {
	found := make(map[crosscase.ExcerptID]int, len(quoted))
	for _, id := range quoted {
		found[id] = -1
	}
	says := func(d *crosscase.EvidenceCoding) [3]int32 { return [3]int32{d.Participant, d.Site, d.Group} }
	for i := range ev.Codings {
		d := &ev.Codings[i]
		before, wanted := found[d.Excerpt]
		if !wanted {
			continue
		}
		if before < 0 || more(says(d), says(&ev.Codings[before])) {
			found[d.Excerpt] = i
		}
	}
	return found
}

// more says whether a is told where b is not, or comes first of two that are; it makes the choice independent of row order.
func more(a, b [3]int32) bool {
	for i := range a {
		if a[i] != b[i] {
			return uint32(a[i]) < uint32(b[i])
		}
	}
	return false
}

// finish fills in the shares and drops the row of what is not recorded where it is empty.
func finish(rows []BalanceRow, quotes, interviewed int) []BalanceRow {
	if last := rows[len(rows)-1]; last.Quotes == 0 && last.Interviewed == 0 {
		rows = rows[:len(rows)-1]
	}
	for i := range rows {
		rows[i].ShareQuotes, rows[i].ShareInterviewed = ratio(rows[i].Quotes, quotes), ratio(rows[i].Interviewed, interviewed)
	}
	return rows
}
