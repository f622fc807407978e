package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// dissenting says of each voice whether it is off the leading position. Where
// positions tie for the lead none leads, and every voice is listed.
func (c *cell) dissenting() (leading []int, off func(*voice) bool) {
	leading = c.leading()
	if len(leading) != 1 {
		return leading, func(*voice) bool { return true }
	}
	only := int32(leading[0])
	return leading, func(v *voice) bool { return v.position != only }
}

// list writes out the voices that are wanted, by position and then participant.
func (c *cell) list(wanted func(*voice) bool) []Voice {
	voices, codings := 0, 0
	for i := range c.voices {
		if v := &c.voices[i]; wanted(v) {
			voices++
			codings += int(v.to - v.from)
		}
	}
	if voices == 0 {
		return nil
	}
	found := make([]Voice, 0, voices)
	excerpts := make([]crosscase.ExcerptID, 0, codings)
	for k := range c.counts {
		if c.counts[k] == 0 {
			continue
		}
		for i := range c.voices {
			v := &c.voices[i]
			if int(v.position) != k || !wanted(v) {
				continue
			}
			from := len(excerpts)
			for _, i := range c.codings[v.from:v.to] {
				if d := c.coding(i); c.answers(d) {
					excerpts = append(excerpts, d.Excerpt)
				}
			}
			found = append(found, c.spell(v, once(excerpts[from:len(excerpts):len(excerpts)])))
		}
	}
	return found
}

// spell writes one voice out with its excerpts.
func (c *cell) spell(v *voice, excerpts []crosscase.ExcerptID) Voice {
	person := &c.ev.Participants[v.person]
	told := Voice{
		Participant: person.Pseudonym, ParticipantID: person.ID, ParticipantIndex: v.person,
		Position: c.labels[v.position], Excerpts: excerpts,
	}
	if v.mixed {
		told.Holds = c.holds(v)
	}
	return told
}

// holds is what a mixed voice says, in the question's order.
func (c *cell) holds(v *voice) []string {
	if c.question.Type == crosscase.Numeric {
		return []string{number(v.low), number(v.high)}
	}
	var set []int32
	for _, i := range c.codings[v.from:v.to] {
		set = union(set, []int32{c.coding(i).Position}, len(c.question.Positions))
	}
	names := make([]string, len(set))
	for i, k := range set {
		names[i] = c.question.Positions[k]
	}
	return slices.Clip(names)
}
