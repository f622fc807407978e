package store

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"reflect"

	"github.com/crosscase/crosscase"
)

// rowOp is one row of a change's content: absent before is a creation, absent after a deletion.
type rowOp struct {
	Table  string          `json:"t"`
	ID     string          `json:"id"`
	Before json.RawMessage `json:"b,omitempty"`
	After  json.RawMessage `json:"a,omitempty"`
}

// partSize is how many bytes of content one row of change_content holds before compression.
const partSize = 1 << 20

// recorder gathers the content of a change, hashes it and writes it out in parts, so that an import of a
// million rows needs no more memory than a small one. To write the rows as JSON, hash and compress them
// takes as long as SQLite takes to store them, so it is done beside: rows are handed over in copies.
type recorder struct {
	tx    *Tx
	batch []op
	size  int // about how many bytes the batch will be
	rows  int64
	part  int64
	salt  string
	work  chan []op
	ready chan packed
	sum   hash.Hash // owned by the packing goroutine until ready is closed
	begun bool
	ended bool
}

// op is a row's change before it is JSON; an absent side is the zero Value.
type op struct {
	t             *table
	id            string
	before, after reflect.Value
}

type packed struct {
	body []byte
	err  error
}

func newRecorder(tx *Tx) *recorder { return &recorder{tx: tx} }

// add records one row. before is the recorder's from now on; after stays the caller's.
func (r *recorder) add(t *table, id string, before, after reflect.Value) error {
	r.rows++
	if after.IsValid() {
		r.size += t.size(after)
		if !t.flat {
			b, err := json.Marshal(after.Addr().Interface())
			if err != nil {
				return err
			}
			after = reflect.ValueOf(json.RawMessage(b))
		} else {
			after = t.clone(after).Elem()
		}
	}
	if before.IsValid() {
		r.size += t.size(before)
	}
	r.batch = append(r.batch, op{t, id, before, after})
	if r.size < partSize/8 {
		return nil
	}
	return r.hand()
}

func (r *recorder) begin() {
	if r.begun {
		return
	}
	r.begun = true
	r.salt = rand.Text()
	r.work, r.ready = make(chan []op, 8), make(chan packed, 4)
	r.sum = sha256.New()
	io.WriteString(r.sum, r.salt)
	go r.run()
}

// run packs what comes in until there is no more. After an error it only drains.
func (r *recorder) run() {
	defer close(r.ready)
	var p packer
	var buf bytes.Buffer
	var failed bool
	send := func() {
		if buf.Len() == 0 || failed {
			return
		}
		r.sum.Write(buf.Bytes())
		body, err := p.pack(buf.Bytes())
		r.ready <- packed{body, err}
		buf.Reset()
	}
	for batch := range r.work {
		for _, o := range batch {
			if failed {
				break
			}
			if err := o.write(&buf); err != nil {
				r.ready <- packed{err: err}
				failed = true
			}
			if buf.Len() >= partSize {
				send()
			}
		}
	}
	send()
}

// write appends the op as one line, as a rowOp in JSON: what encoding/json makes of one, without reading the row's JSON again.
func (o *op) write(buf *bytes.Buffer) error {
	buf.WriteString(`{"t":"`)
	buf.WriteString(o.t.name)
	buf.WriteString(`","id":`)
	if plain(o.id) {
		buf.WriteByte('"')
		buf.WriteString(o.id)
		buf.WriteByte('"')
	} else {
		b, err := json.Marshal(o.id)
		if err != nil {
			return err
		}
		buf.Write(b)
	}
	for _, side := range []struct {
		name string
		row  reflect.Value
	}{{`,"b":`, o.before}, {`,"a":`, o.after}} {
		if !side.row.IsValid() {
			continue
		}
		buf.WriteString(side.name)
		if raw, ok := side.row.Interface().(json.RawMessage); ok {
			buf.Write(raw)
			continue
		}
		if err := json.NewEncoder(buf).Encode(side.row.Addr().Interface()); err != nil {
			return err
		}
		buf.Truncate(buf.Len() - 1) // the newline
	}
	buf.WriteString("}\n")
	return nil
}

// plain says whether a string is the same in JSON, quotes apart.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return false
		}
	}
	return true
}

// hand hands the batch over, and writes the parts that are ready.
func (r *recorder) hand() error {
	r.begin()
	batch := r.batch
	r.batch, r.size = make([]op, 0, len(batch)+16), 0
	for {
		select {
		case r.work <- batch:
			return nil
		case p := <-r.ready:
			if err := r.write(p); err != nil {
				return err
			}
		}
	}
}

func (r *recorder) write(p packed) error {
	if p.err != nil {
		return p.err
	}
	err := r.tx.exec(`INSERT INTO change_content (study_id, seq, part, salt, body) VALUES ($1, $2, $3, $4, $5)`,
		string(r.tx.study), r.tx.seq, r.part, r.salt, p.body)
	r.part++
	if err != nil {
		return fmt.Errorf("record the content of the change: %w", err)
	}
	return nil
}

// finish writes what is left and returns the salted digest of the content and the number of rows.
func (r *recorder) finish() (digest string, rows int64, err error) {
	if r.rows == 0 {
		return "", 0, nil
	}
	if err := r.hand(); err != nil {
		return "", 0, err
	}
	close(r.work)
	r.ended = true
	for p := range r.ready {
		if err == nil {
			err = r.write(p)
		}
	}
	if err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(r.sum.Sum(nil)), r.rows, nil
}

// stop ends the packing goroutine of a change that failed half-way.
func (r *recorder) stop() {
	if !r.begun || r.ended {
		return
	}
	r.ended = true
	close(r.work)
	for range r.ready {
	}
}

// packer compresses blocks of content, each on its own.
type packer struct{ z *gzip.Writer }

// pack makes a new slice; small blocks are not worth compressing and stay as they are.
func (p *packer) pack(block []byte) ([]byte, error) {
	if len(block) < 2048 {
		return bytes.Clone(block), nil
	}
	var out bytes.Buffer
	if p.z == nil {
		z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
		if err != nil {
			return nil, err
		}
		p.z = z
	} else {
		p.z.Reset(&out)
	}
	if _, err := p.z.Write(block); err != nil {
		return nil, err
	}
	if err := p.z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unpack(body []byte) ([]byte, error) {
	if len(body) < 2 || body[0] != 0x1f || body[1] != 0x8b {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// chainHash is the hash of a change without its content, over the hash of the one before it.
// UndoneBy is left out: it is set later, and follows from the change that says Undoes.
func chainHash(c *crosscase.Change) string {
	b, _ := json.Marshal([]any{ // strings and numbers always marshal
		c.StudyID, c.Seq, c.Actor, c.Name, c.At, c.Kind, c.Noun, c.EntityID, c.About, c.Rows, c.Undoes, c.Digest, c.Prev,
	})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
