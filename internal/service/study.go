package service

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// StudyView is a study as an actor may see it. Its first fields are those of "study show --format json".
type StudyView struct {
	Study    string             `json:"study" doc:"slug"`
	Title    string             `json:"title"`
	Counts   Counts             `json:"counts"`
	Revision int64              `json:"revision" doc:"number of the last change"`
	About    string             `json:"about,omitempty"`
	Synth    bool               `json:"synthetic,omitempty"`
	Settings crosscase.Settings `json:"settings"`
	Role     crosscase.Role     `json:"role" doc:"what you are in it"`
	Sites    []string           `json:"sites,omitempty" doc:"letters of the only sites you may see; absent is all"`
	May      []crosscase.Action `json:"may" doc:"what you may do in it"`
}

// Counts are how much there is of each noun.
type Counts struct {
	Sites        int64 `json:"sites"`
	Units        int64 `json:"units"`
	Participants int64 `json:"participants"`
	Interviews   int64 `json:"interviews"`
	Recordings   int64 `json:"recordings"`
	Documents    int64 `json:"documents"`
	Transcripts  int64 `json:"transcripts"`
	Excerpts     int64 `json:"excerpts"`
	Themes       int64 `json:"themes"`
	Questions    int64 `json:"questions"`
	Codings      int64 `json:"codings"`
	Memos        int64 `json:"memos"`
	Summaries    int64 `json:"summaries"`
	Claims       int64 `json:"claims"`
	Coders       int64 `json:"coders"`
}

// CreateStudy makes an empty study and makes its maker the principal investigator.
func (s *Service) CreateStudy(ctx context.Context, study *crosscase.Study) error {
	actor := crosscase.ActorFrom(ctx)
	if actor.Account == "" {
		return crosscase.Errorf(crosscase.CodeUnauthorized, "sign in first")
	}
	if !actor.Local {
		account, err := s.store.AccountByID(ctx, actor.Account)
		if err != nil {
			return err
		}
		if !account.Admin {
			return crosscase.Errorf(crosscase.CodeForbidden, "only an account that may create studies can do this: \"crosscase user add --admin\" makes one")
		}
	}
	if study.Settings == (crosscase.Settings{}) {
		study.Settings = crosscase.DefaultSettings()
	}
	if err := study.Validate(); err != nil {
		return err
	}
	if _, err := s.store.StudyBySlug(ctx, study.Slug); err == nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "there is a study %q already: choose another name", study.Slug)
	} else if !isNotFound(err) {
		return err
	}
	study.ID = crosscase.StudyID(s.newID())
	study.Created = s.now().UnixMilli()
	head := store.Head{Actor: actor, At: study.Created, Kind: "study.create", Noun: "study", EntityID: string(study.ID), About: "create the study"}
	_, err := s.store.Create(ctx, study, head, func(tx *store.Tx) error {
		if actor.Local {
			return nil
		}
		return tx.Insert(&crosscase.Member{ID: crosscase.RowID(s.newID()), AccountID: actor.Account, Role: crosscase.PrincipalInvestigator})
	})
	return err
}

// DeleteStudy removes a study with everything in it, its history too. It cannot be undone.
func (s *Service) DeleteStudy(ctx context.Context, slug string) error {
	v, err := s.visit(ctx, slug, crosscase.ManageStudy)
	if err != nil {
		return err
	}
	recordings, err := store.List[crosscase.Media](ctx, s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.open, v.study.ID)
	s.mu.Unlock()
	if err := s.store.DeleteStudy(ctx, v.study.ID); err != nil {
		return err
	}
	return s.forgetFiles(ctx, recordings)
}

// Studies lists the studies the actor may see.
func (s *Service) Studies(ctx context.Context) ([]*StudyView, error) {
	actor := crosscase.ActorFrom(ctx)
	if actor.Account == "" {
		return nil, crosscase.Errorf(crosscase.CodeUnauthorized, "sign in first")
	}
	all, err := s.store.Studies(ctx)
	if err != nil {
		return nil, err
	}
	out := []*StudyView{}
	for _, study := range all {
		access, err := s.accessOf(ctx, actor, study.ID)
		if err != nil {
			return nil, err
		}
		if !access.May(crosscase.ReadStudy) {
			continue
		}
		view, err := (&visit{ctx: ctx, s: s, study: study, actor: actor, access: access}).view()
		if err != nil {
			return nil, err
		}
		out = append(out, view)
	}
	return out, nil
}

// Study shows one study.
func (s *Service) Study(ctx context.Context, slug string) (*StudyView, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	return v.view()
}

// UpdateStudy changes title, about and settings.
func (s *Service) UpdateStudy(ctx context.Context, slug string, change func(*crosscase.Study) error) (*crosscase.Change, error) {
	v, err := s.visit(ctx, slug, crosscase.ManageStudy)
	if err != nil {
		return nil, err
	}
	return v.write(v.head("study.update", "study", string(v.study.ID), "change the study's title or settings"), func(tx *store.Tx) error {
		study := *v.study
		if err := change(&study); err != nil {
			return err
		}
		if err := study.Validate(); err != nil {
			return err
		}
		return tx.Update(&study)
	})
}

// ChangeStudy changes fields given by name: title, about, or a setting by its JSON name. Numbers and
// truths may be given as text.
func (s *Service) ChangeStudy(ctx context.Context, slug string, fields map[string]any) error {
	settings := map[string]any{}
	for name, val := range fields {
		if name == "title" || name == "about" {
			continue
		}
		settings[name] = val
		if text, ok := val.(string); ok && name == "blind_coding" {
			switch text {
			case "yes", "true":
				settings[name] = true
			case "no", "false":
				settings[name] = false
			default:
				return crosscase.Errorf(crosscase.CodeInvalid, "%s is yes or no, not %q", name, text)
			}
		} else if ok && name != "disclosure" {
			f, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s is a number, not %q", name, text)
			}
			settings[name] = f
		}
	}
	body, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	_, err = s.UpdateStudy(ctx, slug, func(study *crosscase.Study) error {
		if t, ok := fields["title"].(string); ok {
			study.Title = t
		}
		if t, ok := fields["about"].(string); ok {
			study.About = t
		}
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&study.Settings); err != nil {
			return fieldError("setting", err)
		}
		return nil
	})
	return err
}

func (v *visit) view() (*StudyView, error) {
	out := &StudyView{
		Study: v.study.Slug, Title: v.study.Title, About: v.study.About, Synth: v.study.Synthetic, Settings: v.study.Settings, Role: v.access.Role,
	}
	for _, a := range crosscase.Actions {
		if v.access.May(a) {
			out.May = append(out.May, a)
		}
	}
	var err error
	if out.Revision, err = v.s.store.Seq(v.ctx, v.study.ID); err != nil {
		return nil, err
	}
	if v.access.Limited() {
		sites, err := store.List[crosscase.Site](v.ctx, v.s.store, v.study.ID, "")
		if err != nil {
			return nil, err
		}
		for _, site := range sites {
			if v.access.Sees(site.ID) {
				out.Sites = append(out.Sites, site.Letter)
			}
		}
		slices.SortFunc(out.Sites, store.NaturalCompare)
	}
	return out, v.count(&out.Counts)
}

// count fills in the counts, of the actor's sites only where they are limited.
func (v *visit) count(c *Counts) error {
	for _, item := range []struct {
		to    *int64
		noun  string
		where string
	}{
		{&c.Sites, "site", ""}, {&c.Units, "unit", ""}, {&c.Participants, "participant", ""}, {&c.Interviews, "interview", ""},
		{&c.Recordings, "source", "kind = 'recording'"}, {&c.Documents, "source", "kind = 'document'"}, {&c.Transcripts, "source", "kind = 'transcript'"},
		{&c.Excerpts, "excerpt", ""}, {&c.Themes, "theme", ""}, {&c.Questions, "question", ""}, {&c.Codings, "coding", ""},
		{&c.Memos, "memo", ""}, {&c.Summaries, "summary", ""}, {&c.Claims, "claim", ""}, {&c.Coders, "coder", ""},
	} {
		n, err := v.s.store.CountAt(v.ctx, v.study.ID, item.noun, v.access.Sites, item.where)
		if err != nil {
			return err
		}
		*item.to = n
	}
	return nil
}

// checkStudy keeps a study's name and identity as they are.
func checkStudy(v *visit, tx *store.Tx, row any) error {
	if study := row.(*crosscase.Study); study.ID != v.study.ID {
		return crosscase.Errorf(crosscase.CodeInvalid, "a study can be changed only within itself")
	}
	return nil
}
