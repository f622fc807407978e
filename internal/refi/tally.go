package refi

import "strings"

// Counts are of the elements of a file as they are written, by name and place.
//
// The rules are:
//   - a source, user, note, case, variable, set, link or graph is a child of its container at the top;
//   - a code is any Code in the codebook at any depth, twins of cases and repeated ones included;
//   - a selection is any of the six sorts, and a coding any Coding, wherever it stands.
type Counts struct {
	Users   int `json:"users"`
	Codes   int `json:"codes"`
	Sources struct {
		Text    int `json:"text"`
		PDF     int `json:"pdf"`
		Picture int `json:"picture"`
		Audio   int `json:"audio"`
		Video   int `json:"video"`
	} `json:"sources"`
	Selections int `json:"selections"`
	Codings    int `json:"codings"`
	Notes      int `json:"notes"`
	Cases      int `json:"cases"`
	Variables  int `json:"variables"`
	Sets       int `json:"sets"`
	Links      int `json:"links"`
	Graphs     int `json:"graphs"`
}

var selectionNames = map[string]Shape{
	"plaintextselection":  Span,
	"pictureselection":    Area,
	"pdfselection":        Area,
	"audioselection":      Stretch,
	"videoselection":      Stretch,
	"transcriptselection": Synced,
}

var sourceNames = map[string]Kind{
	"textsource":    Text,
	"pdfsource":     PDF,
	"picturesource": Picture,
	"audiosource":   Audio,
	"videosource":   Video,
}

// count counts an element. above are the names of the open elements around it, in lower case.
func (n *Counts) count(name string, above []string) {
	switch {
	case name == "coding":
		n.Codings++
	case strings.HasSuffix(name, "selection") && selectionNames[name] != "":
		n.Selections++
	case name == "code" && (above[0] == "codebook" || len(above) > 1 && above[1] == "codebook"):
		n.Codes++
	}
	if len(above) != 2 {
		return
	}
	switch above[1] + "/" + name {
	case "users/user":
		n.Users++
	case "notes/note":
		n.Notes++
	case "cases/case":
		n.Cases++
	case "variables/variable":
		n.Variables++
	case "sets/set":
		n.Sets++
	case "links/link":
		n.Links++
	case "graphs/graph":
		n.Graphs++
	case "sources/textsource":
		n.Sources.Text++
	case "sources/pdfsource":
		n.Sources.PDF++
	case "sources/picturesource":
		n.Sources.Picture++
	case "sources/audiosource":
		n.Sources.Audio++
	case "sources/videosource":
		n.Sources.Video++
	}
}
