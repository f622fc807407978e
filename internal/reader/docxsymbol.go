package reader

import (
	"strconv"
	"strings"
)

// wingdings are the pictures of Microsoft's symbol fonts that people put into
// running text, by their place in the font.
var wingdings = map[rune]string{
	0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0xA7: "▪", 0xA8: "◻",
	0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}

// symbols are the letters of the Symbol font that differ from the place they have.
var symbols = map[rune]string{
	0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x65: "ε", 0x6B: "κ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x72: "ρ", 0x73: "σ",
	0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞",
	0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
}

// symbol is the letter that <w:sym> shows. Places F000 to F0FF are those of the
// font itself; where Unicode has nothing for one it is U+FFFD and false.
func symbol(font, char string) (string, bool) {
	code, err := strconv.ParseUint(char, 16, 32)
	if err != nil || code == 0 || code > 0x10FFFF || code >= 0xD800 && code < 0xE000 {
		return "\uFFFD", false
	}
	place := rune(code)
	private := place >= 0xF000 && place <= 0xF0FF
	if private {
		place -= 0xF000
	}
	font = strings.ToLower(font)
	switch {
	case strings.HasPrefix(font, "wingdings"):
		letter, ok := wingdings[place]
		if !ok {
			return "\uFFFD", false
		}
		return letter, true
	case font == "symbol":
		if letter, ok := symbols[place]; ok {
			return letter, true
		}
	}
	if private && (place < 0x20 || place > 0x7E) {
		return "\uFFFD", false
	}
	if place < 0x20 {
		return "\uFFFD", false
	}
	return string(place), true
}
