/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * Results of one word: a client's function returns them beside the status, in
 * x0 and x1 as they come, so that no address has to live over the call. A
 * second function stores them instead, as those of larger results do.
 *
 * The word is handed on whole: results lie in it as the fields of a struct do. The
 * fields of ours end with a _, as no name of the language does.
 * If they are zero on an error is tested only where something is tested anyway,
 * or where they are stored: what a server sends beside an error it could as
 * well send beside OK.
 */
#include "c.h"
#include "check.h"

/* What is deprecated gets none: the second function would be warned of it. */
bool c_has_answer(const struct method *method)
{
	const struct message *reply = &method->reply;

	if (method->kind != METHOD_CALL || reply->words != 1 || reply->caps ||
	    method->attributes.deprecated)
		return false;
	for (uint32_t i = 0; i < reply->count; i++)
		if (reply->params[i].place != PLACE_WORD ||
		    reply->params[i].type->kind > TYPE_BITS)
			return false;
	return true;
}

/* Whether every word is an answer, and nothing can fail before the call. */
bool c_is_whole(const struct method *method)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < method->reply.count; i++) {
		if (method->reply.params[i].type->has_rules)
			return false;
		bits += method->reply.params[i].type->bits;
	}
	for (uint32_t i = 0; i < method->request.count; i++) {
		const struct param *p = &method->request.params[i];

		if (p->place != PLACE_WORD || p->type->has_gaps)
			return false;
	}
	return bits == 64 && !method->attributes.idempotent;
}

/* Aligned to 16 bytes for gcc's sake, as struct abi_handle. */
void c_answer_struct(struct c_out *out, const struct method *method,
		     const char *c)
{
	emit(out->emit, "/* The results of %s%s. */\nstruct %s_answer {\n"
	     "\tunion {\n\t\tuint64_t x0_;\n\t\tvesper_status status;\n\t};\n"
	     "\tunion {\n\t\tuint64_t word_;\n\t\tstruct {\n",
	     method->name, c_is_whole(method) ? ", as they came" :
	     ", zero if the status is not OK", c);
	for (uint32_t i = 0; i < method->reply.count; i++)
		emit(out->emit, "\t\t\t%s;\n",
		     c_declare(out, method->reply.params[i].type,
			       method->reply.params[i].c_name));
	emit(out->emit, "\t\t};\n\t};\n} __attribute__((aligned(16)));\n\n");
}

void c_answer_return(struct c_out *out, const char *c)
{
	emit(out->emit, "return (struct %s_answer){\n\t.x0_ = (uint64_t)status,"
	     "\n\t.word_ = status == OK ? m.w1 : 0,\n};\n", c);
}

void c_answer_call(struct c_out *out, const char *c, const char *upper)
{
	emit(out->emit, "struct %s_answer answer;\n\n"
	     "answer.x0_ = vesper_call_x0(self.slot, %s_METHOD, &m);\n"
	     "answer.word_ = m.w1;\nreturn answer;\n", c, upper);
}

void c_answer_store(struct c_out *out, const struct decl *interface,
		    const struct method *method, const char *c)
{
	struct emit *e = out->emit;

	c_client_head(out, interface, method,
		      arena_printf(out->arena, " vesper_status\n%s", c));
	c_params(out, method, false);
	emit(e, ")\n{\n");
	emit_deeper(e);
	emit(e, "struct %s_answer answer =\n\t%s_answer(self", c, c);
	for (uint32_t i = 0; i < method->request.count; i++) {
		const struct param *p = &method->request.params[i];

		emit(e, p->type->kind == TYPE_VEC ? ", %s, %s_count" : ", %s",
		     p->c_name, p->name);
	}
	emit(e, ");\n\n");
	if (c_is_whole(method))
		emit(e, "if (answer.status != OK)\n\tanswer.word_ = 0;\n");
	for (uint32_t i = 0; i < method->reply.count; i++)
		emit(e, "*%s = answer.%s;\n", method->reply.params[i].c_name,
		     method->reply.params[i].c_name);
	emit(e, "return answer.status;\n");
	emit_back(e);
	emit(e, "}\n\n");
}
