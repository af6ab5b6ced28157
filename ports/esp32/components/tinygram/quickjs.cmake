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

foreach(name alloc buffer engine function object string value)
  target_sources(${COMPONENT_LIB} PRIVATE "${adapter}/${name}.c")
endforeach()
target_include_directories(${COMPONENT_LIB} PRIVATE "${adapter}/include")
target_include_directories(${COMPONENT_LIB} SYSTEM PRIVATE "${quickjs}")

# QuickJS itself, as it comes; internals.c holds quickjs.c.
set(dependency "${adapter}/internals.c")
foreach(name cutils dtoa libregexp libunicode)
  list(APPEND dependency "${quickjs}/${name}.c")
endforeach()
set_source_files_properties(${dependency} PROPERTIES COMPILE_OPTIONS
  "-D_GNU_SOURCE;-fwrapv;-fno-strict-aliasing;-DNDEBUG;-I${adapter}/shim;-w")
target_sources(${COMPONENT_LIB} PRIVATE ${dependency})
