package store

import (
	"bytes"
	"encoding/json"
)

// readOps reads a block of content: one rowOp a line. Their bodies are parts of the block.
func readOps(block []byte) ([]rowOp, error) {
	ops := make([]rowOp, 0, len(block)/400+1)
	for len(block) > 0 {
		line, rest, _ := bytes.Cut(block, []byte("\n"))
		block = rest
		op, ok := quickOp(line)
		if !ok {
			if err := json.Unmarshal(line, &op); err != nil {
				return nil, err
			}
		}
		ops = append(ops, op)
	}
	return ops, nil
}

// quickOp takes apart a line that creates a row, as most in a large change do, without reading the row's
// JSON, which whoever wants the row reads anyway. It leaves all else to encoding/json.
func quickOp(line []byte) (op rowOp, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte(`{"t":"`))
	if !ok || !bytes.HasSuffix(rest, []byte("}}")) {
		return op, false
	}
	name, rest, ok := bytes.Cut(rest, []byte(`","id":"`))
	if !ok {
		return op, false
	}
	id, rest, ok := bytes.Cut(rest, []byte(`"`))
	if !ok || bytes.IndexByte(id, '\\') >= 0 || !bytes.HasPrefix(rest, []byte(`,"a":{`)) {
		return op, false
	}
	t, known := tableByName[string(name)]
	if !known {
		return op, false
	}
	return rowOp{Table: t.name, ID: string(id), After: json.RawMessage(rest[len(`,"a":`) : len(rest)-1])}, true
}
