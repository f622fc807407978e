package refi

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"hash/crc32"
	"io"
)

// packer writes an archive whose entries say before their bytes how long they are: some readers know
// no data descriptors. Entries carry one fixed day, so that equal content gives equal bytes.
type packer struct{ zip *zip.Writer }

func newPacker(w io.Writer) *packer { return &packer{zip: zip.NewWriter(w)} }

func (p *packer) close() error { return p.zip.Close() }

func (p *packer) create(name string, method uint16, sum uint32, size, packed int64) (io.Writer, error) {
	const firstOf1980 = 1<<5 | 1
	return p.zip.CreateRaw(&zip.FileHeader{
		Name: name, Method: method, CRC32: sum, UncompressedSize64: uint64(size), CompressedSize64: uint64(packed),
		CreatorVersion: 20, ReaderVersion: 20, ModifiedDate: firstOf1980,
	})
}

// deflate packs what write gives, in memory.
func (p *packer) deflate(name string, write func(io.Writer) error) error {
	var packed bytes.Buffer
	fl, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return err
	}
	in := &summed{w: fl}
	if err := write(in); err != nil {
		return err
	}
	if err := fl.Close(); err != nil {
		return err
	}
	w, err := p.create(name, zip.Deflate, in.sum, in.n, int64(packed.Len()))
	if err != nil {
		return err
	}
	_, err = packed.WriteTo(w)
	return err
}

// store copies a file as it is. It is read twice: once for its length and sum.
func (p *packer) store(ctx context.Context, name string, open func() (io.ReadCloser, error)) error {
	sum := &summed{w: io.Discard}
	if err := copyFile(ctx, sum, open); err != nil {
		return err
	}
	if sum.n > maxMember {
		return invalid("%s has %s: an archive of REFI-QDA holds files of at most 2 GiB", name, bytesText(uint64(sum.n)))
	}
	w, err := p.create(name, zip.Store, sum.sum, sum.n, sum.n)
	if err != nil {
		return err
	}
	again := &summed{w: w}
	if err := copyFile(ctx, again, open); err != nil {
		return err
	}
	if again.n != sum.n || again.sum != sum.sum {
		return invalid("%s was changed while it was written: try again", name)
	}
	return nil
}

func copyFile(ctx context.Context, w io.Writer, open func() (io.ReadCloser, error)) error {
	rc, err := open()
	if err != nil {
		return err
	}
	defer func() { _ = rc.Close() }()
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, &cancelled{ctx: ctx, r: rc}, make([]byte, 1<<18))
	return err
}

// summed counts and sums what goes through it.
type summed struct {
	w   io.Writer
	n   int64
	sum uint32
}

func (s *summed) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.n += int64(n)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, b[:n])
	return n, err
}

// cancelled ends a reading with its context.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelled) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
