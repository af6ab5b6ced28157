# The file sets of this project, each written once, in the .mk file of its room (runtime/runtime.mk says in what form).
# ESP-IDF runs a component's CMakeLists.txt first as a script, in which globs may not watch their folders.

# Sets `out` to the words behind `name` in the lines "name += words" of `file`, a path from the project's root.
function(tinygram_words out file name)
  file(STRINGS "${root}/${file}" lines REGEX "^${name} \\+= ")
  set(words)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^${name} \\+= +" "" line "${line}")
    string(REPLACE "$(QUICKJS_DIR)" "${quickjs}" line "${line}")
    separate_arguments(line UNIX_COMMAND "${line}")
    list(APPEND words ${line})
  endforeach()
  set(${out} ${words} PARENT_SCOPE)
endfunction()

# Sets `out` to the files of a set, as absolute paths. A set or a file that is not there stops the build.
function(tinygram_files out file name)
  tinygram_words(patterns "${file}" "${name}")
  set(found)
  foreach(pattern IN LISTS patterns)
    get_filename_component(pattern "${pattern}" ABSOLUTE BASE_DIR "${root}")
    file(GLOB files "${pattern}")
    if(NOT files AND NOT pattern MATCHES "[*]")
      message(FATAL_ERROR "${file}: ${name} names ${pattern}, which is not there")
    endif()
    list(APPEND found ${files})
  endforeach()
  if(NOT patterns)
    message(FATAL_ERROR "${file} has no line \"${name} += \"")
  endif()
  set(${out} ${found} PARENT_SCOPE)
endfunction()
