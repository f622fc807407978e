package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkCoding fills in what a coding takes over from its excerpt and refuses an answer its question does not allow.
func checkCoding(v *visit, tx *store.Tx, row any) error {
	c := row.(*crosscase.Coding)
	e, err := store.GetTx[crosscase.Excerpt](tx, string(c.ExcerptID))
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the coding names an excerpt that is not there")
	}
	if c.SiteID == "" {
		c.SiteID = e.SiteID
	}
	if c.ParticipantID == "" {
		c.ParticipantID = e.ParticipantID
	}
	if c.SiteID != e.SiteID {
		return crosscase.Errorf(crosscase.CodeInvalid, "the coding is of another site than its excerpt")
	}
	if err := v.sees("coding", c.SiteID); err != nil {
		return err
	}
	if c.QuestionID == "" {
		return nil
	}
	q, err := store.GetTx[crosscase.Question](tx, string(c.QuestionID))
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the coding names a question that is not there")
	}
	return checkAnswer(tx, q, c)
}

// checkAnswer refuses an answer of the wrong kind, or a position of another question.
func checkAnswer(tx *store.Tx, q *crosscase.Question, c *crosscase.Coding) error {
	if (c.Number != nil) && q.Type != crosscase.Numeric {
		return crosscase.Errorf(crosscase.CodeInvalid, "question %s takes a position, not a number", q.Name)
	}
	if len(c.PositionSet) > 0 && q.Type != crosscase.SetType {
		return crosscase.Errorf(crosscase.CodeInvalid, "question %s takes one position, not several", q.Name)
	}
	if c.PositionID != "" && (q.Type == crosscase.Numeric || q.Type == crosscase.SetType) {
		return crosscase.Errorf(crosscase.CodeInvalid, "question %s is %s: give it a %s", q.Name, q.Type,
			map[crosscase.QuestionType]string{crosscase.Numeric: "number", crosscase.SetType: "set of positions"}[q.Type])
	}
	named := c.PositionSet
	if c.PositionID != "" {
		named = []crosscase.PositionID{c.PositionID}
	}
	for _, id := range named {
		p, err := store.GetTx[crosscase.Position](tx, string(id))
		if err != nil || p.QuestionID != q.ID {
			return crosscase.Errorf(crosscase.CodeInvalid, "that position is not one of question %s", q.Name)
		}
	}
	return nil
}
