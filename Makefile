# The first two targets are all a person needs: `make run` and `make test`.

SWIFT ?= swift
# `make run ARGS='eval "1+1"'` passes arguments on.
ARGS ?=
PACKAGES = libedit-dev libcmark-gfm-dev libcmark-gfm-extensions-dev pkg-config
STRICT = --explicit-target-dependency-import-check error
# Apple's systems have the runtime in a shared place, and no static one.
STATIC = $(if $(filter Darwin,$(shell uname)),,--static-swift-stdlib)
BINARY = .build/lossbook-release/release/lossbook
# What the program is made of: the release is built anew only when one of these is younger.
SOURCES := Package.swift $(shell find Sources Lessons -type f 2>/dev/null)

.PHONY: run build test lint bench release fuzz sanitize clean packages
.DEFAULT_GOAL := run

run: $(BINARY)
	@$(BINARY) $(ARGS)

release: $(BINARY)

# A build folder of its own, so that tests in debug and the release do not undo each other's work.
# The runtime is linked in: a program that loads no Swift library starts in half the time.
$(BINARY): $(SOURCES) .build/packages
	$(SWIFT) build --configuration release --product lossbook $(STATIC) \
	  --scratch-path .build/lossbook-release
	@touch $@

build: .build/packages
	$(SWIFT) build $(STRICT)

test: .build/packages
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) test --skip-build
	.build/debug/lossbook lessons test

lint:
	git ls-files -z -- '*.swift' | xargs -0 $(SWIFT) format lint --strict

# The figures beside those of other libraries, which come from PyPI into .build/peers.
bench: .build/packages
	$(SWIFT) build --configuration release --product benchmarks $(STATIC) \
	  --scratch-path .build/lossbook-release
	Benchmarks/run .build/lossbook-release/release/benchmarks

# The tests again, with the compiler's checks of addresses.
sanitize: .build/packages
	$(SWIFT) test --sanitize address --scratch-path .build/sanitize $(STRICT)

# Random programs and derivatives, as many times those of `make test` as TIMES says.
TIMES ?= 100
fuzz: .build/packages
	LOSSBOOK_FUZZ=$(TIMES) $(SWIFT) test --filter 'FuzzTests|AgreementTests' $(STRICT)

clean:
	rm -rf .build

packages: .build/packages

# The system's packages, installed where they are missing. The file says that this was seen to.
.build/packages: Makefile
	@mkdir -p .build
	@.ci/install-packages $(PACKAGES)
	@touch $@
