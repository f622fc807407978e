package refi

import "strings"

// Profile is for which program a file is written: programs disagree on what an offset counts and on how
// the texts are laid down.
type Profile string

// The profiles are:
const (
	Standard  Profile = "standard" // what the standard says: lines end in \n, offsets count code points
	ForNVivo  Profile = "nvivo"    // CRLF as two, UTF-16 units, byte order marks, folder Sources
	ForMAXQDA Profile = "maxqda"   // CRLF as one, code points
	ForATLAS  Profile = "atlasti"  // the same as MAXQDA's
)

// Profiles lists them.
var Profiles = []Profile{Standard, ForNVivo, ForMAXQDA, ForATLAS}

// Convention is how offsets are counted in what is written.
func (p Profile) Convention() Convention {
	switch p {
	case ForNVivo:
		return Convention{UTF16: true, Basis: ByOrigin}
	case ForMAXQDA, ForATLAS:
		return Convention{OneBreak: true, Basis: ByOrigin}
	}
	return Convention{Basis: ByOrigin}
}

// origin names the profile beside the program, since readers tell by the origin how offsets count.
func (p Profile) origin(program string) string {
	if p == Standard || p == "" {
		return program
	}
	return strings.TrimSpace(program + " for " + string(p))
}

// folder is where files stand in the archive. NVivo for Windows writes it with a capital, which
// ATLAS.ti refuses.
func (p Profile) folder() string {
	if p == ForNVivo {
		return "Sources/"
	}
	return "sources/"
}

// lines is a text with the line ends of the profile.
func (p Profile) lines(text string) string {
	if p == Standard || p == "" {
		return text
	}
	return strings.ReplaceAll(text, "\n", "\r\n")
}

// mark is what a .txt begins with. A text that begins with U+FEFF itself needs one before it, or its
// own would be taken for the mark.
func (p Profile) mark(text string) string {
	if p == ForNVivo || strings.HasPrefix(text, utf8Mark) {
		return utf8Mark
	}
	return ""
}
