package refi

// Set groups codes, sources and notes.
type Set struct {
	GUID, Name              string
	Description             string
	Codes, Sources, Members []string // Members are those whose kind is not told: notes, and what else a tool puts there
	Created                 Stamp    // against the standard, by Transana
	Line                    int
}

// Link is a relation between any two things.
type Link struct {
	GUID, Name       string
	Direction, Color string
	Origin, Target   string
	NoteRefs         []string
	Line             int
}

// Graph is a drawn network.
type Graph struct {
	GUID, Name string
	Vertices   []Vertex
	Edges      []Edge
}

// Vertex is a box of a graph. Second is nil where only one corner is given.
type Vertex struct {
	GUID, Represents, Name string
	First                  Point
	Second                 *Point
	Shape, Color           string
}

// Edge joins two vertices.
type Edge struct {
	GUID, Represents, Name      string
	Source, Target              string
	Color, Direction, LineStyle string
}

// Point is a place in a graph, in its own units.
type Point struct{ X, Y int64 }
