package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math/bits"
)

// rowSum sums up rows as SHA-256 hashes modulo 2^256 (Bellare and Micciancio 1997, AdHash), so that a
// set of rows can be compared without holding it, in any order.
type rowSum struct {
	sum  [4]uint64
	rows int64
}

func (r *rowSum) add(noun, id string, body []byte) {
	h := rowHash(noun, id, body)
	var carry uint64
	for i := range r.sum {
		r.sum[i], carry = bits.Add64(r.sum[i], h[i], carry)
	}
	r.rows++
}

func (r *rowSum) remove(noun, id string, body []byte) {
	h := rowHash(noun, id, body)
	var borrow uint64
	for i := range r.sum {
		r.sum[i], borrow = bits.Sub64(r.sum[i], h[i], borrow)
	}
	r.rows--
}

func rowHash(noun, id string, body []byte) (out [4]uint64) {
	h := sha256.New()
	h.Write([]byte(noun + "\x00" + id + "\x00"))
	h.Write(body)
	sum := h.Sum(nil)
	for i := range out {
		out[i] = binary.LittleEndian.Uint64(sum[8*i:])
	}
	return out
}

// replay applies a block of content to the sums and counts its rows.
func replay(block []byte, sums map[string]*rowSum) (int64, error) {
	dec := json.NewDecoder(bytes.NewReader(block))
	var n int64
	for dec.More() {
		var op rowOp
		if err := dec.Decode(&op); err != nil {
			return n, err
		}
		s, ok := sums[op.Table]
		if !ok {
			s = new(rowSum)
			sums[op.Table] = s
		}
		if op.Before != nil {
			s.remove(op.Table, op.ID, op.Before)
		}
		if op.After != nil {
			s.add(op.Table, op.ID, op.After)
		}
		n++
	}
	return n, nil
}
