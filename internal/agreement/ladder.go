package agreement

import "github.com/crosscase/crosscase"

// ladder is the status of n voices of which the fullest position holds top. It
// knows no groups.
func ladder(top, n int, rules *crosscase.Settings) Status {
	switch {
	case n == 0:
		return StatusUnheard
	case n == 1:
		return StatusSingleVoice
	case top == n:
		return StatusUnanimous
	case n >= rules.AgreementVoices && reaches(float64(top)/float64(n), rules.AgreementShare):
		return StatusAgreement
	case 2*top > n:
		return StatusMajority
	}
	return StatusSplit
}

// rung is how high a status stands; 0 for those on no rung.
func rung(s Status) int {
	switch s {
	case StatusSplit:
		return 1
	case StatusMajority:
		return 2
	case StatusAgreement:
		return 3
	case StatusUnanimous:
		return 4
	}
	return 0
}

// flip is the fewest voices whose move to other positions puts the status on a
// lower rung; false where it is on none above split, or no move can lower it.
//
// The rules are:
//   - the status depends on the fullest position alone, so that it falls as soon as every position
//     holds at most some number cap of voices, and the highest such cap is the cheapest;
//   - each position over the cap gives its surplus away; positions is how many there are to take it
//     in, those nobody holds and "mixed" included, since a person can be recoded to either.
func flip(counts []int, positions int, rules *crosscase.Settings) (int, bool) {
	n, top := 0, 0
	for _, c := range counts {
		n += c
		top = max(top, c)
	}
	now := rung(ladder(top, n, rules))
	if now < 2 {
		return 0, false
	}
	for limit := top - 1; limit > 0 && limit*positions >= n; limit-- {
		if rung(ladder(limit, n, rules)) >= now {
			continue
		}
		moves := 0
		for _, c := range counts {
			moves += max(0, c-limit)
		}
		return moves, true
	}
	return 0, false
}
