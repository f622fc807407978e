// Package media keeps the files of recordings and works on them: it stores them, says what is in them, draws
// their waveform and cuts stretches out of them. It knows no database and no HTTP.
//
// # Files
//
// A file stands under the SHA-256 of what is in it, DATA/media/ab/abcdef…, and never changes. It is written to
// another name first, synced and renamed, so that what stands under a hash is whole. What can be computed from
// it stands beside it with the version of the computation in its name and may be deleted at any time. Uploads
// that are not finished stand in DATA/uploads.
//
// # ffmpeg
//
// [Tools] are the programs ffmpeg and ffprobe of the PATH. The rules for running them are:
//   - a file is named by its whole path behind "file:", so that no name is taken for an option or a protocol;
//   - they may open no protocol but file, and read no format but those that [Formats] lists: none of these
//     names other files or addresses;
//   - they read nothing from standard input, end with their context, and what they say is bounded.
//
// Without them a WAV file is measured and drawn by this package; the other kinds are told by how they begin, and
// kept with a length of 0, which is "not known".
//
// # Times
//
// All times are milliseconds from the beginning of the recording, as a player counts them.
package media
