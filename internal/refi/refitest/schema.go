// Package refitest checks XML against what the standard says of order, number and form, which is kept
// here as a table of our own. Tests of whatever writes REFI-QDA use it.
package refitest

import (
	"fmt"
	"regexp"
	"strings"
)

// An element is what the standard allows of it.
type element struct {
	attributes map[string]attribute
	children   []child // in order
}

type attribute struct {
	required bool
	form     *regexp.Regexp // nil for any text
}

// child says how often an element of one of the names may come in its place; most -1 is any number.
type child struct {
	names       []string
	least, most int
}

// The forms of attributes are named by what stands behind the colon in the table.
var forms = map[string]*regexp.Regexp{
	"guid":    regexp.MustCompile(`^(\{?)[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?$`),
	"time":    regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?$`),
	"int":     regexp.MustCompile(`^[-+]?\d+$`),
	"bool":    regexp.MustCompile(`^(true|false|1|0)$`),
	"colour":  regexp.MustCompile(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`),
	"type":    regexp.MustCompile(`^(Text|Boolean|Integer|Float|Date|DateTime)$`),
	"way":     regexp.MustCompile(`^(Associative|OneWay|Bidirectional)$`),
	"decimal": regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)$`),
	"day":     regexp.MustCompile(`^\d{4}-\d\d-\d\d(Z|[-+]\d\d:\d\d)?$`),
	"line":    regexp.MustCompile(`^(dotted|dashed|solid)$`),
	"shape":   regexp.MustCompile(`^(Person|Oval|Rectangle|RoundedRectangle|Star|LeftTriangle|RightTriangle|UpTriangle|DownTriangle|Note)$`),
}

const (
	stamps    = " creatingUser:guid creationDateTime:time modifyingUser:guid modifiedDateTime:time"
	texts     = "guid:guid! name richTextPath plainTextPath" + stamps
	files     = "guid:guid! name path currentPath" + stamps
	selection = "guid:guid! name" + stamps
	corners   = " firstX:int! firstY:int! secondX:int! secondY:int!"
	marked    = "Description? Coding* NoteRef*"
	ending    = " Coding* NoteRef* VariableValue*"
)

// table has a line for each element: its name, its attributes with their forms, ! for those required,
// and its children in order: ? for none or one, * for any number, + for one or more, | between those
// of which any may come in any order.
var table = `
Project      | name! origin creatingUserGUID:guid creationDateTime:time modifyingUserGUID:guid modifiedDateTime:time basePath | Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*
Users        | | User+
User         | guid:guid! name id |
CodeBook     | | Codes
Codes        | | Code+
Code         | guid:guid! name! isCodable:bool! color:colour | Description? NoteRef* Code*
Variables    | | Variable+
Variable     | guid:guid! name! typeOfVariable:type! | Description?
Cases        | | Case+
Case         | guid:guid! name | Description? CodeRef* VariableValue* SourceRef* SelectionRef*
Sources      | | TextSource|PictureSource|PDFSource|AudioSource|VideoSource+
Notes        | | Note+
Links        | | Link+
Link         | guid:guid! name direction:way color:colour originGUID:guid targetGUID:guid | NoteRef*
Sets         | | Set+
Set          | guid:guid! name! | Description? MemberCode* MemberSource* MemberNote*
Graphs       | | Graph+
Graph        | guid:guid! name | Vertex* Edge*
Vertex       | guid:guid! representedGUID:guid name firstX:int! firstY:int! secondX:int secondY:int shape:shape color:colour |
Edge         | guid:guid! representedGUID:guid name sourceVertex:guid! targetVertex:guid! color:colour direction:way lineStyle:line |
TextSource   | ` + texts + ` | Description? PlainTextContent? PlainTextSelection*` + ending + `
PictureSource | ` + files + ` | Description? TextDescription? PictureSelection*` + ending + `
PDFSource    | ` + files + ` | Description? PDFSelection* Representation?` + ending + `
AudioSource  | ` + files + ` | Description? Transcript* AudioSelection*` + ending + `
VideoSource  | ` + files + ` | Description? Transcript* VideoSelection*` + ending + `
Transcript   | ` + texts + ` | Description? PlainTextContent? SyncPoint* TranscriptSelection* NoteRef*
SyncPoint    | guid:guid! timeStamp:int position:int |
PlainTextSelection  | ` + selection + ` startPosition:int! endPosition:int! | ` + marked + `
PictureSelection    | ` + selection + corners + ` | ` + marked + `
PDFSelection        | ` + selection + ` page:int!` + corners + ` | Description? Representation? Coding* NoteRef*
AudioSelection      | ` + selection + ` begin:int! end:int! | ` + marked + `
VideoSelection      | ` + selection + ` begin:int! end:int! | ` + marked + `
TranscriptSelection | ` + selection + ` fromSyncPoint:guid toSyncPoint:guid | ` + marked + `
Coding       | guid:guid! creatingUser:guid creationDateTime:time | CodeRef NoteRef*
VariableValue | | VariableRef TextValue|BooleanValue|IntegerValue|FloatValue|DateValue|DateTimeValue?
CodeRef      | targetGUID:guid! |
NoteRef      | targetGUID:guid! |
SourceRef    | targetGUID:guid! |
SelectionRef | targetGUID:guid! |
VariableRef  | targetGUID:guid! |
MemberCode   | targetGUID:guid! |
MemberSource | targetGUID:guid! |
MemberNote   | targetGUID:guid! |
`

// codebookTable is what a codebook alone says differently.
const codebookTable = `
CodeBook   | origin | Codes Sets?
Code       | guid:guid! name! isCodable:bool! color:colour | Description? Code*
Set        | guid:guid! name! | Description? MemberCode*
MemberCode | guid:guid! |
`

// holdsText are the elements of text, and the forms of those that have one.
var holdsText = map[string]string{
	"Description": "", "PlainTextContent": "", "TextValue": "",
	"BooleanValue": "bool", "IntegerValue": "int", "FloatValue": "decimal", "DateValue": "day", "DateTimeValue": "time",
}

// sameAs are elements of the type of another.
var sameAs = map[string]string{"Note": "TextSource", "Representation": "TextSource", "TextDescription": "TextSource"}

var project, codebook = parse(table), parse(table + codebookTable)

func parse(table string) map[string]*element {
	out := map[string]*element{}
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, rest, _ := strings.Cut(line, "|")
		attributes, children, ok := strings.Cut(rest, "|")
		if !ok {
			panic("refitest: no children in " + line)
		}
		e := &element{attributes: map[string]attribute{}}
		for field := range strings.FieldsSeq(attributes) {
			field, required := strings.CutSuffix(field, "!")
			key, form, formed := strings.Cut(field, ":")
			a := attribute{required: required}
			if formed {
				if a.form = forms[form]; a.form == nil {
					panic(fmt.Sprintf("refitest: no form %q", form))
				}
			}
			e.attributes[key] = a
		}
		for field := range strings.FieldsSeq(children) {
			c := child{least: 1, most: 1}
			switch field[len(field)-1] {
			case '?':
				c.least = 0
			case '*':
				c.least, c.most = 0, -1
			case '+':
				c.most = -1
			}
			c.names = strings.Split(strings.TrimRight(field, "?*+"), "|")
			e.children = append(e.children, c)
		}
		out[strings.TrimSpace(name)] = e
	}
	return out
}
