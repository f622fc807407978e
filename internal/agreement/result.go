package agreement

import "github.com/crosscase/crosscase"

// Agreement is the answer of "agreement --format json".
type Agreement struct {
	Questions []QuestionResult `json:"questions"`
}

// Status is how far the voices of one site go together on one question.
type Status string

// The statuses, from the bottom rung up, with the two that stand above the ladder last, are:
const (
	StatusUnheard        Status = "unheard"               // no voice
	StatusSingleVoice    Status = "single_voice"          // one voice
	StatusSplit          Status = "split"                 // no position is held by more than half
	StatusMajority       Status = "majority_with_dissent" // one is held by more than half
	StatusAgreement      Status = "agreement"             // enough voices, and the share the settings ask for
	StatusUnanimous      Status = "unanimous"             // two or more voices, all the same
	StatusDividedByRole  Status = "divided_by_role"
	StatusDividedByLevel Status = "divided_by_level"
)

// What a site can be divided by is:
const (
	ByRole  = "role"
	ByLevel = "level"
)

// Why a site is thin is:
const (
	ThinVoices  = "voices"   // fewer voices than the settings ask for
	ThinOneRole = "one_role" // every voice is known to be of one profession group
)

// QuestionResult is one question under one aspect, with every site in order.
type QuestionResult struct {
	Question string           `json:"question" doc:"the question's name"`
	Theme    string           `json:"theme" doc:"the key of its theme; empty where it has none"`
	Aspect   crosscase.Aspect `json:"aspect"`
	Sites    []SiteResult     `json:"sites"`

	QuestionID crosscase.QuestionID   `json:"question_id,omitempty"`
	Prompt     string                 `json:"prompt,omitempty"`
	Type       crosscase.QuestionType `json:"type,omitempty"`
	Order      []string               `json:"order,omitempty" doc:"the question's positions in order, held or not"`
	Outside    int                    `json:"outside,omitempty" doc:"codings that belong to no site"`

	QuestionIndex int32 `json:"-"`
	AspectIndex   uint8 `json:"-"`
	tolerance     float64
}

// SiteResult is what one site says on one question under one aspect. Counts stand
// with their denominators: Voices of Listened of Interviewed participants of the site.
type SiteResult struct {
	Site        string         `json:"site" doc:"the site's letter"`
	Voices      int            `json:"voices"`
	Listened    int            `json:"listened"`
	Interviewed int            `json:"interviewed"`
	Positions   map[string]int `json:"positions" doc:"voices by position; positions nobody holds are left out; sums to voices"`
	D           *float64       `json:"d" doc:"pairwise agreement, 0 to 1; null under two voices"`
	A           *float64       `json:"a" doc:"van der Eijk's A, -1 to 1, of voices on one position; null unless ordinal with three positions or more"`
	Status      Status         `json:"status"`
	DividedBy   *string        `json:"divided_by" doc:"role, level or null"`
	Flip        *int           `json:"flip" doc:"fewest voices whose recoding lowers the status; null where it is on no rung above split"`
	Dissent     []string       `json:"dissent" doc:"pseudonyms of the voices off the leading position; where positions tie for the lead, all voices"`
	Position    string         `json:"position" doc:"a position, or mixed, thin, unknown"`

	Decided         bool                          `json:"decided,omitempty" doc:"the position is one of the question's own"`
	Contested       bool                          `json:"contested,omitempty" doc:"the position of a majority with dissent"`
	Stated          bool                          `json:"stated,omitempty" doc:"the position rests on statements alone"`
	ThinBecause     string                        `json:"thin_because,omitempty" doc:"voices or one_role"`
	Override        *Override                     `json:"override,omitempty"`
	Leading         []string                      `json:"leading,omitempty" doc:"the position most voices hold; several where they tie"`
	Minority        []Voice                       `json:"minority,omitempty" doc:"the dissent list: by position, then participant"`
	VoiceList       []Voice                       `json:"voice_list,omitempty" doc:"every voice, where asked for"`
	NoPosition      int                           `json:"no_position,omitempty" doc:"participants who speak on the question without an answer"`
	Statements      []Statement                   `json:"statements,omitempty"`
	Record          []RecordDifference            `json:"record_against_voices,omitempty" doc:"statements that differ from the leading position of the voices"`
	Groups          []GroupResult                 `json:"groups,omitempty" doc:"by profession group, where two or more speak"`
	Levels          []GroupResult                 `json:"levels,omitempty" doc:"by level, where two or more speak"`
	RoleDivide      *Divide                       `json:"role_divide,omitempty"`
	LevelDivide     *Divide                       `json:"level_divide,omitempty"`
	Jaccard         *float64                      `json:"jaccard,omitempty" doc:"set-valued: mean pairwise Jaccard, 0 to 1; absent under two voices"`
	Elements        map[string]int                `json:"elements,omitempty" doc:"set-valued: voices that name each position"`
	Median          *float64                      `json:"median,omitempty" doc:"numeric: of the voices that are not mixed"`
	Range           []float64                     `json:"range,omitempty" doc:"numeric: lowest and highest answer of any voice"`
	WithinTolerance *float64                      `json:"within_tolerance,omitempty" doc:"numeric: share of voices within the tolerance of the median"`
	Value           *float64                      `json:"value,omitempty" doc:"numeric: the number a decided site stands for"`
	Silences        map[crosscase.SilenceKind]int `json:"silences,omitempty" doc:"recorded absences on the question, one per participant and kind"`

	SiteIndex int32 `json:"-"`
	tally     []Count
	values    []float64 // numeric: a number per voice that is not mixed
	mixed     int       // voices with two answers

	either        []string // what the mixed voices hold; of a mixed site without voices, what is stated
	eitherNumbers []float64
}

// Count is how many voices hold a position.
type Count struct {
	Position string `json:"position"`
	Voices   int    `json:"voices"`
}

// Tally is Positions in the question's order, mixed last.
func (r *SiteResult) Tally() []Count { return r.tally }

// Voice is one participant's answer.
type Voice struct {
	Participant      string                  `json:"participant" doc:"pseudonym"`
	Position         string                  `json:"position"`
	Holds            []string                `json:"holds,omitempty" doc:"what a mixed voice says"`
	Excerpts         []crosscase.ExcerptID   `json:"excerpts"`
	ParticipantID    crosscase.ParticipantID `json:"participant_id,omitempty"`
	ParticipantIndex int32                   `json:"-"`
}

// Statement is what sources without a speaker say of the site.
type Statement struct {
	Position string                `json:"position"`
	Excerpts []crosscase.ExcerptID `json:"excerpts"`
	number   float64
}

// RecordDifference is a statement beside voices that say otherwise.
type RecordDifference struct {
	Statement string                `json:"statement" doc:"the position the record states"`
	Voices    []string              `json:"voices" doc:"the position that leads among the voices; several where they tie"`
	Excerpts  []crosscase.ExcerptID `json:"excerpts" doc:"of the statement"`
}

// Override is a lead's own reading, with what it stands over.
type Override struct {
	Position string `json:"position"`
	Computed string `json:"computed"`
	Reason   string `json:"reason"`
}

// GroupResult is the voices of one group or level of a site.
type GroupResult struct {
	Group    string   `json:"group"`
	Voices   int      `json:"voices"`
	Tally    []Count  `json:"tally"`
	D        *float64 `json:"d" doc:"null under two voices"`
	Position string   `json:"position" doc:"the most held, the first in order where several are"`
	Share    float64  `json:"share" doc:"of the most held position"`
}

// Divide is how much more a site's groups agree within than between. Its bounds are -1 and 1.
type Divide struct {
	Within  float64 `json:"within" doc:"mean D of the groups with two voices or more"`
	Between float64 `json:"between" doc:"mean over their pairs of the chance that one voice of each is on the same position"`
	Gap     float64 `json:"gap" doc:"within - between"`
}

// Options choose what Analyse reports. The zero value reports everything but the lists of all voices.
type Options struct {
	Questions []int32            // indices into Evidence.Questions; nil is all
	Sites     []int32            // indices into Evidence.Sites; nil is all
	Aspects   []crosscase.Aspect // nil is all
	Voices    bool               // fill VoiceList
}
