package store

import (
	"context"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// SQLite reads the text of a statement each time it is run, which takes as long as running a small one: at the
// desk a third of all. So each connection keeps the statements it has run. The rules are:
//   - a statement is lent to one user at a time; a second one at the same time gets one of its own, which is not kept;
//   - only short texts are kept, and at most keptStatements of them: the statements of the desk are few, those with a
//     long list of ids are many and seldom the same;
//   - what is not a query or a change of rows is never kept.
const (
	keptStatements = 200
	longestKept    = 2000 // bytes
)

// keeping opens connections that keep their statements.
type keeping struct{ driver.Connector }

func newKeeping(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return keeping{c}, err
}

func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, ok := c.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("store: the driver's connection lacks a method"), c.Close())
	}
	return &keepingConn{sqliteConn: whole, idle: map[string]driver.Stmt{}}, nil
}

// sqliteConn is what database/sql uses of the driver's connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keepingConn is used by one goroutine at a time, as every driver's connection.
type keepingConn struct {
	sqliteConn
	idle map[string]driver.Stmt
}

// lend takes a statement out of those that are kept, or makes it.
func (c *keepingConn) lend(ctx context.Context, query string) (driver.Stmt, error) {
	if s, ok := c.idle[query]; ok {
		delete(c.idle, query)
		return s, nil
	}
	return c.sqliteConn.PrepareContext(ctx, query)
}

func (c *keepingConn) giveBack(query string, s driver.Stmt) error {
	if _, there := c.idle[query]; there || len(c.idle) >= keptStatements {
		return s.Close()
	}
	c.idle[query] = s
	return nil
}

// kept says whether a statement is one to keep.
func kept(query string) bool {
	if len(query) > longestKept {
		return false
	}
	for i := range len(query) {
		switch query[i] {
		case ' ', '\n', '\t':
		case 'S', 'I', 'U', 'D': // SELECT, INSERT, UPDATE, DELETE; of other statements DROP, which migrations alone use
			return len(query) < i+2 || query[i+1] != 'R'
		default:
			return false
		}
	}
	return false
}

func (c *keepingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !kept(query) {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	s, err := c.lend(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := s.(driver.StmtExecContext).ExecContext(ctx, args)
	return res, errors.Join(err, c.giveBack(query, s))
}

func (c *keepingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !kept(query) {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	s, err := c.lend(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, c.giveBack(query, s))
	}
	return &keptRows{Rows: rows, conn: c, query: query, stmt: s}, nil
}

func (c *keepingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if !kept(query) {
		return c.sqliteConn.PrepareContext(ctx, query)
	}
	s, err := c.lend(ctx, query)
	if err != nil {
		return nil, err
	}
	return &keptStmt{sqliteStmt: s.(sqliteStmt), conn: c, query: query}, nil
}

func (c *keepingConn) Close() error {
	var errs []error
	for _, s := range c.idle {
		errs = append(errs, s.Close())
	}
	c.idle = nil
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

// keptRows gives the statement back when they have been read.
type keptRows struct {
	driver.Rows
	conn   *keepingConn
	query  string
	stmt   driver.Stmt
	closed bool
}

func (r *keptRows) Close() error {
	err := r.Rows.Close()
	if r.closed {
		return err
	}
	r.closed = true
	return errors.Join(err, r.conn.giveBack(r.query, r.stmt))
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keptStmt is given back when it is closed.
type keptStmt struct {
	sqliteStmt
	conn  *keepingConn
	query string
}

func (s *keptStmt) Close() error {
	if s.conn.idle == nil { // the connection is closed
		return s.sqliteStmt.Close()
	}
	return s.conn.giveBack(s.query, s.sqliteStmt)
}
