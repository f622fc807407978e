package refi

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
)

// WriteOptions say how a project is written.
type WriteOptions struct {
	Container Container // QDPX where it is ""
	Profile   Profile   // Standard where it is ""

	// Open opens a file by the name in Ref.Member; it is called twice for each. Where it is nil, no files
	// but texts are written and nothing names them.
	Open func(member string) (io.ReadCloser, error)

	// Extra are files of one's own at the root of the archive.
	Extra []ExtraFile
}

// ExtraFile is a file at the root of the archive that the format knows nothing of.
type ExtraFile struct {
	Name  string
	Write func(io.Writer) error
}

// Written is what came of it.
type Written struct {
	Counts Counts
	Lost   []Problem // what has no place in the format and was left out
}

// Write writes a project as .qdpx, .qde or .qdc. Offsets are taken from Selection.Span where it is
// placed, else as they were written; Origin is the program's name, to which the profile is added.
//
// The rules are:
//   - elements stand in the order of the schema, and no container is empty;
//   - equal projects give equal bytes; nothing of this machine and no time is in them;
//   - an identifier that is no GUID is written as one derived from it, everywhere alike;
//   - the archive has no folder entries, no data descriptors, and ZIP64 only where it must;
//   - texts are deflated, other files stored as they are; a file is read twice and never held whole;
//   - what the format has no place for is left out and listed.
func Write(ctx context.Context, w io.Writer, p *Project, o WriteOptions) (*Written, error) {
	x := &writing{ctx: ctx, p: p, o: o, scales: make(map[*Content]*Scale), texts: make(map[string]string), named: make(map[string]bool)}
	if x.o.Container == "" {
		x.o.Container = QDPX
	}
	x.bySource = make(map[string]*Source, len(p.Sources))
	for _, s := range p.Sources {
		x.bySource[s.GUID] = s
	}
	if x.o.Container != QDPX {
		err := x.xml(w)
		return x.written(), err
	}
	x.archive = newPacker(w)
	if err := x.pack(); err != nil {
		return nil, err
	}
	return x.written(), nil
}

// writing is a project on its way into a file.
type writing struct {
	ctx      context.Context
	p        *Project
	o        WriteOptions
	m        *markup
	archive  *packer
	bySource map[string]*Source
	scales   map[*Content]*Scale
	texts    map[string]string // Ref.Member of a text -> its name in the archive
	named    map[string]bool   // names taken in the archive's folder
	pending  []member          // files that the XML names, in its order
	lost     []Problem
}

// member is a file of the archive to be written.
type member struct {
	name    string
	content *Content // of a text
	open    string   // Ref.Member of another file
}

func (x *writing) written() *Written {
	out := &Written{Lost: x.lost}
	if x.m != nil {
		out.Counts = x.m.counts
	}
	return out
}

func (x *writing) lose(element, guid, format string, args ...any) {
	x.lost = append(x.lost, Problem{Where: element + " " + guid, What: fmt.Sprintf(format, args...)})
}

// pack writes the XML and every file that it names.
func (x *writing) pack() error {
	if err := x.archive.deflate("project.qde", x.xml); err != nil {
		return err
	}
	for _, f := range x.pending {
		if err := x.ctx.Err(); err != nil {
			return err
		}
		var err error
		if f.content != nil {
			err = x.archive.deflate(f.name, func(w io.Writer) error {
				text := f.content.Text
				_, err := io.WriteString(w, x.o.Profile.mark(text)+x.o.Profile.lines(text))
				return err
			})
		} else {
			err = x.archive.store(x.ctx, f.name, func() (io.ReadCloser, error) { return x.o.Open(f.open) })
		}
		if err != nil {
			return err
		}
	}
	for _, f := range x.o.Extra {
		if err := x.archive.deflate(f.Name, f.Write); err != nil {
			return err
		}
	}
	return x.archive.close()
}

// namespaceOfGUIDs is that of identifiers derived here.
var namespaceOfGUIDs = uuid.MustParse("8b0c9f0e-6d53-5c1c-9a59-4f6f6a1f6f52")

// DerivedGUID is an identifier that follows from what it stands for and never changes.
func DerivedGUID(parts ...string) string {
	name := ""
	for _, part := range parts {
		name += part + "\x00"
	}
	return uuid.NewSHA1(namespaceOfGUIDs, []byte(name)).String()
}

// writtenGUID is an identifier in the form of the schema.
func writtenGUID(guid string) string {
	if guid = normGUID(guid); IsGUID(guid) {
		return guid
	}
	return DerivedGUID(guid)
}

// stamp writes who and when under the names that an element has for them. Seconds are the finest that
// every program reads.
func (x *writing) stamp(userName, timeName string, s Stamp) {
	if s.User != "" {
		x.m.must(userName, writtenGUID(s.User))
	}
	if !s.At.IsZero() {
		x.m.must(timeName, s.At.UTC().Format(time.RFC3339))
	}
}

func (x *writing) stamps(created, changed Stamp) {
	x.stamp("creatingUser", "creationDateTime", created)
	x.stamp("modifyingUser", "modifiedDateTime", changed)
}

func (x *writing) guid(guid string) { x.m.must("guid", writtenGUID(guid)) }
