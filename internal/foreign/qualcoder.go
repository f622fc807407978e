package foreign

import (
	"path"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// qualCoder reads QualCoder's tables, of versions 2 to 3.8 and later: columns that a version lacks are empty.
func (d *database) qualCoder() error {
	q := &qualCoder{database: d, users: map[string]string{}, codes: map[int64]*refi.Code{}, cats: map[int64]*refi.Code{}, sources: map[int64]*refi.Source{},
		index: map[int64]*text.Index{}, scale: map[int64]*refi.Scale{}, cases: map[int64]*refi.Case{}, variables: map[string]string{}}
	d.p.Origin = "QualCoder"
	d.p.Name = strings.TrimSuffix(d.name, path.Ext(d.name))
	for _, step := range []func() error{q.project, q.codebook, q.readSources, q.readCases, q.codings, q.readNotes, q.attributes} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type qualCoder struct {
	*database
	users       map[string]string // owner -> identifier
	codes, cats map[int64]*refi.Code
	sources     map[int64]*refi.Source
	index       map[int64]*text.Index
	scale       map[int64]*refi.Scale
	cases       map[int64]*refi.Case
	variables   map[string]string
}

func (q *qualCoder) guid(parts ...string) string {
	return refi.DerivedGUID(append([]string{"qualcoder"}, parts...)...)
}

// stamp is who did something and when.
func (q *qualCoder) stamp(r row) refi.Stamp {
	owner := r.text("owner")
	if owner == "" {
		return refi.Stamp{At: r.when("date")}
	}
	if q.users[owner] == "" {
		q.users[owner] = q.guid("user", owner)
		q.p.Users = append(q.p.Users, refi.User{GUID: q.users[owner], Name: owner})
		q.p.Counts.Users++
	}
	return refi.Stamp{User: q.users[owner], At: r.when("date")}
}

func (q *qualCoder) project() error {
	return q.each("project", func(r row) {
		q.p.Description = r.text("memo")
		if v := r.text("databaseversion"); v != "" {
			q.p.Origin = "QualCoder (database " + v + ")"
		}
	})
}

// codebook reads categories as folders, and codes, which may stand in a category or in a code.
func (q *qualCoder) codebook() error {
	type above struct{ cat, code int64 }
	place := map[*refi.Code]above{}
	var order []*refi.Code
	err := q.each("code_cat", func(r row) {
		c := &refi.Code{GUID: q.guid("category", r.text("name")), Name: r.text("name"), Description: r.text("memo")}
		q.cats[r.num("catid")] = c
		place[c] = above{cat: r.num("supercatid")}
		order = append(order, c)
	})
	if err != nil {
		return err
	}
	err = q.each("code_name", func(r row) {
		c := &refi.Code{GUID: q.guid("code", r.text("name")), Name: r.text("name"), Description: r.text("memo"), Codable: true, Color: r.text("color")}
		q.codes[r.num("cid")] = c
		place[c] = above{r.num("catid"), r.num("supercid")}
		order = append(order, c)
	})
	parent := func(c *refi.Code) *refi.Code {
		if p := q.codes[place[c].code]; p != nil {
			return p
		}
		return q.cats[place[c].cat]
	}
	for _, c := range order {
		q.p.Counts.Codes++
		up := parent(c)
		for at, steps := up, 0; at != nil; at, steps = parent(at), steps+1 {
			if at == c || steps > 200 { // a ring, or deeper than anybody nests
				q.problem("code "+strconv.Quote(c.Name), "it stands within itself: it is put at the top")
				up, place[c] = nil, above{}
				break
			}
		}
		if up != nil {
			up.Codes = append(up.Codes, c)
		} else {
			q.p.Codes = append(q.p.Codes, c)
		}
	}
	return err
}

// readSources reads documents, pictures and recordings. A path begins with the kind of the file; what follows a colon
// is outside of the project's folder.
func (q *qualCoder) readSources() error {
	transcript := map[int64]int64{}
	err := q.each("source", func(r row) {
		id := r.num("id")
		s := &refi.Source{GUID: q.guid("source", r.text("name")), Name: r.text("name"), Description: r.text("memo"), Created: q.stamp(r)}
		kind, file, outside := place(r.text("mediapath"))
		s.Kind = kind
		switch kind {
		case refi.Picture:
			q.p.Counts.Sources.Picture++
		case refi.Audio:
			q.p.Counts.Sources.Audio++
		case refi.Video:
			q.p.Counts.Sources.Video++
		case refi.PDF:
			q.p.Counts.Sources.PDF++
		default:
			q.p.Counts.Sources.Text++
		}
		if file != "" {
			s.Media = refi.Ref{Written: file, Scheme: refi.Internal, Member: file}
			if outside {
				s.Media = refi.Ref{Written: path.Base(file), Scheme: refi.Absolute}
				q.problem("source "+strconv.Quote(s.Name), "its file %q is outside the project's folder and was not opened: attach it", path.Base(file))
			}
			if kind == refi.Text {
				s.Plain = &refi.Content{Rich: s.Media}
				s.Media = refi.Ref{}
			}
		}
		if full := r.text("fulltext"); full != "" && kind != refi.Picture && kind != refi.Audio && kind != refi.Video {
			if s.Plain == nil {
				s.Plain = &refi.Content{}
			}
			s.Plain.Found, s.Plain.Text, s.Plain.Encoding = true, breaks.Replace(full), "UTF-8"
			q.index[id], q.scale[id] = text.NewIndex(s.Plain.Text), refi.NewScale(full, refi.Convention{})
		}
		if av, ok := r.number("av_text_id"); ok && av != 0 {
			transcript[av] = id
		}
		q.sources[id] = s
		q.p.Sources = append(q.p.Sources, s)
	})
	for id, recording := range transcript {
		if s, r := q.sources[id], q.sources[recording]; s != nil && r != nil && s != r {
			s.TranscriptOf = r.GUID
		}
	}
	return err
}

// place is what kind of file a path is of, and where it stands in the project's folder.
func place(mediapath string) (kind refi.Kind, file string, outside bool) {
	first, rest, ok := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(mediapath, "/"), `\`, "/"), "/")
	if head, linked, cut := strings.Cut(mediapath, ":"); cut && !strings.Contains(head, "/") {
		first, rest, ok, outside = head, strings.ReplaceAll(linked, `\`, "/"), true, true
	}
	if !ok || rest == "" {
		return refi.Text, "", false
	}
	folder := first
	switch first {
	case "images":
		kind = refi.Picture
	case "audio":
		kind = refi.Audio
	case "video":
		kind = refi.Video
	default:
		folder, kind = "documents", refi.Text
		if strings.EqualFold(path.Ext(rest), ".pdf") {
			kind = refi.PDF
		}
	}
	return kind, folder + "/" + path.Base(rest), outside
}

// span is a stretch of a source's text in code points of the text with \n; false where it is outside.
func (q *qualCoder) span(source, pos0, pos1 int64) (span text.Span, words string, ok bool) {
	scale, index := q.scale[source], q.index[source]
	if scale == nil || pos0 < 0 || pos1 < pos0 || pos1 > scale.Units() {
		return span, "", false
	}
	span.Start, _ = scale.CodePoint(pos0)
	span.End, _ = scale.CodePoint(pos1)
	words, err := index.Slice(span)
	return span, words, err == nil
}

func (q *qualCoder) codings() error {
	add := func(r row, source *refi.Source, sel *refi.Selection, key string) {
		code := q.codes[r.num("cid")]
		if source == nil || code == nil {
			q.problem("coding "+key, "its source or code is not there")
			return
		}
		sel.Created, sel.Description = q.stamp(r), r.text("memo")
		sel.GUID = q.guid("selection", source.GUID, key, code.GUID, r.text("owner"))
		sel.Codings = []refi.Coding{{GUID: q.guid("coding", sel.GUID), Code: code.GUID, Created: sel.Created}}
		source.Selections = append(source.Selections, sel)
		q.p.Counts.Selections++
		q.p.Counts.Codings++
	}
	err := q.each("code_text", func(r row) {
		fid, pos0, pos1 := r.num("fid"), r.num("pos0"), r.num("pos1")
		sel := &refi.Selection{Shape: refi.Span, Start: pos0, End: pos1}
		if sel.Span, sel.Text, sel.Placed = q.span(fid, pos0, pos1); !sel.Placed {
			q.problem("code_text "+r.text("ctid"), "it runs from %d to %d, which is no stretch of its text", pos0, pos1)
		}
		add(r, q.sources[fid], sel, strconv.FormatInt(pos0, 10)+"-"+strconv.FormatInt(pos1, 10))
	})
	if err != nil {
		return err
	}
	err = q.each("code_image", func(r row) {
		x, y, w, h, page := r.num("x1"), r.num("y1"), r.num("width"), r.num("height"), r.num("pdf_page")
		sel := &refi.Selection{Shape: refi.Area, Boxes: []refi.Box{{Page: page, X1: x, Y1: y, X2: x + w, Y2: y + h}}}
		add(r, q.sources[r.num("id")], sel, strings.Join([]string{r.text("x1"), r.text("y1"), r.text("width"), r.text("height"), r.text("pdf_page")}, ","))
	})
	if err != nil {
		return err
	}
	q.p.Convention.PageTop = true
	return q.each("code_av", func(r row) {
		sel := &refi.Selection{Shape: refi.Stretch, Begin: r.num("pos0"), Finish: r.num("pos1")}
		add(r, q.sources[r.num("id")], sel, r.text("pos0")+"-"+r.text("pos1")+"ms")
	})
}

// readCases reads cases and what belongs to them: a source as a whole, where the stretch is all of its text or none.
func (q *qualCoder) readCases() error {
	err := q.each("cases", func(r row) {
		c := &refi.Case{GUID: q.guid("case", r.text("name")), Name: r.text("name"), Description: r.text("memo")}
		q.cases[r.num("caseid")] = c
		q.p.Cases = append(q.p.Cases, c)
		q.p.Counts.Cases++
		q.stamp(r)
	})
	if err != nil {
		return err
	}
	return q.each("case_text", func(r row) {
		c, fid, pos0, pos1 := q.cases[r.num("caseid")], r.num("fid"), r.num("pos0"), r.num("pos1")
		s := q.sources[fid]
		if c == nil || s == nil {
			q.problem("case_text "+r.text("id"), "its case or source is not there")
			return
		}
		whole := pos1 <= 0 || q.scale[fid] == nil || pos0 <= 0 && pos1 >= q.scale[fid].Units()-1
		if whole {
			c.SourceRefs = append(c.SourceRefs, s.GUID)
			return
		}
		sel := &refi.Selection{Shape: refi.Span, Start: pos0, End: pos1, GUID: q.guid("member", s.GUID, c.GUID, r.text("pos0"), r.text("pos1")), Created: q.stamp(r)}
		if sel.Span, sel.Text, sel.Placed = q.span(fid, pos0, pos1); !sel.Placed {
			q.problem("case_text "+r.text("id"), "it runs from %d to %d, which is no stretch of its text", pos0, pos1)
			return
		}
		s.Selections = append(s.Selections, sel)
		c.SelectionRefs = append(c.SelectionRefs, sel.GUID)
		q.p.Counts.Selections++
	})
}

// readNotes reads annotations, which mark a stretch, and journals.
func (q *qualCoder) readNotes() error {
	err := q.each("annotation", func(r row) {
		fid, pos0, pos1 := r.num("fid"), r.num("pos0"), r.num("pos1")
		s := q.sources[fid]
		if s == nil {
			q.problem("annotation "+r.text("anid"), "its source is not there")
			return
		}
		guid := q.guid("annotation", s.GUID, r.text("pos0"), r.text("pos1"), r.text("owner"))
		n := &refi.Source{Kind: refi.Note, GUID: guid, Created: q.stamp(r), Plain: &refi.Content{Found: true, Text: breaks.Replace(r.text("memo"))}}
		sel := &refi.Selection{Shape: refi.Span, GUID: q.guid("annotated", guid), Start: pos0, End: pos1, On: s.GUID}
		if sel.Span, sel.Text, sel.Placed = q.span(fid, pos0, pos1); sel.Placed {
			n.Selections = []*refi.Selection{sel}
		}
		s.NoteRefs = append(s.NoteRefs, guid)
		q.p.Notes = append(q.p.Notes, n)
		q.p.Counts.Notes++
	})
	if err != nil {
		return err
	}
	return q.each("journal", func(r row) {
		q.p.Notes = append(q.p.Notes, &refi.Source{Kind: refi.Note, GUID: q.guid("journal", r.text("name")), Name: r.text("name"), Created: q.stamp(r),
			Plain: &refi.Content{Found: true, Text: breaks.Replace(r.text("jentry"))}})
		q.p.Counts.Notes++
	})
}

func (q *qualCoder) attributes() error {
	err := q.each("attribute_type", func(r row) {
		x := refi.Variable{GUID: q.guid("variable", r.text("name")), Name: r.text("name"), Type: "Text", Description: r.text("memo")}
		if r.text("valuetype") == "numeric" {
			x.Type = "Float"
		}
		q.variables[x.Name] = x.GUID
		q.p.Variables = append(q.p.Variables, x)
		q.p.Counts.Variables++
	})
	if err != nil {
		return err
	}
	return q.each("attribute", func(r row) {
		val := refi.Value{Variable: q.variables[r.text("name")], Type: "Text", Text: r.text("value")}
		c, s := q.cases[r.num("id")], q.sources[r.num("id")]
		switch {
		case val.Variable == "" || strings.TrimSpace(val.Text) == "":
		case r.text("attr_type") == "case" && c != nil:
			c.Values = append(c.Values, val)
		case r.text("attr_type") == "file" && s != nil:
			s.Values = append(s.Values, val)
		default:
			q.problem("attribute "+r.text("attrid"), "it is of a %s that is not there", r.text("attr_type"))
		}
	})
}
