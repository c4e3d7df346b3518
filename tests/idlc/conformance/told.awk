# SPDX-License-Identifier: BlueOak-1.0.0
#
# The part of generate.awk for what nobody waits for: in the interface `told` a
# type is a oneway method, a notification, and a method that has the server tell.
# Lines of such a type:
#
#   param told IDL-TYPE         a struct, or a scalar
#   c C-TYPE
#   good EXPR = WORDS           the value, and the words of its record and cell
#   bad = WORDS                 a record that is left out, a cell that is none
#   cell = WORDS                a record that is good, a cell that is none
#   every OFFSET accepts LIST   as in generate.awk

$1 == "param" && $2 == "told" {
	form = "told"
	param = substr($0, 12)
	told_methods = told_methods "\t" number ": notify " type "(" param \
		" a);\n\t" number * 8 ": oneway post_" type "(" param \
		" a);\n\t" number + 100 ": tell_" type "(" param " a);\n"
	next
}
form == "told" && $1 == "c" { c = rest(2); add_told_server(); next }
form == "told" && $1 == "good" {
	split_case(rest(5))
	told_last = words_of(words)
	value++
	tables = tables "static const " c " value_" value " = " expr ";\n"
	add_told("good " quoted(expr), "&value_" value ", sizeof(value_" value ")", "")
	next
}
form == "told" && ($1 == "bad" || $1 == "cell") {
	sub(/=/, "")
	told_last = words_of(rest(length($1)))
	add_told($0, "NULL, 0", "")
	next
}
form == "told" && $1 == "every" {
	add_told("byte " $2, "NULL, 0", ", " $2 ", " ranges())
	next
}

function add_told_server(	by)
{
	told_by = c ~ /^struct/ ? "" : "*"
	by = told_by ? "" : "*"
	server = server "void conformance_told_serve_post_" type \
		"(const vesper_client *client, " (by ? "const " : "") c " " by \
		"a)\n{\n\t(void)client;\n\tcame++;\n\tvesper_copy(last, " \
		(by ? "a" : "&a") ", sizeof(" c "));\n}\n\n" \
		"vesper_status conformance_told_serve_tell_" type \
		"(const vesper_client *client, " (by ? "const " : "") c " " by \
		"a)\n{\n\treturn conformance_told_notify_" type \
		"(client, a);\n}\n\n"
	stubs = stubs told_stub("post_") told_stub("tell_") \
		"static vesper_status read_" type "(void *value)\n{\n\treturn " \
		"conformance_told_" type "(conform_told, value);\n}\n\n"
	told_types = told_types "\t{ " number ", post_" type ", tell_" type \
		", read_" type ", sizeof(" c ") },\n"
	told_count++
}

function told_stub(verb)
{
	return "static vesper_status " verb type "(const void *value)\n{\n" \
		"\tconst " c " *a = value;\n\n\treturn conformance_told_" verb \
		type "(conform_told, " told_by "a);\n}\n\n"
}

function add_told(name, value, every)
{
	told_cases = told_cases "\t{ \"" type ": " name "\", " told_count - 1 \
		", " (name ~ /^bad/ ? "false" : "true") ", " \
		(name ~ /^(bad|cell)/ ? "false" : "true") ", " told_last ", " \
		value (every ? every : ", 0, { { 0, 0 } }, 0") " },\n"
}

function told_tables()
{
	return "const struct conform_news conform_news[] = {\n" told_types \
		"};\n\nconst struct conform_told conform_tolds[] = {\n" \
		told_cases "};\nconst unsigned conform_told_count = " \
		"sizeof(conform_tolds) / sizeof(*conform_tolds);\n\n"
}

function told_server()
{
	return "static uint32_t came;\nstatic uint8_t last[48];\n\n" \
		"vesper_status conformance_told_serve_look" \
		"(const vesper_client *client, uint32_t *count,\n\tuint8_t " \
		"value[48])\n{\n\t(void)conformance_told_drain(client);\n" \
		"\t*count = came;\n\tcame = 0;\n\tmemcpy(value, last, 48);\n" \
		"\tmemset(last, 0, 48);\n\treturn OK;\n}\n\n"
}
