// Package refi reads REFI-QDA, the format in which programs for qualitative analysis hand projects
// (.qdpx, .qde) and codebooks (.qdc) to one another. It knows no store: it is given bytes and a name
// and returns a [Project], which is pure data.
//
// [Read] reads a file whole; [Open] does it in steps, for who also wants the media. [Inspect] says
// what is in a file.
//
// # What is read
//
// The standard describes one format, and each program writes its own dialect of it. The rules are:
//   - elements go by their local name, in any case, whatever the namespace, and in any order;
//   - identifiers are compared in lower case without braces; they need not be GUIDs, and one may
//     stand for things of different kinds;
//   - the XML is the one .qde at the root of the archive, under any name; files are looked up without
//     regard to case, with or without folder or scheme;
//   - what a file outside the archive holds is never opened: its source is there, its medium is not;
//   - what cannot be resolved is kept as it was written and listed in Project.Problems.
//
// # Offsets
//
// Programs disagree on what an offset counts: code points or UTF-16 units, and whether CRLF is one or
// two of them. A [Convention] is decided once per file, never per selection: by the program that
// wrote it, unless the selections themselves say otherwise; the rules stand at decide.go. What comes
// out are code points of a text whose lines end in \n. A selection is never pushed to where it might
// have been meant: what lies out of the text is cut to it and listed.
//
// # What is read differently from how it is written
//
//   - A Case that is also a Code of the same identifier (NVivo writes every case so) is a case: the
//     code leaves the codebook and its codings become members of the case.
//   - Selections of one identifier in one PDF (ATLAS.ti writes a coded passage as rectangle and as
//     text) are one selection with a span and areas; equal codings in it are one coding.
//   - A code written twice (OpenQDA repeats sub-codes at the top) is one code, where it is deepest.
//   - A reference to a source that is not there is taken for the file name of one (QualCoder).
//   - The selection inside a Note of QualCoder is a place in the source that refers to the note.
//
// [Counts] are of the elements as they are written, before any of this.
//
// # Hostile files
//
// Time and memory are bounded whatever the bytes are; [Limits] has the numbers. The rules are:
//   - an archive with a name that leaves it (../, absolute), with a link, with two different files of
//     one name, or with too many entries is refused whole;
//   - sizes and ratios are looked at before a member is inflated, and held to while it is;
//   - a wrong checksum or a torn member refuses the file where the XML or a text is concerned, and ends
//     the reading of a medium with an error; torn XML refuses the file;
//   - XML may declare no document type and no entities, and nest 256 elements.
//
// # Errors
//
// What a person can act on is a *crosscase.Error of CodeInvalid that names the file, the member and
// the line. Anything else (a read that failed, a context that ended) comes as it is. A file is read
// whole or not at all.
package refi
