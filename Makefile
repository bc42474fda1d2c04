# The first two targets are all a person needs: `make run` and `make test`.

SWIFT ?= swift
# `make run ARGS='eval "1+1"'` passes arguments on.
ARGS ?=
PACKAGES = libedit-dev libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev pkg-config
STRICT = --explicit-target-dependency-import-check error
# Apple's systems have the runtime in a shared place, and no static one. Elsewhere the other libraries
# are linked in too: a folder of static ones comes before the system's.
STATIC = $(if $(filter Darwin,$(shell uname)),,--static-swift-stdlib \
  $(addprefix -Xswiftc ,-L$(CURDIR)/.build/static-libraries) \
  $(addprefix -Xlinker ,-lbsd -lmd -ltinfo))
BINARY = .build/lossbook-release/release/lossbook
BENCHMARKS = .build/lossbook-release/release/benchmarks
# Where the flags of libraries are looked for first.
$(BINARY) benchmarks: export PKG_CONFIG_PATH = $(CURDIR)/.build/static-libraries
# The commit, for `--version`: written only when it has changed.
$(shell .ci/commit)
# What the program is made of: the release is built anew only when one of these is younger.
SOURCES := Package.swift $(shell find Sources Lessons -type f 2>/dev/null)

.PHONY: run build test lint bench budget benchmarks release fuzz programs properties soak faults \
  sanitize clean packages
.DEFAULT_GOAL := run

run: $(BINARY)
	@$(BINARY) $(ARGS)

# The program with what it needs inside, as a tarball and a Debian package, with their checksums.
release: $(BINARY)
	.ci/package

# A build folder of its own, so that tests in debug and the release do not undo each other's work.
# The runtime is linked in: a program that loads no Swift library starts in half the time.
$(BINARY): $(SOURCES) .build/packages
	@.ci/static-libraries .build/static-libraries
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

# The figures beside those of other libraries, which come from PyPI into .build/peers; with
# `ARGS=--readme` they go into the README too.
bench: benchmarks
	Benchmarks/run $(BENCHMARKS) $(ARGS)

# The instructions of fixed workloads, counted by valgrind, against what they may take.
budget: benchmarks
	Benchmarks/budget $(BENCHMARKS) $(ARGS)

benchmarks: .build/packages
	@.ci/static-libraries .build/static-libraries
	$(SWIFT) build --configuration release --product benchmarks $(STATIC) \
	  --scratch-path .build/lossbook-release

# The tests again, with the compiler's checks of addresses, threads and undefined behaviour: each in
# a build folder of its own. What XCTest and Foundation's Process never free is no finding.
SANITIZERS ?= address thread undefined
sanitize: export ASAN_OPTIONS = detect_leaks=0
sanitize: .build/packages
	for check in $(SANITIZERS); do \
	  $(SWIFT) test --sanitize $$check --scratch-path .build/sanitize-$$check $(STRICT) || exit 1; \
	done

TRIALS = .build/lossbook-release/release/trials
.PHONY: $(TRIALS)
$(TRIALS): .build/packages
	$(SWIFT) build --configuration release --product trials $(STATIC) \
	  --scratch-path .build/lossbook-release

# Random graphs of all primitives, N of them: values, derivatives and formulas agree.
N ?= 100000
properties: $(TRIALS)
	$(TRIALS) properties $(N)

# A session of 100,000 cells and the course 100 times: memory and latency stay flat.
soak: $(TRIALS)
	$(TRIALS) soak

# Hundreds of processes killed while they save notebooks and progress.
ROUNDS ?= 500
faults: .build/packages
	LOSSBOOK_ROUNDS=$(ROUNDS) $(SWIFT) test --filter 'SavingTests|ProgressTests' $(STRICT)

# Inputs made by libFuzzer for every reader, for SECONDS; what it finds is in .build/fuzz.
SECONDS ?= 600
fuzz: .build/packages
	LOSSBOOK_LIBFUZZER=1 $(SWIFT) build --configuration release --product fuzz \
	  --scratch-path .build/fuzzer -Xswiftc -sanitize=fuzzer
	@mkdir -p .build/fuzz/corpus
	.build/fuzzer/release/fuzz -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=4096 \
	  -artifact_prefix=.build/fuzz/ .build/fuzz/corpus Tests/Fuzz/Corpus

# Random programs by the grammar, as many times those of `make test` as TIMES says.
TIMES ?= 100
programs: .build/packages
	LOSSBOOK_FUZZ=$(TIMES) $(SWIFT) test --filter FuzzTests $(STRICT)

clean:
	rm -rf .build

packages: .build/packages

# The system's packages, installed where they are missing. The file says that this was seen to.
.build/packages: Makefile
	@mkdir -p .build
	@.ci/install-packages $(PACKAGES)
	@touch $@
