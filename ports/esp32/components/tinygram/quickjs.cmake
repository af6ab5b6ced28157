# QuickJS behind the JerryScript C API (runtime/engine/quickjs), from the sources that `make setup` fetches. Included by
# CMakeLists.txt, which has set root.
set(adapter "${root}/runtime/engine/quickjs")
if(DEFINED ENV{QUICKJS_DIR})
  get_filename_component(quickjs "$ENV{QUICKJS_DIR}" ABSOLUTE BASE_DIR "${root}")
else()
  set(quickjs "${root}/build/deps/quickjs")
endif()
if(NOT EXISTS "${quickjs}/quickjs.c")
  message(FATAL_ERROR "QuickJS is not in ${quickjs}: run `make setup` in ${root}")
endif()

tinygram_files(adapter_sources runtime/engine/quickjs/engine.mk QUICKJS_ADAPTER_SRC)
target_sources(${COMPONENT_LIB} PRIVATE ${adapter_sources})
target_include_directories(${COMPONENT_LIB} PUBLIC "${adapter}/include")
target_include_directories(${COMPONENT_LIB} SYSTEM PRIVATE "${quickjs}")

# QuickJS itself, for speed.
tinygram_files(quickjs_sources runtime/engine/quickjs/engine.mk QUICKJS_SRC)
tinygram_words(quickjs_flags runtime/engine/quickjs/engine.mk QUICKJS_CFLAGS)
target_sources(${COMPONENT_LIB} PRIVATE ${quickjs_sources})
set_source_files_properties(${quickjs_sources} PROPERTIES COMPILE_OPTIONS
  "${quickjs_flags};-DNDEBUG;-I${adapter}/shim;-include;${adapter}/shim/system.h;-O2;-w")
