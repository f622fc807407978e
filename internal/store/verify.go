package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"

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
//   - a change says by which one it was undone, as that one says which it undoes;
//   - replaying the content gives exactly the rows that stand. To need no memory for them, each
//     noun's rows are summed up as hashes modulo 2^256, which does not depend on their order.
//
// It sees the study as it is when it begins; writes made meanwhile are not waited for and not seen.
func (s *Store) Verify(ctx context.Context, study crosscase.StudyID) (*Verification, error) {
	v := &verifier{s: s, study: study, result: &Verification{Faults: []Fault{}}, replayed: map[string]*rowSum{}, undone: map[int64]int64{}}
	err := s.snapshot(ctx, func(q queryer) error {
		v.q = q
		return v.run(ctx)
	})
	if err != nil {
		return nil, err
	}
	return v.result, nil
}

type verifier struct {
	s        *Store
	q        queryer
	study    crosscase.StudyID
	result   *Verification
	replayed map[string]*rowSum
	undone   map[int64]int64 // by which change each is undone, as the later ones say, less what they say themselves
}

func (v *verifier) fault(seq int64, format string, args ...any) {
	if len(v.result.Faults) < maxFaults {
		v.result.Faults = append(v.result.Faults, Fault{Seq: seq, What: fmt.Sprintf(format, args...)})
	}
}

func (v *verifier) run(ctx context.Context) error {
	for _, t := range tables {
		v.replayed[t.name] = new(rowSum)
	}
	prev, next := "", int64(1)
	said := map[int64]int64{}
	for {
		batch, err := v.s.changes(ctx, v.q, `SELECT `+changeColumns+` FROM change WHERE study_id = $1 AND seq >= $2 ORDER BY seq LIMIT 1000`, string(v.study), next)
		if err != nil {
			return err
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
			if c.UndoneBy != 0 {
				said[c.Seq] = c.UndoneBy
			}
			if c.Undoes != 0 {
				v.undone[c.Undoes] = c.Seq
			}
			if err := v.content(ctx, c); err != nil {
				return err
			}
			prev, next = c.Hash, c.Seq+1
			v.result.Changes++
		}
		if len(batch) < 1000 {
			break
		}
	}
	v.undos(said)
	if err := v.head(ctx, prev, next-1); err != nil {
		return err
	}
	if v.result.Erased > 0 {
		return nil
	}
	for _, t := range tables {
		if err := v.rows(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) undos(said map[int64]int64) {
	var wrong []int64
	for seq, by := range v.undone {
		if said[seq] != by {
			wrong = append(wrong, seq)
		}
	}
	for seq := range said {
		if _, ok := v.undone[seq]; !ok {
			wrong = append(wrong, seq)
		}
	}
	slices.Sort(wrong)
	for _, seq := range wrong {
		v.fault(seq, "it is marked as undone by change %d, but the change that undoes it is %d (0 is none)", said[seq], v.undone[seq])
	}
}

// content checks one change's content against its digest and replays it.
func (v *verifier) content(ctx context.Context, c *crosscase.Change) error {
	rows, err := v.s.query(ctx, v.q, `SELECT part, salt, body FROM change_content WHERE study_id = $1 AND seq = $2 ORDER BY part`, string(c.StudyID), c.Seq)
	if err != nil {
		return fmt.Errorf("read the content of change %d: %w", c.Seq, err)
	}
	defer rows.Close()
	sum := sha256.New()
	var first string
	var parts, count int64
	// Reading the next parts goes on beside the hashing of those read.
	work := make(chan []byte, 2)
	done := make(chan error, 1)
	go func() {
		var failed error
		for body := range work {
			if failed != nil {
				continue
			}
			var plain []byte
			if plain, failed = unpack(body); failed != nil {
				continue
			}
			sum.Write(plain)
			var k int64
			k, failed = replay(plain, v.replayed)
			count += k
		}
		done <- failed
	}()
	for ; rows.Next(); parts++ {
		var part int64
		var salt string
		var body []byte
		if err = rows.Scan(&part, &salt, &body); err != nil {
			break
		}
		if parts == 0 {
			io.WriteString(sum, salt) // before the first part is handed over
			first = salt
		}
		if part != parts {
			v.fault(c.Seq, "part %d of its content is missing", parts)
		}
		if salt != first {
			v.fault(c.Seq, "the salt of part %d of its content was altered", part)
		}
		work <- body
	}
	close(work)
	unread := <-done
	if err == nil {
		err = rows.Err()
	}
	switch {
	case err != nil:
		return fmt.Errorf("read the content of change %d: %w", c.Seq, err)
	case parts == 0:
		v.result.Erased++
	case unread != nil:
		v.fault(c.Seq, "its content cannot be read: %v", unread)
	case hex.EncodeToString(sum.Sum(nil)) != c.Digest:
		v.fault(c.Seq, "its content was altered")
	case count != c.Rows:
		v.fault(c.Seq, "its content has %d rows, its entry says %d", count, c.Rows)
	}
	return nil
}

func (v *verifier) head(ctx context.Context, hash string, seq int64) error {
	rows, err := v.s.query(ctx, v.q, `SELECT seq, hash FROM study_head WHERE study_id = $1`, string(v.study))
	if err != nil {
		return fmt.Errorf("read the head: %w", err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return fmt.Errorf("read the head: %w", err)
		}
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no such study")
	}
	var headSeq int64
	var headHash string
	if err := rows.Scan(&headSeq, &headHash); err != nil {
		return fmt.Errorf("read the head: %w", err)
	}
	if headSeq != seq || headHash != hash {
		v.fault(seq, "the history ends at change %d, the study says %d: changes at its end were removed or altered", seq, headSeq)
	}
	return nil
}

// rows holds the rows of one noun that stand against the sum of those that the history leaves.
func (v *verifier) rows(ctx context.Context, t *table) error {
	rows, err := v.s.query(ctx, v.q, "SELECT "+t.listed+" FROM "+t.name+" WHERE "+t.studyColumn()+" = $1", string(v.study))
	if err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	defer rows.Close()
	// Reading the next rows goes on beside the hashing of those read.
	work := make(chan []reflect.Value, 4)
	done := make(chan error, 1)
	standing := new(rowSum)
	go func() {
		var failed error
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		for batch := range work {
			for _, row := range batch {
				if failed != nil {
					break
				}
				buf.Reset()
				if failed = enc.Encode(row.Interface()); failed == nil {
					standing.add(t.name, t.idOf(row.Elem()), buf.Bytes()[:buf.Len()-1])
				}
			}
		}
		done <- failed
	}()
	var batch []reflect.Value
	sc := t.scanner(v.study)
	for rows.Next() {
		var row reflect.Value
		if row, err = sc.scan(rows); err != nil {
			break
		}
		if batch = append(batch, row); len(batch) == 64 {
			work <- batch
			batch = nil
		}
		v.result.Rows++
	}
	work <- batch
	close(work)
	unread := <-done
	switch {
	case rows.Err() != nil:
		return fmt.Errorf("read %s: %w", t.name, rows.Err())
	case err != nil:
		v.fault(0, "a %s as it stands cannot be read: %v", t.name, err)
	case unread != nil:
		return fmt.Errorf("read %s: %w", t.name, unread)
	case *standing != *v.replayed[t.name]:
		v.fault(0, "the %s rows as they stand are not what the history leaves: one was altered, removed or added behind its back", t.name)
	}
	return nil
}
