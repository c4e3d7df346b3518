# SPDX-License-Identifier: BlueOak-1.0.0
#
# The part of generate.awk for capabilities: methods of the interface `caps`,
# which take one and, unless it is borrowed, give it back. Lines of such a type:
#
#   param cap OWN cap<...>[?]   OWN: own, borrow, copy
#   c C-TYPE                    as in C, without its _cap, _owned or _borrowed
#   good CAP                    the stub takes it, and the result is it
#   refuse STATUS CAP           the stub's status
#   bad STATUS = FIELD...       a request past the stub: `move CAP`, `copy CAP`,
#                               `lend CAP`, `land` (where the result goes), `full`
#                               (the same, but something is there), `-` (nothing)
#   reply STATUS = FIELD...     the same as a reply (on the host alone)
#
# CAP: one of enum conform_cap, in small letters; `same`: the first field's slot.

BEGIN { cap_signs["land"] = ">"; cap_signs["full"] = "#"; cap_signs["-"] = "-" }
$1 == "param" && $2 == "cap" {
	cap_first = ""
	form = "cap"
	mode = $3
	param = substr($0, 11)
	cap_methods = cap_methods "\t" number ": " type "(" param " a) -> (" \
		(mode == "borrow" ? "bool" : param) " ra);\n"
	next
}
form == "cap" && $1 == "c" { c = $2; add_cap_server(); next }
form == "cap" && $1 == "good" {
	if (!cap_first)
		cap_first = "CONFORM_" toupper($2)
	add_cap("OK", "good", own_mode() " " $2)
	next
}
form == "cap" && $1 == "refuse" { add_cap($2, "refuse", own_mode() " " $3); next }
form == "cap" && ($1 == "bad" || $1 == "reply") {
	status = $2
	kind = $1
	sub(/^[^=]*= */, "")
	add_cap(status, kind, $0)
	next
}

function own_mode()
{
	return mode == "own" ? "move" : mode == "copy" ? "copy" : "lend"
}

# The type by which it is given away, and by which a result comes.
function plain(owned)
{
	return c (mode == "borrow" ? "_borrowed" : mode == "own" || owned ? \
		"_owned" : c ~ /^vesper_/ ? "_cap" : "")
}

# What is one's own has to be moved before it is handed on.
function add_cap_server()
{
	server = server "vesper_status conformance_caps_serve_" type \
		"(const vesper_client *client,\n\t" plain(1) " a, " \
		(mode == "borrow" ? "bool" : plain(0)) " *ra)\n{\n\t(void)client;\n\t" \
		(mode == "borrow" ? "*ra = a.slot == vesper_landed(0);\n\t" \
			"return OK;" : mode == "own" ? \
			"ra->slot = vesper_landed(1);\n" \
			"\t(void)vesper_cap_delete(ra->slot);\n" \
			"\treturn vesper_cap_move(a.slot, ra->slot);" : \
			"ra->slot = a.slot;\n\treturn OK;") "\n}\n\n"
	stubs = stubs "static vesper_status give_" type "(uint64_t slot, " \
		"uint64_t room, uint64_t *landed)\n{\n\t" \
		(mode == "borrow" ? "bool ra = true;\n" : \
			plain(1) " ra = { .slot = 9 };\n") \
		"\tvesper_status status = conformance_caps_" type \
		"(conform_caps,\n\t\t(" plain(0) "){ .slot = slot }, " \
		(mode == "borrow" ? "" : "room, ") "&ra);\n\n\t*landed = " \
		(mode == "borrow" ? "ra ? room : 0" : "ra.slot") \
		";\n\treturn status;\n}\n\n"
}

# An entry of the table. The first that is good is what replies are asked with.
function add_cap(status, kind, fields,	list, n, i, modes, caps, entry)
{
	n = split(fields, list, " ")
	for (i = 1; i <= n; i++) {
		if (list[i] in cap_signs) {
			modes = modes cap_signs[list[i]]
			caps = caps "0, "
			continue
		}
		modes = modes substr(list[i], 1, 1)
		caps = caps "CONFORM_" toupper(list[++i]) ", "
	}
	entry = "\t{ \"" type ": " kind " " (kind ~ /bad|reply/ ? fields : \
		list[2]) "\", " status ", give_" type ", " number ", " \
		(mode == "borrow" ? "true" : "false") ", \"" modes "\", { " \
		caps "}, " cap_first " },\n"
	if (kind == "reply")
		cap_replies = cap_replies entry
	else if (kind == "bad")
		cap_raws = cap_raws entry
	else
		cap_stubs = cap_stubs entry
}

function cap_table(name, entries)
{
	return "const struct conform_give conform_" name "[] = {\n" entries \
		"};\nconst unsigned conform_" name "_count = sizeof(conform_" \
		name ") / sizeof(*conform_" name ");\n\n"
}

function cap_tables()
{
	return cap_table("gives", cap_stubs) cap_table("fields", cap_raws) \
		cap_table("returns", cap_replies)
}
