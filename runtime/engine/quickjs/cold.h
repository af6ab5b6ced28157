/*
 * cold.h: functions of QuickJS that no datagram needs: the parser, start-up, and built-ins that work through texts,
 * dates, regular expressions or whole arrays. internals.c marks them so that the compiler makes them small, and the
 * rest, the interpreter and what it lives on, quick. Each name saves hundreds of bytes; one that a release of QuickJS
 * no longer has fails to compile.
 */
#ifndef QUICKJS_COLD_H
#define QUICKJS_COLD_H

#define COLD_FUNCTIONS \
  COLD(add_eval_variables) COLD(add_shape_property) COLD(build_arg_list) COLD(build_for_in_iterator) \
  COLD(check_regexp_g_flag) COLD(code_match) COLD(days_from_year) COLD(define_var) COLD(emit_class_init_start) \
  COLD(emit_return) COLD(fulfill_or_reject_promise) COLD(get_date_fields) COLD(get_date_string) \
  COLD(get_exported_names) COLD(get_lvalue) COLD(internalize_json_property) COLD(JS_AddBrand) \
  COLD(JS_AddIntrinsicBaseObjects) COLD(JS_AddIntrinsicMapSet) COLD(JS_AddIntrinsicPromise) \
  COLD(JS_AddIntrinsicTypedArrays) COLD(JS_AddIntrinsicWeakRef) COLD(js_array_at) COLD(js_array_buffer_slice) \
  COLD(js_array_cmp_generic) COLD(js_array_constructor) COLD(js_array_copyWithin) COLD(js_array_every) \
  COLD(js_array_fill) COLD(js_array_find) COLD(js_array_flatten) COLD(js_array_from) COLD(js_array_from_iterator) \
  COLD(js_array_includes) COLD(js_array_indexOf) COLD(js_array_iterator_next) COLD(js_array_join) COLD(js_array_of) \
  COLD(js_array_pop) COLD(js_array_reduce) COLD(js_array_reverse) COLD(js_array_sort) COLD(js_array_toReversed) \
  COLD(js_array_toSorted) COLD(js_array_toSpliced) COLD(js_array_with) COLD(JS_ArraySpeciesCreate) \
  COLD(js_async_from_sync_iterator_next) COLD(js_async_generator_next) COLD(js_async_generator_resume_next) \
  COLD(js_async_module_execution_fulfilled) COLD(js_async_module_execution_rejected) COLD(js_atof) \
  COLD(js_atom_concat_str) COLD(js_atomics_op) COLD(js_atomics_store) COLD(js_atomics_wait) COLD(js_bigint_add) \
  COLD(js_bigint_asUintN) COLD(js_bigint_divrem) COLD(js_bigint_get_mant_exp) COLD(js_bigint_mul) \
  COLD(js_bigint_to_string1) COLD(js_bigint_toString) COLD(js_compare_bigint) COLD(js_compile_regexp) \
  COLD(JS_ComputeMemoryUsage) COLD(JS_CopyDataProperties) COLD(JS_CopySubArray) COLD(js_create_function) \
  COLD(js_create_module_function) COLD(js_create_resolving_functions) COLD(js_dataview_constructor) \
  COLD(js_dataview_getValue) COLD(js_dataview_setValue) COLD(js_date_constructor) COLD(js_Date_parse) \
  COLD(js_date_setYear) COLD(js_date_toJSON) COLD(js_Date_UTC) COLD(JS_DumpMemoryUsage) COLD(js_dynamic_import_job) \
  COLD(js_error_constructor) COLD(js_error_toString) COLD(JS_EvalFunctionInternal) COLD(js_execute_async_module) \
  COLD(JS_FlattenIntoArray) COLD(js_function_bind) COLD(js_function_constructor) COLD(js_generator_next) \
  COLD(js_global_decodeURI) COLD(js_global_encodeURI) COLD(js_global_unescape) COLD(js_host_resolve_imported_module) \
  COLD(js_inner_module_evaluation) COLD(js_inner_module_linking) COLD(JS_IteratorClose) COLD(js_json_check) \
  COLD(js_json_parse) COLD(js_json_to_str) COLD(js_linearize_string_rope) COLD(JS_LoadModuleInternal) \
  COLD(js_map_constructor) COLD(js_map_forEach) COLD(js_map_iterator_next) COLD(js_math_min_max) \
  COLD(js_new_function_def) COLD(js_new_promise_capability) COLD(js_number_constructor) \
  COLD(js_number_toExponential) COLD(js_number_toPrecision) COLD(js_number_toString) COLD(js_obj_to_desc) \
  COLD(js_object___lookupGetter__) COLD(js_object_fromEntries) COLD(js_object_getOwnPropertyDescriptor) \
  COLD(js_object_getOwnPropertyDescriptors) COLD(js_object_groupBy) COLD(js_object_isPrototypeOf) \
  COLD(js_object_seal) COLD(js_object_toString) COLD(JS_ObjectDefineProperties) COLD(js_op_define_class) \
  COLD(js_parse_assign_expr2) COLD(js_parse_class) COLD(js_parse_destructuring_element) COLD(js_parse_directives) \
  COLD(js_parse_expr_binary) COLD(js_parse_function_check_names) COLD(js_parse_function_decl2) \
  COLD(js_parse_postfix_expr) COLD(js_parse_property_name) COLD(js_parse_regexp) COLD(js_parse_skip_parens_token) \
  COLD(js_parse_source_element) COLD(js_parse_statement_or_decl) COLD(js_parse_string) COLD(js_parse_template) \
  COLD(js_parse_template_part) COLD(js_parse_unary) COLD(js_parse_var) COLD(js_promise_all) \
  COLD(js_promise_all_resolve_element) COLD(js_promise_constructor) COLD(js_promise_finally) COLD(js_promise_race) \
  COLD(js_promise_resolve) COLD(js_promise_resolve_function_call) COLD(js_proxy_call) COLD(js_proxy_constructor) \
  COLD(js_proxy_define_own_property) COLD(js_proxy_delete_property) COLD(js_proxy_get) \
  COLD(js_proxy_get_own_property) COLD(js_proxy_get_own_property_names) COLD(js_proxy_get_prototype) \
  COLD(js_proxy_has) COLD(js_proxy_set) COLD(JS_ReadObjectRec) COLD(js_rebalancee_string_rope_rec) \
  COLD(js_regexp_compile) COLD(js_regexp_constructor) COLD(js_regexp_exec) COLD(js_regexp_get_flags) \
  COLD(js_regexp_get_source) COLD(js_regexp_string_iterator_next) COLD(js_regexp_Symbol_match) \
  COLD(js_regexp_Symbol_matchAll) COLD(js_regexp_Symbol_replace) COLD(js_regexp_Symbol_search) \
  COLD(js_regexp_Symbol_split) COLD(js_resolve_export1) COLD(JS_SetGlobalVar) COLD(JS_SetModuleExportList) \
  COLD(JS_SetPrototypeInternal) COLD(js_shr_slow) COLD(js_string___GetSubstitution) COLD(js_string_constructor) \
  COLD(js_string_CreateHTML) COLD(js_string_fromCodePoint) COLD(js_string_includes) COLD(js_string_iterator_next) \
  COLD(js_string_localeCompare) COLD(js_string_match) COLD(js_string_normalize) COLD(js_string_normalize1) \
  COLD(js_string_pad) COLD(js_string_raw) COLD(js_string_repeat) COLD(js_string_replace) \
  COLD(js_string_rope_compare) COLD(js_string_split) COLD(js_string_toLowerCase) COLD(js_string_toWellFormed) \
  COLD(js_string_trim) COLD(js_TA_cmp_generic) COLD(js_typed_array_fill) COLD(js_typed_array_find) \
  COLD(js_typed_array_from) COLD(js_typed_array_indexOf) COLD(js_typed_array_join) COLD(js_typed_array_set) \
  COLD(js_typed_array_slice) COLD(js_typed_array_sort) COLD(js_typed_array_with) COLD(JS_WriteObject2) \
  COLD(JS_WriteObjectRec) COLD(json_next_token) COLD(json_parse_value) COLD(next_token) COLD(perform_promise_then) \
  COLD(promise_reaction_job) COLD(put_lvalue) COLD(resolve_scope_private_field1) COLD(resolve_scope_var) \
  COLD(resolve_variables) COLD(set_array_length) COLD(set_date_field) COLD(set_date_fields) COLD(simple_next_token) \
  COLD(string_get_tzoffset)

#endif
