package crosscase

import "strings"

// Media is the file of a recording, a PDF or a picture, as it was found when it was imported. The file itself stands in
// the media directory under its hash.
type Media struct {
	StudyID  StudyID  `db:"study_id" json:"-"`
	ID       RowID    `db:"id" json:"id"`
	Revision int64    `db:"revision" json:"revision"`
	SiteID   SiteID   `db:"site_id,null" json:"site_id,omitempty"`
	SourceID SourceID `db:"source_id" json:"source_id"`
	Hash     string   `db:"hash" json:"hash" doc:"SHA-256 of the file, hex"`
	Bytes    int64    `db:"bytes" json:"bytes"`
	Type     string   `db:"type" json:"type" doc:"such as audio/mpeg, application/pdf or image/png"`
	Duration int64    `db:"duration" json:"duration" doc:"of a recording: milliseconds, as decoded and not as the header says"`
	Tracks   []Track  `db:"tracks,json" json:"tracks"`
	Pages    []Page   `db:"pages,json" json:"pages,omitempty" doc:"of a PDF: its pages; of a picture: one, which is the picture"`
	Note     string   `db:"note" json:"note,omitempty" doc:"what was found odd about it, such as a header that gives another length"`
}

// Track is one track of a recording.
type Track struct {
	Kind     string `json:"kind" doc:"audio, video or other"`
	Codec    string `json:"codec"`
	Channels int    `json:"channels,omitempty"`
	Rate     int    `json:"rate,omitempty" doc:"of audio: samples a second"`
	Duration int64  `json:"duration,omitempty" doc:"milliseconds, as its header says"`
}

// Sounds says whether it is the file of a recording.
func (m *Media) Sounds() bool {
	return strings.HasPrefix(m.Type, "audio/") || strings.HasPrefix(m.Type, "video/")
}

// Validate refuses media without source or hash.
func (m *Media) Validate() error {
	if m.SourceID == "" || len(m.Hash) != 64 {
		return Errorf(CodeInvalid, "media need their source and the SHA-256 of the file")
	}
	return nil
}
