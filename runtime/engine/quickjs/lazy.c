/*
 * lazy.c: precompiled code whose functions are read when they are first called. Part of internals.c, which includes it
 * behind quickjs.c.
 *
 * Most functions of a program's modules never run, and what QuickJS makes of one when it reads its own format takes
 * three times its bytes. Here a function starts as a shell: what a closure of it needs (name, length, captured
 * variables, sizes of its frame), and three instructions of code for all of them, which call read_called(). That makes
 * the constants, and the code with the names in it numbered anew, and the third instruction goes on at the new code's
 * start, in the same frame. Code all of whose names are constant (names.c) runs where it lies: so does that of the
 * built-in modules, whose names the firmware lists.
 *
 * The format: numbers little-endian, offsets in bytes from the header's start where nothing else is said.
 *   header     struct lazy_header
 *   records    of functions, an inner one before the one around it: struct lazy_record, then
 *                JSClosureVar[closure_count]   used in place, without names
 *                u32[constant_count]           what the low two bits say: CONSTANT_*
 *                u32[2]                        with HAS_DEBUG: file (a name), bytes of lines
 *                u8[code_size], u8[lines]      padded to four bytes
 *   names      texts
 * A text is its length * 2 + (1 when it is of two-byte units), LEB128, then the units. A name is QuickJS's own number
 * where it is constant or an array index, else JS_ATOM_END + the text's offset from the first.
 * What has more of something than a record can say is written in QuickJS's own format.
 */

enum { CONSTANT_FUNCTION, CONSTANT_TEXT, CONSTANT_DOUBLE, CONSTANT_INTEGER, CONSTANT_KINDS };

struct lazy_record {
  uint32_t at : 24; /* its offset in units of four bytes, by which the header is found */
  uint32_t closure_count : 8;
  uint32_t name : 24;
  uint32_t constant_count : 8;
  uint16_t code_size;
  uint16_t flags; /* as in QuickJS's own format, then IN_PLACE, HAS_DEBUG, js_mode */
  uint8_t arg_count, var_count, defined_arg_count, stack_size;
};
enum { IN_PLACE = 1 << 11, HAS_DEBUG = 1 << 12, MODE_SHIFT = 13 };
_Static_assert(sizeof(struct lazy_record) == 16 && sizeof(JSClosureVar) == 8, "they are read in place");

/* ---- writing ---- */

struct named {
  JSAtom name;
  uint32_t at;
};

struct lazy_writer {
  JSContext *context;
  DynBuf out, named, names; /* named: struct named[]; names: their texts */
  bool fits;                /* nothing has been met that this format does not hold */
  bool listed;              /* a listed name has been met */
};

static void put_word(struct lazy_writer *writer, uint32_t word) {
  dbuf_put(&writer->out, (const uint8_t *)&word, sizeof word);
}

static void pad(struct lazy_writer *writer) {
  while (writer->out.size % 4)
    dbuf_putc(&writer->out, 0);
}

static void put_text(DynBuf *out, const JSString *text) {
  dbuf_put_leb128(out, (uint32_t)text->len << 1 | text->is_wide_char);
  dbuf_put(out, text->u.str8, (size_t)text->len << text->is_wide_char);
}

static uint32_t name_number(struct lazy_writer *writer, JSAtom name) {
  if (name_is_constant(name)) {
    writer->listed = writer->listed || (name >= FIRST_LISTED && !__JS_AtomIsTaggedInt(name));
    return name;
  }
  const JSString *text = writer->context->rt->atom_array[name];
  if (text->atom_type != JS_ATOM_TYPE_STRING)
    writer->fits = false;
  const struct named *known = (const struct named *)(const void *)writer->named.buf;
  for (size_t i = 0; i < writer->named.size / sizeof *known; i++) {
    if (known[i].name == name)
      return JS_ATOM_END + known[i].at;
  }
  struct named added = {name, (uint32_t)writer->names.size};
  dbuf_put(&writer->named, (const uint8_t *)&added, sizeof added);
  put_text(&writer->names, text);
  if (writer->names.size >= FIRST_LISTED - JS_ATOM_END)
    writer->fits = false;
  return JS_ATOM_END + added.at;
}

static uint32_t put_function(struct lazy_writer *writer, const JSFunctionBytecode *code);

static uint32_t constant_of(struct lazy_writer *writer, JSValueConst value) {
  uint32_t at = (uint32_t)writer->out.size;
  double number;
  int tag = JS_VALUE_GET_NORM_TAG(value);
  switch (tag) {
  case JS_TAG_FUNCTION_BYTECODE:
    return put_function(writer, JS_VALUE_GET_PTR(value)) | CONSTANT_FUNCTION;
  case JS_TAG_STRING:
    put_text(&writer->out, JS_VALUE_GET_STRING(value));
    return at << 2 | CONSTANT_TEXT;
  case JS_TAG_FLOAT64:
    number = JS_VALUE_GET_FLOAT64(value);
    dbuf_put(&writer->out, (const uint8_t *)&number, sizeof number);
    return at << 2 | CONSTANT_DOUBLE;
  case JS_TAG_INT:
    if (JS_VALUE_GET_INT(value) >= 0 && JS_VALUE_GET_INT(value) < 1 << 30)
      return (uint32_t)JS_VALUE_GET_INT(value) << 2 | CONSTANT_INTEGER;
    break;
  default:
    break;
  }
  writer->fits = false;
  return 0;
}

/* Code that looks names up itself (eval) does not fit. True where all names are constant. */
static bool put_code(struct lazy_writer *writer, const JSFunctionBytecode *function) {
  size_t from = writer->out.size;
  bool in_place = true;
  dbuf_put(&writer->out, function->byte_code_buf, (size_t)function->byte_code_len);
  for (int at = 0; at < function->byte_code_len && !writer->out.error;) {
    uint8_t *place = writer->out.buf + from + at;
    const JSOpCode *opcode = &short_opcode_info(*place);
    if (*place == OP_eval || *place == OP_apply_eval)
      writer->fits = false;
    if (opcode->fmt >= OP_FMT_atom && opcode->fmt <= OP_FMT_atom_label_u16) {
      in_place = in_place && name_is_constant(get_u32(place + 1));
      put_u32(place + 1, name_number(writer, get_u32(place + 1)));
    }
    at += opcode->size;
  }
  return in_place;
}

static uint16_t flags_of(const JSFunctionBytecode *code) {
  uint32_t flags = 0;
  int at = 0;
  bc_set_flags(&flags, &at, code->has_prototype, 1);
  bc_set_flags(&flags, &at, code->has_simple_parameter_list, 1);
  bc_set_flags(&flags, &at, code->is_derived_class_constructor, 1);
  bc_set_flags(&flags, &at, code->need_home_object, 1);
  bc_set_flags(&flags, &at, code->func_kind, 2);
  bc_set_flags(&flags, &at, code->new_target_allowed, 1);
  bc_set_flags(&flags, &at, code->super_call_allowed, 1);
  bc_set_flags(&flags, &at, code->super_allowed, 1);
  bc_set_flags(&flags, &at, code->arguments_allowed, 1);
  bc_set_flags(&flags, &at, code->is_direct_or_indirect_eval, 1);
  return (uint16_t)(flags | (code->has_debug ? HAS_DEBUG : 0) | code->js_mode << MODE_SHIFT);
}

/* Writes the record, those of the functions inside it before it; its offset. */
static uint32_t put_function(struct lazy_writer *writer, const JSFunctionBytecode *code) {
  if (code->cpool_count > UINT8_MAX || code->closure_var_count > UINT8_MAX || code->byte_code_len > UINT16_MAX ||
      (code->arg_count | code->var_count | code->defined_arg_count | code->stack_size) > UINT8_MAX ||
      code->js_mode << MODE_SHIFT > UINT16_MAX || writer->out.size + writer->names.size >= 1u << 23 ||
      __JS_AtomIsTaggedInt(code->func_name))
    writer->fits = false;
  DynBuf constants;
  js_dbuf_init(writer->context, &constants);
  for (int i = 0; i < code->cpool_count && writer->fits; i++) {
    uint32_t constant = constant_of(writer, code->cpool[i]);
    dbuf_put(&constants, (const uint8_t *)&constant, sizeof constant);
  }
  pad(writer);
  uint32_t lines = code->has_debug && code->debug.pc2line_buf ? (uint32_t)code->debug.pc2line_len : 0;
  uint32_t at = (uint32_t)writer->out.size;
  struct lazy_record record = {
      .at = at / 4 & 0xffffff,
      .closure_count = code->closure_var_count & UINT8_MAX,
      .name = name_number(writer, code->func_name) & 0xffffff,
      .constant_count = code->cpool_count & UINT8_MAX,
      .code_size = (uint16_t)code->byte_code_len,
      .flags = flags_of(code),
      .arg_count = (uint8_t)code->arg_count,
      .var_count = (uint8_t)code->var_count,
      .defined_arg_count = (uint8_t)code->defined_arg_count,
      .stack_size = (uint8_t)code->stack_size,
  };
  dbuf_put(&writer->out, (const uint8_t *)&record, sizeof record);
  for (int i = 0; i < code->closure_var_count; i++) {
    JSClosureVar variable = code->closure_var[i];
    variable.var_name = JS_ATOM_NULL;
    dbuf_put(&writer->out, (const uint8_t *)&variable, sizeof variable);
  }
  dbuf_put(&writer->out, constants.buf, constants.size);
  if (constants.error)
    writer->out.error = TRUE;
  dbuf_free(&constants);
  if (code->has_debug) {
    put_word(writer, name_number(writer, code->debug.filename));
    put_word(writer, lines);
  }
  if (put_code(writer, code) && !writer->out.error)
    ((struct lazy_record *)(void *)(writer->out.buf + at))->flags |= IN_PLACE;
  if (lines)
    dbuf_put(&writer->out, code->debug.pc2line_buf, lines);
  pad(writer);
  return at;
}

uint8_t *internals_write_lazy(JSContext *context, JSValueConst code, struct lazy_header *header, size_t *size) {
  struct lazy_writer writer = {.context = context, .fits = true};
  js_dbuf_init(context, &writer.out);
  js_dbuf_init(context, &writer.named);
  js_dbuf_init(context, &writer.names);
  dbuf_put(&writer.out, (const uint8_t *)header, sizeof *header);
  header->root = put_function(&writer, JS_VALUE_GET_PTR(code));
  header->names = (uint32_t)writer.out.size;
  header->listed = writer.listed ? internals_names_listed() : 0;
  dbuf_put(&writer.out, writer.names.buf, writer.names.size);
  bool failed = !writer.fits || writer.out.error || writer.named.error || writer.names.error;
  dbuf_free(&writer.named);
  dbuf_free(&writer.names);
  if (failed) {
    dbuf_free(&writer.out);
    return NULL;
  }
  header->size = (uint32_t)writer.out.size;
  memcpy(writer.out.buf, header, sizeof *header);
  *size = writer.out.size;
  return writer.out.buf;
}

/* ---- reading ---- */

/* Calls the only constant, and goes on where its answer says in the code that the function has then. */
static const uint8_t shell_code[] = {OP_push_const8, 0, OP_call0, OP_ret};
enum { SHELL_STACK = 1 };
static JSValue shell_constants[1];

static bool is_shell(const JSFunctionBytecode *code) { return code->byte_code_buf == shell_code; }

static JSString *text_at(JSContext *context, const uint8_t *text) {
  uint32_t head;
  text += get_leb128(&head, text, text + 5);
  JSString *string = js_alloc_string(context, (int)(head >> 1), head & 1);
  if (!string)
    return NULL;
  memcpy(string->u.str8, text, head >> 1 << (head & 1));
  if (!(head & 1))
    string->u.str8[head >> 1] = 0;
  return string;
}

/* The engine's number of a name, to be freed; JS_ATOM_NULL with an exception pending. */
static JSAtom name_of(JSContext *context, const uint8_t *start, uint32_t number) {
  if (name_is_constant(number))
    return number;
  const struct lazy_header *header = (const struct lazy_header *)(const void *)start;
  const uint8_t *text = start + header->names + (number - JS_ATOM_END);
  uint32_t head;
  int skip = get_leb128(&head, text, text + 5);
  JSAtom name = head & 1 ? JS_ATOM_NULL : find_name(context->rt, (const char *)text + skip, head >> 1, 0);
  if (name != JS_ATOM_NULL)
    return name;
  JSString *string = text_at(context, text);
  return string ? JS_NewAtomStr(context, string) : JS_ATOM_NULL;
}

static const struct lazy_record *record_of(const JSFunctionBytecode *code) {
  return (const struct lazy_record *)(const void *)code->closure_var - 1;
}

static const uint32_t *constants_of(const struct lazy_record *record) {
  return (const uint32_t *)(const void *)((const JSClosureVar *)(record + 1) + record->closure_count);
}

static uint8_t *code_of(const struct lazy_record *record) {
  return (uint8_t *)(constants_of(record) + record->constant_count + (record->flags & HAS_DEBUG ? 2 : 0));
}

/* A function of which nothing has been read; of one of whose code alone matters, and lies ready, there is no more. */
static JSValue shell(JSContext *context, const uint8_t *start, uint32_t at) {
  const struct lazy_record *record = (const struct lazy_record *)(const void *)(start + at);
  bool whole = (record->flags & (IN_PLACE | HAS_DEBUG)) == IN_PLACE && !record->constant_count;
  JSFunctionBytecode *code =
      js_mallocz(context, record->flags & HAS_DEBUG ? sizeof *code : offsetof(JSFunctionBytecode, debug));
  if (!code)
    return JS_EXCEPTION;
  int bit = 0;
  code->header.ref_count = 1;
  code->has_prototype = bc_get_flags(record->flags, &bit, 1);
  code->has_simple_parameter_list = bc_get_flags(record->flags, &bit, 1);
  code->is_derived_class_constructor = bc_get_flags(record->flags, &bit, 1);
  code->need_home_object = bc_get_flags(record->flags, &bit, 1);
  code->func_kind = bc_get_flags(record->flags, &bit, 2);
  code->new_target_allowed = bc_get_flags(record->flags, &bit, 1);
  code->super_call_allowed = bc_get_flags(record->flags, &bit, 1);
  code->super_allowed = bc_get_flags(record->flags, &bit, 1);
  code->arguments_allowed = bc_get_flags(record->flags, &bit, 1);
  code->is_direct_or_indirect_eval = bc_get_flags(record->flags, &bit, 1);
  code->read_only_bytecode = true;
  code->js_mode = (uint8_t)(record->flags >> MODE_SHIFT);
  code->func_name = name_of(context, start, record->name);
  if (code->func_name == JS_ATOM_NULL && record->name != JS_ATOM_NULL) {
    js_free(context, code);
    return JS_EXCEPTION;
  }
  code->byte_code_buf = whole ? code_of(record) : (uint8_t *)shell_code;
  code->byte_code_len = whole ? (int)record->code_size : (int)sizeof shell_code;
  code->cpool = whole ? NULL : shell_constants;
  code->closure_var = (JSClosureVar *)(record + 1);
  code->closure_var_count = record->closure_count;
  code->arg_count = record->arg_count;
  code->var_count = record->var_count;
  code->defined_arg_count = record->defined_arg_count;
  code->stack_size = record->stack_size < SHELL_STACK ? SHELL_STACK : record->stack_size;
  code->realm = JS_DupContext(context);
  add_gc_object(context->rt, &code->header, JS_GC_OBJ_TYPE_FUNCTION_BYTECODE);
  return JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code);
}

JSValue internals_read_lazy(JSContext *context, const uint8_t *start) {
  return shell(context, start, ((const struct lazy_header *)(const void *)start)->root);
}

static JSValue constant_value(JSContext *context, const uint8_t *start, uint32_t constant) {
  double number;
  JSString *string;
  switch (constant % CONSTANT_KINDS) {
  case CONSTANT_FUNCTION:
    return shell(context, start, constant);
  case CONSTANT_TEXT:
    string = text_at(context, start + (constant >> 2));
    return string ? JS_MKPTR(JS_TAG_STRING, string) : JS_EXCEPTION;
  case CONSTANT_DOUBLE:
    memcpy(&number, start + (constant >> 2), sizeof number);
    return __JS_NewFloat64(context, number);
  default:
    return JS_NewInt32(context, (int32_t)(constant >> 2));
  }
}

/* Numbers the names in code anew; on failure none is held. */
static bool number_names(JSContext *context, const uint8_t *start, uint8_t *code, int size) {
  for (int at = 0; at < size;) {
    const JSOpCode *opcode = &short_opcode_info(code[at]);
    if (opcode->fmt >= OP_FMT_atom && opcode->fmt <= OP_FMT_atom_label_u16) {
      uint32_t number = get_u32(code + at + 1);
      JSAtom name = name_of(context, start, number);
      if (name == JS_ATOM_NULL && number != JS_ATOM_NULL) {
        free_bytecode_atoms(context->rt, code, at, TRUE);
        return false;
      }
      put_u32(code + at + 1, name);
    }
    at += opcode->size;
  }
  return true;
}

/* What debug needs; the file's name or the lines may be missing when memory is short. */
static void read_debug(JSContext *context, const uint8_t *start, JSFunctionBytecode *code, const uint32_t *words,
                       const uint8_t *lines) {
  code->debug.pc2line_buf = words[1] ? js_malloc_rt(context->rt, words[1]) : NULL;
  if (code->debug.pc2line_buf) {
    memcpy(code->debug.pc2line_buf, lines, words[1]);
    code->debug.pc2line_len = (int)words[1];
  }
  code->debug.filename = name_of(context, start, words[0]);
  code->has_debug = true;
}

/* Makes what a shell stands for. False, the shell as it was, with an exception pending. */
static bool read_function(JSContext *context, JSFunctionBytecode *code) {
  const struct lazy_record *record = record_of(code);
  const uint8_t *start = (const uint8_t *)record - record->at * 4u;
  const uint32_t *constants = constants_of(record);
  uint8_t *bytes = code_of(record), *own = bytes;
  int count = record->constant_count, done = 0;
  bool in_place = record->flags & IN_PLACE;
  JSValue *values = NULL;
  if (count || !in_place) {
    values = js_malloc(context, (size_t)count * sizeof *values + (in_place ? 0 : record->code_size));
    if (!values)
      return false;
  }
  while (done < count) {
    values[done] = constant_value(context, start, constants[done]);
    if (JS_IsException(values[done]))
      break;
    done++;
  }
  if (!in_place) {
    own = (uint8_t *)(values + count);
    memcpy(own, bytes, record->code_size);
  }
  if (done < count || (!in_place && !number_names(context, start, own, (int)record->code_size))) {
    while (done > 0)
      JS_FreeValue(context, values[--done]);
    js_free(context, values);
    return false;
  }
  if (record->flags & HAS_DEBUG)
    read_debug(context, start, code, constants + count, bytes + record->code_size);
  code->cpool = count ? values : NULL;
  code->cpool_count = count;
  code->byte_code_len = (int)record->code_size;
  code->byte_code_buf = own;
  return true;
}

/* Called by a shell's code; its answer is where in the function's own code to go on. */
static JSValue read_called(JSContext *context, JSValueConst self, int count, JSValueConst *arguments) {
  (void)self;
  (void)count;
  (void)arguments;
  JSValueConst function = context->rt->current_stack_frame->prev_frame->cur_func;
  JSFunctionBytecode *code = JS_VALUE_GET_OBJ(function)->u.func.function_bytecode;
  /* Another frame of the same function may have been here meanwhile. */
  return is_shell(code) && !read_function(context, code) ? JS_EXCEPTION : JS_NewInt32(context, 0);
}

static void free_code(JSRuntime *runtime, JSFunctionBytecode *code) {
  void *own = NULL;
  if (code->read_only_bytecode && !is_shell(code)) {
    own = code->cpool_count                   ? (void *)code->cpool
          : record_of(code)->flags & IN_PLACE ? NULL
                                              : (void *)code->byte_code_buf;
  }
  free_code_itself(runtime, code);
  js_free_rt(runtime, own);
}

bool internals_start_lazy(JSContext *context) {
  shell_constants[0] = JS_NewCFunction(context, read_called, "", 0);
  return !JS_IsException(shell_constants[0]);
}

void internals_stop_lazy(JSContext *context) {
  JS_FreeValue(context, shell_constants[0]);
  shell_constants[0] = JS_UNDEFINED;
}
