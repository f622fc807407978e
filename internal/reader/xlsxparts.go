package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
)

// readSharedStrings reads the texts that cells refer to by number. They are held
// in memory, up to the limit for a text.
func readSharedStrings(ctx context.Context, a *archive, part string) ([]string, error) {
	x, err := a.openXML(ctx, part)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer x.close()
	var shared []string
	held := 0
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return shared, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Space != "s" || e.Name.Local != "si" {
			continue
		}
		s, err := cellText(x)
		if err != nil {
			return nil, err
		}
		// A string costs its header too, so that a million empty ones are bounded as well.
		if held += len(s) + 16; held > maxShared {
			return nil, invalid("%s holds more than %s of text: save the sheet as .csv", a.name, bytesText(maxShared))
		}
		shared = append(shared, s)
	}
}

// readDateStyles reads which styles of cells show dates or times.
func readDateStyles(ctx context.Context, a *archive, part string) ([]bool, error) {
	x, err := a.openSide(ctx, part)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer x.close()
	custom := make(map[int]bool)
	var dates []bool
	inCells := false
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return dates, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != "s" {
				continue
			}
			switch e.Name.Local {
			case "numFmt":
				if id, ok := number(attr(e, "numFmtId")); ok {
					custom[id] = dateFormat(attr(e, "formatCode"))
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if !inCells {
					continue
				}
				id, _ := number(attr(e, "numFmtId"))
				is, own := custom[id]
				dates = append(dates, own && is || !own && builtInDate(id))
			}
		case xml.EndElement:
			if e.Name.Space == "s" && e.Name.Local == "cellXfs" {
				inCells = false
			}
		}
	}
}
