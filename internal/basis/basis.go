package basis

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"slices"

	"github.com/crosscase/crosscase"
)

// Digest is 16 characters that stand for the parts: 96 bits of SHA-256 over each with its length.
func Digest(parts ...string) string {
	size := 0
	for _, p := range parts {
		size += len(p) + 4
	}
	buf := make([]byte, 0, size)
	for _, p := range parts {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(p)))
		buf = append(buf, p...)
	}
	sum := sha256.Sum256(buf)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func order(a, b crosscase.BasisRow) int {
	return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID))
}

// Sort puts rows into the order in which a basis is kept, each once.
func Sort(rows []crosscase.BasisRow) []crosscase.BasisRow {
	slices.SortFunc(rows, order)
	return slices.CompactFunc(rows, func(a, b crosscase.BasisRow) bool { return order(a, b) == 0 })
}

// Seal is a digest of a whole basis: two bases have the same where there is no difference between them.
func Seal(rows []crosscase.BasisRow) string {
	parts := make([]string, 0, 3*len(rows))
	for _, r := range rows {
		parts = append(parts, r.Noun, r.ID, r.Digest)
	}
	return Digest(parts...)
}

// Difference is what changed between two bases.
type Difference struct {
	Added, Removed, Changed []crosscase.BasisRow // Changed as they are now
}

// Stale says whether anything changed.
func (d Difference) Stale() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) > 0 }

// Compare says what changed from one basis to another, both as Sort leaves them. Cost: linear.
func Compare(was, now []crosscase.BasisRow) Difference {
	var d Difference
	for len(was) > 0 && len(now) > 0 {
		switch c := order(was[0], now[0]); {
		case c < 0:
			d.Removed, was = append(d.Removed, was[0]), was[1:]
		case c > 0:
			d.Added, now = append(d.Added, now[0]), now[1:]
		default:
			if was[0].Digest != now[0].Digest {
				d.Changed = append(d.Changed, now[0])
			}
			was, now = was[1:], now[1:]
		}
	}
	d.Removed, d.Added = append(d.Removed, was...), append(d.Added, now...)
	return d
}
