// Package agreement measures what the interviewees of one site say on one
// question, and what sites show on it: voices, agreement, site positions,
// consistency, the matrix, coverage, the balance of quotations and how a person
// may be named. It is pure: it takes the evidence table and returns values that
// carry the ids they came from.
//
// # Voices
//
// The rules are:
//   - a voice is a participant with at least one answer to a question under one aspect in one site;
//     how often they speak, and how often an excerpt is coded, changes nothing;
//   - a coding on the question that gives no answer is talk, and makes no voice ([SiteResult.NoPosition] counts it);
//   - two different answers make the voice mixed, its own position beside the question's; a
//     set-valued answer is the union of all the person named and never mixed; of numbers, those more
//     than the tolerance apart make it mixed, else the voice is the middle of the lowest and highest;
//   - a coding belongs to the site it says, else to its participant's; without either it stands outside
//     ([QuestionResult.Outside] counts it);
//   - a coding without participant is a statement about the site: no voice, but it decides the site's
//     position where no voice speaks;
//   - groups and levels are the participant's own; a voice without one belongs to no group.
//
// # Positions
//
// Each voice stands on one position, so that D, status and flip have one meaning
// for every type of question. Of a set-valued question a position is a whole set,
// written "a|b" in the question's order, and two sets are the same when they are
// equal; Jaccard measures how near the others are. Numbers are put into camps no
// wider than the tolerance, the fullest first ([SiteResult.Range] and the rest
// stand beside); within a camp any two agree.
//
// Where a question has a position of its own called "mixed", a voice with two
// answers is called "two answers" instead.
//
// # Rounding
//
// Shares and gaps meet their threshold within 1e-9, so that 0.8 - 0.5 reaches 0.3.
package agreement
