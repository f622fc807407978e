package refi

// Case is somebody or something studied: a site, a participant, a document of one.
type Case struct {
	GUID, Name    string
	Description   string
	CodeRefs      []string // codes that stand for the case
	Values        []Value
	SourceRefs    []string
	SelectionRefs []string

	Members []Member // from the codings to its twin in the codebook (NVivo)
	Path    []string // names of the codes and cases above that twin, outermost first
	Parent  string   // the case right above it there, "" for none
	Line    int
}

// Member says that a source, or a passage of one, belongs to a case.
type Member struct {
	Source    string
	Selection string // "" for the whole source
	Coding    string // the coding that said so
	Created   Stamp
}

// Variable is an attribute that cases and sources may have a value of.
type Variable struct {
	GUID, Name  string
	Type        string // Text, Boolean, Integer, Float, Date or DateTime, as written
	Description string
}

// Value is a variable's value at a case or source.
type Value struct {
	Variable string // identifier
	Type     string // of the value as written: Text, Boolean, …; "" where there is none
	Text     string // as written
}
