%code top {
/* SPDX-License-Identifier: BlueOak-1.0.0 */
/*
 * The grammar. It accepts more than the language: what is wrong in meaning is
 * left to the checks, whose messages can say what to write instead. Errors are
 * resynchronised at ';', at '}' and, where a '}' is missing, at the keyword
 * of the next declaration (next_token).
 */
}
%code requires {
#include "parser.h"
}
%define api.pure full
%define api.prefix {idl_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param { struct parse *parse }

%union {
	const struct token *token;
	struct ast_name *name;
	struct ast_names { struct ast_name *first, *last; } names;
	struct ast_path *path;
	struct ast_expr *expr;
	struct ast_argument *argument;
	struct ast_arguments { struct ast_argument *first, *last; } arguments;
	struct ast_attribute *attribute;
	struct ast_attributes attributes;
	struct ast_type *type;
	struct ast_range *range;
	struct ast_ranges { struct ast_range *first, *last; } ranges;
	struct ast_member *member;
	struct ast_members { struct ast_member *first, *last; } members;
	struct ast_param *param;
	struct ast_params { struct ast_param *first, *last; } params;
	struct ast_method *method;
	struct ast_body {
		struct ast_method *first, *last;
		struct ast_decl *consts, *last_const;
	} body;
	struct ast_decl *decl;
	struct ast_modifiers modifiers;
	enum ast_ownership ownership;
	enum ast_direction direction;
}

%code {
#include "base/suggest.h"
#include "errors.h"
#include "limits.h"

/* Left-deep and right-deep input alike ends at this depth of bison's stack. */
#define YYMAXDEPTH 4000
#define YYLLOC_DEFAULT(result, rhs, count) \
	((result) = join_places((rhs), (count)))

static int idl_lex(IDL_STYPE *value, struct span *at, struct parse *parse);
static void idl_error(const struct span *at, struct parse *parse,
		      const char *text);

/* Empty symbols have the place {0, 0} and do not count. */
static struct span join_places(const struct span *rhs, int count)
{
	struct span joined = { 0, 0 };

	for (int i = 1; i <= count; i++) {
		if (!rhs[i].begin)
			continue;
		if (!joined.begin)
			joined.begin = rhs[i].begin;
		joined.end = rhs[i].end;
	}
	return joined;
}

#define NEW(type) ARENA_NEW(parse->compile->arena, type)
#define APPEND(list, item) \
	do { \
		if ((list).last) \
			(list).last->next = (item); \
		else \
			(list).first = (item); \
		(list).last = (item); \
	} while (0)

}

%token <token>
	LIBRARY "'library'" IMPORT "'import'" CONST "'const'" TYPE "'type'"
	ENUM "'enum'" BITS "'bits'" ERROR "'error'" STRUCT "'struct'"
	UNION "'union'" INTERFACE "'interface'" EXTENDS "'extends'"
	IN "'in'" OUT "'out'" INOUT "'inout'" STRING "'string'" VECTOR "'vec'"
	BUFFER "'buffer'" CAP "'cap'" OWN "'own'" BORROW "'borrow'"
	COPY "'copy'" ONEWAY "'oneway'" NOTIFY "'notify'" STRICT "'strict'"
	FLEXIBLE "'flexible'" RESOURCE "'resource'" RESERVED "'reserved'"
%token	ARROW "'->'" AT_MOST "'<='" TO "'..'" SHIFT_LEFT "'<<'"
	SHIFT_RIGHT "'>>'"
%token <token> IDENTIFIER "a name" INTEGER "an integer"
	STRING_LITERAL "a string in quotes"
%token END 0 "the end of the file"

%left '|'
%left '&'
%left SHIFT_LEFT SHIFT_RIGHT
%left '+' '-'
%left '*' '/' '%'
%precedence UNARY

%type <token> keyword keyword_not_reserved
%type <name> name member_name
%type <names> strings
%type <path> path extends error_of
%type <expr> expr rights number
%type <argument> argument
%type <arguments> arguments arguments_opt
%type <attribute> attribute
%type <attributes> attributes
%type <type> type
%type <ownership> owned
%type <direction> direction
%type <range> range value_range
%type <ranges> ranges
%type <member> member field variant
%type <members> members member_list fields variants
%type <param> param
%type <params> params param_list results
%type <method> method method_rest
%type <body> methods
%type <decl> decl const
%type <modifiers> modifiers

%%

file:
	header imports decls
	;

header:
	attributes LIBRARY path ';' {
		parse->file->library = $3;
		parse->file->attributes = $1.first;
		parse->file->at = @$;
	}
|	error ';' { yyerrok; }
|	error
	;

imports:
	%empty
|	imports IMPORT path ';' { add_import(parse, @3, $3); }
|	imports IMPORT error ';' { yyerrok; }
	;

decls:
	%empty
|	decls attributes modifiers decl { add_decl(parse, $2, @2, $3, $4); }
|	decls error ';' { parse_skip_braces(parse); yyerrok; }
|	decls error '}' { parse_skip_braces(parse); yyerrok; }
|	decls error { parse->file->is_incomplete = true; }
	;

attributes:
	%empty { $$ = (struct ast_attributes){ NULL, NULL }; }
|	attributes attribute { $$ = $1; APPEND($$, $2); }
	;

attribute:
	'@' name arguments_opt {
		$$ = NEW(struct ast_attribute);
		$$->name = $2;
		$$->arguments = $3.first;
		$$->at = @$;
	}
	;

arguments_opt:
	%empty { $$ = (struct ast_arguments){ NULL, NULL }; }
|	'(' arguments ')' { $$ = $2; }
	;

arguments:
	argument { $$ = (struct ast_arguments){ $1, $1 }; }
|	arguments ',' argument { $$ = $1; APPEND($$, $3); }
	;

argument:
	IDENTIFIER '=' expr {
		$$ = NEW(struct ast_argument);
		$$->name = new_name(parse, $1);
		$$->value = $3;
	}
|	expr { $$ = NEW(struct ast_argument); $$->value = $1; }
	;

path:
	IDENTIFIER { $$ = path_append(parse, NULL, new_name(parse, $1)); }
|	path '.' name { $$ = path_append(parse, $1, $3); }
	;

name:
	IDENTIFIER { $$ = new_name(parse, $1); }
|	keyword { $$ = new_name(parse, $1); }
	;

member_name:
	IDENTIFIER { $$ = new_name(parse, $1); }
|	keyword_not_reserved { $$ = new_name(parse, $1); }
	;

keyword: keyword_not_reserved | RESERVED ;

keyword_not_reserved:
	LIBRARY | IMPORT | CONST | TYPE | ENUM | BITS | ERROR | STRUCT | UNION
|	INTERFACE | EXTENDS | IN | OUT | INOUT | STRING | VECTOR | BUFFER | CAP
|	OWN | BORROW | COPY | ONEWAY | NOTIFY | STRICT | FLEXIBLE | RESOURCE
	;

decl:
	const
|	TYPE name '=' type ';' {
		$$ = new_decl(parse, DECL_TYPE, @$, $2);
		$$->type = $4;
	}
|	ENUM name ':' type '{' members {
		$$ = new_decl(parse, DECL_ENUM, @$, $2);
		$$->type = $4;
		$$->members = $6.first;
	}
|	BITS name ':' type '{' members {
		$$ = new_decl(parse, DECL_BITS, @$, $2);
		$$->type = $4;
		$$->members = $6.first;
	}
|	ERROR name '{' members {
		$$ = new_decl(parse, DECL_ERROR, @$, $2);
		$$->members = $4.first;
	}
|	STRUCT name '{' fields body_end {
		$$ = new_decl(parse, DECL_STRUCT, @$, $2);
		$$->members = $4.first;
	}
|	UNION name '{' variants body_end {
		$$ = new_decl(parse, DECL_UNION, @$, $2);
		$$->members = $4.first;
	}
|	INTERFACE name extends error_of '{' methods body_end {
		$$ = new_decl(parse, DECL_INTERFACE, @$, $2);
		$$->base = $3;
		$$->error = $4;
		$$->methods = $6.first;
		$$->consts = $6.consts;
	}
	;

/* A ';' after the '}' is allowed: C has taught it to fingers. */
body_end:
	'}'
|	'}' ';'
|	error '}' { yyerrok; }
	;

const:
	CONST type name '=' expr ';' {
		$$ = new_decl(parse, DECL_CONST, @$, $3);
		$$->type = $2;
		$$->value = $5;
	}
	;

modifiers:
	%empty { $$ = (struct ast_modifiers){ 0 }; }
|	modifiers STRICT { $$ = add_modifier($1, 0, @2); }
|	modifiers FLEXIBLE { $$ = add_modifier($1, 1, @2); }
|	modifiers RESOURCE { $$ = add_modifier($1, 2, @2); }
	;

extends:
	%empty { $$ = NULL; }
|	EXTENDS path { $$ = $2; }
	;

error_of:
	%empty { $$ = NULL; }
|	'!' path { $$ = $2; }
	;

/* Members of an enum, bits or error domain: a ',' after each but the last. */
members:
	member_list body_end
|	member_list member body_end { $$ = $1; APPEND($$, $2); }
	;

member_list:
	%empty { $$ = (struct ast_members){ NULL, NULL }; }
|	member_list member ',' { $$ = $1; APPEND($$, $2); }
|	member_list error ',' { $$ = $1; yyerrok; }
	;

member:
	attributes member_name '=' expr {
		$$ = new_member(parse, @$, $1, $2);
		$$->value = $4;
	}
|	attributes RESERVED '=' value_range {
		$$ = new_member(parse, @$, $1, NULL);
		$$->numbers = $4;
	}
|	attributes RESERVED strings {
		$$ = new_member(parse, @$, $1, NULL);
		$$->reserved_names = $3.first;
	}
	;

value_range:
	expr { $$ = new_range(parse, @$, $1, NULL); }
|	expr TO expr { $$ = new_range(parse, @$, $1, $3); }
	;

strings:
	STRING_LITERAL {
		struct ast_name *name = new_name(parse, $1);
		$$ = (struct ast_names){ name, name };
	}
	;

fields:
	%empty { $$ = (struct ast_members){ NULL, NULL }; }
|	fields field ';' { $$ = $1; APPEND($$, $2); }
|	fields error ';' { $$ = $1; yyerrok; }
	;

field:
	attributes type name {
		$$ = new_member(parse, @$, $1, $3);
		$$->type = $2;
	}
|	attributes RESERVED expr {
		$$ = reserved_member(parse, @$, $1, $3);
	}
	;

variants:
	%empty { $$ = (struct ast_members){ NULL, NULL }; }
|	variants variant ';' { $$ = $1; APPEND($$, $2); }
|	variants error ';' { $$ = $1; yyerrok; }
	;

variant:
	attributes ranges ':' type name {
		$$ = new_member(parse, @$, $1, $5);
		$$->type = $4;
		$$->numbers = $2.first;
	}
|	attributes ranges ':' RESERVED {
		$$ = new_member(parse, @$, $1, NULL);
		$$->numbers = $2.first;
	}
|	attributes RESERVED strings {
		$$ = new_member(parse, @$, $1, NULL);
		$$->reserved_names = $3.first;
	}
	;

ranges:
	range { $$ = (struct ast_ranges){ $1, $1 }; }
|	ranges ',' range { $$ = $1; APPEND($$, $3); }
	;

range:
	number { $$ = new_range(parse, @$, $1, NULL); }
|	number TO number { $$ = new_range(parse, @$, $1, $3); }
	;

number:
	INTEGER {
		$$ = new_expr(parse, EXPR_INTEGER, @$, NULL, NULL);
		$$->integer = $1->integer;
	}
	;

methods:
	%empty { $$ = (struct ast_body){ 0 }; }
|	methods method ';' { $$ = $1; APPEND($$, $2); }
|	methods attributes const {
		$$ = $1;
		$3->attributes = $2.first;
		if ($2.first)
			$3->at.begin = @2.begin;
		if ($$.last_const)
			$$.last_const->next = $3;
		else
			$$.consts = $3;
		$$.last_const = $3;
	}
|	methods error ';' { $$ = $1; yyerrok; }
	;

method:
	attributes ranges ':' method_rest {
		$$ = $4;
		$$->attributes = $1.first;
		$$->numbers = $2.first;
		$$->at = @$;
	}
|	attributes ranges ':' RESERVED {
		$$ = NEW(struct ast_method);
		$$->attributes = $1.first;
		$$->numbers = $2.first;
		$$->at = @$;
	}
|	attributes RESERVED strings {
		$$ = NEW(struct ast_method);
		$$->attributes = $1.first;
		$$->reserved_names = $3.first;
		$$->at = @$;
	}
	;

method_rest:
	name '(' params ')' results error_of {
		$$ = NEW(struct ast_method);
		$$->kind = METHOD_CALL;
		$$->name = $1;
		$$->params = $3.first;
		$$->results = $5.first;
		$$->error = $6;
	}
|	ONEWAY name '(' params ')' results error_of {
		$$ = NEW(struct ast_method);
		$$->kind = METHOD_ONEWAY;
		$$->name = $2;
		$$->params = $4.first;
		$$->results = $6.first;
		$$->error = $7;
	}
|	NOTIFY name '(' params ')' results error_of {
		$$ = NEW(struct ast_method);
		$$->kind = METHOD_NOTIFY;
		$$->name = $2;
		$$->params = $4.first;
		$$->results = $6.first;
		$$->error = $7;
	}
	;

results:
	%empty { $$ = (struct ast_params){ NULL, NULL }; }
|	ARROW '(' params ')' { $$ = $3; }
	;

params:
	%empty { $$ = (struct ast_params){ NULL, NULL }; }
|	param_list
	;

param_list:
	param { $$ = (struct ast_params){ $1, $1 }; }
|	param_list ',' param { $$ = $1; APPEND($$, $3); }
	;

param:
	attributes direction type name {
		$$ = NEW(struct ast_param);
		$$->attributes = $1.first;
		$$->direction = $2;
		$$->direction_at = @2;
		$$->type = $3;
		$$->name = $4;
		$$->at = @$;
	}
	;

direction:
	%empty { $$ = DIRECTION_NONE; }
|	IN { $$ = DIRECTION_IN; }
|	OUT { $$ = DIRECTION_OUT; }
|	INOUT { $$ = DIRECTION_INOUT; }
	;

type:
	path {
		$$ = new_type(parse, AST_TYPE_NAME, @$, NULL, NULL);
		$$->path = $1;
	}
|	owned path {
		$$ = new_type(parse, AST_TYPE_NAME, @$, NULL, NULL);
		$$->ownership = $1;
		$$->path = $2;
	}
|	type '[' expr ']' {
		$$ = new_type(parse, AST_TYPE_ARRAY, @$, $1, $3);
	}
|	STRING '[' AT_MOST expr ']' {
		$$ = new_type(parse, AST_TYPE_STRING, @$, NULL, $4);
	}
|	VECTOR '<' type '>' '[' AT_MOST expr ']' {
		$$ = new_type(parse, AST_TYPE_VEC, @$, $3, $7);
	}
|	BUFFER '<' type '>' '[' AT_MOST expr ']' {
		$$ = new_type(parse, AST_TYPE_BUFFER, @$, $3, $7);
	}
|	CAP '<' path rights '>' {
		$$ = new_type(parse, AST_TYPE_CAP, @$, NULL, NULL);
		$$->path = $3;
		$$->rights = $4;
	}
|	owned CAP '<' path rights '>' {
		$$ = new_type(parse, AST_TYPE_CAP, @$, NULL, NULL);
		$$->ownership = $1;
		$$->path = $4;
		$$->rights = $5;
	}
|	type '?' {
		$$ = new_type(parse, AST_TYPE_OPTIONAL, @$, $1, NULL);
	}
	;

owned:
	OWN { $$ = OWNERSHIP_OWN; }
|	BORROW { $$ = OWNERSHIP_BORROW; }
|	COPY { $$ = OWNERSHIP_COPY; }
	;

rights:
	%empty { $$ = NULL; }
|	',' expr { $$ = $2; }
	;

expr:
	INTEGER {
		$$ = new_expr(parse, EXPR_INTEGER, @$, NULL, NULL);
		$$->integer = $1->integer;
	}
|	STRING_LITERAL {
		$$ = new_expr(parse, EXPR_STRING, @$, NULL, NULL);
		$$->string = $1->text;
	}
|	path {
		$$ = new_expr(parse, EXPR_PATH, @$, NULL, NULL);
		$$->path = $1;
	}
|	'(' expr ')' {
		$$ = $2;
		$$->at = @$;
		if (++$$->depth == LIMIT_NESTING + 1)
			diag_error(parse->compile->diag, @$, E_NESTING,
				   "nested deeper than %d levels",
				   LIMIT_NESTING);
	}
|	'-' expr %prec UNARY {
		$$ = new_expr(parse, EXPR_NEGATE, @$, $2, NULL);
	}
|	'~' expr %prec UNARY {
		$$ = new_expr(parse, EXPR_NOT, @$, $2, NULL);
	}
|	expr '+' expr { $$ = new_expr(parse, EXPR_ADD, @$, $1, $3); }
|	expr '-' expr { $$ = new_expr(parse, EXPR_SUBTRACT, @$, $1, $3); }
|	expr '*' expr { $$ = new_expr(parse, EXPR_MULTIPLY, @$, $1, $3); }
|	expr '/' expr { $$ = new_expr(parse, EXPR_DIVIDE, @$, $1, $3); }
|	expr '%' expr { $$ = new_expr(parse, EXPR_REMAINDER, @$, $1, $3); }
|	expr '|' expr { $$ = new_expr(parse, EXPR_OR, @$, $1, $3); }
|	expr '&' expr { $$ = new_expr(parse, EXPR_AND, @$, $1, $3); }
|	expr SHIFT_LEFT expr {
		$$ = new_expr(parse, EXPR_SHIFT_LEFT, @$, $1, $3);
	}
|	expr SHIFT_RIGHT expr {
		$$ = new_expr(parse, EXPR_SHIFT_RIGHT, @$, $1, $3);
	}
	;

%%

static int idl_lex(IDL_STYPE *value, struct span *at, struct parse *parse)
{
	const struct token *token = parse_next_token(parse);

	value->token = token;
	*at = token->at;
	return token->kind;
}

/* ---- messages ---------------------------------------------------------- */

const char *token_kind_name(int kind)
{
	yysymbol_kind_t symbol = YYTRANSLATE(kind);

	return yysymbol_name(symbol);
}

static bool is_among(const yysymbol_kind_t *list, int count,
		     yysymbol_kind_t symbol)
{
	for (int i = 0; i < count; i++)
		if (list[i] == symbol)
			return true;
	return false;
}

/* After a value an operator always could: only what else could is of use. */
static int drop_operators(yysymbol_kind_t *list, int count)
{
	int kept = 0;

	for (int i = 0; i < count; i++) {
		const char *name = yysymbol_name(list[i]);

		if (strlen(name) != 3 || !strchr("+-*/%|&.", name[1]))
			if (list[i] != YYSYMBOL_SHIFT_LEFT &&
			    list[i] != YYSYMBOL_SHIFT_RIGHT)
				list[kept++] = list[i];
	}
	return kept;
}

/* "strng[<= 8]": only three types have bounds. */
static void report_bound(struct parse *parse, const struct token *token)
{
	struct suggest suggest = suggest_start(token[-2].text);

	suggest_offer(&suggest, "string");
	diag_error(parse->compile->diag, token[-2].at, E_SYNTAX,
		   "'%s' has no bound '[<= N]'; string, vec<T> and buffer<T> "
		   "have, an array is written '[N]'%s", token[-2].text,
		   suggest_text(&suggest, parse->compile->arena));
}

/*
 * What could stand here, in words. Long lists of tokens have a name: all
 * keywords are names where a name is declared, and so on.
 */
static const char *expected_text(struct arena *arena, yysymbol_kind_t *list,
				 int count)
{
	const char *text = "";

	if (is_among(list, count, YYSYMBOL_STRUCT) &&
	    is_among(list, count, YYSYMBOL_IDENTIFIER))
		return "; expected a name";
	if (is_among(list, count, YYSYMBOL_STRUCT))
		return "; expected a declaration (const, type, enum, bits, "
		       "error, struct, union or interface)";
	if (is_among(list, count, YYSYMBOL_VECTOR))
		return "; expected a type";
	if (is_among(list, count, YYSYMBOL_INTEGER) &&
	    is_among(list, count, YYSYMBOL_IDENTIFIER))
		return "; expected a value";
	count = drop_operators(list, count);
	if (count > 5)
		return "";
	for (int i = 0; i < count; i++)
		text = arena_printf(arena, "%s%s%s", text,
				    i == 0 ? "; expected " :
				    i == count - 1 ? " or " : ", ",
				    yysymbol_name(list[i]));
	return text;
}

/* A token as it was written, with its kind where that helps. */
static const char *token_text(struct parse *parse, const struct token *token)
{
	struct source_file *file = source_file_at(parse->compile->sources,
						  token->at.begin);
	uint32_t size = token->at.end - token->at.begin;

	if (token->kind == END)
		return "the end of the file";
	return arena_printf(parse->compile->arena, "'%.*s'%s",
			    (int)(size > 40 ? 40 : size),
			    file->text + (token->at.begin - file->base),
			    size > 40 ? "..." : "");
}

static int yyreport_syntax_error(const yypcontext_t *context,
				 struct parse *parse)
{
	yysymbol_kind_t expected[YYNTOKENS];
	int count = yypcontext_expected_tokens(context, expected, YYNTOKENS);
	const struct span *at = yypcontext_location(context);
	const struct token *token = parse->injected.kind &&
		parse->injected.at.begin == at->begin &&
		at->begin == at->end ? &parse->injected : parse->next - 1;
	struct arena *arena = parse->compile->arena;

	parse->is_broken = true;
	if (count < 0)
		return count;
	if (yypcontext_token(context) == YYSYMBOL_YYEOF)
		token = parse->last;
	if (token->after_stray)
		return 0;
	if (!parse->file->library && !parse->file->decls &&
	    is_among(expected, count, YYSYMBOL_LIBRARY) &&
	    !is_among(expected, count, YYSYMBOL_IDENTIFIER)) {
		diag_error(parse->compile->diag, *at, E_NO_LIBRARY,
			   "a file begins with 'library NAME;', not with %s",
			   token_text(parse, token));
		return 0;
	}
	if (token->kind == AT_MOST && token - parse->first >= 2 &&
	    token[-1].kind == '[' && token[-2].kind == IDENTIFIER) {
		report_bound(parse, token);
		return 0;
	}
	diag_error(parse->compile->diag, *at, E_SYNTAX, "unexpected %s%s",
		   token_text(parse, token),
		   expected_text(arena, expected, count));
	return 0;
}

/* Only "memory exhausted" comes here: bison's stack has a limit. */
static void idl_error(const struct span *at, struct parse *parse,
		      const char *text)
{
	(void)text;
	diag_error(parse->compile->diag, *at, E_NESTING,
		   "nested far too deeply; the parser stops here");
}

struct ast_file *parse_file(struct compile *compile, struct source_file *file,
			    struct tokens *tokens)
{
	struct parse parse = { .compile = compile };

	parse.file = ARENA_NEW(compile->arena, struct ast_file);
	parse.file->source = file;
	parse.first = parse.next = tokens->list.items;
	parse.last = parse.first + tokens->list.count - 1;
	collect_docs(&parse, tokens, file);
	if (tokens->list.count == 1 && !compile->diag->errors)
		diag_error(compile->diag, parse.last->at, E_FILE_EMPTY,
			   "the file is empty; it begins with 'library NAME;'");
	else
		idl_parse(&parse);
	return parse.file;
}
