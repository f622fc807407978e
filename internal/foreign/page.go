package foreign

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is a piece of HTML as text, with the way from bytes of its text nodes, which Taguette counts in, to code points
// of the text.
type page struct {
	text  string
	bytes int64
	nodes []textNode
}

// textNode is one text node: its bytes begin at from, and its letters, if they are in the text, at to.
type textNode struct {
	from   int64
	to     int
	letter string // "" for what is not in the text
}

var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Li: true, atom.Ul: true, atom.Ol: true,
	atom.Table: true, atom.Tr: true, atom.Blockquote: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Hr: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
}

// readPage reads HTML as a browser does: every text node counts, in the order of the page. In the text a block begins
// on a line of its own, and blanks between blocks are left out.
func readPage(contents string) *page {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(contents), body)
	p := &page{}
	if err != nil { // it nests deeper than is read
		return p
	}
	var b strings.Builder
	length, fresh := 0, true // fresh: at the beginning of a line
	line := func() {
		if !fresh {
			b.WriteByte('\n')
			length++
			fresh = true
		}
	}
	var walk func(n *html.Node, pre bool)
	walk = func(n *html.Node, pre bool) {
		switch {
		case n.Type == html.TextNode:
			node := textNode{from: p.bytes, to: length}
			p.bytes += int64(len(n.Data))
			if !fresh || strings.TrimSpace(n.Data) != "" {
				node.letter = n.Data
				shown := strings.ReplaceAll(n.Data, "\r", " ")
				if !pre {
					shown = strings.ReplaceAll(shown, "\n", " ")
				}
				b.WriteString(shown)
				length += utf8.RuneCountInString(shown)
				fresh = strings.HasSuffix(shown, "\n")
			}
			p.nodes = append(p.nodes, node)
			return
		case n.DataAtom == atom.Br:
			b.WriteByte('\n')
			length++
			fresh = true
			return
		case blocks[n.DataAtom]:
			line()
			defer line()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, pre || n.DataAtom == atom.Pre)
		}
	}
	for _, n := range nodes {
		walk(n, false)
	}
	p.text = b.String()
	return p
}

// at is the code point at a byte. end says that it ends something: between two nodes it then belongs to the first.
func (p *page) at(offset int64, end bool) int {
	i := sort.Search(len(p.nodes), func(i int) bool {
		if end {
			return p.nodes[i].from >= offset
		}
		return p.nodes[i].from > offset
	}) - 1
	if i < 0 {
		return 0
	}
	n := p.nodes[i]
	if n.letter == "" {
		return n.to
	}
	cut := min(int(offset-n.from), len(n.letter))
	for cut < len(n.letter) && cut > 0 && !utf8.RuneStart(n.letter[cut]) { // inside a letter, which nobody means
		cut--
	}
	return n.to + utf8.RuneCountInString(n.letter[:cut])
}
