// Package reader turns the files that people have into text and tables. It knows
// no store: it is given bytes and a name and returns values.
//
// # Texts
//
// [Read] reads Word (.docx), OpenDocument (.odt, .odp), RTF, web pages, PDF,
// Markdown (.md), reStructuredText so far as transcripts use it (.rst), plain text
// (.txt), transcripts with times (.vtt, .srt, .TextGrid, .eaf), and through
// LibreOffice, where it is installed, files of before 2007 (.doc, .ppt) into a
// [Document]: the text in the normal form of package text, speaker turns, headings,
// bold runs, pages, and the notes beside it. All places are spans of code points of the text.
//
// The rules are:
//   - Word, OpenDocument, RTF and PDF are known by their content, and that is said where the name says
//     otherwise; the others by their extension;
//   - from Word and Markdown a line is a paragraph, without empty ones, so that an interview
//     kept in both comes out the same but for what the conversion changed; a plain text keeps its lines;
//   - headers, footers, pictures and numbers that Word makes itself are no text;
//   - tracked changes count as accepted: insertions stay, deletions go, and a warning says how many;
//   - comments, footnotes and endnotes are notes with the place they stand at, never text;
//   - speaker turns are found by the rules at text.FindTurns, or by the pattern in Options.Speaker.
//
// # Tables
//
// [ReadTable] reads CSV with any of five delimiters and Excel workbooks row by
// row into a [Table], in memory for one row (and, of a workbook, for the texts
// its cells share). Dates of a workbook are YYYY-MM-DD, with Thh:mm:ss where
// there is a time; numbers have the fewest digits that read back the same; TRUE
// and FALSE are those words. A row that does not fit the header is an error with
// its place, since what stands in the wrong column is worse than what is missing.
//
// # Encodings
//
// The order is: what the person says; a byte order mark; UTF-8 where all of the
// file is; UTF-16 by where its zero bytes are; the likeliest guess of chardet. A
// guess is flagged so that it can be shown and changed. It takes Mac Roman for a
// Windows page, which nothing in the bytes can tell. Bytes that the encoding does
// not have are an error with offset and line, never a replacement character.
//
// # Facts in file names
//
// A [Pattern] takes the site, the date or another fact from a file's name or first
// heading; [ParseDate] reads the ways people write a date and refuses those that
// mean two days.
//
// # Hostile files
//
// Time and memory are bounded whatever the bytes are; limits.go has the numbers.
// The rules are:
//   - a file over 100 MiB (Options.MaxSize) is refused before it is read; CSV may be 4 GiB;
//   - of an archive, the directory, the number of files, the size of a part inflated, and its ratio
//     to the packed size are bounded, and looked at before a part is inflated;
//   - names in an archive are looked up, never followed: ../ leads nowhere;
//   - XML may declare no entities or document type and nest 256 elements;
//   - the loops over a file's bytes look at the context.
//
// # Errors
//
// What a person can act on is a *crosscase.Error of CodeInvalid that names the
// file, the place and what to do. Anything else (a read that failed, a context
// that ended) comes as it is. A file is read whole or not at all.
package reader
