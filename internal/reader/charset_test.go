package reader_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"github.com/crosscase/crosscase/internal/reader"
)

func TestEncodings(t *testing.T) {
	german := strings.Repeat("Die Ärztin sagte: „Das wäre schön“ – und ging. Über die Größe spräche man später.\r\n", 5)
	russian := strings.Repeat("Врач сказала, что совещание прошло хорошо, и все согласились с этим решением.\n", 5)
	japanese1 := strings.Repeat("医師は会議がうまくいったと言い、全員が同意しました。ありがとうございます。\n", 5)
	chinese := strings.Repeat("医生说会议进行得很顺利，大家都同意这个决定。这是一个关于医院管理的研究。\n", 5)
	tests := []struct {
		name, in string
		enc      encoding.Encoding
		mark     string
		want     string
		guessed  bool
	}{
		{"utf-8", german, nil, "", "UTF-8", false},
		{"utf-8 with mark", german, nil, "\xEF\xBB\xBF", "UTF-8", false},
		{"utf-16le with mark", german, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xFF\xFE", "UTF-16LE", false},
		{"utf-16be with mark", russian, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xFE\xFF", "UTF-16BE", false},
		{"utf-32le with mark", german, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "\xFF\xFE\x00\x00", "UTF-32LE", false},
		{"utf-16le bare", german, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "", "UTF-16LE", true},
		{"utf-16be bare, Cyrillic", russian, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", "UTF-16BE", true},
		{"windows-1252", german, charmap.Windows1252, "", "windows-1252", true},
		{"windows-1251", russian, charmap.Windows1251, "", "windows-1251", true},
		{"shift_jis", japanese1, japanese.ShiftJIS, "", "Shift_JIS", true},
		{"gb18030", chinese, simplifiedchinese.GB18030, "", "GB18030", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := test.in
			if test.enc != nil {
				var err error
				if data, err = test.enc.NewEncoder().String(data); err != nil {
					t.Fatal(err)
				}
			}
			doc := mustRead(t, "x.txt", []byte(test.mark+data))
			if want := strings.ReplaceAll(test.in, "\r\n", "\n"); doc.Text != want {
				t.Errorf("text %.60q, want %.60q", doc.Text, want)
			}
			if doc.Encoding != test.want || doc.Guessed != test.guessed {
				t.Errorf("encoding %s, guessed %v", doc.Encoding, doc.Guessed)
			}
		})
	}
}

func TestEncodingOverride(t *testing.T) {
	doc, err := read("x.txt", []byte("caf\x8E"), reader.Options{Encoding: "macintosh"})
	if err != nil || doc.Text != "café" || doc.Guessed {
		t.Errorf("%+v, %v", doc, err)
	}
	if _, err := read("x.txt", []byte("a"), reader.Options{Encoding: "klingon"}); err == nil || !strings.Contains(err.Error(), `"klingon"`) {
		t.Errorf("unknown encoding: %v", err)
	}
}

func TestInvalidBytesAreAnError(t *testing.T) {
	tests := []struct{ name, encoding, data, want string }{
		{"utf-8", "utf-8", "one\ntwo \xE9t\xE9", "byte E9 at offset 8 (line 2)"},
		{"shift_jis", "shift_jis", "one\ntwo\n\x82\xA0 \xFF", "byte FF at offset 11 (line 3)"},
		{"utf-16le", "utf-16le", "a\x00\n\x00\x00\xD8b\x00", "offset 4 (line 2)"},
		{"ascii page", "iso-8859-6", "\n\n\xA1", "byte A1 at offset 2 (line 3)"},
		{"far into the file", "utf-8", strings.Repeat("line\n", 200_000) + "\xFF", "offset 1000000 (line 200001)"},
		{"far into a legacy file", "shift_jis", strings.Repeat("\x82\xA0line\n", 100_000) + "\xFF\n", "offset 700000 (line 100001)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read("x.txt", []byte(test.data), reader.Options{Encoding: test.encoding})
			refused(t, err, test.want)
		})
	}
	t.Run("a replacement character that the file itself has", func(t *testing.T) {
		doc, err := read("x.txt", []byte("\xFF\xFEa\x00\xFD\xFF"), reader.Options{})
		if err != nil || doc.Text != "a\uFFFD" {
			t.Errorf("%+v, %v", doc, err)
		}
	})
}

var optionsUTF8 = reader.Options{Encoding: "utf-8"}
