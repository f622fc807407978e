package report

import "strconv"

// exact takes the noise of binary addition out of a sum of decimal numbers: 0.1 + 0.2 is 0.3.
func exact(f float64) float64 {
	g, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 14, 64), 64)
	if err != nil {
		return f
	}
	return g
}
