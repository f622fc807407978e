package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// postsOf are the posts of a site, the highest first; those without a level come last.
func (x *index) postsOf(site crosscase.SiteID) []*crosscase.Post {
	var posts []*crosscase.Post
	for _, p := range x.Posts {
		if p.SiteID == site {
			posts = append(posts, p)
		}
	}
	slices.SortStableFunc(posts, func(a, b *crosscase.Post) int {
		if (a.Level == 0) != (b.Level == 0) {
			return cmp.Compare(b.Level, a.Level)
		}
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Ord, b.Ord))
	})
	return posts
}

// levelsOf counts the levels at which a site has posts.
func levelsOf(posts []*crosscase.Post) int {
	levels := map[int64]bool{}
	for _, p := range posts {
		if p.Level > 0 {
			levels[p.Level] = true
		}
	}
	return len(levels)
}

// titlesByLevel are the posts that have a level, one line a level; posts of one level stand together.
func titlesByLevel(posts []*crosscase.Post) string {
	var lines []string
	last := int64(0)
	for _, p := range posts {
		switch p.Level {
		case 0:
		case last:
			lines[len(lines)-1] += ", " + p.Title
		default:
			lines = append(lines, digits(int(p.Level))+". "+p.Title)
		}
		last = p.Level
	}
	return strings.Join(lines, "\n")
}

// postNotes are the remarks on a site's posts, each once.
func postNotes(posts []*crosscase.Post) []string {
	var out []string
	for _, p := range posts {
		if note := full(p.Note); note != "" && !slices.Contains(out, note) {
			out = append(out, note)
		}
	}
	return out
}

// accountable names the accountable officer or officers, and whether they answer jointly.
func accountable(posts []*crosscase.Post) string {
	var titles []string
	joint := false
	for _, p := range posts {
		if p.Accountable {
			titles = append(titles, p.Title)
			joint = joint || p.Mode == "joint"
		}
	}
	switch {
	case len(titles) == 0:
		return notStated
	case joint:
		return "Jointly: " + joined(titles)
	}
	return joined(titles)
}
