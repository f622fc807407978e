package refi_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/refi/refitest"
)

// write is what is written of a project; open gives its files.
func write(t testing.TB, p *refi.Project, o refi.WriteOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := refi.Write(context.Background(), &b, p, o)
	must(t, err)
	return b.Bytes()
}

func readAgain(t testing.TB, name string, data []byte) *refi.Project {
	t.Helper()
	p, err := read(t, name, data)
	must(t, err)
	return p
}

// qde is the XML of an archive, with its files by name.
func qde(t testing.TB, data []byte) (xml []byte, files map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	files = map[string]string{}
	for _, f := range z.File {
		rc, err := f.Open()
		must(t, err)
		body, err := io.ReadAll(rc)
		must(t, err)
		must(t, rc.Close())
		if f.Flags&8 != 0 {
			t.Errorf("%s has a data descriptor", f.Name)
		}
		files[f.Name] = string(body)
	}
	return []byte(files["project.qde"]), files
}

// conforms checks XML by our own table, and by the published schema where that and xmllint are there.
func conforms(t testing.TB, xml []byte, schema string, dangling bool) {
	t.Helper()
	for _, wrong := range refitest.Check(bytes.NewReader(xml)) {
		if dangling && (strings.Contains(wrong, "nothing has the identifier") || strings.Contains(wrong, "nothing at all has") || strings.Contains(wrong, "two of them")) {
			continue
		}
		t.Error(wrong)
	}
	file := filepath.Join(shared, "xsd", schema)
	lint, err := exec.LookPath("xmllint")
	if _, missing := os.Stat(file); err != nil || missing != nil {
		t.Log("the published schema or xmllint is not here: checked by our own table alone")
		return
	}
	cmd := exec.Command(lint, "--nonet", "--noout", "--huge", "--schema", file, "-")
	cmd.Stdin = bytes.NewReader(xml)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%s", err, out)
	}
}

// essence is what writing a project and reading it again keeps, as text to compare.
func essence(p *refi.Project) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	id := func(guid string) string {
		if len(guid) == 36 && strings.Count(guid, "-") == 4 || guid == "" {
			return guid
		}
		return refi.DerivedGUID(guid)
	}
	ids := func(guids []string) []string {
		var list []string
		for _, guid := range guids {
			list = append(list, id(guid))
		}
		return list
	}
	stamp := func(s refi.Stamp) string { return id(s.User) + s.At.Format("@2006-01-02T15:04:05 ") }
	values := func(values []refi.Value) string {
		s := ""
		for _, v := range values {
			s += fmt.Sprintf("%s=%s:%q ", id(v.Variable), v.Type, v.Text)
		}
		return s
	}
	codings := func(in string, list []refi.Coding) {
		for _, c := range list {
			if c.Code != "" {
				say("coding %s of %s by %s in %s notes %v", id(c.GUID), id(c.Code), stamp(c.Created), in, ids(c.NoteRefs))
			}
		}
	}
	content := func(c *refi.Content) string {
		if c == nil || !c.Found {
			return "no text"
		}
		return fmt.Sprintf("%q", c.Text)
	}
	selections := func(in string, list []*refi.Selection) {
		for _, s := range list {
			place := fmt.Sprint(s.Shape, s.Begin, s.Finish, s.Boxes, id(s.From), id(s.To))
			if s.Placed {
				place += fmt.Sprint(s.Span, s.Text)
			} else if s.Shape == refi.Span {
				place += fmt.Sprint(s.Start, s.End)
			}
			say("selection %s %q %q in %s: %s %s/%s quote %q notes %v", id(s.GUID), s.Name, s.Description, in, place, stamp(s.Created), stamp(s.Changed), s.Quote, ids(s.NoteRefs))
			codings(id(s.GUID), s.Codings)
		}
	}
	say("project %q %q %s %s notes %v", p.Name, p.Description, stamp(p.Created), stamp(p.Changed), ids(p.NoteRefs))
	for _, u := range p.Users {
		say("user %s %q %q", id(u.GUID), u.Name, u.ID)
	}
	var walk func(above string, codes []*refi.Code)
	walk = func(above string, codes []*refi.Code) {
		for _, c := range codes {
			colour := c.Color
			if !strings.HasPrefix(colour, "#") {
				colour = ""
			}
			say("code %s %q under %s %v %s %q notes %v", id(c.GUID), c.Name, above, c.Codable, colour, c.Description, ids(c.NoteRefs))
			walk(id(c.GUID), c.Codes)
		}
	}
	walk("", p.Codes)
	for _, v := range p.Variables {
		say("variable %s %q %s %q", id(v.GUID), v.Name, v.Type, v.Description)
	}
	for _, c := range p.Cases {
		sources, marked := slices.Clone(c.SourceRefs), slices.Clone(c.SelectionRefs)
		for _, m := range c.Members {
			if m.Selection == "" {
				sources = append(sources, m.Source)
			} else {
				marked = append(marked, m.Selection)
			}
		}
		say("case %s %q %q codes %v values %s sources %v selections %v", id(c.GUID), c.Name, c.Description, ids(c.CodeRefs), values(c.Values), distinct(ids(sources)), distinct(ids(marked)))
	}
	for _, s := range append(slices.Clone(p.Sources), p.Notes...) {
		say("%s %s %q %q %s values %s notes %v %s/%s", s.Kind, id(s.GUID), s.Name, s.Description, content(s.Plain), values(s.Values), ids(s.NoteRefs), stamp(s.Created), stamp(s.Changed))
		codings(id(s.GUID), s.Codings)
		selections(id(s.GUID), s.Selections)
		for _, t := range s.Transcripts {
			say("transcript %s %q %q of %s %s notes %v", id(t.GUID), t.Name, t.Description, id(s.GUID), content(t.Plain), ids(t.NoteRefs))
			for _, p := range t.Points {
				say("point %s %d %d", id(p.GUID), p.Time, p.At)
			}
			selections(id(t.GUID), t.Selections)
		}
	}
	for _, l := range p.Links {
		say("link %s %q %s %s→%s notes %v", id(l.GUID), l.Name, l.Direction, id(l.Origin), id(l.Target), ids(l.NoteRefs))
	}
	for _, s := range p.Sets {
		say("set %s %q %q %v %v %v", id(s.GUID), s.Name, s.Description, ids(s.Codes), ids(s.Sources), ids(s.Members))
	}
	for _, g := range p.Graphs {
		say("graph %s %q", id(g.GUID), g.Name)
		for _, v := range g.Vertices {
			say("vertex %s %s %q %v %v %s", id(v.GUID), id(v.Represents), v.Name, v.First, v.Second, v.Shape)
		}
		for _, e := range g.Edges {
			say("edge %s %s %q %s→%s %s %s", id(e.GUID), id(e.Represents), e.Name, id(e.Source), id(e.Target), e.Direction, e.LineStyle)
		}
	}
	slices.Sort(out)
	return out
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// TestWriteKeepsWhatWasRead writes what was read of each program's dialect, under each profile.
func TestWriteKeepsWhatWasRead(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) { keeps(t, f.name, f.data) })
	}
}

// TestWriteKeepsSamples is the same for files of real programs.
func TestWriteKeepsSamples(t *testing.T) {
	for _, name := range samples(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			must(t, err)
			keeps(t, name, data)
		})
	}
}

func keeps(t *testing.T, name string, data []byte) {
	f, err := refi.Open(name, bytes.NewReader(data), int64(len(data)), refi.Limits{})
	must(t, err)
	first, err := f.Project(context.Background())
	must(t, err)
	want := essence(first)
	for _, profile := range refi.Profiles {
		o := refi.WriteOptions{Container: first.Container, Profile: profile, Open: f.Media}
		again := write(t, first, o)
		if other := write(t, first, o); !bytes.Equal(again, other) {
			t.Errorf("%s: two writings differ", profile)
		}
		switch {
		case first.Container == refi.QDC:
			conforms(t, again, "Codebook.xsd", true)
		case first.Container == refi.QDE:
			conforms(t, again, "Project.xsd", true)
		default:
			xml, _ := qde(t, again)
			conforms(t, xml, "Project.xsd", true)
		}
		origin := first.Origin
		second := readAgain(t, name, again)
		first.Origin = origin
		if diff := cmp.Diff(want, essence(second)); diff != "" {
			t.Errorf("%s: (-read first +read again)\n%s", profile, diff)
		}
	}
}

var letters = []rune("abc dé\n\t<>&\"'😀ל漢é\u0301")

func words(least, most int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom(letters), least, most, -1)
}

// made is a project of everything that the format holds.
func made(t *rapid.T) *refi.Project {
	n := 0
	next := func() string { n++; return guid(n) }
	stamp := func(users []string) refi.Stamp {
		s := refi.Stamp{}
		if rapid.Bool().Draw(t, "dated") {
			s.At = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
		}
		if len(users) > 0 && rapid.Bool().Draw(t, "signed") {
			s.User = rapid.SampledFrom(users).Draw(t, "by")
		}
		return s
	}
	name := func() string { return words(0, 12).Draw(t, "name") }
	said := func() string { // a description of blanks is none
		if s := words(0, 30).Draw(t, "description"); strings.TrimSpace(s) != "" {
			return s
		}
		return ""
	}
	many := func(most int) int { return rapid.IntRange(0, most).Draw(t, "many") }
	p := &refi.Project{Name: name(), Description: said(), Origin: "Crosscase"}
	var users, codes, notes, variables []string
	for range many(3) {
		users = append(users, next())
		p.Users = append(p.Users, refi.User{GUID: users[len(users)-1], Name: name(), ID: name()})
	}
	p.Created, p.Changed = stamp(users), stamp(users)
	note := func() *refi.Source {
		s := &refi.Source{Kind: refi.Note, GUID: next(), Name: name(), Created: stamp(users)}
		s.Plain = &refi.Content{GUID: s.GUID}
		if text := words(1, 40).Draw(t, "note"); rapid.Bool().Draw(t, "has text") {
			s.Plain.Found, s.Plain.Text = true, text
		}
		notes = append(notes, s.GUID)
		return s
	}
	for range many(3) {
		p.Notes = append(p.Notes, note())
	}
	some := func(of []string) []string {
		if len(of) == 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, min(2, len(of)), rapid.ID[string]).Draw(t, "some")
	}
	p.NoteRefs = some(notes)
	var code func(depth int) *refi.Code
	code = func(depth int) *refi.Code {
		c := &refi.Code{GUID: next(), Name: name(), Codable: rapid.Bool().Draw(t, "codable"), Description: said(), NoteRefs: some(notes)}
		codes = append(codes, c.GUID)
		c.Color = rapid.SampledFrom([]string{"", "#abc", "#00FF7f", "rgb(1,2,3)"}).Draw(t, "colour")
		if depth < 10 {
			for range many(2) {
				c.Codes = append(c.Codes, code(depth+3))
			}
		}
		return c
	}
	for range many(3) {
		p.Codes = append(p.Codes, code(1))
	}
	for range many(3) {
		v := refi.Variable{GUID: next(), Name: name(), Type: rapid.SampledFrom([]string{"Text", "Boolean", "Integer", "Float", "Date", "DateTime"}).Draw(t, "type"), Description: said()}
		variables = append(variables, v.GUID)
		p.Variables = append(p.Variables, v)
	}
	values := func() (out []refi.Value) {
		for _, v := range some(variables) {
			out = append(out, rapid.SampledFrom([]refi.Value{
				{v, "Text", "a < b"}, {v, "Text", ""}, {v, "Integer", "-12"}, {v, "Float", "1.50"}, {v, "Boolean", "true"},
				{v, "Date", "2020-02-29"}, {v, "DateTime", "2020-02-29T10:00:00Z"}, {Variable: v},
			}).Draw(t, "value"))
		}
		return out
	}
	codings := func() (out []refi.Coding) {
		if len(codes) == 0 {
			return nil
		}
		for range many(2) {
			out = append(out, refi.Coding{GUID: next(), Code: rapid.SampledFrom(codes).Draw(t, "code"), Created: stamp(users), NoteRefs: some(notes)})
		}
		return out
	}
	var sources, marked []string
	selection := func(shape refi.Shape, text string) *refi.Selection {
		s := &refi.Selection{GUID: next(), Name: name(), Description: said(), Shape: shape, Codings: codings(), NoteRefs: some(notes), Created: stamp(users), Changed: stamp(users)}
		marked = append(marked, s.GUID)
		number := func(of string) int64 { return rapid.Int64Range(-5, 1000).Draw(t, of) }
		switch shape {
		case refi.Span:
			r := []rune(text)
			s.Span.Start = rapid.IntRange(0, len(r)).Draw(t, "start")
			s.Span.End = rapid.IntRange(s.Span.Start, len(r)).Draw(t, "end")
			s.Placed, s.Text = true, string(r[s.Span.Start:s.Span.End])
		case refi.Stretch:
			s.Begin, s.Finish = number("begin"), number("finish")
		case refi.Area:
			s.Boxes = []refi.Box{{X1: number("x"), Y1: number("y"), X2: number("x"), Y2: number("y")}}
		}
		return s
	}
	content := func(of string) *refi.Content {
		return &refi.Content{GUID: of, Found: true, Text: words(0, 60).Draw(t, "text")}
	}
	for range many(4) {
		s := &refi.Source{GUID: next(), Name: name(), Description: said(), Kind: rapid.SampledFrom([]refi.Kind{refi.Text, refi.PDF, refi.Picture, refi.Audio, refi.Video}).Draw(t, "kind"),
			Codings: codings(), NoteRefs: some(notes), Values: values(), Created: stamp(users), Changed: stamp(users)}
		sources = append(sources, s.GUID)
		add := func(shape refi.Shape, text string) {
			for range many(3) {
				s.Selections = append(s.Selections, selection(shape, text))
			}
		}
		switch s.Kind {
		case refi.Text:
			s.Plain = content(s.GUID)
			add(refi.Span, s.Plain.Text)
		case refi.PDF, refi.Picture:
			add(refi.Area, "")
			if rapid.Bool().Draw(t, "read") {
				s.Plain = content(next())
				add(refi.Span, s.Plain.Text)
			}
			for _, sel := range s.Selections {
				if s.Kind == refi.PDF && sel.Shape == refi.Span && rapid.Bool().Draw(t, "boxed") {
					sel.Boxes = []refi.Box{{Page: 1, X2: 5, Y2: 5}, {Page: 2, X2: 7, Y2: 7}}
				}
			}
		case refi.Audio, refi.Video:
			add(refi.Stretch, "")
			for range many(2) {
				tr := &refi.Transcript{GUID: next(), Name: name(), Description: said(), NoteRefs: some(notes)}
				tr.Plain = content(tr.GUID)
				length := len([]rune(tr.Plain.Text))
				for range 2 {
					tr.Points = append(tr.Points, refi.SyncPoint{GUID: next(), Time: rapid.Int64Range(0, 99999).Draw(t, "time"), At: rapid.IntRange(0, length).Draw(t, "at"), Placed: true})
				}
				sel := selection(refi.Synced, "")
				from, to := tr.Points[0], tr.Points[1]
				sel.From, sel.To, sel.Begin, sel.Finish, sel.Placed = from.GUID, to.GUID, from.Time, to.Time, true
				sel.Span.Start, sel.Span.End = min(from.At, to.At), max(from.At, to.At)
				sel.Text = string([]rune(tr.Plain.Text)[sel.Span.Start:sel.Span.End])
				tr.Selections = append(tr.Selections, sel)
				s.Transcripts = append(s.Transcripts, tr)
			}
		}
		p.Sources = append(p.Sources, s)
	}
	for range many(2) {
		p.Cases = append(p.Cases, &refi.Case{GUID: next(), Name: name(), Description: said(), CodeRefs: some(codes), Values: values(), SourceRefs: some(sources), SelectionRefs: some(marked)})
	}
	for range many(2) {
		p.Sets = append(p.Sets, refi.Set{GUID: next(), Name: name(), Description: said(), Codes: some(codes), Sources: some(sources), Members: some(notes)})
	}
	for range many(2) {
		ends := slices.Concat(codes, notes, sources, marked)
		if len(ends) == 0 {
			break
		}
		p.Links = append(p.Links, refi.Link{GUID: next(), Name: name(), Direction: "OneWay", Origin: rapid.SampledFrom(ends).Draw(t, "origin"), Target: rapid.SampledFrom(ends).Draw(t, "target"), NoteRefs: some(notes)})
	}
	for range many(1) {
		g := refi.Graph{GUID: next(), Name: name()}
		g.Vertices = []refi.Vertex{{GUID: next(), Name: name(), Shape: "Star", Color: "#123"}, {GUID: next(), First: refi.Point{X: -1, Y: 3}, Second: &refi.Point{X: 4, Y: 5}}}
		g.Edges = []refi.Edge{{GUID: next(), Source: g.Vertices[0].GUID, Target: g.Vertices[1].GUID, Direction: "Associative", LineStyle: "dotted"}}
		p.Graphs = append(p.Graphs, g)
	}
	return p
}

// TestWrittenIsReadAgain is the round trip of projects of any content, under any profile.
func TestWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := made(rt)
		profile := rapid.SampledFrom(refi.Profiles).Draw(rt, "profile")
		var b bytes.Buffer
		written, err := refi.Write(context.Background(), &b, p, refi.WriteOptions{Profile: profile})
		if err != nil {
			rt.Fatal(err)
		}
		if len(written.Lost) > 0 {
			rt.Fatalf("lost: %v", written.Lost)
		}
		xml, _ := qde(t, b.Bytes())
		if wrong := refitest.Check(bytes.NewReader(xml)); len(wrong) > 0 {
			rt.Fatalf("%s\n%s", strings.Join(wrong, "\n"), xml)
		}
		again, err := refi.Read(context.Background(), "made.qdpx", bytes.NewReader(b.Bytes()), int64(b.Len()), refi.Limits{})
		if err != nil {
			rt.Fatal(err)
		}
		if again.Counts != written.Counts {
			rt.Errorf("read %+v, written %+v", again.Counts, written.Counts)
		}
		if again.Convention.String() != profile.Convention().String() {
			rt.Errorf("counted %s, written %s", again.Convention, profile.Convention())
		}
		if diff := cmp.Diff(essence(p), essence(again)); diff != "" {
			rt.Fatalf("(-made +read)\n%s\n%s", diff, xml)
		}
	})
}

func TestWriteEdges(t *testing.T) {
	t.Run("an empty project has no containers", func(t *testing.T) {
		xml, files := qde(t, write(t, &refi.Project{}, refi.WriteOptions{}))
		conforms(t, xml, "Project.xsd", false)
		if len(files) != 1 || !strings.Contains(string(xml), `name=""`) {
			t.Errorf("%s", xml)
		}
	})
	t.Run("what XML cannot hold is dropped from names and keeps its place in a text inside the XML", func(t *testing.T) {
		text := "a\x0Bb\uFFFEc"
		p := &refi.Project{Name: "a\x0B\x00\uFFFEb\nc", Sources: []*refi.Source{{Kind: refi.Text, GUID: guid(1), Plain: &refi.Content{Found: true, Text: text},
			Selections: []*refi.Selection{{GUID: guid(2), Shape: refi.Span, Placed: true}}}}}
		p.Sources[0].Selections[0].Span.Start, p.Sources[0].Selections[0].Span.End = 2, 5
		bare := write(t, p, refi.WriteOptions{Container: refi.QDE})
		conforms(t, bare, "Project.xsd", false)
		again := readAgain(t, "x.qde", bare)
		if again.Name != "ab\nc" || again.Sources[0].Selections[0].Text != "b\uFFFDc" {
			t.Errorf("%q %+v", again.Name, again.Sources[0].Selections[0])
		}
		packed := readAgain(t, "x.qdpx", write(t, p, refi.WriteOptions{}))
		if packed.Sources[0].Plain.Text != text {
			t.Errorf("a text of its own file is %q", packed.Sources[0].Plain.Text)
		}
	})
	t.Run("a text that begins with U+FEFF keeps it", func(t *testing.T) {
		p := &refi.Project{Sources: []*refi.Source{{Kind: refi.Text, GUID: guid(1), Plain: &refi.Content{Found: true, Text: "\uFEFFword"}}}}
		if got := readAgain(t, "x.qdpx", write(t, p, refi.WriteOptions{})).Sources[0].Plain.Text; got != "\uFEFFword" {
			t.Errorf("%q", got)
		}
	})
	t.Run("the layout of each profile", func(t *testing.T) {
		p := &refi.Project{Origin: "Crosscase", Sources: []*refi.Source{{Kind: refi.Text, GUID: guid(1), Plain: &refi.Content{Found: true, Text: "😀\nb"},
			Selections: []*refi.Selection{{GUID: guid(2), Shape: refi.Span, Placed: true}}}}}
		p.Sources[0].Selections[0].Span.Start, p.Sources[0].Selections[0].Span.End = 2, 3
		for profile, want := range map[refi.Profile][3]string{
			refi.Standard:  {"sources/", "😀\nb", `startPosition="2" endPosition="3"`},
			refi.ForNVivo:  {"Sources/", bom + "😀\r\nb", `startPosition="4" endPosition="5"`},
			refi.ForMAXQDA: {"sources/", "😀\r\nb", `startPosition="2" endPosition="3"`},
			refi.ForATLAS:  {"sources/", "😀\r\nb", `startPosition="2" endPosition="3"`},
		} {
			xml, files := qde(t, write(t, p, refi.WriteOptions{Profile: profile}))
			if got := files[want[0]+guid(1)+".txt"]; got != want[1] || !strings.Contains(string(xml), want[2]) {
				t.Errorf("%s: %q in %q\n%s", profile, got, files, xml)
			}
		}
	})
	t.Run("offsets of our own stand, whatever the words look like", func(t *testing.T) {
		p := &refi.Project{Origin: "Crosscase", Sources: []*refi.Source{{Kind: refi.Text, GUID: guid(1), Plain: &refi.Content{Found: true, Text: "aaaa😀aa"},
			Selections: []*refi.Selection{{GUID: guid(2), Shape: refi.Span, Placed: true}}}}}
		p.Sources[0].Selections[0].Span.End = 6 // in UTF-16 units it would end with a word
		if got := readAgain(t, "x.qdpx", write(t, p, refi.WriteOptions{})).Sources[0].Selections[0].Text; got != "aaaa😀a" {
			t.Errorf("%q", got)
		}
	})
	t.Run("ErrNoCodes", func(t *testing.T) {
		_, err := refi.Write(context.Background(), io.Discard, &refi.Project{}, refi.WriteOptions{Container: refi.QDC})
		if err == nil || !strings.Contains(err.Error(), "no codes") {
			t.Error(err)
		}
	})
}

func FuzzWrite(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(rt *rapid.T) {
		p := made(rt)
		var b bytes.Buffer
		if _, err := refi.Write(context.Background(), &b, p, refi.WriteOptions{Profile: rapid.SampledFrom(refi.Profiles).Draw(rt, "profile")}); err != nil {
			rt.Fatal(err)
		}
		again, err := refi.Read(context.Background(), "made.qdpx", bytes.NewReader(b.Bytes()), int64(b.Len()), refi.Limits{})
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(essence(p), essence(again)); diff != "" {
			rt.Fatal(diff)
		}
	}))
}
