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
// million rows needs no more memory than a small one. Hashing and compression run beside the writing.
type recorder struct {
	tx    *Tx
	buf   bytes.Buffer
	rows  int64
	part  int64
	salt  string
	work  chan []byte
	ready chan packed
	sum   hash.Hash // owned by the packing goroutine until ready is closed
	begun bool
	ended bool
}

type packed struct {
	body []byte
	err  error
}

func newRecorder(tx *Tx) *recorder { return &recorder{tx: tx} }

func (r *recorder) add(op rowOp) error {
	line, err := json.Marshal(op)
	if err != nil {
		return err
	}
	r.rows++
	r.buf.Write(line)
	r.buf.WriteByte('\n')
	if r.buf.Len() < partSize {
		return nil
	}
	return r.flush(false)
}

func (r *recorder) begin() {
	if r.begun {
		return
	}
	r.begun = true
	r.salt = rand.Text()
	r.work, r.ready = make(chan []byte, 2), make(chan packed, 4)
	r.sum = sha256.New()
	io.WriteString(r.sum, r.salt)
	go func() {
		defer close(r.ready)
		for block := range r.work {
			r.sum.Write(block)
			body, err := pack(block)
			r.ready <- packed{body, err}
		}
	}()
}

// flush hands over what is gathered and writes the parts that are ready; at the end it waits for all.
func (r *recorder) flush(last bool) error {
	r.begin()
	if r.buf.Len() > 0 {
		block := bytes.Clone(r.buf.Bytes())
		r.buf.Reset()
		for sent := false; !sent; {
			select {
			case r.work <- block:
				sent = true
			case p := <-r.ready:
				if err := r.write(p); err != nil {
					return err
				}
			}
		}
	}
	if !last {
		return nil
	}
	close(r.work)
	r.ended = true
	for p := range r.ready {
		if err := r.write(p); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) write(p packed) error {
	if p.err != nil {
		return p.err
	}
	_, err := r.tx.exec(`INSERT INTO change_content (study_id, seq, part, salt, body) VALUES ($1, $2, $3, $4, $5)`,
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
	if err := r.flush(true); err != nil {
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

// pack compresses a block of content; small ones are not worth it and stay as they are.
func pack(block []byte) ([]byte, error) {
	if len(block) < 2048 {
		return block, nil
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(block); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
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
