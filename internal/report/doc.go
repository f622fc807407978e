// Package report turns a study's evidence and its analysis into reports: a site report, a
// cross-case report, the tables of a study and its methods, and writes them as Word, HTML,
// Markdown and Excel.
//
// A [Report] is plain data. Its sentences are objects that know the excerpts they rest on and a
// hash of what went into them; its tables' cells know theirs. The builders are pure: they take a
// [Data] and return a Report, and know no SQL, no HTTP and no clock. The writers take a Report
// and give the same bytes for it every time.
//
// The rules are:
//   - a count stands with its denominator: voices, of how many listened to, of how many interviewed;
//   - every minority position is listed with its excerpts; no setting leaves it out;
//   - quotations and voices are named only through one attribution, at the study's disclosure
//     level, in which a role at a site that fewer than [crosscase.Settings.SmallCell] people
//     hold is widened (see [Attribution]);
//   - what the record does not say is said to be unknown; nothing is guessed;
//   - the thresholds in force are printed.
package report
