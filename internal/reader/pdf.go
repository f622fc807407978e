package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

const (
	maxPages     = 20_000
	pdfMemory    = 768 << 20       // bytes that the engine may take for one file
	pdfTime      = 5 * time.Minute // for one file; 200 pages take a second
	wasmPageSize = 64 << 10
)

// readPDF reads the text of a PDF with the places where its pages begin.
//
// The rules are:
//   - lines, words and columns are as the engine (PDFium) finds them in the order of the page; a word that a hyphen
//     parts at the end of a line is put together where the engine knows it for one;
//   - a page begins on a line of its own; one without text is an empty stretch, and is named;
//   - the engine runs in a sandbox of its own memory, without files and network; its memory is bounded, and a file
//     that takes it too long is given up. The engine cannot be stopped within a page (checks for that make it four
//     times slower), so it keeps its turn until it comes to an end: a file made to hang costs one of two turns.
func readPDF(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	limited, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	select {
	case pdfTurns <- struct{}{}:
	case <-limited.Done():
		return nil, pdfFault(ctx, limited, name, nil, limited.Err())
	}
	type answer struct {
		doc *Document
		err error
	}
	done := make(chan answer, 1)
	go func() {
		defer func() { <-pdfTurns }()
		doc, err := pdfText(ctx, limited, name, r, size, opts)
		done <- answer{doc, err}
	}()
	select {
	case a := <-done:
		return a.doc, a.err
	case <-limited.Done():
		return nil, pdfFault(ctx, limited, name, nil, limited.Err())
	}
}

// pdfTurns is how many PDFs are read at once: each may take pdfMemory.
var pdfTurns = make(chan struct{}, 2)

func pdfText(ctx, limited context.Context, name string, r io.ReaderAt, size int64, opts Options) (doc *Document, err error) {
	engine, err := openEngine(context.WithoutCancel(ctx), opts.Cache)
	if err != nil {
		return nil, err
	}
	defer engine.close()
	defer func() {
		// The engine may end with a panic where it runs out of memory.
		if fault := recover(); fault != nil || err != nil && crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			doc, err = nil, pdfFault(ctx, limited, name, fault, err)
		}
	}()
	reader := io.NewSectionReader(r, 0, size)
	opened, err := engine.OpenDocument(&requests.OpenDocument{FileReader: reader, FileReaderSize: size})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return nil, invalid("%s is protected by a password: save it without one", name)
	case err != nil:
		return nil, invalid("%s is not a PDF that can be read (%v): save it again from its program, it may have been cut off on the way", name, err)
	}
	defer func() { _, _ = engine.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: opened.Document}) }()
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, err
	}
	if count.PageCount > maxPages {
		return nil, invalid("%s has %d pages, at most %d are read: split it", name, count.PageCount, maxPages)
	}
	doc = &Document{Format: "pdf"}
	var out strings.Builder
	var silent []int
	numbered := 0
	length := 0
	for i := range count.PageCount {
		if err := limited.Err(); err != nil {
			return nil, err
		}
		words, box, err := engine.page(opened.Document, i)
		if err != nil {
			return nil, err
		}
		numbers := 0
		if words, numbers = withoutLineNumbers(words); numbers > 0 {
			numbered += numbers
		}
		if words == "" {
			silent = append(silent, i+1)
		}
		if i > 0 {
			out.WriteByte('\n')
			length++
		}
		doc.Pages = append(doc.Pages, Page{Start: length, Box: box})
		out.WriteString(words)
		length += text.Len(words)
		if out.Len() > maxText {
			return nil, invalid("%s holds more than %s of text: split it", name, bytesText(maxText))
		}
	}
	if len(silent) > 0 {
		doc.Warnings = append(doc.Warnings, silentPages(silent, count.PageCount))
	}
	if numbered > 0 {
		doc.Warnings = append(doc.Warnings, counted(numbered, "line", "lines")+" with nothing but the number of a line or paragraph, as printed in a margin, are left out")
	}
	finish(doc, out.String(), opts)
	return doc, nil
}

func pdfFault(ctx, limited context.Context, name string, fault any, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return invalid("%s was not read within %s: split it, or print it into a new PDF", name, pdfTime)
	case fault != nil:
		return invalid("%s cannot be read: the engine for PDF files stopped at it (%.200s); print it into a new PDF", name, fmt.Sprint(fault))
	}
	return invalid("%s cannot be read: the engine for PDF files says %.200s; print it into a new PDF", name, err)
}

// silentPages says which pages have no text.
func silentPages(pages []int, of int) string {
	if len(pages) == of {
		return fmt.Sprintf("none of its %d pages has text: it seems to be scanned; its pages can be shown and areas on them coded, but there are no words", of)
	}
	var runs []string
	for i := 0; i < len(pages) && len(runs) < 20; {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if i == j {
			runs = append(runs, fmt.Sprint(pages[i]))
		} else {
			runs = append(runs, fmt.Sprintf("%d–%d", pages[i], pages[j]))
		}
		i = j + 1
	}
	return fmt.Sprintf("%d of %d pages have no text and seem to be scanned or pictures: %s", len(pages), of, strings.Join(runs, ", "))
}

// engine is one instance of PDFium.
type engine struct {
	pdfium.Pdfium
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// openEngine starts PDFium; cache is the directory that keeps it compiled, "" compiles it anew, which takes seconds.
func openEngine(ctx context.Context, cache string) (*engine, error) {
	e := &engine{cache: wazero.NewCompilationCache()}
	if cache != "" {
		var err error
		if e.cache, err = wazero.NewCompilationCacheWithDir(cache); err != nil {
			return nil, fmt.Errorf("keep the compiled engine for PDF files: %w", err)
		}
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling | experimental.CoreFeaturesThreads | experimental.CoreFeaturesTailCall).
		WithCompilationCache(e.cache).WithMemoryLimitPages(pdfMemory / wasmPageSize)
	var err error
	e.pool, err = webassembly.Init(webassembly.Config{Context: ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), RuntimeConfig: config,
		Stdout: io.Discard, Stderr: io.Discard})
	if err == nil {
		e.Pdfium, err = e.pool.GetInstance(time.Minute)
	}
	if err != nil {
		e.close()
		return nil, fmt.Errorf("start the engine for PDF files: %w", err)
	}
	return e, nil
}

func (e *engine) close() {
	if e.pool != nil {
		_ = e.pool.Close()
	}
	_ = e.cache.Close(context.Background())
}

// page is the text of a page and what is seen of it.
func (e *engine) page(doc references.FPDF_DOCUMENT, index int) (string, crosscase.Page, error) {
	loaded, err := e.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return "", crosscase.Page{}, nil // a page that is damaged has no text; the others may
	}
	defer func() { _, _ = e.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) }()
	page := requests.Page{ByReference: &loaded.Page}
	found, err := e.GetPageText(&requests.GetPageText{Page: page})
	if err != nil {
		return "", crosscase.Page{}, err
	}
	box, err := e.size(doc, page, index)
	if err != nil {
		return "", crosscase.Page{}, err
	}
	if b, err := e.FPDFPage_GetMediaBox(&requests.FPDFPage_GetMediaBox{Page: page}); err == nil && b.Right > b.Left && b.Top > b.Bottom {
		box = crosscase.Page{X: float64(b.Left), Y: float64(b.Bottom), Width: float64(b.Right - b.Left), Height: float64(b.Top - b.Bottom)}
	}
	if b, err := e.FPDFPage_GetCropBox(&requests.FPDFPage_GetCropBox{Page: page}); err == nil && b.Right > b.Left && b.Top > b.Bottom {
		box = crosscase.Page{X: float64(b.Left), Y: float64(b.Bottom), Width: float64(b.Right - b.Left), Height: float64(b.Top - b.Bottom)}
	}
	return tidyPage(found.Text), box, nil
}

// size is how large a page is that does not say itself which part of it is seen, before it is turned.
func (e *engine) size(doc references.FPDF_DOCUMENT, page requests.Page, index int) (crosscase.Page, error) {
	s, err := e.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: doc, Index: index})
	if err != nil {
		return crosscase.Page{}, err
	}
	box := crosscase.Page{Width: s.Width, Height: s.Height}
	turned, err := e.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: page})
	if err == nil && turned.PageRotation%2 == 1 {
		box.Width, box.Height = box.Height, box.Width
	}
	return box, err
}

// pageSigns are what the engine writes for the hyphen at which it put a word together, and for line ends.
var pageSigns = strings.NewReplacer("\r\n", "\n", "\ufffe", "", "\x02", "", "\x00", "", "\u00ad\n", "")

func tidyPage(words string) string {
	lines := strings.Split(pageSigns.Replace(words), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// beginsAsPDF says whether a file begins as a PDF does, for which programs allow a kilobyte of something else before.
func beginsAsPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}

// leastNumbers is how many lines in a row must count up for them to be numbers printed in a margin.
const leastNumbers = 10

// withoutLineNumbers takes out the numbers that a program has printed in the margin, which the engine gives as lines
// of their own that count up one by one.
func withoutLineNumbers(page string) (string, int) {
	lines := strings.Split(page, "\n")
	kept, left := lines[:0:0], 0
	for i := 0; i < len(lines); {
		n, ok := number(lines[i])
		j := i + 1
		for ; ok && j < len(lines); j++ {
			if next, is := number(lines[j]); !is || next != n+j-i {
				break
			}
		}
		if ok && j-i >= leastNumbers {
			left += j - i
		} else {
			kept = append(kept, lines[i:j]...)
		}
		i = j
	}
	return strings.Join(kept, "\n"), left
}
