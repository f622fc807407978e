package text

import "strings"

// acceptLabels decides which labels are speakers, by how often they come and in
// which style; the rules stand at FindTurns.
func acceptLabels(lines []line) {
	count := map[style]map[string]int{boldColon: {}, plain: {}, boldOnly: {}}
	for i := range lines {
		l := &lines[i]
		if l.blank() {
			continue
		}
		l.label = readLabel(l)
		if l.label.style == noLabel || l.heading {
			continue
		}
		if eligible(l) {
			count[l.label.style][l.label.key] += weight(l.label.key)
		}
	}
	style, known := speakers(count)
	if len(known) == 0 {
		return
	}
	titles := titlesOf(known)
	begun := false
	for i := range lines {
		l := &lines[i]
		first, _, two := strings.Cut(l.label.key, " ")
		l.speaks = speaks(l, style, known, begun || two && titles[first])
		begun = begun || l.speaks
	}
}

// eligible says whether the label of l counts towards recurring.
func eligible(l *line) bool {
	switch l.label.style {
	case boldColon:
		return true
	case plain:
		return looksLikeName(l.label.name)
	case boldOnly:
		// A bold paragraph labels the one below it only if that is not bold too: two in a row are a title.
		whole := l.label.speech >= l.end-l.start
		if whole && (l.next == nil || l.next.bold > 0) {
			return false
		}
		return looksLikeName(l.label.name) && (whole || l.label.speech > l.bold || endsBlank(l))
	}
	return false
}

// weight is how much one label counts: that of a role counts twice, so that a
// transcript of one question and one answer has its two speakers.
func weight(key string) int {
	if roles[numberless(key)] {
		return 2
	}
	return 1
}

// endsBlank says whether the bold run of l ends in a blank, which parts a label from the speech:
// "**Date**........" is a form to fill in.
func endsBlank(l *line) bool {
	run, err := Slice(l.text, 0, l.bold)
	return err == nil && strings.TrimRight(run, " \t\u00a0") != run
}

// speakers picks the style that the text uses and the keys that recur in it.
func speakers(count map[style]map[string]int) (style, map[string]bool) {
	for _, s := range []style{boldColon, plain, boldOnly} {
		known := keysWith(count[s], 2)
		if s == plain && len(known) == 1 {
			known = keysWith(count[s], 3)
		}
		if len(known) > 1 || len(known) == 1 && s != boldOnly {
			return s, known
		}
	}
	return noLabel, nil
}

func keysWith(count map[string]int, least int) map[string]bool {
	keys := make(map[string]bool)
	for key, n := range count {
		if n >= least {
			keys[key] = true
		}
	}
	return keys
}

// titlesOf are the first words of labels of two words or more: Mr, Dr, Speaker.
func titlesOf(known map[string]bool) map[string]bool {
	titles := make(map[string]bool)
	for key := range known {
		if first, _, two := strings.Cut(key, " "); two {
			titles[first] = true
		}
	}
	return titles
}

// speaks says whether the label of l is a speaker, and takes slips of the pen back to the label meant.
// guest says that a label met once may be one.
func speaks(l *line, used style, known map[string]bool, guest bool) bool {
	switch key := l.label.key; {
	case l.label.style == noLabel:
		return false
	case l.heading && l.label.style == boldOnly:
		return false
	case known[key]:
		return true
	case l.heading:
		return false
	case l.label.style == boldOnly && used != boldOnly:
		return false
	case key != numberless(key) && known[numberless(key)]:
		return true
	default:
		return guest && used == boldColon && l.label.style == boldColon && len(known) >= 2
	}
}

// numberless is "interviewee" for "interviewee#2", "interviewee 2" and "interviewee2".
func numberless(key string) string {
	return strings.TrimRight(strings.TrimRight(key, "0123456789"), " #")
}
