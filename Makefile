# Each target is one line: what it calls can be called by hand just as well, after `. make/env.sh`.
SHELL := /bin/bash
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help run test watch bench fmt

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 8

run: set-up-run ## build for release and serve, on ./data
	@make/build.sh --release && . make/env.sh && exec "$$ACCORD_TARGET/release/accord" serve

test: ## formatting, lints, tests on both databases, browser journeys
	@make/test.sh

watch: set-up-run ## rebuild and reload at every change
	@exec make/build.sh --watch

bench: set-up-bench ## measure, each figure beside a bare limit
	@make/bench.sh

fmt: ## format all sources
	@. make/env.sh && cargo fmt

set-up-%:
	@make/set-up.sh $*
