// Package basis says what a text rests on, and what of it has changed since. It knows no SQL, no HTTP and no clock.
//
// A basis is a list of rows: a noun, an id, and a digest of what matters of that row. It is taken when a person saves
// or confirms a text and kept with it. Held against the basis of now it gives a Difference: rows added, removed and
// changed. A text with a difference is stale. Nothing is marked: put back what was changed and the text is no longer
// stale.
//
// The rules are:
//   - a row's digest holds what a reader of the text would have to know: of a coding its excerpt, speaker, theme,
//     question, answer and aspect; of a silence its kind too; of an excerpt its words; of a summary its text and
//     links, and its status where there is no text. Notes, coders and revisions are left out;
//   - digests are made of ids, never of places in a list, so that a renamed or reordered codebook makes nothing stale;
//   - a summary of a cell rests on every coding and silence in the cell, on the excerpts it is linked to, and on the
//     summaries of the cells one level below: of a site on those of its participants and units, of a type on those
//     of its sites, of a role group on those of its participants.
//
// Chart gives the basis of summaries. Other texts make rows of their own with Coding, Silence, Words and Digest and
// compare them in the same way.
package basis
