package httpapi

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

// attempts slows down the guessing of passwords.
//
// The rules are:
//   - five wrong passwords for one login from one address are free, and thirty from one address for any login;
//   - each further one doubles the wait, from a second up to a quarter of an hour;
//   - after an hour without a failure all is forgotten;
//   - the memory is bounded: where it is full an old one goes.
type attempts struct {
	mu   sync.Mutex
	seen map[string]*attempt
}

type attempt struct {
	failures int
	last     time.Time
}

const (
	freeForLogin   = 5
	freeForAddress = 30
	longestWait    = 15 * time.Minute
	forgottenAfter = time.Hour
	mostRemembered = 10_000
)

func newAttempts() *attempts { return &attempts{seen: map[string]*attempt{}} }

// wait is how long the next attempt must wait; 0 is not at all.
func (a *attempts) wait(address, login string, now time.Time) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return max(a.left(loginKey(address, login), freeForLogin, now), a.left(address, freeForAddress, now))
}

func (a *attempts) left(key string, free int, now time.Time) time.Duration {
	t, ok := a.seen[key]
	if !ok || t.failures < free || now.Sub(t.last) > forgottenAfter {
		return 0
	}
	pause := time.Second << min(t.failures-free, 12)
	return max(0, t.last.Add(min(pause, longestWait)).Sub(now))
}

func (a *attempts) failed(address, login string, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, key := range []string{loginKey(address, login), address} {
		t, ok := a.seen[key]
		switch {
		case !ok:
			a.makeRoom()
			t = &attempt{}
			a.seen[key] = t
		case now.Sub(t.last) > forgottenAfter:
			t.failures = 0
		}
		t.failures++
		t.last = now
	}
}

func (a *attempts) succeeded(address, login string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seen, loginKey(address, login))
}

// makeRoom forgets the oldest of a few. Who guesses renews what stands against them with each guess, and so
// cannot make it the oldest.
func (a *attempts) makeRoom() {
	if len(a.seen) < mostRemembered {
		return
	}
	oldest, looked := "", 0
	for key, t := range a.seen {
		if oldest == "" || t.last.Before(a.seen[oldest].last) {
			oldest = key
		}
		if looked++; looked == 50 {
			break
		}
	}
	delete(a.seen, oldest)
}

func loginKey(address, login string) string { return address + " " + login }

func tooMany(wait time.Duration) error {
	seconds := int(wait.Seconds()) + 1
	return huma.ErrorWithHeaders(&Problem{
		Status: http.StatusTooManyRequests, Title: http.StatusText(http.StatusTooManyRequests), Code: crosscase.CodeUnauthorized,
		Detail: fmt.Sprintf("too many wrong passwords: try again in %d seconds", seconds),
	}, http.Header{"Retry-After": {strconv.Itoa(seconds)}})
}
