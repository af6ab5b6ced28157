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

file(GLOB adapter_sources CONFIGURE_DEPENDS "${adapter}/*.c")
target_sources(${COMPONENT_LIB} PRIVATE ${adapter_sources})
target_include_directories(${COMPONENT_LIB} PRIVATE "${adapter}/include")
target_include_directories(${COMPONENT_LIB} SYSTEM PRIVATE "${quickjs}")

# QuickJS itself, as it comes and made for size; internals.c holds quickjs.c, regexp.c libregexp.c.
set(dependency "${adapter}/internals.c" "${adapter}/regexp.c")
foreach(name cutils dtoa libunicode)
  list(APPEND dependency "${quickjs}/${name}.c")
  target_sources(${COMPONENT_LIB} PRIVATE "${quickjs}/${name}.c")
endforeach()
set_source_files_properties(${dependency} PROPERTIES COMPILE_OPTIONS
  "-D_GNU_SOURCE;-fwrapv;-fno-strict-aliasing;-DNDEBUG;-I${adapter}/shim;-Os;-w")
