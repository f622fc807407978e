package crosscase

import "slices"

// Role is what a person is in one study.
type Role string

// The roles are:
const (
	PrincipalInvestigator Role = "principal_investigator"
	SiteLead              Role = "site_lead"
	FieldResearcher       Role = "field_researcher"
	CoderRole             Role = "coder"
	Transcriber           Role = "transcriber"
	SecondReader          Role = "second_reader"
	Adviser               Role = "adviser"
	Auditor               Role = "auditor"
)

// Roles lists them from the most to the least that they may do.
var Roles = []Role{PrincipalInvestigator, SiteLead, FieldResearcher, CoderRole, Transcriber, SecondReader, Adviser, Auditor}

// Action is something a person can do in a study.
type Action string

// The actions are:
const (
	ReadStudy      Action = "read_study"       // title, counts, codebook, design without identities
	ReadSources    Action = "read_sources"     // texts and recordings
	ReadCodings    Action = "read_codings"     // excerpts, codings, silences, memos, summaries
	ReadResults    Action = "read_results"     // agreement, matrix, reports of the sites one may see
	ReadCrossCase  Action = "read_cross_case"  // consistency, claims, types: they speak of all sites, so a member limited to sites has it not
	ReadIdentities Action = "read_identities"  // real names
	ReadHistory    Action = "read_history"     // the change log
	WriteDesign    Action = "write_design"     // sites, units, participants, rounds, guides, interviews, posts, attributes
	WriteIdentity  Action = "write_identities" // real names
	WriteSources   Action = "write_sources"    // import and correct texts and recordings
	WriteCodebook  Action = "write_codebook"   // themes, questions, positions
	WriteCodings   Action = "write_codings"    // excerpts, codings, silences, summaries
	WritePasses    Action = "write_passes"     // what one has listened to
	WriteMemos     Action = "write_memos"
	WriteClaims    Action = "write_claims" // claims, typologies
	WriteTypes     Action = "write_types"  // type decisions and second assignments
	WriteReports   Action = "write_reports"
	Object         Action = "object"       // to a written report, as second reader
	SignOff        Action = "sign_off"     // summaries that stand; they are changed by nobody else
	Override       Action = "override"     // site positions set by hand
	Export         Action = "export"       // take the evidence out
	ManageStudy    Action = "manage_study" // title, thresholds, deletion
	ManageMembers  Action = "manage_members"
)

// Actions lists them all.
var Actions = []Action{
	ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadIdentities, ReadHistory,
	WriteDesign, WriteIdentity, WriteSources, WriteCodebook, WriteCodings, WritePasses, WriteMemos, WriteClaims, WriteTypes, WriteReports, Object, SignOff, Override,
	Export, ManageStudy, ManageMembers,
}

// access is the one table of who may do what.
var access = map[Role][]Action{
	PrincipalInvestigator: Actions,
	SiteLead: {
		ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadIdentities, ReadHistory,
		WriteDesign, WriteIdentity, WriteSources, WriteCodebook, WriteCodings, WritePasses, WriteMemos, WriteClaims, WriteTypes, WriteReports, Object, SignOff, Override, Export,
	},
	FieldResearcher: {
		ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadIdentities, ReadHistory,
		WriteDesign, WriteIdentity, WriteSources, WriteCodings, WritePasses, WriteMemos, WriteReports, Object,
	},
	CoderRole:    {ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadHistory, WriteCodebook, WriteCodings, WritePasses, WriteMemos},
	Transcriber:  {ReadStudy, ReadSources, WriteSources, WritePasses},
	SecondReader: {ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadHistory, WritePasses, WriteMemos, WriteTypes, Object},
	Adviser:      {ReadStudy, ReadResults, ReadCrossCase},
	Auditor:      {ReadStudy, ReadSources, ReadCodings, ReadResults, ReadCrossCase, ReadHistory, Export},
}

// May says whether a role allows an action on the sites it is given for.
func (r Role) May(a Action) bool { return slices.Contains(access[r], a) }

// Access is what one actor may do in one study. The zero Access allows nothing.
type Access struct {
	Role  Role
	Sites []SiteID // the only sites; nil is all
}

// May says whether the actor may do a at all, on any site.
func (a Access) May(action Action) bool {
	if a.Limited() && (action == ReadCrossCase || action == ManageStudy || action == ManageMembers) {
		return false // these reach all sites
	}
	return a.Role.May(action)
}

// Limited says whether the actor sees only some sites.
func (a Access) Limited() bool { return len(a.Sites) > 0 }

// Sees says whether rows of the site are within the actor's sight. Rows that belong
// to no site ("") are seen only by those who see all.
func (a Access) Sees(site SiteID) bool { return !a.Limited() || slices.Contains(a.Sites, site) }

// NounAccess says which action reads rows of a noun and which writes them.
type NounAccess struct{ Read, Write Action }

// Nouns is what each noun of a study takes to be read and written.
var Nouns = map[string]NounAccess{
	"study":                {ReadStudy, ManageStudy},
	"site":                 {ReadStudy, WriteDesign},
	"site_identity":        {ReadIdentities, WriteIdentity},
	"unit":                 {ReadStudy, WriteDesign},
	"participant":          {ReadCodings, WriteDesign},
	"participant_identity": {ReadIdentities, WriteIdentity},
	"round":                {ReadStudy, WriteDesign},
	"guide":                {ReadStudy, WriteDesign},
	"topic":                {ReadStudy, WriteDesign},
	"interview":            {ReadSources, WriteDesign},
	"source":               {ReadSources, WriteSources},
	"source_text":          {ReadSources, WriteSources},
	"text_edit":            {ReadSources, WriteSources},
	"media":                {ReadSources, WriteSources},
	"pass":                 {ReadSources, WritePasses},
	"excerpt":              {ReadCodings, WriteCodings},
	"meta_theme":           {ReadStudy, WriteCodebook},
	"theme":                {ReadStudy, WriteCodebook},
	"question":             {ReadStudy, WriteCodebook},
	"position":             {ReadStudy, WriteCodebook},
	"codebook_version":     {ReadStudy, WriteCodebook},
	"revisit":              {ReadCodings, WriteCodings},
	"site_position":        {ReadResults, Override},
	"coder":                {ReadCodings, WriteCodings},
	"coding":               {ReadCodings, WriteCodings},
	"silence":              {ReadCodings, WriteCodings},
	"memo":                 {ReadCodings, WriteMemos},
	"attribute":            {ReadStudy, WriteDesign},
	"attribute_value":      {ReadStudy, WriteDesign},
	"post":                 {ReadStudy, WriteDesign},
	"summary":              {ReadCodings, WriteCodings},
	"matrix_view":          {ReadCodings, WriteCodings},
	"dissent_answer":       {ReadCodings, WriteCodings},
	"claim":                {ReadCrossCase, WriteClaims},
	"typology":             {ReadStudy, WriteClaims},
	"type_decision":        {ReadCrossCase, WriteTypes},
	"written_report":       {ReadCodings, WriteReports},
	"report_snapshot":      {ReadCodings, WriteReports},
	"objection":            {ReadCodings, Object},
	"member":               {ManageMembers, ManageMembers},
	"transfer":             {ReadHistory, ManageStudy},
	"alias":                {ReadCodings, ManageStudy},
	"kept_element":         {ReadCodings, ManageStudy},
}
