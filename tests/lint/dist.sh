#!/bin/sh
# SPDX-License-Identifier: BlueOak-1.0.0
#
# The tarball has every file of the repository. Where the tree is no git
# repository (it came as a tarball) there is nothing to compare with.
. "$srcdir/tests/lint/files"

[ -e "$srcdir/.git" ] && command -v git >/dev/null || exit 77
for file in $(cd "$srcdir" && git -c safe.directory='*' ls-files); do
	grep -qx -e "$file" "$list" || fail "$file is not in the tarball:" \
		"add it to EXTRA_DIST or to a _SOURCES"
done
exit $lint_status
