# SPDX-License-Identifier: BlueOak-1.0.0
#
# Makes tests of the wire format from the *.cases of this folder, in the manner of
# Fuchsia's GIDL: awk -v what=idl|client|server -f caps.awk -f told.awk -f generate.awk
# *.cases. A file is one type; its name is the method that takes and returns it. Its lines:
#
#   idl TEXT                    a declaration of the library
#   param FORM IDL-TYPE         FORM: scalar, record, array, string, vec, buffer
#   param error DOMAIN          a method whose status is its parameter
#   c C-TYPE                    what it is in C (of vec and buffer: an element)
#   good EXPR = WORDS [: BYTES] the value goes as these words, and bytes of the
#       [=> REPLY]              slot, comes back as REPLY (else: as it went, a
#                               string or vec as its length), and is what it was
#   bad STATUS = WORDS [: BYTES]    a request, and as a reply, that is none
#   refuse STATUS EXPR          a value that the stub does not send
#   status N = M                the method returns N, the client gets M
#   every OFFSET accepts LIST   the last good message with each value of the byte:
#                               those in LIST (0 1 5-9) are good, the rest bad
#
# WORDS are numbers; @ the slot in `to`, > the slot in `from`, ^ the heap of `to`
# (@+4: 4 bytes behind it), ~ memory of nobody. BYTES are hexadecimal. EXPR is C:
# a number, an initializer, a string, a number of elements; `none`: an empty vec.

FNR == 1 { begin_type() }
/^(#|$)/ { next }
$1 == "idl" { idl = idl rest(4) "\n"; next }
$1 == "param" { form = $2; param = rest(7 + length($2)); add_method(); next }
$1 == "c" { c = rest(2); add_server(); next }
$1 == "good" { split_case(rest(5)); last = wire(); add_good(); next }
$1 == "bad" { split_case(rest(4)); wire(); add_bad(); next }
$1 == "refuse" { add_stub($2, rest(8 + length($2))); next }
$1 == "status" { add_status($2, $4); next }
$1 == "every" { add_every(); next }
{ print FILENAME ":" FNR ": what is '" $1 "'?" >"/dev/stderr"; bad_line = 1 }

function rest(n) { return substr($0, n + 1) }

function begin_type()
{
	type = FILENAME
	sub(/.*\//, "", type)
	sub(/\.cases$/, "", type)
	number++
}

function add_method()
{
	if (form == "error")
		methods = methods "\t" number ": " type "(i32 how) ! " param ";\n"
	else if (form == "buffer")
		methods = methods "\t" number ": " type "(in " param \
			" a) -> (u32 n);\n"
	else
		methods = methods "\t" number ": " type "(" param " a) -> (" \
			param " ra);\n"
	if (form == "error")
		add_server()
}

function add_server(	head, body)
{
	head = "vesper_status conformance_all_serve_" type \
		"(const vesper_client *client,\n\t"
	if (form == "scalar") {
		head = head c " a, " c " *ra"
		body = "*ra = a;"
	} else if (form == "record") {
		head = head "const " c " *a, " c " *ra"
		body = "*ra = *a;"
	} else if (form == "array") {
		head = head "const " c " a, " c " ra"
		body = "memcpy(ra, a, sizeof(" c "));"
	} else if (form == "string") {
		head = head "struct vesper_string a, struct vesper_text *ra"
		body = "(void)vesper_text_append(ra, a);"
	} else if (form == "vec") {
		head = head "const " c " *a, uint32_t a_count,\n\t" c \
			" *ra, uint32_t *ra_count"
		body = "vesper_copy(ra, a, a_count * sizeof(*a));\n" \
			"\t*ra_count = a_count;"
	} else if (form == "buffer") {
		head = head "const " c " *a, uint32_t a_count, uint32_t *n"
		body = "(void)a;\n\t*n = a_count;"
	} else {
		head = head "int32_t how"
	}
	server = server head ")\n{\n\t(void)client;\n\t" (form == "error" ? \
		"return how;" : body "\n\treturn OK;") "\n}\n\n"
}

# EXPR = WORDS : BYTES => REPLY
function split_case(text,	at)
{
	reply = bytes = ""
	has_reply = at = index(text, " => ")
	if (at) {
		reply = substr(text, at + 4)
		text = substr(text, 1, at - 1)
	}
	at = index(text, " : ")
	if (at) {
		bytes = substr(text, at + 3)
		text = substr(text, 1, at - 1)
	}
	# The last one: an initializer has some of its own.
	for (at = length(text) - 2; at > 0; at--)
		if (substr(text, at, 3) == " = ")
			break
	expr = substr(text, 1, at - 1)
	words = substr(text, at + 3)
}

# Words as a struct conform_words.
function words_of(text,	list, n, i, kinds, numbers, kind)
{
	n = split(text, list, " ")
	for (i = 1; i <= n; i++) {
		kind = substr(list[i], 1, 1)
		if (kind ~ /[@>^~]/)
			sub(/^.\+?/, "", list[i])
		else
			kind = "w"
		kinds = kinds kind
		numbers = numbers (list[i] == "" ? "0" : list[i] "u") ", "
	}
	return "{ \"" kinds "\", { " (numbers ? numbers : "0 ") "} }"
}

# The case as a struct conform_wire; its bytes get a name of their own.
function wire(	list, n, i, text)
{
	n = split(bytes, list, " ")
	if (n) {
		serial++
		for (i = 1; i <= n; i++)
			text = text "0x" list[i] ", "
		tables = tables "static const uint8_t bytes_" serial "[] = { " \
			text "};\n"
	}
	if (!has_reply) {
		split(words, list, " ")
		reply = form == "string" || form == "vec" ? list[2] : words
	}
	made = "{ " words_of(words) ", " (n ? "bytes_" serial ", " n : \
		"NULL, 0") ", " words_of(reply) " }"
	return made
}

# Whether a reply can look like this: where the slots are it does not say.
function is_mirrored()
{
	return form !~ /^(buffer|error)$/ && words !~ /~|[@>]\+/ && \
		(words !~ />/ || words ~ /^@ /)
}

function add_raw(status, name)
{
	raws = raws "\t{ \"" type ": " name "\", " number ", " status ", " \
		(is_mirrored() ? "true" : "false") ", " made ", sample_" type " },\n"
}

function quoted(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return text
}

function add_good()
{
	add_stub("OK", expr)
	add_raw("OK", "good " quoted(expr))
}

function add_bad()
{
	add_raw(expr, "bad" " " words (bytes ? " : " bytes : ""))
}

function add_status(how, out)
{
	reply = bytes = ""
	words = how < 0 ? "0x" hex(how) : how
	has_reply = 1
	wire()
	add_sample("return conformance_all_" type "(self, 0);")
	add_raw(out, how " is " out)
}

# A negative number of -999 to -1 as 64 bits.
function hex(n) { return sprintf("fffffffffffff%03x", 4096 + n) }

function add_sample(text)
{
	if (type in samples)
		return
	samples[type] = 1
	stubs = stubs "static vesper_status sample_" type "(bool *is_same)\n" \
		"{\n\t*is_same = true;\n\t" text "\n}\n\n"
}

# A function that sends a value by the stub, and sees what comes back.
function add_stub(status, value,	call, text)
{
	call = "conformance_all_" type "(self, "
	count++
	if (form == "scalar")
		text = "\t" c " a = (" c ")(" value "), ra = (" c ")1;\n" \
			"\tvesper_status status = " call "a, &ra);\n\n" \
			"\t*is_same = ra == (status == OK ? a : 0);\n"
	else if (form == "record" || form == "array")
		text = "\tstatic const " c " a = " value ", zero;\n\t" c \
			" ra;\n\tvesper_status status;\n\n" \
			"\tmemset(&ra, 0xaa, sizeof(ra));\n\tstatus = " call \
			(form == "record" ? "&a, &ra" : "a, ra") ");\n" \
			"\t*is_same = memcmp(&ra, status == OK ? &a : &zero, " \
			"sizeof(a)) == 0;\n"
	else if (form == "string")
		text = "\tstruct vesper_string a = VESPER_STRING(" value ");\n" \
			"\tchar data[64] = \"old\";\n" \
			"\tstruct vesper_text ra = VESPER_TEXT(data);\n" \
			"\tvesper_status status = " call "a, &ra);\n\n" \
			"\t*is_same = status == OK ? ra.size == a.size &&\n" \
			"\t\tmemcmp(ra.data, a.data, a.size) == 0 : " \
			"ra.size == 0;\n" \
			"\t*is_same &= ra.data[ra.size] == '\\0';\n"
	else if (form == "vec" && value == "none")
		text = "\t" c " ra[64];\n\tuint32_t ra_count = 9;\n" \
			"\tvesper_status status = " call "NULL, 0, ra, " \
			"&ra_count);\n\n\t*is_same = ra_count == 0;\n"
	else if (form == "vec")
		text = "\tstatic const " c " a[] = " value ";\n" \
			"\tuint32_t a_count = sizeof(a) / sizeof(*a);\n" \
			"\t" c " ra[64];\n\tuint32_t ra_count = 9;\n" \
			"\tvesper_status status = " call \
			"a, a_count, ra, &ra_count);\n\n" \
			"\t*is_same = status == OK ? ra_count == a_count &&\n" \
			"\t\tmemcmp(ra, a, sizeof(a)) == 0 : ra_count == 0;\n"
	else
		text = "\tstruct vesper_buf_in a = vesper_buf_in_at(heap, " value \
			");\n\tuint32_t n = 9;\n\tvesper_status status = " \
			call "a, &n);\n\n" \
			"\t*is_same = n == (status == OK ? a.count : 0);\n"
	stubs = stubs "static vesper_status stub_" count \
		"(bool *is_same)\n{\n" text "\treturn status;\n}\n\n"
	add_sample("return stub_" count "(is_same);")
	stub_table = stub_table "\t{ \"" type ": " (status == "OK" ? "sent " : \
		"refused ") quoted(value) "\", " status ", stub_" count ", " \
		(status == "OK" ? "true, " last : "false, { { \"\", { 0 } }, NULL, 0, " \
		 "{ \"\", { 0 } } }") " },\n"
}

# The list of `every`, as ranges and their number.
function ranges(	i, ends, n, text)
{
	for (i = 4; i <= NF; i++) {
		n = split($i, ends, "-")
		text = text "{ " ends[1] ", " ends[n] " }, "
	}
	return "{ " text "}, " NF - 3
}

function add_every()
{
	everies = everies "\t{ \"" type ": byte " $2 "\", " number ", " last \
		", " $2 ", " ranges() ", sample_" type ", " \
		(is_mirrored() ? "true" : "false") " },\n"
}

END {
	made_by = "/* Made by generate.awk from *.cases: do not edit. */\n"
	if (what == "idl")
		print made_by "library conformance;\n\ninterface all {\n" methods \
			"}\ninterface caps {\n" cap_methods "}\n" \
			"interface strange {\n\t1: none();\n}\n" \
			"interface told {\n" told_methods \
			"\t300: look() -> (u32 count, u8[48] value);\n}\n" idl
	else if (what == "server")
		print made_by "#include <vesper/memory.h>\n#include <vesper/text.h>\n" \
			"#include <vesper/transfer.h>\n#include <conformance.idl.h>\n\n" \
			told_server() server \
			"vesper_status conformance_strange_serve_none" \
			"(const vesper_client *client)\n{\n\t(void)client;\n" \
			"\treturn OK;\n}\n"
	else
		print made_by "#include \"conformance.h\"\n\n#define self conform_self\n#define heap conform_heap\n\n" tables "\n" stubs \
			cap_tables() told_tables() "const struct conform_stub conform_stubs[] = {\n" \
			stub_table "};\n" \
			"const unsigned conform_stub_count = sizeof(conform_stubs)" \
			" / sizeof(*conform_stubs);\n\n" \
			"const struct conform_raw conform_raws[] = {\n" raws \
			"};\nconst unsigned conform_raw_count = " \
			"sizeof(conform_raws) / sizeof(*conform_raws);\n\n" \
			"const struct conform_every conform_everies[] = {\n" \
			everies "};\nconst unsigned conform_every_count = " \
			"sizeof(conform_everies) / sizeof(*conform_everies);"
	exit bad_line
}
