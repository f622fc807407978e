package store

import (
	"crypto/sha256"
	"encoding/binary"
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
	line := make([]byte, 0, 1024)
	line = append(append(append(append(append(line, noun...), 0), id...), 0), body...)
	sum := sha256.Sum256(line)
	for i := range out {
		out[i] = binary.LittleEndian.Uint64(sum[8*i:])
	}
	return out
}

// replay applies a block of content to the sums and counts its rows.
func replay(block []byte, sums map[string]*rowSum) (int64, error) {
	ops, err := readOps(block)
	if err != nil {
		return 0, err
	}
	for _, op := range ops {
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
	}
	return int64(len(ops)), nil
}
