package refi

// Code is an entry of the codebook. Its identity is the GUID: names repeat.
type Code struct {
	GUID        string
	Name        string
	Codable     bool   // false for a folder or category
	Color       string // #RGB or #RRGGBB as written, "" for none
	Description string
	NoteRefs    []string
	Codes       []*Code
	Line        int // of the XML
}

// walkCodes visits codes before what is in them.
func walkCodes(codes []*Code, visit func(c *Code, depth int)) {
	var walk func([]*Code, int)
	walk = func(codes []*Code, depth int) {
		for _, c := range codes {
			visit(c, depth)
			walk(c.Codes, depth+1)
		}
	}
	walk(codes, 1)
}
