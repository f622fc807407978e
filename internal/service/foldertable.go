package service

import (
	"reflect"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/tidy"
)

// A folder of open files holds a study so that it can be read without the program, and be read back by it.
//
// The rules are:
//   - every noun is a table in tables/, in the form of package tidy; datapackage.json and data-dictionary.csv say what
//     each column means, README.md how they fit together;
//   - a text stands as it is in force: in texts/ as a file where it is long, else in source_text.csv; excerpts count
//     in it;
//   - the history, with the versions of texts and of the codebook, and the accounts stay behind, and the loss report
//     says so; real names go only where that is asked for.

// folderFormat is the number of this form of a folder; a program reads those up to its own.
const folderFormat = 1

// folderText and folderMedia are rows whose content stands in a file beside the table.
type (
	folderText struct {
		crosscase.SourceText
		File string `json:"file" doc:"of a long text: where it stands in the folder; a short one stands in the column text"`
	}
	folderMedia struct {
		crosscase.Media
		File string `json:"file" doc:"where the recording stands in the folder; empty where it was left out"`
	}
)

// shortText is the most code points of a text that stands in the table.
const shortText = 2000

// leftBehind are nouns that no folder holds, and why.
var leftBehind = map[string]string{
	"member":           "accounts belong to the installation and not to the study",
	"transfer":         "it tells of files that came in and went out, which is history",
	"codebook_version": "versions of the codebook are read from the history, which stays behind",
	"revisit":          "what is to be gone through again is told by the history, which stays behind",
	"text_edit":        "texts stand as they are today, without their earlier versions",
}

// identityNouns hold real names.
var identityNouns = []string{"site_identity", "participant_identity"}

// withoutFields are fields that have no meaning outside the history or the installation.
var withoutFields = map[string][]string{
	"source": {"version"}, "source_text": {"version"}, "excerpt": {"version"}, "theme": {"meaning"}, "coder": {"account_id"}, "study": {"slug"},
}

// folderTables are the tables of a folder, in the order in which rows refer to those before.
func folderTables(identities bool) []*tidy.Table {
	var out []*tidy.Table
	for _, noun := range store.Nouns() {
		if leftBehind[noun] != "" || !identities && slices.Contains(identityNouns, noun) {
			continue
		}
		refs := tidy.Refs{}
		for _, r := range store.References(noun) {
			refs[r.Field] = r.Noun
		}
		out = append(out, tidy.New(noun, folderRow(noun), refs, append([]string{"revision"}, withoutFields[noun]...)...))
	}
	return out
}

// folderRow is an empty row as the table of a noun holds it.
func folderRow(noun string) any {
	switch noun {
	case "source_text":
		return folderText{}
	case "media":
		return folderMedia{}
	}
	return reflect.ValueOf(store.New(noun)).Elem().Interface()
}

// keyOfRow is the key a person knows a row by; "" where it has none.
func keyOfRow(row any) string {
	switch r := row.(type) {
	case *crosscase.Site:
		return r.Letter
	case *crosscase.Unit:
		return r.Name
	case *crosscase.Participant:
		return r.Pseudonym
	case *crosscase.Round:
		return r.Name
	case *crosscase.Guide:
		return r.Title
	case *crosscase.MetaTheme:
		return r.Name
	case *crosscase.Theme:
		return r.Key()
	case *crosscase.Question:
		return r.Name
	case *crosscase.Position:
		return r.Name
	case *crosscase.Interview:
		return r.Name
	case *crosscase.Source:
		return r.Name
	case *crosscase.Coder:
		return r.Name
	case *crosscase.Attribute:
		return r.Name
	case *crosscase.Post:
		return r.Title
	case *crosscase.Typology:
		return r.Key
	case *crosscase.Study:
		return r.Slug
	}
	return ""
}
