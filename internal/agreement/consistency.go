package agreement

import "github.com/crosscase/crosscase"

// Comparison is the answer of "compare --format json".
type Comparison struct {
	Questions []Consistency `json:"questions"`
}

// Reading is the corner of the consistency map a question lies in.
type Reading string

// The readings are:
const (
	CommonGround        Reading = "common_ground"        // sites agree within, and with each other
	SiteSpecific        Reading = "site_specific"        // sites agree within, and differ
	ContestedEverywhere Reading = "contested_everywhere" // no site agrees within
	LocallyContested    Reading = "locally_contested"    // some sites agree within
	Undecided           Reading = "undecided"            // too little to say
)

// Consistency is what the sites show on one question under one aspect.
// Same, Different, Mixed, Thin and Unknown sum to the number of sites; Stated are among them.
type Consistency struct {
	Question  string           `json:"question"`
	Theme     string           `json:"theme"`
	Aspect    crosscase.Aspect `json:"aspect"`
	B         *float64         `json:"b" doc:"pairwise agreement of decided sites, 0 to 1; null under two of them"`
	R2        *float64         `json:"r2" doc:"share of the variation of voices that lies between sites, 0 to 1; null where there is no variation"`
	Within    *float64         `json:"within" doc:"mean D of the sites with two voices or more; null where there is none"`
	Same      int              `json:"same" doc:"decided sites on the most common position"`
	Different int              `json:"different" doc:"the other decided sites"`
	Mixed     int              `json:"mixed"`
	Thin      int              `json:"thin"`
	Stated    int              `json:"stated" doc:"sites whose position rests on statements alone; counted above as well"`
	Unknown   int              `json:"unknown"`
	Reading   Reading          `json:"reading"`

	QuestionID crosscase.QuestionID `json:"question_id,omitempty"`
	Prompt     string               `json:"prompt,omitempty"`
	Modal      string               `json:"modal,omitempty" doc:"the most common position of decided sites; ties go to the first in the question's order"`
	Share      *float64             `json:"share,omitempty" doc:"of decided sites on it"`
	Map        *MapPoint            `json:"map,omitempty" doc:"place on the consistency map; absent where either coordinate is null"`
	Weights    string               `json:"weights,omitempty" doc:"participants where sites weigh by their voices; absent where they weigh the same"`
	Heard      int                  `json:"heard,omitempty" doc:"sites with two voices or more"`
	Agreed     int                  `json:"agreed,omitempty" doc:"of these, the sites on or above the line"`
	Sites      []SitePosition       `json:"sites,omitempty"`

	QuestionIndex int32 `json:"-"`
	AspectIndex   uint8 `json:"-"`
}

// MapPoint is a place on the consistency map; both coordinates run from 0 to 1.
type MapPoint struct {
	Within  float64 `json:"within"`
	Between float64 `json:"between"`
}

// SitePosition is one site's part in a comparison.
type SitePosition struct {
	Site       string   `json:"site"`
	Position   string   `json:"position"`
	Voices     int      `json:"voices"`
	Status     Status   `json:"status"`
	D          *float64 `json:"d"`
	Decided    bool     `json:"decided,omitempty"`
	Contested  bool     `json:"contested,omitempty"`
	Stated     bool     `json:"stated,omitempty"`
	Overridden bool     `json:"overridden,omitempty"`
	Same       bool     `json:"same,omitempty" doc:"on the most common position"`
}

// CompareOptions choose a variant. The zero value weighs sites equally.
type CompareOptions struct {
	ByParticipants bool // a site weighs by its voices in B, R2 and Within; statements then weigh nothing
}
