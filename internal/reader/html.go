package reader

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/crosscase/crosscase/internal/text"
)

// readHTML reads a page into text.
//
// The rules are:
//   - it is read tag by tag, without a tree, so that nesting costs nothing; no address in it is followed;
//   - scripts, styles, the title, pictures, frames, and what is marked as hidden are no text;
//   - blanks and line ends in the source are one blank, but in pre; br is a line end;
//   - h1 to h6 are headings, b and strong are bold; bullets and the numbers of lists are no text;
//   - a table is a line per row with tabs between the cells.
func readHTML(ctx context.Context, name, letters string, opts Options) (*Document, error) {
	h := &htmlText{flow: flow{file: name}, z: html.NewTokenizer(strings.NewReader(letters))}
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := h.token(h.z.Next()); err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return nil, err
		}
	}
	if err := h.block(); err != nil {
		return nil, err
	}
	doc := &Document{Format: "html", Headings: h.headings, Bold: h.bold}
	if h.hidden > 0 {
		doc.Warnings = append(doc.Warnings, counted(h.hidden, "element that the page hides is left out", "elements that the page hides are left out"))
	}
	finish(doc, h.out.String(), opts)
	return doc, nil
}

// htmlText is a page on its way into text.
type htmlText struct {
	flow
	z      *html.Tokenizer
	space  bool // a blank stands before the next word
	pre    int
	strong int
	head   int // level of the open heading; 0 is none
	tables []openTable
	hidden int
}

type openTable struct{ row, cell bool }

// unread are elements whose content is no text of the page.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Svg: true,
	atom.Object: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Datalist: true, atom.Noframes: true, atom.Noembed: true,
}

// blocks are elements that begin and end a paragraph.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.Header: true, atom.Hr: true, atom.Html: true,
	atom.Legend: true, atom.Li: true, atom.Main: true, atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.Option: true, atom.P: true,
	atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Ul: true, atom.Head: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
}

var headingLevels = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}

func (h *htmlText) token(kind html.TokenType) error {
	switch kind {
	case html.ErrorToken:
		return h.z.Err()
	case html.TextToken:
		h.words(string(h.z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := h.z.TagName()
		tag := atom.Lookup(name)
		hides := false
		for more && tag != atom.Img {
			var key, value []byte
			key, value, more = h.z.TagAttr()
			switch string(key) {
			case "hidden":
				hides = true
			case "style":
				hides = hides || strings.Contains(strings.ReplaceAll(strings.ToLower(string(value)), " ", ""), "display:none")
			}
		}
		if kind == html.StartTagToken && (unread[tag] || hides && tag != 0 && !void[tag]) {
			if hides {
				h.hidden++
			}
			return h.leave(tag)
		}
		return h.begin(tag)
	case html.EndTagToken:
		name, _ := h.z.TagName()
		return h.end(atom.Lookup(name))
	}
	return nil
}

var void = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Link: true, atom.Meta: true, atom.Col: true, atom.Wbr: true, atom.Area: true, atom.Base: true, atom.Embed: true, atom.Source: true, atom.Track: true, atom.Param: true}

// leave goes to the end of the element just begun, or of the page.
func (h *htmlText) leave(tag atom.Atom) error {
	for depth := 1; depth > 0; {
		switch h.z.Next() {
		case html.ErrorToken:
			return h.z.Err()
		case html.StartTagToken:
			if name, _ := h.z.TagName(); atom.Lookup(name) == tag {
				depth++
			}
		case html.EndTagToken:
			if name, _ := h.z.TagName(); atom.Lookup(name) == tag {
				depth--
			}
		}
	}
	return nil
}

func (h *htmlText) begin(tag atom.Atom) error {
	switch tag {
	case atom.Br:
		h.paragraph().add("\n", false)
		h.space = false
		return nil
	case atom.B, atom.Strong:
		h.strong++
		return nil
	case atom.Table:
		if len(h.tables) == maxDepth {
			return invalid("%s nests more than %d tables: it is not read", h.file, maxDepth)
		}
		h.tables = append(h.tables, openTable{})
		return h.block()
	case atom.Tr:
		if err := h.endTableRow(); err != nil || len(h.tables) == 0 {
			return err
		}
		h.beginRow()
		h.tables[len(h.tables)-1].row = true
		return nil
	case atom.Td, atom.Th:
		if err := h.endTableCell(); err != nil || len(h.tables) == 0 {
			return err
		}
		h.tables[len(h.tables)-1].cell = h.tables[len(h.tables)-1].row
		return nil
	}
	if !blocks[tag] {
		return nil
	}
	if err := h.block(); err != nil {
		return err
	}
	if level := headingLevels[tag]; level > 0 {
		h.head = level
	}
	if tag == atom.Pre {
		h.pre++
	}
	return nil
}

func (h *htmlText) end(tag atom.Atom) error {
	switch tag {
	case atom.B, atom.Strong:
		h.strong = max(0, h.strong-1)
		return nil
	case atom.P:
		return h.block()
	case atom.Td, atom.Th:
		return h.endTableCell()
	case atom.Tr:
		return h.endTableRow()
	case atom.Table:
		if err := h.endTableRow(); err != nil || len(h.tables) == 0 {
			return err
		}
		h.tables = h.tables[:len(h.tables)-1]
		return nil
	}
	if !blocks[tag] {
		return nil
	}
	if err := h.block(); err != nil {
		return err
	}
	if headingLevels[tag] > 0 {
		h.head = 0
	}
	if tag == atom.Pre {
		h.pre = max(0, h.pre-1)
	}
	return nil
}

// block ends the paragraph that is open, if any.
func (h *htmlText) block() error {
	h.space = false
	return h.endParagraph()
}

func (h *htmlText) endTableCell() error {
	if err := h.block(); err != nil || len(h.tables) == 0 {
		return err
	}
	if t := &h.tables[len(h.tables)-1]; t.cell {
		t.cell = false
		return h.endCell()
	}
	return nil
}

func (h *htmlText) endTableRow() error {
	if err := h.endTableCell(); err != nil || len(h.tables) == 0 {
		return err
	}
	if t := &h.tables[len(h.tables)-1]; t.row {
		t.row = false
		h.endRow()
	}
	return nil
}

// words adds what stands between two tags.
func (h *htmlText) words(s string) {
	if h.pre > 0 {
		if s != "" {
			h.put(s)
		}
		return
	}
	var out strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		s = s[n:]
		if strings.ContainsRune(" \t\n\r\f", r) {
			h.space = true
			continue
		}
		if h.space && (out.Len() > 0 || h.begun()) {
			out.WriteByte(' ')
		}
		h.space = false
		out.WriteRune(r)
	}
	if out.Len() > 0 {
		h.put(out.String())
	}
}

// begun says whether the line in hand has words, so that a blank before the next one counts.
func (h *htmlText) begun() bool {
	return len(h.open) > 0 && h.open[0].length > 0 && !strings.HasSuffix(h.open[0].text.String(), "\n")
}

func (h *htmlText) put(s string) {
	p := h.paragraph()
	if h.head > 0 {
		level := h.head - 1
		p.outline = &level
	}
	p.add(s, h.strong > 0)
}

// metaCharset is where a page says its encoding, in either of two ways.
var metaCharset = regexp.MustCompile(`(?i)<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w:.-]{2,40})`)

// readHTMLText reads the letters of a page: what the person says counts, then a byte order mark, then what the page
// says of itself where its bytes agree, then the guess as for any text.
func readHTMLText(ctx context.Context, name string, head []byte, r io.ReaderAt, size int64, opts Options) (string, charset, error) {
	marked := false
	for _, m := range byteOrderMarks {
		marked = marked || strings.HasPrefix(string(head), m.mark)
	}
	if said := metaCharset.FindSubmatch(head); opts.Encoding == "" && !marked && said != nil && !strings.HasPrefix(strings.ToLower(string(said[1])), "utf-16") {
		claimed := opts
		claimed.Encoding = string(said[1])
		if letters, c, err := readText(ctx, name, r, size, claimed); err == nil || ctx.Err() != nil {
			return letters, c, err
		}
	}
	return readText(ctx, name, r, size, opts)
}

// looksLikeHTML says whether a file begins as a page does, whatever it is called.
func looksLikeHTML(head []byte) bool {
	begin := strings.ToLower(strings.TrimSpace(text.Normalize(strings.ToValidUTF8(string(head[:min(len(head), 512)]), ""))))
	return strings.HasPrefix(begin, "<!doctype html") || strings.HasPrefix(begin, "<html")
}
