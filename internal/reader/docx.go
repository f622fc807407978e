package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/crosscase/crosscase/internal/text"
)

// readDocx reads a Word document from an archive that has one.
func readDocx(ctx context.Context, a *archive, opts Options) (*Document, error) {
	parts, err := documentParts(ctx, a)
	if err != nil {
		return nil, err
	}
	known, err := readStyles(ctx, a, parts["styles"])
	if err != nil {
		return nil, err
	}
	x, err := a.openXML(ctx, parts["document"])
	if err != nil {
		return nil, err
	}
	defer x.close()
	b := newBody(x, known)
	if err := b.read(); err != nil {
		return nil, err
	}
	comments, err := readNotes(ctx, a, parts["comments"], "comment", known)
	if err != nil {
		return nil, err
	}
	footnotes, err := readNotes(ctx, a, parts["footnotes"], "footnote", known)
	if err != nil {
		return nil, err
	}
	endnotes, err := readNotes(ctx, a, parts["endnotes"], "endnote", known)
	if err != nil {
		return nil, err
	}
	doc := &Document{
		Format:   "docx",
		Headings: b.headings,
		Bold:     b.bold,
		Notes:    placed(b.places, b.length, comments, footnotes, endnotes),
		Tracked:  b.tracked,
		Warnings: b.warnings(),
	}
	finish(doc, b.out.String(), opts)
	return doc, nil
}

// finish puts the raw text into normal form, takes all spans along, and finds the turns.
func finish(doc *Document, raw string, opts Options) {
	normal, shift := text.NormalizeShift(raw)
	doc.Text = normal
	for i := range doc.Bold {
		doc.Bold[i] = shift.Span(doc.Bold[i])
	}
	for i := range doc.Pages {
		doc.Pages[i].Start = shift.At(doc.Pages[i].Start)
	}
	for i := range doc.Notes {
		doc.Notes[i].Span = shift.Span(doc.Notes[i].Span)
	}
	index := text.NewIndex(normal)
	spans := make([]text.Span, len(doc.Headings))
	for i := range doc.Headings {
		h := &doc.Headings[i]
		h.Span = shift.Span(h.Span)
		spans[i] = h.Span
		if words, err := index.Slice(h.Span); err == nil {
			h.Text = strings.TrimSpace(words)
		}
	}
	if strings.Count(normal, "\n") >= text.MaxTurnLines {
		doc.Warnings = append(doc.Warnings, fmt.Sprintf("the text has %d lines or more and is not split into turns", text.MaxTurnLines))
	}
	if opts.Speaker == nil {
		var remark string
		if doc.Turns, remark = meetingTurns(normal); remark != "" {
			doc.Warnings = append(doc.Warnings, remark)
		}
	}
	if len(doc.Turns) > 0 {
		doc.Timed = true
		return
	}
	doc.Turns = text.FindTurns(normal, text.TurnOptions{Pattern: opts.Speaker, Bold: doc.Bold, Headings: spans})
	doc.Timed = timed(doc.Turns)
}

// trackedWarning says what became of tracked changes, where there are any.
func trackedWarning(t TrackedChange) []string {
	if t == (TrackedChange{}) {
		return nil
	}
	return []string{fmt.Sprintf("tracked changes are taken as accepted: %d insertions kept, %d deletions left out, %d moves", t.Inserted, t.Deleted, t.Moved)}
}

func (b *body) warnings() []string {
	w := trackedWarning(b.tracked)
	if b.hidden > 0 {
		w = append(w, fmt.Sprintf("%d stretches of hidden text are left out", b.hidden))
	}
	if b.symbols > 0 {
		w = append(w, fmt.Sprintf("%d symbols have no letter in Unicode and stand as \uFFFD", b.symbols))
	}
	return w
}

// documentParts finds the parts of a Word document by their relations, with the
// usual names where the relations are silent.
func documentParts(ctx context.Context, a *archive) (map[string]string, error) {
	parts := make(map[string]string)
	root, err := relations(ctx, a, "/_rels/.rels", "/")
	if err != nil {
		return nil, err
	}
	parts["document"] = "/word/document.xml"
	if main := root["officeDocument"]; main != "" && a.has(main) {
		parts["document"] = main
	}
	if !a.has(parts["document"]) {
		return nil, invalid("%s is not a Word file: it has no document part; save it again as .docx", a.name)
	}
	folder, file := path.Split(parts["document"])
	own, err := relations(ctx, a, folder+"_rels/"+file+".rels", folder)
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{"styles", "comments", "footnotes", "endnotes"} {
		parts[kind] = folder + kind + ".xml"
		if target := own[kind]; target != "" {
			parts[kind] = target
		}
	}
	return parts, nil
}

// relations reads a part of relations: the last word of each type, to the first
// target with it. Targets outside the file are left out.
func relations(ctx context.Context, a *archive, part, folder string) (map[string]string, error) {
	targets := make(map[string]string)
	x, err := a.openSide(ctx, part)
	if errors.Is(err, errNoPart) {
		return targets, nil
	}
	if err != nil {
		return nil, err
	}
	defer x.close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return targets, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" || attr(start, "TargetMode") == "External" {
			continue
		}
		kind := path.Base(attr(start, "Type"))
		target := attr(start, "Target")
		if !strings.HasPrefix(target, "/") {
			target = folder + target
		}
		if targets[kind] == "" {
			targets[kind] = path.Clean(target)
		}
	}
}
