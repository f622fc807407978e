package crosscase

// BasisRow is one thing that a text rests on, with a digest of what matters of it. A list of them, taken when a
// person saved the text and held against what is there now, tells whether the text is stale, and by what.
type BasisRow struct {
	Noun   string `json:"noun" doc:"coding, silence, excerpt or summary"`
	ID     string `json:"id"`
	Digest string `json:"digest" doc:"of what matters; what does not, such as the coder's note, can change without it"`
}
