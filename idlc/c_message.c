/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Requests and replies as C structs, each with one function that takes it out
 * of a message and checks all of it. The functions touch nothing else, so that
 * tests and fuzzers can call them alone.
 */
#include "c.h"
#include "check.h"

const char *c_method(struct c_out *out, const struct decl *interface,
		     const struct method *method)
{
	return arena_printf(out->arena, "%s_%s", interface->c_name,
			    method->name);
}

const char *c_method_upper(struct c_out *out, const struct decl *interface,
			   const struct method *method)
{
	return upper_case(out->compile, c_method(out, interface, method));
}

bool c_has_request(const struct method *method)
{
	return method->request.count || method->request.slot_word;
}

bool c_has_reply(const struct method *method)
{
	return method->reply.count != 0;
}

static bool is_copied(const struct param *p)
{
	return p->place == PLACE_SLOT && p->is_copied;
}

bool c_has_copies(const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (is_copied(&message->params[i]))
			return true;
	return false;
}

static bool is_scalar(const struct type *type)
{
	return type->kind <= TYPE_BITS;
}

/* "*name", or "(*name)" where the elements are arrays. */
static const char *pointer(struct c_out *out, const struct type *element,
			   const char *name)
{
	return c_declare(out, element, arena_printf(
		out->arena, element->kind == TYPE_ARRAY && !element->alias ?
		"(*%s)" : "*%s", name));
}

const char *c_content_size(struct c_out *out, const struct param *p,
			   const char *count)
{
	if (p->type->kind == TYPE_STRING || p->type->element->size == 1)
		return count;
	return arena_printf(out->arena, "(uint64_t)%s * %u", count,
			    p->type->element->size);
}

/* ---- parameters of functions ------------------------------------------- */

static const char *param_in(struct c_out *out, const struct param *p,
			    bool is_server)
{
	struct arena *arena = out->arena;

	switch (p->type->kind) {
	case TYPE_STRUCT:
	case TYPE_UNION:
		return arena_printf(arena, "const %s",
				    c_declare(out, p->type, arena_printf(
					arena, "*%s", p->c_name)));
	case TYPE_ARRAY:
		return arena_printf(arena, "const %s",
				    c_declare(out, p->type, p->c_name));
	case TYPE_STRING:
		return arena_printf(arena, "struct vesper_string %s",
				    p->c_name);
	case TYPE_VEC:
		return arena_printf(arena, "const %s, uint32_t %s_count",
				    pointer(out, p->type->element, p->c_name),
				    p->name);
	case TYPE_BUFFER:
		return is_server ?
			arena_printf(arena, "%s%s, uint32_t %s_count",
				     p->direction == DIRECTION_IN ? "const " :
				     "", pointer(out, p->type->element,
						 p->c_name), p->name) :
			arena_printf(arena, "struct vesper_buf_%s %s",
				     p->direction == DIRECTION_IN ? "in" :
				     "out", p->c_name);
	case TYPE_CAP:
		return arena_printf(arena, "%s %s",
				    c_cap_type(out, p->type, is_server),
				    p->c_name);
	default:
		return c_declare(out, p->type, p->c_name);
	}
}

/* A client says where a capability is to land. */
static const char *cap_out(struct c_out *out, const struct param *p,
			   bool is_server)
{
	const char *type = c_cap_type(out, p->type, !is_server);

	return is_server ? arena_printf(out->arena, "%s *%s", type,
					p->c_name) :
		arena_printf(out->arena, "uint64_t %s_slot, %s *%s", p->name,
			     type, p->c_name);
}

static const char *param_out(struct c_out *out, const struct param *p,
			     bool is_server)
{
	struct arena *arena = out->arena;

	switch (p->type->kind) {
	case TYPE_ARRAY:
		return c_declare(out, p->type, p->c_name);
	case TYPE_STRING:
		return arena_printf(arena, "struct vesper_text *%s",
				    p->c_name);
	case TYPE_VEC:
		return arena_printf(arena, "%s, uint32_t *%s_count",
				    pointer(out, p->type->element, p->c_name),
				    p->name);
	case TYPE_CAP:
		return cap_out(out, p, is_server);
	default:
		return c_declare(out, p->type, arena_printf(arena, "*%s",
							    p->c_name));
	}
}

void c_params_in(struct c_out *out, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		emit(out->emit, ",\n\t%s",
		     param_in(out, &message->params[i], false));
}

void c_params(struct c_out *out, const struct method *method, bool is_server)
{
	for (uint32_t i = 0; i < method->request.count; i++)
		emit(out->emit, ",\n\t%s",
		     param_in(out, &method->request.params[i], is_server));
	for (uint32_t i = 0; i < method->reply.count; i++)
		emit(out->emit, ",\n\t%s",
		     param_out(out, &method->reply.params[i], is_server));
}

/* ---- structs ----------------------------------------------------------- */

static void c_record(struct c_out *out, const struct message *message,
		     const char *name)
{
	if (!message->record_size)
		return;
	emit(out->emit, "/* What does not fit in words, as it lies in the "
	     "slot. */\nstruct %s {\n", name);
	for (uint32_t i = 0; i < message->count; i++)
		if (message->params[i].place == PLACE_RECORD)
			emit(out->emit, "\t%s;\n",
			     c_declare(out, message->params[i].type,
				       message->params[i].name));
	emit(out->emit, "} __attribute__((aligned(8)));\n"
	     "_Static_assert(sizeof(struct %s) == %u, \"%s\");\n\n", name,
	     message->record_size, name);
}

static void request_field(struct c_out *out, const struct param *p)
{
	const struct type *type = p->type;

	if (p->place == PLACE_CAP) {
		emit(out->emit, "%s %s;\n", c_cap_type(out, type, true),
		     p->name);
	} else if (p->place == PLACE_WORD) {
		emit(out->emit, "%s;\n", c_declare(out, type, p->name));
	} else if (p->place == PLACE_SLOT && type->kind == TYPE_STRING) {
		emit(out->emit, "struct vesper_string %s;\n", p->name);
	} else if (p->place == PLACE_HEAP) {
		emit(out->emit, "%s%s;\nuint32_t %s_count;\n",
		     p->direction == DIRECTION_IN ? "const " : "",
		     pointer(out, type->element, p->name), p->name);
	} else if (p->place == PLACE_SLOT) {
		emit(out->emit, "const %s;\nuint32_t %s_count;\n",
		     pointer(out, type->element, p->name), p->name);
	}
}

static void reply_field(struct c_out *out, const struct param *p)
{
	if (p->place == PLACE_WORD)
		emit(out->emit, "%s;\n", c_declare(out, p->type, p->name));
	else if (p->place == PLACE_CAP)
		emit(out->emit, "%s %s;\n", c_cap_type(out, p->type, true),
		     p->name);
	else if (p->place == PLACE_SLOT)
		emit(out->emit, "uint32_t %s_%s;\n", p->name,
		     p->type->kind == TYPE_STRING ? "size" : "count");
}

static const char *max_name(struct c_out *out, const char *upper,
			    const struct param *p)
{
	return arena_printf(out->arena, "%s_%s_MAX", upper,
			    upper_case(out->compile, p->name));
}

/*
 * Apart from the request: as these are handed out by address, a compiler would
 * keep the rest of it in memory too.
 */
static void c_copies(struct c_out *out, const struct method *method,
		     const char *c, const char *upper)
{
	if (!c_has_copies(&method->request))
		return;
	emit(out->emit, "/* What is copied out of shared memory for it. */\n"
	     "struct %s_copies {\n", c);
	for (uint32_t i = 0; i < method->request.count; i++) {
		const struct param *p = &method->request.params[i];
		const char *max = max_name(out, upper, p);

		if (!is_copied(p))
			continue;
		if (p->type->kind == TYPE_STRING)
			emit(out->emit, "\tchar %s[%s + 1];\n", p->name, max);
		else
			emit(out->emit, "\t%s;\n", c_declare(
				out, p->type->element, arena_printf(
					out->arena, "%s[%s]", p->name, max)));
	}
	emit(out->emit, "};\n\n");
}

static void c_struct(struct c_out *out, const struct method *method,
		     const char *c, bool is_reply)
{
	const struct message *message = is_reply ? &method->reply :
						   &method->request;

	emit(out->emit, "/* The %s of %s, checked. */\nstruct %s_%s {\n",
	     is_reply ? "reply" : "request", method->name, c,
	     is_reply ? "reply" : "request");
	emit_deeper(out->emit);
	if (message->record_size)
		emit(out->emit, "struct %s_%srecord record;\n", c,
		     is_reply ? "reply_" : "");
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (is_reply)
			reply_field(out, p);
		else
			request_field(out, p);
	}
	if (message->slot_word)
		emit(out->emit, "char *from_slot; /* for the results */\n");
	emit_back(out->emit);
	emit(out->emit, "};\n\n");
}

/* ---- checks ------------------------------------------------------------ */

/* The bits of a word that are used by the parameters in it. */
static uint32_t bits_used(const struct message *message, uint32_t word)
{
	uint32_t used = 0;

	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_WORD && p->word == word &&
		    is_scalar(p->type) && p->shift + p->type->bits > used)
			used = p->shift + p->type->bits;
	}
	return used;
}

/* Whether it shares its word. */
static bool is_packed(const struct message *message, const struct param *p)
{
	return p->shift || bits_used(message, p->word) != p->type->bits;
}

/* The bits of a word that holds one narrow unsigned scalar, and nothing else. */
static uint32_t width_of(const struct message *message, const struct param *p)
{
	const struct type *type = p->type;

	if (p->place != PLACE_WORD || !is_scalar(type) || type->is_signed ||
	    is_packed(message, p))
		return 64;
	return type->kind == TYPE_BOOL ? 1 : type->bits;
}

/* Words that are wider than their types: all of one width by one comparison. */
static void check_widths(struct c_out *out, const struct message *message)
{
	static const uint32_t widths[] = { 1, 8, 16, 32 };

	for (uint32_t w = 0; w < sizeof(widths) / sizeof(*widths); w++) {
		const char *words = "";
		uint32_t count = 0;

		for (uint32_t i = 0; i < message->count; i++) {
			const struct param *p = &message->params[i];

			if (width_of(message, p) == widths[w])
				words = arena_printf(out->arena, "%s%sm->w%u",
						     words, count++ ? " | " : "",
						     p->word);
		}
		if (count)
			emit(out->emit, count > 1 ?
			     "if ((%s) >> %u)\n\treturn E_ARGUMENT;\n" :
			     "if (%s >> %u)\n\treturn E_ARGUMENT;\n", words,
			     widths[w]);
	}
}

static void check_scalar(struct c_out *out, const struct message *message,
			 const struct param *p, const char *to)
{
	struct arena *arena = out->arena;
	const struct type *type = p->type;
	const char *word = arena_printf(arena, "m->w%u", p->word);
	uint32_t used = bits_used(message, p->word);

	if (is_packed(message, p)) {
		if (p->shift + type->bits == used && used < 64)
			emit(out->emit, "if (%s >> %u)\n"
			     "\treturn E_ARGUMENT;\n", word, used);
		if (p->shift)
			word = arena_printf(arena, "(%s >> %u)", word,
					    p->shift);
		if (type->kind == TYPE_BOOL) {
			emit(out->emit, "if ((uint8_t)%s > 1)\n"
			     "\treturn E_ARGUMENT;\n", word);
			word = arena_printf(arena, "((uint8_t)%s)", word);
		}
	} else if (type->bits < 64 && type->is_signed) {
		emit(out->emit, "if (!vesper_is_signed(%s, %u))\n"
		     "\treturn E_ARGUMENT;\n", word, type->bits);
	}
	emit(out->emit, "%s->%s = (%s)%s;\n", to, p->name, c_type(out, type),
	     word);
	if (type->kind != TYPE_BOOL)
		c_check_value(out, type, arena_printf(arena, "%s->%s", to,
						      p->name), 0);
}

static void check_words(struct c_out *out, const struct message *message,
			const struct param *p, const char *to)
{
	uint32_t rest = p->type->size % 8;

	if (is_scalar(p->type)) {
		check_scalar(out, message, p, to);
		return;
	}
	if (rest)
		emit(out->emit, "if (m->w%u >> %u)\n\treturn E_ARGUMENT;\n",
		     p->word + p->words - 1, rest * 8);
	emit(out->emit, "__builtin_memcpy(&%s->%s, vesper_words_of(m, %u), %u);"
	     "\n", to, p->name, p->word, p->type->size);
	c_check_value(out, p->type, arena_printf(out->arena, "%s->%s", to,
						 p->name), 0);
}

static void check_in(struct c_out *out, const char *area, uint32_t word,
		     uint32_t align)
{
	emit(out->emit, "if (!vesper_in_area(m->w%u, client->%s_base, "
	     "client->%s_limit))\n\treturn E_BUFFER;\n", word, area, area);
	if (align > 1)
		emit(out->emit, "if (m->w%u %% %u)\n\treturn E_ALIGN;\n", word,
		     align);
}

static void check_string(struct c_out *out, const struct param *p,
			 const char *max)
{
	const char *n = p->name;

	emit(out->emit, "if (m->w%u > %s)\n\treturn E_BOUNDS;\n", p->word + 1,
	     max);
	check_in(out, "to", p->word, 1);
	if (p->is_copied)
		emit(out->emit, "vesper_take(copies->%s, "
		     "vesper_address(m->w%u), m->w%u);\n"
		     "copies->%s[m->w%u] = '\\0';\n", n, p->word,
		     p->word + 1, n, p->word + 1);
	emit(out->emit, "request->%s = (struct vesper_string){\n\t", n);
	if (p->is_copied)
		emit(out->emit, "copies->%s", n);
	else
		emit(out->emit, "vesper_address(m->w%u)", p->word);
	emit(out->emit, ", (uint32_t)m->w%u };\n", p->word + 1);
	if (p->attributes.utf8)
		emit(out->emit, "if (!vesper_is_utf8(request->%s))\n"
		     "\treturn E_TEXT;\n", n);
}

static void check_elements(struct c_out *out, const struct param *p,
			   const char *array, const char *count)
{
	const struct type *element = p->type->element;

	if (!element->has_rules)
		return;
	emit(out->emit, "for (uint32_t i = 0; i < %s; i++) {\n", count);
	emit_deeper(out->emit);
	c_check_value(out, element, arena_printf(out->arena, "%s[i]", array),
		      0);
	emit_back(out->emit);
	emit(out->emit, "}\n");
}

static void check_vec(struct c_out *out, const struct param *p,
		      const char *max)
{
	const char *n = p->name;
	const char *count = arena_printf(out->arena, "request->%s_count", n);

	emit(out->emit, "if (m->w%u > %s)\n\treturn E_BOUNDS;\n", p->word + 1,
	     max);
	check_in(out, "to", p->word, p->type->element->align);
	emit(out->emit, "%s = (uint32_t)m->w%u;\n", count, p->word + 1);
	if (p->is_copied)
		emit(out->emit, "vesper_take(copies->%s, "
		     "vesper_address(m->w%u), %s);\n"
		     "request->%s = copies->%s;\n", n, p->word,
		     c_content_size(out, p, count), n, n);
	else
		emit(out->emit, "request->%s = vesper_address(m->w%u);\n", n,
		     p->word);
	check_elements(out, p, arena_printf(out->arena, "%s->%s",
					    p->is_copied ? "copies" :
					    "request", n), count);
}

/* The contents stay where they are and can change: nothing of them is read. */
static void check_buffer(struct c_out *out, const struct param *p,
			 const char *max)
{
	emit(out->emit, "if (m->w%u > %s)\n\treturn E_BOUNDS;\n", p->word + 1,
	     max);
	check_in(out, p->direction == DIRECTION_IN ? "to" : "from", p->word,
		 p->type->element->align);
	emit(out->emit, "request->%s = vesper_address(m->w%u);\n"
	     "request->%s_count = (uint32_t)m->w%u;\n", p->name, p->word,
	     p->name, p->word + 1);
}

void c_params_out(struct c_out *out, const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		emit(out->emit, ",\n\t%s",
		     param_out(out, &message->params[i], false));
}

static void check_record(struct c_out *out, const struct message *message,
			 const char *to, const char *address)
{
	emit(out->emit, "vesper_take(&%s->record,\n\t"
	     "__builtin_assume_aligned(%s, 8), sizeof(%s->record));\n", to,
	     address, to);
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_RECORD)
			c_check_value(out, p->type, arena_printf(
				out->arena, "%s->record.%s", to, p->name), 0);
	}
}

/* The elements of a reply's vecs are checked later, in the caller's copy. */
static bool calls_status(const struct message *message, bool is_reply)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (c_check_calls(message->params[i].type) &&
		    !(is_reply && message->params[i].place == PLACE_SLOT))
			return true;
	return false;
}

static bool uses_client(const struct message *message)
{
	for (uint32_t i = 0; i < message->count; i++)
		if (message->params[i].place == PLACE_HEAP)
			return true;
	return message->slot_word || message->slot_size;
}

static void request_check(struct c_out *out, const struct method *method,
			  const char *c, const char *upper)
{
	const struct message *message = &method->request;

	emit(out->emit, "static inline vesper_status\n%s_check("
	     "const vesper_client *client,\n\tconst struct vesper_message *m, "
	     "struct %s_request *request", c, c);
	if (c_has_copies(message))
		emit(out->emit, ",\n\tstruct %s_copies *copies", c);
	emit(out->emit, ")\n{\n");
	emit_deeper(out->emit);
	if (calls_status(message, false))
		emit(out->emit, "vesper_status status;\n\n");
	if (!uses_client(message))
		emit(out->emit, "(void)client;\n");
	check_widths(out, message);
	if (message->record_size && !message->record_word) {
		check_record(out, message, "request", "m");
	} else if (message->record_word) {
		check_in(out, "to", message->record_word, 8);
		check_record(out, message, "request", arena_printf(
			out->arena, "vesper_address(m->w%u)",
			message->record_word));
	}
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_WORD)
			check_words(out, message, p, "request");
		else if (p->place == PLACE_CAP)
			c_cap_check(out, p, p->cap, "request", arena_printf(
				out->arena, "vesper_landed(%u)", p->cap));
		else if (p->place == PLACE_SLOT &&
			 p->type->kind == TYPE_STRING)
			check_string(out, p, max_name(out, upper, p));
		else if (p->place == PLACE_SLOT)
			check_vec(out, p, max_name(out, upper, p));
		else if (p->place == PLACE_HEAP)
			check_buffer(out, p, max_name(out, upper, p));
	}
	if (message->slot_word)
		emit(out->emit, "if (!vesper_in_area(m->w%u, "
		     "client->from_base, client->from_limit))\n"
		     "\treturn E_BUFFER;\n"
		     "if (m->w%u %% 8)\n\treturn E_ALIGN;\n"
		     "request->from_slot = vesper_address(m->w%u);\n",
		     message->slot_word, message->slot_word,
		     message->slot_word);
	emit(out->emit, "return OK;\n");
	emit_back(out->emit);
	emit(out->emit, "}\n\n");
}

static void check_result_cap(struct c_out *out, const struct method *method,
			     const struct param *p)
{
	struct emit *e = out->emit;

	emit(e, "{\n");
	emit_deeper(e);
	emit(e, "uint64_t slot = reply->%s.slot;\n\n", p->name);
	c_cap_check(out, p, method->request.caps + p->cap, "reply", "slot");
	emit_back(e);
	emit(e, "}\n");
}

static void reply_check(struct c_out *out, const struct method *method,
			const char *c, const char *upper)
{
	const struct message *message = &method->reply;

	if (message->caps)
		emit(out->emit, "/* The slots of capabilities in *reply are those "
		     "where they have landed. */\n");
	emit(out->emit, "static inline vesper_status\n%s_reply_check("
	     "const struct vesper_message *m,\n\t%sstruct %s_reply *reply)\n"
	     "{\n", c, message->record_size ? "const char *from_slot, " : "",
	     c);
	emit_deeper(out->emit);
	if (calls_status(message, true))
		emit(out->emit, "vesper_status status;\n\n");
	if (message->words == 0 && !message->caps)
		emit(out->emit, "(void)m;\n");
	check_widths(out, message);
	if (message->record_size)
		check_record(out, message, "reply", "from_slot");
	for (uint32_t i = 0; i < message->count; i++) {
		const struct param *p = &message->params[i];

		if (p->place == PLACE_WORD)
			check_words(out, message, p, "reply");
		else if (p->place == PLACE_CAP)
			check_result_cap(out, method, p);
		else if (p->place == PLACE_SLOT)
			emit(out->emit, "if (m->w%u > %s)\n"
			     "\treturn E_BOUNDS;\n"
			     "reply->%s_%s = (uint32_t)m->w%u;\n", p->word,
			     max_name(out, upper, p), p->name,
			     p->type->kind == TYPE_STRING ? "size" : "count",
			     p->word);
	}
	emit(out->emit, "return OK;\n");
	emit_back(out->emit);
	emit(out->emit, "}\n\n");
}

void c_message(struct c_out *out, const struct decl *interface,
	       const struct method *method)
{
	const char *c = c_method(out, interface, method);
	const char *upper = c_method_upper(out, interface, method);

	if (c_has_request(method)) {
		c_record(out, &method->request,
			 arena_printf(out->arena, "%s_record", c));
		c_copies(out, method, c, upper);
		c_struct(out, method, c, false);
		request_check(out, method, c, upper);
	}
	if (c_has_reply(method)) {
		c_record(out, &method->reply,
			 arena_printf(out->arena, "%s_reply_record", c));
		c_struct(out, method, c, true);
		reply_check(out, method, c, upper);
	}
	arena_reset(out->arena);
}
