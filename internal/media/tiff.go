package media

import (
	"bytes"
	"image/png"
	"io"
	"path/filepath"
	"strings"

	"golang.org/x/image/tiff"

	"github.com/crosscase/crosscase"
)

const (
	largestTIFF = 256 << 20 // bytes of the file, which is held in memory
	mostPixels  = 100 << 20 // of a picture that is decoded: 800 MiB at the most
)

// IsTIFF says whether a file is called like a TIFF.
func IsTIFF(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".tif" || ext == ".tiff"
}

// TIFFAsPNG is the first page of a TIFF as a PNG. Errors are for the person.
func TIFFAsPNG(name string, r io.Reader) (io.Reader, error) {
	raw, err := io.ReadAll(io.LimitReader(r, largestTIFF+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > largestTIFF {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is bigger than %d MiB: save it as .png or .jpg", name, largestTIFF>>20)
	}
	size, err := tiff.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no TIFF that can be read (%v): save it as .png", name, err)
	}
	if size.Width < 1 || size.Height < 1 || int64(size.Width)*int64(size.Height) > mostPixels {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is %d by %d pixels, which is too large to be turned into .png: save it smaller", name, size.Width, size.Height)
	}
	picture, err := tiff.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no TIFF that can be read (%v): save it as .png", name, err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, err
	}
	return &out, nil
}
