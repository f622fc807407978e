// Package text holds what Crosscase knows about a text as such: how it is
// counted, which stretches of it overlap, who speaks where, and where an
// excerpt has gone after an edit. It is pure: no files, no clock, no store.
//
// # Counting
//
// Every offset is a number of Unicode code points from the start of a text that
// went through [Normalize]; a [Span] is half-open, so [3,5) are the fourth and
// fifth code point. Bytes (Go) and UTF-16 units (the page) never leave the place
// that needs them. [Len] and [Slice] answer once; an [Index] answers often.
//
// # Normal form
//
// The rules are:
//   - CRLF, CR and the Unicode line and paragraph separators become \n;
//   - byte order marks at the start go;
//   - bytes that are no UTF-8, and NUL, which PostgreSQL cannot store, become U+FFFD;
//   - the text is put into NFC, so that one word has one spelling and a search, a quotation
//     and an excerpt from another program find it however it was typed.
//
// Offsets that another program counted in the text as it was (REFI-QDA does) are
// carried over by the [Shift] that [NormalizeShift] returns.
//
// # Speaker turns
//
// [FindTurns] splits a transcript by its speaker labels; the rules are listed
// there. A person who sees them fail gives a regular expression instead.
//
// # Excerpts through edits
//
// [Carry] takes spans from one version of a text to the next, by position first,
// by quotation with context where the position is gone; what cannot be found is
// flagged [Lost] and keeps its words.
package text
