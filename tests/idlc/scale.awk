# SPDX-License-Identifier: BlueOak-1.0.0
#
# awk -v interfaces=N -v size=M -f scale.awk: a library of N interfaces, each of M
# methods that take and return M structs.
BEGIN {
	print "library scale;"
	for (k = 0; k < interfaces; k++) {
		for (i = 0; i < size; i++)
			printf "struct s%d_%d { u32 a; u32 b; u64[4] c; }\n", k, i
		printf "interface i%d {\n", k
		for (i = 0; i < size; i++)
			printf "%d: m%d(s%d_%d a, string[<= 32] c) -> (s%d_%d r);\n",
				i + 1, i, k, i, k, i
		print "}"
	}
}
