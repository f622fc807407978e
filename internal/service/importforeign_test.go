package service_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// database makes a SQLite file of these statements.
func database(t *testing.T, name string, statements ...string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return name
}

const qdaTalk = "Q: Who leads here?\nA: We all do 😀, in a way.\nB: Nobody leads at night.\n"

func qualCoderProject(t *testing.T) string {
	at := func(words string) string {
		i := len([]rune(qdaTalk[:strings.Index(qdaTalk, words)]))
		return fmt.Sprintf("%d, %d", i, i+len([]rune(words)))
	}
	folder := filepath.Join(t.TempDir(), "wards.qda")
	database(t, filepath.Join(folder, "data.qda"),
		`CREATE TABLE project (databaseversion text, date text, memo text, about text)`,
		`INSERT INTO project VALUES ('v11', '', '', 'QualCoder')`,
		`CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text, av_text_id integer)`,
		`INSERT INTO source VALUES (1, 'talk.txt', '`+qdaTalk+`', NULL, 'A talk.', 'ilse', '2024-01-02 03:04:05', NULL), (2, 'sound.wav', '', '/audio/sound.wav', '', 'ilse', '2024-01-02 03:04:05', 1), (3, 'far.mp3', '', 'audio:/home/somebody/far.mp3', '', 'ilse', '2024-01-02 03:04:05', NULL)`,
		`CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer)`,
		`INSERT INTO code_cat VALUES (1, 'Leading', 'ilse', '', '', NULL), (2, 'Within', 'ilse', '', '', 1)`,
		`CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text)`,
		`INSERT INTO code_name VALUES (1, 'Shared', 'By all.', 2, 'ilse', '', '#6D91C6'), (2, 'Night', '', NULL, 'otto', '', '#00FF00')`,
		`CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text)`,
		`INSERT INTO code_text VALUES (1, 1, 1, '', `+at("in a way")+`, 'ilse', '2024-02-03 04:05:06', 'Really?'), (2, 2, 1, '', `+at("at night")+`, 'otto', '2024-02-03 04:05:06', ''), (3, 2, 1, '', 900, 901, 'otto', '', '')`,
		`CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text, date text, owner text)`,
		`INSERT INTO code_av VALUES (1, 2, 100, 900, 2, '', '', 'otto')`,
		`CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text)`,
		`INSERT INTO cases VALUES (1, 'Site A', '', 'ilse', ''), (2, 'B.', '', 'ilse', '')`,
		`CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text)`,
		fmt.Sprintf(`INSERT INTO case_text VALUES (1, 1, 1, 0, %d, 'ilse', '', ''), (2, 2, 1, %s, 'ilse', '', '')`, len([]rune(qdaTalk)), at("B: Nobody leads at night.")),
		`CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text)`,
		`INSERT INTO annotation VALUES (1, 1, `+at("We all do")+`, 'Ask again.', 'ilse', '2024-01-02 03:04:05')`,
		`CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text)`,
		`INSERT INTO attribute_type VALUES ('beds', '', '', '', 'case', 'numeric')`,
		`CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text)`,
		`INSERT INTO attribute VALUES (1, 'beds', 'case', '400', 1, '', '')`,
		`CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text)`,
		`INSERT INTO journal VALUES (1, 'Monday', 'It rained.', '2024-01-02 03:04:05', 'ilse')`)
	if err := os.MkdirAll(filepath.Join(folder, "audio"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "audio", "sound.wav"), sound(1), 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestImportQualCoderFolder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		x := newExchange(t, st)
		folder := qualCoderProject(t)
		load := func() *service.ImportResult {
			return x.importFile(t, filepath.Join(folder, "data.qda"), service.ImportOptions{Beside: os.DirFS(folder), Cases: map[string]string{"B.": "participant"}})
		}
		res := load()
		site := onlyOne(t, x, "site", func(s *crosscase.Site) bool { return s.Letter == "Site A" })
		who := onlyOne(t, x, "participant", func(p *crosscase.Participant) bool { return p.Pseudonym == "B." })
		talk := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "talk.txt" })
		wav := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "sound.wav" })
		far := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "far.mp3" })
		if talk.SiteID != site.ID || who.SiteID != site.ID || talk.RecordingID != wav.ID || wav.Media == "" || wav.Length != 1000 || far.Media != "" {
			t.Errorf("talk %+v, sound %+v, far %+v", talk, wav, far)
		}
		got := map[string]string{}
		for _, c := range rowsOfNoun[crosscase.Coding](t, x, "coding") {
			e := onlyOne(t, x, "excerpt", func(e *crosscase.Excerpt) bool { return e.ID == c.ExcerptID })
			theme := onlyOne(t, x, "theme", func(m *crosscase.Theme) bool { return m.ID == c.ThemeID })
			coder := onlyOne(t, x, "coder", func(m *crosscase.Coder) bool { return m.ID == c.CoderID })
			got[fmt.Sprint(e.Text, e.Measure, e.ParticipantID == who.ID)] = theme.Name + " by " + coder.Name
		}
		want := map[string]string{"in a waycode_pointsfalse": "Shared by ilse", "at nightcode_pointstrue": "Night by otto", "millisecondsfalse": "Night by otto"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("codings (-want +got):\n%s", d)
		}
		val := onlyOne(t, x, "attribute_value", func(*crosscase.AttributeValue) bool { return true })
		if val.Value != "400" || val.OwnerID != string(site.ID) {
			t.Errorf("value %+v", val)
		}
		var memos []string
		for _, m := range rowsOfNoun[crosscase.Memo](t, x, "memo") {
			memos = append(memos, m.Text)
		}
		for _, want := range []string{"Really?", "Ask again.", "It rained."} {
			if !strings.Contains(strings.Join(memos, "|"), want) {
				t.Errorf("no memo %q among %v", want, memos)
			}
		}
		lost := asJSON(t, res.Loss.NotCarried)
		for _, want := range []string{"far.mp3", "900"} {
			if !strings.Contains(lost, want) {
				t.Errorf("the report does not name %s: %s", want, lost)
			}
		}
		if strings.Contains(lost, "somebody") {
			t.Error("the report tells a path of somebody's machine")
		}
		x.sameAgain(t, load)
		x.verified(t)
	})
}

func taguetteProject(t *testing.T, projects int) string {
	const page = "<h1>Ward 😀</h1>\n<p>We <b>all</b> lead,\nin a way.</p>\n<ul><li>one</li>\n<li>zwölf two</li></ul>"
	bytes := "Ward 😀\nWe all lead,\nin a way.\none\nzwölf two"
	at := func(words string) string {
		i := strings.Index(bytes, words)
		return fmt.Sprintf("%d, %d", i, i+len(words))
	}
	statements := []string{
		`CREATE TABLE projects (id integer primary key, name text, description text, created datetime)`,
		`CREATE TABLE documents (id integer primary key, name text, description text, filename text, created datetime, project_id integer, text_direction text, contents text)`,
		`CREATE TABLE tags (id integer primary key, project_id integer, path text, description text)`,
		`CREATE TABLE highlights (id integer primary key, document_id integer, start_offset integer, end_offset integer, snippet text)`,
		`CREATE TABLE highlight_tags (highlight_id integer, tag_id integer, primary key (highlight_id, tag_id))`,
		`CREATE TABLE commands (id integer primary key, date datetime, user_login text, project_id integer, document_id integer, payload text)`,
		`INSERT INTO documents VALUES (1, 'Talk', 'A talk.', 'talk.docx', '2024-01-02 03:04:05.000000', 1, 'LEFT_TO_RIGHT', '` + page + `')`,
		`INSERT INTO tags VALUES (1, 1, 'leading', 'who leads'), (2, 1, 'leading.shared', '')`,
		`INSERT INTO highlights VALUES (1, 1, ` + at("all lead,\nin") + `, ''), (2, 1, ` + at("zwölf") + `, ''), (3, 1, 5, 9000, ''), (4, 1, ` + at("Ward 😀") + `, '')`,
		`INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 2)`,
		`INSERT INTO commands VALUES (1, '2024-02-03 04:05:06.000000', 'ilse', 1, 1, '{"type": "highlight_add", "highlight_id": 1}')`,
	}
	for i := range projects {
		statements = append(statements, fmt.Sprintf(`INSERT INTO projects VALUES (%d, 'Wards %d', 'About.', '2024-01-02 03:04:05.000000')`, i+1, i+1))
	}
	return database(t, filepath.Join(t.TempDir(), "wards.sqlite3"), statements...)
}

func TestImportTaguette(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		x := newExchange(t, st)
		name := taguetteProject(t, 1)
		res := x.importFile(t, name, service.ImportOptions{})
		body := onlyOne(t, x, "source_text", func(*crosscase.SourceText) bool { return true })
		if d := cmp.Diff("Ward 😀\nWe all lead, in a way.\none\nzwölf two\n", body.Text); d != "" {
			t.Errorf("text (-want +got):\n%s", d)
		}
		var words []string
		for _, e := range rowsOfNoun[crosscase.Excerpt](t, x, "excerpt") {
			words = append(words, e.Text)
		}
		for _, want := range []string{"all lead, in", "zwölf", "Ward 😀"} {
			if !strings.Contains(strings.Join(words, "|"), want) {
				t.Errorf("no excerpt %q among %q", want, words)
			}
		}
		coders := map[string]int{}
		for _, c := range rowsOfNoun[crosscase.Coding](t, x, "coding") {
			coder := onlyOne(t, x, "coder", func(m *crosscase.Coder) bool { return m.ID == c.CoderID })
			coders[coder.Name]++
		}
		if d := cmp.Diff(map[string]int{"ilse": 3}, coders); d != "" {
			t.Errorf("who coded (-want +got):\n%s", d)
		}
		if !strings.Contains(asJSON(t, res.Loss.NotCarried), "9000") {
			t.Error("the report does not name the highlight out of its text")
		}
		x.sameAgain(t, func() *service.ImportResult { return x.importFile(t, name, service.ImportOptions{}) })
	})
	t.Run("OKOneOfSeveral", func(t *testing.T) {
		x := newExchange(t, storetest.SQLite(t))
		name := taguetteProject(t, 2)
		_, err := x.tryImport(t, name, service.ImportOptions{})
		wantCode(t, "two projects", err, crosscase.CodeInvalid)
		if res := x.importFile(t, name, service.ImportOptions{Sheet: "Wards 1"}); res.Counts["source"] != 1 {
			t.Errorf("made %v", res.Counts)
		}
	})
}

func TestImportForeignRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.sqlite3")
	if err := os.WriteFile(text, []byte("no database at all, only words"), 0o644); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(taguetteProject(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(dir, "torn.sqlite3")
	if err := os.WriteFile(torn, whole[:len(whole)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	for what, name := range map[string]string{
		"text":           text,
		"torn":           torn,
		"other":          database(t, filepath.Join(dir, "other.sqlite3"), `CREATE TABLE things (id integer)`),
		"only views":     database(t, filepath.Join(dir, "views.qda"), `CREATE VIEW code_name AS SELECT 1`, `CREATE VIEW code_cat AS SELECT 1`, `CREATE VIEW code_text AS SELECT 1`, `CREATE VIEW case_text AS SELECT 1`, `CREATE VIEW source AS SELECT 1`),
		"too few tables": database(t, filepath.Join(dir, "empty.qda"), `CREATE TABLE code_name (x)`),
	} {
		x := newExchange(t, storetest.SQLite(t))
		_, err := x.tryImport(t, name, service.ImportOptions{})
		wantCode(t, what, err, crosscase.CodeInvalid)
		if n := len(rowsOfNoun[crosscase.Source](t, x, "source")); n != 0 {
			t.Errorf("%s: %d sources were made", what, n)
		}
	}
}
