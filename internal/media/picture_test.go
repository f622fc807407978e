package media

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
)

// jpegOf is a JPEG with a tag that says how the camera was held.
func jpegOf(t *testing.T, w, h int, held byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(held) + "\x00\x00\x00\x00\x00\x00")
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	return append(out, b.Bytes()[2:]...)
}

func TestProbePicture(t *testing.T) {
	var dots bytes.Buffer
	if err := png.Encode(&dots, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	found := func(kind string, w, h float64) *FoundPicture {
		return &FoundPicture{Type: kind, Page: crosscase.Page{Width: w, Height: h}}
	}
	for name, c := range map[string]struct {
		file string
		body []byte
		want *FoundPicture // nil for a refusal
	}{
		"OK":               {"a.png", dots.Bytes(), found("image/png", 30, 20)},
		"OtherNameSameDot": {"a.jpg", dots.Bytes(), found("image/png", 30, 20)},
		"HeldUpright":      {"a.jpg", jpegOf(t, 30, 20, 1), found("image/jpeg", 30, 20)},
		"HeldOnItsSide":    {"a.jpg", jpegOf(t, 30, 20, 6), found("image/jpeg", 20, 30)},
		"WebP":             {"a.webp", webp, found("image/webp", 1, 1)},
		"ErrEmpty":         {"a.png", nil, nil},
		"ErrPage":          {"a.png", []byte("<html><script>alert(1)</script>"), nil},
		"ErrDrawing":       {"a.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), nil},
		"ErrTooWide":       {"a.webp", append([]byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00"), 0xff, 0xff, 0xff, 0, 0, 0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "upload.part")
			if err := os.WriteFile(path, c.body, 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := ProbePicture(path, c.file)
			if c.want == nil {
				if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}
