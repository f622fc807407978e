package service

import "github.com/crosscase/crosscase/internal/refi"

// What the study has and REFI-QDA has no word for is written in words of the format, by these names. Other programs
// show them as the codes, sets, variables and notes they are; an import of ours takes them back.
//
// The rules are:
//   - questions and positions are codes: a question in its theme, a position in its question. Two sets list them. A
//     coding names the position, else the question, else the theme;
//   - what a coding, excerpt or memo is besides is a note it refers to, named "Aspect: practice": one note for all of it;
//   - a silence is a note with a coding to its question or theme; a position set by hand one with a coding to the position;
//   - what belongs to a site, unit or participant is tied to its case by a link;
//   - of a site, unit or participant a variable says what it is, and what it answers to each question.
const (
	refiOrigin = refi.Ours

	setQuestions = "Questions"
	setPositions = "Positions"
	setSite      = "Site: "

	tagAspect      = "Aspect"
	tagElicited    = "Elicited"
	tagNumber      = "Number"
	tagGroup       = "Group"
	tagLevel       = "Level"
	tagRound       = "Round"
	tagUnit        = "Unit"
	tagSite        = "Site"
	tagParticipant = "Participant"
	tagTheme       = "Theme"
	tagKind        = "Kind"
	tagKey         = "Key"
	tagMachine     = "Machine"
	tagSeverity    = "Severity"
	tagCode        = "Code"
	tagStretch     = "Stretch"
	tagAbout       = "About"
	tagRetired     = "Retired"
	tagJoined      = "Joined to" // the identifier of the selection or coding that stands for this one too
	nobody         = "nobody"
	none           = "none"

	noteCoding   = "Note on a coding"
	noteSilence  = "Silence: "
	noteOverride = "Position set by hand: "
	noteGrounds  = "Grounds: "

	linkMemo     = "memo on"
	linkSilence  = "silence of"
	linkOverride = "position of"
	linkGrounds  = "evidence for"

	variableLevel    = "level" // site, unit or participant
	variableGroup    = "group"
	variableRole     = "role"
	variableStanding = "level of the participant"
	variableKind     = "kind"
	variableUnit     = "unit"
	variablePosition = "Position: "

	variableInterview   = "interview"
	variableRound       = "interview round"
	variablePlace       = "interview unit"
	variableDate        = "interview date"
	variableInterviewer = "interviewer"
	variableMode        = "interview mode"
	variableConsent     = "consent"
	variableListened    = "listened to whole"
	variableSource      = "kind of source"
	variableGenre       = "genre"
	variableFile        = "file"
)

// The headings of what a code's description says beside the definition, in order.
var descriptionHeads = []string{"In full", "Use when", "Not when", "Example", "Prompt", "Type", "Tolerance", "Label", "Of"}
