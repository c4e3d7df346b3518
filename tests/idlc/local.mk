# SPDX-License-Identifier: BlueOak-1.0.0
#
# Tests of idlc: its messages, its output, and what the output does.
TESTS += %D%/golden.tap %D%/hostile.tap %D%/compat.tap %D%/budget.tap \
	%D%/tools.tap \
	%D%/scale.tap
check_PROGRAMS += %D%/cost
%C%_cost_SOURCES = %D%/cost.c
%C%_cost_CPPFLAGS = $(AM_CPPFLAGS) -D_DEFAULT_SOURCE
%D%/tools.log %D%/scale.log: idlc/idlc$(EXEEXT) %D%/cost$(EXEEXT)
EXTRA_DIST += %D%/scale.tap %D%/scale.awk %D%/tools.tap
EXTRA_DIST += %D%/golden.tap %D%/budget.tap %D%/compat.tap %D%/golden.update %D%/hostile.tap %D%/wire.idl \
	%D%/untidy.idl %D%/resource.idl %D%/golden/resource.messages %D%/golden/untidy.once %D%/golden/wire.idl.h %D%/golden/block.idl.h %D%/golden/probe.idl.h %D%/golden/wire.json \
	%D%/golden/wire.ast %D%/golden/wire.markdown %D%/golden/wire.trace %D%/golden/wire.dot \
	doc/decisions/0010-idl-language.md doc/decisions/0021-capabilities-as-parameters.md doc/decisions/0022-nobody-waits.md doc/decisions/0024-instruction-budgets.md doc/decisions/0032-results-beside-the-status.md doc/decisions/0041-what-the-language-lacked.md doc/idl-diagnostics.md doc/idl.md doc/editor/idl.vim
%D%/golden.log %D%/hostile.log %D%/compat.log %D%/budget.log: idlc/idlc$(EXEEXT)

IDLC_SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all

# ---- the compiler's own parts ----------------------------------------------
IDLC_UNIT_CPPFLAGS = $(IDLC_CPPFLAGS) $(CUNIT_CFLAGS)
check_PROGRAMS += tests/unit/idlc_base tests/unit/idlc_catalogue
TESTS += tests/unit/idlc_base tests/unit/idlc_catalogue
tests_unit_idlc_base_SOURCES = tests/unit/idlc_base.c
tests_unit_idlc_base_CPPFLAGS = $(IDLC_UNIT_CPPFLAGS)
tests_unit_idlc_base_LDADD = idlc/libbase.a $(CUNIT_LIBS)
tests_unit_idlc_catalogue_SOURCES = tests/unit/idlc_catalogue.c
tests_unit_idlc_catalogue_CPPFLAGS = $(IDLC_UNIT_CPPFLAGS)
tests_unit_idlc_catalogue_LDADD = idlc/libidlc.a idlc/libbase.a $(CUNIT_LIBS)

# Mutants of good files, and hostile ones, under sanitizers: nothing may crash or
# hang. The compiler's sources are compiled again for that.
check_LIBRARIES += %D%/libsanitized.a
%C%_libsanitized_a_SOURCES = $(IDLC_FILES) $(IDLC_BASE_FILES)
%C%_libsanitized_a_CPPFLAGS = $(IDLC_CPPFLAGS)
%C%_libsanitized_a_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
idlc/tests_idlc_libsanitized_a-scan.$(OBJEXT) \
idlc/tests_idlc_libsanitized_a-parse_token.$(OBJEXT) \
idlc/tests_idlc_libsanitized_a-pretty.$(OBJEXT): idlc/parse.h
check_PROGRAMS += %D%/mutants %D%/sanitized
%C%_mutants_SOURCES = %D%/mutants.c %D%/front.c %D%/front.h
%C%_mutants_CPPFLAGS = $(IDLC_CPPFLAGS) -I$(srcdir)/%D%
%C%_mutants_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_mutants_LDADD = %D%/libsanitized.a
%C%_mutants_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%C%_sanitized_SOURCES = $(idlc_idlc_SOURCES)
%C%_sanitized_CPPFLAGS = $(IDLC_CPPFLAGS)
%C%_sanitized_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_sanitized_LDADD = %D%/libsanitized.a
%C%_sanitized_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%D%/hostile.log: %D%/sanitized$(EXEEXT)

# ---- round trips: stub, message, dispatch, on the host ---------------------
IDLC_HOST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/runtime/include \
	-I$(top_srcdir)/runtime/arch/host/include -I%D% $(CUNIT_CFLAGS)
IDLC_HOST_FILES = runtime/arch/host/call.c runtime/arch/host/transfer.c \
	runtime/arch/host/include/vesper/again.h \
	runtime/arch/host/object.c \
	runtime/arch/host/include/vesper/factory.h \
	runtime/arch/host/include/vesper/object.h \
	runtime/arch/host/include/vesper/call.h \
	runtime/arch/host/include/vesper/syscall.h \
	runtime/arch/host/include/vesper/transfer.h
check_PROGRAMS += %D%/wire_test %D%/doubles_test %D%/dispatch_fuzz \
	%D%/double_fetch
TESTS += %D%/wire_test %D%/doubles_test %D%/double_fetch
%C%_wire_test_SOURCES = %D%/wire_test.c %D%/wire_echo.c %D%/wire_echo.h \
	$(IDLC_HOST_FILES)
%C%_wire_test_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_wire_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_wire_test_LDADD = $(CUNIT_LIBS)
%C%_wire_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%C%_doubles_test_SOURCES = %D%/doubles_test.c $(IDLC_HOST_FILES)
%C%_doubles_test_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_doubles_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_doubles_test_LDADD = $(CUNIT_LIBS)
%C%_doubles_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
# The code as it runs: optimised, and without anything that watches it.
%C%_double_fetch_SOURCES = %D%/double_fetch.c %D%/trap.c %D%/trap.h \
	%D%/wire_echo.c %D%/wire_echo.h $(IDLC_HOST_FILES)
%C%_double_fetch_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_double_fetch_CFLAGS = $(AM_CFLAGS) -O2
%C%_double_fetch_LDADD = $(CUNIT_LIBS)
check_PROGRAMS += %D%/double_fetch_told
TESTS += %D%/double_fetch_told
%C%_double_fetch_told_SOURCES = %D%/double_fetch_told.c %D%/trap.c \
	%D%/trap.h $(IDLC_HOST_FILES)
%C%_double_fetch_told_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_double_fetch_told_CFLAGS = $(AM_CFLAGS) -O2
%C%_double_fetch_told_LDADD = $(CUNIT_LIBS)
$(%C%_double_fetch_told_OBJECTS): | %D%/probe.idl.h %D%/sys.idl.h \
	%D%/sys/block.idl.h
# The generated harness, with a driver of our own instead of libFuzzer's.
%C%_dispatch_fuzz_SOURCES = %D%/dispatch_fuzz.c %D%/wire_echo.c \
	$(IDLC_HOST_FILES)
nodist_%C%_dispatch_fuzz_SOURCES = %D%/wire.fuzz.c
%C%_dispatch_fuzz_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_dispatch_fuzz_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_dispatch_fuzz_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)

# The example of the design, and what it leaves out: also booted as a system.
LANGUAGE_DIR = $(srcdir)/tests/target/language
LANGUAGE_IDL = %D%/sys.idl.h %D%/sys/block.idl.h %D%/probe.idl.h
check_PROGRAMS += %D%/caps_test %D%/async_test
TESTS += %D%/caps_test %D%/async_test
%C%_async_test_SOURCES = %D%/async_test.c $(IDLC_HOST_FILES)
%C%_async_test_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_async_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_async_test_LDADD = $(CUNIT_LIBS) -lpthread
%C%_async_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%C%_caps_test_SOURCES = %D%/caps_test.c $(IDLC_HOST_FILES)
%C%_caps_test_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_caps_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_caps_test_LDADD = $(CUNIT_LIBS)
%C%_caps_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
$(%C%_caps_test_OBJECTS) $(%C%_async_test_OBJECTS): | $(LANGUAGE_IDL)
%D%/sys/block.idl.h: $(LANGUAGE_DIR)/sys/block.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D%/sys && \
	idlc/idlc$(EXEEXT) -I $(srcdir)/components/idl -o $@ $<
%D%/probe.idl.h: $(LANGUAGE_DIR)/probe.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) -I $(srcdir)/components/idl -I $(LANGUAGE_DIR) -o $@ $<
CLEANFILES += %D%/sys/block.idl.h %D%/probe.idl.h %D%/probe.fuzz.c \
	%D%/probe.doubles.h

# Connections at run time, with the interface of the system that tests them.
check_PROGRAMS += %D%/session_test
TESTS += %D%/session_test
%C%_session_test_SOURCES = %D%/session_test.c runtime/session.c runtime/text.c \
	$(IDLC_HOST_FILES)
%C%_session_test_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_session_test_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_session_test_LDADD = $(CUNIT_LIBS)
%C%_session_test_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
$(%C%_session_test_OBJECTS): | %D%/sys.idl.h %D%/sessions.idl.h \
	%D%/sessions.doubles.h
SESSIONS_IDL = $(srcdir)/tests/target/sessions/sessions.idl
%D%/sessions.idl.h: $(SESSIONS_IDL) idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) -I $(srcdir)/components/idl -o $@ $(SESSIONS_IDL)
%D%/sessions.doubles.h: $(SESSIONS_IDL) idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && idlc/idlc$(EXEEXT) --emit=doubles \
	-I $(srcdir)/components/idl -o $@ $(SESSIONS_IDL)
CLEANFILES += %D%/sessions.idl.h %D%/sessions.doubles.h

# Its dispatch and its rings, with doubles behind them, by the same driver.
check_PROGRAMS += %D%/probe_fuzz
%C%_probe_fuzz_SOURCES = %D%/dispatch_fuzz.c %D%/probe_doubles.c \
	$(IDLC_HOST_FILES)
nodist_%C%_probe_fuzz_SOURCES = %D%/probe.fuzz.c
%C%_probe_fuzz_CPPFLAGS = $(IDLC_HOST_CPPFLAGS)
%C%_probe_fuzz_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_probe_fuzz_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
$(%C%_probe_fuzz_OBJECTS): | $(LANGUAGE_IDL) %D%/probe.doubles.h
%D%/probe.fuzz.c: $(LANGUAGE_DIR)/probe.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && idlc/idlc$(EXEEXT) --emit=fuzz \
	-I $(srcdir)/components/idl -I $(LANGUAGE_DIR) -o $@ $<
%D%/probe.doubles.h: $(LANGUAGE_DIR)/probe.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && idlc/idlc$(EXEEXT) --emit=doubles \
	-I $(srcdir)/components/idl -I $(LANGUAGE_DIR) -o $@ $<

%D%/wire_test-wire_test.$(OBJEXT) %D%/wire_test-wire_echo.$(OBJEXT) \
%D%/double_fetch-double_fetch.$(OBJEXT) %D%/double_fetch-wire_echo.$(OBJEXT) \
%D%/dispatch_fuzz-wire_echo.$(OBJEXT) \
%D%/dispatch_fuzz-wire.fuzz.$(OBJEXT): | %D%/wire.idl.h
%D%/doubles_test-doubles_test.$(OBJEXT): | %D%/sys.idl.h %D%/sys.doubles.h
%D%/wire.idl.h: $(srcdir)/%D%/wire.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) -o $@ $(srcdir)/%D%/wire.idl
%D%/wire.fuzz.c: $(srcdir)/%D%/wire.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) --emit=fuzz -o $@ $(srcdir)/%D%/wire.idl
%D%/sys.idl.h: $(srcdir)/components/idl/sys.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) -o $@ $(srcdir)/components/idl/sys.idl
%D%/sys.doubles.h: $(srcdir)/components/idl/sys.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	idlc/idlc$(EXEEXT) --emit=doubles -o $@ $(srcdir)/components/idl/sys.idl
CLEANFILES += %D%/wire.idl.h %D%/wire.fuzz.c %D%/sys.idl.h %D%/sys.doubles.h \
	%D%/golden/* %D%/hostile/* %D%/compat/* %D%/budget/*

# ---- the conformance set: cases, compiled for host and target ---------------
CONFORMANCE_CASES = %D%/conformance/alias.cases %D%/conformance/array.cases \
	%D%/conformance/bool.cases %D%/conformance/buffer.cases \
	%D%/conformance/buffer_aligned.cases %D%/conformance/enum_array.cases \
	%D%/conformance/error.cases %D%/conformance/flexible_bits.cases \
	%D%/conformance/flexible_enum.cases %D%/conformance/i16.cases \
	%D%/conformance/i32.cases %D%/conformance/i64.cases %D%/conformance/i8.cases \
	%D%/conformance/strict_bits.cases %D%/conformance/strict_enum.cases \
	%D%/conformance/strict_signed_enum.cases %D%/conformance/string.cases \
	%D%/conformance/struct.cases %D%/conformance/struct_large.cases \
	%D%/conformance/struct_rules.cases %D%/conformance/struct_string.cases \
	%D%/conformance/struct_vec.cases %D%/conformance/u16.cases \
	%D%/conformance/u32.cases %D%/conformance/u64.cases %D%/conformance/u8.cases \
	%D%/conformance/union.cases %D%/conformance/union_nested.cases \
	%D%/conformance/utf8.cases %D%/conformance/vec.cases \
	%D%/conformance/vec_of_structs.cases %D%/conformance/vec_rules.cases \
	%D%/conformance/wide_enum.cases %D%/conformance/cap_own.cases \
	%D%/conformance/cap_copy.cases %D%/conformance/cap_borrow.cases \
	%D%/conformance/cap_optional.cases %D%/conformance/cap_portal.cases \
	%D%/conformance/told_byte.cases %D%/conformance/told_fields.cases
CONFORMANCE_MADE = %D%/conformance/conformance.idl %D%/conformance/cases.c \
	%D%/conformance/server.c
CONFORMANCE_GENERATE = $(MKDIR_P) %D%/conformance && (cd $(srcdir) && \
	$(AWK) -f %D%/conformance/caps.awk -f %D%/conformance/told.awk \
	-f %D%/conformance/generate.awk
CONFORMANCE_AWK = %D%/conformance/caps.awk %D%/conformance/told.awk \
	%D%/conformance/generate.awk
%D%/conformance/conformance.idl: $(CONFORMANCE_CASES) \
		$(CONFORMANCE_AWK)
	$(AM_V_GEN)$(CONFORMANCE_GENERATE) -v what=idl $(CONFORMANCE_CASES)) >$@
%D%/conformance/cases.c: $(CONFORMANCE_CASES) $(CONFORMANCE_AWK)
	$(AM_V_GEN)$(CONFORMANCE_GENERATE) -v what=client $(CONFORMANCE_CASES)) >$@
%D%/conformance/server.c: $(CONFORMANCE_CASES) $(CONFORMANCE_AWK)
	$(AM_V_GEN)$(CONFORMANCE_GENERATE) -v what=server $(CONFORMANCE_CASES)) >$@
%D%/conformance/conformance.idl.h: %D%/conformance/conformance.idl \
		idlc/idlc$(EXEEXT)
	$(AM_V_GEN)idlc/idlc$(EXEEXT) -o $@ %D%/conformance/conformance.idl
check_PROGRAMS += %D%/conformance/host
TESTS += %D%/conformance/host %D%/conformance.tap %D%/conformance_clang.tap
%C%_conformance_host_SOURCES = %D%/conformance/conformance.c \
	%D%/conformance/conformance.h %D%/conformance/conform_host.c \
	%D%/conformance/conform_caps.c %D%/conformance/conform_told.c runtime/text.c $(IDLC_HOST_FILES)
nodist_%C%_conformance_host_SOURCES = %D%/conformance/cases.c \
	%D%/conformance/server.c
%C%_conformance_host_CPPFLAGS = $(IDLC_HOST_CPPFLAGS) -I%D%/conformance \
	-I$(srcdir)/%D%/conformance
%C%_conformance_host_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_conformance_host_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
check_PROGRAMS += %D%/conformance/fuzz
%C%_conformance_fuzz_SOURCES = %D%/dispatch_fuzz.c runtime/text.c \
	$(IDLC_HOST_FILES)
nodist_%C%_conformance_fuzz_SOURCES = %D%/conformance/conformance.fuzz.c \
	%D%/conformance/server.c
%C%_conformance_fuzz_CPPFLAGS = $(IDLC_HOST_CPPFLAGS) -I%D%/conformance
%C%_conformance_fuzz_CFLAGS = $(AM_CFLAGS) $(IDLC_SANITIZE)
%C%_conformance_fuzz_LDFLAGS = $(AM_LDFLAGS) $(IDLC_SANITIZE)
%D%/conformance/conformance.fuzz.c: %D%/conformance/conformance.idl \
		idlc/idlc$(EXEEXT)
	$(AM_V_GEN)idlc/idlc$(EXEEXT) --emit=fuzz -o $@ \
		%D%/conformance/conformance.idl
CLEANFILES += %D%/conformance/conformance.fuzz.c
$(%C%_conformance_fuzz_OBJECTS): | %D%/conformance/conformance.idl.h
$(%C%_conformance_host_OBJECTS): | %D%/conformance/conformance.idl.h
%D%/conformance.log %D%/conformance_clang.log: $(CONFORMANCE_MADE) idlc/idlc$(EXEEXT) \
	vlink/vlink$(EXEEXT) $(SYSTEM_DEPS)
EXTRA_DIST += $(CONFORMANCE_CASES) $(CONFORMANCE_AWK) \
	%D%/conformance/conform_target.c %D%/conformance/conform_teller.c \
	%D%/conformance/conformance.system \
	%D%/conformance.tap %D%/conformance_clang.tap \
	%D%/conformance/system.sh
CLEANFILES += $(CONFORMANCE_MADE) %D%/conformance/conformance.idl.h

TESTS += %D%/fuzz.sh
%D%/fuzz.log: %D%/mutants$(EXEEXT) %D%/dispatch_fuzz$(EXEEXT) \
	%D%/conformance/fuzz$(EXEEXT) %D%/conformance/host$(EXEEXT) \
	%D%/probe_fuzz$(EXEEXT)
LONG_TESTS += %D%/fuzz-long.sh
%D%/fuzz-long.log: %D%/mutants$(EXEEXT) %D%/dispatch_fuzz$(EXEEXT) \
	%D%/conformance/fuzz$(EXEEXT) %D%/conformance/host$(EXEEXT) \
	%D%/probe_fuzz$(EXEEXT)
EXTRA_DIST += %D%/fuzz.sh %D%/fuzz-long.sh

# ---- make bench-idl ---------------------------------------------------------
# Optimised whatever CFLAGS say: what is counted is what a system runs.
EXTRA_PROGRAMS = %D%/bench/bench
%C%_bench_bench_SOURCES = %D%/bench/bench.h %D%/bench/client.c \
	%D%/bench/hand.c %D%/bench/server.c \
	%D%/bench/include/vesper/call.h
%C%_bench_bench_CPPFLAGS = -I$(srcdir)/%D%/bench/include $(AM_CPPFLAGS) \
	-I$(top_srcdir)/runtime/include -I%D%/bench -I$(srcdir)/%D%/bench
%C%_bench_bench_CFLAGS = $(AM_CFLAGS) -O2
$(%C%_bench_bench_OBJECTS): | %D%/bench/bench.idl.h
%D%/bench/bench.idl.h: $(srcdir)/%D%/bench/bench.idl idlc/idlc$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D%/bench && \
	idlc/idlc$(EXEEXT) -o $@ $(srcdir)/%D%/bench/bench.idl
## bench-idl: instructions of generated code, beside code by hand
bench-idl: %D%/bench/bench$(EXEEXT) %D%/cost$(EXEEXT) idlc/idlc$(EXEEXT)
	@CC="$(CC)" AWK="$(AWK)" $(SHELL) $(srcdir)/%D%/bench/run \
		%D%/bench/bench$(EXEEXT) idlc/idlc$(EXEEXT) %D%/cost$(EXEEXT)
.PHONY: bench-idl
CLEANFILES += %D%/bench/bench.idl.h %D%/bench/bench$(EXEEXT) \
	%D%/bench/rivals/*.work/* %D%/bench/rivals/*.log \
	%D%/bench/rivals/scale.idl \
	%D%/bench/rivals/rpcgen %D%/bench/rivals/nanopb \
	%D%/bench/rivals/protobuf_c
EXTRA_DIST += %D%/bench/bench.idl %D%/bench/run %D%/bench/rivals/build \
	%D%/bench/rivals/main.c %D%/bench/rivals/rival.h \
	%D%/bench/rivals/messages.options %D%/bench/rivals/messages.proto \
	%D%/bench/rivals/messages.x %D%/bench/rivals/nanopb.c \
	%D%/bench/rivals/protobuf_c.c %D%/bench/rivals/rpcgen.c
