package refi

import "time"

// Container is how a file is packed.
type Container string

// The containers are:
const (
	QDPX Container = "qdpx" // an archive: project XML and sources
	QDE  Container = "qde"  // the project XML alone
	QDC  Container = "qdc"  // a codebook
)

// Project is what a file holds. Identifiers are normalised: lower case, no braces. Slices keep the
// order of the file. Of a codebook only Codes and Sets are there.
type Project struct {
	File             string // base name of the file
	Entry            string // name of the XML in the archive; File where there is no archive
	Container        Container
	Origin           string // the program that wrote it, in its own words
	Name             string
	Description      string
	BasePath         string // where relative media were: a path of somebody's machine
	Created, Changed Stamp

	Users     []User
	Codes     []*Code
	Variables []Variable
	Cases     []*Case
	Sources   []*Source
	Notes     []*Source // Kind Note
	Links     []Link
	Sets      []Set
	Graphs    []Graph
	NoteRefs  []string // notes about the whole project

	Counts     Counts
	Convention Convention
	Decisions  []string  // what was decided once for the file, in words
	Problems   []Problem // what does not hold together, in the order found
}

// Problem is something in a file that does not hold together and was left, cut or recovered.
type Problem struct {
	Where string `json:"where"` // file, line, element and identifier
	What  string `json:"what"`

	Recovered bool `json:"-"` // what was meant is known all the same, and nothing is lost
}

// Stamp is who did something and when. Both may be missing.
type Stamp struct {
	User string // identifier of a User; one that Users does not have stands for somebody unknown
	At   time.Time
}

// User is somebody who worked in the project.
type User struct {
	GUID, Name, ID string
}
