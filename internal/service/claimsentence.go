package service

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

// claimWords puts the form of a claim into words: "Of the sites where trust type is mental health, at all but one:
// formally, responsible officer is doctor." A predicate that is none of the common forms stands as it is written.
type claimWords struct {
	labels map[string]string // of attributes of sites, by name
	sites  int               // that the study has
}

func newClaimWords(ev *crosscase.Evidence, attributes []*crosscase.Attribute) *claimWords {
	w := &claimWords{labels: map[string]string{}, sites: len(ev.Sites)}
	for _, a := range attributes {
		w.labels[a.Name] = a.Label
	}
	return w
}

// sentence is a claim's quantifier, scope and predicate; "" where it has no predicate.
func (w *claimWords) sentence(c *crosscase.Claim) string {
	if c.Predicate == "" {
		return ""
	}
	if c.Subject == "study" {
		return "In the study as a whole: " + w.predicate(c.Predicate) + "."
	}
	head := quantifierPhrase(c)
	if c.Scope != "" {
		head = "of the sites where " + w.predicate(c.Scope) + ", " + head
	}
	if len(c.Sites) > 0 && len(c.Sites) < w.sites {
		head += " (" + strings.Join(c.Sites, ", ") + ")"
	}
	var except []string
	for _, x := range c.Exceptions {
		if x.Site != "" {
			except = append(except, x.Site)
		}
	}
	if len(except) > 0 {
		head += ", except " + strings.Join(except, ", ")
	}
	return strings.ToUpper(head[:1]) + head[1:] + ": " + w.predicate(c.Predicate) + "."
}

func quantifierPhrase(c *crosscase.Claim) string {
	switch c.Quantifier {
	case crosscase.All:
		return "at every site"
	case crosscase.AllButOne:
		return "at all sites but one"
	case crosscase.Most:
		return "at more than half of the sites"
	case crosscase.Half:
		return "at half of the sites"
	case crosscase.Some:
		return "at two sites or more"
	case crosscase.One:
		return "at one site"
	case crosscase.None:
		return "at no site"
	case crosscase.Exactly:
		return fmt.Sprintf("at exactly %s", siteCount(c.N))
	case crosscase.AtLeast:
		return fmt.Sprintf("at %s or more", siteCount(c.N))
	}
	if c.Wording != "" {
		return "at “" + c.Wording + "” sites, which is no count"
	}
	return "at a number of sites that is not given"
}

func siteCount(n int64) string {
	if n == 1 {
		return "1 site"
	}
	return fmt.Sprintf("%d sites", n)
}

// predicate puts a predicate into words where it is one of the common forms.
func (w *claimWords) predicate(text string) string {
	f, ok := claims.ReadForm(text)
	if !ok {
		return text
	}
	if f.Operator == claims.Implies {
		return "where " + w.form(f.If) + ", " + w.form(f.Then)
	}
	return w.form(f)
}

func (w *claimWords) form(f *claims.Form) string {
	lead, thing := w.thing(f)
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = valueWords(v)
	}
	if among := map[string]string{"rank": "largest", "rank_low": "smallest"}[f.Of]; among != "" && f.Operator == claims.AtMost {
		return w.label(f.Name) + " is among the " + values[0] + " " + among
	}
	switch f.Operator {
	case claims.Is:
		return lead + thing + " is " + values[0]
	case claims.IsNot:
		return lead + thing + " is not " + values[0]
	case claims.AtLeast:
		return lead + thing + " is " + values[0] + " or more"
	case claims.AtMost:
		return lead + thing + " is " + values[0] + " or less"
	case claims.OneOf:
		return lead + thing + " is " + strings.Join(values, " or ")
	case claims.Includes:
		return lead + thing + " includes " + values[0]
	}
	return lead + thing + " is known"
}

// thing names what a form speaks of, with the aspect before it.
func (w *claimWords) thing(f *claims.Form) (lead, thing string) {
	name := spaced(f.Name)
	switch f.Of {
	case "attribute":
		return "", w.label(f.Name)
	case "rank":
		return "", "the place by " + w.label(f.Name) + ", the largest first,"
	case "rank_low":
		return "", "the place by " + w.label(f.Name) + ", the smallest first,"
	case string(crosscase.Formal):
		return "formally, ", name
	case string(crosscase.Practice):
		return "in practice, ", name
	case string(crosscase.SelfLabel):
		return "in its own words, ", name
	case string(crosscase.Opinion):
		return "in people’s opinion, ", name
	}
	return "", name
}

// label is what an attribute of sites is called.
func (w *claimWords) label(attribute string) string {
	if label := w.labels[attribute]; label != "" {
		return label
	}
	return spaced(attribute)
}

func valueWords(v claims.Value) string {
	if v.IsNumber {
		return strconv.FormatFloat(v.Number, 'f', -1, 64)
	}
	return spaced(v.Text)
}
