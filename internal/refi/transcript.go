package refi

// foldTranscripts says which text sources are transcripts of a recording: both name one text.
func (r *reading) foldTranscripts() {
	recording := make(map[string]string)
	for _, s := range r.p.Sources {
		for _, t := range s.Transcripts {
			if name := t.Plain.File.Written; name != "" && recording[name] == "" {
				recording[name] = s.GUID
			}
		}
	}
	folded := 0
	for _, s := range r.p.Sources {
		if s.Kind != Text || s.Plain == nil || s.Plain.File.Written == "" {
			continue
		}
		if s.TranscriptOf = recording[s.Plain.File.Written]; s.TranscriptOf != "" {
			folded++
		}
	}
	if folded > 0 {
		r.p.Decisions = append(r.p.Decisions, plural(folded, "text is", "texts are")+" the transcript of a recording as well")
	}
}
