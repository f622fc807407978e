package media

import (
	"context"
	"path/filepath"
	"runtime"
)

// Library is all that a data directory has of recordings, and what works on them.
type Library struct {
	Content *Content
	Uploads *Uploads
	Tools   Tools
	Jobs    *Jobs
}

// Open is the library in a data directory. Nothing is made there before the first file comes.
func Open(data string, tools Tools) *Library {
	return &Library{
		Content: NewContent(filepath.Join(data, "media")), Uploads: NewUploads(filepath.Join(data, "uploads")),
		Tools: tools, Jobs: NewJobs(min(2, runtime.NumCPU())),
	}
}

// Close stops what is under way and waits for it as long as ctx does.
func (l *Library) Close(ctx context.Context) { l.Jobs.Close(ctx) }
