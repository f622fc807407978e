package httpapi

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// secret stands in every text of site A, so that whatever answer holds it tells of site A.
const secret = "qzxv"

const letterA, letterB = "A" + secret, "B"

// actor is somebody who walks through all operations.
type actor struct {
	name  string
	role  crosscase.Role // "" is nothing in the study
	limit bool           // to site B
	token string         // "" is nobody
}

func (a actor) access() crosscase.Access {
	access := crosscase.Access{Role: a.role}
	if a.limit {
		access.Sites = []crosscase.SiteID{"B"}
	}
	return access
}

// call is one request of the walk and what it takes.
type call struct {
	path   string // below /api
	body   any
	site   string           // "A" or "B" where it is about that site
	action crosscase.Action // what it takes; "" only that somebody is signed in
	read   crosscase.Action // what it takes to know of what it is about, where that is another action
	header map[string]string
	loose  bool // a limited member may be refused for what hangs on other sites
}

// TestAccess walks every operation of the document as everybody. A member learns and does what the access table
// says, an outsider learns nothing of the study, and a member limited to site B never sees a byte of site A.
func TestAccess(t *testing.T) {
	actors := []actor{{name: "outsider"}, {name: "anonymous"}}
	for _, role := range crosscase.Roles {
		actors = append(actors, actor{name: string(role), role: role}, actor{name: string(role) + " of site B", role: role, limit: true})
	}
	for _, who := range actors {
		t.Run(who.name, func(t *testing.T) {
			t.Parallel()
			w := newWalk(t, who)
			for _, op := range operations(w.api) {
				if op.OperationID != "delete-study" {
					w.walk(op)
				}
			}
			for _, op := range operations(w.api) {
				if op.OperationID == "delete-study" {
					w.walk(op)
				}
			}
		})
	}
}

// walk is one actor in a study of their own.
type walk struct {
	*world
	who   actor
	ids   map[string]map[string]string // noun, then site or "" -> id
	ofA   []string                     // ids of all rows of site A
	study crosscase.StudyID
}

func newWalk(t *testing.T, who actor) *walk {
	engine, err := transcribe.New(transcribe.Options{Command: "false {input}"})
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{world: newWorld(t, Options{}, service.WithTranscriber(engine)), who: who, ids: map[string]map[string]string{}}
	study := &crosscase.Study{Slug: "s", Title: "A study"}
	if err := w.service.CreateStudy(w.owner, study); err != nil {
		t.Fatal(err)
	}
	w.study = study.ID
	for _, noun := range nounsInOrder(w.api) {
		w.ids[noun] = map[string]string{}
		for _, site := range sitesOf(noun) {
			w.ids[noun][site] = w.seed(noun, site)
		}
	}
	w.ids["job"] = map[string]string{}
	for _, site := range []string{"A", "B"} {
		w.ids["job"][site] = w.seedJob(site)
	}
	if who.name != "anonymous" {
		w.who.token = w.account("walker")
	}
	if who.role != "" {
		sites := []string(nil)
		if who.limit {
			sites = []string{letterB}
		}
		if err := w.service.SetMember(w.owner, "s", "walker", who.role, sites); err != nil {
			t.Fatal(err)
		}
	}
	w.account("other")
	if err := w.service.SetMember(w.owner, "s", "other", crosscase.Adviser, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

// keepSound keeps a second of sound with a mark in its file.
func (w *walk) keepSound(mark string) (hash string) {
	w.t.Helper()
	s, err := w.media.Content.Stage(w.t.Context(), bytes.NewReader(soundFile(1, mark)), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := s.Keep(); err != nil {
		w.t.Fatal(err)
	}
	return s.Hash
}

// seedJob is a job of somebody else that goes on until it is stopped.
func (w *walk) seedJob(site string) string {
	j := w.media.Jobs.Start(w.t.Context(), media.Job{ID: uuid.NewString(), StudyID: w.study, SiteID: crosscase.SiteID(w.ids["site"][site]), Kind: "transcribe",
		SourceID: crosscase.SourceID(w.ids["source"][site])}, func(ctx context.Context, report media.Report) error {
		report(0.5, map[string]string{"A": secret, "B": "words"}[site])
		<-ctx.Done()
		return ctx.Err()
	})
	if site == "A" {
		w.ofA = append(w.ofA, j.ID)
	}
	return j.ID
}

// begunUpload is an upload of the walker's own, begun behind the API; of nobody's where nobody is signed in.
func (w *walk) begunUpload(name string, length int64) string {
	w.t.Helper()
	up := &media.Upload{ID: uuid.NewString(), StudyID: w.study, Name: name, Length: length}
	if w.who.token != "" {
		actor, err := w.service.ActorOfToken(w.t.Context(), w.who.token)
		if err != nil {
			w.t.Fatal(err)
		}
		up.Account = actor.Account
	}
	if err := w.media.Uploads.Create(up, time.Now()); err != nil {
		w.t.Fatal(err)
	}
	return up.ID
}

// siteNouns are those whose rows belong to a site.
var siteNouns = []string{
	"site", "site_identity", "unit", "participant", "participant_identity", "interview", "source", "source_text", "text_edit", "media", "pass", "excerpt", "coding", "silence",
	"site_position", "revisit", "memo", "attribute_value", "post", "summary", "dissent_answer", "type_decision", "transfer", "kept_element", "written_report", "report_snapshot", "objection",
}

func sitesOf(noun string) []string {
	if slices.Contains(siteNouns, noun) {
		return []string{"A", "B"}
	}
	return []string{""}
}

// nounsInOrder lists the nouns that have routes, a referenced one before those that refer to it.
func nounsInOrder(a *api) []string {
	order := []string{
		"site", "site_identity", "unit", "participant", "participant_identity", "round", "guide", "meta_theme", "theme", "question", "position", "topic",
		"interview", "source", "source_text", "text_edit", "media", "coder", "pass", "codebook_version", "revisit", "excerpt", "coding", "silence", "site_position", "memo", "attribute", "attribute_value", "post",
		"summary", "matrix_view", "dissent_answer", "claim", "typology", "type_decision", "transfer", "alias", "kept_element", "written_report", "report_snapshot", "objection",
	}
	for _, op := range operations(a) {
		if noun, ok := op.Metadata["noun"].(string); ok && !slices.Contains(order, noun) {
			panic("the walk has no row of " + noun)
		}
	}
	return order
}

func (w *walk) seed(noun, site string) string {
	w.t.Helper()
	if noun == "source_text" { // made with its source
		rows, err := w.service.List(w.owner, "s", noun, map[string]string{"source_id": w.ids["source"][site]})
		if err != nil || len(rows) != 1 {
			w.t.Fatal(rows, err)
		}
		return w.note(rows[0], site)
	}
	if noun == "transfer" || noun == "alias" || noun == "kept_element" {
		return w.note(w.insert(w.exchanged(noun, site)), site)
	}
	if noun == "text_edit" || noun == "media" { // made by what writes them, of which nothing else is needed here
		row := any(&crosscase.TextEdit{ID: crosscase.TextEditID(uuid.NewString()), SiteID: crosscase.SiteID(w.ids["site"][site]), SourceID: crosscase.SourceID(w.ids["source"][site]),
			Version: 9, Steps: []crosscase.TextStep{{Text: map[string]string{"A": secret, "B": "words"}[site]}}})
		if noun == "media" {
			row = &crosscase.Media{ID: crosscase.RowID(uuid.NewString()), SiteID: crosscase.SiteID(w.ids["site"][site]), SourceID: crosscase.SourceID(w.ids["source"][site]),
				Hash: w.keepSound(map[string]string{"A": secret, "B": "words"}[site]), Type: "audio/wav", Duration: 1000, Note: map[string]string{"A": secret, "B": "words"}[site]}
		}
		return w.note(w.insert(row), site)
	}
	if row := w.writtenRow(noun, site); row != nil {
		return w.note(w.insert(row), site)
	}
	rec := w.sample(noun, site, "1")
	if noun == "site" {
		rec["letter"] = map[string]string{"A": letterA, "B": letterB}[site]
	}
	row, err := w.service.CreateRecord(w.owner, "s", noun, rec)
	if err != nil {
		w.t.Fatalf("%s of %s: %v", noun, site, err)
	}
	if e, ok := row.(*crosscase.Excerpt); ok { // as if a correction had changed its words
		if e.Was = "words "; site == "A" {
			e.Was += secret
		}
		if _, err := w.store.Write(w.owner, w.study, store.Head{Actor: crosscase.ActorFrom(w.owner), Kind: "test"}, func(tx *store.Tx) error { return tx.Update(e) }); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.note(row, site)
}

// insert writes a row that nobody may write by itself.
func (w *walk) insert(row any) any {
	w.t.Helper()
	if _, err := w.store.Write(w.owner, w.study, store.Head{Actor: crosscase.ActorFrom(w.owner), Kind: "test"}, func(tx *store.Tx) error { return tx.Insert(row) }); err != nil {
		w.t.Fatal(err)
	}
	return row
}

// exchanged is a row that an import writes of itself.
func (w *walk) exchanged(noun, site string) any {
	words, id, of := map[string]string{"A": secret, "B": "words"}[site], crosscase.RowID(uuid.NewString()), crosscase.SiteID(w.ids["site"][site])
	switch noun {
	case "transfer":
		return &crosscase.Transfer{ID: id, SiteID: of, Direction: crosscase.TransferIn, File: words + ".qdpx", Format: "qdpx",
			Report: crosscase.LossReport{NotCarried: []crosscase.LossLine{{What: words}}}}
	case "kept_element":
		return &crosscase.KeptElement{ID: id, SiteID: of, Kind: "graph", GUID: uuid.NewString(), XML: "<Graph name=\"" + words + "\"/>"}
	}
	return &crosscase.Alias{ID: id, Noun: "theme", Row: w.ids["theme"][""], Kind: "code", GUID: uuid.NewString()}
}

// writtenRow is a row of a written report, which only its own operations write; nil for other nouns.
func (w *walk) writtenRow(noun, site string) any {
	says := map[string]string{"A": "words " + secret, "B": "words"}[site]
	of, report := crosscase.SiteID(w.ids["site"][site]), crosscase.ReportID("")
	if ids := w.ids["written_report"]; ids != nil {
		report = crosscase.ReportID(ids[site])
	}
	switch noun {
	case "written_report":
		return &crosscase.WrittenReport{ID: crosscase.ReportID(uuid.NewString()), Kind: crosscase.SiteReport, SiteID: of, Title: says, State: crosscase.ReportDraft}
	case "report_snapshot":
		return &crosscase.ReportSnapshot{ID: crosscase.RowID(uuid.NewString()), ReportID: report, SiteID: of, State: crosscase.ReportChallenged, Content: says}
	case "objection":
		return &crosscase.Objection{ID: crosscase.ObjectionID(uuid.NewString()), ReportID: report, SiteID: of, Kind: crosscase.Challenge, Text: says}
	}
	return nil
}

func (w *walk) note(row any, site string) string {
	id := reflect.ValueOf(row).Elem().FieldByName("ID").String()
	if site == "A" {
		w.ofA = append(w.ofA, id)
	}
	return id
}

// sample is a record of a noun that can be added. Of site A every text holds the secret, of what stands for the
// whole study only what is not for a member limited to sites.
func (w *walk) sample(noun, site, n string) service.Record {
	says := func(text string) string {
		if site == "A" {
			text += secret
		}
		return text + n
	}
	id := func(noun string) string {
		if v := w.ids[noun][site]; v != "" {
			return v
		}
		return w.ids[noun][""]
	}
	rec := map[string]service.Record{
		"site":                 {"letter": says("letter"), "kind": says("kind"), "note": says("note")},
		"site_identity":        {"name": says("Name ")},
		"unit":                 {"name": says("unit"), "note": says("note")},
		"participant":          {"unit_id": id("unit"), "pseudonym": says("P"), "role": says("role"), "group": says("group"), "level": says("level"), "note": says("note")},
		"participant_identity": {"participant_id": id("participant"), "name": says("Name "), "contact": says("contact")},
		"round":                {"name": "round" + n, "ord": 1, "target": 3, "note": "note"},
		"guide":                {"round_id": id("round"), "title": "guide" + n},
		"topic":                {"guide_id": id("guide"), "wording": "topic" + n, "themes": []string{id("theme")}},
		"meta_theme":           {"name": "meta" + n},
		"theme":                {"meta_theme_id": id("meta_theme"), "code": "T" + n, "name": "theme" + n, "definition": "what"},
		"question":             {"theme_id": id("theme"), "name": "q" + n, "prompt": "who", "type": "nominal"},
		"position":             {"question_id": id("question"), "name": "yes" + n},
		"interview": {"round_id": id("round"), "unit_id": id("unit"), "participants": []string{id("participant")}, "name": says("interview" + site), "mode": says("mode"),
			"date": "2026-01-02", "interviewer": says("interviewer"), "consent": says("consent")},
		"source":           {"interview_id": id("interview"), "name": says("source" + site), "kind": "transcript", "file": says("file"), "note": says("note"), "text": says("words spoken ")},
		"coder":            {"name": "coder" + n},
		"pass":             {"source_id": id("source"), "coder_id": id("coder"), "number": 1, "start": 0, "end": 1000, "note": says("note")},
		"codebook_version": {"number": 1 + len(n)*len(w.ofA), "name": "version" + n},
		"revisit":          {"source_id": id("source"), "theme_id": id("theme"), "coder_id": id("coder"), "note": says("note")},
		"excerpt":          {"source_id": id("source"), "participant_id": id("participant"), "start": 0, "end": 5, "kind": "gist", "text": says("a gist "), "key": true},
		"coding":           {"excerpt_id": id("excerpt"), "unit_id": id("unit"), "participant_id": id("participant"), "theme_id": id("theme"), "question_id": id("question"), "position_id": id("position"), "coder_id": id("coder"), "note": says("note")},
		"silence":          {"participant_id": id("participant"), "theme_id": id("theme"), "kind": "not_raised", "note": says("note")},
		"site_position":    {"question_id": id("question"), "position_id": id("position"), "reason": says("reason")},
		"memo":             {"code": says("I"), "kind": "inconsistency", "title": says("title"), "text": says("text"), "severity": "low", "answer": says("answer"), "author": says("author")},
		"attribute":        {"owner": "site", "name": "size" + n, "label": "Size", "type": "text"},
		"attribute_value":  {"attribute_id": id("attribute"), "owner_id": id("site"), "value": says("value")},
		"post":             {"title": says("post"), "level": 1, "profession": says("profession"), "mode": "sole", "note": says("note")},
		"summary":          {"theme_id": id("theme"), "text": says("summary "), "excerpts": []string{id("excerpt")}, "author": says("author")},
		"matrix_view":      {"name": "view" + n, "rows": "site", "columns": "theme"},
		"dissent_answer":   {"question_id": id("question"), "position": says("yes"), "answer": "explained", "text": says("why ")},
		"claim":            {"code": "C" + n, "statement": "what is so at site " + letterA, "note": secret, "sites": []string{letterA}, "predicate": fmt.Sprintf("opinion.q1 == %q", "yes1")},
		"typology": {"key": "typology" + n, "title": "A typology", "source": "published", "types": []any{
			map[string]any{"id": "one", "criteria": []any{map[string]any{"id": "c1", "indicator": "i", "expects": "e"}}}, map[string]any{"id": "two"}}},
		"type_decision": {"typology_id": id("typology"), "type": "one", "basis": says("basis"), "negative": says("negative"),
			"rivals": []any{map[string]any{"type": "two", "standing": says("standing")}}, "decided_by": says("who")},
	}[noun]
	if noun != "site" && slices.Contains(siteNouns, noun) {
		rec["site_id"] = w.ids["site"][site]
	}
	if n != "1" && noun == "theme" {
		delete(rec, "code")
	}
	return rec
}

// calls are the requests that try an operation; nil for one that the walk does not know.
func (w *walk) calls(op *huma.Operation) []call {
	if noun, ok := op.Metadata["noun"].(string); ok {
		return w.nounCalls(op, noun)
	}
	one := func(path string, action crosscase.Action) []call { return []call{{path: path, action: action}} }
	with := func(path string, action crosscase.Action, body any) []call {
		return []call{{path: path, action: action, body: body}}
	}
	// both tries an operation on either site: $ is its letter.
	both := func(path string, action crosscase.Action) []call {
		return []call{
			{path: strings.ReplaceAll(path, "$", letterA), action: action, site: "A"},
			{path: strings.ReplaceAll(path, "$", letterB), action: action, site: "B"},
		}
	}
	s := "/studies/s"
	switch op.OperationID {
	case "me", "login", "logout", "list-studies", "create-study", "upload-options":
		return []call{} // tried elsewhere: they are not of a study
	case "events":
		return []call{} // tried in event_test.go: the answer does not end
	case "desk-source":
		return w.atSources("", crosscase.ReadSources, nil)
	case "desk-changes":
		return w.atSources("/changes", crosscase.ReadSources, nil)
	case "edit-text":
		return w.atSources("/text", crosscase.WriteSources, map[string]any{"version": 1, "steps": []any{map[string]any{"start": 0, "end": 0, "text": "so "}}})
	case "text-versions":
		return w.atSources("/versions", crosscase.ReadSources, nil)
	case "text-version":
		return w.atSources("/versions/1", crosscase.ReadSources, nil)
	case "changed-excerpts":
		return one(s+"/desk/changed", crosscase.ReadCodings)
	case "accept-excerpt":
		return w.atRows("/desk/excerpts/", "excerpt", "/accept", crosscase.WriteCodings, map[string]any{})
	case "apply-theme":
		return w.atSources("/codings", crosscase.WriteCodings, map[string]any{"start": 1, "end": 4, "theme_id": "T1"})
	case "mark-stretch":
		return w.atSources("/excerpts", crosscase.WriteCodings, map[string]any{"start": 1, "end": 4})
	case "note-silence":
		return w.atSources("/silences", crosscase.WriteCodings, map[string]any{"kind": "listened_nothing", "theme_id": w.ids["theme"][""]})
	case "change-excerpt":
		return w.atRows("/desk/excerpts/", "excerpt", "", crosscase.WriteCodings, map[string]any{"key": false})
	case "remove-excerpt":
		return w.atRows("/desk/excerpts/", "excerpt", "", crosscase.WriteCodings, nil)
	case "memo-on-excerpt":
		return w.atRows("/desk/excerpts/", "excerpt", "/memos", crosscase.WriteMemos, map[string]any{"text": "what for"})
	case "change-coding":
		return w.atRows("/desk/codings/", "coding", "", crosscase.WriteCodings, map[string]any{"note": "so"})
	case "remove-coding":
		return w.atRows("/desk/codings/", "coding", "", crosscase.WriteCodings, nil)
	case "find":
		return one(s+"/desk/find?q=words", crosscase.ReadSources)
	case "autocode":
		return []call{
			{path: s + "/desk/autocode", read: crosscase.ReadSources, action: crosscase.WriteCodings, body: map[string]any{"find": "words", "preview": true}},
			{path: s + "/desk/autocode", read: crosscase.ReadSources, action: crosscase.WriteCodings, body: map[string]any{"find": "spoken", "theme_id": "T1"}},
		}
	case "get-study":
		return one(s, crosscase.ReadStudy)
	case "change-study":
		return with(s, crosscase.ManageStudy, map[string]any{"about": "what it is"})
	case "delete-study":
		return one(s, crosscase.ManageStudy)
	case "list-members":
		return one(s+"/members", crosscase.ManageMembers)
	case "set-member":
		return with(s+"/members", crosscase.ManageMembers, MemberRole{Login: "other", Role: crosscase.Auditor})
	case "remove-member":
		return one(s+"/members/"+w.memberID("other"), crosscase.ManageMembers)
	case "overview":
		return one(s+"/overview", crosscase.ReadStudy)
	case "sites":
		return one(s+"/sites", crosscase.ReadStudy)
	case "site-profile":
		return both(s+"/sites/$/profile", crosscase.ReadResults)
	case "agreement":
		return append(both(s+"/agreement?site=$", crosscase.ReadResults), one(s+"/agreement", crosscase.ReadResults)...)
	case "compare":
		return one(s+"/compare", crosscase.ReadCrossCase)
	case "coverage", "voice-balance", "contrast":
		return one(s+"/"+op.OperationID, crosscase.ReadResults)
	case "vantage":
		return one(s+"/vantage", crosscase.ReadResults)
	case "relate":
		return one(s+"/relate?x_attribute=size1&x_equals=value1&y_question=q1&y_position=yes1", crosscase.ReadCrossCase)
	case "matrix":
		var out []call
		for _, rows := range []string{"site", "unit", "participant", "role"} {
			for _, columns := range []string{"theme", "question"} {
				path := s + "/matrix?rows=" + rows + "&columns=" + columns + "&sort=size1"
				counts := call{path: path, action: crosscase.ReadResults}
				if rows == "participant" {
					counts.action = crosscase.ReadCodings
				}
				out = append(out, counts)
				if rows != "role" { // nobody charts summaries of roles
					out = append(out, call{path: path + "&cells=summary", action: crosscase.ReadCodings})
				}
			}
		}
		return out
	case "matrix-cell":
		return append(both(s+"/matrix/cell?rows=site&row=$&columns=question&column=q1~opinion", crosscase.ReadResults),
			call{path: s + "/matrix/cell?rows=type&row=typology1/one&columns=theme&column=T1", read: crosscase.ReadCodings, action: crosscase.ReadCrossCase})
	case "evidence":
		return append(append(both(s+"/evidence?site=$", crosscase.ReadResults), one(s+"/evidence?question=q1", crosscase.ReadResults)...),
			call{path: s + "/evidence?excerpts=" + w.ids["excerpt"]["B"], action: crosscase.ReadResults, site: "B"},
			call{path: s + "/evidence?claim=C1", action: crosscase.ReadCrossCase})
	case "sources":
		return one(s+"/sources", crosscase.ReadSources)
	case "source":
		return []call{
			{path: s + "/sources/" + w.ids["source"]["A"], action: crosscase.ReadSources, site: "A"},
			{path: s + "/sources/" + w.ids["source"]["B"], action: crosscase.ReadSources, site: "B"},
		}
	case "media", "peaks":
		path := map[string]string{"media": "", "peaks": "/peaks"}[op.OperationID]
		return []call{
			{path: s + "/media/" + w.ids["source"]["A"] + path, action: crosscase.ReadSources, site: "A"},
			{path: s + "/media/" + w.ids["source"]["B"] + path, action: crosscase.ReadSources, site: "B"},
		}
	case "passes", "listen":
		action, body := crosscase.ReadSources, any(nil)
		if op.OperationID == "listen" {
			action, body = crosscase.WritePasses, map[string]any{"start": 100, "end": 900}
		}
		return []call{
			{path: s + "/desk/sources/" + w.ids["source"]["A"] + "/passes", action: action, body: body, site: "A"},
			{path: s + "/desk/sources/" + w.ids["source"]["B"] + "/passes", action: action, body: body, site: "B"},
		}
	case "transcriber":
		return one(s+"/transcriber", crosscase.ReadSources)
	case "transcribe": // one is under way already, and that is the answer
		return []call{
			{path: s + "/desk/sources/" + w.ids["source"]["A"] + "/transcribe", action: crosscase.WriteSources, body: map[string]any{"confirm": true}, site: "A"},
			{path: s + "/desk/sources/" + w.ids["source"]["B"] + "/transcribe", action: crosscase.WriteSources, body: map[string]any{"confirm": true}, site: "B"},
		}
	case "listening":
		return one(s+"/listening", crosscase.ReadSources)
	case "jobs":
		return one(s+"/jobs", crosscase.ReadSources)
	case "stop-job":
		return []call{
			{path: s + "/jobs/" + w.ids["job"]["A"], action: crosscase.WriteSources, site: "A"},
			{path: s + "/jobs/" + w.ids["job"]["B"], action: crosscase.WriteSources, site: "B"},
		}
	case "start-upload":
		return []call{{path: s + "/uploads", action: crosscase.WriteSources, header: map[string]string{"Upload-Length": "4", "Upload-Metadata": "filename YS5jc3Y="}}}
	case "upload":
		return one(s+"/uploads/"+w.begunUpload("a.csv", 4), crosscase.WriteSources)
	case "continue-upload":
		return []call{{path: s + "/uploads/" + w.begunUpload("a.csv", 4), action: crosscase.WriteSources, body: upload("abcd"),
			header: map[string]string{"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}}}
	case "drop-upload":
		return one(s+"/uploads/"+w.begunUpload("a.csv", 4), crosscase.WriteSources)
	case "import-upload":
		note := "# A note\n\nWords.\n"
		id := w.begunUpload("note.md", int64(len(note)))
		if _, err := w.media.Uploads.Append(id, 0, strings.NewReader(note)); err != nil {
			w.t.Fatal(err)
		}
		return []call{{path: s + "/uploads/" + id + "/import", action: crosscase.WriteSources, site: "B", body: map[string]any{"site": letterB}}}
	case "dissent":
		return append(both(s+"/dissent?site=$", crosscase.ReadResults), call{path: s + "/dissent", action: crosscase.ReadResults},
			call{path: s + "/dissent?group=none&level=none", action: crosscase.ReadCodings}, call{path: s + "/dissent?question=q1&open=true", action: crosscase.ReadResults})
	case "dissent-pairs":
		return append(both(s+"/dissent/pairs?site=$", crosscase.ReadResults), one(s+"/dissent/pairs", crosscase.ReadResults)...)
	case "unheard":
		return append(both(s+"/unheard?question=q1&site=$", crosscase.ReadCodings), one(s+"/unheard?question=q1", crosscase.ReadCodings)...)
	case "negative-cases":
		return one(s+"/claims/C1/negative", crosscase.ReadCrossCase)
	case "chart":
		var out []call
		for _, columns := range []string{"theme", "question"} {
			for _, rows := range []string{"site", "unit", "participant"} {
				out = append(out, call{path: s + "/chart?rows=" + rows + "&columns=" + columns + "&sort=size1&filter=size1!=none", action: crosscase.ReadCodings})
			}
			for _, rows := range []string{"role", "type"} { // of all sites
				out = append(out, call{path: s + "/chart?rows=" + rows + "&columns=" + columns, read: crosscase.ReadCodings, action: crosscase.ReadCrossCase})
			}
		}
		return append(append(out, both(s+"/chart?rows=participant&columns=theme&site=$", crosscase.ReadCodings)...), one(s+"/chart?view=view1", crosscase.ReadCodings)...)
	case "chart-cell":
		return w.atCells("", map[string]any{"text": "what they say"})
	case "chart-status":
		return w.atCells("/status", map[string]any{"status": "not_listened"})
	case "chart-link":
		return []call{
			w.atCells("/links", map[string]any{"excerpt": w.ids["excerpt"]["A"]})[0], w.atCells("/links", map[string]any{"excerpt": w.ids["excerpt"]["B"]})[1],
		}
	case "chart-since":
		return w.atRows("/chart/summaries/", "summary", "/since", crosscase.ReadCodings, nil)
	case "chart-confirm":
		var out []call
		for i, site := range []string{"A", "B"} {
			row, err := w.service.Get(w.owner, "s", "summary", w.ids["summary"][site])
			if err != nil {
				w.t.Fatal(err)
			}
			out = append(out, w.atRows("/chart/summaries/", "summary", "/confirm", crosscase.WriteCodings, map[string]any{"revision": store.RevisionOf(row)})[i])
		}
		return out
	case "chart-file":
		return []call{
			{path: s + "/chart/files/chart.xlsx?rows=participant&columns=theme", read: crosscase.ReadCodings, action: crosscase.Export},
			{path: s + "/chart/files/chart.docx", read: crosscase.ReadCodings, action: crosscase.Export},
			{path: s + "/chart/files/chart.docx?rows=role", read: crosscase.ReadCodings, action: crosscase.Export, site: "other"},
		}
	case "codebook", "codebook-versions", "codebook-diff", "codebook-templates":
		return one(s+strings.Split(op.Path, "{study}")[1], crosscase.ReadStudy)
	case "move-in-codebook":
		return with(s+"/codebook/move", crosscase.WriteCodebook, map[string]any{"noun": "theme", "id": w.ids["theme"][""], "meta_theme_id": ""})
	case "merge-themes":
		// A claim and a topic name the theme, and codings at site A.
		return []call{{path: s + "/codebook/merge", action: crosscase.WriteClaims, body: map[string]any{"from": w.ids["theme"][""], "into": w.second("theme")}, site: "A"}}
	case "split-theme":
		return []call{
			{path: s + "/codebook/split", action: crosscase.WriteCodebook, body: map[string]any{"from": w.ids["theme"][""], "into": []any{map[string]any{"name": "part"}}, "codings": map[string]int{w.ids["coding"]["A"]: 0}}, site: "A"},
			{path: s + "/codebook/split", action: crosscase.WriteCodebook, body: map[string]any{"from": w.ids["theme"][""], "into": []any{map[string]any{"name": "part"}}, "codings": map[string]int{w.ids["coding"]["B"]: 0}}, site: "B"},
		}
	case "theme-codings":
		return one(s+"/codebook/themes/"+w.ids["theme"][""]+"/codings", crosscase.ReadCodings)
	case "keep-codebook-version":
		return with(s+"/codebook/versions", crosscase.WriteCodebook, map[string]any{"name": "before the pilot"})
	case "add-codebook-template":
		return with(s+"/codebook/templates/nhs-medical-leadership", crosscase.WriteCodebook, nil)
	case "revisits":
		return one(s+"/codebook/revisit", crosscase.ReadCodings)
	case "tick-revisit":
		tick := func(site string) any {
			return map[string]any{"theme_id": w.ids["theme"][""], "source_id": w.ids["source"][site], "done": true}
		}
		return []call{
			{path: s + "/codebook/revisit", action: crosscase.WriteCodings, body: tick("A"), site: "A"},
			{path: s + "/codebook/revisit", action: crosscase.WriteCodings, body: tick("B"), site: "B"},
		}
	case "claims":
		return one(s+"/claims", crosscase.ReadCrossCase)
	case "claim":
		return one(s+"/claims/C1", crosscase.ReadCrossCase)
	case "typologies":
		return one(s+"/typologies", crosscase.ReadStudy)
	case "classify":
		return one(s+"/classify?typology=typology1", crosscase.ReadCrossCase)
	case "changes":
		return one(s+"/changes", crosscase.ReadHistory)
	case "audit":
		return one(s+"/audit", crosscase.ReadHistory)
	case "undo", "redo":
		return with(s+"/"+op.OperationID, crosscase.ReadStudy, map[string]any{})
	case "site-report":
		var out []call
		for _, ending := range []string{"", ".docx", ".html", ".md", ".xlsx"} {
			out = append(out, both(s+"/reports/site/$"+ending, crosscase.ReadResults)...)
		}
		return out
	case "report":
		var out []call
		for _, which := range []string{"cross-case", "methods", "tables", "cross-case.docx", "cross-case.html", "methods.md", "tables.xlsx"} {
			out = append(out, one(s+"/reports/"+which, crosscase.ReadCrossCase)...)
		}
		return out
	case "written-reports":
		return one(s+"/written", crosscase.ReadCodings)
	case "start-written":
		return []call{
			{path: s + "/written", read: crosscase.ReadCodings, action: crosscase.WriteReports, site: "A", body: map[string]any{"kind": "site", "site": letterA}},
			{path: s + "/written", read: crosscase.ReadCodings, action: crosscase.WriteReports, site: "B", body: map[string]any{"kind": "site", "site": letterB}},
		}
	case "written-report":
		return w.atRows("/written/", "written_report", "", crosscase.ReadCodings, nil)
	case "save-written":
		return w.atRows("/written/", "written_report", "", crosscase.WriteReports, map[string]any{"revision": 0, "title": "title", "blocks": []any{}, "sentences": []any{}})
	case "confirm-written":
		return w.atRows("/written/", "written_report", "/confirm", crosscase.WriteReports, map[string]any{"revision": 0, "sentences": []any{}})
	case "go-written":
		return w.atRows("/written/", "written_report", "/state", crosscase.WriteReports, map[string]any{"revision": 0, "state": "draft"})
	case "object-to-written":
		return w.atRows("/written/", "written_report", "/objections", crosscase.Object, map[string]any{"kind": "challenge", "text": "why"})
	case "answer-objection":
		return []call{
			{path: s + "/written/" + w.ids["written_report"]["A"] + "/objections/" + w.ids["objection"]["A"] + "/answer", read: crosscase.ReadCodings, action: crosscase.WriteReports, site: "A", body: map[string]any{"answer": "so"}},
			{path: s + "/written/" + w.ids["written_report"]["B"] + "/objections/" + w.ids["objection"]["B"] + "/answer", read: crosscase.ReadCodings, action: crosscase.WriteReports, site: "B", body: map[string]any{"answer": "so"}},
		}
	case "written-file":
		var out []call
		for _, kind := range []string{"docx", "html", "md", "xlsx", "md?nameless=true"} {
			out = append(out, w.atRows("/written/", "written_report", "/files/"+kind, crosscase.ReadCodings, nil)...)
		}
		return out
	case "export-exchange":
		var out []call
		for _, file := range []string{"study.qdpx", "study.qdpx?profile=nvivo", "codebook.qdc"} {
			out = append(out, one(s+"/export/"+file, crosscase.Export)...)
		}
		return out
	case "export-table":
		var out []call
		for _, file := range []string{"evidence.csv", "codebook.csv", "sites.csv", "evidence.xlsx", "study.xlsx", "codebook.docx", "excerpts.csv", "excerpts.xlsx?theme=T1", "excerpts.docx"} {
			out = append(out, one(s+"/tables/"+file, crosscase.Export)...)
		}
		return out
	case "export-folder":
		return one(s+"/folder.zip", crosscase.Export)
	case "export-archive":
		return []call{{path: s + "/archive.zip", read: crosscase.ReadIdentities, action: crosscase.Export}}
	case "preview-archive":
		return []call{{path: s + "/archive", read: crosscase.ReadIdentities, action: crosscase.Export}}
	case "import":
		return []call{
			{path: s + "/import?name=codebook.csv", action: crosscase.WriteCodebook, body: upload("meta_theme,theme,question,positions\nmeta2,theme2,q2,yes|no\n")},
			{path: s + "/import?name=evidence.csv", action: crosscase.WriteCodings, site: "A", body: upload("site,source,start,end,theme\n" + letterA + ",sourceA" + secret + "1,1,3,T1\n")},
			{path: s + "/import?name=evidence.csv", action: crosscase.WriteCodings, site: "B", body: upload("site,source,start,end,theme\n" + letterB + ",sourceB1,1,3,T1\n")},
			{path: s + "/import?name=note.md&site=" + letterB, action: crosscase.WriteSources, site: "B", body: upload("# A note\n\nWords.\n")},
		}
	}
	return nil
}

// atSources tries an operation of the desk on a source of either site.
func (w *walk) atSources(below string, action crosscase.Action, body any) []call {
	return w.atRows("/desk/sources/", "source", below, action, body)
}

// atRows tries an operation on a row of either site.
func (w *walk) atRows(path, noun, below string, action crosscase.Action, body any) []call {
	return []call{
		{path: "/studies/s" + path + w.ids[noun]["A"] + below, read: crosscase.Nouns[noun].Read, action: action, site: "A", body: body},
		{path: "/studies/s" + path + w.ids[noun]["B"] + below, read: crosscase.Nouns[noun].Read, action: action, site: "B", body: body},
	}
}

// atCells tries an operation of charting on a cell of either site.
func (w *walk) atCells(below string, with map[string]any) []call {
	cell := func(letter string) map[string]any {
		out := map[string]any{"rows": "site", "row": letter, "columns": "question", "column": "q1"}
		maps.Copy(out, with)
		return out
	}
	return []call{
		{path: "/studies/s/chart" + below, read: crosscase.ReadCodings, action: crosscase.WriteCodings, site: "A", body: cell(letterA)},
		{path: "/studies/s/chart" + below, read: crosscase.ReadCodings, action: crosscase.WriteCodings, site: "B", body: cell(letterB)},
	}
}

// second is a row beside the one that the walk made, of a noun that belongs to no site.
func (w *walk) second(noun string) string {
	w.t.Helper()
	row, err := w.service.CreateRecord(w.owner, "s", noun, w.sample(noun, "", "second"))
	if err != nil {
		w.t.Fatal(noun, err)
	}
	return reflect.ValueOf(row).Elem().FieldByName("ID").String()
}

// upload is a file to send.
type upload string

func (w *walk) nounCalls(op *huma.Operation, noun string) []call {
	need := crosscase.Nouns[noun]
	base := strings.TrimSuffix(strings.TrimPrefix(strings.Replace(op.Path, "{study}", "s", 1), "/api"), "/{id}")
	var out []call
	for _, site := range sitesOf(noun) {
		c := call{path: base + "/" + w.ids[noun][site], action: need.Write, site: site, loose: site == ""}
		switch op.Method {
		case http.MethodGet:
			c.action = need.Read
			if !strings.HasSuffix(op.Path, "{id}") {
				c.path, c.site = base, ""
			}
		case http.MethodPost:
			c.path, c.body = base, w.sample(noun, site, "2")
			if noun == "site" && site == "B" {
				c.site = "other" // a new site is no site that a limited member may see
			}
		case http.MethodPut:
			row, err := w.service.Get(w.owner, "s", noun, w.ids[noun][site])
			if err != nil {
				w.t.Fatal(noun, err)
			}
			c.body = row
		case http.MethodDelete:
			c.path += "?with_contents=true"
		}
		out = append(out, c)
	}
	return out
}

func (w *walk) memberID(login string) string {
	list, err := w.api.members(w.owner, &InStudy{"s"})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range list.Items {
		if m.Login == login {
			return string(m.ID)
		}
	}
	w.t.Fatal("no member", login)
	return ""
}

// walk tries one operation and puts the study back as it was.
func (w *walk) walk(op *huma.Operation) {
	w.t.Helper()
	calls := w.calls(op)
	if calls == nil {
		w.t.Errorf("%s %s (%s) is not in the walk: say what it takes", op.Method, op.Path, op.OperationID)
	}
	for _, c := range calls {
		before := w.revision()
		q := request{method: op.Method, path: "/api" + c.path, body: c.body}
		if file, ok := c.body.(upload); ok {
			q.body = io.Reader(strings.NewReader(string(file)))
		}
		q.header = maps.Clone(c.header)
		if w.who.token != "" {
			if q.header == nil {
				q.header = map[string]string{}
			}
			maps.Copy(q.header, bearer(w.who.token))
		}
		rec := w.do(q)
		what := op.Method + " " + c.path
		if ok, wanted := w.expected(op, c); !slices.Contains(ok, rec.Code) {
			w.t.Errorf("%s: status %d, want %s: %.300s", what, rec.Code, wanted, rec.Body)
		}
		if w.who.limit || w.who.role == "" {
			w.hidden(what, c, rec)
		} else if noun, _ := op.Metadata["noun"].(string); rec.Code == 200 && op.Method == http.MethodGet && slices.Contains(siteNouns, noun) &&
			c.site != "B" && !strings.Contains(rec.Body.String(), secret) {
			w.t.Errorf("%s: the secret is not in it, so that looking for it shows nothing", what)
		}
		if op.OperationID == "delete-study" {
			return
		}
		if after := w.revision(); after > before {
			if rec.Code >= 300 {
				w.t.Errorf("%s: status %d, and yet something was changed", what, rec.Code)
			}
			if _, err := w.service.Undo(w.owner, "s", after); err != nil {
				w.t.Fatalf("%s: put back: %v", what, err)
			}
		}
	}
}

// revision is the number of the study's last change.
func (w *walk) revision() int64 {
	w.t.Helper()
	seq, err := w.store.Seq(w.t.Context(), w.study)
	if err != nil {
		w.t.Fatal(err)
	}
	return seq
}

// expected is what the access table says of a call.
func (w *walk) expected(op *huma.Operation, c call) (statuses []int, why string) {
	access := w.who.access()
	read := strings.HasPrefix(string(c.action), "read_")
	done := []int{200, 201, 202, 204}
	switch {
	case w.who.token == "":
		return []int{401}, "401: nobody is signed in"
	case !access.May(crosscase.ReadStudy):
		return []int{404}, "404: not a member"
	}
	if noun, ok := op.Metadata["noun"].(string); ok && !access.May(crosscase.Nouns[noun].Read) {
		return []int{404}, "404: the role does not read " + noun
	}
	switch {
	case c.read != "" && !access.May(c.read):
		return []int{404}, "404: no " + string(c.read)
	case !access.May(c.action) && read:
		return []int{404}, "404: no " + string(c.action)
	case !access.May(c.action) && w.who.limit && c.site == "A":
		return []int{403, 404}, "403 or 404: no " + string(c.action) + ", and of a site that the member does not see"
	case !access.May(c.action):
		return []int{403}, "403: no " + string(c.action)
	case w.who.limit && (c.site == "A" || c.site == "other"):
		return []int{404}, "404: of a site that the member does not see"
	case op.OperationID == "undo" || op.OperationID == "redo":
		return []int{422}, "422: nothing of theirs to take back"
	case op.Method == http.MethodPost && op.Metadata["noun"] != nil:
		done = append(done, 409, 422) // where there may be one only
	}
	if w.who.limit && c.loose && op.Method != http.MethodGet {
		done = append(done, 404)
	}
	return done, "it done: the role has " + string(c.action)
}

// hidden fails where an answer tells of site A. What was asked for by name may be named in the refusal.
func (w *walk) hidden(what string, c call, rec *httptest.ResponseRecorder) {
	w.t.Helper()
	body := everything(w.t, rec.Body.Bytes())
	sent, _ := json.Marshal(c.body)
	asked := c.path + string(sent)
	if file, ok := c.body.(upload); ok {
		asked += string(file)
	}
	if rec.Code >= 400 && strings.Contains(asked, letterA) {
		body = strings.ReplaceAll(body, letterA, "")
	}
	if at := strings.Index(body, secret); at >= 0 {
		w.t.Errorf("%s: the answer (%d) tells of site A: …%s…", what, rec.Code, body[max(0, at-200):min(len(body), at+60)])
	}
	for _, id := range w.ofA {
		if at := strings.Index(body, id); at >= 0 && (rec.Code < 400 || !strings.Contains(asked, id)) {
			w.t.Errorf("%s: the answer (%d) holds an id of site A: …%s…", what, rec.Code, body[max(0, at-200):min(len(body), at+60)])
			return
		}
	}
}

// everything is an answer with what a zipped file holds.
func everything(t testing.TB, body []byte) string {
	if !bytes.HasPrefix(body, []byte("PK")) {
		return string(body)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}
