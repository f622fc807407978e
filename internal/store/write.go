package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"

	"github.com/crosscase/crosscase"
)

// Head is what a change says of itself; the rows say the rest.
type Head struct {
	Actor    crosscase.Actor
	At       int64  // epoch milliseconds, UTC
	Kind     string // coding.create, import.evidence, …
	Noun     string
	EntityID string
	About    string
	Undoes   int64 // the change this one takes back, or 0
}

// Tx is a write in progress: rows put through it are written and recorded at once, or, once they are many,
// some at a time. After a statement of a Tx has failed nothing more of it can be saved.
type Tx struct {
	ctx   context.Context
	s     *Store
	raw   *sql.Tx
	tx    queryer // raw, after the rows that wait
	stmts map[string]*sql.Stmt
	bulk  bulk
	study crosscase.StudyID
	seq   int64
	log   *recorder
	known *known                     // in a write of many: rows seen to stand
	gone  map[*table]map[string]bool // in a Revert: the rows it has deleted, by id
	err   error                      // the first statement that failed: PostgreSQL refuses all after it, so SQLite is not let either
}

// Create makes a study: its row, the head of its history and its first change.
func (s *Store) Create(ctx context.Context, study *crosscase.Study, head Head, more func(*Tx) error) (*crosscase.Change, error) {
	done, err := s.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return s.transact(ctx, s.write, study.ID, head, true, func(tx *Tx) error {
		if err := tx.Insert(study); err != nil {
			return err
		}
		if more == nil {
			return nil
		}
		return more(tx)
	})
}

// Write runs fn in one transaction and records what it did as one change. Where fn fails nothing is
// changed; where fn writes nothing no change is recorded and the result is nil.
func (s *Store) Write(ctx context.Context, study crosscase.StudyID, head Head, fn func(*Tx) error) (*crosscase.Change, error) {
	done, err := s.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return s.transact(ctx, s.write, study, head, false, fn)
}

// takeTurn waits until those who came before have written. It is taken before the connection.
func (s *Store) takeTurn(ctx context.Context) (done func(), err error) {
	if s.turn == nil {
		return func() {}, nil
	}
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Store) transact(ctx context.Context, on beginner, study crosscase.StudyID, head Head, create bool, fn func(*Tx) error) (*crosscase.Change, error) {
	dbtx, err := on.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer dbtx.Rollback() // after a commit this does nothing
	tx := &Tx{ctx: ctx, s: s, raw: dbtx, stmts: map[string]*sql.Stmt{}, study: study}
	tx.tx = flushing{tx}
	if create {
		if _, err := s.exec(ctx, dbtx, `INSERT INTO study_head (study_id, seq, hash) VALUES ($1, 0, '')`, string(study)); err != nil {
			return nil, s.d.explain(err, "create study")
		}
	}
	// The update takes the study's lock, so that its changes are numbered without gaps.
	var prev string
	err = dbtx.QueryRowContext(ctx, s.d.rewrite(`UPDATE study_head SET seq = seq + 1 WHERE study_id = $1 RETURNING seq, hash`), string(study)).Scan(&tx.seq, &prev)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such study")
	} else if err != nil {
		return nil, fmt.Errorf("lock study: %w", err)
	}
	tx.log = newRecorder(tx)
	defer tx.log.stop()
	if err := fn(tx); err != nil {
		return nil, err
	}
	if err := tx.flush(); err != nil {
		return nil, err
	}
	digest, rows, err := tx.log.finish()
	if err != nil {
		return nil, err
	}
	if rows == 0 {
		return nil, nil
	}
	c := &crosscase.Change{
		StudyID: study, Seq: tx.seq, Actor: head.Actor.Account, Name: head.Actor.Name, At: head.At, Kind: head.Kind,
		Noun: head.Noun, EntityID: head.EntityID, About: head.About, Rows: rows, Undoes: head.Undoes, Digest: digest, Prev: prev,
	}
	c.Hash = chainHash(c)
	if err := tx.append(c); err != nil {
		return nil, err
	}
	if err := dbtx.Commit(); err != nil {
		return nil, s.d.explain(err, "save")
	}
	s.watchers.tell(study)
	return c, nil
}

func (tx *Tx) append(c *crosscase.Change) error {
	s := tx.s
	if _, err := s.exec(tx.ctx, tx.tx, `
		INSERT INTO change (study_id, seq, actor, actor_name, at, kind, noun, entity_id, about, rows_changed, undoes, undone_by, digest, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14)`,
		string(c.StudyID), c.Seq, string(c.Actor), c.Name, c.At, c.Kind, c.Noun, c.EntityID, c.About, c.Rows, c.Undoes, c.Digest, c.Prev, c.Hash); err != nil {
		return fmt.Errorf("record the change: %w", err)
	}
	if c.Undoes > 0 {
		if _, err := s.exec(tx.ctx, tx.tx, `UPDATE change SET undone_by = $3 WHERE study_id = $1 AND seq = $2`, string(c.StudyID), c.Undoes, c.Seq); err != nil {
			return fmt.Errorf("record the undo: %w", err)
		}
	}
	if _, err := s.exec(tx.ctx, tx.tx, `UPDATE study_head SET hash = $2 WHERE study_id = $1`, string(c.StudyID), c.Hash); err != nil {
		return fmt.Errorf("record the head: %w", err)
	}
	return nil
}

// Study is the study being written.
func (tx *Tx) Study() crosscase.StudyID { return tx.study }

// Seq is the number the change will have.
func (tx *Tx) Seq() int64 { return tx.seq }

// Recorded is how many rows the write has created, changed or deleted so far.
func (tx *Tx) Recorded() int64 { return tx.log.rows }

// prepare keeps the statements of a write, which are few and mostly used again.
func (tx *Tx) prepare(query string) (*sql.Stmt, error) {
	if st, ok := tx.stmts[query]; ok {
		return st, nil
	}
	st, err := tx.raw.PrepareContext(tx.ctx, tx.s.d.rewrite(query))
	if err != nil {
		return nil, err
	}
	tx.stmts[query] = st
	return st, nil
}

func (tx *Tx) exec(query string, args ...any) error {
	if tx.err != nil {
		return tx.err
	}
	if err := tx.ctx.Err(); err != nil {
		return err
	}
	st, err := tx.prepare(query)
	if err != nil {
		return err
	}
	ctx := tx.ctx
	if tx.s.path != "" {
		// To watch a context SQLite's driver starts a goroutine for each statement. These are short, and
		// when ctx is done the transaction is rolled back all the same.
		ctx = context.WithoutCancel(ctx)
	}
	_, err = st.ExecContext(ctx, args...)
	return err
}

// settle makes a row ready to be written.
func (tx *Tx) settle(t *table, v reflect.Value) error {
	if tx.log == nil {
		return errReading
	}
	v.Field(t.study).SetString(string(tx.study))
	v.Field(t.rev).SetInt(tx.seq)
	if tx.known != nil {
		if err := tx.checkReferences(t, v); err != nil {
			return err
		}
	}
	return t.settle(v)
}

func (tx *Tx) fail(err error) error {
	if tx.err == nil {
		tx.err = err
	}
	return err
}

// Insert writes a new row, a pointer to a struct of the root package. Its study and revision are set here.
func (tx *Tx) Insert(row any) error {
	t, v, err := tableFor(row)
	if err != nil {
		return err
	}
	if err := tx.settle(t, v); err != nil {
		return err
	}
	if err := tx.insert(t, v); err != nil {
		return err
	}
	if tx.known != nil {
		tx.known.last[t] = t.idOf(v)
	}
	return tx.log.add(t, t.idOf(v), reflect.Value{}, v)
}

// Update writes a row over the one that stands there. Where row.revision is not 0 it must be the
// revision that stands; otherwise the write is a conflict, whose details are the row as it stands.
func (tx *Tx) Update(row any) error {
	t, v, err := tableFor(row)
	if err != nil {
		return err
	}
	old, err := tx.current(t, t.idOf(v))
	if err != nil {
		return err
	}
	if want := v.Field(t.rev).Int(); want != 0 && want != old.Elem().Field(t.rev).Int() {
		return &crosscase.Error{Code: crosscase.CodeConflict, Details: old.Interface(),
			Message: fmt.Sprintf("%s was changed by somebody else since you read it: look at both and save again", label(t, old.Elem()))}
	}
	return tx.replace(t, old, v)
}

func (tx *Tx) replace(t *table, old, v reflect.Value) error {
	if err := tx.settle(t, v); err != nil {
		return err
	}
	args := make([]any, len(t.cols))
	if err := t.args(v, args, nil); err != nil {
		return err
	}
	if err := tx.exec(t.updateQ, args...); err != nil {
		return tx.fail(tx.s.d.explain(err, "change "+label(t, v)))
	}
	return tx.log.add(t, t.idOf(v), old.Elem(), v)
}

// Delete removes a row. Rows that refer to it must be gone by the end of the transaction.
func (tx *Tx) Delete(noun, id string) error {
	t, ok := tableByName[noun]
	if !ok {
		return fmt.Errorf("store: no noun %q", noun)
	}
	old, err := tx.current(t, id)
	if err != nil {
		return err
	}
	return tx.remove(t, old)
}

func (tx *Tx) remove(t *table, old reflect.Value) error {
	if tx.log == nil {
		return errReading
	}
	if tx.known != nil {
		return tx.fail(errDeleteInMany)
	}
	id := t.idOf(old.Elem())
	if err := tx.exec(t.deleteQ, string(tx.study), id); err != nil {
		return tx.fail(tx.s.d.explain(err, "delete "+label(t, old.Elem())))
	}
	if tx.gone != nil {
		if tx.gone[t] == nil {
			tx.gone[t] = map[string]bool{}
		}
		tx.gone[t][id] = true
	}
	return tx.log.add(t, id, old.Elem(), reflect.Value{})
}

// current is the row that stands; not found where there is none.
func (tx *Tx) current(t *table, id string) (reflect.Value, error) {
	v, found, err := tx.standing(t, id)
	if err == nil && !found {
		err = crosscase.Errorf(crosscase.CodeNotFound, "there is no such %s", t.name)
	}
	return v, err
}

func (tx *Tx) standing(t *table, id string) (row reflect.Value, found bool, err error) {
	if err := tx.flush(); err != nil {
		return row, false, err
	}
	st, err := tx.prepare(t.getQ)
	if err != nil {
		return row, false, tx.fail(fmt.Errorf("read %s: %w", t.name, err))
	}
	rows, err := st.QueryContext(tx.ctx, string(tx.study), id)
	if err != nil {
		return row, false, tx.fail(fmt.Errorf("read %s: %w", t.name, err))
	}
	all, err := t.readAll(rows, tx.study)
	if err != nil || len(all) == 0 {
		return row, false, err
	}
	return all[0], true, nil
}

// Label names a row for the history: its noun and its key, never a person's name.
func Label(row any) string {
	t, v, err := tableFor(row)
	if err != nil {
		return "row"
	}
	return label(t, v)
}

// label names a row for messages: its noun and its key, never a person's name.
func label(t *table, v reflect.Value) string {
	switch t.name {
	case "site_identity", "participant_identity", "member":
		return t.name
	}
	for _, key := range []string{"Letter", "Code", "Slug", "Pseudonym", "Name", "Key", "Title"} {
		if f := v.FieldByName(key); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			return fmt.Sprintf("%s %q", t.name, f.String())
		}
	}
	return t.name
}
