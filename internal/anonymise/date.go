package anonymise

import "time"

// Day is the first day of the month of a day, or of its year; what is no day is left out.
func Day(day string, year bool) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return first(at, year).Format(time.DateOnly)
}

// Time is the same for epoch milliseconds; 0 stays.
func Time(ms int64, year bool) int64 {
	if ms == 0 {
		return 0
	}
	return first(time.UnixMilli(ms).UTC(), year).UnixMilli()
}

func first(at time.Time, year bool) time.Time {
	month := at.Month()
	if year {
		month = time.January
	}
	return time.Date(at.Year(), month, 1, 0, 0, 0, 0, time.UTC)
}
