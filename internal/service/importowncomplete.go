package service

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

const mostComplete = 2 << 30 // bytes of the file of all rows

// readComplete reads all rows of a study from the archive; false where it does not hold them.
func (o *own) readComplete(open func(member string) (io.ReadCloser, error)) (bool, error) {
	if open == nil {
		return false, nil
	}
	f, err := open(completeEntry)
	if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	lines := json.NewDecoder(io.LimitReader(f, mostComplete))
	for n := 1; ; n++ {
		var line completeRow
		err := lines.Decode(&line)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		row := store.New(line.Noun)
		if err == nil && (row == nil || notComplete[line.Noun]) {
			err = errors.New("there is no noun " + line.Noun)
		}
		if err == nil {
			err = json.Unmarshal(line.Row, row)
		}
		if err != nil {
			return false, crosscase.Errorf(crosscase.CodeInvalid, "%s: %s, row %d cannot be read: %v", o.p.File, completeEntry, n, err)
		}
		o.add(line.Noun, row)
	}
}
