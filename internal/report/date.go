package report

import "time"

// longDate is a day in words, or the text as it came where it is none.
func longDate(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("2 January 2006")
}
