// Package transcribe has a machine put down what is said in a stretch of a recording. It is an adapter: the machine
// is somebody else's, either a server that speaks the transcription API of OpenAI, as many programs do that
// run on one's own computer, or a command.
//
// The rules are:
//   - there is none unless whoever runs the server has named one;
//   - an engine says where the sound goes, in words for the person who is about to send it;
//   - it is given one stretch at a time, as a WAV file of one channel at 16 kHz, and nothing of the study beside it;
//   - what it answers is bounded and counts as made by a machine until a person has checked it.
package transcribe
