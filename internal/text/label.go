package text

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

const (
	maxLabel      = 40 // code points
	maxLabelWords = 6
	labelWindow   = 160 // bytes of a line that can hold a label with two times
)

// style is how a label is set apart from the speech.
type style int

const (
	noLabel   style = iota
	boldColon       // **Anna:** or **Anna**:
	plain           // Anna:
	boldOnly        // **Anna** with the speech behind or below it
)

// label is what a line begins with that might name a speaker.
type label struct {
	style  style
	name   string
	key    string // what two labels of one speaker share
	speech int    // code points from the start of the line to the words
	time   int64  // milliseconds or NoTime
}

const stamp = `[\[(<]?((?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])>]?`

// colonLabel takes a line apart: time, name, time, colon. The end of the line
// stands for the colon only after a time (Teams, Otter).
var colonLabel = regexp.MustCompile(
	`^\s*(?:` + stamp + `\s*[-–—]?\s*)?([\p{L}\p{N}#@][^:：\t?!"“”]{0,59}?)(?:\s*` + stamp + `)?\s*([:：]|$)`)

// readLabel finds what l may begin with, by its form alone.
func readLabel(l *line) label {
	if found, ok := readColon(l); ok {
		return found
	}
	if l.bold == 0 {
		return label{}
	}
	run, err := Slice(l.text, 0, l.bold)
	if err != nil {
		return label{}
	}
	name := tidyName(run)
	if !isName(name) {
		return label{}
	}
	return label{style: boldOnly, name: name, key: keyOf(name), speech: speechAfter(l.text, len(run)), time: NoTime}
}

// readColon finds a label that ends in a colon, or in a time at the end of the line.
func readColon(l *line) (label, bool) {
	head := l.text
	if len(head) > labelWindow {
		head = strings.ToValidUTF8(head[:labelWindow], "")
	}
	if !strings.ContainsAny(head, ":：") {
		return label{}, false
	}
	m := colonLabel.FindStringSubmatchIndex(head)
	if m == nil {
		return label{}, false
	}
	separator := head[m[8]:m[9]]
	if separator == "" && m[6] < 0 {
		return label{}, false
	}
	// 10:30, http://example and the like are no labels.
	if rest := l.text[m[9]:]; rest != "" && (rest[0] == '/' || rest[0] >= '0' && rest[0] <= '9') {
		return label{}, false
	}
	found := label{style: plain, name: tidyName(head[m[4]:m[5]]), time: NoTime}
	if !isName(found.name) {
		return label{}, false
	}
	found.key = keyOf(found.name)
	for _, at := range []int{2, 6} {
		if m[at] >= 0 {
			found.time = parseStamp(head[m[at]:m[at+1]])
		}
	}
	found.speech = speechAfter(l.text, m[9])
	nameEnd, colonEnd := Len(head[:m[5]]), Len(head[:m[9]])
	if l.bold >= nameEnd && l.bold <= max(colonEnd, found.speech) && separator != "" {
		found.style = boldColon
	}
	return found, true
}

// speechAfter is the code point at which the words begin when the label ends at byte at.
func speechAfter(line string, at int) int {
	rest := strings.TrimLeft(line[at:], ":：;.,")
	rest = strings.TrimLeft(rest, " \t\u00a0")
	return Len(line[:len(line)-len(rest)])
}

// tidyName is a label as a person would write it on a list: without the marks
// around it and with single blanks.
func tidyName(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	return strings.Trim(name, " :：;,.-–—[]<>*_")
}

func keyOf(name string) string { return strings.ToLower(name) }

// isName says whether name could be a speaker at all; which names are is decided
// by how often they come.
func isName(name string) bool {
	if name == "" || Len(name) > maxLabel || strings.ContainsAny(name, "?!\"“”\t") {
		return false
	}
	if strings.IndexFunc(name, unicode.IsLetter) < 0 {
		return false
	}
	words := strings.Fields(name)
	if len(words) > maxLabelWords {
		return false
	}
	for _, word := range words[:len(words)-1] {
		// "Mr." and "J." are part of a name, a longer word with a full stop ends a sentence.
		if strings.HasSuffix(word, ".") && Len(word) > 5 {
			return false
		}
	}
	return !remarks[keyOf(strings.TrimRight(name, " #0123456789"))]
}

// looksLikeName is the stricter test of a label that nothing but its colon sets apart.
func looksLikeName(name string) bool {
	words := strings.Fields(name)
	for i, word := range words {
		first := []rune(strings.TrimLeft(word, "([#'’"))
		lower := len(first) > 0 && unicode.IsLower(first[0])
		switch {
		case !lower, len(words) == 1:
		case i == 0:
			return false
		case len(words) > 2 && !particles[word]:
			return false
		}
	}
	return true
}

// particles are the small words within names.
var particles = wordSet("of de da do dos das del della di du la le les van von den der zu the and und et y e for ap bin al el")

// roles are words that name a part in an interview, and little else before a colon.
var roles = wordSet(`
	interviewer interviewee respondent participant moderator facilitator researcher speaker informant interpreter translator
	befragter befragte interviewerin befragende moderatorin enquêteur enquêtrice interviewé interviewée animateur
	entrevistador entrevistadora entrevistado entrevistada intervistatore intervistato intervistata geïnterviewde
	q i r p`)

// remarks are words that head a remark in a transcript and never speak. They are
// only what the pattern of a person overrides, so the list errs on the short side.
var remarks = wordSet(`
	note notes nb n.b ps p.s date time place location venue duration site id study file page project title subject topic theme
	interview transcript recording audio summary comment comments remark remarks appendix source keywords attendees present apologies
	action actions example warning agenda
	notiz notizen anmerkung hinweis datum uhrzeit zeit ort dauer thema betreff projekt datei seite beispiel
	remarque lieu durée heure sujet thème projet fichier exemple
	nota fecha hora lugar duración tema proyecto archivo ejemplo
	data local duração tópico projeto arquivo exemplo
	luogo durata progetto esempio
	opmerking tijd plaats duur onderwerp bestand voorbeeld`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// parseStamp reads h:mm:ss, mm:ss and their fractions as milliseconds.
func parseStamp(stamp string) int64 {
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(stamp, ",", "."), ".")
	var seconds int64
	for _, part := range strings.Split(whole, ":") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return NoTime
		}
		seconds = seconds*60 + n
	}
	if fraction == "" {
		return seconds * 1000
	}
	thousandths, err := strconv.ParseInt((fraction + "000")[:3], 10, 64)
	if err != nil {
		return NoTime
	}
	return seconds*1000 + thousandths
}
