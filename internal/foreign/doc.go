// Package foreign reads the databases in which other programs keep their projects, into the project that [refi] reads
// from files of exchange: QualCoder's data.qda, whose export loses which documents belong to which case, and Taguette's
// .sqlite3, of which there is no export with documents.
//
// A database from elsewhere is not trusted. The rules are:
//   - it is opened for reading only, and only tables are read: a view or a trigger in it runs nothing;
//   - rows and bytes are bounded, and reading ends with its context;
//   - what is no number where one belongs, or refers to nothing, is listed in Project.Problems.
//
// Identifiers follow from names and places, since these programs have none that outlive a copy.
package foreign
