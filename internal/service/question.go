package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/store"
)

// checkQuestion refuses a change that claims or codings stand against, and notes that the theme's meaning changes
// with its questions.
func checkQuestion(v *visit, tx *store.Tx, row any) error {
	q := row.(*crosscase.Question)
	standing, err := standingRow[crosscase.Question](tx, string(q.ID))
	if err != nil {
		return err
	}
	if standing == nil {
		return alterMeaning(tx, q.ThemeID)
	}
	if q.Type != standing.Type {
		if err := checkQuestionType(tx, standing, q.Type); err != nil {
			return err
		}
	}
	if q.Name != standing.Name || q.Type != standing.Type {
		err := v.checkPredicates(tx, "question "+standing.Name, func(names *claims.Names) {
			for i := range names.Questions {
				if names.Questions[i].Name == standing.Name {
					names.Questions[i].Name, names.Questions[i].Type = q.Name, q.Type
				}
			}
		})
		if err != nil {
			return err
		}
	}
	if q.ThemeID != standing.ThemeID {
		if err := v.takeAlong(tx, q, standing.ThemeID); err != nil {
			return err
		}
	}
	if q.Definition != standing.Definition || q.Prompt != standing.Prompt || q.Type != standing.Type || q.UseWhen != standing.UseWhen ||
		q.NotWhen != standing.NotWhen || q.Example != standing.Example || q.ThemeID != standing.ThemeID {
		return alterMeaning(tx, q.ThemeID)
	}
	return nil
}

// takeAlong gives what says something of a question the theme that the question goes to.
//
// The rules are:
//   - these are the codings and silences that have the question under its old theme; who coded it under another theme
//     meant that;
//   - two that say the same fall together, as in a merge of themes;
//   - rows of sites that the actor does not see are never rewritten: then the question stays;
//   - a question that goes under no theme leaves its codings where they are, since a coding needs a theme.
func (v *visit) takeAlong(tx *store.Tx, q *crosscase.Question, from crosscase.ThemeID) error {
	if from == "" || q.ThemeID == "" {
		return nil
	}
	for _, noun := range []string{"coding", "silence"} {
		rows, err := tx.Rows(noun, "question_id = $2 AND theme_id = $3", string(q.ID), string(from))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		if err := v.may(crosscase.Nouns[noun].Write); err != nil {
			return err
		}
		if err := v.seesAll(noun, rows); err != nil {
			return err
		}
		n := naming{noun, store.Reference{Field: "theme_id", Noun: "theme"}, rows}
		if err := v.repoint(tx, n, string(from), string(q.ThemeID), &ThemeMerge{}); err != nil {
			return err
		}
	}
	return nil
}

// checkQuestionType refuses another kind of answer where answers have been given. One of several positions may come
// to have an order or lose it.
func checkQuestionType(tx *store.Tx, q *crosscase.Question, to crosscase.QuestionType) error {
	choice := []crosscase.QuestionType{crosscase.Nominal, crosscase.Ordinal}
	if slices.Contains(choice, q.Type) && slices.Contains(choice, to) {
		return nil
	}
	used, err := store.ListTx[crosscase.Coding](tx, "question_id = $2", string(q.ID))
	if err != nil || len(used) == 0 {
		return err
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "question %s is %s and has %d %s; it cannot become %s: make a new question instead", q.Name, q.Type, len(used), plural("coding", len(used)), to)
}

// checkPosition is checkQuestion for one of the answers.
func checkPosition(v *visit, tx *store.Tx, row any) error {
	p := row.(*crosscase.Position)
	q, err := store.GetTx[crosscase.Question](tx, string(p.QuestionID))
	if err != nil {
		return err
	}
	standing, err := standingRow[crosscase.Position](tx, string(p.ID))
	if err != nil {
		return err
	}
	if standing == nil {
		return alterMeaning(tx, q.ThemeID)
	}
	if p.QuestionID != standing.QuestionID {
		return v.refusePosition(tx, standing)
	}
	if p.Name != standing.Name {
		err := v.checkPredicates(tx, "position "+standing.Name+" of question "+q.Name, func(names *claims.Names) {
			for i := range names.Questions {
				if at := slices.Index(names.Questions[i].Positions, standing.Name); names.Questions[i].Name == q.Name && at >= 0 {
					names.Questions[i].Positions[at] = p.Name
				}
			}
		})
		if err != nil {
			return err
		}
	}
	if p.Name != standing.Name || p.Definition != standing.Definition {
		return alterMeaning(tx, q.ThemeID)
	}
	return nil
}

// refusePosition says why a position stays with its question: an answer means what its question asks.
func (v *visit) refusePosition(tx *store.Tx, p *crosscase.Position) error {
	q, err := store.GetTx[crosscase.Question](tx, string(p.QuestionID))
	if err != nil {
		return err
	}
	codings, err := store.ListTx[crosscase.Coding](tx, "(position_id = $2 OR position_set LIKE $3)", string(p.ID), `%"`+string(p.ID)+`"%`)
	if err != nil {
		return err
	}
	codings = slices.DeleteFunc(codings, func(c *crosscase.Coding) bool { return !v.access.Sees(c.SiteID) })
	return crosscase.Errorf(crosscase.CodeInvalid, "position %q answers question %q and cannot become an answer to another: %d %s would come to say something nobody coded; make a position of that name there, and code anew what belongs to it",
		p.Name, q.Name, len(codings), plural("coding", len(codings)))
}

// checkPredicates refuses what would break a claim: one whose predicate compiles against the names as they stand
// and not against the names as alter leaves them.
func (v *visit) checkPredicates(tx *store.Tx, what string, alter func(*claims.Names)) error {
	list, err := store.ListTx[crosscase.Claim](tx, "predicate <> '' OR study_id = $1 AND scope <> ''")
	if err != nil || len(list) == 0 {
		return err
	}
	names, err := v.names(tx)
	if err != nil {
		return err
	}
	before, err := claims.NewEngine(*names)
	if err != nil {
		return err
	}
	if names, err = v.names(tx); err != nil { // the engine keeps the lists of the first
		return err
	}
	alter(names)
	after, err := claims.NewEngine(*names)
	if err != nil {
		return err
	}
	for _, c := range list {
		if compiles(before, c) == nil {
			if err := compiles(after, c); err != nil {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s is named in the predicate of claim %s, which would no longer be understood: change the claim first", what, c.Code)
			}
		}
	}
	return nil
}

func compiles(engine *claims.Engine, c *crosscase.Claim) error {
	if c.Predicate != "" {
		check := engine.Check
		if c.Subject == "study" {
			check = engine.CheckStudy
		}
		if err := check(c.Predicate); err != nil {
			return err
		}
	}
	if c.Scope != "" {
		return engine.Check(c.Scope)
	}
	return nil
}

// standingRow is a row as it stands; nil where it is new.
func standingRow[T any](tx *store.Tx, id string) (*T, error) {
	found, err := store.ListTx[T](tx, "id = $2", id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}
