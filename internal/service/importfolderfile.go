package service

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/tidy"
)

// What an archive of open files may ask of the machine.
const (
	folderEntries = 200_000
	folderInflate = 200      // inflated to packed, past folderFree
	folderFree    = 10 << 20 // bytes
	longestText   = 64 << 20 // bytes of one text
)

// openZip opens an archive of open files. Names in it are only looked up, never used as paths of this machine.
func openZip(name string, r io.ReaderAt, size int64) (fs.FS, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no zip file, or was cut off on the way: %s", name, strings.TrimPrefix(err.Error(), "zip: "))
	}
	if len(z.File) > folderEntries {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s holds %d files, at most %d are read", name, len(z.File), folderEntries)
	}
	for _, f := range z.File {
		if in, out := f.UncompressedSize64, max(f.CompressedSize64, 1); in > folderFree && in/out > folderInflate {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: %q inflates %d-fold, which no table or text does; it is not read", name, f.Name, in/out)
		}
	}
	if len(z.File) > 0 {
		// A folder that was packed as a whole stands one level down.
		if dir, _, ok := strings.Cut(z.File[0].Name, "/"); ok && fs.ValidPath(dir) {
			if _, err := fs.Stat(z, "datapackage.json"); err != nil {
				if below, err := fs.Sub(z, dir); err == nil {
					return below, nil
				}
			}
		}
	}
	return z, nil
}

// readText reads a text file of the folder.
func (in *folderImport) readText(name string) (string, error) {
	if !fs.ValidPath(name) || !strings.HasPrefix(name, "texts/") {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "%q is no file in texts/", name)
	}
	f, err := in.files.Open(name)
	if err != nil {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the text %s is not in the folder", name)
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, longestText+1))
	if err != nil {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the text %s is damaged: %v", name, err)
	}
	if len(body) > longestText {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the text %s is longer than 64 MiB", name)
	}
	return string(body), nil
}

// stage brings the recordings of the folder into the media directory, to be kept when all else is written, and notes
// which sources have a text, so that their rows are written once.
func (in *folderImport) stage() error {
	in.there, in.withText = map[string]bool{}, map[crosscase.SourceID]bool{}
	for _, t := range folderTables(true) {
		var err error
		switch t.Name {
		case "media":
			err = in.each(t, func(row any, _ int) error { return in.stageOne(row.(*folderMedia)) })
		case "source_text":
			err = in.each(t, func(row any, _ int) error { in.withText[row.(*folderText).SourceID] = true; return nil })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// each reads the rows of a table, none where the folder does not have it, with the line each stands in.
func (in *folderImport) each(t *tidy.Table, fn func(row any, line int) error) error {
	var open []fs.File
	defer func() {
		for _, f := range open {
			f.Close() //nolint:errcheck // it was only read
		}
	}()
	rows, err := tidy.NewReader(t, func(table string) (io.Reader, error) {
		f, err := in.files.Open("tables/" + table + ".csv")
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		open = append(open, f)
		return f, nil
	})
	if err != nil {
		return err
	}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(row, rows.Line()); err != nil {
			return err
		}
	}
}

func (in *folderImport) stageOne(m *folderMedia) error {
	if !slices.ContainsFunc([]string{"audio/", "video/", "image/", "application/pdf"}, func(kind string) bool { return strings.HasPrefix(m.Type, kind) }) {
		return crosscase.Errorf(crosscase.CodeInvalid, "tables/media.csv: %q is no kind of recording or picture", m.Type)
	}
	if m.File == "" {
		return nil
	}
	if !fs.ValidPath(m.File) || !strings.HasPrefix(m.File, "media/") {
		return crosscase.Errorf(crosscase.CodeInvalid, "tables/media.csv: %q is no file in media/", m.File)
	}
	f, err := in.files.Open(m.File)
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the recording %s is not in the folder; bring it back, or empty its cell in the column file of tables/media.csv to go without", m.File)
	}
	defer f.Close()
	library, err := in.v.s.library()
	if err != nil {
		return err
	}
	staged, err := library.Content.Stage(in.v.ctx, io.LimitReader(f, m.Bytes+1), nil)
	if err != nil {
		return err
	}
	in.staged = append(in.staged, staged)
	if staged.Hash != m.Hash {
		return crosscase.Errorf(crosscase.CodeInvalid, "the recording %s is not the one that tables/media.csv tells of: it was changed or cut off", m.File)
	}
	in.there[m.Hash] = true
	return nil
}

func (in *folderImport) drop() {
	for _, s := range in.staged {
		s.Drop()
	}
}

// rules asks of the rows of small nouns what they must obey beside each other.
func (in *folderImport) rules(tx *store.Tx) error {
	for _, noun := range []string{"theme", "question", "position", "post", "claim", "typology"} {
		rows, err := tx.Rows(noun, "")
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := rules[noun](in.v, tx, row); err != nil {
				return crosscase.Errorf(crosscase.CodeInvalid, "tables/%s.csv: %v", noun, err)
			}
		}
	}
	return nil
}

// loss says what came of the folder.
func (in *folderImport) loss(mark *packageMark) *crosscase.LossReport {
	l := plainLoss(in.res)
	l.Format, l.Origin = "folder", "Crosscase"
	if mark.Anonymised {
		l.Mapped = append(l.Mapped, crosscase.LossLine{What: "an anonymised archive", Why: "names, figures and dates are not those of the record"})
	}
	if in.missing > 0 {
		l.NotCarried = append(l.NotCarried, crosscase.LossLine{What: "recordings", Where: "media/", Why: "their files were left out; what was coded in them stands", Count: in.missing})
	}
	l.NotCarried = append(l.NotCarried, crosscase.LossLine{What: "the history", Why: "a folder holds none: that of this study begins with the import"})
	return l
}
