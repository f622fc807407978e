package text

import "unicode/utf8"

// Len is the length of s in code points.
func Len(s string) int { return utf8.RuneCountInString(s) }

// Slice is the code points [start, end) of s, or a *BoundsError. It walks s from
// its beginning; who asks often makes an [Index].
func Slice(s string, start, end int) (string, error) {
	if start < 0 || end < start {
		return "", &BoundsError{Span: Span{start, end}, Len: Len(s)}
	}
	first := skip(s, start)
	if first < 0 {
		return "", &BoundsError{Span: Span{start, end}, Len: Len(s)}
	}
	length := skip(s[first:], end-start)
	if length < 0 {
		return "", &BoundsError{Span: Span{start, end}, Len: Len(s)}
	}
	return s[first : first+length], nil
}

// skip is the number of bytes that the first n code points of s take, -1 where s has fewer.
func skip(s string, n int) int {
	at := 0
	for ; n > 0; n-- {
		if at >= len(s) {
			return -1
		}
		if s[at] < utf8.RuneSelf {
			at++
			continue
		}
		_, width := utf8.DecodeRuneInString(s[at:])
		at += width
	}
	return at
}

// every is how many code points lie between two samples of an Index: a look-up
// walks at most that many, and the samples of a text take a thirtieth of it.
const every = 256

// Index converts between code points and bytes of one text without walking it
// each time. Making it walks the text once. It is safe for concurrent use.
type Index struct {
	text    string
	length  int
	ascii   bool
	samples []int // byte offset of code point i*every
}

// NewIndex indexes s.
func NewIndex(s string) *Index {
	x := &Index{text: s, length: Len(s)}
	if x.ascii = x.length == len(s); x.ascii {
		return x
	}
	x.samples = make([]int, 0, x.length/every+1)
	n := 0
	for at := range s {
		if n%every == 0 {
			x.samples = append(x.samples, at)
		}
		n++
	}
	return x
}

// Text is the text indexed.
func (x *Index) Text() string { return x.text }

// Len is its length in code points.
func (x *Index) Len() int { return x.length }

// Byte is the byte offset of a code point offset, 0 to Len; else a *BoundsError.
func (x *Index) Byte(offset int) (int, error) {
	if offset < 0 || offset > x.length {
		return 0, &BoundsError{Span: Span{offset, offset}, Len: x.length}
	}
	if x.ascii {
		return offset, nil
	}
	if offset == x.length {
		return len(x.text), nil
	}
	at := x.samples[offset/every]
	return at + skip(x.text[at:], offset%every), nil
}

// CodePoint is the code point offset of a byte offset, 0 to the number of bytes.
// A byte inside a code point belongs to that code point. Else a *BoundsError.
func (x *Index) CodePoint(at int) (int, error) {
	if at < 0 || at > len(x.text) {
		return 0, &BoundsError{Span: Span{at, at}, Len: x.length}
	}
	if x.ascii {
		return at, nil
	}
	low, high := 0, len(x.samples)
	for low < high {
		if mid := (low + high) / 2; x.samples[mid] <= at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return 0, nil
	}
	offset, here := (low-1)*every, x.samples[low-1]
	for here < at {
		_, width := utf8.DecodeRuneInString(x.text[here:])
		if here+width > at {
			break
		}
		here += width
		offset++
	}
	return offset, nil
}

// Slice is the text of span, or a *BoundsError.
func (x *Index) Slice(span Span) (string, error) {
	if err := span.check(x.length); err != nil {
		return "", err
	}
	start, err := x.Byte(span.Start)
	if err != nil {
		return "", err
	}
	end, err := x.Byte(span.End)
	if err != nil {
		return "", err
	}
	return x.text[start:end], nil
}
