package crosscase

import (
	"regexp"
	"strings"
)

// Study is the whole investigation; it owns everything else.
type Study struct {
	ID        StudyID  `db:"id" json:"id"`
	Revision  int64    `db:"revision" json:"revision"`
	Slug      string   `db:"slug" json:"slug" doc:"short name in URLs and commands: lower-case letters, digits and hyphens"`
	Title     string   `db:"title" json:"title"`
	About     string   `db:"about" json:"about,omitempty" doc:"what the study is, its source and its rights"`
	Synthetic bool     `db:"synthetic" json:"synthetic,omitempty" doc:"made by the generator, no real people"`
	Settings  Settings `db:"settings,json" json:"settings"`
	Created   int64    `db:"created" json:"created" doc:"epoch milliseconds, UTC"`
}

// Settings are the thresholds and rules of one study. They are printed in each report.
type Settings struct {
	AgreementShare  float64    `json:"agreement_share" doc:"share of voices from which a site agrees; default 0.75"`
	AgreementVoices int        `json:"agreement_voices" doc:"voices from which a site can agree; default 4"`
	GroupShare      float64    `json:"group_share" doc:"share from which a role or level counts as agreed; default 2/3"`
	DivideGap       float64    `json:"divide_gap" doc:"within minus between from which groups divide a site; default 0.3"`
	ThinVoices      int        `json:"thin_voices" doc:"voices under which a site is thin; default 3"`
	ReadingD        float64    `json:"reading_d" doc:"within-site agreement on or above which a site counts as agreed on the consistency map; default 0.6"`
	ReadingB        float64    `json:"reading_b" doc:"between-site agreement from which a question is common ground; default 0.6"`
	Disclosure      Disclosure `json:"disclosure" doc:"how a quotation is attributed: participant, role_site, role, site or none; default role_site"`
	SmallCell       int        `json:"small_cell" doc:"people under which a role-by-site cell is widened; default 3"`
	BlindCoding     bool       `json:"blind_coding,omitempty" doc:"at the desk nobody but who manages the study sees what others coded"`
}

// Disclosure is how far an attribution may go towards the person who spoke.
type Disclosure string

// The levels, from the closest to the widest, are:
const (
	DiscloseParticipant Disclosure = "participant" // pseudonym, role and site
	DiscloseRoleSite    Disclosure = "role_site"   // role and site, widened where the cell is small
	DiscloseRole        Disclosure = "role"
	DiscloseSite        Disclosure = "site"
	DiscloseNone        Disclosure = "none"
)

// DefaultSettings are those of product.md.
func DefaultSettings() Settings {
	return Settings{
		AgreementShare: 0.75, AgreementVoices: 4, GroupShare: 2.0 / 3, DivideGap: 0.3,
		ThinVoices: 3, ReadingD: 0.6, ReadingB: 0.6, Disclosure: DiscloseRoleSite, SmallCell: 3,
	}
}

var slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Validate refuses a study that could not be named in a URL or has thresholds outside their bounds.
func (s *Study) Validate() error {
	if !slugPattern.MatchString(s.Slug) {
		return Errorf(CodeInvalid, "study name %q: use lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit", s.Slug)
	}
	if strings.TrimSpace(s.Title) == "" {
		return Errorf(CodeInvalid, "study %s has no title", s.Slug)
	}
	return s.Settings.Validate()
}

// Validate refuses thresholds that are no shares or counts.
func (t *Settings) Validate() error {
	for name, share := range map[string]float64{
		"agreement_share": t.AgreementShare, "group_share": t.GroupShare, "reading_d": t.ReadingD, "reading_b": t.ReadingB,
	} {
		if !(share > 0 && share <= 1) {
			return Errorf(CodeInvalid, "setting %s is %v: give a share above 0 and at most 1", name, share)
		}
	}
	if t.DivideGap < 0 || t.DivideGap > 2 {
		return Errorf(CodeInvalid, "setting divide_gap is %v: give a number from 0 to 2", t.DivideGap)
	}
	if t.AgreementVoices < 2 || t.ThinVoices < 1 || t.SmallCell < 1 {
		return Errorf(CodeInvalid, "settings agreement_voices (%d), thin_voices (%d) and small_cell (%d) are counts: at least 2, 1 and 1", t.AgreementVoices, t.ThinVoices, t.SmallCell)
	}
	return oneOf("disclosure", t.Disclosure, DiscloseParticipant, DiscloseRoleSite, DiscloseRole, DiscloseSite, DiscloseNone)
}
