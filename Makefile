# Crosscase. "make" lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export CGO_ENABLED ?= 1

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: demo
demo: bin/crosscase ## build the program and open the worked example in the browser
	./bin/crosscase demo

.PHONY: test
test: ## install what the tests need and run all of them
	./scripts/test

.PHONY: check
check: ## format, vet, lint and type check
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt-ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	@if command -v golangci-lint >/dev/null; then golangci-lint run; else echo "golangci-lint is not installed; see CONTRIBUTING.md"; fi
	cd web && npm ci --no-audit --no-fund && npm run check

.PHONY: web
web: web/dist/index.html ## build the page

web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
	cd web && npm run build

bin/crosscase: web/dist/index.html $(shell find . -name '*.go' -not -path './web/node_modules/*') $(shell find examples -type f) go.mod go.sum
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o $@ ./cmd/crosscase

.PHONY: bench
bench: bin/crosscase ## measure; the numbers of docs/benchmarks.md
	./scripts/bench

.PHONY: dev
dev: web/node_modules ## serve with a page that rebuilds as you edit (two processes; stop with Ctrl+C)
	trap 'kill 0' EXIT; (cd web && npm run dev) & go run ./cmd/crosscase serve --data ./crosscase-data; wait

.PHONY: golden
golden: ## rewrite the golden files after looking at the difference
	go test ./internal/httpapi -update
	go test ./internal/report -update
	cd web && npm run schema
