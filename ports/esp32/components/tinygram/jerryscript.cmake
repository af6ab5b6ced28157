# JerryScript 3.0.0 with what the runtime needs of it, from the sources in the component marcel-cd/jerryscript of the
# ESP Component Registry, which components/tinygram/idf_component.yml fetches. Included by CMakeLists.txt.
idf_build_get_property(project_dir PROJECT_DIR)
set(core "${project_dir}/managed_components/marcel-cd__jerryscript/jerryscript/jerry-core")
if(NOT EXISTS "${core}/include/jerryscript.h")
  message(FATAL_ERROR "JerryScript is not in ${core}: is the ESP Component Registry in reach (idf.py reconfigure)?")
endif()

# A library of its own: JerryScript and the runtime both have a config.h.
file(GLOB_RECURSE jerry_sources "${core}/*.c")
add_library(tinygram_jerryscript OBJECT ${jerry_sources})
foreach(folder . api debugger ecma/base ecma/builtin-objects ecma/builtin-objects/typedarray ecma/operations include
        jcontext jmem jrt lit parser/js parser/regexp vm)
  target_include_directories(tinygram_jerryscript PRIVATE "${core}/${folder}")
endforeach()
# The heap is the port's (external context). Its parts are those of this computer's JerryScript, which precompiles: it
# numbers its own strings by them, and code of other numbers does not run.
execute_process(
  COMMAND make -s -C "${root}" compiler PORT=host ENGINE=jerryscript
  RESULT_VARIABLE failed ERROR_VARIABLE reason)
set(compiler "${root}/build/host/jerryscript/tinygram-compile")
if(failed)
  message(FATAL_ERROR "the built-in modules cannot be precompiled: ${reason}")
endif()
execute_process(COMMAND "${compiler}" --features COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE features)
string(REGEX MATCHALL "[A-Z_]+=[01]" features "${features}")
# Another JerryScript on this computer makes another compiler, and CMake asks it again.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${compiler}")

target_compile_definitions(tinygram_jerryscript PRIVATE
  ${features} JERRY_ERROR_MESSAGES=1 JERRY_LINE_INFO=1 JERRY_MEM_STATS=1 JERRY_LOGGING=1 JERRY_PROMISE_CALLBACK=1
  JERRY_SNAPSHOT_EXEC=1 JERRY_EXTERNAL_CONTEXT=1 JERRY_GLOBAL_HEAP_SIZE=\(${CONFIG_TINYGRAM_HEAP_KB}\)
  JERRY_STACK_LIMIT=\(${CONFIG_TINYGRAM_STACK_KB}\) JERRY_NDEBUG)
target_compile_options(tinygram_jerryscript PRIVATE -std=gnu99 -O2 -ffunction-sections -fdata-sections -w)

target_include_directories(${COMPONENT_LIB} SYSTEM PUBLIC "${core}/include")
target_sources(${COMPONENT_LIB} PRIVATE $<TARGET_OBJECTS:tinygram_jerryscript>)

# What it needs of us.
tinygram_files(adapter_sources runtime/engine/jerryscript/engine.mk JERRYSCRIPT_ADAPTER_SRC)
target_sources(${COMPONENT_LIB} PRIVATE ${adapter_sources})
