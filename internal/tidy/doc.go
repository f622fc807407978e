// Package tidy lays the rows of a noun out as tables, and reads them back: a row an observation, a column a
// variable (Wickham 2014, Journal of Statistical Software 59(10)), so that R, Python and a spreadsheet read them.
//
// The rules are:
//   - a field is a column under its JSON name; a struct within the row is laid flat, as settings_disclosure;
//   - a list of texts or numbers is one column, its values parted by | (\| and \\ stand for | and \, \0 for a
//     value that is empty);
//   - a list of structs is a table of its own, named like coding_turns: it has the id of the row, n, which counts
//     from 1, and the fields of the struct, in the order of the rows they are part of;
//   - a time is written as 2026-01-31T09:30:00.000Z, truth as true or false, what is not known is empty;
//   - beside a column that holds an id, site_id, stands one with the key a person knows it by, site; it is for the
//     eye and not read back;
//   - anything else is JSON in its column.
package tidy
