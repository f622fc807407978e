package media_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"testing"

	"golang.org/x/image/tiff"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

func TestTIFFAsPNG(t *testing.T) {
	var in bytes.Buffer
	if err := tiff.Encode(&in, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(in.Bytes())
	out, err := media.TIFFAsPNG("a.tif", &in)
	if err != nil {
		t.Fatal(err)
	}
	size, err := png.DecodeConfig(out)
	if err != nil || size.Width != 30 || size.Height != 20 {
		t.Errorf("%+v, %v", size, err)
	}
	huge := bytes.Clone(whole)
	for at := 0; at+12 <= len(huge); at++ { // the entries of width and height
		if tag := binary.LittleEndian.Uint16(huge[at:]); (tag == 256 || tag == 257) && binary.LittleEndian.Uint32(huge[at+4:]) == 1 {
			binary.LittleEndian.PutUint16(huge[at+8:], 60_000)
		}
	}
	for name, data := range map[string][]byte{"ErrNone": []byte("hello"), "ErrTorn": whole[:12], "ErrHuge": huge} {
		if _, err := media.TIFFAsPNG("a.tif", bytes.NewReader(data)); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
