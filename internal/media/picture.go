package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	_ "image/gif" // the formats that pictures are read in
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"strings"

	"github.com/crosscase/crosscase"
)

// Pictures are the endings of the pictures that are read: those that every browser shows, and TIFF, which is turned
// into one of them.
var Pictures = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"}

// largestSide is how many pixels a picture may be wide or high: more a browser does not show.
const largestSide = 30_000

// FoundPicture is what is in the file of a picture.
type FoundPicture struct {
	Type string         // such as image/png
	Page crosscase.Page // the picture, in pixels, the way up that it is shown
}

// ProbePicture reads what a picture is, or says why it is none. name is what the person calls it.
func ProbePicture(path, name string) (*FoundPicture, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 30)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var kind string
	var width, height int
	if w, h, ok := sizeOfWebP(head[:n]); ok {
		kind, width, height = "webp", w, h
	} else {
		c, format, err := image.DecodeConfig(bufio.NewReader(f))
		if err != nil {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no picture that can be read: give one of %s", name, strings.Join(Pictures, " "))
		}
		kind, width, height = format, c.Width, c.Height
	}
	if width < 1 || height < 1 || width > largestSide || height > largestSide {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is %d by %d pixels: pictures of up to %d by %d are read; make it smaller", name, width, height, largestSide, largestSide)
	}
	if kind == "jpeg" {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		if onSide(bufio.NewReader(f)) {
			width, height = height, width
		}
	}
	return &FoundPicture{Type: "image/" + kind, Page: crosscase.Page{Width: float64(width), Height: float64(height)}}, nil
}

// sizeOfWebP reads the size off the header of a WebP file (RFC 9649, sections 2.5 to 2.7).
func sizeOfWebP(head []byte) (width, height int, ok bool) {
	if len(head) < 30 || string(head[:4]) != "RIFF" || string(head[8:12]) != "WEBP" {
		return 0, 0, false
	}
	switch string(head[12:16]) {
	case "VP8 ":
		return int(binary.LittleEndian.Uint16(head[26:]) & 0x3fff), int(binary.LittleEndian.Uint16(head[28:]) & 0x3fff), true
	case "VP8L":
		bits := binary.LittleEndian.Uint32(head[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, true
	case "VP8X":
		three := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		return three(head[24:]) + 1, three(head[27:]) + 1, true
	}
	return 0, 0, false
}

// onSide says whether a camera was held on its side: browsers turn such a picture, and so its width and height change
// places. That stands in the segment APP1 before the picture begins (Exif 2.3, tag 0x0112).
func onSide(r *bufio.Reader) bool {
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return false
	}
	for {
		if _, err := io.ReadFull(r, head); err != nil || head[0] != 0xFF || head[1] == 0xDA {
			return false
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - 2
		if size < 0 {
			return false
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return false
		}
		if rest, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && head[1] == 0xE1 {
			return orientation(rest) >= 5
		}
	}
}

// orientation is the value of the tag of that name, 1 to 8; 1 where there is none.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 1
}
