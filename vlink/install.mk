# SPDX-License-Identifier: BlueOak-1.0.0
#
# make install: what a user needs to build a system in a folder of their own.
# vlink finds it all by its own place, PREFIX/bin/vlink:
#
#	PREFIX/share/vesper/vesper.conf	the target's tools and flags
#	PREFIX/share/vesper/include	headers of kernel and runtime
#	PREFIX/share/vesper/host	the runtime on the host, for tests
#	PREFIX/share/vesper/components	drivers, services and interfaces
#	PREFIX/share/vesper/board	boards
#	PREFIX/share/vesper/lib		kernel.elf, libruntime.a, component.ld,
#					and the script of vlink run
vesper_libdir = $(pkgdatadir)/lib
nodist_vesper_lib_DATA = kernel/kernel.elf runtime/libruntime.a
vesper_lib_DATA = vlink/component.ld runtime/denial_probe.c \
	build-aux/run-system build-aux/serial.sh
nodist_pkgdata_DATA = vlink/vesper.conf
pkgconfigdir = $(libdir)/pkgconfig
nodist_pkgconfig_DATA = vlink/vesper.pc
bashcompletiondir = $(datadir)/bash-completion/completions
man1_MANS = doc/idlc.1 doc/vaudit.1 doc/vlink.1
EXTRA_DIST += $(man1_MANS) $(VESPER_TOOLS:%=doc/%.bash)
VESPER_TOOLS = idlc vaudit vlink

vlink/vesper.conf: Makefile
	$(AM_V_GEN)$(MKDIR_P) vlink && { \
	echo '# What vlink runs, unless the environment says otherwise.'; \
	echo 'TARGET_CC=$(TARGET_CC)'; \
	echo 'TARGET_CPPFLAGS=-nostdinc -isystem $(VESPER_TARGET_INCLUDE) -DVESPER_DEBUG=$(VESPER_DEBUG)'; \
	echo 'TARGET_CFLAGS=$(VESPER_TARGET_CFLAGS) -Wall -Wextra $(TARGET_CFLAGS)'; \
	echo 'TARGET_LD=$(TARGET_LD)'; \
	echo 'TARGET_LDFLAGS=$(VESPER_TARGET_LDFLAGS)'; \
	echo 'TARGET_LIBGCC=$(TARGET_LIBGCC)'; \
	test -z '$(QEMU)' || echo 'QEMU=$(QEMU)'; } >$@.tmp && mv -f $@.tmp $@

vlink/vesper.pc: Makefile
	$(AM_V_GEN)$(MKDIR_P) vlink && { \
	echo 'prefix=$(prefix)'; \
	echo 'vlink=$(bindir)/vlink'; \
	echo 'idlc=$(bindir)/idlc'; \
	echo 'pkgdatadir=$(pkgdatadir)'; \
	echo 'Name: Vesper'; \
	echo 'Description: a capability kernel and its component framework'; \
	echo 'Version: $(PACKAGE_VERSION)'; \
	echo 'Cflags: -I$(pkgdatadir)/include'; } >$@.tmp && mv -f $@.tmp $@
CLEANFILES += vlink/vesper.conf vlink/vesper.pc

# Trees of headers, components and boards, each file with its folder.
vesper_install_tree = cd $(top_srcdir)/$(1) && \
	find . -type f ! -name '*.mk' ! -name '.*' | while read -r f; do \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/$(2)/$${f%/*}" && \
		$(INSTALL_DATA) "$$f" "$(DESTDIR)$(pkgdatadir)/$(2)/$$f" || \
		exit 1; \
	done
install-data-local:
	($(call vesper_install_tree,kernel/include/vesper/abi,include/vesper/abi))
	($(call vesper_install_tree,runtime/include,include))
	($(call vesper_install_tree,runtime/arch/aarch64/include,include))
	($(call vesper_install_tree,runtime/arch/host,host))
	$(INSTALL_DATA) $(top_srcdir)/runtime/text.c \
		$(top_srcdir)/runtime/buffer.c "$(DESTDIR)$(pkgdatadir)/host"
	($(call vesper_install_tree,components,components))
	cd $(top_srcdir)/board && for f in */*.board; do \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/board/$${f%/*}" && \
		$(INSTALL_DATA) "$$f" "$(DESTDIR)$(pkgdatadir)/board/$$f" || \
		exit 1; \
	done
	$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)"
	for p in $(VESPER_TOOLS); do \
		$(INSTALL_DATA) $(top_srcdir)/doc/$$p.bash \
			"$(DESTDIR)$(bashcompletiondir)/$$p" || exit 1; \
	done
uninstall-local:
	rm -rf "$(DESTDIR)$(pkgdatadir)"
	cd "$(DESTDIR)$(bashcompletiondir)" && rm -f $(VESPER_TOOLS)
