package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"github.com/crosscase/crosscase"
)

// Fault is one thing wrong with a study's history.
type Fault struct {
	Seq  int64  `json:"seq,omitempty" doc:"the change it was found at; 0 for the study as it stands"`
	What string `json:"what"`
}

// Verification is what a check of the history found.
type Verification struct {
	Changes int64   `json:"changes"`
	Rows    int64   `json:"rows" doc:"rows of the study held against the history"`
	Erased  int64   `json:"erased" doc:"changes whose content was erased; the study as it stands cannot then be held against them"`
	Faults  []Fault `json:"faults"`
}

// maxFaults bounds the list; a broken history is broken all the same.
const maxFaults = 20

// Verify checks the study's history and holds the study as it stands against it.
//
// The rules are:
//   - changes are numbered 1, 2, 3, … and each names the hash of the one before it;
//   - each hash is that of its entry, each digest that of its content, unless that was erased;
//   - replaying the content gives exactly the rows that stand. To need no memory for them, each
//     noun's rows are summed up as hashes modulo 2^256, which does not depend on their order.
func (s *Store) Verify(ctx context.Context, study crosscase.StudyID) (*Verification, error) {
	v := &Verification{Faults: []Fault{}}
	replayed := map[string]*rowSum{}
	for _, t := range tables {
		replayed[t.name] = new(rowSum)
	}
	prev, next := "", int64(1)
	for {
		batch, err := s.Changes(ctx, study, next-1, 1000)
		if err != nil {
			return nil, err
		}
		for _, c := range batch {
			if c.Seq != next {
				v.fault(next, "change %d is missing: the next one is %d", next, c.Seq)
			}
			if c.Prev != prev {
				v.fault(c.Seq, "it does not follow from the change before it: one was altered, removed or moved")
			}
			if chainHash(c) != c.Hash {
				v.fault(c.Seq, "its entry was altered")
			}
			if err := s.verifyContent(ctx, c, v, replayed); err != nil {
				return nil, err
			}
			prev, next = c.Hash, c.Seq+1
			v.Changes++
		}
		if len(batch) < 1000 {
			break
		}
	}
	if err := s.verifyHead(ctx, study, v, prev, next-1); err != nil {
		return nil, err
	}
	if v.Erased > 0 {
		return v, nil
	}
	return v, s.verifyRows(ctx, study, v, replayed)
}

func (v *Verification) fault(seq int64, format string, args ...any) {
	if len(v.Faults) < maxFaults {
		v.Faults = append(v.Faults, Fault{Seq: seq, What: fmt.Sprintf(format, args...)})
	}
}

func (s *Store) verifyContent(ctx context.Context, c *crosscase.Change, v *Verification, replayed map[string]*rowSum) error {
	n, erased, err := s.parts(ctx, s.read, c.StudyID, c.Seq)
	if err != nil {
		return err
	}
	if erased {
		v.Erased++
		return nil
	}
	sum := sha256.New()
	rows, err := s.query(ctx, s.read, `SELECT part, salt, body FROM change_content WHERE study_id = $1 AND seq = $2 ORDER BY part`, string(c.StudyID), c.Seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	var count int64
	for i := 0; rows.Next(); i++ {
		var part int64
		var salt string
		var body []byte
		if err := rows.Scan(&part, &salt, &body); err != nil {
			return err
		}
		if part == 0 {
			io.WriteString(sum, salt)
		}
		if part != int64(i) {
			v.fault(c.Seq, "part %d of its content is missing", i)
		}
		plain, err := unpack(body)
		if err != nil {
			v.fault(c.Seq, "its content cannot be read: %v", err)
			return nil
		}
		sum.Write(plain)
		k, err := replay(plain, replayed)
		if err != nil {
			v.fault(c.Seq, "its content cannot be read: %v", err)
			return nil
		}
		count += k
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != c.Digest {
		v.fault(c.Seq, "its content was altered")
	} else if count != c.Rows {
		v.fault(c.Seq, "its content has %d rows in %d parts, its entry says %d", count, n, c.Rows)
	}
	return nil
}

func (s *Store) verifyHead(ctx context.Context, study crosscase.StudyID, v *Verification, hash string, seq int64) error {
	var headSeq int64
	var headHash string
	err := s.read.QueryRowContext(ctx, s.d.rewrite(`SELECT seq, hash FROM study_head WHERE study_id = $1`), string(study)).Scan(&headSeq, &headHash)
	if err != nil {
		return fmt.Errorf("read the head: %w", err)
	}
	if headSeq != seq || headHash != hash {
		v.fault(seq, "the history ends at change %d, the study says %d: changes at its end were removed or altered", seq, headSeq)
	}
	return nil
}

// verifyRows holds the rows that stand against the sums of those that the history leaves.
func (s *Store) verifyRows(ctx context.Context, study crosscase.StudyID, v *Verification, replayed map[string]*rowSum) error {
	for _, t := range tables {
		standing := new(rowSum)
		rows, err := s.query(ctx, s.read, "SELECT "+t.listed+" FROM "+t.name+" WHERE "+t.studyColumn()+" = $1", string(study))
		if err != nil {
			return err
		}
		for rows.Next() {
			row, err := t.scan(rows)
			if err != nil {
				rows.Close()
				v.fault(0, "a %s as it stands cannot be read: %v", t.name, err)
				break
			}
			body, err := marshalRow(row)
			if err != nil {
				rows.Close()
				return err
			}
			standing.add(t.name, t.idOf(row.Elem()), body)
			v.Rows++
		}
		if err := rows.Err(); err != nil {
			return err
		}
		rows.Close()
		if *standing != *replayed[t.name] {
			v.fault(0, "the %s rows as they stand are not what the history leaves: one was altered, removed or added behind its back", t.name)
		}
	}
	return nil
}

func marshalRow(row reflect.Value) ([]byte, error) { return json.Marshal(row.Interface()) }
